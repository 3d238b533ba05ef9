package scot.nrm.changes.missing;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;

/** A child who is missing again has not been missing since before the last return (D34). */
@Component
@ForFormsWith("missingSinceDate")
class MissingSinceRule implements FormRule {

  private final Register register;

  MissingSinceRule(Register register) {
    this.register = register;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    Optional<LocalDate> back =
        register.latest(submission.caseNumber(), EntryKind.CHILD_FOUND).map(RegisterEvent::to);
    submission
        .date("missingSinceDate")
        .filter(since -> back.filter(since::isBefore).isPresent())
        .ifPresent(
            since ->
                errors.field(
                    "missingSinceDate",
                    Errors.notBefore("the child was last found", back.orElseThrow())));
  }
}
