package scot.nrm.changes.samechild;

import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseNumber;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormListener;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Matches;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/**
 * Records in the register, immediately, what UKHTC's intake decided about likely matches, and who
 * decided it (D9, D12). This includes that a matching case is of a different child.
 */
@Component
@ForFormsWith(MatchingCaseRule.DECISION)
class MatchDecisionRecord implements FormListener {

  static final String MERGE = "merge";
  static final String LINK = "link";
  private static final String DIFFERENT = "new-child";

  private final RegisterUpdates updates;
  private final Matches matches;

  MatchDecisionRecord(RegisterUpdates updates, Matches matches) {
    this.updates = updates;
    this.matches = matches;
  }

  @Override
  public void accepted(FormSubmission submission) {
    String decision = submission.text(MatchingCaseRule.DECISION);
    if (decision.equals(MERGE) || decision.equals(LINK)) {
      note(submission, decision, CaseNumber.of(submission.text("matchCaseNumber")));
    } else if (decision.equals(DIFFERENT) && !matches.of(submission.caseNumber()).isEmpty()) {
      note(submission, DIFFERENT, null);
    }
  }

  private void note(FormSubmission submission, String decision, String other) {
    updates.addEntry(
        submission.caseNumber(),
        RegisterEvent.entry(EntryKind.MATCH_DECIDED)
            .code(decision)
            .from(submission.today())
            .officer(submission.officer())
            .detail(other));
  }
}
