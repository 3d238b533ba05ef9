package scot.nrm.cockpit.caseload;

import java.time.LocalDate;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.StoredCode;
import scot.nrm.register.RemovalHold;

/**
 * What needs the attention of a manager. Each is a condition on a case of the register ({@code r}),
 * so that the number on a tile and the list behind it are always the same.
 *
 * <p>A case is <b>open</b> if it has no outcome, or if its decision is being reconsidered (D30,
 * D33). Most tiles count open cases. Missing children, waiting tasks and failures are also counted
 * in closed cases.
 *
 * <p><b>Dates</b> are those in force (D15, D16, D22, D36) on the day of the cases' clock, in
 * Europe/London (D40). Nothing is due or late while a stage is suspended (D36).
 */
public enum CaseloadAlert implements StoredCode {

  /** The deadline of the NRM form has passed (D6), and the local authority has not sent it. */
  FORM_LATE(
      "NRM form late",
      "The local authority has not sent the NRM form, and the time for it, from the first meeting with the child, has passed.",
      Kind.OPEN_CASES,
      CaseloadSql.NRM_FORM + " and r.referral_sent_at is null and r.referral_due_at < :now"),

  /**
   * The deadline of an open decision on reasonable grounds is today (D15): the fifth working day,
   * as extended, or the working day before a hearing (D16). Not while the stage is suspended (D36).
   */
  RG_TODAY(
      "Reasonable grounds due today",
      "The decision has not been made and is due today.",
      Kind.OPEN_CASES,
      CaseloadSql.REASONABLE_GROUNDS + " and r.suspended_stage is null and r.rg_due = :today"),

  /** That deadline was before today, so the decision is late (D28). */
  RG_OVERDUE(
      "Reasonable grounds late",
      "The decision has not been made and its deadline has passed.",
      Kind.OPEN_CASES,
      CaseloadSql.REASONABLE_GROUNDS + " and r.suspended_stage is null and r.rg_due < :today"),

  /** The deadline of an open decision (D15, D24) is today or one of the seven days after. */
  DUE_WEEK(
      "Decision due within a week",
      "The decision has not been made, and its deadline is today or one of the next seven days.",
      Kind.OPEN_CASES,
      CaseloadSql.DECISION_DUE + " between :today and :inAWeek"),

  /**
   * The last day of the reflection period of an open case, as extended (D20, D22), is today or one
   * of the seven days after. The period continues if the child is missing or a stage is suspended
   * (D23).
   */
  REFLECTION_ENDING(
      "Reflection period ends within a week",
      "Its last day is today or one of the next seven days. It continues while a stage is suspended.",
      Kind.OPEN_CASES,
      CaseloadSql.OPEN + " and r.reflection_end between :today and :inAWeek"),

  /**
   * The target in force of an open decision on conclusive grounds (D24, D22, D36) was before today
   * (D28). The flag appears at the end of that day, as in the diagram. A negative decision dated
   * the first working day on which it may be made without agreement (D25) is still in time, and
   * removes the flag.
   */
  CG_LATE(
      "Conclusive grounds late",
      "The decision has not been made and its deadline has passed. A negative decision is still on time on the first working day on which it may be made without agreement.",
      Kind.OPEN_CASES,
      CaseloadSql.CONCLUSIVE_GROUNDS + " and r.suspended_stage is null and r.cg_target < :today"),

  /** Two officers have suspended a stage (D35), and it has not been resumed. */
  SUSPENDED(
      "Suspended",
      "Two officers have suspended the stage because the child is missing. No deadline applies and nothing is late.",
      Kind.OPEN_CASES,
      CaseloadSql.OPEN + " and r.suspended_stage is not null"),

  /**
   * The child was reported missing and has not been found (D34), even after the outcome. A merged
   * case is shown under the number that remains.
   */
  MISSING(
      "Child missing",
      "Reported missing and not yet found, including in finished cases.",
      Kind.CASES,
      "r.missing_since is not null and r.merged_into is null"),

  /**
   * UKBA has sent a copy (D9), and the council has neither accepted the concern nor has its NRM
   * form been received (D10). After 10 working days the council's manager gets a task.
   */
  COPIES(
      "{{authority.immigration.short}} copies unanswered",
      "The local authority has not accepted the concern, and there is no NRM form. Once the time for an answer has passed, its manager is asked to act.",
      Kind.OPEN_CASES,
      CaseloadSql.UNANSWERED_COPY),

