package scot.nrm.changes.information;

import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.changes.Requests;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.EntryKind;

/** The same request to withdraw, by the same side on the same day, counts once (D19). */
@Component
@ForFormsWith("withdrawalAskedBy")
class WithdrawalRequestRule implements FormRule {

  private final Requests requests;

  WithdrawalRequestRule(Requests requests) {
    this.requests = requests;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    submission
        .date("withdrawalRequestDate")
        .filter(
            day ->
                requests.of(submission.caseNumber(), EntryKind.WITHDRAWAL_REQUESTED).stream()
                    .anyMatch(
                        request ->
                            day.equals(request.from())
                                && submission.is("withdrawalAskedBy", request.code())))
        .ifPresent(
            day ->
                errors.field(
                    "withdrawalAskedBy",
                    "a request of "
                        + BritishDate.of(day)
                        + " from them is already recorded. Nothing needs to be recorded"));
  }
}
