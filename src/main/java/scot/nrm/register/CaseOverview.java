package scot.nrm.register;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.register.RegisterCase.Now;
import scot.nrm.register.RegisterCase.StageState;

/**
 * The state of a case at a point in time, from the register only: its stage, its deadlines, and
 * anything unusual. Forms, the record, Cockpit and Tasklist use the same wording. It contains no
 * personal details of the child.
 */
public record CaseOverview(RegisterCase nrmCase, Instant now) {

  /** Longer times are shown in days instead of hours. */
  private static final Duration SHOWN_IN_HOURS = Duration.ofHours(72);

  /** The name of the deadline for the NRM form (D6). */
  public static final String NRM_FORM = "NRM form to {{authority.intake.the}}";

  /** The name of the review of the reflection period (D21). */
  public static final String REVIEW = "Review of the reflection period";

  /** The label of the first day as an adult. */
  public static final String ADULT_FROM = "Adult from";

  /** The status of a deadline, for a symbol beside the text. */
  public enum Pace {
    /** Done, either in time or without a date to miss. */
    DONE,
    /** Done or still open after the current date. */
    LATE,
    /** The current date is today. */
    TODAY,
    RUNNING,
    /** Suspended: nothing is late (D35). */
    SUSPENDED,
    /** The case ended before this deadline did. */
    STOPPED
  }

  /**
   * One deadline.
   *
   * @param first the original date
   * @param inForce the current date (D15, D16, D22)
   * @param decided the date of the decision, or {@code null}
   * @param words the status, such as {@code positive, 3 days late}, {@code 5 days left}
   */
  public record Clock(
      String name, LocalDate first, LocalDate inForce, LocalDate decided, Pace pace, String words) {

    /** The date and status, such as {@code 12 May 2009 (originally 5 May 2009): 5 days left}. */
    public String sentence() {
      if (pace == Pace.SUSPENDED) {
        return words + (inForce == null ? "" : " (it was " + BritishDate.of(inForce) + ")");
      }
      String moved = first.equals(inForce) ? "" : " (originally " + BritishDate.of(first) + ")";
      return BritishDate.of(inForce) + moved + ": " + words;
    }
  }

  /** A label with its value, to be read together, such as {@code Removal} and {@code on hold}. */
  public record Fact(String label, String value) {

    public String words() {
      return label + " " + value;
    }
  }

  /** The day, in Europe/London (D40). */
  public LocalDate today() {
    return LocalDay.of(now);
  }

  /** The state of the case, in a few words. */
  public String state() {
    if (nrmCase.now().mergedInto() != null) {
      return "Merged with case " + nrmCase.now().mergedInto();
    }
    if (nrmCase.now().suspendedStage() != null) {
      return "Suspended at " + nrmCase.now().suspendedStage().label();
    }
    return nrmCase.caseOutcome() == null ? "Open" : "Closed: " + nrmCase.caseOutcome().words();
  }

  /** Whether removal from the United Kingdom is on hold (D32), in words; empty if not known. */
  public String removal() {
    return nrmCase.removalHold() == null ? "" : nrmCase.removalHold().words();
  }

  /** The known dates of the case, in the order of the path. */
  public List<Fact> dates() {
    List<Fact> dates = new ArrayList<>();
    date(dates, "Case opened", nrmCase.openedOn());
    date(dates, "{{authority.immigration.short}} copy received", nrmCase.now().ukbaCopyOn());
    date(dates, "NRM form received by {{authority.intake.the}}", nrmCase.referralReceivedOn());
    date(dates, "Reasonable grounds decided", nrmCase.reasonableGrounds().decidedOn());
    date(dates, "Conclusive grounds decided", nrmCase.conclusiveGrounds().decidedOn());
    date(dates, ADULT_FROM, nrmCase.now().adultFrom());
    date(dates, "Leave decided", nrmCase.leaveDecidedOn());
    date(dates, "Leave expires", nrmCase.leaveExpiresOn());
    date(dates, "Case closed", nrmCase.closedOn());
    return dates;
  }

