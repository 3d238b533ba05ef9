package scot.nrm.forms.check;

import java.util.Set;

/** What is done for some forms, or for all. */
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
