package scot.nrm.record;

import java.util.List;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.letters.DeliveryState;
import scot.nrm.letters.Letter;
import scot.nrm.letters.LetterReaders;
import scot.nrm.letters.Letters;
import scot.nrm.record.Section.Cell;
import scot.nrm.record.Section.Lines;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.RegisterEvent;

/** The sections of a record with links: the letters (D38), and linked or merged cases (D5, D12). */
@Component
class LettersAndLinks {

  private final Letters letters;
  private final LetterReaders readers;
  private final CaseAccess access;

  LettersAndLinks(Letters letters, LetterReaders readers, CaseAccess access) {
    this.letters = letters;
    this.readers = readers;
    this.access = access;
  }

  /**
   * Lists every letter, with a link only if the reader may open it, and decisions without a letter.
   */
  Section letters(RecordedCase recorded, Viewer viewer) {
    Lines lines = lines(letters.of(recorded.caseNumber()), viewer);
    for (Decision decision : letters.decisionsWithoutLetters(recorded.nrmCase())) {
      lines.row(
          Cell.of(BritishDate.orEmpty(decision.date())),
          Cell.of(decision.stage().heading() + ": " + decision.outcome().id()),
          Cell.of("No one has been notified"),
          Cell.of("not written, because the case was closed first"));
    }
    return lines.section();
  }

  /**
   * Lists only the letters that the reader may open, for a reader who may not read the case (D41).
   */
  Section readableLetters(RecordedCase recorded, Viewer viewer) {
    return lines(
            letters.of(recorded.caseNumber()).stream()
                .filter(letter -> readers.mayRead(viewer, letter))
                .toList(),
            viewer)
        .section();
  }

  private Lines lines(List<Letter> listed, Viewer viewer) {
    Lines lines = new Lines("Letters", "Dated", "Letter", "To", "Sent");
    for (Letter letter : listed) {
      boolean opens = readers.mayRead(viewer, letter);
      lines.row(
          Cell.of(BritishDate.orEmpty(letter.dated())),
          new Cell(
              letter.title() + (letter.minuteEnclosed() ? ", minute enclosed" : ""),
              "",
              opens ? letter.address() : ""),
          Cell.of(letter.addresseeName()),
          Cell.of(deliveryText(letter.delivery())));
    }
    return lines;
  }

  private static String deliveryText(DeliveryState delivery) {
    return switch (delivery) {
      case OUTBOX -> "being e-mailed";
      case NOTIFIED -> "notice e-mailed, to be posted";
      case EMAILED -> "e-mailed";
      case PRINT_QUEUE -> "to be posted";
      case PRINTED -> "posted";
    };
  }

  Section linkedCases(RecordedCase recorded, Viewer viewer) {
    Lines lines = new Lines("Linked cases");
    for (RegisterEvent event : recorded.events(EntryKind.LINKED, EntryKind.MERGED)) {
      String other = event.code();
      if (other != null) {
        String address = access.mayRead(viewer, other) ? RecordAddress.of(other) : "";
        String label = event.is(EntryKind.MERGED) ? "Merged with" : "Linked with";
        lines.row(Cell.of(label), new Cell("Case " + other, "", address));
      }
    }
    lines.fact("Other children named on the NRM form", "", recorded.file().text("linkedChildren"));
    return lines.section();
  }
}
