package scot.nrm;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import scot.nrm.casefile.CaseFileParts;
import scot.nrm.casefile.Resealing;
import scot.nrm.engine.CaseClock;
import scot.nrm.schema.DatabaseOnly;
import scot.nrm.schema.ExactSchemaCheck;
import scot.nrm.startup.StartRefused;

/**
 * The operator's command that seals everything with the current key and exits, without engine and
 * web applications. The application may run meanwhile.
 */
public final class ResealCommand {

  /** The command-line option that runs it. */
  public static final String OPTION = Resealing.OPTION;

  private ResealCommand() {}

  /** The same, and ends the program with exit code 0 if no other key is needed any more, or 1. */
  static void runAndExit(String... args) {
    System.exit(run(args).isComplete() ? 0 : 1);
  }

  /**
   * Seals everything again that another key has sealed.
   *
   * @throws StartRefused if the database can't be reached, has another schema or other keys, or
   *     something in it can't be opened
   */
  static Resealing.Result run(String... args) {
    try (ConfigurableApplicationContext parts =
        new SpringApplicationBuilder(Parts.class).web(WebApplicationType.NONE).run(args)) {
      return parts.getBean(Resealing.class).run();
    }
  }

  /** Not a component, so that the application itself does not find it. */
  @DatabaseOnly
  @Import({CaseClock.class, CaseFileParts.class})
  static class Parts {

    /** Nothing is changed but what is sealed. */
    @Bean
    FlywayMigrationStrategy schemaStays() {
      return new ExactSchemaCheck();
    }
  }
}
