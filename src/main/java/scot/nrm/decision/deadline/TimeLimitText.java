package scot.nrm.decision.deadline;

import java.time.LocalDate;
import java.util.function.Function;
import scot.nrm.register.RegisterCase;

/**
 * The time limits in words, so that forms and letters show what the decision table says: each by
 * the name that a form or a letter gives in brackets, such as {@code {{limitReflection}}}.
 */
public enum TimeLimitText {
  REASONABLE_GROUNDS(
      "limitReasonableGrounds",
      RegisterCase::referralReceivedOn,
      limit -> days(limit.rgWorkingDays(), "working ")),
  REFLECTION(
      "limitReflection",
      TimeLimitText::reasonableGroundsDecided,
      limit -> days(limit.reflectionDays(), "")),
  REFLECTION_REVIEW(
      "limitReflectionReview",
      TimeLimitText::reasonableGroundsDecided,
      limit -> "day " + limit.reflectionReviewDays()),
  /** The first day on which a negative decision needs no agreement (D25). */
  NEGATIVE_DECISION(
      "limitNegativeDecision",
      TimeLimitText::reasonableGroundsDecided,
      limit -> "day " + (limit.reflectionDays() + 1)),
  REVIEW_REMINDER(
      "limitReviewReminder",
      TimeLimitText::reasonableGroundsDecided,
      limit -> days(limit.reviewReminderWorkingDays(), "working ")),
  REFERRAL("limitReferral", known -> null, limit -> count(limit.referralTargetHours(), "hour")),
  LOCAL_AUTHORITY_ANSWER(
      "limitLocalAuthorityAnswer",
      known -> null,
      limit -> days(limit.localAuthorityAnswerWorkingDays(), "working ")),
  /** Usual for conclusive grounds when a suspension ends (D36). */
  NEW_TARGET("limitNewTarget", known -> null, limit -> days(limit.newTargetDays(), "")),
  LEAVE("limitLeave", known -> null, TimeLimitText::leave);

  private final String key;
  private final Function<RegisterCase, LocalDate> day;
  private final Function<TimeLimit, String> words;

  TimeLimitText(
      String key, Function<RegisterCase, LocalDate> day, Function<TimeLimit, String> words) {
    this.key = key;
    this.day = day;
    this.words = words;
  }

  /** The name used in forms and letters. */
  public String key() {
    return key;
  }

  /** Such as {@code 45 days}. */
  public String words(TimeLimit limit) {
    return words.apply(limit);
  }

  /** The day whose limit applies to the case; {@code null} if that is today. */
  LocalDate day(RegisterCase known) {
    return day.apply(known);
  }

  private static LocalDate reasonableGroundsDecided(RegisterCase known) {
    return known.reasonableGrounds().decidedOn();
  }

  private static String leave(TimeLimit limit) {
    String least =
        count(limit.leaveMinimumMonths(), "month")
            + (limit.leaveMinimumExtraDays() == 0
                ? ""
                : " and " + days(limit.leaveMinimumExtraDays(), ""));
    String most = count(limit.leaveMaximumMonths(), "month");
    return least.equals(most) ? most : "at least " + least + ", and at most " + most;
  }

  private static String days(int number, String kind) {
    return count(number, kind + "day");
  }

  private static String count(int number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
