package scot.nrm.changes.immigration;

import org.springframework.stereotype.Component;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormListener;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/**
 * Records in the history how an asylum claim ended. Its date in the file says that it is no longer
 * a barrier to removal (D14, D32).
 */
@Component
@ForFormsWith(ImmigrationFacts.ASYLUM_DECISION)
class AsylumDecision implements FormListener {

  private final RegisterUpdates updates;

  AsylumDecision(RegisterUpdates updates) {
    this.updates = updates;
  }

  @Override
  public void accepted(FormSubmission submission) {
    updates.addEntry(
        submission.caseNumber(),
        RegisterEvent.entry(EntryKind.IMMIGRATION_UPDATE)
            .code("asylum-claim-" + submission.text(ImmigrationFacts.ASYLUM_DECISION))
            .from(submission.date(ImmigrationFacts.ASYLUM_DECISION_DATE).orElseThrow())
            .officer(submission.officer()));
  }
}
