package scot.nrm.demo;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import org.springframework.core.env.Environment;
import scot.nrm.startup.StartRefused;

/**
 * What the operator asks for who wants a database with years of invented cases.
 *
 * @param cases how many
 * @param seed the same makes the same cases
 * @param from when the first may begin; empty for the usual
 * @param until up to when time passes; empty for now
 * @param threads how many cases are worked on at the same time
 */
record GeneratorSettings(
    int cases,
    long seed,
    Optional<LocalDateTime> from,
    Optional<LocalDateTime> until,
    int threads) {

  static final String CASES = "nrm.fill";
  private static final String SEED = "nrm.fill.seed";
  private static final String FROM = "nrm.fill.from";
  private static final String UNTIL = "nrm.fill.until";
  private static final String THREADS = "nrm.fill.threads";
  private static final int MOST = 100_000;

  /** Each needs a connection to the database, of which there are ten, and at times a second one. */
  private static final int MOST_THREADS = 4;

  private static final long USUAL_SEED = 2009;
  private static final int USUAL_YEARS = 5;

  /** Of the last year with published figures. */
  private static final LocalDateTime PUBLISHED_UNTIL = LocalDateTime.of(2015, 1, 1, 0, 0);

  /**
   * Empty where nothing is asked for.
   *
   * @throws StartRefused where it cannot be understood, or must not be done
   */
  static Optional<GeneratorSettings> read(Environment environment) {
    String cases = environment.getProperty(CASES, "").strip();
    if (cases.isEmpty()) {
      return Optional.empty();
    }
    if (!environment.getProperty("nrm.demo.enabled", Boolean.class, false)) {
      throw new StartRefused(
          "Invented cases are made by invented people, and there are none here.",
          "Remove the setting "
              + CASES
              + ", or set nrm.demo.enabled=true on a database without real people.");
    }
    if (!environment.getProperty("spring.mail.host", "").isBlank()) {
      throw new StartRefused(
          "The letters of invented cases would be e-mailed to people.",
          "Remove the setting spring.mail.host while " + CASES + " makes cases.");
    }
    return Optional.of(
        new GeneratorSettings(
            (int) number(CASES, cases, 1, MOST),
            number(
                SEED,
                environment.getProperty(SEED, String.valueOf(USUAL_SEED)).strip(),
                0,
                Integer.MAX_VALUE),
            moment(FROM, environment),
            moment(UNTIL, environment),
            (int)
                number(
                    THREADS,
                    environment.getProperty(THREADS, String.valueOf(usualThreads())).strip(),
                    1,
                    MOST_THREADS)));
  }

  /** One for each processor, as far as that pays. */
  static int usualThreads() {
    return Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
  }

  private static long number(String setting, String text, long least, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new StartRefused(
        "The setting %s is not a whole number from %d to %,d.".formatted(setting, least, most),
        setting.equals(CASES)
            ? "Write it like --" + CASES + "=3000: that many cases are made."
            : "Write another number, or remove it.");
  }

  private static Optional<LocalDateTime> moment(String setting, Environment environment) {
    String text = environment.getProperty(setting, "").strip();
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(
              text.contains("T")
                  ? LocalDateTime.parse(text)
                  : LocalDate.parse(text).atStartOfDay());
    } catch (DateTimeException e) {
      throw new StartRefused(
          "The setting " + setting + " is not a date.", "Write it like 2009-04-01, or remove it.");
    }
  }

  /**
   * From when until when: the years of the published figures where it is not later than these, else
   * the last five.
   */
  SimulatedYears years(LocalDateTime now) {
    LocalDateTime end = until.orElse(now);
    LocalDateTime first = ManyCases.BEGIN.atStartOfDay();
    LocalDateTime usual = end.isBefore(PUBLISHED_UNTIL) ? first : end.minusYears(USUAL_YEARS);
    SimulatedYears years =
        new SimulatedYears(from.orElse(usual.isBefore(first) ? first : usual), end);
    if (end.isAfter(now)) {
      throw new StartRefused(
          "Cases cannot be made for a time that is still to come.",
          "Let " + UNTIL + " be at most now, or start with the clock at another time (nrm.clock).");
    }
    if (years.from().isBefore(first)) {
      throw new StartRefused(
          "There are no cases before 1 April 2009, when the National Referral Mechanism began.",
          "Let " + FROM + " be 2009-04-01 or later.");
    }
    if (!years.from().isBefore(end)) {
      throw new StartRefused(
          "There is no time in which the cases could be made: it would end before it begins.",
          "Let " + FROM + " be before " + UNTIL + ", and " + UNTIL + " after 1 April 2009.");
    }
    return years;
  }
}
