package scot.nrm.decision.deadline;

import static java.util.stream.Collectors.joining;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.Length.Unit;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.DecisionTables.Row;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.TableInput;

/**
 * The table {@code time-limits} has one length for each period on every day: a first row without a
 * day, and further rows in the order of their days.
 */
@Component
class TimeLimitsCheck implements DecisionTables.Check {

  private static final Pattern FROM =
      Pattern.compile(">=\\s*date\\(\\s*\"(\\d{4}-\\d\\d-\\d\\d)\"\\s*\\)");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

  /** Nobody could keep such a limit, or the child would have no time to recover (D15, D20). */
  private static final Set<Limit> NOT_ZERO =
      EnumSet.of(
          Limit.REASONABLE_GROUNDS, Limit.REFLECTION, Limit.NRM_FORM, Limit.LOCAL_AUTHORITY_ANSWER);

  @Override
  public String table() {
    return TimeLimits.TABLE;
  }

  @Override
  public Map<String, TableInput> inputs() {
    return TimeLimits.INPUTS;
  }

  @Override
  public Set<String> outputs() {
    return Set.of("period", "value", "unit");
  }

  @Override
  public Set<String> namesInForms() {
    return Arrays.stream(TimeLimitText.values())
        .map(TimeLimitText::key)
        .collect(Collectors.toSet());
  }

  @Override
  public boolean givesOneRow() {
    return false;
  }

  @Override
  public boolean usesNewestVersion() {
    return true;
  }

  @Override
  public List<Map<String, Object>> applicable(List<Map<String, Object>> rows) {
    return List.copyOf(TimeLimits.lastByPeriod(rows).values());
  }

  @Override
  public List<String> problems(List<Row> rows) {
    List<String> problems = new ArrayList<>();
    Map<Limit, LocalDate> latest = new EnumMap<>(Limit.class);
    for (Row row : rows) {
      problem(row, latest)
          .ifPresent(problem -> problems.add("Line " + row.line() + ": " + problem + "."));
    }
    for (Limit limit : Limit.values()) {
      if (!latest.containsKey(limit)) {
        problems.add("The period " + limit.id() + " has no row. Add one without a day.");
      }
    }
    if (problems.isEmpty()) {
      lateReview(rows).ifPresent(problems::add);
    }
    return problems;
  }

  /** D21: after the last day of the period, nobody could be asked whether it should be longer. */
  private static Optional<String> lateReview(List<Row> rows) {
    Map<String, TreeMap<LocalDate, Integer>> days = new HashMap<>();
    for (Row row : rows) {
      String value = text(row, "value");
      if (!value.isEmpty()) {
        days.computeIfAbsent(text(row, "period"), any -> new TreeMap<>())
            .put(from(row), Integer.valueOf(value));
      }
    }
    TreeMap<LocalDate, Integer> period = days.get(Limit.REFLECTION.id());
    TreeMap<LocalDate, Integer> review = days.get(Limit.REFLECTION_REVIEW.id());
    TreeSet<LocalDate> changes = new TreeSet<>(period.keySet());
    changes.addAll(review.keySet());
    return changes.stream()
        .filter(day -> review.floorEntry(day).getValue() > period.floorEntry(day).getValue())
        .findFirst()
        .map(
            day ->
                "D21: %s has %d days%s, and the review would be after that, on day %d. Give %s its own row with an earlier day."
                    .formatted(
                        Limit.REFLECTION.id(),
                        period.floorEntry(day).getValue(),
                        day.equals(LocalDate.MIN) ? "" : " from " + BritishDate.of(day),
                        review.floorEntry(day).getValue(),
                        Limit.REFLECTION_REVIEW.id()));
  }

  private static LocalDate from(Row row) {
    return days(row).stream()
        .map(FROM::matcher)
        .filter(Matcher::matches)
        .map(day -> LocalDate.parse(day.group(1)))
        .findFirst()
        .orElse(LocalDate.MIN);
  }

  private static List<String> days(Row row) {
    return row.inputs().values().stream()
        .filter(day -> !day.isEmpty() && !day.equals("-"))
        .toList();
  }

  private static Optional<String> problem(Row row, Map<Limit, LocalDate> latest) {
    String name = text(row, "period");
    Limit limit = StoredCode.find(Limit.class, name).orElse(null);
    if (limit == null) {
      return Optional.of(
          "%s is no period. Write one of %s"
              .formatted(
                  name.isEmpty() ? "an empty cell" : '"' + name + '"',
                  Arrays.stream(Limit.values())
                      .map(it -> '"' + it.id() + '"')
                      .collect(joining(", "))));
    }
    List<String> days = days(row);
    LocalDate from = LocalDate.MIN;
    try {
      Matcher day = FROM.matcher(days.isEmpty() ? "" : days.get(0));
      if (days.size() > 1 || days.size() == 1 && !day.matches()) {
        return Optional.of(notOneDay(name));
      }
      from = days.isEmpty() ? from : LocalDate.parse(day.group(1));
    } catch (DateTimeException e) {
      return Optional.of(notOneDay(name));
    }
    LocalDate before = latest.put(limit, from);
    if (before == null && !days.isEmpty()) {
      return Optional.of(
          "%s has no length before %s. Put a row without a day above this one"
              .formatted(name, BritishDate.of(from)));
    }
    if (before != null && !from.isAfter(before)) {
      return Optional.of(
          days.isEmpty()
              ? name + " has two rows without a day. Remove one, or give it its day"
              : from.equals(before)
                  ? "%s has two rows from %s. Remove one".formatted(name, BritishDate.of(from))
                  : "the row of %s from %s is below one from %s. Put the rows of a period in the order of their days"
                      .formatted(name, BritishDate.of(from), BritishDate.of(before)));
    }
    return length(limit, row);
  }

  private static Optional<String> length(Limit limit, Row row) {
    if (limit.units().stream().noneMatch(unit -> unit.words().equals(text(row, "unit")))) {
      return Optional.of(
          "%s is counted in %s"
              .formatted(
                  limit.id(), limit.units().stream().map(Unit::words).collect(joining(" or "))));
    }
    String value = text(row, "value");
    boolean any = value.isEmpty() && limit.units().contains(Unit.TIMES);
    if (!any && !NUMBER.matcher(value).matches()) {
      return Optional.of("the value of %s is a number such as 10".formatted(limit.id()));
    }
    return NOT_ZERO.contains(limit) && Integer.parseInt(value) == 0
        ? Optional.of("the value of %s is 1 or more".formatted(limit.id()))
        : Optional.empty();
  }

  private static String notOneDay(String period) {
    return "%s needs one day, in one of the first two columns, such as >= date(\"2013-04-01\")"
        .formatted(period);
  }

  private static String text(Row row, String answer) {
    return row.outputs().getOrDefault(answer, "").replace("\"", "");
  }
}
