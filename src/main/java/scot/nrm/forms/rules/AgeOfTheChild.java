package scot.nrm.forms.rules;

import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;

/**
 * The NRM form needs a date of birth or an estimated age (section B). Either may make the child 18
 * or older, because they are treated as a child while the age is disputed (D7).
 */
@Component
public class AgeOfTheChild implements FormRule {

  @Override
  public Set<String> forms() {
    return Set.of("nrm-form-referral-and-child");
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    if (submission.text("childDateOfBirth").isEmpty()
        && submission.text("childEstimatedAge").isEmpty()) {
      errors.field("childDateOfBirth", "enter the date of birth, or an estimated age");
    }
  }
}
