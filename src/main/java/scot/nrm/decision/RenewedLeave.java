package scot.nrm.decision;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.Register;
import scot.nrm.casefile.RegisterCase;
import scot.nrm.forms.BritishDate;
import scot.nrm.forms.Errors;
import scot.nrm.forms.FormRule;
import scot.nrm.forms.FormSubmission;

/** Leave that is renewed was granted before, and runs longer than it did (D29). */
@Component
class RenewedLeave implements FormRule {

  private final Register register;

  RenewedLeave(Register register) {
    this.register = register;
  }

  @Override
  public Set<String> forms() {
    return Set.of("prepare-leave-renewal");
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    RegisterCase known = register.find(submission.caseNumber()).orElseThrow();
    if (submission.is("leaveRenewed", "yes")) {
      notUntil(known.leaveDecidedOn().minusDays(1), "leaveRenewalGrantDate",
          "must not be before the leave was granted first (" + BritishDate.of(known.leaveDecidedOn()) + ")",
          submission, errors);
      notUntil(known.leaveExpiresOn(), "leaveRenewalExpiryDate",
          "must be after the day on which the leave runs out now (" + BritishDate.of(known.leaveExpiresOn()) + ")",
          submission, errors);
    }
  }

  private static void notUntil(
      LocalDate last, String field, String sentence, FormSubmission submission, Errors errors) {
    Optional<LocalDate> day = submission.date(field);
    if (day.isPresent() && !day.get().isAfter(last)) {
      errors.field(field, sentence);
    }
  }
}
