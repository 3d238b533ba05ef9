package scot.nrm.statistics;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The months of the figures, including the first and the last. */
public record Period(YearMonth from, YearMonth to) {

  /** No dates are earlier (D8). */
  public static final YearMonth FIRST = YearMonth.of(2009, 4);

  private static final int DEFAULT_YEARS = 5;
  private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
  private static final DateTimeFormatter WORDS =
      DateTimeFormatter.ofPattern("MMMM yyyy", Locale.UK);

  /**
   * Reads months such as {@code 2009-04}. The defaults are this month as the last month, and
   * January five years before it as the first.
   *
   * @throws IllegalArgumentException with a sentence for the user, if the period isn't valid
   */
  public static Period parse(String from, String to, LocalDate today) {
    YearMonth thisMonth = YearMonth.from(today).isBefore(FIRST) ? FIRST : YearMonth.from(today);
    YearMonth last = month(to, thisMonth, thisMonth);
    YearMonth first =
        month(
            from,
            Collections.max(List.of(FIRST, YearMonth.of(last.getYear() - DEFAULT_YEARS, 1))),
            thisMonth);
    if (first.isAfter(last)) {
      throw new IllegalArgumentException(
          "The first month, %s, is after the last one, %s. Choose them the other way round."
              .formatted(words(first), words(last)));
    }
    return new Period(first, last);
  }

  private static YearMonth month(String typed, YearMonth fallback, YearMonth thisMonth) {
    if (typed == null || typed.isBlank()) {
      return fallback;
    }
    try {
      YearMonth month = MONTH.matcher(typed).matches() ? YearMonth.parse(typed) : null;
      if (month != null && !month.isBefore(FIRST) && !month.isAfter(thisMonth)) {
        return month;
      }
    } catch (DateTimeException e) {
      // A month such as 13: refused below with the other invalid months.
    }
    throw new IllegalArgumentException(
        "Choose months from %s to %s, in the form 2009-04."
            .formatted(words(FIRST), words(thisMonth)));
  }

  static Period ofYear(int year) {
    return new Period(YearMonth.of(year, 1), YearMonth.of(year, 12));
  }

  /** Writes a quarter as {@code 2009-Q2}; empty for {@code null}. */
  static String quarter(LocalDate day) {
    return day == null ? "" : day.getYear() + "-Q" + day.get(IsoFields.QUARTER_OF_YEAR);
  }

  /** The months of a quarter such as {@code 2009-Q2}. */
  static String monthsOf(String quarter) {
    return switch (quarter.charAt(6)) {
      case '1' -> "January to March";
      case '2' -> "April to June";
      case '3' -> "July to September";
      default -> "October to December";
    };
  }

  static String words(YearMonth month) {
    return month.format(WORDS);
  }

  List<YearMonth> months() {
    return Stream.iterate(from, month -> !month.isAfter(to), month -> month.plusMonths(1)).toList();
  }
}
