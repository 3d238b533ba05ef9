package scot.nrm.gate.files;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.calendar.BankHolidayCalendar;
import scot.nrm.calendar.BankHolidays;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.engine.sets.DataFile;

/** Finds changes of data on which open cases depend: bank holidays and lists of choices. */
public final class DataWarnings {

  private static final String BANK_HOLIDAYS = "config/" + DataFile.BANK_HOLIDAYS.file();

  /** Files whose values are in the cases. */
  private static final String LISTS = "config/(councils|lists/[\\w-]+)\\.yaml";

  private final List<String> sentences = new ArrayList<>();

  private DataWarnings() {}

  /**
   * The warnings for a data file.
   *
   * @param day the first on which the new file counts
   */
  public static List<String> of(String file, byte[] was, byte[] is, LocalDate day) {
    DataWarnings warnings = new DataWarnings();
    if (file.equals(BANK_HOLIDAYS)) {
      warnings.checkBankHolidays(DataParts.of(was), DataParts.of(is), day);
    } else if (file.matches(LISTS)) {
      warnings.checkRemovedEntries(file, DataParts.of(was), DataParts.of(is));
    }
    return warnings.sentences;
  }

  private void checkRemovedEntries(
      String file, Map<String, Part> earlier, Map<String, Part> later) {
    earlier.keySet().stream()
        .filter(entry -> !later.containsKey(entry))
        .forEach(
            entry ->
                sentences.add(
                    "%s: The entry %s is gone. Cases that have this value still show its name, but the forms of a case that moves to this set no longer show or offer it. Leave it, unless nobody has ever chosen it."
                        .formatted(file, entry)));
  }

  private void checkBankHolidays(
      Map<String, Part> earlier, Map<String, Part> later, LocalDate day) {
    Set<LocalDate> dates = new TreeSet<>();
    Stream.of(earlier, later)
        .flatMap(rows -> Stream.of(holidays(rows, "added"), holidays(rows, "removed")))
        .forEach(some -> some.forEach(one -> dates.add(one.date())));
    for (LocalDate one : dates) {
      holidayOnlyIn(one, earlier, later)
          .ifPresent(
              calendars ->
                  sentences.add(
                      "%s: %s was a bank holiday in %s and is now a working day. Deadlines that are counted over it are a day earlier from now on."
                          .formatted(BANK_HOLIDAYS, BritishDate.of(one), calendars)));
      if (one.isBefore(day)) {
        holidayOnlyIn(one, later, earlier)
            .ifPresent(
                calendars ->
                    sentences.add(
                        "%s: %s was a working day in %s and is now a bank holiday, although it is before %s. Dates that are set stay, and those that are counted again, such as after a correction, are a day later."
                            .formatted(
                                BANK_HOLIDAYS,
                                BritishDate.of(one),
                                calendars,
                                BritishDate.of(day))));
      }
    }
    Set<Map<String, String>> changed = new HashSet<>();
    rows(earlier, "calendars").forEach(changed::add);
    rows(later, "calendars").filter(row -> !changed.remove(row)).toList().forEach(changed::add);
    changed.stream()
        .map(row -> LocalDate.parse(row.get("from")))
        .filter(from -> from.isBefore(day))
        .distinct()
        .sorted()
        .forEach(
            from ->
                sentences.add(
                    "%s: Another calendar applies to forms received from %s. Dates of open cases follow it if they are extended or corrected. Leave the earlier rows, and add one from %s or later."
                        .formatted(BANK_HOLIDAYS, BritishDate.of(from), BritishDate.of(day))));
  }

  /** Where a day is a bank holiday in some rows and not in others; empty if nowhere. */
  private static Optional<String> holidayOnlyIn(
      LocalDate day, Map<String, Part> rows, Map<String, Part> others) {
    return Arrays.stream(BankHolidayCalendar.values())
        .filter(calendar -> workingDays(calendar, rows).isBankHoliday(day))
        .filter(calendar -> !workingDays(calendar, others).isBankHoliday(day))
        .map(BankHolidayCalendar::inWords)
        .reduce((one, other) -> one + " and in " + other);
  }

  private static WorkingDays workingDays(BankHolidayCalendar calendar, Map<String, Part> rows) {
    return new WorkingDays(
        calendar,
        new BankHolidays(
            holidays(rows, "added"),
            holidays(rows, "removed"),
            List.of(new BankHolidays.InForce(LocalDate.EPOCH, null, calendar))));
  }

  private static List<BankHolidays.Day> holidays(Map<String, Part> parts, String list) {
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
