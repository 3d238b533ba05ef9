package scot.nrm.forms.check;

/**
 * The reason why a submitted value is refused, for the person who filled in the form. It never
 * quotes the value.
 *
 * @param key the field; {@code null} if the whole form is refused
 * @param label the field's label in the form; {@code null} if the whole form is refused
 * @param sentence what is wrong, without the label and the full stop, such as {@code must not be in
 *     the future}
 */
public record FieldError(String key, String label, String sentence) {

  /** The whole sentence, such as {@code Date received: must not be in the future.} */
  public String text() {
    return label == null ? sentence + "." : label + ": " + sentence + ".";
  }
}
