package scot.nrm.forms.check;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A rule that a form can't express, across fields, forms or people. Every bean of this type is
 * called after the form's own checks, before anything is written.
 */
public interface FormRule extends FormHandler {

  /** Adds any errors to {@code errors}. It must not change anything. */
  void check(FormSubmission submission, Errors errors);

  /**
   * The reason, as a sentence, why a person must not claim or be assigned a task with one of these
   * forms, because they would be refused when completing it.
   */
  default Optional<String> taskRefusal(String caseNumber, FormSchema form, String userId) {
    return Optional.empty();
  }

  /** The reason why nobody else may assign a task to a person, who may still claim it. */
  default Optional<String> assignmentRefusal(String userId) {
    return Optional.empty();
  }

  /**
   * The options that the rule would refuse now. They are left out when the form is opened; the rule
   * still checks what is submitted, because the case may have changed since.
   *
   * @return the values of options, by the key of their field
   */
  default Map<String, Set<String>> refusedOptions(String caseNumber, FormSchema form) {
    return Map.of();
  }
}
