package scot.nrm.demo;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.demo.InventedCases.InventedCase;
import scot.nrm.demo.InventedCases.Step;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.rehearsal.ClockPerThread;

/**
 * Creates a few invented cases at different stages at the first start on an empty database, so that
 * Tasklist and Cockpit are not empty. The invented people work on them with the real diagrams and
 * forms, on days before today.
 *
 * <p>Does nothing if {@link TestDataGenerator} creates many others. It runs before the web server
 * and the job executor start, so nobody sees the moved clock, and in one transaction: all cases or
 * none. If a revised diagram or form no longer fits the story, the application starts without them
 * and logs why; where a revision is tried out, each case then goes as far as the revision lets it.
 * A task that a revision has given to another team is done by someone of that team.
 */
@Component
@Profile("!production")
@ConditionalOnProperty({"nrm.demo.enabled", "nrm.demo.cases"})
class DemoCases implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger(DemoCases.class);

  /** The first day of the National Referral Mechanism: no case is older (D8). */
  private static final LocalDate BEGIN = LocalDate.of(2009, Month.APRIL, 1);

  private static final String CASE_NUMBER = "caseNumber";
  private static final String FILE = "config/demo-cases.yaml";
  private static final LocalTime MORNING = LocalTime.of(10, 0);

  /** Seconds after which a timer fires that is due. One due at the end of a day fires the next. */
  private static final int SOON = 5;

  private final ProcessEngine engine;
  private final DefinitionSets sets;
  private final ClockPerThread clock;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Caseworkers people;
  private final WarmUp warmUp;
  private final boolean others;
  private final boolean mayStop;

  DemoCases(
      ProcessEngine engine,
      DefinitionSets sets,
      ClockPerThread clock,
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      WarmUp warmUp,
      Environment environment) {
    this.engine = engine;
    this.sets = sets;
    this.clock = clock;
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.people = new Caseworkers(engine);
    this.warmUp = warmUp;
    this.others = GeneratorSettings.read(environment).isPresent();
    this.mayStop = environment.getProperty("nrm.demo.cases-may-stop", Boolean.class, false);
  }

  @Override
  public void afterSingletonsInstantiated() {
    warmUp.await();
    try {
      transaction.executeWithoutResult(
          running -> {
            sets.lock(); // one node only
            if (isEmpty() && !others) {
              make(InventedCases.read(InventedData.file(FILE)), false);
            }
          });
    } catch (RuntimeException e) {
      // The message contains no personal data: the cases are invented.
      LOG.warn(
          "Started without the invented cases, config/demo-cases.yaml does not fit the diagrams and forms: {}",
          e.getMessage());
      if (mayStop) {
        make(InventedCases.read(InventedData.file(FILE)), true);
      }
    }
  }

  /** Uses the register, which outlives the engine's history. */
  private boolean isEmpty() {
    return jdbc.sql("select count(*) from case_register").query(Long.class).single() == 0;
  }

  /**
   * @param mayStop a case stays where a step isn't possible. Then each step is a transaction
   */
  void make(InventedCases invented, boolean mayStop) {
    LocalDateTime now = clock.now();
    Map<String, String> numbers = new HashMap<>();
    clock.during(
        () ->
            invented.cases().stream()
                .filter(one -> !day(one.steps().get(0), now.toLocalDate()).isBefore(BEGIN))
                .forEach(
                    one -> {
                      try {
                        make(one, invented, numbers, now);
                      } catch (IllegalStateException e) {
                        if (!mayStop) {
                          throw e;
                        }
                        LOG.info("An invented case stops: {}", e.getMessage());
                        letTimePass(now);
                      }
                    }));
    LOG.info(
        "Made {} invented cases",
        jdbc.sql("select count(*) from case_register").query(Long.class).single());
  }

  private void make(
      InventedCase one, InventedCases invented, Map<String, String> numbers, LocalDateTime now) {
    LocalDate today = now.toLocalDate();
    FilledForms forms = new FilledForms(engine.getFormService(), today);
    clock.moveTo(day(one.steps().get(0), today).atTime(MORNING));
    String caseNumber = null;
    for (Step step : one.steps()) {
      letTimePass(day(step, today).atTime(MORNING));
      try {
        caseNumber = take(step, caseNumber, invented.answers(step, numbers), forms);
        numbers.put(one.child(), caseNumber);
      } catch (RuntimeException e) {
        throw new IllegalStateException(
            "%s by %s in \"%s\": %s"
                .formatted(step.form(), step.user(), one.stage(), e.getMessage()),
            e);
      }
    }
    letTimePass(now);
  }

  private String take(
      Step step, String caseNumber, Map<String, Object> answers, FilledForms forms) {
    if (step.starts()) {
      if (caseNumber != null) {
        answers.put(CASE_NUMBER, caseNumber);
      }
      return people.update(step.user(), step.form(), form -> forms.start(form, answers));
    }
    people.completeInTeam(step.user(), caseNumber, step.form(), task -> forms.task(task, answers));
    return caseNumber;
  }

  /** No earlier case has a timer due before now, so only this one's fire. */
  private void letTimePass(LocalDateTime until) {
    if (clock.now().isBefore(until)) {
      people.letTimePass(
          Date.from(until.atZone(LocalDay.ZONE).toInstant()),
          moment -> {
            LocalDateTime fires =
                LocalDateTime.ofInstant(moment.toInstant(), LocalDay.ZONE).plusSeconds(SOON);
            clock.moveTo(fires.isBefore(until) ? fires : until);
          });
    }
  }

  private static LocalDate day(Step step, LocalDate today) {
    if (InventedCases.inWords(step.day(), today) instanceof LocalDate day) {
      return day;
    }
    throw new IllegalArgumentException(
        "config/demo-cases.yaml has a day that can't be read: " + step.day());
  }
}
