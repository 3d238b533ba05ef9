package scot.nrm.forms.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with one submitted form; the same thing is said once. */
public final class Errors {

  private final FormSchema form;
  private final Set<FieldError> found = new LinkedHashSet<>();

  /** Nothing wrong so far with what was submitted by this form. */
  public Errors(FormSchema form) {
    this.form = form;
  }

  /**
   * A field is refused.
   *
   * @param sentence without label and full stop, such as {@code must not be in the future}
   */
  public void field(String key, String sentence) {
    found.add(new FieldError(key, form.label(key), sentence));
  }

  /** The form as a whole is refused; a sentence without the full stop. */
  public void form(String sentence) {
    found.add(new FieldError(null, null, sentence));
  }

  /** In the order in which it was found. */
  public List<FieldError> found() {
    return List.copyOf(found);
  }
}
