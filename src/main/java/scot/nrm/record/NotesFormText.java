package scot.nrm.record;

import java.util.List;
import java.util.function.Predicate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.Markdown;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;

/** Links a form to the record of its case, and shows earlier notes of the case in it. */
@Configuration
class NotesFormText {

  private final Register register;
  private final Officers officers;

  NotesFormText(Register register, Officers officers) {
    this.register = register;
    this.officers = officers;
  }

  /** A link to the record of the case, for its task forms. The page checks who may read it. */
  @Bean
  FormText showRecord() {
    return shown ->
        "[Record of the case](%1$s) · [PDF to print](%1$s.pdf)"
            .formatted(RecordAddress.of(shown.caseNumber()));
  }

  /** The note from the last time that the same task was completed. */
  @Bean
  FormText showLastNote() {
    return shown ->
        latest(shown.caseNumber(), note -> shown.formId().equals(note.code()), "Last time");
  }

  /**
   * The case owner's findings before the proposal, for the second officer: the local authority's
   * view (D17), the consultations and the interview (D26). It is the note of the task in which the
   * decision was proposed, in any form.
   */
  @Bean
  FormText showConsultation() {
    return shown ->
        latest(
            shown.caseNumber(),
            note -> note.stage() != null && shown.stages().contains(note.stage()),
            "Consultation");
  }

  private String latest(String caseNumber, Predicate<RegisterEvent> which, String heading) {
    return register.history(caseNumber).stream()
        .filter(event -> event.is(EntryKind.NOTE, EntryKind.AUTHORITY_NOTE))
        .filter(which)
        .reduce((earlier, later) -> later)
        .map(
            note ->
                "**%s**, by %s on %s\n\n%s\n"
                    .formatted(
                        heading,
                        Markdown.escape(name(note)),
                        BritishDate.of(LocalDay.of(note.at())),
                        Markdown.quote(note.detail())))
        .orElse("");
  }

  private String name(RegisterEvent note) {
    return note.officer() == null
        ? ""
        : officers.acting(List.of(note.officer())).name(note.officer(), note.at());
  }
}
