package scot.nrm.forms.check;

/** Is notified of every form that was accepted, in the transaction that stores it. */
public interface FormListener extends FormHandler {

  void accepted(FormSubmission submission);
}
