package scot.nrm.gate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.calendar.BankHolidayCalendar;
import scot.nrm.calendar.BankHolidays;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.engine.sets.DataFile;

/** What changes in data files that cases and deadlines of the past depend on. */
final class DataWarnings {

  private static final String BANK_HOLIDAYS = "config/" + DataFile.BANK_HOLIDAYS.file();

  /** Files whose values are in the cases. */
  private static final String LISTS = "config/(councils|lists/[\\w-]+)\\.yaml";

  private final List<String> found = new ArrayList<>();

  private DataWarnings() {}

  /**
   * Compares two whole sets that the check found nothing wrong with.
   *
   * @param day the first for which the later one counts
   * @return a sentence for each warning, with its file
   */
  static List<String> of(Map<String, byte[]> before, Map<String, byte[]> after, LocalDate day) {
    DataWarnings warnings = new DataWarnings();
    before.forEach(
        (file, was) -> {
          byte[] is = after.get(file);
          if (is == null || Arrays.equals(was, is)) {
            return;
          }
          if (file.equals(BANK_HOLIDAYS)) {
            warnings.bankHolidays(DataParts.of(was), DataParts.of(is), day);
          } else if (file.matches(LISTS)) {
            warnings.valuesGone(file, DataParts.of(was), DataParts.of(is));
          }
        });
    return warnings.found;
  }

  private void valuesGone(String file, Map<String, Part> before, Map<String, Part> after) {
    before.keySet().stream()
        .filter(entry -> !after.containsKey(entry))
        .forEach(
            entry ->
                found.add(
                    "%s: The entry %s is gone. Cases that have this value would show it without its name. Leave it: only the words that people read may change."
                        .formatted(file, entry)));
  }

  // ------------------------------------------------------------------ bank holidays

  private void bankHolidays(Map<String, Part> before, Map<String, Part> after, LocalDate day) {
    Set<LocalDate> days = new TreeSet<>();
    Stream.of(before, after)
        .flatMap(rows -> Stream.of(days(rows, "added"), days(rows, "removed")))
        .flatMap(List::stream)
        .forEach(one -> days.add(one.date()));
    for (BankHolidayCalendar calendar : BankHolidayCalendar.values()) {
      WorkingDays old = workingDays(calendar, before);
      WorkingDays now = workingDays(calendar, after);
      for (LocalDate one : days) {
        if (old.isBankHoliday(one) && !now.isBankHoliday(one)) {
          found.add(
              "%s: %s was a bank holiday in %s and is now a working day. Deadlines that are counted over it are a day earlier from now on."
                  .formatted(BANK_HOLIDAYS, BritishDate.of(one), calendar.inWords()));
        } else if (!old.isBankHoliday(one) && now.isBankHoliday(one) && one.isBefore(day)) {
          found.add(
              "%s: %s was a working day in %s and is now a bank holiday, although it is before %s. Dates that are set stay, and those that are counted again, such as after a correction, are a day later."
                  .formatted(
                      BANK_HOLIDAYS, BritishDate.of(one), calendar.inWords(), BritishDate.of(day)));
        }
      }
    }
    Set<Map<String, String>> changed = new HashSet<>();
    rows(before, "calendars").forEach(changed::add);
    rows(after, "calendars").filter(row -> !changed.remove(row)).toList().forEach(changed::add);
    changed.stream()
        .map(row -> LocalDate.parse(row.get("from")))
        .filter(from -> from.isBefore(day))
        .distinct()
        .sorted()
        .forEach(
            from ->
                found.add(
                    "%s: Another calendar counts for forms received from %s. Open cases count by it if a date is extended or corrected. Leave the earlier rows, and add one from %s or later."
                        .formatted(BANK_HOLIDAYS, BritishDate.of(from), BritishDate.of(day))));
  }

  private static WorkingDays workingDays(BankHolidayCalendar calendar, Map<String, Part> rows) {
    return new WorkingDays(
        calendar,
        new BankHolidays(
            days(rows, "added"),
            days(rows, "removed"),
            List.of(new BankHolidays.InForce(LocalDate.EPOCH, null, calendar))));
  }

  private static List<BankHolidays.Day> days(Map<String, Part> parts, String list) {
    return rows(parts, list)
        .map(
            row ->
                new BankHolidays.Day(
                    LocalDate.parse(row.get("date")),
                    row.get("name"),
                    Arrays.stream(row.get("calendars").split(",\\s*"))
                        .map(name -> name.toUpperCase(Locale.ROOT).replace('-', '_'))
                        .map(BankHolidayCalendar::valueOf)
                        .collect(Collectors.toSet())))
        .toList();
  }

  private static Stream<Map<String, String>> rows(Map<String, Part> parts, String list) {
    String path = "%s.%s [".formatted(DataFile.BANK_HOLIDAYS.prefix(), list);
    return parts.entrySet().stream()
        .filter(part -> part.getKey().startsWith(path))
        .map(part -> part.getValue().properties());
  }
}
