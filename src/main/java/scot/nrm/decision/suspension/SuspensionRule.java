package scot.nrm.decision.suspension;

import java.time.LocalDate;
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
import scot.nrm.register.EntryKind;
import scot.nrm.register.Proposal;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;

/**
 * A stage is suspended only while the child is missing, and by two officers (D35). No decision is
 * dated before the day from which its suspended stage resumed (D36).
 */
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
    Optional<LocalDate> missingSince = missingSince(submission.caseNumber());
    DecisionForms.tasks(submission)
        .forEach(
            task -> {
              if (!task.isProposal()) {
                checkDate(task, missingSince, submission, errors);
              }
              if (missingSince.isEmpty()) {
                refuse(task, submission, errors);
              }
            });
  }

  private void checkDate(
      DecisionTask task,
      Optional<LocalDate> missingSince,
      FormSubmission submission,
      Errors errors) {
    String field = DecisionForms.dateVariable(task.stage()).getName();
    submission
        .date(field)
        .ifPresent(
            day -> {
              resumed(task, submission)
                  .filter(day::isBefore)
                  .ifPresent(
                      on ->
                          errors.field(
                              field,
                              Errors.notBefore("the stage resumed", on)
                                  + ", because no decision was made while it was suspended"));
              // The remaining days would be counted from a day on which the child was there.
              missingSince
                  .filter(day::isBefore)
                  .filter(since -> confirmsSuspension(task, submission))
                  .ifPresent(
                      since ->
                          errors.field(
                              field,
                              Errors.notBefore("the child went missing", since)
                                  + ", because the stage is suspended from that date"));
            });
  }

  private Optional<LocalDate> resumed(DecisionTask task, FormSubmission submission) {
    return register.history(submission.caseNumber()).stream()
        .filter(event -> event.is(EntryKind.RESUMED) && event.stage() == task.stage())
        .map(RegisterEvent::to)
        .reduce((earlier, later) -> later);
  }

  private void refuse(DecisionTask task, FormSubmission submission, Errors errors) {
    if (!task.isProposal()) {
      if (confirmsSuspension(task, submission)) {
        errors.form(
            "The child is no longer missing, so the stage cannot be suspended. Send the proposal back");
      }
    } else if (DecisionForms.proposal(submission, task.stage()) == Proposal.SUSPEND) {
      errors.form(
          "The stage can be suspended only while the child is missing. Decide, or, if the child is missing, use “Report that a child is missing” under “Start process” first");
    }
  }

  private boolean confirmsSuspension(DecisionTask task, FormSubmission submission) {
    return !DecisionForms.isSentBack(submission, task)
        && SecondOfficerRule.proposal(register, submission.caseNumber(), task.stage())
            .filter(act -> act.proposal() == Proposal.SUSPEND)
            .isPresent();
  }

  @Override
  public Map<String, Set<String>> refusedOptions(String caseNumber, FormSchema form) {
    List<DecisionTask> proposals =
        DecisionForms.tasks(form).stream().filter(DecisionTask::isProposal).toList();
    return proposals.isEmpty() || missingSince(caseNumber).isPresent()
        ? Map.of()
        : proposals.stream()
            .collect(
                Collectors.toMap(
                    task -> task.stage().prefix() + "Proposal",
                    task -> Set.of(Proposal.SUSPEND.id())));
  }

  private Optional<LocalDate> missingSince(String caseNumber) {
    return register.find(caseNumber).map(nrmCase -> nrmCase.now().missingSince());
  }
}
