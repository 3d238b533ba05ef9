package scot.nrm.forms.check;

/**
 * Why a submitted value is refused, in words for the person who filled in the form. Never quotes
 * the value.
 *
 * @param key the field; {@code null} where the form as a whole is refused
 * @param label the field's own label in the form; {@code null} where the form as a whole is refused
 * @param sentence what is wrong, without the label and the full stop, such as {@code must not be in
 *     the future}
 */
public record FieldError(String key, String label, String sentence) {

  /** The whole sentence, such as {@code Date received: must not be in the future.} */
  public String text() {
    return label == null ? sentence + "." : label + ": " + sentence + ".";
  }
}
