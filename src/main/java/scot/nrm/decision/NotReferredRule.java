package scot.nrm.decision;

import org.springframework.stereotype.Component;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.OfficeAct;
import scot.nrm.register.Register;

/**
 * Someone other than the person who assessed the child confirms that the child is not referred
 * (D4), even if one person is both lead professional and manager. The same person may still send it
 * back.
 */
@Component
class NotReferredRule implements FormRule {

  private final Register register;

  NotReferredRule(Register register) {
    this.register = register;
  }

  @Override
  public boolean appliesTo(FormSchema form) {
    return OfficeAct.of(form.properties()).filter(OfficeAct.NOT_REFERRED::equals).isPresent();
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    if (!submission.is(DecisionTask.answer(submission.form().properties()), "send-back")
        && (submission.form().asks(OfficeActRecorder.BELIEVED)
            || register
                .lastOfficer(submission.caseNumber(), OfficeAct.ASSESSED)
                .filter(assessor -> assessor.equals(submission.officer()))
                .isPresent())) {
      errors.form(
          "You assessed this child yourself. Another manager of your local authority must confirm that the child is not referred. Hand the task back, or send it back to assess the child again");
    }
  }
}
