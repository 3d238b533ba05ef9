package scot.nrm.forms.check;

import java.util.Optional;
import java.util.Set;

/**
 * What a form cannot say itself: a rule across fields, forms or people. Every bean of this type is
 * asked after the form's own checks, before anything is written.
 */
public interface FormRule {

  /** Ids of the forms that the rule is about; empty for all. */
  Set<String> forms();

  /** Adds to {@code errors} what is wrong. Must not change anything. */
  void check(FormSubmission submission, Errors errors);

  /**
   * Why a person must not be assigned a task with one of these forms, in a sentence, because they
   * would be refused when they complete it.
   *
   * @param form its id
   */
  default Optional<String> refusesHolder(String caseNumber, String form, String userId) {
    return Optional.empty();
  }
}
