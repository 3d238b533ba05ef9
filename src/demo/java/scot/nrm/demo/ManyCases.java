package scot.nrm.demo;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.access.Councils;
import scot.nrm.calendar.Calendars;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.rehearsal.ClockPerThread;

/**
 * Creates many invented cases, spread over some years. Invented people work on them with the real
 * diagrams and forms on realistic days, with the engine's clock moved.
 */
@Component
@Profile("!production")
@ConditionalOnProperty("nrm.demo.enabled")
public class ManyCases {

  /** The first day of the National Referral Mechanism: no case is older (D8). */
  static final LocalDate BEGIN = LocalDate.of(2009, Month.APRIL, 1);

  private static final Logger LOG = LoggerFactory.getLogger(ManyCases.class);

  /**
   * In milliseconds. More often H2 would write nearly the same pages again, and tidy up its file.
   */
  private static final int H2_FILLING = 10_000;

  /**
   * In bytes, if there is memory for them. H2 also saves after each 19 MB of changes, and no
   * setting raises that. A case changes several MB, mostly of pages that the next cases change
   * again.
   */
  private static final int H2_UNSAVED =
      (int) Math.min(300_000_000, Runtime.getRuntime().maxMemory() / 10);

  private final ProcessEngine engine;
  private final ClockPerThread clock;
  private final JdbcClient jdbc;
  private final DataSource dataSource;
  private final TransactionTemplate transaction;
  private final Councils councils;
  private final Demo demo;
  private final WorkingDays workingDays;
  private final TimeLimits limits;
  private final InventedNumbers numbers;

  ManyCases(
      ProcessEngine engine,
      ClockPerThread clock,
      JdbcClient jdbc,
      DataSource dataSource,
      PlatformTransactionManager transactions,
      Councils councils,
      Demo demo,
      Calendars calendars,
      TimeLimits limits,
      InventedNumbers numbers) {
    this.engine = engine;
    this.clock = clock;
    this.jdbc = jdbc;
    this.dataSource = dataSource;
    this.transaction = new TransactionTemplate(transactions);
    this.councils = councils;
    this.demo = demo;
    this.workingDays = calendars.on(BEGIN);
    this.limits = limits;
    this.numbers = numbers;
  }

  /**
   * Creates cases, and the people who work on them if they are missing. The clock is not changed
   * afterwards. The job executor must not run meanwhile.
   *
   * @param cases the number of cases; more are closer to the frequencies
   * @param seed the same seed creates the same cases
   * @param from the earliest beginning; not before 1 April 2009
   * @param until the end of the simulated time, usually now
   * @throws IllegalArgumentException if there are no cases to make, or no time
   * @throws IllegalStateException if the job executor runs, which would work at wrong times
   */
  public void make(int cases, long seed, LocalDateTime from, LocalDateTime until) {
    make(cases, seed, from, until, GeneratorSettings.usualThreads(), begun -> {});
  }

  void make(
      int cases,
      long seed,
      LocalDateTime from,
      LocalDateTime until,
      int threads,
      IntConsumer begun) {
    if (cases < 1 || !from.isBefore(until) || from.toLocalDate().isBefore(BEGIN)) {
      throw new IllegalArgumentException(
          "%d cases cannot be made from %s until %s".formatted(cases, from, until));
    }
    if (((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getJobExecutor()
        .isActive()) {
      throw new IllegalStateException(
          "The job executor must not run while cases are made at other times");
    }
    long start = System.nanoTime();
    ManyCasesFile file = ManyCasesFile.read(InventedData.file(ManyCasesFile.FILE));
    Workforce workforce = new Workforce(engine.getIdentityService(), jdbc);
    transaction.executeWithoutResult(running -> workforce.gather(councils, demo, file));
    List<InventedChild> stories =
        new ScenarioGenerator(file, seed, from, until, workingDays)
            .draw(cases).stream().sorted(Comparator.comparing(child -> child.begins)).toList();
    Simulation.World world =
        new Simulation.World(
            engine,
            clock,
            transaction,
            workforce,
            new CompletedForms(file.answers()),
            workingDays,
            limits,
            new OpenWork(jdbc, engine.getManagementService()),
            newestDefinitions(),
            until,
            new AtomicReference<>(from));
    List<Simulation> families = families(stories, world);
    // Cases made before from the same seed have its numbers already.
    long before = jdbc.sql("select count(*) from case_register").query(Long.class).single();
    Optional<MVStore> h2 = h2File();
    int usual = h2.map(MVStore::getAutoCommitDelay).orElse(0);
    h2.ifPresent(store -> store.setAutoCommitDelay(H2_FILLING));
    IntConsumer caseBegun =
        number -> {
          h2.ifPresent(ManyCases::keepUnsaved);
          begun.accept(number);
        };
    try {
      numbers.during(
          seed + before,
          () -> clock.during(() -> new ParallelRunner(families, stories, caseBegun).run(threads)));
    } finally {
      h2.ifPresent(store -> store.setAutoCommitDelay(usual));
    }
    LOG.info(
        "Made {} invented cases in {} s; {} actions were refused and done later or not at all",
        cases,
        Duration.ofNanos(System.nanoTime() - start).toSeconds(),
        families.stream().mapToInt(Simulation::refused).sum());
  }

  /** H2's file; empty on PostgreSQL, for a database in memory and for one of another program. */
  private Optional<MVStore> h2File() {
    try (Connection connection = dataSource.getConnection()) {
      return connection.isWrapperFor(JdbcConnection.class)
              && connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal here
          ? Optional.of(here.getDatabase().getStore().getMvStore())
              .filter(store -> store.getFileStore() != null)
          : Optional.empty();
    } catch (SQLException e) {
      throw new IllegalStateException("No connection to the database", e);
    }
  }

  /** After each save, H2 counts what has changed from zero; here it counts from less. */
  private static synchronized void keepUnsaved(MVStore file) {
    if (file.getUnsavedMemory() >= 0) {
      file.registerUnsavedMemory(-H2_UNSAVED);
    }
  }

  private Map<String, String> newestDefinitions() {
    return engine
        .getRepositoryService()
        .createProcessDefinitionQuery()
        .latestVersion()
        .list()
        .stream()
        .collect(Collectors.toMap(ProcessDefinition::getKey, ProcessDefinition::getId));
  }

  /** Each child separately, but children with linked stories together. */
  private static List<Simulation> families(List<InventedChild> stories, Simulation.World world) {
    Map<InventedChild, InventedChild> first = new HashMap<>();
    stories.forEach(
        child ->
            Stream.of(child.sibling, child.sameChild)
                .filter(Objects::nonNull)
                .forEach(other -> first.put(child, other)));
    Map<InventedChild, List<InventedChild>> families =
        stories.stream()
            .collect(
                Collectors.groupingBy(
                    child -> first.getOrDefault(child, child),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<Simulation> simulations = new ArrayList<>();
    families
        .values()
        .forEach(family -> simulations.add(new Simulation(world, family, simulations.size())));
    return simulations;
  }

  /**
   * Gives the random part of case numbers. While invented cases are made from a seed, the same seed
   * gives the same numbers.
   */
  @Component
  @Profile("!production")
  @ConditionalOnProperty("nrm.demo.enabled")
  static class InventedNumbers implements RandomGenerator {

    private final RandomGenerator secure = new SecureRandom();
    private volatile RandomGenerator current = secure;

    @Override
    public long nextLong() {
      return current.nextLong();
    }

    void during(long seed, Runnable work) {
      current = new Random(seed);
      try {
        work.run();
      } finally {
        current = secure;
      }
    }
  }
}
