package scot.nrm.demo;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import org.springframework.core.env.Environment;
import scot.nrm.startup.StartRefused;

/**
 * The operator's settings for a database with years of invented cases.
 *
 * @param cases the number of cases
 * @param seed the same seed creates the same cases
 * @param from when the first may begin; empty for the default
 * @param until the end of the simulated time; empty for now
 * @param threads the number of threads
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

  /** Each needs one of ten connections to the database, and sometimes a second one. */
  private static final int MAX_THREADS = 4;

  private static final long USUAL_SEED = 2009;
  private static final int USUAL_YEARS = 5;

  /** The end of the last year with published figures. */
  private static final LocalDateTime PUBLISHED_UNTIL = LocalDateTime.of(2015, 1, 1, 0, 0);

  /**
   * The settings; empty if no cases are requested.
   *
   * @throws StartRefused if a setting is wrong or not allowed
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
                    MAX_THREADS)));
  }

  /** One for each processor, up to a useful maximum. */
  static int usualThreads() {
    return Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS);
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
   * The simulated time: by default the years of the published figures if it is not later, or the
   * last five years.
   */
  SimulatedYears years(LocalDateTime now) {
    LocalDateTime end = until.orElse(now);
    LocalDateTime first = ManyCases.BEGIN.atStartOfDay();
    LocalDateTime usual = end.isBefore(PUBLISHED_UNTIL) ? first : end.minusYears(USUAL_YEARS);
    SimulatedYears years =
        new SimulatedYears(from.orElse(usual.isBefore(first) ? first : usual), end);
    if (end.isAfter(now)) {
      throw new StartRefused(
          "Cases cannot be made for the future.",
          "Set "
              + UNTIL
              + " to the current time or earlier, or start with the clock at another time (nrm.clock).");
    }
    if (years.from().isBefore(first)) {
      throw new StartRefused(
          "There are no cases before 1 April 2009, when the National Referral Mechanism began.",
          "Set " + FROM + " to 2009-04-01 or later.");
    }
    if (!years.from().isBefore(end)) {
      throw new StartRefused(
          "The time for the cases would end before it begins.",
          "Set " + FROM + " to a date before " + UNTIL + ", and " + UNTIL + " after 1 April 2009.");
    }
    return years;
  }
}
