package scot.nrm.decision;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.decision.deadline.Limit;
import scot.nrm.decision.deadline.TimeLimit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Act;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.Proposal;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.Stage;

/**
 * Neither outcome of conclusive grounds comes before the earliest day in the table {@code
 * time-limits}, and a negative one before the end of the reflection period needs the local
 * authority's agreement (D25).
 */
@Component
class NegativeConclusiveGroundsRule implements FormRule {

  private final Register register;
  private final TimeLimits limits;

  NegativeConclusiveGroundsRule(Register register, TimeLimits limits) {
    this.register = register;
    this.limits = limits;
  }

  @Override
  public boolean appliesTo(FormSchema form) {
    return task(form).isPresent();
  }

  private static Optional<DecisionTask> task(FormSchema form) {
    return DecisionForms.tasks(form).stream()
        .filter(task -> task.stage() == Stage.CONCLUSIVE_GROUNDS && task.act() == Act.CONFIRMED)
        .findFirst();
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    DecisionTask task = task(submission.form()).orElseThrow();
    if (!DecisionForms.isSentBack(submission, task)) {
      SecondOfficerRule.proposal(register, submission.caseNumber(), Stage.CONCLUSIVE_GROUNDS)
          .map(OfficerAct::proposal)
          .ifPresent(proposal -> checkDate(proposal, submission, errors));
    }
  }

  private void checkDate(Proposal proposal, FormSubmission submission, Errors errors) {
    LocalDate decidedOn = submission.date("cgDecisionDate").orElse(null);
    if (decidedOn == null || !proposal.isDecision()) {
      return;
    }
    LocalDate rgDecidedOn = submission.date("rgDecisionDate").orElse(decidedOn);
    boolean negative = proposal == Proposal.NEGATIVE;
    TimeLimit limit = limits.of(submission.date("referralReceivedDate").orElse(null), rgDecidedOn);
    LocalDate earliest =
        rgDecidedOn.plusDays(
            limit.number(negative ? Limit.EARLIEST_AGREED_NEGATIVE : Limit.EARLIEST_POSITIVE));
    LocalDate withoutAgreement =
        submission
            .date("reflectionEndDate")
            .map(end -> end.plusDays(limit.number(Limit.EARLIEST_NEGATIVE)))
            .filter(day -> day.isAfter(earliest))
            .orElse(earliest);
    if (decidedOn.isBefore(earliest)) {
      errors.field(
          "cgDecisionDate",
          "a %s decision can't be made before %s. Decide on or after that day, or send it back"
              .formatted(negative ? "negative" : "positive", BritishDate.of(earliest)));
    } else if (negative
        && decidedOn.isBefore(withoutAgreement)
        && !submission.file().is("localAuthorityAgreedEarly", "yes")) {
      errors.field(
          "cgDecisionDate",
          "a negative decision before "
              + BritishDate.of(withoutAgreement)
              + " needs the local authority's agreement, which is not recorded. Send it back, or decide on or after that day");
    }
  }
}