  /** Removal is on hold (D32) in an open case. */
  REMOVAL_HOLD(
      "Removal on hold",
      "The child must not be removed from the United Kingdom while the case is open.",
      Kind.OPEN_CASES,
      CaseloadSql.OPEN + " and r.removal_hold = '" + RemovalHold.ON.id() + "'"),

  /**
   * Tasks that have waited for a team since today, yesterday or the day before, by the local date
   * of their creation (D40).
   */
  UNCLAIMED_2_DAYS(
      "Unassigned tasks, up to 2 days",
      Meaning.UNCLAIMED_TASK,
      Kind.TASKS,
      "t.CREATE_TIME_ >= :twoDaysAgo"),

  /** Since three to seven days ago. */
  UNCLAIMED_WEEK(
      "Unassigned tasks, 3 to 7 days",
      Meaning.UNCLAIMED_TASK,
      Kind.TASKS,
      "t.CREATE_TIME_ < :twoDaysAgo and t.CREATE_TIME_ >= :aWeekAgo"),

  /** For more than seven days. */
  UNCLAIMED_LONGER(
      "Unassigned tasks, more than 7 days",
      Meaning.UNCLAIMED_TASK,
      Kind.TASKS,
      "t.CREATE_TIME_ < :aWeekAgo"),

  /** A technical failure, on the path or beside it, that needs a platform administrator. */
  INCIDENT(
      "Incidents",
      "Something technical has failed and has to be repaired, including in finished cases. Nothing is lost.",
      Kind.CASES,
      CaseloadSql.INCIDENT);

  /** What a tile counts, and so whether its list shows open cases or all cases. */
  enum Kind {
    OPEN_CASES,
    CASES,
    /** Tasks of open and closed cases; a case may have several. */
    TASKS
  }

  private final String label;
  private final String meaning;
  private final Kind kind;
  private final String sql;

  CaseloadAlert(String label, String meaning, Kind kind, String sql) {
    this.label = label;
    this.meaning = meaning;
    this.kind = kind;
    this.sql = sql;
  }

  String label() {
    return label;
  }

  String meaning() {
    return meaning;
  }

  Kind kind() {
    return kind;
  }

  /** A condition on {@code case_register r}, with the parameters of {@link Caseload}. */
  public String sql() {
    return kind == Kind.TASKS
        ? CaseloadSql.NUMBER
            + " in (select pi.BUSINESS_KEY_ from "
            + CaseloadSql.UNCLAIMED_TASKS
            + " and "
            + sql
            + ")"
        : "(" + sql + ")";
  }

  /** For a tile that counts tasks: a condition on how long a task {@code t} has waited. */
  String ageCondition() {
    return sql;
  }

  /** Cases that have needed attention only since yesterday, for e-mails. */
  enum SinceYesterday {
    FORM_LATE(
        "NRM forms late since %s",
        CaseloadAlert.FORM_LATE.sql()
            + " and r.referral_due_at >= :startOfYesterday and r.referral_due_at < :startOfToday"),
    RG_LATE("Reasonable grounds late since %s", RG_OVERDUE.sql() + " and r.rg_due = :yesterday"),
    CG_LATE(
        "Conclusive grounds late since %s",
        CaseloadAlert.CG_LATE.sql() + " and r.cg_target = :yesterday"),
    INCIDENT(
        "Cases with new incidents on %s",
        CaseloadSql.incident(
            " and i.INCIDENT_TIMESTAMP_ >= :startOfYesterday and i.INCIDENT_TIMESTAMP_ < :startOfToday"));

    private final String label;
    private final String sql;

    SinceYesterday(String label, String sql) {
      this.label = label;
      this.sql = sql;
    }

    String label(LocalDate morning) {
      return label.formatted(BritishDate.of(morning.minusDays(1)));
    }

    /** A condition like {@link CaseloadAlert#sql}. */
    String sql() {
      return sql;
    }
  }

  private static final class Meaning {

    static final String UNCLAIMED_TASK =
        "Tasks that are assigned to no one, by the day on which they were created. The NRM manager sees those of all teams, other managers those of their own teams.";

    private Meaning() {}
  }
}
