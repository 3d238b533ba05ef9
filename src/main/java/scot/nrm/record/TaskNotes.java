package scot.nrm.record;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormListener;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

/**
 * Records the note in a form as one encrypted entry of the case's history, so that it isn't lost
 * when the same field is filled in again (D33). The property {@code note} of each field in the form
 * decides whether its answer belongs to the note, and who can read it. A local authority can always
 * read its own notes.
 */
@Component
class TaskNotes implements FormListener {

  private final Register register;
  private final RegisterUpdates updates;
  private final IdentityService identity;

  TaskNotes(Register register, RegisterUpdates updates, @Lazy IdentityService identity) {
    this.register = register;
    this.updates = updates;
    this.identity = identity;
  }

  @Override
  public void accepted(FormSubmission submission) {
    // A decision's notes are the authority's, even by someone with a role in a local authority too.
    boolean decides = !DecisionTask.of(submission.form().properties()).isEmpty();
    Map<EntryKind, String> notes = notes(submission, isByLocalAuthority() && !decides);
    // The case of a form that opens one isn't in the register yet. The record shows its answers.
    if (!notes.isEmpty() && register.find(submission.caseNumber()).isPresent()) {
      notes.forEach(
          (kind, text) ->
              updates.addEntry(
                  submission.caseNumber(),
                  RegisterEvent.entry(kind)
                      .stage(proposedStage(submission))
                      .code(submission.form().id())
                      .officer(submission.officer())
                      .detail(text)));
    }
  }

  /** The first stage for which the task makes a proposal; {@code null} if it makes none. */
  private static Stage proposedStage(FormSubmission submission) {
    return DecisionTask.of(submission.form().properties()).stream()
        .filter(DecisionTask::isProposal)
        .map(DecisionTask::stage)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private boolean isByLocalAuthority() {
    return Viewer.signedIn(identity)
        .filter(person -> person.hasAnyOf(Role.LOCAL_AUTHORITY))
        .isPresent();
  }

  /** The text for each kind of reader; empty if no answer belongs to a note. */
  static Map<EntryKind, String> notes(FormSubmission submission, boolean byLocalAuthority) {
    CaseFileContent answers = submission.submitted();
    return submission.form().fields().values().stream()
        .filter(field -> field.isNote() && !text(field, answers).isEmpty())
        .collect(
            Collectors.groupingBy(
                field ->
                    byLocalAuthority || field.isNoteForEveryone()
                        ? EntryKind.NOTE
                        : EntryKind.AUTHORITY_NOTE,
                LinkedHashMap::new,
                Collectors.mapping(
                    field ->
                        FormField.withColon(field.label())
                            + (field.type().equals("textarea") ? "\n" : " ")
                            + text(field, answers),
                    Collectors.joining("\n"))));
  }

  private static String text(FormField field, CaseFileContent answers) {
    return answers
        .date(field.key())
        .filter(day -> field.isDate())
        .map(BritishDate::orEmpty)
        .orElseGet(
            () ->
                answers.list(field.key()).stream()
                    .map(field::optionLabel)
                    .collect(Collectors.joining(", "))
                    .strip());
  }
}
