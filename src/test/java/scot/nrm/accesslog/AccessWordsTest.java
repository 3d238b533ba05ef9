package scot.nrm.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.HandlerMapping;
import scot.nrm.access.Roles;
import scot.nrm.access.Viewer;

@Tag("quick")
class AccessWordsTest {

  @ParameterizedTest
  @CsvSource({
    "Task_ProposeConclusiveGrounds, Propose conclusive grounds",
    "Task_NrmFormIndicators, NRM form indicators",
    "/nrm/register.csv, /nrm/register.csv",
    "case/path, case/path",
  })
  void aTaskIsInWordsAndAllElseAsItWasLogged(String detail, String words) {
    assertThat(AccessWords.inWords(detail)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "/camunda/api/admin/auth/user/default/login/tasklist, Tasklist",
    "/engine-rest/task/*/complete, 'REST API, with a password'",
    "/nrm/modeler/deployment/create, Camunda Modeler",
    "token, 'REST API, with a bearer token'",
    "identity-provider, Identity provider",
    "no-role-here, No role here",
    "/camunda/api/admin/auth/user/*, /camunda/api/admin/auth/user/*"
  })
  void aSignInSaysInWordsWhere(String detail, String words) {
    assertThat(AccessWords.signIn(detail)).isEqualTo(words);
  }

  @Test
  void theRoleOfAnAdministratorIsInWords() {
    assertThat(new Roles(List.of()).name("camunda-admin")).isEqualTo("System administrator");
  }

  /** Otherwise the log would not say the cases of which revision someone listed. */
  @ParameterizedTest
  @CsvSource({
    "/nrm/revisions/{number}/cases, 3, /nrm/revisions/3/cases",
    "/nrm/revisions/{number}/cases, Mary Mackay, /nrm/revisions/*/cases",
    "/nrm/repairs, , /nrm/repairs"
  })
  void aListIsLoggedWithItsAddressButNothingThatWasTyped(String page, String typed, String logged) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, page);
    request.setAttribute(
        HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
        typed == null ? Map.of() : Map.of("number", typed));
    Viewer viewer = new Viewer("nrm.manager", Set.of("nrm-manager"), Set.of());

    assertThat(Opened.by(request).entry(viewer).detail()).isEqualTo(logged);
  }
}
