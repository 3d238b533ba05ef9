package scot.nrm.forms.check;

import java.util.stream.Stream;

/**
 * Something that applies to some forms, or to all. Forms are never chosen by their id, because a
 * copy of the form would then be missed.
 */
public interface FormHandler {

  /** Whether it applies to a form: by its fields ({@link ForFormsWith}) or its task's act. */
  default boolean appliesTo(FormSchema form) {
    ForFormsWith asking = getClass().getAnnotation(ForFormsWith.class);
    return asking == null || Stream.of(asking.value()).anyMatch(form::asks);
  }
}
