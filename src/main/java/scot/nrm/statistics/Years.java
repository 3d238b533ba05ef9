package scot.nrm.statistics;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import scot.nrm.engine.CaseClock;

/**
 * The years of which there are figures: from the first of the National Referral Mechanism to this
 * one.
 */
record Years(CaseClock clock) {

  private static final int FIRST = 2009;
  private static final Pattern YEAR = Pattern.compile("\\d{4}");

  /** The latest first. */
  List<Integer> all() {
    return IntStream.rangeClosed(0, latest() - FIRST).mapToObj(ago -> latest() - ago).toList();
  }

  int latest() {
    return Math.max(FIRST, clock.today().getYear());
  }

  boolean has(String typed) {
    return YEAR.matcher(typed).matches() && all().contains(Integer.parseInt(typed));
  }

  /** For whoever asks for another one. */
  String sentence() {
    return "Choose a year from %d to %d.".formatted(FIRST, latest());
  }
}
