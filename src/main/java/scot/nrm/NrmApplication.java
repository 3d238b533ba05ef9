package scot.nrm;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.function.Consumer;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;
import scot.nrm.availability.DatabaseAway;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.Deployer;
import scot.nrm.engine.MovableClock;
import scot.nrm.engine.statements.SharedStatements;
import scot.nrm.repair.RepairRunner;
import scot.nrm.schema.SchemaUpdate;
import scot.nrm.startup.StartRefused;

/** The National Referral Mechanism for trafficked children in Scotland, on Camunda 7. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class NrmApplication {

  static {
    becomeBritish();
  }

  /**
   * D40: dates are dates in Europe/London. The engine and the database driver use the default time
   * zone of the virtual machine, so it must not depend on where the machine stands. Nor must the
   * points and commas of a number, the language of Spring's messages, or what a library makes of an
   * i, which Turkish writes as a different capital.
   */
  static void becomeBritish() {
    TimeZone.setDefault(TimeZone.getTimeZone(LocalDay.ZONE));
    Locale.setDefault(Locale.UK);
  }

  private static final String NO_VALUE = "";
  private static final String SOME_VALUE = ".+";

  /** What an option of one word can set, beside {@link #COMMANDS}. */
  static final Set<String> SETTINGS =
      Set.of(
          MovableClock.PROPERTY,
          "nrm.case-processes",
          "nrm.fill",
          "nrm.full-name",
          "nrm.hosts",
          "nrm.https-only",
          "nrm.kept-at",
          "nrm.name",
          "nrm.node",
          "nrm.other-processes",
          "nrm.proxies");

  /**
   * What the operator may start, by its option.
   *
   * @param values a pattern of the values that the option may have
   * @param form what the operator writes
   */
  private record Command(String option, String values, String form, Consumer<String[]> run) {

    void requireValue(ApplicationArguments given) {
      List<String> values = given.getOptionValues(option);
      String value = String.join(",", values);
      if (!value.matches(this.values) || values.size() > 1) {
        throw new StartRefused(
            value.isEmpty()
                ? "The option --%s needs a value.".formatted(option)
                : "The option --%s can't have the value %s.".formatted(option, value),
            "Write %s.".formatted(form));
      }
    }
  }

  /** Each is started instead of the application, but for the last. */
  private static final List<Command> COMMANDS =
      List.of(
          new Command(SchemaUpdate.OPTION, NO_VALUE, "--nrm.migrate", SchemaUpdate::run),
          new Command(ResealCommand.OPTION, NO_VALUE, "--nrm.reseal", ResealCommand::runAndExit),
          new Command(EraseCommand.OPTION, NO_VALUE, "--nrm.erase", EraseCommand::runAndExit),
          new Command(
              CheckCommand.OPTION, SOME_VALUE, "--nrm.check=FOLDER", CheckCommand::runAndExit),
          new Command(
              VerifyCommand.OPTION,
              ".*",
              "--nrm.verify or --nrm.verify=FILE",
              VerifyCommand::runAndExit),
          new Command(
              TeamTasksCommand.OPTION,
              "(" + TeamTasksCommand.REBUILD + ")?",
              "--nrm.team-tasks to compare, or --nrm.team-tasks=rebuild",
              TeamTasksCommand::runAndExit),
          new Command(
              RepairRunner.OPTION,
              SOME_VALUE,
              "--nrm.repair=FILE or --nrm.repair=NUMBER",
              RepairCommand::run),
          new Command(
              Deployer.DEPLOY_AGAIN,
              SOME_VALUE,
              "--nrm.deploy-again=NUMBER, with the number of the set in force",
              NrmApplication::start));

  public static void main(String[] args) {
    Thread.currentThread().setUncaughtExceptionHandler((main, failure) -> tell(failure));
    chosen(args).accept(args);
  }

  /**
   * What the options ask for.
   *
   * @throws StartRefused if it isn't clear, as where {@code --nrm.erase=false} would erase
   */
  static Consumer<String[]> chosen(String... args) {
    ApplicationArguments given = new DefaultApplicationArguments(args);
    given.getOptionNames().forEach(NrmApplication::requireKnown);
    List<Command> commands =
        COMMANDS.stream().filter(command -> given.containsOption(command.option())).toList();
    if (commands.size() > 1) {
      throw new StartRefused(
          "These options can't be used together: "
              + commands.stream().map(one -> "--" + one.option()).collect(joining(", "))
              + ".",
          "Use one after the other.");
    }
    if (!given.getNonOptionArgs().isEmpty()) {
      throw new StartRefused(
          "This is not an option: " + String.join(" ", given.getNonOptionArgs()) + ".",
          commands.isEmpty()
              ? "Options begin with two hyphens, such as --nrm.verify or --server.port=8080."
              : "Write only %s.".formatted(commands.get(0).form()));
    }
    if (commands.isEmpty()) {
      return NrmApplication::start;
    }
    commands.get(0).requireValue(given);
    return commands.get(0).run();
  }

  /** A mistyped command would start a node. */
  private static void requireKnown(String option) {
    if (option.matches("nrm\\.[^.\\[]+")
        && !SETTINGS.contains(option)
        && COMMANDS.stream().noneMatch(command -> command.option().equals(option))) {
      throw new StartRefused(
          "There is no option --%s.".formatted(option),
          "If you meant this, write %s. The settings are in config/application.yaml."
              .formatted(
                  Collections.max(
                          COMMANDS,
                          Comparator.comparingInt(one -> similarity(one.option(), option)))
                      .form()));
    }
  }

  /** How many characters two different options share at the beginning and at the end. */
  private static int similarity(String one, String other) {
    return Arrays.mismatch(one.toCharArray(), other.toCharArray())
        + Arrays.mismatch(reversed(one), reversed(other));
  }

  private static char[] reversed(String text) {
    return new StringBuilder(text).reverse().toString().toCharArray();
  }

  private static void start(String... args) {
    SpringApplication program = new SpringApplication(NrmApplication.class);
    program.addInitializers(SharedStatements::readAhead);
    program.run(args);
  }

  /** For what Spring hasn't reported, such as a file that a command is given and can't read. */
  static void tell(Throwable failure) {
    // Spring Boot's launcher of the jar calls main by reflection.
    Throwable cause =
        failure instanceof InvocationTargetException called ? called.getCause() : failure;
    if (cause instanceof StartRefused refused) {
      System.err.println(refused.getMessage());
    } else if (DatabaseAway.isCauseOf(cause)) {
      System.err.printf(
          "This ended because of the database: %s%nCorrect that, and run it again.%n",
          DatabaseAway.reason(cause).orElseThrow());
    } else {
      cause.printStackTrace();
    }
  }
}
