package scot.nrm.forms.check;

import java.util.Set;

/** Something that applies to some forms, or to all. */
interface OfForms {

  /** Their ids; empty for all. */
  default Set<String> forms() {
    return Set.of();
  }

  /** Whether a form is one of them. */
  default boolean concerns(FormSchema form) {
    return forms().isEmpty() || forms().contains(form.id());
  }
}
