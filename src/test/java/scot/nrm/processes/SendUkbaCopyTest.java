package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedCopies;

class SendUkbaCopyTest extends DiagramTest {

  private static final String DAY = "2009-09-03";

  SendUkbaCopyTest() {
    super("send-ukba-copy");
  }

  @Test
  void aCopyOpensACaseButIsNotAReferral() {
    child.on(DAY).begins("ukba.port", "send-ukba-copy", InventedCopies.copy(DAY));

    assertThat(child.caseNumber()).startsWith("NRM-2009-");
    assertThat(child.sees("glasgow.duty", "Task_AcceptConcern")).as("D9").isTrue();
    assertThat(child.sees("ukba.intake", "Task_NoteUkbaCopy")).isTrue();
    assertThat(child.variable("removalHold")).as("D32").isEqualTo("on");
    assertThat(register.find(child.caseNumber()).orElseThrow().referralReceivedOn()).isNull();
    assertThat(register.find(child.caseNumber()).orElseThrow().firstResponderAgency())
        .isEqualTo("ukba");
    assertThat(register.find(child.caseNumber()).orElseThrow().now().ukbaCopyOn()).isEqualTo(DAY);
  }

  @Test
  void aCopyIsAddedToAnExistingCaseOnce() {
    child.on(DAY).concern("first.responder", Invented.concern(DAY));

    child.news("ukba.port", "send-ukba-copy", InventedCopies.copyFor(child.caseNumber(), DAY));

    assertThat(register.find(child.caseNumber()).orElseThrow().now().ukbaCopyOn()).isEqualTo(DAY);
    assertThat(child.variable("removalHold")).isEqualTo("on");
    assertThatThrownBy(
            () ->
                child.news(
                    "ukba.port", "send-ukba-copy", InventedCopies.copyFor(child.caseNumber(), DAY)))
        .hasMessageContaining("this case already has a UKBA copy");
  }
}
