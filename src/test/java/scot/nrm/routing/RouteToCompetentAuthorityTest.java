package scot.nrm.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scot.nrm.SharedEngineStatements;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.engine.sets.DefinitionSets.CaseSets;
import scot.nrm.facts.CaseRoutes;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.facts.RequiredActs;
import scot.nrm.register.Register;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;
import scot.nrm.routing.EeaMembership.Member;

/** In an engine, with a process that does nothing but route. */
class RouteToCompetentAuthorityTest {

  private static final String CASE = "NRM-2009-2222-345L";

  private static final Map<Object, Object> BEANS = new HashMap<>();
  private static ProcessEngine engine;

  private final CaseFile caseFile = mock(CaseFile.class);
  private final Register register = mock(Register.class);

  @BeforeAll
  static void startAnEngine() {
    ProcessEngineConfigurationImpl configuration = new StandaloneInMemProcessEngineConfiguration();
    configuration.setBeans(BEANS);
    configuration.getProcessEnginePlugins().add(new SharedEngineStatements());
    engine =
        configuration
            .setJdbcUrl("jdbc:h2:mem:routing")
            .setProcessEngineName("routing")
            .setAuthorizationEnabled(true)
            .buildProcessEngine();
    for (Stage stage : Stage.values()) {
      engine
          .getRepositoryService()
          .createDeployment()
          .addModelInstance(stage.id() + ".bpmn", routing(stage))
          .deploy();
    }
  }

  @AfterAll
  static void stopTheEngine() {
    engine.close();
  }

  @BeforeEach
  void deployTheTableAsItIs() throws Exception {
    EeaMembership eea =
        new EeaMembership(List.of(new Member("SK", LocalDate.parse("2004-05-01"), null)));
    BEANS.put(
        "routeToCompetentAuthority",
        new RouteToCompetentAuthority(
            new Routes(
                caseFile,
                tables(),
                eea,
                new RoutingData(List.of(), List.of(100)),
                KnownAuthorities.OF_THE_FILE),
            new CaseRoutes(
                register, mock(CaseInstances.class), event -> {}, KnownAuthorities.OF_THE_FILE),
            new RemovalHolds(register, mock(CaseInstances.class), mock(RequiredActs.class))));
    deployTable(Files.readString(Path.of("processes/competent-authority.dmn")));
  }

  @AfterEach
  void signOut() {
    engine.getIdentityService().clearAuthentication();
  }

  @Test
  void d13ReasonableGroundsRoutingSetsBothAuthoritiesAndTheRow() {
    file(Map.of("childNationalities", List.of("VN"), "immigrationStatus", "illegal-entrant"));

    ProcessInstance instance = route(Stage.REASONABLE_GROUNDS, Map.of());

    assertThat(variables(instance))
        .containsEntry("rgAuthority", "UKHTC")
        .containsEntry("cgAuthority", "UKBA")
        .containsEntry("routingBasis", "D13.5")
        .containsEntry("removalHold", "on")
        .doesNotContainKey("stage");
    verify(register).routed(CASE, Stage.REASONABLE_GROUNDS, KnownAuthorities.UKHTC, "D13.5");
    verify(register).removalHold(CASE, RemovalHold.ON);
  }

  @Test
  void d14ConclusiveGroundsRoutingAsksAgainAndKeepsTheFirstAuthority() {
    file(
        Map.of(
            "childNationalities", List.of("VN"),
            "immigrationStatus", "leave",
            "leaveUntil", "2009-04-20"));
    Map<String, Object> before =
        Map.of(
            "rgAuthority", "UKHTC",
            "cgAuthority", "UKHTC",
            "removalHold", "on",
            "rgDecisionDate", "2009-04-21");

    ProcessInstance instance = route(Stage.CONCLUSIVE_GROUNDS, before);

    assertThat(variables(instance))
        .containsEntry("rgAuthority", "UKHTC")
        .containsEntry("cgAuthority", "UKBA")
        .containsEntry("routingBasis", "D13.5");
    verify(register).routed(CASE, Stage.CONCLUSIVE_GROUNDS, KnownAuthorities.UKBA, "D13.5");
    verify(register, never()).routed(any(), eq(Stage.REASONABLE_GROUNDS), any(), any());
  }

  @Test
  void d13AnEmptyFileTakesRowEight() {
    file(Map.of());

    ProcessInstance instance = route(Stage.REASONABLE_GROUNDS, Map.of());

    assertThat(variables(instance))
        .containsEntry("rgAuthority", "UKHTC")
        .containsEntry("cgAuthority", "UKHTC")
        .containsEntry("routingBasis", "D13.8")
        .containsEntry("removalHold", "on");
  }

