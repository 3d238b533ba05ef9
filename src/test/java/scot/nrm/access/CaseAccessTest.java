package scot.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.SharedEngineStatements;
import scot.nrm.engine.authorities.KnownAuthorities;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaseAccessTest {

  private static final String CASE = "NRM-2009-2222-345L";
  private static final LocalDate RECEIVED = LocalDate.parse("2009-04-06");

  private final Database database = Databases.emptyH2();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private ProcessEngine engine;
  private CaseAccess access;

  @BeforeAll
  void startAnEngine() {
    Databases.flyway(database).migrate();
    ProcessEngineConfigurationImpl configuration = new StandaloneInMemProcessEngineConfiguration();
    configuration.setGeneralResourceWhitelistPattern("[a-zA-Z0-9.-]+");
    configuration.getProcessEnginePlugins().add(new SharedEngineStatements());
    engine =
        configuration
            .setJdbcUrl(database.url())
            .setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_FALSE)
            .setProcessEngineName("case-access")
            .setAuthorizationEnabled(true)
            .buildProcessEngine();
    access = new CaseAccess(jdbc, KnownAuthorities.OF_THE_FILE);
  }

  @AfterAll
  void stopTheEngine() {
    engine.close();
  }

  /**
   * A received case in Glasgow: the authorities of each stage, then whether the case and all its
   * letters may be read.
   */
  @ParameterizedTest
  @CsvSource({
    "la-duty-social-work, glasgow-city, UKHTC, UKHTC, true, false",
    "la-lead-professional, glasgow-city, UKHTC, UKHTC, true, false",
    "la-manager, glasgow-city, UKBA, UKBA, true, false",
    "la-lead-professional, fife, UKHTC, UKHTC, false, false",
    "la-manager, , UKHTC, UKHTC, false, false",
    "ukhtc-intake, , UKBA, UKBA, true, true",
    "ukhtc-case-owner, , UKBA, UKBA, true, true",
    "ukhtc-second-officer, , UKHTC, , true, true",
    "ukhtc-manager, , UKHTC, UKBA, true, true",
    "ukba-intake, , UKBA, , true, true",
    "ukba-case-owner, , UKHTC, UKBA, true, true",
    "ukba-second-officer, , UKBA, UKBA, true, true",
    "ukba-manager, , UKBA, UKBA, true, true",
    "ukba-case-owner, , UKHTC, UKHTC, false, false",
    "ukba-case-owner, , UKHTC, , false, false",
    "ukba-intake, , , , false, false",
    "nrm-manager, , , , true, true",
    "first-responder, glasgow-city, UKHTC, UKHTC, false, false",
    "ukba-port-officer, glasgow-city, UKBA, UKBA, false, false",
    "ukba-asylum-liaison, , UKBA, UKBA, true, true",
    "police-liaison, glasgow-city, UKHTC, UKHTC, false, false",
    "cpc-monitor, glasgow-city, UKHTC, UKHTC, false, false",
    "policy-adviser, , UKHTC, UKHTC, false, false",
    "policy-staff, , UKHTC, UKHTC, false, false",
    "events-organiser, , UKHTC, UKHTC, false, false",
    "camunda-admin, glasgow-city, UKHTC, UKHTC, false, false",
  })
  void eachGroupSeesWhatItsWorkNeeds(
      String group,
      String tenant,
      String rgAuthority,
      String cgAuthority,
      boolean reads,
      boolean readsAllLetters) {
    given(RECEIVED, rgAuthority, cgAuthority);

    Viewer viewer = viewer(group, tenant);

    assertThat(access.mayRead(viewer, CASE)).isEqualTo(reads);
    assertThat(access.mayReadAllLetters(viewer, CASE)).isEqualTo(readsAllLetters);
    assertThat(access.mayAddDocuments(viewer, CASE))
        .isEqualTo(reads && !group.equals("nrm-manager"));
  }

  @Test
  void ukhtcReadsAnUnreceivedCaseOnlyToLogIt() {
    given(null, null, null);
    Viewer intake = viewer("ukhtc-intake", null);

    assertThat(access.mayRead(intake, CASE)).isFalse();

    givenATaskFor("ukhtc-intake");
    assertThat(access.mayRead(intake, CASE)).isTrue();
    assertThat(access.mayRead(viewer("ukhtc-case-owner", null), CASE)).isFalse();
    assertThat(access.mayRead(viewer("police-liaison", null), CASE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ukhtc-intake", "la-manager", "nrm-manager"})
  void noOneReadsACaseThatDoesNotExist(String group) {
    forget();

    assertThat(access.mayRead(viewer(group, "glasgow-city"), CASE)).isFalse();
    assertThat(access.mayReadAllLetters(viewer(group, "glasgow-city"), CASE)).isFalse();
    assertThat(access.mayAddDocuments(viewer(group, "glasgow-city"), CASE)).isFalse();
  }

  @Test
  void d12EachAuthorityReadsItsOwnPartOfAMergedCase() {
    String merged = "NRM-2009-2222-346J";
    given(RECEIVED, "UKBA", "UKBA");
    register(merged, "fife", null, null, null, CASE);

    assertThat(access.mayRead(viewer("ukba-case-owner", null), merged)).isTrue();
    assertThat(access.mayRead(viewer("ukhtc-case-owner", null), merged))
        .as("though it was not received")
        .isTrue();
    assertThat(access.mayRead(viewer("la-lead-professional", "fife"), merged)).isTrue();
    assertThat(access.mayRead(viewer("la-lead-professional", "glasgow-city"), merged)).isFalse();
    assertThat(access.mayRead(viewer("la-lead-professional", "fife"), CASE)).isFalse();
  }

  /** D9, D12: also a port officer whose copy is not the first one there. */
  @ParameterizedTest
  @ValueSource(strings = {"first-responder", "ukba-port-officer"})
  void aReporterMayUpdateTheCaseTheirsWasMergedInto(String group) {
    forget();
    register(CASE, "glasgow-city", RECEIVED, "UKHTC", null, null);
    register("NRM-2009-2222-346J", "fife", RECEIVED, null, null, CASE);
    jdbc.sql("update case_register set reported_by = 'someone' where merged_into is not null")
        .update();

    assertThat(access.mayUpdate(viewer(group, null), CASE)).isTrue();
    assertThat(access.mayRead(viewer(group, null), CASE)).isFalse();
    assertThat(access.mayUpdate(viewer("la-duty-social-work", "fife"), CASE)).isFalse();
    assertThat(access.mayUpdate(new Viewer("another", Set.of(group), Set.of()), CASE)).isFalse();
  }

  private void given(LocalDate received, String rgAuthority, String cgAuthority) {
    forget();
    register(CASE, "glasgow-city", received, rgAuthority, cgAuthority, null);
  }

  private void forget() {
    jdbc.sql("delete from case_register").update();
  }

  private void register(
      String caseNumber,
      String council,
      LocalDate received,
      String rgAuthority,
      String cgAuthority,
      String mergedInto) {
    jdbc.sql(
            """
            insert into case_register (case_number, local_authority, opened_on, referral_received_on, rg_authority,
              cg_authority, merged_into) values (?, ?, ?, ?, ?, ?, ?)\
            """)
        .params(
            Arrays.asList(
                caseNumber, council, RECEIVED, received, rgAuthority, cgAuthority, mergedInto))
        .update();
  }

  private void givenATaskFor(String group) {
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "work.bpmn",
            Bpmn.createExecutableProcess("work")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .userTask()
                .camundaCandidateGroups(group)
                .endEvent()
                .done())
        .deploy();
    engine.getRuntimeService().startProcessInstanceByKey("work", CASE);
  }

  private static Viewer viewer(String group, String tenant) {
    return new Viewer("someone", Set.of(group), tenant == null ? Set.of() : Set.of(tenant));
  }
}
