package scot.nrm.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.casefile.MatchFacts;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.letters.Addressee;
import scot.nrm.letters.DeliveryState;
import scot.nrm.register.Links.Why;

/** Codes are stored in the register and in running cases, so renaming a constant breaks them. */
@Tag("quick")
class StoredCodeTest {

  private static final String[] ENTRY_KINDS = {
    "case-opened", "referral-received", "routed",
    "deadline-set", "extended", "decided",
    "late-marked", "late-withdrawn", "leave-decided",
    "leave-renewed", "leave-not-renewed", "removal-hold",
    "closed", "reopened", "believed-after-all",
    "protection-closed", "letter-sent", "document-added",
    "ukba-copy-received", "concern-accepted", "target-missed",
    "direct-referral", "direct-referral-answered", "child-missing",
    "missing-reported-to-police", "search-ended", "child-found",
    "suspended", "resumed", "immigration-update",
    "authority-changed", "hand-over-asked", "hand-over-returned",
    "council-changed", "correction-proposed", "correction-refused",
    "corrected", "match-decided", "linked",
    "case-ended", "merged", "same-child-elsewhere",
    "error-closed", "information-received", "hearing-recorded",
    "hearing-cancelled", "extension-requested", "extension-refused",
    "reconsideration-asked", "reconsideration-not-entitled", "reconsideration-accepted",
    "reconsideration-refused", "reconsideration-ended", "withdrawal-requested",
    "withdrawal-advice", "age-finding", "came-of-age",
    "child-again", "consent", "support-provider",
    "legal-hold-set", "legal-hold-lifted", "subject-access",
    "repaired", "procedure-changed", "timer-set",
    "change-acknowledged", "note", "authority-note",
    "other"
  };

  @Test
  void noCodeHasChanged() {
    assertThat(codes(Act.values()))
        .containsExactly("proposed", "reviewed", "confirmed", "sent-back");
    assertThat(KnownAuthorities.OF_THE_FILE.ids()).containsExactly("UKHTC", "UKBA");
    assertThat(codes(Deadline.values()))
        .containsExactly("rg-due", "reflection-review", "reflection-end", "cg-target");
    assertThat(codes(Outcome.values())).containsExactly("positive", "negative");
    assertThat(codes(CaseOutcome.values()))
        .containsExactly(
            "not-referred",
            "no-reasonable-grounds",
            "recognised",
            "not-recognised",
            "closed-other");
    assertThat(codes(RemovalHold.values())).containsExactly("not-needed", "on", "ended");
    assertThat(codes(Stage.values())).containsExactly("reasonable-grounds", "conclusive-grounds");
    assertThat(codes(Why.values())).containsExactly("sibling", "same-child-suspected", "merged");
    assertThat(codes(MatchFacts.Kind.values()))
        .containsExactly("home-office-reference", "name", "alias");
    assertThat(codes(Addressee.values()))
        .containsExactly(
            "local-authority", "first-responder",
            "police", "competent-authority",
            "ukba-asylum", "who-asked",
            "person-or-representative", "childrens-reporter");
    assertThat(codes(DeliveryState.values()))
        .containsExactly("outbox", "notified", "emailed", "print-queue", "printed");
    assertThat(codes(EntryKind.values())).containsExactly(ENTRY_KINDS);
  }

  @Test
  void aCodeIsReadAsItsValue() {
    assertThat(StoredCode.of(Act.class, "sent-back")).isEqualTo(Act.SENT_BACK);
    assertThat(StoredCode.of(Act.class, null)).isNull();
    assertThat(StoredCode.find(Act.class, "withdrawn")).isEmpty();
    assertThat(StoredCode.find(Act.class, "SENT_BACK")).isEmpty();
    assertThat(StoredCode.find(Act.class, null)).isEmpty();
    assertThatThrownBy(() -> StoredCode.of(RemovalHold.class, "off"))
        .hasMessage("No removal hold has the code off");
  }

  private static List<String> codes(StoredCode[] values) {
    return Arrays.stream(values).map(value -> value.id()).toList();
  }
}
