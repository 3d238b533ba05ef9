package scot.nrm.decision;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.engine.FormsCheck;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.EntryKind;
import scot.nrm.register.OfficeAct;
import scot.nrm.register.Register;

/**
 * Someone other than the person who assessed the child confirms that the child is not referred
 * (D4), even if one person is both lead professional and manager. The same person may still send it
 * back.
 */
@Component
class NotReferredRule implements FormRule {

  private static final String ASSESSMENT = "assess-child";

  private final Register register;

  NotReferredRule(Register register) {
    this.register = register;
  }

  @Override
  public boolean concerns(FormSchema form) {
    return OfficeAct.of(form.properties()).filter(OfficeAct.NOT_REFERRED::equals).isPresent();
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    if (!submission.is(DecisionTask.answer(submission.form().properties()), "send-back")
        && isAssessedBy(submission.officer(), submission.caseNumber())) {
      errors.form(
          "You assessed this child yourself. Another manager of your local authority must confirm"
              + " that the child is not referred. Hand the task back, or send it back to assess the"
              + " child again");
    }
  }

  /** By the latest assessment, of which the history has a note. */
  private boolean isAssessedBy(String officer, String caseNumber) {
    return register.history(caseNumber).stream()
        .filter(entry -> entry.is(EntryKind.NOTE) && ASSESSMENT.equals(entry.code()))
        .reduce((earlier, later) -> later)
        .filter(assessment -> assessment.officer() != null && assessment.officer().equals(officer))
        .isPresent();
  }

  /** Without a note of every assessment, nothing says who made it. */
  @Component
  static final class NotesOfAssessments implements FormsCheck.OfSet {

    @Override
    public List<String> problems(Map<String, byte[]> files) {
      byte[] form = files.get(ASSESSMENT + ".form");
      return form == null
              || FormSchema.parse(form).fields().values().stream()
                  .anyMatch(field -> field.isOfNote() && field.required() && field.asks().isEmpty())
          ? List.of()
          : List.of(
              "forms/%s.form: D4: no required field that is always shown has the property note any more, so the person who assessed the child could also confirm that the child is not referred. Give it back to one, with the value everyone."
                  .formatted(ASSESSMENT));
    }
  }
}
