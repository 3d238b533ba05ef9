package scot.nrm;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.retention.Erasure;
import scot.nrm.retention.Retention;
import scot.nrm.retention.RetentionFile;
import scot.nrm.startup.StartRefused;

/**
 * The operator's command that erases the cases that are due and exits, without engine and web
 * applications. The application may run meanwhile.
 */
public final class EraseCommand {

  /** The command-line option that runs it. */
  public static final String OPTION = "nrm.erase";

  /** Far more than clocks drift, and far less than any retention period. */
  private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofHours(1);

  private EraseCommand() {}

  /**
   * The same, and ends the program with exit code 0 if nothing failed, or else names the cases that
   * are whole and ends it with 1.
   */
  static void runAndExit(String... args) {
    List<String> failed = run(args).failed();
    if (!failed.isEmpty()) {
      System.err.println(
          "Not erased: %s. The log says why. Correct the cause and run --%s again."
              .formatted(String.join(", ", failed), OPTION));
    }
    System.exit(failed.isEmpty() ? 0 : 1);
  }

  /**
   * Erases everything that is due and not on hold.
   *
   * @throws StartRefused if the database can't be reached, has another schema, other keys or
   *     another time, or the rules can't be used
   */
  static Erasure.Result run(String... args) {
    try (ConfigurableApplicationContext parts =
        new SpringApplicationBuilder(Parts.class).web(WebApplicationType.NONE).run(args)) {
      OffsetDateTime now =
          parts
              .getBean(JdbcClient.class)
              .sql("select current_timestamp")
              .query(OffsetDateTime.class)
              .single();
      requireSameTime(now.toInstant(), Instant.now());
      return parts.getBean(Erasure.class).run();
    }
  }

  /** With a clock that is ahead, cases would be erased before they are due, and for good. */
  static void requireSameTime(Instant database, Instant machine) {
    Duration difference = Duration.between(database, machine).abs();
    if (difference.compareTo(MAX_CLOCK_DIFFERENCE) > 0) {
      throw new StartRefused(
          "The time of this server differs from the database's by %d seconds. Nothing has been erased."
              .formatted(difference.toSeconds()),
          "Correct the one that is wrong, and run --%s again.".formatted(OPTION));
    }
  }

  /** Not a component, so that the application itself does not find it. */
  @Import({ResealCommand.Parts.class, RetentionFile.class, Retention.class, Erasure.class})
  static class Parts {}
}
