package scot.nrm.letters;

import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.register.Register;

/** Decides who may open a letter. */
@Component
public class LetterReaders {

  private static final String NOTICE_OF_DECISION = "NRM 05";
  private static final String ACKNOWLEDGEMENT = "acknowledgement-to-first-responder";

  private final CaseAccess access;
  private final PoliceForces forces;
  private final Register register;
  private final PrintQueue queue;
  private final IdentityService identity;

  LetterReaders(
      CaseAccess access,
      PoliceForces forces,
      Register register,
      PrintQueue queue,
      @Lazy IdentityService identity) {
    this.identity = identity;
    this.queue = queue;
    this.access = access;
    this.forces = forces;
    this.register = register;
  }

  /**
   * A letter in a form: a link, or only its text if the person who has the task may not open it.
   * The local authority that has the case may open letters to local authorities.
   *
   * @param words the text, already escaped
   */
  public String link(String words, Letter letter) {
    boolean mayOpen =
        letter.council().isPresent()
            || Viewer.signedIn(identity)
                .filter(reader -> reader.hasAnyOf(Role.LOCAL_AUTHORITY))
                .isEmpty();
    return mayOpen ? "[%s](%s)".formatted(words, letter.address()) : words;
  }

  /**
   * Whether a viewer may read a letter. A local authority may read the letters sent to it, also
   * after the case has moved to another one; asylum colleagues, those sent to them; a police
   * liaison, those sent to the police in a case of their own force; and a first responder, the
   * acknowledgement and the notice of a decision. Intake staff may open the letters of the
   * authorities whose post they send.
   */
  public boolean mayRead(Viewer viewer, Letter letter) {
    return access.mayReadAllLetters(viewer, letter.caseNumber())
        || letter.council().isPresent()
            && access.mayReadLetterTo(letter.council().get(), viewer, letter.caseNumber())
        || letter.addressee() == Addressee.UKBA_ASYLUM && viewer.has(Role.UKBA_ASYLUM_LIAISON)
        || isToPolice(letter) && forces.isOwnCase(viewer, letter.caseNumber())
        || isForReporter(viewer, letter)
        || queue.sendersOf(viewer).contains(letter.sender());
  }

  /**
   * Whether the police received the letter. If the police are the first responder, the only letter
   * is addressed to the first responder.
   */
  private boolean isToPolice(Letter letter) {
    return letter.addressee() == Addressee.POLICE
        || letter.addressee() == Addressee.FIRST_RESPONDER
            && !letter.template().equals(ACKNOWLEDGEMENT)
            && register
                .find(letter.caseNumber())
                .filter(nrmCase -> "police".equals(nrmCase.firstResponderAgency()))
                .isPresent();
  }

  private boolean isForReporter(Viewer viewer, Letter letter) {
    return viewer.has(Role.FIRST_RESPONDER)
        && letter.addressee() == Addressee.FIRST_RESPONDER
        && (letter.code().equals(NOTICE_OF_DECISION) || letter.template().equals(ACKNOWLEDGEMENT))
        && register
            .find(letter.caseNumber())
            .filter(nrmCase -> viewer.userId().equals(nrmCase.now().reportedBy()))
            .isPresent();
  }
}
