package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static scot.nrm.journeys.Invented.with;

import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;

class RouteTest extends DiagramTest {

  private static final String DAY = "2010-02-08";

  RouteTest() {
    super("route");
  }

  @Test
  void theTableRoutesTheReferral() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);

    assertThat(child.trail("route"))
        .as("D13")
        .containsExactly("Event_FactsRecorded", "Service_CheckRoute", "Event_Routed");
    assertThat(child.variable("rgAuthority")).isEqualTo("UKHTC");
    assertThat(child.variable("cgAuthority")).isEqualTo("UKHTC");
    assertThat(child.variable("routingBasis")).isEqualTo("D13.2");
    assertThat(child.variable("removalHold")).as("D32").isEqualTo("not-needed");
  }

  @Test
  void anUnclearRouteWaitsForAManagerAndIsCheckedAgain() {
    child.referred(DAY, with(Invented.ukNational(DAY), "portCase", "yes")).logged(DAY);
    ProcessInstance route = child.instance("route");

    assertThat(route).as("D13").isWaitingAtExactly("Task_ConfirmRoute");
    assertThat(child.candidateGroups("Task_ConfirmRoute")).containsExactly("ukhtc-manager");
    assertThat(due("Task_ConfirmRoute")).isEqualTo(endOf("2010-02-09"));
    assertThat(followUp("Task_ConfirmRoute")).isEqualTo(endOf(DAY));

    assertThat(nrmCase().rgAuthority()).as("nobody at UKBA reads it yet").isNull();

    child.does("ukhtc.manager", "Task_ConfirmRoute", Invented.route("yes"));

    assertThat(route).isEnded();
    assertThat(child.variable("routingBasis")).isEqualTo("D13.1");
    assertThat(child.variable("rgAuthority")).isEqualTo("UKBA");
  }
}
