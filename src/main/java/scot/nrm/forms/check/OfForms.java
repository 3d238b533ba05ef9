package scot.nrm.forms.check;

import java.util.stream.Stream;

/**
 * Something that applies to some forms, or to all. Forms are never chosen by their id, because a
 * copy of the form would then be missed.
 */
public interface OfForms {

  /**
   * Whether it applies to a form: by the form's fields ({@link Asking}), or by the act of its task.
   */
  default boolean concerns(FormSchema form) {
    Asking asking = getClass().getAnnotation(Asking.class);
    return asking == null || Stream.of(asking.value()).anyMatch(form::asks);
  }
}
