package scot.nrm.forms.check;

import java.util.Optional;

/** Is notified of every form that was accepted, in the transaction that stores it. */
public interface FormListener extends FormHandler {

  void accepted(FormSubmission submission);

  /** Why a start form is refused before any answer is checked, without a full stop. */
  default Optional<String> startRefusal(FormSchema form, String officer) {
    return Optional.empty();
  }
}
