package scot.nrm.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/** Formats dates in British style. */
public final class BritishDate {

  private static final DateTimeFormatter WORDS =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

  private static final DateTimeFormatter WITH_TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.UK).withZone(LocalDay.ZONE);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.UK).withZone(LocalDay.ZONE);

  private static final DateTimeFormatter TYPED =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("[d/M/uuuu][d.M.uuuu][ddMMuuuu][uuuu-M-d][[EEEE ]d MMMM uuuu]")
          .toFormatter(Locale.UK)
          .withResolverStyle(ResolverStyle.STRICT);

  private BritishDate() {}

  /**
   * A day as typed, such as {@code 1/4/2009}, {@code 1.4.2009}, {@code 01042009}, {@code
   * 2009-04-01} or {@code Wednesday 1 April 2009}; empty if it is none.
   */
  public static Optional<LocalDate> parse(String day) {
    return LocalDay.parse(day, TYPED);
  }

  /** Such as {@code 14 April 2009}. */
  public static String of(LocalDate day) {
    return WORDS.format(day);
  }

  /** Such as {@code 14 April 2009}; empty for {@code null}. */
  public static String orEmpty(LocalDate day) {
    return day == null ? "" : of(day);
  }

  /** Such as {@code 14 April 2009, 09:30}, in Europe/London. */
  public static String withTime(Instant at) {
    return WITH_TIME.format(at);
  }

  /** Such as {@code 09:30}, in Europe/London. */
  public static String timeOf(Instant at) {
    return TIME.format(at);
  }
}
