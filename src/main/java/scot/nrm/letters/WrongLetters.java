package scot.nrm.letters;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.facts.CaseOutcomes;
import scot.nrm.pages.Templates;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/** Finds letters with a wrong fact (D43). */
@Component
public class WrongLetters {

  /**
   * Facts by key, with the names that templates use for them or for a date that depends on them.
   */
  private static final Map<String, List<String>> PLACEHOLDERS =
      Map.of(
          "referralReceivedDate", List.of("receivedDate", "rgDue"),
          "courtHearingDate", List.of("rgDue"));

  private final Letters letters;
  private final CaseFile file;
  private final Register register;
  private final Templates templates;

  WrongLetters(Letters letters, CaseFile file, Register register, Templates templates) {
    this.letters = letters;
    this.file = file;
    this.register = register;
    this.templates = templates;
  }

  /**
   * The letters of a case that contain a fact. Every letter that names the child has all names and
   * the date of birth in its heading; a wrong address means that letters to the person may not have
   * arrived, unless a representative gets them; a wrong representative may have had these letters;
   * a wrong force means that letters went to the wrong police, as police or as the first responder.
   * If the correction has reopened the case for leave, also those that would have announced the
   * decision on leave (D29).
   *
   * @param fact its key in the file, such as {@code childDateOfBirth}
   * @param corrected the day of the correction; later letters are correct
   */
  public List<Letter> containing(String caseNumber, String fact, LocalDate corrected) {
    boolean leaveNeeded = hasReopenedForLeave(caseNumber, fact);
    return letters.of(caseNumber).stream()
        .filter(letter -> !letter.dated().isAfter(corrected))
        .filter(
            letter ->
                contains(letter, fact)
                    || leaveNeeded
                        && templates.mentions(letter.template(), List.of("leaveConsidered")))
        .toList();
  }

  private boolean hasReopenedForLeave(String caseNumber, String fact) {
    String corrected = null;
    for (RegisterEvent event : register.history(caseNumber)) {
      if (event.is(EntryKind.CORRECTED)) {
        corrected = event.code();
      } else if (event.is(EntryKind.REOPENED)
          && CaseOutcomes.LEAVE_NEEDED.equals(event.code())
          && fact.equals(corrected)) {
        return true;
      }
    }
    return false;
  }

  private boolean contains(Letter letter, String fact) {
    return switch (fact) {
      case "childNames", "childAlsoKnownAs", "childDateOfBirth" -> isNamingTheChild(letter);
      case "placementAddress" ->
          letter.addressee() == Addressee.PERSON_OR_REPRESENTATIVE
              && Recipient.addressOfRepresentative(file.read(letter.caseNumber())).isEmpty();
      case "legalRepresentative", "guardian" ->
          letter.addressee() == Addressee.PERSON_OR_REPRESENTATIVE
              && hasReplacedRepresentative(letter.caseNumber(), fact);
      case "policeForce" -> letter.addressee() == Addressee.POLICE || letter.force().isPresent();
      default ->
          PLACEHOLDERS.containsKey(fact)
              && templates.mentions(letter.template(), PLACEHOLDERS.get(fact));
    };
  }

  /** A stranger who asked for reconsideration isn't told whom the case is about (D30). */
  private static boolean isNamingTheChild(Letter letter) {
    return letter.addressee() != Addressee.WHO_ASKED
        || letter.council().isPresent()
        || letter.occasion().equals(LetterOccasion.RECONSIDERATION_REFUSED);
  }

  /** Not if nobody was recorded before, or if the guardian gets no letters. */
  private boolean hasReplacedRepresentative(String caseNumber, String fact) {
    CaseFileContent now = file.read(caseNumber);
    return (fact.equals("legalRepresentative") || !Recipient.hasLegalRepresentative(now))
        && register.history(caseNumber).stream()
            .filter(event -> event.is(EntryKind.CORRECTED) && fact.equals(event.code()))
            .anyMatch(
                event ->
                    !event
                        .detail()
                        .contains(": " + RegisterUpdates.NOTHING + RegisterUpdates.CORRECTED_TO));
  }
}
