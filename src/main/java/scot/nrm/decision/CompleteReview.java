package scot.nrm.decision;

import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.forms.Errors;
import scot.nrm.forms.FormRule;
import scot.nrm.forms.FormSubmission;

/** D21: the review on day 30 is complete when the first responder, the council and the police have all answered. */
@Component
class CompleteReview implements FormRule {

  private static final List<String> ANSWERS =
      List.of("reviewFirstResponder", "reviewLocalAuthority", "reviewPolice");

  @Override
  public Set<String> forms() {
    return Set.of("review-reflection");
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    boolean everyone = ANSWERS.stream().allMatch(answer -> submission.is(answer, "answered"));
    if (everyone != submission.is("reviewComplete", "yes")) {
      errors.field("reviewComplete", everyone
          ? "everyone has answered, so it is; or correct who has answered"
          : "somebody has not answered yet, so it is not; or correct who has answered");
    }
  }
}
