package scot.nrm.forms.check;

import java.util.stream.Stream;

/**
 * Something that applies to some forms, or to all. Never by a form's id, because it would not apply
 * to a copy of the form.
 */
public interface OfForms {

  /** Whether a form is one of them: by what it asks ({@link Asking}), or by its task's act. */
  default boolean concerns(FormSchema form) {
    Asking asking = getClass().getAnnotation(Asking.class);
    return asking == null || Stream.of(asking.value()).anyMatch(form::asks);
  }
}