  /** Anything currently unusual (D6, D7, D30, D34, D35). */
  public List<Fact> notable() {
    Now now = nrmCase.now();
    List<Fact> notable = new ArrayList<>();
    if (now.missingSince() != null) {
      notable.add(new Fact("Child missing", "since " + BritishDate.of(now.missingSince())));
    }
    if (now.suspendedStage() != null) {
      notable.add(new Fact(now.suspendedStage().heading() + " suspended", suspended()));
    }
    if (now.reconsideredStage() != null) {
      notable.add(new Fact(now.reconsideredStage().heading(), "being reconsidered"));
    }
    if (nrmCase.isAdult(today())) {
      notable.add(new Fact("Adult", "since " + BritishDate.of(now.adultFrom())));
    }
    if (Boolean.TRUE.equals(now.referralTargetMissed())) {
      notable.add(
          new Fact("NRM form", "received late, counted from the first meeting with the child"));
    }
    return notable;
  }

  /** The deadlines that have been set; nothing is late at a suspended stage. */
  public List<Clock> deadlines() {
    List<Clock> deadlines = new ArrayList<>();
    nrmForm().ifPresent(deadlines::add);
    decision(Stage.REASONABLE_GROUNDS).ifPresent(deadlines::add);
    review().ifPresent(deadlines::add);
    periodEnd(
            "End of the reflection period",
            nrmCase.reflectionOriginalEnd(),
            nrmCase.reflectionEnd(),
            "")
        .ifPresent(deadlines::add);
    decision(Stage.CONCLUSIVE_GROUNDS).ifPresent(deadlines::add);
    return deadlines;
  }

  /**
   * The deadline for the NRM form (D6), until its receipt is logged or the case ends without it.
   * Once the local authority has sent the form, the deadline is judged by the time of sending.
   */
  public Optional<Clock> nrmForm() {
    Instant due = nrmCase.now().referralDueAt();
    if (due == null || nrmCase.referralReceivedOn() != null || nrmCase.isClosed()) {
      return Optional.empty();
    }
    LocalDate day = LocalDay.of(due);
    Instant sent = nrmCase.now().referralSentAt();
    if (sent != null) {
      boolean late = due.isBefore(sent);
      String words =
          "sent on %s%s; {{authority.intake.the}} has not logged it yet"
              .formatted(BritishDate.withTime(sent), late ? " (" + left(due, sent) + ")" : "");
      return Optional.of(new Clock(NRM_FORM, day, day, null, late ? Pace.LATE : Pace.DONE, words));
    }
    Pace pace = due.isBefore(now) ? Pace.LATE : day.equals(today()) ? Pace.TODAY : Pace.RUNNING;
    return Optional.of(new Clock(NRM_FORM, day, day, null, pace, left(due, now)));
  }

  /** The deadline of a decision; empty if none has been set. */
  public Optional<Clock> decision(Stage stage) {
    StageState at = nrmCase.at(stage);
    if (at.due() == null && at.decidedOn() == null) {
      return Optional.empty();
    }
    Pace pace;
    String words;
    if (nrmCase.now().suspendedStage() == stage) {
      pace = Pace.SUSPENDED;
      words = "suspended " + suspended() + ", so no deadline applies";
    } else if (nrmCase.now().reconsideredStage() == stage) {
      pace = at.due() == null ? Pace.RUNNING : pace(at.due(), today());
      words =
          "being reconsidered"
              + (at.due() == null
                  ? ""
                  : ", " + left(at.due(), today()) + ", counted from the date of the request");
    } else if (at.decidedOn() != null) {
      boolean late = Boolean.TRUE.equals(at.late());
      String howLate = at.daysLate() == null ? "late" : days(at.daysLate()) + " late";
      pace = late ? Pace.LATE : Pace.DONE;
      words = at.outcome().id() + ", " + (late ? howLate : "on time");
    } else if (nrmCase.isClosed()) {
      pace = Pace.STOPPED;
      words = "the case ended without this decision";
    } else {
      pace = pace(at.due(), today());
      words = left(at.due(), today());
    }
    LocalDate due = at.due() == null ? at.decidedOn() : at.due();
    return Optional.of(
        new Clock(
            stage.heading() + " decision",
            at.originalDue() == null ? due : at.originalDue(),
            due,
            at.decidedOn(),
            pace,
            words));
  }

