package scot.nrm.calendar;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats dates in British style. */
public final class BritishDate {

  private static final DateTimeFormatter WORDS =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

  private BritishDate() {}

  /** Such as {@code 14 April 2009}. */
  public static String of(LocalDate day) {
    return WORDS.format(day);
  }
}
