package scot.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.journeys.Journey;

/** Tests that a case and everything in it belongs to the chosen council. */
class TenantByCouncilTest {

  private static final AccessEngine ACCESS = new AccessEngine();
  private static final ProcessEngine ENGINE = ACCESS.engine();

  /**
   * Looks up the case like a delegate of the real diagrams, while a person without a council is
   * signed in.
   */
  public static class CountsTheCase implements JavaDelegate {
    @Override
    public void execute(DelegateExecution execution) {
      execution.setVariable(
          "seen",
          execution
              .getProcessEngineServices()
              .getRuntimeService()
              .createProcessInstanceQuery()
              .processInstanceBusinessKey("NRM-2009-2222-299T")
              .count());
    }
  }

  /** Starts child protection, like the case. */
  public static class StartsAnother implements JavaDelegate {
    @Override
    public void execute(DelegateExecution execution) {
      execution
          .getProcessEngineServices()
          .getRuntimeService()
          .startProcessInstanceByKey(
              "child-protection",
              execution.getProcessBusinessKey(),
              Variables.putValue("localAuthority", execution.getVariable("localAuthority")));
    }
  }

  @BeforeAll
  static void deploy() {
    ENGINE
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "nrm-case.bpmn",
            Bpmn.createExecutableProcess("nrm-case")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .serviceTask()
                .camundaClass(CountsTheCase.class.getName())
                .serviceTask()
                .camundaClass(StartsAnother.class.getName())
                .callActivity()
                .calledElement("intake")
                .endEvent()
                .done())
        .addModelInstance(
            "intake.bpmn",
            Bpmn.createExecutableProcess("intake")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .userTask("Task_LogReferral")
                .endEvent()
                .done())
        .addModelInstance(
            "child-protection.bpmn",
            Bpmn.createExecutableProcess("child-protection")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .userTask("Task_ProtectChild")
                .endEvent()
                .done())
        .addModelInstance("awareness-event-booking.bpmn", AccessEngine.bookings())
        .deploy();
  }

  @AfterEach
  void signOut() {
    ACCESS.withoutSigningIn();
  }

  @AfterAll
  static void closeEngine() {
    ACCESS.close();
  }

  @Test
  void instancesStartedByACaseBelongToItsCouncil() {
    ACCESS.as("first.responder");
    start("NRM-2009-2222-2239", Map.of("localAuthority", "fife"));
    ACCESS.withoutSigningIn();

    assertThat(
            ENGINE
                .getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processDefinitionKeyIn("nrm-case", "intake", "child-protection")
                .tenantIdIn("fife")
                .list())
        .extracting(HistoricProcessInstance::getProcessDefinitionKey)
        .containsExactlyInAnyOrder("nrm-case", "intake", "child-protection");
    assertThat(ENGINE.getTaskService().createTaskQuery().tenantIdIn("fife").list())
        .extracting(Task::getTaskDefinitionKey)
        .containsExactlyInAnyOrder("Task_LogReferral", "Task_ProtectChild");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "atlantis", "Glasgow City"})
  void aMissingOrUnknownCouncilIsRefused(String council) {
    long before = ENGINE.getHistoryService().createHistoricProcessInstanceQuery().count();
    ACCESS.as("first.responder");

    assertThatThrownBy(
            () -> start("NRM-2009-2222-2247", Variables.putValue("localAuthority", council)))
        .isInstanceOf(FormFieldValidationException.class)
        .hasMessage("Local authority: choose a local authority from the list.");

    ACCESS.withoutSigningIn();
    assertThat(ENGINE.getHistoryService().createHistoricProcessInstanceQuery().count())
        .isEqualTo(before);
  }

  @Test
  void aDelegateFindsTheCaseForAnySignedInPerson() {
    start("NRM-2009-2222-299T", Map.of("localAuthority", "moray"));
    ACCESS.as("first.responder");
    String instance = start("NRM-2009-2222-29BR", Map.of("localAuthority", "moray"));
    long asked =
        ENGINE
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processInstanceBusinessKey("NRM-2009-2222-299T")
            .count();
    ACCESS.withoutSigningIn();

    assertThat(
            ENGINE
                .getHistoryService()
                .createHistoricVariableInstanceQuery()
                .processInstanceId(instance)
                .variableName("seen")
                .singleResult()
                .getValue())
        .isEqualTo(2L); // The case and child protection.
    assertThat(asked).as("the first responder asks").isZero();
  }

  @Test
  void aProcessWithoutACaseHasNoCouncilAndOnlyCandidatesSeeIt() {
    ACCESS.as("glasgow.manager");
    String instance = start("awareness-event-booking", null, Map.of());

    assertThat(seen()).as("who started it").containsOnly(0L);

    ACCESS.as("nrm.manager");

    assertThat(seen()).as("who watches all cases").containsOnly(0L);

    ACCESS.as("events.organiser");

    assertThat(ENGINE.getTaskService().createTaskQuery().taskDefinitionKey("Task_Booking").count())
        .isEqualTo(1);
    ACCESS.withoutSigningIn();
    assertThat(
            ENGINE
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceId(instance)
                .singleResult()
                .getTenantId())
        .isNull();
    ENGINE.getRuntimeService().deleteProcessInstance(instance, "end of the test");
  }

  private static List<Long> seen() {
    return List.of(
        ENGINE
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey("awareness-event-booking")
            .count(),
        ENGINE.getTaskService().createTaskQuery().taskDefinitionKey("Task_Booking").count(),
        ENGINE
            .getHistoryService()
            .createHistoricProcessInstanceQuery()
            .processDefinitionKey("awareness-event-booking")
            .count(),
        ENGINE
            .getHistoryService()
            .createHistoricTaskInstanceQuery()
            .taskDefinitionKey("Task_Booking")
            .count());
  }

  @Test
  void everyOpenRowHasACouncil() {
    start("NRM-2009-2222-2255", Map.of("localAuthority", "angus"));

    assertThat(
            List.of(
                ENGINE.getRuntimeService().createProcessInstanceQuery().withoutTenantId().count(),
                ENGINE.getTaskService().createTaskQuery().withoutTenantId().count()))
        .containsOnly(0L);
  }

  private static String start(String caseNumber, Map<String, Object> variables) {
    return start("nrm-case", caseNumber, variables);
  }

  /** By its form, as people start a process. */
  private static String start(String process, String caseNumber, Map<String, Object> variables) {
    String definition = Journey.definition(ENGINE, process);
    return ENGINE.getFormService().submitStartForm(definition, caseNumber, variables).getId();
  }
}
