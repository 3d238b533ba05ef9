package scot.nrm.partners;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.letters.LetterReaders;
import scot.nrm.letters.Letters;

/** The letters of a case that a person may open, as links for a page. */
@Component
class LettersToOpen {

  private final Letters letters;
  private final LetterReaders readers;

  LettersToOpen(Letters letters, LetterReaders readers) {
    this.letters = letters;
    this.readers = readers;
  }

  List<Map<String, String>> of(String caseNumber, Viewer viewer) {
    return letters.of(caseNumber).stream()
        .filter(letter -> readers.mayRead(viewer, letter))
        .map(
            letter ->
                Map.of(
                    "title",
                    letter.title() + ", " + BritishDate.orEmpty(letter.dated()),
                    "address",
                    letter.address()))
        .toList();
  }
}
