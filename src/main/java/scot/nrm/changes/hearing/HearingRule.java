package scot.nrm.changes.hearing;

import java.time.LocalDate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Register;

/**
 * A court hearing is recorded once, and only a recorded one can be cancelled. One that took place
 * before UKHTC had the NRM form brings no deadline forward (D16). One that has taken place since
 * may be recorded afterwards, and counts as if it had been known.
 */
@Component
@ForFormsWith(HearingRule.UPDATE)
class HearingRule implements FormRule {

  static final String DATE = "courtHearingDate";

  static final String UPDATE = "courtHearingUpdate";

  private final Register register;

  HearingRule(Register register) {
    this.register = register;
  }

  static boolean isCancelled(CaseFileContent submitted) {
    return submitted.is(UPDATE, "cancelled");
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    if (isCancelled(submission.submitted())) {
      if (submission.file().date(DATE).isEmpty()) {
        errors.field(UPDATE, "no hearing is recorded. Nothing needs to be recorded");
      }
      return;
    }
    submission.date(DATE).ifPresent(day -> check(day, submission, errors));
  }

  private void check(LocalDate day, FormSubmission submission, Errors errors) {
    if (submission.file().date(DATE).filter(day::equals).isPresent()) {
      errors.field(DATE, "a hearing on this day is already recorded. Nothing needs to be recorded");
    }
    register
        .find(submission.caseNumber())
        .ifPresent(
            nrmCase -> {
              LocalDate first =
                  nrmCase.referralReceivedOn() == null
                      ? nrmCase.openedOn()
                      : nrmCase.referralReceivedOn();
              if (day.isBefore(first)) {
                errors.field(
                    DATE,
                    Errors.notBefore(
                        nrmCase.referralReceivedOn() == null
                            ? "the concern was reported"
                            : "{{authority.intake.the}} received the NRM form",
                        first));
              }
            });
  }
}
