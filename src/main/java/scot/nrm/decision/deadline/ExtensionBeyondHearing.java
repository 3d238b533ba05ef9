package scot.nrm.decision.deadline;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.Clocks;
import scot.nrm.decision.DecisionForms;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Proposal;

/** Extending reasonable grounds beyond a court hearing needs a reason (D16). */
@Component
class ExtensionBeyondHearing implements FormRule {

  private final Clocks clocks;

  ExtensionBeyondHearing(Clocks clocks) {
    this.clocks = clocks;
  }

  @Override
  public Set<String> forms() {
    return Set.of("propose-reasonable-grounds");
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    Optional<LocalDate> hearing =
        submission.date("courtHearingDate").filter(submission.today()::isBefore);
    Optional<LocalDate> due = submission.date("rgDueDate");
    if (DecisionForms.proposal(submission) != Proposal.EXTEND
        || hearing.isEmpty()
        || due.isEmpty()
        || !submission.text("rgBeyondHearingReason").isEmpty()) {
      return;
    }
    LocalDate extended =
        clocks.extended(due.get(), submission.submitted().get("rgExtensionWorkingDays").asInt());
    if (!extended.isBefore(hearing.get())) {
      errors.field(
          "rgBeyondHearingReason",
          "the court hearing is on "
              + BritishDate.of(hearing.get())
              + ", before the new deadline. Say why the decision cannot be made before the"
              + " hearing, or extend by fewer days");
    }
  }
}
