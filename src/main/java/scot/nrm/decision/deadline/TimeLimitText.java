package scot.nrm.decision.deadline;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
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
      limit -> words(limit, Limit.REASONABLE_GROUNDS)),
  REFLECTION(
      "limitReflection",
      TimeLimitText::reasonableGroundsDecided,
      limit -> words(limit, Limit.REFLECTION)),
  REFLECTION_REVIEW(
      "limitReflectionReview",
      TimeLimitText::reasonableGroundsDecided,
      limit -> "day " + limit.number(Limit.REFLECTION_REVIEW)),
  /** The first day on which a positive decision is possible (D25). */
  POSITIVE_DECISION(
      "limitPositiveDecision",
      TimeLimitText::reasonableGroundsDecided,
      limit ->
          limit.number(Limit.EARLIEST_POSITIVE) == 0
              ? "at any time"
              : "from day " + limit.number(Limit.EARLIEST_POSITIVE)),
  /** The first day on which a negative decision needs no agreement (D25). */
  NEGATIVE_DECISION(
      "limitNegativeDecision",
      TimeLimitText::reasonableGroundsDecided,
      limit -> "day " + (limit.number(Limit.REFLECTION) + limit.number(Limit.EARLIEST_NEGATIVE))),
  REVIEW_REMINDER(
      "limitReviewReminder",
      TimeLimitText::reasonableGroundsDecided,
      limit -> words(limit, Limit.REVIEW_REMINDER)),
  REFERRAL("limitReferral", nrmCase -> null, limit -> words(limit, Limit.NRM_FORM)),
  LOCAL_AUTHORITY_ANSWER(
      "limitLocalAuthorityAnswer",
      nrmCase -> null,
      limit -> words(limit, Limit.LOCAL_AUTHORITY_ANSWER)),
  /** Usual for conclusive grounds when a suspension ends (D36). */
  NEW_TARGET("limitNewTarget", nrmCase -> null, limit -> words(limit, Limit.NEW_TARGET)),
  LEAVE("limitLeave", nrmCase -> null, TimeLimitText::leave);

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

  /** The same for a case; an extended reflection period has a later last day (D22, D25). */
  String words(TimeLimit limit, RegisterCase nrmCase) {
    LocalDate decided = reasonableGroundsDecided(nrmCase);
    LocalDate ends = nrmCase.reflectionEnd();
    return this == NEGATIVE_DECISION && decided != null && ends != null
        ? "day " + (ChronoUnit.DAYS.between(decided, ends) + limit.number(Limit.EARLIEST_NEGATIVE))
        : words(limit);
  }

  /** The day whose limit applies to the case; {@code null} if that is today. */
  LocalDate day(RegisterCase nrmCase) {
    return day.apply(nrmCase);
  }

  private static LocalDate reasonableGroundsDecided(RegisterCase nrmCase) {
    return nrmCase.reasonableGrounds().decidedOn();
  }

  private static String leave(TimeLimit limit) {
    String min =
        words(limit, Limit.LEAVE_MINIMUM)
            + (limit.number(Limit.LEAVE_MINIMUM_EXTRA) == 0
                ? ""
                : " and " + words(limit, Limit.LEAVE_MINIMUM_EXTRA));
    String max = words(limit, Limit.LEAVE_MAXIMUM);
    return min.equals(max) ? max : "at least " + min + ", and at most " + max;
  }

  private static String words(TimeLimit limit, Limit period) {
    return limit.length(period).words();
  }
}
