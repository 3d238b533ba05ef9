package scot.nrm.decision.deadline;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.Length;
import scot.nrm.calendar.Length.Unit;
import scot.nrm.casefile.BoundToTransaction;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.TableInput;

/**
 * The time limits in force, from the decision table {@code time-limits}, which policy staff change.
 * Of the rows of a period that apply, the last one counts.
 */
@Component
public class TimeLimits {

  static final String TABLE = "time-limits";

  static final Map<String, TableInput> INPUTS =
      Map.of("receivedOn", TableInput.day(), "startsOn", TableInput.day());

  private final DecisionTables tables;

  /** A form asks for each limit that it shows, and a transaction looks up the table once. */
  private final BoundToTransaction.Memory<Map<String, Object>, TimeLimit> asked =
      new BoundToTransaction.Memory<>();

  public TimeLimits(DecisionTables tables) {
    this.tables = tables;
  }

  /** The limits for a case received on the day on which the period starts, or not received yet. */
  public TimeLimit on(LocalDate day) {
    return of(day, day);
  }

  /**
   * The limits for a period of a case.
   *
   * @param received the day on which its form was received; {@code null}: not yet
   * @param starts the day on which the period starts: the receipt for reasonable grounds, the
   *     decision on reasonable grounds for the reflection period, the grant for leave
   * @throws IllegalStateException if the table has no matching row for a period
   */
  public TimeLimit of(LocalDate received, LocalDate starts) {
    Map<String, Object> facts =
        Map.of(
            "receivedOn", (received == null ? starts : received).toString(),
            "startsOn", starts.toString());
    return asked.values().computeIfAbsent(facts, this::ask);
  }

  private TimeLimit ask(Map<String, Object> facts) {
    Map<Object, Map<String, Object>> last = lastByPeriod(tables.askAll(TABLE, facts));
    Map<Limit, Length> lengths = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      lengths.put(limit, length(limit, last.getOrDefault(limit.id(), Map.of())));
    }
    return new TimeLimit(lengths);
  }

  static Map<Object, Map<String, Object>> lastByPeriod(List<Map<String, Object>> rows) {
    Map<Object, Map<String, Object>> last = new LinkedHashMap<>();
    rows.forEach(row -> last.put(row.get("period"), row));
    return last;
  }

  private static Length length(Limit limit, Map<String, Object> row) {
    for (Unit unit : limit.units()) {
      if (unit.words().equals(row.get("unit"))) {
        if (row.get("value") instanceof Number number) {
          return new Length(number.intValue(), unit);
        } else if (unit == Unit.TIMES && row.get("value") == null) {
          return new Length(TimeLimit.ANY_NUMBER, unit);
        }
      }
    }
    throw new IllegalStateException(
        "The decision table %s gives no number for %s: deploy it with one, then retry"
            .formatted(TABLE, limit.id()));
  }
}
