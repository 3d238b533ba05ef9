package scot.nrm.decision.deadline;

import java.time.LocalDate;

/**
 * The time limits for deadlines that are calculated from a given day.
 *
 * @param rgWorkingDays reasonable grounds: working days strictly after the day of receipt (D15)
 * @param reflectionReviewDays the review of the reflection period: calendar days after the decision
 *     (D21)
 * @param reflectionDays the end of the reflection period: calendar days after the decision (D20)
 * @param reviewReminderWorkingDays anyone who has not answered the review by then is reminded (D21)
 * @param leaveMinimumMonths leave ends at the earliest this many months after its grant (D29), plus
 * @param leaveMinimumExtraDays days
 * @param leaveMaximumMonths leave ends at the latest this many months after its grant (D29)
 * @param leaveRenewalDays preparing its renewal starts this many days before it ends (D29)
 * @param referralTargetHours from the first meeting to the receipt of the NRM form (D6)
 * @param localAuthorityAnswerWorkingDays for the answer to a UKBA copy or a direct form (D10, D11)
 * @param newTargetDays usual for conclusive grounds when a suspension ends (D36)
 */
public record TimeLimit(
    int rgWorkingDays,
    int reflectionReviewDays,
    int reflectionDays,
    int reviewReminderWorkingDays,
    int leaveMinimumMonths,
    int leaveMinimumExtraDays,
    int leaveMaximumMonths,
    int leaveRenewalDays,
    int referralTargetHours,
    int localAuthorityAnswerWorkingDays,
    int newTargetDays) {

  /**
   * The earliest day on which leave may expire (D29). Months are clipped to the month's end.
   *
   * <p>Before April 2013 leave was for 12 months, neither less nor more, and renewable: earliest
   * and latest are then the same day, the grant date plus 12 months. A longer stay is a renewal.
   */
  public LocalDate earliestLeaveExpiry(LocalDate granted) {
    return granted.plusMonths(leaveMinimumMonths).plusDays(leaveMinimumExtraDays);
  }

  /** The latest day on which leave may expire (D29). Months are clipped to the month's end. */
  public LocalDate latestLeaveExpiry(LocalDate granted) {
    return granted.plusMonths(leaveMaximumMonths);
  }
}
