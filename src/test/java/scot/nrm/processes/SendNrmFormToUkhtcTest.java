package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import scot.nrm.journeys.InventedCopies;

class SendNrmFormToUkhtcTest extends DiagramTest {

  private static final String DAY = "2009-09-03";

  SendNrmFormToUkhtcTest() {
    super("send-nrm-form-to-ukhtc");
  }

  @Test
  void aDirectFormIsLoggedAndTheCouncilIsAskedToConfirm() {
    child
        .on(DAY)
        .begins("first.responder", "send-nrm-form-to-ukhtc", InventedCopies.directForm(DAY));

    assertThat(child.sees("ukhtc.intake", "Task_LogReferral")).as("never bounced, D11").isTrue();
    assertThat(child.on("2009-09-07").formValues("ukhtc.intake", "Task_LogReferral"))
        .as("received when it was sent, D15")
        .containsEntry("referralReceivedDate", DAY);
    assertThat(child.sees("glasgow.duty", "Task_ConfirmDirectReferral")).isTrue();
    assertThat(child.sees("glasgow.lead", "Task_ProtectChild")).as("D1").isTrue();
    assertThat(lettersSent()).contains("child-not-known to LOCAL_AUTHORITY");
  }
}
