package scot.nrm.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.NrmApplication;
import scot.nrm.engine.CaseClock;
import scot.nrm.startup.StartRefused;

/**
 * Fills a file database and a PostgreSQL database with the same cases, by the setting in
 * docs/users/training.md: the first with one thread and the second with several. {@code
 * -Dnrm.many.cases=} says how many; the pom has the usual number.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class TestDataGeneratorTest {

  private static final int CASES = Integer.getInteger("nrm.many.cases", 20);

  /** From here on what is rare is there as well. */
  private static final int MANY = 500;

  private static final LocalDateTime NOW = LocalDateTime.of(2011, 6, 15, 10, 0);

  private ConfigurableApplicationContext onH2;
  private ConfigurableApplicationContext onPostgres;
  private String log;

  @BeforeAll
  void fill(CapturedOutput output) {
    onH2 = start(Databases.h2(), 1);
    log = output.getOut();
    onPostgres = start(Databases.postgres(), 4);
  }

  @AfterAll
  void stop() {
    onPostgres.close();
    onH2.close();
  }

  private static ConfigurableApplicationContext start(Database database, int threads) {
    return new SpringApplicationBuilder(NrmApplication.class)
        .run(
            database.arguments(
                "--server.port=0",
                "--nrm.fill=" + CASES,
                "--nrm.fill.seed=5",
                "--nrm.clock=" + NOW,
                "--nrm.fill.threads=" + threads,
                // Says what was refused, should the two databases differ.
                "--logging.level.scot.nrm.demo.Simulation=debug",
                "--camunda.bpm.job-execution.enabled=false"));
  }

  @Test
  void theRequestedNumberOfCasesIsGeneratedWithProgress() {
    assertThat(numbers(onH2, "select count(*) from case_register")).containsExactly((long) CASES);
    assertThat(log)
        .contains(
            "Making " + CASES + " invented cases from 2009-04-01 until 2011-06-15",
            "100 %: " + "%,d of %,d cases".formatted(CASES, CASES),
            " a second, 0 s left",
            "angus.lead")
        .doesNotContain("\r");
  }

  @Test
  void theSameSeedGivesTheSameCasesOnAnyDatabaseAndThreads() {
    for (String rows :
        List.of(
            "select * from case_register order by case_number",
            "select case_number, nationality from register_nationality order by case_number, nationality",
            "select case_number, stage, outcome, decided_on, case_owner, second_officer from register_decision order by case_number, stage, decided_on, outcome",
            "select case_number, kind, count(*) from register_event group by case_number, kind order by case_number, kind",
            "select case_number, occasion, addressee, dated from letter order by case_number, occasion, addressee, dated",
            "select e.BUSINESS_KEY_, t.TASK_DEF_KEY_, t.ASSIGNEE_ from ACT_RU_TASK t join ACT_RU_EXECUTION e on e.ID_ = t.PROC_INST_ID_ order by e.BUSINESS_KEY_, t.TASK_DEF_KEY_, t.ASSIGNEE_")) {
      assertThat(rows(onH2, rows)).as(rows).isNotEmpty().isEqualTo(rows(onPostgres, rows));
    }
  }

  @Test
  void theClockIsResetAndAllEventsAreWithinThePeriod() {
    assertThat(onH2.getBean(CaseClock.class).today()).isEqualTo(NOW.toLocalDate());
    for (String times :
        List.of(
            "select %s(START_TIME_) from ACT_HI_ACTINST",
            "select %s(recorded_at) from register_event",
            "select %s(START_TIME_) from ACT_HI_TASKINST",
            "select %s(created_at) from letter")) {
      assertThat(time(times.formatted("min"))).as(times).isAfterOrEqualTo("2009-04-01T00:00");
      assertThat(time(times.formatted("max"))).as(times).isBefore(NOW.plusMinutes(5));
    }
  }

  @Test
  void casesAreOpenedInChronologicalOrder() {
    List<HistoricProcessInstance> cases =
        engine(onH2)
            .getHistoryService()
            .createHistoricProcessInstanceQuery()
            .processDefinitionKey("nrm-case")
            .list();

    List<String> byTime =
        cases.stream()
            .sorted((one, other) -> one.getStartTime().compareTo(other.getStartTime()))
            .map(HistoricProcessInstance::getBusinessKey)
            .distinct()
            .toList();
    assertThat(byTime).hasSize(CASES);
    assertThat(rows(onH2, "select case_number from case_register order by opened_order"))
        .isEqualTo(byTime.stream().map(number -> "[" + number + "]").toList());
  }

  @Test
  void noDueWorkIsLeftAndNoMailIsSent() {
    assertThat(engine(onH2).getRuntimeService().createIncidentQuery().count())
        .as("incidents")
        .isZero();
    assertThat(engine(onH2).getManagementService().createJobQuery().noRetriesLeft().count())
        .isZero();
    assertThat(engine(onH2).getManagementService().createJobQuery().messages().count())
        .as("jobs")
        .isZero();
    assertThat(engine(onH2).getManagementService().createJobQuery().timers().executable().count())
        .isZero();
    assertThat(numbers(onH2, "select count(*) from notice")).containsExactly(0L);
    assertThat(numbers(onH2, "select count(*) from letter where delivery = 'outbox'"))
        .containsExactly(0L);
  }

  @Test
  void situationsThatManagersWatchAreIncluded() {
    String today = NOW.toLocalDate().toString();
    assertThat(
            numbers(
                onH2,
                "select count(*) from case_register where rg_outcome is null and rg_due = '%s'"
                    .formatted(today)))
        .as("reasonable grounds due today")
        .allMatch(cases -> cases > 0);
    assertThat(
            numbers(
                onH2,
                "select count(*) from case_register where rg_outcome is null and rg_due < '%s'"
                    .formatted(today)))
        .as("overdue")
        .allMatch(cases -> cases > 0);
    assertThat(
            numbers(
                onH2,
                "select count(*) from case_register where reflection_end between '%s' and '%s'"
                    .formatted(today, NOW.toLocalDate().plusDays(7))))
        .as("reflection ends")
        .allMatch(cases -> cases > 0);
    assertThat(
            numbers(
                onH2,
                "select count(*) from case_register where cg_outcome is null and cg_target < '%s'"
                    .formatted(today)))
        .as("conclusive grounds late")
        .allMatch(cases -> cases > 0);
    assertThat(numbers(onH2, "select count(*) from ACT_RU_TASK where ASSIGNEE_ is null"))
        .allMatch(open -> open > 0);
    assertThat(numbers(onH2, "select count(*) from ACT_RU_TASK where ASSIGNEE_ is not null"))
        .allMatch(open -> open > 0);
  }

  /** Roughly for a few cases; every route, outcome and kind of update where there are many. */
  @Test
  void frequenciesMatchTheFile() {
    long referred =
        numbers(onH2, "select count(*) from case_register where referral_received_on is not null")
            .get(0);
    assertThat(referred).isBetween(CASES * 6L / 10, (long) CASES);
    if (CASES < MANY) {
      return;
    }
    assertThat(share("rg_outcome = 'positive'", "rg_outcome is not null")).isBetween(0.82, 0.94);
    assertThat(share("cg_outcome = 'positive'", "cg_outcome is not null")).isBetween(0.53, 0.69);
    assertThat(share("age_disputed", "true")).isBetween(0.10, 0.20);
    assertThat(
            texts(
                "select distinct routing_basis from case_register where routing_basis is not null"))
        .contains("D13.1", "D13.2", "D13.3", "D13.4", "D13.5", "D13.6", "D13.7", "D13.8");
    assertThat(
            texts("select distinct case_outcome from case_register where case_outcome is not null"))
        .contains(
            "recognised",
            "not-recognised",
            "no-reasonable-grounds",
            "not-referred",
            "closed-other");
    assertThat(
            texts(
                "select distinct leave_outcome from case_register where leave_outcome is not null"))
        .contains("granted", "refused", "not-needed");
    assertThat(texts("select distinct local_authority from case_register")).hasSize(32);
    assertThat(texts("select distinct kind from register_event"))
        .contains(
            new String[] {
              "child-missing", "child-found", "suspended",
              "resumed", "extended", "authority-changed",
              "age-finding", "came-of-age", "council-changed",
              "hand-over-returned", "corrected", "linked",
              "merged", "direct-referral", "ukba-copy-received",
              "withdrawal-requested", "reconsideration-accepted", "reconsideration-refused",
              "reconsideration-not-entitled", "believed-after-all", "hearing-recorded",
              "information-received", "leave-decided", "leave-renewed",
              "error-closed", "late-marked", "target-missed"
            });
  }

  @Test
  void aDatabaseWithCasesOrRealPeopleIsNotFilled() {
    TestDataGenerator fill = onPostgres.getBean(TestDataGenerator.class);
    assertThatThrownBy(fill::afterSingletonsInstantiated)
        .isInstanceOf(StartRefused.class)
        .hasMessageStartingWith(
            "This database has already been filled (" + CASES + " cases, seed 5).");

    engine(onPostgres).getManagementService().deleteProperty("nrm.filled");

    assertThatThrownBy(fill::afterSingletonsInstantiated)
        .isInstanceOf(StartRefused.class)
        .hasMessageStartingWith("People other than the invented ones work with this database");
    assertThat(numbers(onPostgres, "select count(*) from case_register"))
        .containsExactly((long) CASES);
  }

  @Test
  void thePeopleOfAllCouncilsCanSignIn() {
    assertThat(
            engine(onPostgres).getIdentityService().checkPassword("angus.lead", "development-only"))
        .isTrue();
    assertThat(
            engine(onPostgres)
                .getIdentityService()
                .createUserQuery()
                .memberOfGroup("la-lead-professional")
                .memberOfTenant("angus")
                .count())
        .isOne();
  }

  private double share(String of, String all) {
    return (double) numbers(onH2, "select count(*) from case_register where " + of).get(0)
        / numbers(onH2, "select count(*) from case_register where " + all).get(0);
  }

  private static ProcessEngine engine(ConfigurableApplicationContext application) {
    return application.getBean(ProcessEngine.class);
  }

  private LocalDateTime time(String sql) {
    return jdbc(onH2).sql(sql).query(LocalDateTime.class).single();
  }

  private List<String> texts(String sql) {
    return jdbc(onH2).sql(sql).query(String.class).list();
  }

  private static List<Long> numbers(ConfigurableApplicationContext application, String sql) {
    return jdbc(application).sql(sql).query(Long.class).list();
  }

  /** As text, since the two databases give some types in different ways. */
  private static List<String> rows(ConfigurableApplicationContext application, String sql) {
    return jdbc(application).sql(sql).query().listOfRows().stream()
        .map(row -> row.values().stream().map(TestDataGeneratorTest::value).toList())
        .map(Object::toString)
        .toList();
  }

  /** The drivers give a moment in different types. */
  private static Object value(Object given) {
    return given instanceof Timestamp moment
        ? moment.toInstant()
        : given instanceof OffsetDateTime moment ? moment.toInstant() : given;
  }

  private static JdbcClient jdbc(ConfigurableApplicationContext application) {
    return application.getBean(JdbcClient.class);
  }
}
