package scot.nrm.demo;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * When cases begin. Years with published figures have their share of them; other years the same
 * growth, so that the last year has most.
 *
 * @param until no case begins later
 */
record SimulatedYears(LocalDateTime from, LocalDateTime until) {

  /** Children referred in the United Kingdom; in 2009 from April. */
  private static final Map<Integer, Integer> PUBLISHED =
      Map.of(2009, 149, 2010, 187, 2011, 298, 2012, 370, 2013, 448, 2014, 672);

  private static final int FIRST = 2009;
  private static final int LAST = 2014;
  private static final int DAYS_OF_2009 = 275;
  private static final double DAYS_OF_A_YEAR = 365.25;

  /**
   * The beginnings in order, spread by the growth with some chance, so that small numbers have the
   * same shape.
   */
  List<LocalDateTime> beginnings(int cases, Random random) {
    long minutes = ChronoUnit.MINUTES.between(from, until);
    long days = Math.max(1, ChronoUnit.DAYS.between(from, until));
    double[] upTo = new double[(int) days + 1];
    for (int day = 0; day < days; day++) {
      upTo[day + 1] = upTo[day] + perDay(from.toLocalDate().plusDays(day));
    }
    List<LocalDateTime> beginnings = new ArrayList<>();
    for (int i = 0; i < cases; i++) {
      double wanted = (i + random.nextDouble()) / cases * upTo[(int) days];
      int day = 0;
      int above = (int) days;
      while (above - day > 1) {
        int middle = (day + above) / 2;
        if (upTo[middle] <= wanted) {
          day = middle;
        } else {
          above = middle;
        }
      }
      double part = (wanted - upTo[day]) / (upTo[day + 1] - upTo[day]);
      beginnings.add(from.plusMinutes((long) ((day + part) / days * minutes)));
    }
    Collections.sort(beginnings);
    return beginnings;
  }

  private double perDay(LocalDate day) {
    boolean published = from.getYear() >= FIRST && until.getYear() <= LAST;
    int year =
        published
            ? day.getYear()
            : Math.max(
                FIRST,
                LAST - (int) (ChronoUnit.DAYS.between(day, until.toLocalDate()) / DAYS_OF_A_YEAR));
    return (double) PUBLISHED.get(year) / (year == FIRST ? DAYS_OF_2009 : Year.of(year).length());
  }
}
