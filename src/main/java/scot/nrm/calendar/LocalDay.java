package scot.nrm.calendar;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Optional;

/** Days as the National Referral Mechanism counts them: local days in Europe/London (D40). */
public final class LocalDay {

  /** The zone in which every date of a case is meant. */
  public static final ZoneId ZONE = ZoneId.of("Europe/London");

  private static final int LENGTH = "2009-04-14".length();
  private static final int YEAR = "2009".length();

  private LocalDay() {}

  /** The first moment of the day: from then on, work that is due that day must exist. */
  public static Date startOf(LocalDate day) {
    return Date.from(day.atStartOfDay(ZONE).toInstant());
  }

  /**
   * The last second of the day: work due that day is late from then on. A second before midnight,
   * not midnight itself, so that Tasklist and Cockpit show the day that is meant.
   */
  public static Date endOf(LocalDate day) {
    return Date.from(day.atTime(LocalTime.of(23, 59, 59)).atZone(ZONE).toInstant());
  }

  /**
   * A day such as {@code 2009-04-14}; empty if the text is no such day, or is written otherwise,
   * such as {@code +002009-04-14}.
   */
  public static Optional<LocalDate> parse(String text) {
    return text.length() == LENGTH && text.charAt(YEAR) == '-' // an exception is slow
        ? parse(text, DateTimeFormatter.ISO_LOCAL_DATE)
        : Optional.empty();
  }

  static Optional<LocalDate> parse(String text, DateTimeFormatter format) {
    try {
      return Optional.of(LocalDate.parse(text, format));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  public static LocalDate of(Date moment) {
    return of(Instant.ofEpochMilli(moment.getTime()));
  }

  public static LocalDate of(Instant moment) {
    return moment.atZone(ZONE).toLocalDate();
  }
}
