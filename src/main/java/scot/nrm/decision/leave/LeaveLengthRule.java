package scot.nrm.decision.leave;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.decision.deadline.TimeLimit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;

/** Leave is granted, and renewed, for as long as the limits in force on its date allow (D29). */
@Component
@ForFormsWith({LeaveLengthRule.DECISION, "leaveRenewed"})
public class LeaveLengthRule implements FormRule {

  public static final String DECISION = "leaveDecision";

  private final TimeLimits limits;

  public LeaveLengthRule(TimeLimits limits) {
    this.limits = limits;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    if (submission.is(DECISION, "granted")) {
      checkLength("leaveGrantDate", "leaveExpiryDate", submission, errors);
    } else if (submission.is("leaveRenewed", "yes")) {
      checkLength("leaveRenewalGrantDate", "leaveRenewalExpiryDate", submission, errors);
    }
  }

  private void checkLength(
      String grantField, String expiryField, FormSubmission submission, Errors errors) {
    Optional<LocalDate> granted = submission.date(grantField);
    Optional<LocalDate> expiry = submission.date(expiryField);
    if (granted.isEmpty()) {
      return;
    }
    if (expiry.isEmpty()) {
      errors.field(expiryField, "enter the date on which the leave expires");
      return;
    }
    TimeLimit limit =
        limits.of(submission.date("referralReceivedDate").orElse(null), granted.get());
    LocalDate earliest = limit.earliestLeaveExpiry(granted.get());
    LocalDate latest = limit.latestLeaveExpiry(granted.get());
    if (expiry.get().isBefore(earliest) || expiry.get().isAfter(latest)) {
      errors.field(
          expiryField,
          earliest.equals(latest)
              ? "must be " + BritishDate.of(earliest) + ", the end of the leave that can be granted"
              : "must be from " + BritishDate.of(earliest) + " to " + BritishDate.of(latest));
    }
  }
}