  @Test
  void d32AUkNationalNeedsNoHoldEvenInAnImmigrationProcess() {
    file(Map.of("childNationalities", List.of("GB"), "portCase", "yes"));

    ProcessInstance instance = route(Stage.REASONABLE_GROUNDS, Map.of());

    assertThat(variables(instance))
        .containsEntry("routingBasis", "D13.1")
        .containsEntry("removalHold", "not-needed");
    verify(register).removalHold(CASE, RemovalHold.NOT_NEEDED);
  }

  @Test
  void d32LateFactsChangeTheHold() {
    file(Map.of("childNationalities", List.of("VN"), "immigrationStatus", "none"));
    Map<String, Object> before =
        Map.of("removalHold", "not-needed", "rgDecisionDate", "2009-04-21");

    ProcessInstance instance = route(Stage.CONCLUSIVE_GROUNDS, before);

    assertThat(variables(instance)).containsEntry("removalHold", "on");
  }

  @Test
  void d31AHoldThatEndedWithAPreAlertResumesOnReferral() {
    file(Map.of("childNationalities", List.of("VN"), "immigrationStatus", "none"));

    ProcessInstance instance = route(Stage.REASONABLE_GROUNDS, Map.of("removalHold", "ended"));

    assertThat(variables(instance)).containsEntry("removalHold", "on");
  }

  @Test
  void d32AnEndedHoldStaysEnded() {
    file(Map.of("childNationalities", List.of("VN"), "immigrationStatus", "none"));

    ProcessInstance instance =
        route(
            Stage.CONCLUSIVE_GROUNDS,
            Map.of("removalHold", "ended", "rgDecisionDate", "2009-04-21"));

    assertThat(variables(instance)).containsEntry("removalHold", "ended");
    verify(register, never()).removalHold(any(), any());
  }

  @Test
  void routingNeedsNoPermissionOnTheTable() {
    DecisionTables tables = tables();
    engine.getIdentityService().setAuthenticatedUserId("glasgow.lead");

    Map<String, Object> row = tables.ask("competent-authority", Map.of("inProcess", true));

    assertThat(row).containsEntry("routingBasis", "D13.1");
  }

  @Test
  void aTableWithoutARowForTheCaseIsReportedWithoutFacts() throws Exception {
    file(Map.of("childNationalities", List.of("VN"), "immigrationStatus", "none"));
    deployTable(withoutTheLastFourRows());

    assertThatThrownBy(() -> route(Stage.REASONABLE_GROUNDS, Map.of()))
        .hasMessageContaining("competent-authority gives 0 rows")
        .hasMessageNotContaining("VN");
  }

  @Test
  void aTableWithoutAnAuthorityIsReported() throws Exception {
    file(Map.of());
    deployTable(
        Files.readString(Path.of("processes/competent-authority.dmn"))
            .replace("\"UKHTC\"</text>", "</text>"));

    assertThatThrownBy(() -> route(Stage.REASONABLE_GROUNDS, Map.of()))
        .hasMessageContaining("competent-authority has a row without rgAuthority");
  }

  private static DecisionTables tables() {
    return new DecisionTables(engine, new DefinitionSets(engine, mock(CaseSets.class)));
  }

  private static String withoutTheLastFourRows() throws Exception {
    String table = Files.readString(Path.of("processes/competent-authority.dmn"));
    int fifthRow = table.indexOf("<rule id=\"Rule_NotKnown\">");
    return table.substring(0, fifthRow) + table.substring(table.indexOf("</decisionTable>"));
  }

  private void file(Map<String, Object> fields) {
    when(caseFile.read(CASE))
        .thenReturn(new CaseFileContent(new ObjectMapper().valueToTree(fields)));
  }

  private ProcessInstance route(Stage stage, Map<String, Object> before) {
    return engine
        .getRuntimeService()
        .startProcessInstanceByKey(
            stage.id(),
            CASE,
            Variables.fromMap(before).putValue("referralReceivedDate", "2009-04-14"));
  }

  private Map<String, Object> variables(ProcessInstance instance) {
    return engine.getRuntimeService().getVariables(instance.getId());
  }

  private void deployTable(String xml) {
    engine
        .getRepositoryService()
        .createDeployment()
        .addString("competent-authority.dmn", xml)
        .deploy();
  }

  private static BpmnModelInstance routing(Stage stage) {
    return Bpmn.createExecutableProcess(stage.id())
        .camundaHistoryTimeToLiveString("P180D")
        .startEvent()
        .serviceTask()
        .camundaDelegateExpression("${routeToCompetentAuthority}")
        .camundaInputParameter("stage", stage.id())
        .userTask()
        .endEvent()
        .done();
  }
}
