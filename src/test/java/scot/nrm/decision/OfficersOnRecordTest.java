package scot.nrm.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.register.Act;
import scot.nrm.register.Proposal;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.Stage;

/** What stands in the register decides, whatever way a revised diagram has led there. */
@Tag("quick")
class OfficersOnRecordTest {

  private static final String CASE = "NRM-2009-000123";
  private static final Stage STAGE = Stage.REASONABLE_GROUNDS;

  private final Register register = mock(Register.class);

  private void acts(String... acts) {
    when(register.acts(CASE, STAGE))
        .thenReturn(
            Arrays.stream(acts)
                .map(act -> act.split(" "))
                .map(
                    act ->
                        new OfficerAct(
                            STAGE, Act.of(act[1]), act[0], Proposal.POSITIVE, null, Instant.EPOCH))
                .toList());
  }

  @Test
  void d18TheLastProposalAndTheConfirmationAfterItCount() {
    acts("owner proposed", "second sent-back", "owner2 proposed", "owner confirmed");

    OfficersOnRecord officers = OfficersOnRecord.of(register, CASE, STAGE);

    assertThat(officers.proposed().officer()).isEqualTo("owner2");
    assertThat(officers.confirmed().officer()).isEqualTo("owner");
  }

  @Test
  void d18OneOfficerIsNotTwo() {
    acts("owner proposed", "owner confirmed");

    refused("D18: one officer has both proposed and confirmed");
  }

  @Test
  void d18AnEarlierConfirmationDoesNotCountForANewProposal() {
    acts("owner proposed", "second confirmed", "owner2 proposed");

    refused("D18: no second officer has confirmed");
  }

  @Test
  void d18OnlyAProposedDecisionIsMade() {
    acts();
    refused("D18: no second officer has confirmed");

    acts("second confirmed");
    refused("D18: no case owner has proposed");
  }

  @Test
  void d30NeitherOfTheTwoHasActedBefore() {
    when(register.officersBefore(CASE, STAGE)).thenReturn(Set.of("owner", "second"));

    for (String[] reconsidered :
        new String[][] {
          {"owner2 proposed", "second confirmed"}, {"owner proposed", "second2 confirmed"}
        }) {
      acts("owner proposed", "second confirmed", reconsidered[0], reconsidered[1]);
      refused("D30: an officer who acted before has acted again");
    }
    acts("owner proposed", "second confirmed", "owner2 proposed", "second2 confirmed");
    assertThat(OfficersOnRecord.of(register, CASE, STAGE).confirmed().officer())
        .isEqualTo("second2");
  }

  private void refused(String why) {
    assertThatThrownBy(() -> OfficersOnRecord.of(register, CASE, STAGE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("Move the case back to the case owner's task");
  }
}
