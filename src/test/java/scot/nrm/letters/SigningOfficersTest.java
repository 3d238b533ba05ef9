package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import scot.nrm.register.Act;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Proposal;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/** The officer who signs a letter that is not about a decision. */
class SigningOfficersTest {

  private static final String CASE = "NRM-2009-7Q4X-8KD9";
  private static final Instant PROPOSED = Instant.parse("2009-04-14T09:00:00Z");

  private final Register register = mock(Register.class);

  @Test
  void anOfficerWhoActedAfterTheProposalComesFirst() {
    assertThat(officersWithEntryAfter(Duration.ofDays(1))).containsExactly("entry", "proposal");
  }

  @Test
  void anOfficerWhoProposedAfterTheEntryComesFirst() {
    assertThat(officersWithEntryAfter(Duration.ofDays(-1))).containsExactly("proposal", "entry");
  }

  private Stream<String> officersWithEntryAfter(Duration afterTheProposal) {
    when(register.acts(CASE, Stage.REASONABLE_GROUNDS))
        .thenReturn(
            List.of(
                new OfficerAct(
                    Stage.REASONABLE_GROUNDS,
                    Act.PROPOSED,
                    "proposal",
                    Proposal.POSITIVE,
                    null,
                    PROPOSED,
                    Set.of(),
                    null)));
    when(register.history(CASE))
        .thenReturn(
            List.of(
                new RegisterEvent(
                    PROPOSED.plus(afterTheProposal),
                    EntryKind.INFORMATION_RECEIVED.id(),
                    null,
                    null,
                    null,
                    null,
                    "entry",
                    null,
                    null)));
    return new SigningOfficers(register, null, null, null, null, null).recentOfficers(CASE);
  }
}
