package scot.nrm.decision;

import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Act;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.Stage;

/**
 * Two officers make each decision: the officer who proposed it may not confirm it or send it back
 * (D18). Two officers who have not acted at that stage before reconsider a decision (D30).
 */
@Component
public class SecondOfficerRule implements FormRule {

  private final Register register;

  SecondOfficerRule(Register register) {
    this.register = register;
  }

  @Override
  public Set<String> forms() {
    return DecisionForms.ALL;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    String caseNumber = submission.caseNumber();
    Stage stage = DecisionForms.stage(submission);
    if (submission.officer() == null) {
      errors.form("Sign in to decide. The register records who decided");
    } else if (DecisionForms.isConfirmation(submission)
        && proposal(register, caseNumber, stage).isEmpty()) {
      errors.form("There is no proposal to confirm or to send back");
    } else {
      refusesHolder(caseNumber, submission.form().id(), submission.officer())
          .ifPresent(errors::form);
    }
  }

  /** A manager can't reassign the second officer's task to the first officer either. */
  @Override
  public Optional<String> refusesHolder(String caseNumber, String form, String officer) {
    Stage stage = DecisionForms.stage(form);
    if (register.officersBefore(caseNumber, stage).contains(officer)) {
      return Optional.of(
          "You took part in the decision that is being reconsidered. An officer who did not must"
              + " decide");
    }
    return proposal(register, caseNumber, stage)
        .filter(
            proposed -> DecisionForms.isConfirmation(form) && proposed.officer().equals(officer))
        .map(
            own ->
                "You proposed this decision yourself. A different, second officer must confirm it"
                    + " or send it back");
  }

  /** The proposal to confirm. */
  public static Optional<OfficerAct> proposal(Register register, String caseNumber, Stage stage) {
    return register.lastAct(caseNumber, stage, Act.PROPOSED);
  }
}
