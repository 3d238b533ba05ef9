package scot.nrm.changes.information;

import java.util.Objects;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.changes.Requests;
import scot.nrm.engine.CaseVariables;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;

/**
 * The same information, sent by the same person on the same day, counts once (D31); and only the
 * authority that suspended a stage may resume it (D35).
 */
@Component
@ForFormsWith({FurtherInformationRules.TEXT, FurtherInformationRules.RESUMES})
class FurtherInformationRules implements FormRule {

  static final String TEXT = "informationText";
  static final String RESUMES = "suspendedStageResumes";

  private final Requests requests;

  FurtherInformationRules(Requests requests) {
    this.requests = requests;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    if (submission.form().asks(TEXT)) {
      boolean sent =
          requests.of(submission.caseNumber(), EntryKind.INFORMATION_RECEIVED).stream()
              .anyMatch(event -> matches(event, submission));
      if (sent) {
        errors.field(
            TEXT, "you have already sent this, in the same words. Nothing needs to be sent again");
      }
    } else if (submission.is(RESUMES, "yes")
        && Boolean.TRUE.equals(
            submission.variables().get(CaseVariables.WITH_LOCAL_AUTHORITY.getName()))) {
      errors.field(
          RESUMES,
          "only the authority that suspended the stage can resume it. Choose “No”, and send them the information with “Send further information”");
    }
  }

  private static boolean matches(RegisterEvent event, FormSubmission submission) {
    boolean sameDay =
        submission.today().equals(LocalDay.of(event.at()))
            || submission
                .date("informationDate")
                .filter(day -> day.equals(event.from()))
                .isPresent();
    return sameDay
        && submission.text(TEXT).equals(event.detail())
        && Objects.equals(submission.officer(), event.officer());
  }
}
