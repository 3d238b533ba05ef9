package scot.nrm;

import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
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
   * @throws StartRefused if the database can't be reached, has another schema or other keys, or the
   *     rules can't be used
   */
  static Erasure.Result run(String... args) {
    try (ConfigurableApplicationContext parts =
        new SpringApplicationBuilder(Parts.class).web(WebApplicationType.NONE).run(args)) {
      return parts.getBean(Erasure.class).run();
    }
  }

  /** Not a component, so that the application itself does not find it. */
  @Import({ResealCommand.Parts.class, RetentionFile.class, Retention.class, Erasure.class})
  static class Parts {}
}
