package scot.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import scot.nrm.SharedEngineStatements;

class SignedInTest {

  private ProcessEngine engine;
  private SignedIn signedIn;

  @BeforeEach
  void startAnEngineWithALeadProfessional() {
    ProcessEngineConfigurationImpl configuration = new StandaloneInMemProcessEngineConfiguration();
    configuration.setGeneralResourceWhitelistPattern("[a-zA-Z0-9.-]+");
    configuration.getProcessEnginePlugins().add(new SharedEngineStatements());
    engine =
        configuration
            .setJdbcUrl("jdbc:h2:mem:signed-in")
            .setProcessEngineName("signed-in")
            .setAuthorizationEnabled(true)
            .buildProcessEngine();
    JdbcClient jdbc =
        JdbcClient.create(
            ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
                .getDataSource());
    jdbc.sql("create table if not exists permission_version (version bigint)").update();
    signedIn = new SignedIn(engine, jdbc);
    IdentityService identities = engine.getIdentityService();
    identities.saveUser(identities.newUser("glasgow.lead"));
    identities.saveGroup(identities.newGroup("la-lead-professional"));
    identities.saveGroup(identities.newGroup("la-manager"));
    identities.saveTenant(identities.newTenant("glasgow-city"));
    identities.createMembership("glasgow.lead", "la-lead-professional");
    identities.createTenantUserMembership("glasgow-city", "glasgow.lead");
  }

  @AfterEach
  void stopTheEngine() {
    engine.close();
  }

  @Test
  void theSessionGivesTheUserAndTheEngineTheirPermissions() {
    MockHttpServletRequest request = requestOf("glasgow.lead", "signed-in");

    assertThat(signedIn.viewer(request).orElseThrow())
        .extracting(Viewer::userId, Viewer::groups, Viewer::tenants)
        .containsExactly("glasgow.lead", Set.of("la-lead-professional"), Set.of("glasgow-city"));
  }

  /** A council's person reaches no other council by a second role that is for all of them. */
  @Test
  void aSecondRoleForAllCouncilsOpensNoOtherCouncil() {
    IdentityService identities = engine.getIdentityService();
    identities.saveGroup(identities.newGroup("ukhtc-manager"));
    identities.saveTenant(identities.newTenant("fife"));
    identities.createTenantGroupMembership("glasgow-city", "ukhtc-manager");
    identities.createTenantGroupMembership("fife", "ukhtc-manager");
    identities.createMembership("glasgow.lead", "ukhtc-manager");

    assertThat(signedIn.viewer(requestOf("glasgow.lead", "signed-in")).orElseThrow().tenants())
        .containsExactly("glasgow-city");

    identities.deleteTenantUserMembership("glasgow-city", "glasgow.lead");
    assertThat(signedIn.viewer(requestOf("glasgow.lead", "signed-in")).orElseThrow().tenants())
        .isEmpty();

    identities.deleteMembership("glasgow.lead", "la-lead-professional");
    assertThat(signedIn.viewer(requestOf("glasgow.lead", "signed-in")).orElseThrow().tenants())
        .containsExactlyInAnyOrder("glasgow-city", "fife");
  }

  @Test
  void aPersonWhoLeavesATeamLosesItImmediately() {
    MockHttpServletRequest request = requestOf("glasgow.lead", "signed-in");

    engine.getIdentityService().deleteMembership("glasgow.lead", "la-lead-professional");

    assertThat(signedIn.viewer(request).orElseThrow().groups()).isEmpty();
  }

  @Test
  void nobodyIsSignedInWithoutASessionOfThisEngine() {
    assertThat(signedIn.viewer(new MockHttpServletRequest())).isEmpty();
    MockHttpServletRequest fresh = new MockHttpServletRequest();
    fresh.getSession();
    assertThat(signedIn.viewer(fresh)).isEmpty();
    assertThat(signedIn.viewer(requestOf("glasgow.lead", "another"))).isEmpty();
  }

  private static MockHttpServletRequest requestOf(String userId, String engineName) {
    Authentications authentications = new Authentications();
    authentications.addOrReplace(new UserAuthentication(userId, engineName));
    MockHttpServletRequest request = new MockHttpServletRequest();
    AuthenticationUtil.updateSession(request.getSession(), authentications);
    return request;
  }
}
