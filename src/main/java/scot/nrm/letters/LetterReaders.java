package scot.nrm.letters;

import org.springframework.stereotype.Component;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;

/** Who may open a letter. */
@Component
public class LetterReaders {

  private static final String ASYLUM_LIAISON = "ukba-asylum-liaison";

  private final CaseAccess access;

  LetterReaders(CaseAccess access) {
    this.access = access;
  }

  /**
   * A council reads what was sent to it, also after the case has gone to another council, and asylum colleagues what
   * was sent to them; what stands in someone's print queue they may open to print it.
   */
  public boolean mayRead(Viewer viewer, Letter letter) {
    return access.mayReadAllLetters(viewer, letter.caseNumber())
        || letter.council().isPresent() && access.mayReadLetterTo(letter.council().get(), viewer, letter.caseNumber())
        || letter.addressee() == Addressee.UKBA_ASYLUM && viewer.isIn(ASYLUM_LIAISON)
        || PrintQueue.sendersOf(viewer).contains(letter.sender());
  }
}
