package scot.nrm.forms.check;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import scot.nrm.calendar.BritishDate;

/** Collects the errors of a submitted form, each of them once. */
public final class Errors {

  private final FormSchema form;
  private final Set<FieldError> found = new LinkedHashSet<>();

  public Errors(FormSchema form) {
    this.form = form;
  }

  /** Refuses a field. The sentence has no label or full stop: {@code must not be in the future}. */
  public void field(String key, String sentence) {
    found.add(new FieldError(key, form.label(key), sentence));
  }

  /** The sentence for a date before another one, such as that of {@code the decision}. */
  public static String notBefore(String what, LocalDate first) {
    return "must not be before %s (%s)".formatted(what, BritishDate.of(first));
  }

  /** Refuses the whole form; a sentence without the full stop. */
  public void form(String sentence) {
    found.add(new FieldError(null, null, sentence));
  }

  /** The errors in the order of their discovery. */
  public List<FieldError> found() {
    return List.copyOf(found);
  }
}
