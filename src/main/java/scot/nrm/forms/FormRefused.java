package scot.nrm.forms;

import java.util.List;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import scot.nrm.forms.check.FieldError;

/** Refuses a form: HTTP 400 with the errors, and nothing is stored. */
public final class FormRefused {

  private FormRefused() {}

  /**
   * A refusal by a step of the process that the form starts.
   *
   * @param field the key of the field that is refused
   * @param text the whole sentence, with the field's label and the full stop; nothing about the
   *     child
   */
  public static RuntimeException of(String field, String text) {
    return new FormFieldValidationException(field, text);
  }

  static FormFieldValidationException of(List<FieldError> errors) {
    return new FormFieldValidationException(
        errors, errors.stream().map(FieldError::text).collect(Collectors.joining(" ")));
  }

  /** A refusal of the whole form; a sentence without the full stop. */
  public static FormFieldValidationException of(String sentence) {
    return of(List.of(new FieldError(null, null, sentence)));
  }
}
