package scot.nrm.decision.suspension;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.decision.DecisionForms;
import scot.nrm.decision.SecondOfficerRule;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Proposal;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;

/** A stage is suspended only while the child is missing, and by two officers (D35). */
@Component
class SuspendWhileMissing implements FormRule {

  private final Register register;

  SuspendWhileMissing(Register register) {
    this.register = register;
  }

  @Override
  public Set<String> forms() {
    return DecisionForms.ALL;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    if (isMissing(submission.caseNumber())) {
      return;
    }
    if (DecisionForms.isConfirmation(submission)) {
      Optional<OfficerAct> proposal =
          SecondOfficerRule.proposal(
              register, submission.caseNumber(), DecisionForms.stage(submission));
      if (!DecisionForms.isSentBack(submission)
          && proposal.filter(act -> act.proposal() == Proposal.SUSPEND).isPresent()) {
        errors.form(
            "The child is no longer missing, so the stage cannot be suspended. Send the proposal"
                + " back");
      }
    } else if (DecisionForms.proposal(submission) == Proposal.SUSPEND) {
      errors.form(
          "The stage can be suspended only while the child is missing. Decide, or, if the child is"
              + " missing, use “Report that a child is missing” under “Start process” first");
    }
  }

  @Override
  public Map<String, Set<String>> notOffered(String caseNumber, String form) {
    return DecisionForms.isConfirmation(form) || isMissing(caseNumber)
        ? Map.of()
        : Map.of(DecisionForms.stage(form).prefix() + "Proposal", Set.of(Proposal.SUSPEND.id()));
  }

  private boolean isMissing(String caseNumber) {
    return register
        .find(caseNumber)
        .filter(known -> known.now().missingSince() != null)
        .isPresent();
  }
}
