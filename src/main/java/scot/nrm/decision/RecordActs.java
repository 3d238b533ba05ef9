package scot.nrm.decision;

import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.forms.check.FormListener;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Act;
import scot.nrm.register.Proposal;
import scot.nrm.register.Register;
import scot.nrm.register.Stage;

/**
 * Records in the register, immediately, who proposed, confirmed or sent back a decision (D18, D33).
 */
@Component
class RecordActs implements FormListener {

  private final Register register;

  RecordActs(Register register) {
    this.register = register;
  }

  @Override
  public Set<String> forms() {
    return DecisionForms.ALL;
  }

  @Override
  public void accepted(FormSubmission submission) {
    String caseNumber = submission.caseNumber();
    Stage stage = DecisionForms.stage(submission);
    if (!DecisionForms.isConfirmation(submission)) {
      register.act(
          caseNumber,
          stage,
          Act.PROPOSED,
          submission.officer(),
          DecisionForms.proposal(submission),
          DecisionForms.reasons(submission));
      return;
    }
    Proposal proposal =
        SecondOfficerRule.proposal(register, caseNumber, stage).orElseThrow().proposal();
    if (DecisionForms.isSentBack(submission)) {
      register.act(
          caseNumber,
          stage,
          Act.SENT_BACK,
          submission.officer(),
          proposal,
          DecisionForms.sendBackReason(submission));
    } else {
      register.act(caseNumber, stage, Act.CONFIRMED, submission.officer(), proposal, null);
    }
  }
}
