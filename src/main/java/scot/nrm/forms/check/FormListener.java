package scot.nrm.forms.check;

import java.util.Set;

/** Is notified of every form that was accepted, in the transaction that stores it. */
public interface FormListener {

  /** The ids of the forms; empty for all. */
  Set<String> forms();

  void accepted(FormSubmission submission);
}
