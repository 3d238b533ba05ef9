package scot.nrm.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.NrmApplication;
import scot.nrm.calendar.Calendars;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.rehearsal.ClockPerThread;

@ExtendWith(OutputCaptureExtension.class)
class DemoCasesTest {

  private ConfigurableApplicationContext application;

  @AfterEach
  void stop() {
    if (application != null) {
      application.close();
    }
  }

  @Test
  void onlyTheFirstStartCreatesInventedCases(CapturedOutput log) {
    LocalDate today = LocalDate.now();

    start(Databases.h2());

    assertThat(tasks())
        .containsExactlyInAnyOrder(
            "Task_AcceptConcern", // just reported
            "Task_NrmFormExploitation", // one part of the NRM form is done
            "Task_LogReferral",
            "Task_ConfirmReasonableGrounds",
            "Task_ProposeReasonableGrounds",
            "Task_ActOnLateReasonableGrounds",
            "Task_ReviewReflection",
            "Task_ProposeConclusiveGrounds",
            "Task_DecideLeave",
            "Task_ReviewProtectionPlan",
            "Task_MonitorSuspendedStage",
            "Task_ReviewSearch", // the child is missing
            "Task_AcceptConcern",
            "Task_GetConcernAccepted", // a UKBA copy waits for the council
            "Task_ProposeConclusiveGrounds",
            "Task_ConsiderSibling",
            "Task_ConsiderSibling", // linked siblings
            "Task_ProposeReasonableGrounds",
            "Task_AdviseOnWithdrawal", // moved to UKBA, and the embassy asks
            "Task_ProtectChild",
            "Task_ProtectChild",
            "Task_ProtectChild",
            "Task_ProtectChild",
            "Task_ProtectChild",
            "Task_ProtectChild",
            "Task_ProtectChild",
            "Task_ProtectChild",
            "Task_ProtectChild",
            "Task_ProtectChild",
            "Task_ProtectChild",
            "Task_ProtectChild");
    assertThat(routes()).containsExactlyInAnyOrder("D13.1", "D13.2", "D13.4", "D13.5", "D13.6");
    assertThat(column("local_authority")).containsOnly("glasgow-city", "fife").hasSize(13);
    assertThat(column("case_outcome")).containsExactlyInAnyOrder("recognised", "not-referred");
    assertThat(updates())
        .contains(
            "child-missing",
            "suspended",
            "ukba-copy-received",
            "authority-changed",
            "extended",
            "linked");
    assertThat(
            application
                .getBean(JdbcClient.class)
                .sql("select dated from letter where template = 'copy-reminder'")
                .query(LocalDate.class)
                .list())
        .as("ten working days are over")
        .containsExactly(
            application
                .getBean(Calendars.class)
                .on(today)
                .plus(today.minusDays(22), 10)
                .plusDays(1));
    assertThat(engine().getRuntimeService().createIncidentQuery().count()).isZero();
    assertThat(engine().getManagementService().createJobQuery().messages().count()).isZero();
    assertThat(engine().getManagementService().createJobQuery().timers().executable().count())
        .isZero();
    assertThat(application.getBean(CaseClock.class).today())
        .as("the clock is back")
        .isIn(today, LocalDate.now());
    assertThat(Duration.between(application.getBean(CaseClock.class).now(), Instant.now()).abs())
        .isLessThan(Duration.ofSeconds(5));
    // At night the program also warns of the invented cases that were opened at night.
    assertThat(
            log.getOut().lines().filter(line -> !line.isBlank() && !line.contains("AccessAlerts")))
        .as("who can sign in is said last")
        .last()
        .asString()
        .endsWith("no casework");

    application.getBean(DemoCases.class).afterSingletonsInstantiated();

    assertThat(column("case_number")).hasSize(13);
  }

  @Test
  @Tag("full")
  void noInventedCaseIsOlderThanTheMechanism() {
    start(Databases.h2(), "--nrm.clock=2009-05-17T14:00");

    assertThat(column("opened_on"))
        .hasSize(11)
        .allMatch(day -> !LocalDate.parse(day).isBefore(LocalDate.of(2009, 4, 1)));
    assertThat(application.getBean(CaseClock.class).today()).isEqualTo(LocalDate.of(2009, 5, 17));
  }

