package scot.nrm.forms.rules;

import java.util.List;
import org.springframework.stereotype.Component;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;

/**
 * The NRM form must be sent with its narrative: the evidence and the professional's view (section
 * H). The form itself doesn't require them, so that the professional can return to an earlier part
 * before writing them.
 */
@Component
@ForFormsWith("nrmFormNextStep")
class NarrativeRule implements FormRule {

  @Override
  public void check(FormSubmission submission, Errors errors) {
    if (!submission.is("nrmFormNextStep", "send")) {
      return;
    }
    for (String key : List.of("evidence", "professionalView")) {
      if (submission.text(key).isEmpty()) {
        errors.field(key, "enter an answer before you send the form");
      }
    }
  }
}
