package scot.nrm.record;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.LocalDay;
import scot.nrm.letters.Letter;
import scot.nrm.letters.LetterReaders;
import scot.nrm.letters.Letters;
import scot.nrm.register.Act;
import scot.nrm.register.EntryKind;
import scot.nrm.register.EntryKind.Topic;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/**
 * The register's entries about a case, with a sentence for each, for a timeline. Apart from notes,
 * they contain no encrypted content: no reasons and nothing about the child, which are only in the
 * record.
 */
@Component
public class RecordedEntries {

  /**
   * An officer, with their role in a decision.
   *
   * @param part {@code Case owner}, {@code Second officer}; empty if they acted alone
   */
  public record Part(String part, String officer) {}

  /** A letter with its URL, which is empty if the reader may not open it. */
  public record LetterLink(String title, String to, String address) {}

  /**
   * An entry.
   *
   * @param at the time of recording
   * @param day the reported day of the event; {@code null} if the entry has no such date
   * @param letter only for {@link Topic#LETTER}, if the letter is still stored
   * @param note only for {@link Topic#NOTE}: its text; empty if the viewer may not read it
   */
  public record Entry(
      Instant at,
      LocalDate day,
      Topic topic,
      String sentence,
      List<Part> officers,
      LetterLink letter,
      String note) {}

  private final Register register;
  private final RegisterEntryText words;
  private final Letters letters;
  private final LetterReaders readers;
  private final CaseAccess access;

  RecordedEntries(
      Register register,
      RegisterEntryText words,
      Letters letters,
      LetterReaders readers,
      CaseAccess access) {
    this.register = register;
    this.words = words;
    this.letters = letters;
    this.readers = readers;
    this.access = access;
  }

  /** All entries for a reader of the case, oldest first. Only the authorities see proposals. */
  @Transactional(readOnly = true)
  public List<Entry> of(String caseNumber, Viewer viewer) {
    boolean readsAll = access.mayReadAllLetters(viewer, caseNumber);
    List<Entry> entries =
        entries(caseNumber, register.history(caseNumber), viewer, false, readsAll);
    if (readsAll) {
      for (Stage stage : Stage.values()) {
        register.acts(caseNumber, stage).stream()
            .filter(act -> act.act() != Act.CONFIRMED)
            .forEach(act -> entries.add(entry(act)));
      }
    }
    // Entries with the same time keep their order.
    entries.sort(Comparator.comparing(Entry::at));
    return entries;
  }

  /** For a council that has handed the case over (D41): entries up to then, and its own letters. */
  @Transactional(readOnly = true)
  public List<Entry> until(String caseNumber, String council, Viewer viewer) {
    List<RegisterEvent> history = register.history(caseNumber);
    return entries(
        caseNumber,
        history.subList(0, entriesUntilHandover(history, council)),
        viewer,
        true,
        false);
  }

  /** The number of entries that a council could see up to its last handover (D41). */
  static int entriesUntilHandover(List<RegisterEvent> history, String council) {
    int end = 0;
    for (int i = 0; i < history.size(); i++) {
      if (history.get(i).is(EntryKind.COUNCIL_CHANGED) && council.equals(history.get(i).detail())) {
        end = i + 1;
      }
    }
    return end;
  }

  private List<Entry> entries(
      String caseNumber,
      List<RegisterEvent> history,
      Viewer viewer,
      boolean onlyReadableLetters,
      boolean readsAll) {
    List<Letter> remaining = new ArrayList<>(letters.of(caseNumber));
    List<Decision> decisions = new ArrayList<>(register.decisions(caseNumber));
    List<Entry> entries = new ArrayList<>();
    for (RegisterEvent event : history) {
      if (!event.kind().isShown(readsAll)) {
        continue;
      }
      Topic topic = event.kind().topic();
      LetterLink letter = topic == Topic.LETTER ? letter(event, remaining, viewer) : null;
      if (topic == Topic.LETTER
          && onlyReadableLetters
          && (letter == null || letter.address().isEmpty())) {
        continue;
      }
      entries.add(
          new Entry(
              event.at(),
              day(event),
              topic,
              words.sentence(event),
              officers(event, decisions),
              letter,
              topic == Topic.NOTE ? words.detail(event, readsAll) : ""));
    }
    return entries;
  }

  private static LocalDate day(RegisterEvent event) {
    return switch (event.kind().dateMeaning()) {
      case HAPPENED -> event.from();
      case ENDS -> event.to();
      case ANOTHER -> null;
    };
  }

  private static List<Part> officers(RegisterEvent event, List<Decision> decisions) {
    if (event.is(EntryKind.DECIDED)) {
      for (Decision decision : decisions) {
        if (decision.stage() == event.stage()
            && decision.outcome().id().equals(event.code())
            && decision.date().equals(event.from())) {
          decisions.remove(decision); // The same decision can be made again.
          return List.of(
              new Part("Case owner", decision.caseOwner()),
              new Part("Second officer", decision.secondOfficer()));
        }
      }
    }
    return event.officer() == null ? List.of() : List.of(new Part("", event.officer()));
  }

  /** The letter of an entry. Each letter is used once, in the order of writing. */
  private LetterLink letter(RegisterEvent event, List<Letter> remaining, Viewer viewer) {
    for (Letter letter : remaining) {
      if (letter.template().equals(event.code())
          && letter.addressee().id().equals(event.detail())
          && letter.dated().equals(event.from())) {
        remaining.remove(letter);
        return new LetterLink(
            letter.title() + (letter.minuteEnclosed() ? ", minute enclosed" : ""),
            letter.addresseeName(),
            readers.mayRead(viewer, letter) ? letter.address() : "");
      }
    }
    return null;
  }

  /** The entry for a proposal or return, without the reason. */
  private static Entry entry(OfficerAct act) {
    return new Entry(
        act.at(),
        LocalDay.of(act.at()),
        Topic.DECISION,
        RegisterEntryText.sentence(act),
        List.of(new Part("", act.officer())),
        null,
        "");
  }
}
