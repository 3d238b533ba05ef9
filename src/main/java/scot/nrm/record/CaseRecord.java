package scot.nrm.record;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseClock;
import scot.nrm.letters.LetterReaders;
import scot.nrm.letters.Letters;
import scot.nrm.pages.RecordSection;
import scot.nrm.record.Section.Cell;
import scot.nrm.record.Section.Row;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * The record of a case for one reader: from register, case file and letters (D33). It is read in
 * one transaction, in which the case's key is read only once.
 */
@Component
class CaseRecord {

  private final Register register;
  private final CaseFile files;
  private final Letters letters;
  private final LetterReaders readers;
  private final CaseAccess access;
  private final CaseClock clock;
  private final CodeNames names;
  private final CaseHeader headers;
  private final RecordSummary summary;
  private final DecisionsAndLeave decisions;
  private final RecordHistory history;
  private final LettersAndLinks links;
  private final ObjectProvider<RecordSection> others;

  CaseRecord(
      Register register,
      CaseFile files,
      Letters letters,
      LetterReaders readers,
      CaseAccess access,
      CaseClock clock,
      CodeNames names,
      CaseHeader headers,
      RecordSummary summary,
      DecisionsAndLeave decisions,
      RecordHistory history,
      LettersAndLinks links,
      ObjectProvider<RecordSection> others) {
    this.register = register;
    this.files = files;
    this.letters = letters;
    this.readers = readers;
    this.access = access;
    this.clock = clock;
    this.names = names;
    this.headers = headers;
    this.summary = summary;
    this.decisions = decisions;
    this.history = history;
    this.links = links;
    this.others = others;
  }

  /** The content for the templates, of a case that the viewer may read. */
  @Transactional(readOnly = true)
  Map<String, Object> model(String caseNumber, Viewer viewer) {
    RecordedCase recorded = read(caseNumber, viewer);
    Map<String, Object> model =
        model(recorded, headers.state(recorded.overview()), sections(recorded, viewer));
    model.put("whole", true);
    return model;
  }

  /** The content that all kinds of records have. */
  Map<String, Object> model(RecordedCase recorded, String state, List<Section> sections) {
    Map<String, Object> model = new HashMap<>();
    model.put("caseNumber", recorded.caseNumber());
    model.put("state", state);
    model.put("today", BritishDate.orEmpty(recorded.today()));
    model.put("marking", names.marking(recorded.nrmCase().isAdult(recorded.today())));
    model.put("sections", sections.stream().filter(section -> !section.rows().isEmpty()).toList());
    return model;
  }

  /**
   * The record for a council that has handed the case over (D41): the history up to the handover,
   * and the letters that it may open. It contains nothing from the child's file, which now belongs
   * to the other council.
   *
   * @param council that had the case
   */
  @Transactional(readOnly = true)
  Map<String, Object> recordUntilHandover(String caseNumber, String council, Viewer viewer) {
    RecordedCase recorded = read(caseNumber, viewer);
    int end = RecordedEntries.entriesUntilHandover(recorded.history(), council);
    LocalDate until = recorded.history().get(end - 1).from();
    return model(
        recorded,
        "Handed over on " + BritishDate.orEmpty(until),
        List.of(
            links.readableLetters(recorded, viewer),
            history.history(recorded.with(recorded.history().subList(0, end)))));
  }

  @Transactional(readOnly = true)
  RecordedCase read(String caseNumber, Viewer viewer) {
    RegisterCase nrmCase = register.find(caseNumber).orElseThrow();
    boolean readsAll = access.mayReadAllLetters(viewer, caseNumber);
    List<Decision> made = register.decisions(caseNumber);
    List<OfficerAct> acts = new ArrayList<>();
    if (readsAll) {
      for (Stage stage : Stage.values()) {
        acts.addAll(register.acts(caseNumber, stage));
      }
    }
    return new RecordedCase(
        nrmCase,
        files.read(caseNumber),
        made,
        readableMinutes(caseNumber, made, viewer),
        acts,
        register.history(caseNumber).stream()
            .filter(event -> event.kind().isShown(readsAll))
            .toList(),
        readsAll,
        clock.now());
  }

  /**
   * For each decision, whether the viewer may read its minute. A council may only if it was sent
   * the minute, with a negative decision (D37).
   */
  private List<Boolean> readableMinutes(String caseNumber, List<Decision> made, Viewer viewer) {
    boolean readsAll = access.mayReadAllLetters(viewer, caseNumber);
    List<Boolean> open = new ArrayList<>();
    int[] count = new int[Stage.values().length];
    for (Decision decision : made) {
      int ordinal = ++count[decision.stage().ordinal()];
      open.add(
          readsAll
              || letters.lettersWithMinute(caseNumber, decision.stage(), ordinal).stream()
                  .anyMatch(letter -> readers.mayRead(viewer, letter)));
    }
    return open;
  }

  List<Section> sections(RecordedCase recorded, Viewer viewer) {
    List<Section> sections = new ArrayList<>(others(true, recorded, viewer));
    sections.add(summary.child(recorded));
    sections.add(summary.responsible(recorded));
    sections.add(summary.concern(recorded));
    sections.add(summary.dates(recorded));
    sections.add(decisions.route(recorded));
    sections.add(decisions.assessment(recorded));
    sections.add(decisions.stage(recorded, Stage.REASONABLE_GROUNDS));
    sections.add(decisions.stage(recorded, Stage.CONCLUSIVE_GROUNDS));
    sections.add(summary.deadlines(recorded));
    sections.add(decisions.breaches(recorded));
    sections.addAll(history.byKind(recorded));
    sections.add(decisions.leave(recorded));
    sections.add(decisions.removal(recorded));
    sections.add(links.letters(recorded, viewer));
    sections.add(links.linkedCases(recorded, viewer));
    sections.addAll(others(false, recorded, viewer));
    sections.add(history.history(recorded));
    return sections;
  }

  private List<Section> others(boolean first, RecordedCase recorded, Viewer viewer) {
    return others
        .orderedStream()
        .filter(other -> other.comesFirst() == first)
        .map(other -> section(other, recorded.caseNumber(), viewer))
        .toList();
  }

  private static Section section(RecordSection other, String caseNumber, Viewer viewer) {
    return new Section(
        other.heading(),
        List.of(),
        other.rows(caseNumber, viewer).stream()
            .map(
                row ->
                    new Row(List.of(Cell.of(row.label()), new Cell(row.text(), "", row.address()))))
            .toList());
  }
}
