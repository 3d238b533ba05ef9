package scot.nrm.decision.suspension;

import java.time.LocalDate;
import org.springframework.stereotype.Component;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Register;

/**
 * A suspended stage doesn't resume from a day before its suspension (D36): the remaining days would
 * be counted from then, and the decision would be late at once.
 */
@Component
@ForFormsWith(ResumedDateRule.FIELD)
class ResumedDateRule implements FormRule {

  static final String FIELD = "resumedDate";

  private final Register register;

  ResumedDateRule(Register register) {
    this.register = register;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    LocalDate suspended = register.find(submission.caseNumber()).orElseThrow().now().suspendedOn();
    submission
        .date(FIELD)
        .filter(day -> suspended != null && day.isBefore(suspended))
        .ifPresent(
            day -> errors.field(FIELD, Errors.notBefore("the stage was suspended", suspended)));
  }
}
