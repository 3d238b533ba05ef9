package scot.nrm.decision;

import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.Register.Act;
import scot.nrm.casefile.Register;
import scot.nrm.engine.Stage;
import scot.nrm.forms.Errors;
import scot.nrm.forms.FormRule;
import scot.nrm.forms.FormSubmission;

/**
 * Two officers make each decision: who has proposed it neither confirms it nor sends it back (D18). A decision that is
 * made anew is made by two who have not acted at that stage before (D30).
 */
@Component
class FourEyes implements FormRule {

  private final Register register;

  FourEyes(Register register) {
    this.register = register;
  }

  @Override
  public Set<String> forms() {
    return DecisionForms.ALL;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    if (submission.officer() == null) {
      errors.form("Sign in to decide: the register keeps who decided");
    } else if (register.officersBefore(submission.caseNumber(), DecisionForms.stage(submission))
        .contains(submission.officer())) {
      errors.form("You acted in the decision that is being made anew. Leave it to an officer who did not");
    } else if (DecisionForms.isConfirmation(submission)) {
      Optional<Act> proposal = proposal(register, submission.caseNumber(), DecisionForms.stage(submission));
      if (proposal.isEmpty()) {
        errors.form("There is no proposal to confirm or to send back");
      } else if (proposal.get().officer().equals(submission.officer())) {
        errors.form("You proposed this decision yourself. A different, second officer must confirm it or send it back");
      }
    }
  }

  /** What is to be confirmed. */
  static Optional<Act> proposal(Register register, String caseNumber, Stage stage) {
    return register.lastAct(caseNumber, stage, "proposed");
  }
}
