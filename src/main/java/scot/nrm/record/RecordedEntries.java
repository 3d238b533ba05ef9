package scot.nrm.record;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.LocalDay;
import scot.nrm.letters.Letter;
import scot.nrm.letters.LetterReaders;
import scot.nrm.letters.Letters;
import scot.nrm.register.Act;
import scot.nrm.register.EntryKind;
import scot.nrm.register.EntryKind.DateMeaning;
import scot.nrm.register.EntryKind.Topic;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/**
 * What the register tells of a case, one sentence for each entry, for a timeline beside the work.
 * No word that is sealed is in it: neither reasons nor what somebody wrote nor anything of the
 * child. Those stay in the record.
 */
@Component
public class RecordedEntries {

  /**
   * An officer, with the part that they had in a decision.
   *
   * @param part {@code Case owner}, {@code Second officer}; empty where they acted alone
   */
  public record Part(String part, String officer) {}

  /**
   * A letter as a reader finds it.
   *
   * @param address at which it opens; empty for who may not open it
   */
  public record LetterLink(String title, String to, String address) {}

  /**
   * One entry.
   *
   * @param at when it was recorded
   * @param day when it happened, as somebody said; {@code null} where the entry is about no such
   *     day
   * @param letter for {@link Topic#LETTER} only, and then where the letter is still kept
   */
  public record Entry(
      Instant at,
      LocalDate day,
      Topic topic,
      String sentence,
      List<Part> officers,
      LetterLink letter) {}

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

  /**
   * Everything for somebody who reads the case, oldest first; what officers proposed only for the
   * authorities.
   */
  public List<Entry> of(String caseNumber, Viewer viewer) {
    List<Entry> entries = entries(caseNumber, register.history(caseNumber), viewer, false);
    if (access.mayReadAllLetters(viewer, caseNumber)) {
      for (Stage stage : Stage.values()) {
        register.acts(caseNumber, stage).stream()
            .filter(act -> act.act() != Act.CONFIRMED)
            .forEach(act -> entries.add(entry(act)));
      }
    }
    // What has the same time keeps its order.
    entries.sort(Comparator.comparing(Entry::at));
    return entries;
  }

  /**
   * What a council that has handed the case over still sees (D41): what happened up to then, and
   * its own letters.
   */
  public List<Entry> until(String caseNumber, String council, Viewer viewer) {
    List<RegisterEvent> history = register.history(caseNumber);
    return entries(caseNumber, history.subList(0, endOfPart(history, council)), viewer, true);
  }

  /**
   * How many entries of a history a council had sight of: up to its last hand-over (D41).
   *
   * @param council that had the case
   */
  static int endOfPart(List<RegisterEvent> history, String council) {
    int end = 0;
    for (int i = 0; i < history.size(); i++) {
      if (history.get(i).is(EntryKind.COUNCIL_CHANGED) && council.equals(history.get(i).detail())) {
        end = i + 1;
      }
    }
    return end;
  }

  private List<Entry> entries(
      String caseNumber, List<RegisterEvent> history, Viewer viewer, boolean onlyLettersThatOpen) {
    List<Letter> kept = new ArrayList<>(letters.of(caseNumber));
    List<Decision> decisions = new ArrayList<>(register.decisions(caseNumber));
    List<Entry> entries = new ArrayList<>();
    for (RegisterEvent event : history) {
      Topic topic = EntryKind.find(event.kind()).map(EntryKind::topic).orElse(Topic.NEWS);
      LetterLink letter = topic == Topic.LETTER ? letter(event, kept, viewer) : null;
      if (topic == Topic.LETTER
          && onlyLettersThatOpen
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
              letter));
    }
    return entries;
  }

  private static LocalDate day(RegisterEvent event) {
    return switch (EntryKind.find(event.kind())
        .map(EntryKind::dateMeaning)
        .orElse(DateMeaning.HAPPENED)) {
      case HAPPENED -> event.from();
      case ENDS -> event.to();
      case ANOTHER -> null;
    };
  }

  private static List<Part> officers(RegisterEvent event, List<Decision> decisions) {
    if (event.is(EntryKind.DECIDED)) {
      for (Decision decision : decisions) {
        if (decision.stage() == event.stage()
            && decision.outcome().is(event.code())
            && decision.date().equals(event.from())) {
          decisions.remove(decision); // the same may be decided anew
          return List.of(
              new Part("Case owner", decision.caseOwner()),
              new Part("Second officer", decision.secondOfficer()));
        }
      }
    }
    return event.officer() == null ? List.of() : List.of(new Part("", event.officer()));
  }

  /** The letter of an entry: each one once, in the order in which they were written. */
  private LetterLink letter(RegisterEvent event, List<Letter> kept, Viewer viewer) {
    for (Letter letter : kept) {
      if (letter.template().equals(event.code())
          && letter.addressee().id().equals(event.detail())
          && letter.dated().equals(event.from())) {
        kept.remove(letter);
        return new LetterLink(
            letter.title() + (letter.minuteEnclosed() ? ", minute enclosed" : ""),
            letter.addresseeName(),
            readers.mayRead(viewer, letter) ? letter.address() : "");
      }
    }
    return null;
  }

  /** What was proposed or sent back, without the reasons. */
  private static Entry entry(OfficerAct act) {
    String outcome = act.outcome() == null ? "" : ": " + CodeNames.words(act.outcome());
    return new Entry(
        act.at(),
        LocalDay.of(act.at()),
        Topic.DECISION,
        CodeNames.sentence(CodeNames.stage(act.stage()))
            + ", "
            + CodeNames.words(act.act())
            + outcome
            + ".",
        List.of(new Part("", act.officer())),
        null);
  }
}
