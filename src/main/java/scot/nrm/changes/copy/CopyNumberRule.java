package scot.nrm.changes.copy;

import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseNumber;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;

/**
 * Refuses a mistyped number on a UKBA copy (D9). It says nothing about whether there is such a
 * case: the port officer is not told.
 */
@Component
@ForFormsWith("copyForKnownCase")
class CopyNumberRule implements FormRule {

  private static final String FIELD = "matchCaseNumber";

  @Override
  public void check(FormSubmission submission, Errors errors) {
    String typed = submission.text(FIELD);
    if (!typed.isEmpty() && !CaseNumber.isValid(CaseNumber.of(typed))) {
      errors.field(FIELD, CaseNumber.MISTYPED);
    }
  }
}
