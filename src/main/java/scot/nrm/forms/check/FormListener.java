package scot.nrm.forms.check;

import java.util.Set;

/** Is notified of every form that was accepted, in the transaction that stores it. */
public interface FormListener {

  /** The ids of the forms; empty for all. */
  default Set<String> forms() {
    return Set.of();
  }

  /** Whether it is notified of a form. */
  default boolean concerns(FormSchema form) {
    return forms().isEmpty() || forms().contains(form.id());
  }

  void accepted(FormSubmission submission);
}
