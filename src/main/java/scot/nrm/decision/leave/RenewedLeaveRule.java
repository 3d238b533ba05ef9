package scot.nrm.decision.leave;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/** Only leave that was granted can be renewed, and it must then expire later (D29). */
@Component
@ForFormsWith("leaveRenewed")
class RenewedLeaveRule implements FormRule {

  private final Register register;

  RenewedLeaveRule(Register register) {
    this.register = register;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    RegisterCase nrmCase = register.find(submission.caseNumber()).orElseThrow();
    if (submission.is("leaveRenewed", "yes")) {
      checkAfter(
          nrmCase.leaveDecidedOn().minusDays(1),
          "leaveRenewalGrantDate",
          Errors.notBefore("leave was first granted", nrmCase.leaveDecidedOn()),
          submission,
          errors);
      checkAfter(
          nrmCase.leaveExpiresOn(),
          "leaveRenewalExpiryDate",
          "must be after the current expiry date ("
              + BritishDate.of(nrmCase.leaveExpiresOn())
              + ")",
          submission,
          errors);
    }
  }

  private static void checkAfter(
      LocalDate last, String field, String sentence, FormSubmission submission, Errors errors) {
    Optional<LocalDate> day = submission.date(field);
    if (day.isPresent() && !day.get().isAfter(last)) {
      errors.field(field, sentence);
    }
  }
}
