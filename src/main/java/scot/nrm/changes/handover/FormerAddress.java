package scot.nrm.changes.handover;

import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormListener;
import scot.nrm.forms.check.FormSubmission;

/**
 * Once another local authority has accepted the child, the former address no longer counts, even if
 * it gives no new one or its form doesn't ask for it (D41): a letter to an adult would go there.
 */
@Component
@ForFormsWith("handOverAcceptedDate")
class FormerAddress implements FormListener {

  private static final String ADDRESS = "placementAddress";

  private final CaseFile file;

  FormerAddress(CaseFile file) {
    this.file = file;
  }

  @Override
  public void accepted(FormSubmission submission) {
    if (submission.is("handOverAnswer", "accept")
        && submission.submitted().text(ADDRESS).isEmpty()) {
      file.merge(
          submission.caseNumber(), Map.of(ADDRESS, NullNode.getInstance()), submission.officer());
    }
  }
}
