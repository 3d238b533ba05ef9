package scot.nrm.statistics;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The months of which figures are shown, the first and the last one included. */
public record Period(YearMonth from, YearMonth to) {

  /** Nothing is dated before it (D8). */
  public static final YearMonth FIRST = YearMonth.of(2009, 4);

  private static final int YEARS_BACK = 5;
  private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
  private static final DateTimeFormatter WORDS =
      DateTimeFormatter.ofPattern("MMMM yyyy", Locale.UK);

  /**
   * Reads months such as {@code 2009-04}. What is left out is the present month, and the January of
   * five years before the last one.
   *
   * @throws IllegalArgumentException with a sentence, where there is no such period
   */
  public static Period asked(String from, String to, LocalDate today) {
    YearMonth present = YearMonth.from(today).isBefore(FIRST) ? FIRST : YearMonth.from(today);
    YearMonth last = month(to, present, present);
    YearMonth first =
        month(from, later(FIRST, YearMonth.of(last.getYear() - YEARS_BACK, 1)), present);
    if (first.isAfter(last)) {
      throw new IllegalArgumentException(
          "The first month, "
              + words(first)
              + ", is after the last one, "
              + words(last)
              + ". Choose them the other "
              + "way round.");
    }
    return new Period(first, last);
  }

  private static YearMonth month(String typed, YearMonth fallback, YearMonth present) {
    if (typed == null || typed.isBlank()) {
      return fallback;
    }
    try {
      YearMonth month = MONTH.matcher(typed).matches() ? YearMonth.parse(typed) : null;
      if (month != null && !month.isBefore(FIRST) && !month.isAfter(present)) {
        return month;
      }
    } catch (DateTimeException e) {
      // Such as a thirteenth month: answered below, as other months that there are not.
    }
    throw new IllegalArgumentException(
        "Choose months from " + words(FIRST) + " to " + words(present) + ", in the form 2009-04.");
  }

  private static YearMonth later(YearMonth one, YearMonth other) {
    return one.isAfter(other) ? one : other;
  }

  static Period ofYear(int year) {
    return new Period(YearMonth.of(year, 1), YearMonth.of(year, 12));
  }

  /** Such as {@code 2009-Q2}; empty for {@code null}. */
  static String quarter(LocalDate day) {
    return day == null ? "" : day.getYear() + "-Q" + day.get(IsoFields.QUARTER_OF_YEAR);
  }

  static String words(YearMonth month) {
    return month.format(WORDS);
  }

  List<YearMonth> months() {
    return Stream.iterate(from, month -> !month.isAfter(to), month -> month.plusMonths(1)).toList();
  }
}
