package scot.nrm.forms.check;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import java.util.Set;

/**
 * Stores the answers of forms that belong to no case, to keep them out of the engine's tables too.
 * It is called after the form's own checks and the {@link FormRule}s, in the transaction that
 * starts the process.
 */
public interface NonCaseFormStore {

  /** Declares the process variables that {@link #store} returns for a form. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Passes {

    String form();

    String[] values();
  }

  /** The ids of the forms whose answers are stored here. */
  Set<String> forms();

  /**
   * Stores all answers except those marked {@code process = yes}, or refuses the form by adding the
   * reason to {@code errors}.
   *
   * @return process variables by which the diagram finds the answers; never text that a person has
   *     written
   */
  Map<String, Object> store(FormSubmission submission, Errors errors);
}
