package scot.nrm.decision.deadline;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.decision.DecisionForms;
import scot.nrm.facts.CaseCalendars;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Proposal;
import scot.nrm.register.Register;
import scot.nrm.register.Stage;

/** An extension ends on a day that isn't over (D15); beyond a hearing it needs a reason (D16). */
@Component
class ExtensionRule implements FormRule {

  private static final String DAYS = "rgExtensionWorkingDays";

  private final CaseCalendars calendars;
  private final Register register;

  ExtensionRule(CaseCalendars calendars, Register register) {
    this.calendars = calendars;
    this.register = register;
  }

  @Override
  public boolean appliesTo(FormSchema form) {
    return DecisionForms.hasTask(
        form, task -> task.isProposal() && task.stage() == Stage.REASONABLE_GROUNDS);
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    Optional<LocalDate> due = submission.date("rgDueDate");
    if (DecisionForms.proposal(submission, Stage.REASONABLE_GROUNDS) != Proposal.EXTEND
        || due.isEmpty()) {
      return;
    }
    LocalDate extended =
        calendars
            .calculator(
                register.find(submission.caseNumber()).orElseThrow(), Stage.REASONABLE_GROUNDS)
            .extended(due.get(), submission.submitted().get(DAYS).asInt());
    if (extended.isBefore(submission.today())) {
      errors.field(
          DAYS,
          "the new deadline would be "
              + BritishDate.of(extended)
              + ", which has passed. Enter more working days, or propose a decision");
    }
    submission
        .date("courtHearingDate")
        .filter(submission.today()::isBefore)
        .filter(hearing -> !extended.isBefore(hearing))
        .filter(hearing -> submission.text("rgBeyondHearingReason").isEmpty())
        .ifPresent(
            hearing ->
                errors.field(
                    "rgBeyondHearingReason",
                    "the court hearing is on "
                        + BritishDate.of(hearing)
                        + ", before the new deadline. Say why the decision cannot be made before the hearing, or extend by fewer days"));
  }
}
