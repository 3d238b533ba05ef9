package scot.nrm.changes.immigration;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.forms.check.FormListener;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/**
 * Records how an asylum claim ended, so that it is no longer shown as a barrier to removal (D14,
 * D32), and the history says what was decided.
 */
@Component
class AsylumDecision implements FormListener {

  private final CaseFile file;
  private final RegisterUpdates updates;

  AsylumDecision(CaseFile file, RegisterUpdates updates) {
    this.file = file;
    this.updates = updates;
  }

  @Override
  public Set<String> forms() {
    return Set.of("record-asylum-decision");
  }

  @Override
  public void accepted(FormSubmission submission) {
    LocalDate on = submission.date("asylumDecisionDate").orElseThrow();
    file.merge(
        submission.caseNumber(),
        Map.of(ImmigrationFacts.ASYLUM_CLAIM_ENDED, TextNode.valueOf(on.toString())),
        submission.officer());
    updates.note(
        submission.caseNumber(),
        RegisterEvent.entry(EntryKind.IMMIGRATION_NEWS)
            .code("asylum-claim-" + submission.text("asylumDecision"))
            .from(on)
            .officer(submission.officer()));
  }
}
