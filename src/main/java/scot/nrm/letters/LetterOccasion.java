package scot.nrm.letters;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * What makes letters go out: something that has happened in a case.
 *
 * @param occasion as the table {@code letters} knows it, such as {@code rg-positive}
 * @param occurrence tells one time from the next; {@code null} for a decision, which the register
 *     counts. The letters of one occurrence are sent once, however often they are asked for.
 * @param officer who did what the letters tell, or {@code null}
 * @param dates dates of the case by name ({@code reflectionEnd}, {@code rgDue} and so on) that the
 *     letters may mention; they win over those in the register
 */
public record LetterOccasion(
    String caseNumber,
    String occasion,
    String occurrence,
    String officer,
    Map<String, LocalDate> dates) {

  /** Sent to whoever has not answered the review (D21); to nobody where everyone has. */
  static final String REVIEW_REMINDER = "review-reminder";

  /**
   * Sent to the person; to nobody while they are a child, whose lead professional has a task
   * instead (D29).
   */
  static final String LEAVE_RENEWAL = "leave-renewal";

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

  /** Whether there may be nobody who gets a letter. */
  boolean maySendNothing() {
    return occasion.equals(REVIEW_REMINDER) || occasion.equals(LEAVE_RENEWAL);
  }

  /**
   * The authority that writes the letters: of a decision, its clock or its review the one that
   * decides there. Intake writes for UKHTC, which logs every form whoever decides (D12), and for
   * UKBA about its copies (D10); a case is handed over by the authority that had it (D14); leave is
   * UKBA's (D29). All else is written by the authority that decides now. Where none is known yet,
   * UKHTC writes: it keeps the register.
   */
  String sender(CaseOnDay onDay) {
    RegisterCase known = onDay.known();
    String authority =
        switch (occasion) {
          case "referral-received",
              "facts-missing",
              "child-not-known",
              "direct-referral-reminder",
              "hand-over-to-ukba" ->
              CaseOnDay.UKHTC;
          case "copy-reminder", "hand-over-to-ukhtc", LEAVE_RENEWAL -> CaseOnDay.UKBA;
          case "rg-positive", "rg-negative", "rg-extended" -> known.rgAuthority();
          case "cg-positive", "cg-negative", "reflection-extended", REVIEW_REMINDER ->
              known.cgAuthority();
          default -> onDay.decidingAuthority().orElse(null);
        };
    return authority == null ? CaseOnDay.UKHTC : authority;
  }
}