  /** Whether the last day of the reflection period has passed (D20). */
  public boolean isReflectionOver() {
    return nrmCase.reflectionEnd() != null && nrmCase.reflectionEnd().isBefore(today());
  }

  /** The review, which is not needed once conclusive grounds are decided (D21, D25). */
  private Optional<Clock> review() {
    LocalDate day = nrmCase.reflectionReview();
    LocalDate decided = nrmCase.conclusiveGrounds().decidedOn();
    String stopped = "";
    if (day != null && day.equals(decided)) {
      stopped = "conclusive grounds were decided on this day";
    } else if (day != null && decided != null && decided.isBefore(day)) {
      stopped = "not needed: conclusive grounds are decided";
    } else if (day != null && day.isBefore(today())) {
      stopped = "date has passed";
    }
    return periodEnd(REVIEW, day, day, stopped);
  }

  /**
   * The end of a period, which is never late. The register doesn't record whether a review was done
   * on its day; its task does.
   *
   * @param stopped the reason why it no longer applies; empty if it does
   */
  private Optional<Clock> periodEnd(String name, LocalDate first, LocalDate end, String stopped) {
    if (end == null) {
      return Optional.empty();
    }
    boolean over = end.isBefore(today());
    Pace pace;
    String words;
    if (!stopped.isEmpty()) {
      pace = Pace.STOPPED;
      words = stopped;
    } else if (over) {
      pace = Pace.DONE;
      words = "the period is over";
    } else if (nrmCase.now().mergedInto() != null && nrmCase.isClosed()) {
      pace = Pace.STOPPED;
      words = "continues with the other case";
    } else if (nrmCase.caseOutcome() == CaseOutcome.CLOSED_OTHER) {
      pace = Pace.STOPPED;
      words = "the case ended before";
    } else {
      pace = pace(end, today());
      words = end.equals(today()) ? "today" : left(end, today());
    }
    return Optional.of(new Clock(name, first == null ? end : first, end, null, pace, words));
  }

  private static Pace pace(LocalDate due, LocalDate today) {
    return due.isBefore(today) ? Pace.LATE : due.equals(today) ? Pace.TODAY : Pace.RUNNING;
  }

  /** The calendar days left or late (D28), such as {@code due today} or {@code 2 days late}. */
  public static String left(LocalDate due, LocalDate today) {
    int days = (int) ChronoUnit.DAYS.between(today, due);
    return days < 0 ? days(-days) + " late" : days == 0 ? "due today" : days(days) + " left";
  }

  /**
   * The time left or late, such as {@code 20 hours left, until 14:20} or {@code 3 hours late}. It
   * is in days from 72 hours on, or if the deadline is the end of a day, because its time is not
   * known.
   */
  public static String left(Instant due, Instant now) {
    LocalDate day = LocalDay.of(due);
    if (due.equals(LocalDay.endOf(day).toInstant())) {
      return left(day, LocalDay.of(now));
    }
    Duration left = Duration.between(now, due);
    String until = ", until " + BritishDate.timeOf(due);
    if (left.abs().compareTo(SHOWN_IN_HOURS) >= 0) {
      return left(day, LocalDay.of(now)) + (left.isNegative() ? "" : until);
    }
    long hours = left.abs().toHours();
    String words = hours == 0 ? "less than an hour" : hours + (hours == 1 ? " hour" : " hours");
    return left.isNegative() ? words + " late" : words + " left" + until;
  }

  public static String days(int days) {
    return days == 1 ? "1 day" : String.format(Locale.UK, "%,d days", days);
  }

  private String suspended() {
    LocalDate since = nrmCase.now().suspendedOn();
    return since == null ? "" : "since " + BritishDate.of(since);
  }

  private static void date(List<Fact> dates, String label, LocalDate day) {
    if (day != null) {
      dates.add(new Fact(label, BritishDate.of(day)));
    }
  }
}
