package scot.nrm.letters;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import scot.nrm.engine.Stage;

/**
 * What makes letters go out: something that has happened in a case.
 *
 * @param occasion as the table {@code letters} knows it, such as {@code rg-positive}
 * @param occurrence tells one time from the next; {@code null} for a decision, which the register counts. The letters
 *     of one occurrence are sent once, however often they are asked for.
 * @param officer who did what the letters tell, or {@code null}
 * @param dates dates of the case by name ({@code reflectionEnd}, {@code rgDue} and so on) that the letters may
 *     mention; they win over those in the register
 */
public record LetterOccasion(
    String caseNumber, String occasion, String occurrence, String officer, Map<String, LocalDate> dates) {

  /** Sent to whoever has not answered the review (D21); to nobody where everyone has. */
  static final String REVIEW_REMINDER = "review-reminder";

  public LetterOccasion {
    dates = Map.copyOf(dates);
  }

  /** The stage whose decision the letters tell, if it is a decision that they tell. */
  Optional<Stage> decidedStage() {
    return switch (occasion) {
      case "rg-positive", "rg-negative" -> Optional.of(Stage.REASONABLE_GROUNDS);
      case "cg-positive", "cg-negative" -> Optional.of(Stage.CONCLUSIVE_GROUNDS);
      default -> Optional.empty();
    };
  }

  /** The outcome that the letters tell; only of a decision. */
  String outcome() {
    return occasion.substring(occasion.indexOf('-') + 1);
  }

  /** Whether the letters are written by the authority that decides conclusive grounds. */
  boolean afterReasonableGrounds() {
    return occasion.startsWith("cg-") || occasion.startsWith("reflection-") || occasion.equals(REVIEW_REMINDER);
  }

  /** Whether the letters are written by UKHTC's intake, which logs every form whoever decides (D12). */
  boolean atIntake() {
    return occasion.equals("referral-received") || occasion.equals("facts-missing");
  }
}
