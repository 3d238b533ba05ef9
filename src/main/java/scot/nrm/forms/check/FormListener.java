package scot.nrm.forms.check;

import java.util.Optional;

/** Is notified of every form that was accepted, in the transaction that stores it. */
public interface FormListener extends FormHandler {

  void accepted(FormSubmission submission);

  /**
   * The reason, a sentence without the full stop, why a start form is refused before any of its
   * answers is checked.
   */
  default Optional<String> startRefusal(FormSchema form, String officer) {
    return Optional.empty();
  }
}
