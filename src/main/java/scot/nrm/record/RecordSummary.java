package scot.nrm.record;

import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.record.Section.Cell;
import scot.nrm.record.Section.Lines;
import scot.nrm.register.CaseOverview;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;

/** The first sections of a record: the child, the authorities, the dates and the deadlines. */
@Component
class RecordSummary {

  private static final String[] CHILD = {
    "childNames", "childAlsoKnownAs", "childDateOfBirth", "childEstimatedAge",
    "ageDisputed", "ageDisputedBy", "ageFinding", "ageFindingDate",
    "ageAssessedBy", "foundDateOfBirth", "childSex", "childNationalities",
    "childLanguages", "interpreterNeeded", "legalRepresentative", "guardian"
  };

  private final CodeNames names;

  RecordSummary(CodeNames names) {
    this.names = names;
  }

  Section child(RecordedCase recorded) {
    CaseFileContent file = recorded.file();
    Lines lines = new Lines("The child");
    for (String key : CHILD) {
      lines.fact(names.question(key), names.value(file, key));
    }
    recorded.overview().notable().forEach(fact -> lines.fact(fact.label(), fact.value()));
    return lines.section();
  }

  /** The council with its dates, or each council that had the case if the child moved (D41). */
  Section responsible(RecordedCase recorded) {
    CaseFileContent file = recorded.file();
    Lines lines = new Lines("Who is responsible");
    councils(recorded, lines);
    lines.fact(
        "Lead professional",
        joined(file.text("leadProfessionalName"), file.text("leadProfessionalRole")));
    lines.fact("Telephone", file.text("leadProfessionalPhone"));
    lines.fact("E-mail", file.text("leadProfessionalEmail"));
    lines.fact("Manager", file.text("leadProfessionalManager"));
    lines.fact(
        "First responder",
        joined(
            names.option("firstResponderAgency", recorded.nrmCase().firstResponderAgency()),
            file.text("firstResponderOffice")));
    lines.fact("First responder's reference", file.text("firstResponderReference"));
    return lines.section();
  }

  private void councils(RecordedCase recorded, Lines lines) {
    List<RegisterEvent> moves = recorded.events(EntryKind.COUNCIL_CHANGED);
    LocalDate from = recorded.nrmCase().openedOn();
    for (RegisterEvent move : moves) {
      LocalDate until = move.from() == null ? LocalDay.of(move.at()) : move.from();
      lines.fact(
          "Local authority until " + BritishDate.orEmpty(until),
          names.council(move.detail()) + ", from " + BritishDate.orEmpty(from));
      from = until;
    }
    lines.fact(
        "Local authority",
        names.council(recorded.nrmCase().localAuthority()) + ", from " + BritishDate.orEmpty(from));
  }

  /** The report with which the case was opened. */
  Section concern(RecordedCase recorded) {
    CaseFileContent file = recorded.file();
    Lines lines = new Lines("The concern");
    lines.fact(names.question("concernDate"), names.value(file, "concernDate"));
    lines.fact(names.question("firstEncounterPlace"), names.value(file, "firstEncounterPlace"));
    // The form's labels say "now", which would be wrong in the record long afterwards.
    lines.fact("Where the child was then", names.value(file, "childLocation"));
    lines.fact("In immediate danger then", names.value(file, "immediateDanger"));
    lines.fact(names.question("concernDescription"), "", file.text("concernDescription"));
    if (recorded.readsAll()) {
      lines.fact(names.question("ukbaCopyNote"), "", file.text("ukbaCopyNote"));
    }
    return lines.section();
  }

  Section dates(RecordedCase recorded) {
    CaseFileContent file = recorded.file();
    Lines lines = new Lines("Dates");
    lines.fact(
        "First meeting with the child",
        joined(names.value(file, "firstEncounterDate"), file.text("firstEncounterTime")));
    lines.fact("Concern accepted by the local authority", names.value(file, "acceptedDate"));
    recorded
        .overview()
        .dates()
        .forEach(
            date -> lines.fact(date.label(), date.value() + findingNote(date.label(), recorded)));
    return lines.section();
  }

  /** The day of the finding of an adult: until then they were treated as a child (D7). */
  private static String findingNote(String label, RecordedCase recorded) {
    return recorded
        .latest(EntryKind.CAME_OF_AGE)
        .filter(event -> event.to() != null && label.equals(CaseOverview.ADULT_FROM))
        .map(event -> ", found on " + BritishDate.orEmpty(event.to()))
        .orElse("");
  }

  /** The deadlines, with the original and the current date of each (D15, D33). */
  Section deadlines(RecordedCase recorded) {
    Lines lines = new Lines("Deadlines", "Deadline", "Original date", "Current date");
    recorded
        .overview()
        .deadlines()
        .forEach(
            deadline ->
                lines.row(
                    Cell.of(deadline.name()),
                    Cell.of(BritishDate.orEmpty(deadline.first())),
                    Cell.of(BritishDate.orEmpty(deadline.inForce()))));
    return lines.section();
  }

  private static String joined(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + ", " + second;
  }
}
