package scot.nrm.forms;

import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;

/**
 * Refuses a form from a step of the process that it starts: HTTP 400 with the sentence, and nothing
 * is kept.
 */
public final class FormRefused {

  private FormRefused() {}

  /**
   * To be thrown.
   *
   * @param field the key of the field that is refused
   * @param text the whole sentence, with the field's label and the full stop; nothing about the
   *     child
   */
  public static RuntimeException of(String field, String text) {
    return new FormFieldValidationException(field, text);
  }
}
