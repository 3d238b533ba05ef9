package scot.nrm.letters;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.register.Outcome;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * An event in a case that causes letters.
 *
 * @param occasion its code in the table {@code letters}, such as {@code rg-positive}
 * @param occurrence distinguishes repeated events; {@code null} for a decision, which the register
 *     counts. The letters of one occurrence are sent only once.
 * @param officer the user who acted, or {@code null}
 * @param fixedSender the sending authority, if it doesn't follow from the occasion or the case;
 *     otherwise {@code null}
 * @param next the authority that will decide on conclusive grounds, if the register doesn't have it
 *     yet; otherwise {@code null}
 * @param dates dates of the case by name ({@code reflectionEnd}, {@code rgDue} and so on) that the
 *     letters may mention; they override those in the register
 */
public record LetterOccasion(
    String caseNumber,
    String occasion,
    String occurrence,
    String officer,
    Authority fixedSender,
    Authority next,
    Map<String, LocalDate> dates) {

  /** Positive reasonable grounds: the reflection period begins (D20). */
  static final String POSITIVE_REASONABLE_GROUNDS = "rg-positive";

  /** A child has gone missing (D34). */
  static final String CHILD_MISSING = "child-missing";

  static final String CHILD_FOUND = "child-found";

  /** A stage is suspended while a child is missing (D35). */
  static final String STAGE_SUSPENDED = "stage-suspended";

  /** Only an applicant who was entitled gets this answer (D30). */
  static final String RECONSIDERATION_REFUSED = "reconsideration-refused";

  /** The reflection period is extended (D22). */
  static final String REFLECTION_EXTENDED = "reflection-extended";

  /** A reminder to those who have not answered the review (D21), if any. */
  static final String REVIEW_REMINDER = "review-reminder";

  /** Leave is about to expire, to an adult; for a child, the lead professional has a task (D29). */
  static final String LEAVE_RENEWAL = "leave-renewal";

  /** The case has moved to another authority (D14); the previous one sends the letter. */
  static final String TRANSFER = "transfer";

  /** The day on which another authority takes the case over (D14). */
  static final String TRANSFERRED_ON = "transferredOn";

  /** The date of the reconsidered decision, which the one in the letter replaces (D30). */
  static final String REPLACED_DECISION = "replacedDecision";

  /** The date of a decision made by mistake, which the one in the letter replaces. */
  static final String MISTAKEN_DECISION = "mistakenDecision";

  /** The occasions before a reflection period, or where it is known that there will be none. */
  private static final Set<String> WITHOUT_REFLECTION =
      Set.of("referral-received", "facts-missing", "rg-extended", "rg-negative");

  public LetterOccasion {
    dates = Map.copyOf(dates);
  }

  /**
   * Whether letters of an occasion can have a date of the case. The day of a request depends on the
   * diagrams, so a check of the whole set covers it.
   *
   * @param date its name in letters
   */
  static boolean mayHaveDate(String date, String occasion) {
    return switch (date) {
      case "receivedDate",
          "rgDue",
          "copyReceived",
          "missingSince",
          "foundOn",
          "suspendedOn",
          "sentStraightToUkhtc",
          "requestedOn" ->
          true;
      case "reflectionReview", "reflectionEnd", "cgTarget" ->
          !WITHOUT_REFLECTION.contains(occasion);
      case "cgDecided" ->
          !WITHOUT_REFLECTION.contains(occasion) && !occasion.equals(POSITIVE_REASONABLE_GROUNDS);
      case "reflectionEnded" ->
          occasion.equals(REFLECTION_EXTENDED)
              || decidedStage(occasion).filter(Stage.CONCLUSIVE_GROUNDS::equals).isPresent();
      case "leaveExpires", "leaveExpired" ->
          !WITHOUT_REFLECTION.contains(occasion) && decidedStage(occasion).isEmpty();
      case REPLACED_DECISION, MISTAKEN_DECISION -> decidedStage(occasion).isPresent();
      case TRANSFERRED_ON -> occasion.equals(POSITIVE_REASONABLE_GROUNDS);
      default -> false;
    };
  }

  /** An occasion whose sending authority and dates follow from it or from the case. */
  public LetterOccasion(String caseNumber, String occasion, String occurrence, String officer) {
    this(caseNumber, occasion, occurrence, officer, null, null, Map.of());
  }

  LetterOccasion withOccurrence(String occurrence) {
    return new LetterOccasion(caseNumber, occasion, occurrence, officer, fixedSender, next, dates);
  }

  static String ofDecision(Stage stage, Outcome outcome) {
    return stage.prefix() + "-" + outcome.id();
  }

  /** The stage, if the letters are about a decision. */
  Optional<Stage> decidedStage() {
    return decidedStage(occasion);
  }

  static Optional<Stage> decidedStage(String occasion) {
    return switch (occasion) {
      case POSITIVE_REASONABLE_GROUNDS, "rg-negative" -> Optional.of(Stage.REASONABLE_GROUNDS);
      case "cg-positive", "cg-negative" -> Optional.of(Stage.CONCLUSIVE_GROUNDS);
      default -> Optional.empty();
    };
  }

  /** The outcome; only for a decision. */
  Outcome outcome() {
    return Outcome.of(occasion.substring(occasion.indexOf('-') + 1));
  }

  /** Whether it is allowed that nobody gets a letter. */
  static boolean maySendNothing(String occasion) {
    return occasion.equals(REVIEW_REMINDER) || occasion.equals(LEAVE_RENEWAL);
  }

  /**
   * The authority that sends the letters. For a decision, its deadline or its review, the one that
   * decides that stage; for a receipt, the one that logs every form (D12) or receives copies (D10);
   * for a transfer, the previous one (D14), from the diagram; for leave, the one that decides on it
   * (D29). For anything else, the authority that decides the current stage. If none does yet, the
   * one that has a copy before an NRM form is received (D9), and later the one that logs forms.
   */
  Authority sender(CaseOnDay onDay) {
    RegisterCase nrmCase = onDay.nrmCase();
    if (fixedSender != null) {
      return fixedSender;
    }
    Authority authority =
        switch (occasion) {
          case "referral-received",
              "facts-missing",
              "child-not-known",
              "direct-referral-reminder" ->
              onDay.with(Duty.INTAKE);
          case "copy-reminder", LEAVE_RENEWAL -> onDay.with(Duty.IMMIGRATION);
          case POSITIVE_REASONABLE_GROUNDS, "rg-negative", "rg-extended" -> nrmCase.rgAuthority();
          case "cg-positive", "cg-negative", REFLECTION_EXTENDED, REVIEW_REMINDER ->
              nrmCase.cgAuthority();
          default ->
              (nrmCase.referralReceivedOn() == null
                      ? onDay.notifiedAuthority()
                      : onDay.decidingAuthority())
                  .orElse(null);
        };
    return nrmCase.orIntake(authority, onDay.authorities(), onDay.day());
  }
}
