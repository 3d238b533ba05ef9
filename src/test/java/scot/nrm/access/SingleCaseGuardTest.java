package scot.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProvider;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderCaseInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderHistoricDecisionInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderProcessInstanceContext;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.builder.CallActivityBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import scot.nrm.SharedEngineStatements;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;

/** A step runs only in a process of the case that it names, whatever diagram was deployed. */
@TestInstance(Lifecycle.PER_CLASS)
class SingleCaseGuardTest {

  private static final String CASE = "NRM-2009-2222-299T";
  private static final String OTHER = "NRM-2009-2222-29BR";

  private final Register register = mock(Register.class);
  private final SingleCaseGuard guard = new SingleCaseGuard(register);
  private final List<String> done = new ArrayList<>();
  private ProcessEngine engine;

  @BeforeAll
  void startAnEngine() throws Exception {
    ProcessEngineConfigurationImpl configuration = new StandaloneInMemProcessEngineConfiguration();
    Class<?> ofBookings = Class.forName("scot.nrm.awareness.SeatPlan");
    configuration.setBeans(
        Map.of(
            "ofCases", guarded(Register.class),
            "ofBookings", guarded(ofBookings)));
    configuration.getProcessEnginePlugins().add(new SharedEngineStatements());
    configuration.setEnforceHistoryTimeToLive(false);
    configuration.setTenantIdProvider(new GivenOrTheCallers());
    engine =
        configuration
            .setJdbcUrl("jdbc:h2:mem:steps-of-one-case")
            .setProcessEngineName("steps-of-one-case")
            .buildProcessEngine();
    step("step", "ofCases");
    step("accept-hand-over", "ofCases");
    step("awareness-event-booking", "ofBookings");
    step("step-of-bookings", "ofBookings");
    call("calls", "step", "#{execution.processBusinessKey}");
    call("calls-the-caller", "calls", "#{execution.processBusinessKey}");
    call("calls-another-case", "step", OTHER);
    call("calls-no-case", "step", null);
  }

  private JavaDelegate guarded(Class<?> step) {
    return execution -> {
      guard.check(step, execution);
      done.add(execution.getProcessBusinessKey());
    };
  }

  @AfterAll
  void stopTheEngine() {
    engine.close();
  }

  @BeforeEach
  void theCaseIsGlasgows() {
    done.clear();
    when(register.localAuthority(any())).thenReturn(Optional.empty());
    when(register.localAuthority(CASE)).thenReturn(Optional.of("glasgow-city"));
    when(register.localAuthority(OTHER)).thenReturn(Optional.of("glasgow-city"));
    when(register.latest(CASE, EntryKind.HAND_OVER_ASKED)).thenReturn(Optional.empty());
  }

  @Test
  void stepsRunInAProcessOfTheCaseAndInCalledOnes() {
    start("step", CASE, "glasgow-city");
    start("calls", CASE, "glasgow-city");
    start("calls-the-caller", CASE, "glasgow-city");

    assertThat(done).containsExactly(CASE, CASE, CASE);
  }

  @Test
  void theOpeningStepRunsBeforeTheCaseIsInTheRegister() {
    start("step", "NRM-2009-2222-2CCF", "glasgow-city");

    assertThat(done).containsExactly("NRM-2009-2222-2CCF");
  }

  @Test
  void aProcessThatCallsAnotherCaseIsRefused() {
    refused("calls-another-case", CASE, "glasgow-city", "called by a process of another case");
    refused("calls-another-case", null, "glasgow-city", "called by a process of another case");
    refused("calls-no-case", CASE, "glasgow-city", "called by a process of another case");
  }

  @Test
  void aProcessWithoutACaseNumberRunsNoStep() {
    refused("step", null, "glasgow-city", "has no case number");
    refused("step", null, null, "has no case number");
  }

  @Test
  void aProcessOfAnotherLocalAuthorityIsRefused() {
    refused("step", CASE, "fife", "of a local authority that does not have the case");
    refused("calls", CASE, "fife", "of a local authority that does not have the case");
    refused("step", CASE, null, "of a local authority that does not have the case");
    refused("step", "NRM-2009-2222-2CCF", null, "of a local authority that does not have the case");
  }

  @Test
  void d41OnlyTheReceivingLocalAuthorityAnswersAHandover() {
    refused("accept-hand-over", CASE, "fife", "of a local authority that does not have the case");
    when(register.latest(CASE, EntryKind.HAND_OVER_ASKED))
        .thenReturn(
            Optional.of(
                new RegisterEvent(
                    Instant.EPOCH, "hand-over-asked", null, "fife", null, null, null, null, null)));

    start("accept-hand-over", CASE, "fife");

    assertThat(done).containsExactly(CASE);
    refused("accept-hand-over", CASE, "moray", "of a local authority that does not have the case");
    refused("step", CASE, "fife", "of a local authority that does not have the case");
  }

  @Test
  void aBookingRunsOnlyItsOwnSteps() {
    call("awareness-event-booking", "step", CASE);
    refused("awareness-event-booking", null, null, "called by a process of another case");
    refused("awareness-event-booking", CASE, null, "belongs to no case");
    step("awareness-event-booking", "ofCases");
    refused("awareness-event-booking", null, null, "belongs to no case");
    step("awareness-event-booking", "ofBookings");

    start("awareness-event-booking", null, null);

    assertThat(done).hasSize(1);
    refused("step-of-bookings", CASE, "glasgow-city", "belongs to a case, and its step to none");
  }

  private void start(String diagram, String caseNumber, String council) {
    var start = engine.getRuntimeService().createProcessInstanceByKey(diagram);
    if (caseNumber != null) {
      start.businessKey(caseNumber);
    }
    start.setVariable("council", council).execute();
  }

  private void refused(String diagram, String caseNumber, String council, String why) {
    int before = done.size();
    assertThatThrownBy(() -> start(diagram, caseNumber, council))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("Nothing was changed.");
    assertThat(done).hasSize(before);
  }

  private void step(String id, String bean) {
    deploy(
        id,
        Bpmn.createExecutableProcess(id)
            .startEvent()
            .serviceTask("Service_Step")
            .camundaDelegateExpression("${" + bean + "}")
            .endEvent()
            .done());
  }

  private void call(String id, String called, String businessKey) {
    CallActivityBuilder call =
        Bpmn.createExecutableProcess(id).startEvent().callActivity("Call").calledElement(called);
    if (businessKey != null) {
      call.camundaInBusinessKey(businessKey);
    }
    deploy(id, call.endEvent().done());
  }

  private void deploy(String id, org.camunda.bpm.model.bpmn.BpmnModelInstance diagram) {
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(id + ".bpmn", diagram)
        .deploy();
  }

  /** As {@link TenantByCouncil}, from a variable of the test. */
  private static final class GivenOrTheCallers implements TenantIdProvider {

    @Override
    public String provideTenantIdForProcessInstance(
        TenantIdProviderProcessInstanceContext context) {
      return context.getSuperExecution() != null
          ? context.getSuperExecution().getTenantId()
          : (String) context.getVariables().get("council");
    }

    @Override
    public String provideTenantIdForCaseInstance(TenantIdProviderCaseInstanceContext context) {
      return null;
    }

    @Override
    public String provideTenantIdForHistoricDecisionInstance(
        TenantIdProviderHistoricDecisionInstanceContext context) {
      return null;
    }
  }
}