  @Nested
  @SpringBootTest(
      webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
      properties = {"camunda.bpm.job-execution.enabled=false", "nrm.demo.cases=false"})
  class WithPeopleAndNoCases implements Databases.OnH2 {

    @Test
    void peopleAreCreatedAndNoCases(
        @Autowired ListableBeanFactory running, @Autowired IdentityService identities) {
      assertThat(running.getBeanNamesForType(DemoCases.class)).isEmpty();
      assertThat(identities.createUserQuery().userId("glasgow.lead").count()).isOne();
    }
  }

  @Nested
  @SpringBootTest(
      webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
      properties = {
        "camunda.bpm.job-execution.enabled=false",
        "nrm.demo.cases=false",
        "spring.application.name=cases-that-may-stop"
      })
  class WhileARevisionIsTriedOut implements Databases.OnH2 {

    /** Nobody may report a concern at first; then the revision has another answer. */
    @Test
    void eachCaseAdvancesAsFarAsTheFormsAllowAndNoneAtAStart(
        CapturedOutput log,
        @Autowired ProcessEngine engine,
        @Autowired DefinitionSets sets,
        @Autowired ClockPerThread clock,
        @Autowired JdbcClient jdbc,
        @Autowired PlatformTransactionManager transactions,
        @Autowired Environment environment)
        throws IOException {
      String story = Files.readString(Path.of("config", "demo-cases.yaml"));
      assertThat(story).contains("rgProposal: positive");
      InventedCases changed =
          InventedCases.read(
              new ByteArrayResource(
                  story
                      .replace("rgProposal: positive", "rgProposal: perhaps")
                      .getBytes(StandardCharsets.UTF_8)));

      DemoCases cases =
          new DemoCases(engine, sets, clock, jdbc, transactions, new WarmUp(), environment);
      engine.getIdentityService().deleteMembership("first.responder", "first-responder");

      cases.afterSingletonsInstantiated();

      assertThat(log).contains("Started without the invented cases");
      assertThat(jdbc.sql("select count(*) from case_register").query(Integer.class).single())
          .isZero();
      engine.getIdentityService().createMembership("first.responder", "first-responder");

      cases.make(changed, true);

      assertThat(jdbc.sql("select count(*) from case_register").query(Integer.class).single())
          .isGreaterThan(10);
      assertThat(
              jdbc.sql("select distinct rg_outcome from case_register where rg_outcome is not null")
                  .query(String.class)
                  .list())
          .doesNotContain("positive");
      assertThat(
              engine.getTaskService().createTaskQuery().list().stream()
                  .map(Task::getTaskDefinitionKey))
          .contains("Task_AcceptConcern", "Task_LogReferral", "Task_ProposeReasonableGrounds");
    }
  }

  @Test
  void everyCaseStartsFromStartProcessOldestFirst() {
    InventedCases invented =
        InventedCases.read(new FileSystemResource(Path.of("config", "demo-cases.yaml")));
    LocalDate today = LocalDate.of(2011, 3, 1);

    List<LocalDate> begun =
        invented.cases().stream()
            .map(one -> (LocalDate) InventedCases.inWords(one.steps().get(0).day(), today))
            .toList();

    assertThat(invented.cases()).allMatch(one -> one.steps().get(0).starts());
    assertThat(begun).isSorted().allMatch(day -> day.isBefore(today));
  }

  private void start(Database database, String... more) {
    List<String> arguments = new ArrayList<>(List.of(database.arguments()));
    arguments.add("--server.port=0");
    arguments.addAll(List.of(more));
    application =
        new SpringApplicationBuilder(NrmApplication.class).run(arguments.toArray(String[]::new));
  }

  private ProcessEngine engine() {
    return application.getBean(ProcessEngine.class);
  }

  private List<String> tasks() {
    return engine().getTaskService().createTaskQuery().list().stream()
        .map(Task::getTaskDefinitionKey)
        .toList();
  }

  private Set<String> routes() {
    return column("routing_basis").stream().collect(Collectors.toSet());
  }

  private List<String> updates() {
    return application
        .getBean(JdbcClient.class)
        .sql("select distinct kind from register_event")
        .query(String.class)
        .list();
  }

  private List<String> column(String name) {
    return application
        .getBean(JdbcClient.class)
        .sql("select " + name + " from case_register where " + name + " is not null")
        .query(String.class)
        .list();
  }
}
