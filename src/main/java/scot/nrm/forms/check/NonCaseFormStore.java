package scot.nrm.forms.check;

import java.util.Map;
import java.util.Set;

/**
 * Keeps the answers of forms that belong to no case, so that they too stay out of the engine's
 * tables. Asked once the form's own checks and the {@link FormRule}s have passed, in the
 * transaction that starts the process.
 */
public interface NonCaseFormStore {

  /** Ids of the forms whose answers are kept here. */
  Set<String> forms();

  /**
   * Keeps all answers but those marked {@code process = yes}, or adds to {@code errors} why not;
   * the form is refused then.
   *
   * @return process variables by which the diagram finds the answers again; nothing that a person
   *     has written
   */
  Map<String, Object> keep(FormSubmission submission, Errors errors);
}
