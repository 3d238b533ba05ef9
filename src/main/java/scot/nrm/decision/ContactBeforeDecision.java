package scot.nrm.decision;

import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;

/** Contact with the local authority is recorded before a decision on reasonable grounds (D17). */
@Component
class ContactBeforeDecision implements FormRule {

  @Override
  public Set<String> forms() {
    return Set.of("propose-reasonable-grounds");
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    if (DecisionForms.proposal(submission).isDecision()
        && submission.date("localAuthorityContactedDate").isEmpty()) {
      errors.field(
          "localAuthorityContactedDate",
          "enter the date of the contact with the local authority before you propose a decision");
    }
  }
}
