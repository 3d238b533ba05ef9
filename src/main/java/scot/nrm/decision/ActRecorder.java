package scot.nrm.decision;

import org.springframework.stereotype.Component;
import scot.nrm.forms.check.FormListener;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Act;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.Proposal;
import scot.nrm.register.Register;
import scot.nrm.register.Stage;

/**
 * Records in the register, immediately, who proposed, confirmed or sent back a decision (D18, D33).
 */
@Component
class ActRecorder implements FormListener {

  private final Register register;
  private final DecisionActsCheck check;

  ActRecorder(Register register, DecisionActsCheck check) {
    this.check = check;
    this.register = register;
  }

  @Override
  public boolean appliesTo(FormSchema form) {
    return !DecisionForms.tasks(form).isEmpty();
  }

  @Override
  public void accepted(FormSubmission submission) {
    SecondOfficerRule.tasks(register, submission).forEach(task -> record(task, submission));
  }

  private void record(DecisionTask task, FormSubmission submission) {
    Stage stage = task.stage();
    Act act = DecisionForms.isSentBack(submission, task) ? Act.SENT_BACK : task.act();
    String reason =
        switch (act) {
          case PROPOSED -> DecisionForms.reasons(submission, stage);
          case SENT_BACK -> DecisionForms.sendBackReason(submission, stage);
          case REVIEWED, CONFIRMED -> null;
        };
    Proposal proposal =
        task.isProposal()
            ? DecisionForms.proposal(submission, stage)
            : SecondOfficerRule.proposal(register, submission.caseNumber(), stage)
                .orElseThrow()
                .proposal();
    register.act(submission.caseNumber(), check.act(task, act, submission, proposal, reason));
  }
}
