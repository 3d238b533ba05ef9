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

/** Extending reasonable grounds beyond a court hearing needs a reason (D16). */
@Component
class ExtensionBeyondHearingRule implements FormRule {

  private final CaseCalendars calendars;
  private final Register register;

  ExtensionBeyondHearingRule(CaseCalendars calendars, Register register) {
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
    Optional<LocalDate> hearing =
        submission.date("courtHearingDate").filter(submission.today()::isBefore);
    Optional<LocalDate> due = submission.date("rgDueDate");
    if (DecisionForms.proposal(submission, Stage.REASONABLE_GROUNDS) != Proposal.EXTEND
        || hearing.isEmpty()
        || due.isEmpty()
        || !submission.text("rgBeyondHearingReason").isEmpty()) {
      return;
    }
    LocalDate extended =
        calendars
            .calculator(
                register.find(submission.caseNumber()).orElseThrow(), Stage.REASONABLE_GROUNDS)
            .extended(due.get(), submission.submitted().get("rgExtensionWorkingDays").asInt());
    if (!extended.isBefore(hearing.get())) {
      errors.field(
          "rgBeyondHearingReason",
          "the court hearing is on "
              + BritishDate.of(hearing.get())
              + ", before the new deadline. Say why the decision cannot be made before the hearing, or extend by fewer days");
    }
  }
}
