package scot.nrm.decision.suspension;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.decision.DecisionForms;
import scot.nrm.decision.SecondOfficerRule;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.Proposal;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;

/** A stage is suspended only while the child is missing, and by two officers (D35). */
@Component
class SuspensionRule implements FormRule {

  private final Register register;

  SuspensionRule(Register register) {
    this.register = register;
  }

  @Override
  public boolean appliesTo(FormSchema form) {
    return !DecisionForms.tasks(form).isEmpty();
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    if (!isMissing(submission.caseNumber())) {
      DecisionForms.tasks(submission).forEach(task -> check(task, submission, errors));
    }
  }

  private void check(DecisionTask task, FormSubmission submission, Errors errors) {
    if (!task.isProposal()) {
      Optional<OfficerAct> proposal =
          SecondOfficerRule.proposal(register, submission.caseNumber(), task.stage());
      if (!DecisionForms.isSentBack(submission, task)
          && proposal.filter(act -> act.proposal() == Proposal.SUSPEND).isPresent()) {
        errors.form(
            "The child is no longer missing, so the stage cannot be suspended. Send the proposal back");
      }
    } else if (DecisionForms.proposal(submission, task.stage()) == Proposal.SUSPEND) {
      errors.form(
          "The stage can be suspended only while the child is missing. Decide, or, if the child is missing, use “Report that a child is missing” under “Start process” first");
    }
  }

  @Override
  public Map<String, Set<String>> refusedOptions(String caseNumber, FormSchema form) {
    List<DecisionTask> proposals =
        DecisionForms.tasks(form).stream().filter(DecisionTask::isProposal).toList();
    return proposals.isEmpty() || isMissing(caseNumber)
        ? Map.of()
        : proposals.stream()
            .collect(
                Collectors.toMap(
                    task -> task.stage().prefix() + "Proposal",
                    task -> Set.of(Proposal.SUSPEND.id())));
  }

  private boolean isMissing(String caseNumber) {
    return register
        .find(caseNumber)
        .filter(nrmCase -> nrmCase.now().missingSince() != null)
        .isPresent();
  }
}
