package scot.nrm.decision.reflection;

import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;

/**
 * D21: the review on day 30 is complete when the first responder, the local authority and the
 * police have all answered. The form of earlier sets asks whether it is; now {@link
 * ReflectionSteps} works it out.
 */
@Component
public class CompleteReview implements FormRule {

  private static final String COMPLETE = "reviewComplete";

  static final List<String> ANSWERS =
      List.of("reviewFirstResponder", "reviewLocalAuthority", "reviewPolice");

  @Override
  public Set<String> forms() {
    return Set.of("review-reflection");
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    boolean complete = submission.is(COMPLETE, "yes");
    if (!complete && !submission.is(COMPLETE, "no")) {
      return;
    }
    boolean everyone = ANSWERS.stream().allMatch(answer -> submission.is(answer, "answered"));
    if (everyone != complete) {
      errors.field(
          COMPLETE,
          everyone
              ? "everyone has answered: choose Yes, or change who has answered"
              : "someone has not answered yet: choose No, or change who has answered");
    }
  }
}
