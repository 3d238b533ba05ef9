package scot.nrm.decision.suspension;

import org.springframework.stereotype.Component;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;

/** The date set for conclusive grounds after a suspension isn't in the past (D36). */
@Component
@ForFormsWith("cgNewTargetDate")
class NewTargetRule implements FormRule {

  @Override
  public void check(FormSubmission submission, Errors errors) {
    submission
        .date("cgNewTargetDate")
        .filter(day -> day.isBefore(submission.today()))
        .ifPresent(
            day ->
                errors.field(
                    "cgNewTargetDate",
                    "must not be in the past: it is the day by which the decision will be made"));
  }
}
