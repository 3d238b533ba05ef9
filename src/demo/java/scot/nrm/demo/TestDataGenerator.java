package scot.nrm.demo;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.demo.Demo.Person;
import scot.nrm.engine.MovableClock;
import scot.nrm.startup.StartRefused;

/**
 * Fills a database with years of invented cases if the operator starts with {@code
 * --nrm.fill=3000}, before the web server and the job executor start. Never fills a database with
 * real data, or a database twice.
 */
@Component
@Profile("!production")
@ConditionalOnProperty("nrm.demo.enabled")
class TestDataGenerator implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger(TestDataGenerator.class);

  /** An engine property, set when the generator begins. */
  private static final String FILLED = "nrm.filled";

  /** A log about single cases, which would have thousands of lines here. */
  private static final String EVERY_LETTER = "scot.nrm.letters";

  private final Optional<GeneratorSettings> settings;
  private final ManyCases manyCases;
  private final ProcessEngine engine;
  private final MovableClock clock;
  private final JdbcClient jdbc;
  private final Demo demo;
  private final String administrator;

  TestDataGenerator(
      Environment environment,
      ManyCases manyCases,
      ProcessEngine engine,
      MovableClock clock,
      JdbcClient jdbc,
      Demo demo) {
    this.settings = GeneratorSettings.read(environment);
    this.manyCases = manyCases;
    this.engine = engine;
    this.clock = clock;
    this.jdbc = jdbc;
    this.demo = demo;
    this.administrator = environment.getProperty("camunda.bpm.admin-user.id", "");
  }

  @Override
  public void afterSingletonsInstantiated() {
    settings.ifPresent(this::fill);
  }

  private void fill(GeneratorSettings asked) {
    SimulatedYears years = asked.years(clock.now());
    refuseRealData();
    engine
        .getManagementService()
        .setProperty(FILLED, "%d cases, seed %d".formatted(asked.cases(), asked.seed()));
    LOG.info(
        "Making {} invented cases from {} until {}. Ctrl-C stops; the cases made by then are kept",
        asked.cases(),
        years.from().toLocalDate(),
        years.until().toLocalDate());
    GeneratorProgress progress = GeneratorProgress.onConsole(asked.cases());
    LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
    logging.setLogLevel(EVERY_LETTER, LogLevel.WARN);
    // Spring waits for the end of the start before it stops, and this is part of the start.
    AtomicBoolean stopping = new AtomicBoolean();
    Thread noticed = new Thread(() -> stopping.set(true));
    Runtime.getRuntime().addShutdownHook(noticed);
    try {
      manyCases.make(
          asked.cases(),
          asked.seed(),
          years.from(),
          years.until(),
          asked.threads(),
          begun -> {
            progress.done(begun);
            refuseIfStopped(stopping.get(), begun);
          });
    } finally {
      forget(noticed);
      logging.setLogLevel(EVERY_LETTER, null);
      progress.end();
    }
    LOG.info(
        "More invented people can sign in with the same password, such as angus.duty, angus.lead and angus.manager, and ukhtc.owner2 to ukhtc.owner7");
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is stopping.
    }
  }

  private static void refuseIfStopped(boolean stopping, int begun) {
    if (stopping) {
      throw new StartRefused(
          "Stopped when %,d cases had begun. They are kept at the point they had reached."
              .formatted(begun),
          "Start without "
              + GeneratorSettings.CASES
              + " to use them, or start again with an empty database.");
    }
  }

  private void refuseRealData() {
    String before = engine.getManagementService().getProperties().get(FILLED);
    if (before != null) {
      throw new StartRefused(
          "This database has already been filled (" + before + ").",
          "Start without "
              + GeneratorSettings.CASES
              + ", or give an empty database: another one, or delete the folder data.");
    }
    Set<String> invented =
        Stream.concat(demo.users().stream().map(Person::id), Stream.of(administrator))
            .collect(Collectors.toSet());
    List<String> others =
        engine.getIdentityService().createUserQuery().list().stream()
            .map(User::getId)
            .filter(id -> !invented.contains(id))
            .toList();
    List<String> reporters =
        jdbc.sql("select distinct reported_by from case_register where reported_by is not null")
            .query(String.class)
            .list();
    if (!others.isEmpty() || !invented.containsAll(reporters)) {
      throw new StartRefused(
          "People other than the invented ones work with this database, so it may have the cases of real children.",
          "Give an empty database to " + GeneratorSettings.CASES + ".");
    }
  }
}
