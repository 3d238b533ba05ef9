package scot.nrm.decision.deadline;

import java.time.LocalDate;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.engine.DecisionTables;

/**
 * The time limits in force, from the decision table {@code time-limits}, which policy staff change.
 */
@Component
public class TimeLimits {

  static final String TABLE = "time-limits";

  private final DecisionTables tables;

  public TimeLimits(DecisionTables tables) {
    this.tables = tables;
  }

  /**
   * The limits that apply from a day: the receipt for reasonable grounds, the decision on
   * reasonable grounds for the reflection period, the grant for leave.
   *
   * @throws IllegalStateException if the table has no matching row
   */
  public TimeLimit on(LocalDate day) {
    return limit(tables.ask(TABLE, Map.of("onDate", day.toString())));
  }

  private static TimeLimit limit(Map<String, Object> row) {
    return new TimeLimit(
        number(row, "rgWorkingDays"),
        number(row, "reflectionReviewDays"),
        number(row, "reflectionDays"),
        number(row, "reviewReminderWorkingDays"),
        number(row, "leaveMinimumMonths"),
        number(row, "leaveMinimumExtraDays"),
        number(row, "leaveMaximumMonths"),
        number(row, "leaveRenewalDays"),
        number(row, "referralTargetHours"),
        number(row, "localAuthorityAnswerWorkingDays"),
        number(row, "newTargetDays"));
  }

  private static int number(Map<String, Object> row, String output) {
    if (row.get(output) instanceof Number number) {
      return number.intValue();
    }
    throw new IllegalStateException(
        "The decision table %s gives no number for %s: deploy it with one, then retry"
            .formatted(TABLE, output));
  }
}
