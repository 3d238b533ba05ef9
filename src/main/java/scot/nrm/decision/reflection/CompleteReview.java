package scot.nrm.decision.reflection;

import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;

/**
 * D21: the review on day 30 is complete when the first responder, the local authority and the
 * police have all answered.
 */
@Component
public class CompleteReview implements FormRule {

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
      errors.field(
          "reviewComplete",
          everyone
              ? "everyone has answered: choose Yes, or change who has answered"
              : "someone has not answered yet: choose No, or change who has answered");
    }
  }
}
