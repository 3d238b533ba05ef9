package scot.nrm.decision;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.forms.BritishDate;
import scot.nrm.forms.Errors;
import scot.nrm.forms.FormRule;
import scot.nrm.forms.FormSubmission;

/** Leave to remain is granted for as long as the limits in force on its date allow (D29). */
@Component
class LeaveLength implements FormRule {

  private final TimeLimits limits;

  LeaveLength(TimeLimits limits) {
    this.limits = limits;
  }

  @Override
  public Set<String> forms() {
    return Set.of("decide-leave");
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    Optional<LocalDate> granted = submission.date("leaveGrantDate");
    Optional<LocalDate> expiry = submission.date("leaveExpiryDate");
    if (!submission.is("leaveDecision", "granted") || granted.isEmpty()) {
      return;
    }
    if (expiry.isEmpty()) {
      errors.field("leaveExpiryDate", "must be filled in where leave is granted");
      return;
    }
    if (submission.is("leaveGround", "none")) {
      errors.field("leaveGround", "leave is granted on a ground; choose it, or refuse");
    }
    TimeLimit limit = limits.on(granted.get());
    LocalDate earliest = limit.earliestLeaveExpiry(granted.get());
    LocalDate latest = limit.latestLeaveExpiry(granted.get());
    if (expiry.get().isBefore(earliest) || expiry.get().isAfter(latest)) {
      errors.field("leaveExpiryDate", earliest.equals(latest)
          ? "must be " + BritishDate.of(earliest) + ", the end of the leave that can be granted"
          : "must be from " + BritishDate.of(earliest) + " to " + BritishDate.of(latest));
    }
  }
}
