package scot.nrm.underway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.util.HtmlUtils;
import scot.nrm.Databases;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.CaseScopes;
import scot.nrm.cockpit.duration.NightlySnapshot;
import scot.nrm.cockpit.duration.TimeAtElements;
import scot.nrm.cockpit.duration.TimeAtElements.AllTimes;
import scot.nrm.cockpit.duration.TimeAtElements.TimesRequest;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.journeys.CaseRows;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.pages.Browser;
import scot.nrm.register.Register;
import scot.nrm.revision.SignedRevisions;

/**
 * Cases under way move to the set of one revision, or stay with a reason; nothing is lost. The move
 * is tried, begins when the revision comes into force, is stopped after three cases and continued;
 * the tests check the result.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "spring.application.name=under-way" // without the open cases of other tests
    })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoverTest implements Databases.OnH2 {

  private static final String EARLY = "2009-05-05";
  private static final String FRIDAY = "2009-05-15";
  private static final String DAY = "2009-05-18";
  private static final LocalDate IN_FORCE = LocalDate.parse("2009-05-19");
  private static final String SKIPPED =
      "The new diagram requires the step \"Check the form\" first, and this case has not completed it.";
  private static final String OVER =
      "The new diagram sets the timer \"Nine days have passed\" to 14 May 2009, which has passed.";
  private static final String DUE = "The timer \"A reminder is due\" is due already.";
  private static final String LOST = "The timer \"Two months have passed\" would be lost.";

  private static final String CONFIRM = "<bpmn:userTask id=\"Task_ConfirmReasonableGrounds\"";
  private static final String LOG = "<bpmn:userTask id=\"Task_LogReferral\"";
  private static final String CONCLUSIVE = "<bpmn:userTask id=\"Task_ProposeConclusiveGrounds\"";
  private static final String PROPOSE = "<bpmn:userTask id=\"Task_ProposeReasonableGrounds\"";

  private static final String DECIDE = "<bpmn:subProcess id=\"SubProcess_DecideConclusiveGrounds\"";

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired DefinitionSets sets;
  @Autowired Register register;
  @Autowired Mover mover;
  @Autowired MoveStore store;
  @Autowired NightlySnapshot snapshot;
  @Autowired TimeAtElements times;
  @Autowired CaseScopes scopes;
  @Autowired JdbcClient jdbc;
  @Autowired BeanFactory beans;

  private final List<Journey> toDecide = new ArrayList<>();
  private final Map<String, Map<String, List<String>>> before = new HashMap<>();
  private Journey proposed;
  private Journey atIntake;
  private Journey early;
  private Journey due;
  private Journey decided;
  private Map<String, byte[]> shipped;
  private int set;
  private int revision;
  private Map<String, Integer> tried;
  private String triedPage;
  private Map<String, Map<String, List<String>>> afterTheTrial;
  private int changedByThePerson;
  private int movedWhenStopped;
  private Map<String, List<String>> dueAfterTheMove;

  @BeforeAll
  void oneRevisionOverAllCases() throws IOException {
    SignedRevisions revisions = new SignedRevisions(beans);
    shipped = files();
    revisions.restore(withTimers());
    set = sets.inForce();
    early = referred(EARLY).logged(EARLY).executeJobs();
    due =
        referred(FRIDAY)
            .at(LocalDate.parse(FRIDAY).atTime(15, 0))
            .does("ukhtc.intake", "Task_LogReferral", Invented.received(FRIDAY))
            .executeJobs();
    proposed =
        referred(DAY)
            .logged(DAY)
            .does(
                "ukhtc.owner",
                "Task_ProposeReasonableGrounds",
                Invented.reasonableGrounds("positive", DAY));
    atIntake = referred(DAY);
    decided = referred(DAY).logged(DAY).reasonableGrounds("ukhtc", "positive", DAY).executeJobs();
    IntStream.range(0, 4).forEach(number -> toDecide.add(referred(DAY).logged(DAY).executeJobs()));
    cases().forEach(child -> before.put(child.caseNumber(), state(child)));

    revision = revisions.draft("Moves cases", IN_FORCE, revised());
    assertThat(revisions.problems(revision)).isEmpty();
    tried = mover.tryOut(revision, Map.of()).orElseThrow().outcomes();
    triedPage = triedOnThePage();
    afterTheTrial = new HashMap<>();
    cases().forEach(child -> afterTheTrial.put(child.caseNumber(), state(child)));
    ClockUtil.setCurrentTime(
        Date.from(LocalDate.parse(DAY).atTime(18, 0).atZone(LocalDay.ZONE).toInstant()));
    assertThat(snapshot.take()).isTrue();
    revisions.sign(revision);
    ClockUtil.setCurrentTime(LocalDay.startOf(IN_FORCE));
    revisions.bringIntoForce();
    assertThat(sets.inForce()).isEqualTo(set + 1);
    moveWhileAPersonWorks(3);
    movedWhenStopped = looked();
    assertThat(store.isFinished(revision)).contains(false);
    revisions.minute();
    dueAfterTheMove = state(due);
  }

  /** A person's form locks the case first, and at its end what it changes in the engine. */
  private void moveWhileAPersonWorks(int limit) {
    CompletableFuture<Void> move =
        new TransactionTemplate(beans.getBean(PlatformTransactionManager.class))
            .execute(
                status -> {
                  cases().forEach(child -> register.lock(child.caseNumber()));
                  CompletableFuture<Void> moving =
                      CompletableFuture.runAsync(() -> mover.continueMoving(limit));
                  await().until(this::isAnyoneWaiting);
                  changedByThePerson = jdbc.sql("update ACT_RU_EXECUTION set REV_ = REV_").update();
                  return moving;
                });
    move.join();
  }

  private boolean isAnyoneWaiting() {
    return jdbc.sql("select count(*) from information_schema.sessions where blocker_id is not null")
            .query(Integer.class)
            .single()
        > 0;
  }

  /** Restores the shipped files for other tests. */
  @AfterAll
  void filesAsTheyAre() {
    new SignedRevisions(beans).restore(shipped);
    ClockUtil.reset();
  }

  @Test
  void movingACaseDoesNotChangeItsWaitingTimes() {
    AllTimes read = timesOfAllCases();
    assertThat(read.steps()).anySatisfy(step -> assertThat(step.at().waiting()).isGreaterThan(4));
    jdbc.sql("update kept_on set waiting_at = null").update();
    assertThat(read).isEqualTo(timesOfAllCases());
  }

  @Test
  void waitingTimesOfARenamedDiagramAreThoseOfItsLatestVersion() {
    List<String> latest =
        engine.getRepositoryService().createProcessDefinitionQuery().latestVersion().list().stream()
            .map(ProcessDefinition::getId)
            .toList();
    assertThat(timesOfAllCases().steps())
        .allSatisfy(step -> assertThat(latest).contains(step.definitionId()))
        .anySatisfy(
            step -> {
              assertThat(step.diagram()).isEqualTo("Receipt");
              assertThat(step.at().id()).isEqualTo("Task_CheckForm");
              assertThat(step.at().drawn()).isTrue();
            });
  }

  @Test
  void passesBeforeACaseMovedAreInTheSnapshot() {
    ClockUtil.setCurrentTime(LocalDay.startOf(IN_FORCE));
    String none = "update kept_on set kept_on = date '2009-04-01'";
    jdbc.sql(none).update();
    AllTimes history = timesSince(LocalDate.parse(EARLY));
    assertThat(snapshot.take()).isTrue();
    AllTimes read = timesSince(LocalDate.parse(EARLY));
    jdbc.sql(none).update();

    assertThat(read.steps()).containsExactlyElementsOf(history.steps());
  }

  private AllTimes timesSince(LocalDate first) {
    return times.allTimes(
        new TimesRequest(null, first, IN_FORCE, null, true),
        scopes.of(new Viewer("somebody", Set.of("nrm-manager"), Set.of())));
  }

  private AllTimes timesOfAllCases() {
    return times.allTimes(
        new TimesRequest(null, IN_FORCE, IN_FORCE, "UKHTC", true),
        scopes.of(new Viewer("somebody", Set.of("nrm-manager"), Set.of())));
  }

  private List<Journey> cases() {
    List<Journey> cases = new ArrayList<>(List.of(proposed, atIntake, early, due, decided));
    cases.addAll(toDecide);
    return cases;
  }

  private static Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String file :
        List.of(
            "processes/intake.bpmn",
            "processes/reasonable-grounds.bpmn",
            "processes/conclusive-grounds.bpmn",
            "config/cases-under-way.yaml")) {
      files.put(file, Files.readAllBytes(Path.of(file)));
    }
    return files;
  }

  /** The files of the earlier set, with timers that the revision changes or removes. */
  private Map<String, byte[]> withTimers() {
    return changed(
        Map.of(
            "conclusive-grounds",
            text ->
                text.replace(
                    CONCLUSIVE, beforeTheTarget(10) + wholePart("Decision", "P50D") + CONCLUSIVE),
            "reasonable-grounds",
            text ->
                text.replace(PROPOSE, reminder("P3D") + PROPOSE)
                    .replace(
                        CONFIRM,
                        timer(
                                "Months",
                                "Two months have passed",
                                "P60D",
                                "Task_ConfirmReasonableGrounds")
                            + CONFIRM)));
  }

  private Map<String, byte[]> revised() {
    String step =
        "<bpmn:userTask id=\"Task_CheckForm\" name=\"Check the form\" camunda:formRef=\"log-referral\""
            + " camunda:formRefBinding=\"deployment\""
            + " camunda:candidateGroups=\"${authorities.group('intake', 'intake')}\">"
            + "<bpmn:incoming>Flow_NrmFormReceived_To_LogReferral</bpmn:incoming>"
            + "<bpmn:outgoing>Flow_Checked</bpmn:outgoing></bpmn:userTask>"
            + "<bpmn:sequenceFlow id=\"Flow_Checked\" sourceRef=\"Task_CheckForm\""
            + " targetRef=\"Task_LogReferral\" />";
    String toLog = "sourceRef=\"Event_NrmFormReceived\" targetRef=\"Task_LogReferral\"";
    Map<String, byte[]> files =
        changed(
            Map.of(
                "intake",
                text ->
                    text.replace("name=\"Intake\"", "name=\"Receipt\"")
                        .replace(LOG, step + LOG)
                        .replace(toLog, toLog.replace("Task_LogReferral", "Task_CheckForm")),
                "reasonable-grounds",
                text ->
                    text.replace(
                            "name=\"Propose reasonable grounds\"", "name=\"Propose the decision\"")
                        .replace(
                            PROPOSE,
                            reminder("P5D")
                                + timer(
                                    "Nine",
                                    "Nine days have passed",
                                    "P9D",
                                    "Task_ProposeReasonableGrounds")
                                + PROPOSE),
                "conclusive-grounds",
                text ->
                    text.replace(
                            CONCLUSIVE,
                            beforeTheTarget(5) + wholePart("Decision", "P60D") + CONCLUSIVE)
                        .replace(DECIDE, wholePart("Stage", "P70D") + DECIDE)));
    StringBuilder rows = new StringBuilder("cases-under-way:\n");
    for (String stage : List.of("intake", "reasonable-grounds", "conclusive-grounds")) {
      rows.append("- {from: [%d], stage: %s, takes: move}\n".formatted(set, stage));
    }
    files.put("config/cases-under-way.yaml", text(rows.toString()));
    return files;
  }

  private static String reminder(String duration) {
    return timer("Remind", "A reminder is due", duration, "Task_ProposeReasonableGrounds");
  }

  private static String beforeTheTarget(int days) {
    return timer(
            "Target",
            "The target is near",
            "${dueDates.workingDaysBefore(cgTargetDate, %d)}".formatted(days),
            "Task_ProposeConclusiveGrounds")
        .replace("timeDuration", "timeDate");
  }

  private static String timer(String id, String name, String duration, String task) {
    return """
        <bpmn:boundaryEvent id="Timer_%1$s" name="%2$s" cancelActivity="false" attachedToRef="%4$s">
        <bpmn:outgoing>Flow_%1$s</bpmn:outgoing>
        <bpmn:timerEventDefinition id="Timer_%1$s_Timer"><bpmn:timeDuration
        xsi:type="bpmn:tFormalExpression">%3$s</bpmn:timeDuration></bpmn:timerEventDefinition>
        </bpmn:boundaryEvent>
        <bpmn:endEvent id="Event_%1$s" name="%2$s"><bpmn:incoming>Flow_%1$s</bpmn:incoming></bpmn:endEvent>
        <bpmn:sequenceFlow id="Flow_%1$s" sourceRef="Timer_%1$s" targetRef="Event_%1$s" />
        """
        .formatted(id, name, duration, task);
  }

  /** An event sub-process with a timer, which belongs to the whole part around it. */
  private static String wholePart(String part, String duration) {
    return """
        <bpmn:subProcess id="Part_%1$s" name="%1$s is long" triggeredByEvent="true">
        <bpmn:startEvent id="Timer_%1$s" name="%1$s has lasted" isInterrupting="false">
        <bpmn:outgoing>Flow_%1$s</bpmn:outgoing>
        <bpmn:timerEventDefinition id="Timer_%1$s_Timer"><bpmn:timeDuration
        xsi:type="bpmn:tFormalExpression">%2$s</bpmn:timeDuration></bpmn:timerEventDefinition>
        </bpmn:startEvent>
        <bpmn:endEvent id="Event_%1$s" name="Said"><bpmn:incoming>Flow_%1$s</bpmn:incoming></bpmn:endEvent>
        <bpmn:sequenceFlow id="Flow_%1$s" sourceRef="Timer_%1$s" targetRef="Event_%1$s" />
        </bpmn:subProcess>
        """
        .formatted(part, duration);
  }

  private Map<String, byte[]> changed(Map<String, UnaryOperator<String>> changes) {
    Map<String, byte[]> files = new TreeMap<>();
    changes.forEach(
        (diagram, change) -> {
          String file = "processes/" + diagram + ".bpmn";
          String before = new String(shipped.get(file), StandardCharsets.UTF_8);
          String after = change.apply(before);
          assertThat(after).isNotEqualTo(before);
          files.put(file, text(after));
        });
    return files;
  }

  private String triedOnThePage() {
    String address = "/nrm/revisions/" + revision + "/cases-under-way";
    Browser staff = new Browser(port).signIn("policy.staff", password, "cockpit");
    String token = Browser.token(Browser.text(staff.open(address))).orElseThrow();
    HttpResponse<String> answer =
        staff.post(address, "application/x-www-form-urlencoded", "act=try&token=" + token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return HtmlUtils.htmlUnescape(answer.body());
  }

  @Test
  void aTrialIsLimitedByCasesAndNotByTheirDiagrams() {
    MoveStore.Candidate first = new MoveStore.Candidate("1", "A");
    MoveStore.Candidate second = new MoveStore.Candidate("2", "B");
    MoveStore.Candidate besideTheFirst = new MoveStore.Candidate("3", "A");

    assertThat(Mover.ofFirstCases(1, List.of(first, second, besideTheFirst)))
        .containsExactly(first, besideTheFirst);
  }

  @Test
  void aTrialOfTheMoveIsRolledBack() {
    assertThat(tried)
        .containsOnly(
            Map.entry(Mover.MOVES, 6), // one of them has a timer that is due in the afternoon
            Map.entry(SKIPPED, 1),
            Map.entry(OVER, 1),
            Map.entry(LOST, 1));
    assertThat(triedPage)
        .contains("rolled back: nothing has changed", SKIPPED, OVER, LOST, "fewer than 5");
    assertThat(afterTheTrial).isEqualTo(before);
  }

  @Test
  void anInterruptedMoveContinuesAndMovesNoCaseTwice() {
    assertThat(movedWhenStopped).isEqualTo(3);
    assertThat(looked()).isEqualTo(cases().size());
    assertThat(store.isFinished(revision)).contains(true);
    for (Journey child : toDecide) {
      assertThat(entries(child, "procedure-changed")).isEqualTo(1);
    }
  }

  @Test
  void aCaseIsLockedBeforeAnythingOfItInTheEngineSoThatAPersonsFormIsNotRefused() {
    assertThat(changedByThePerson).isPositive();
  }

  private int looked() {
    return jdbc.sql("select count(*) from case_move where revision = ?")
        .param(revision)
        .query(Integer.class)
        .single();
  }

  private int entries(Journey child, String kind) {
    return jdbc.sql("select count(*) from register_event where case_number = ? and kind = ?")
        .params(child.caseNumber(), kind)
        .query(Integer.class)
        .single();
  }

  @Test
  void aMovedCaseKeepsItsDatesAndFinishesUnderTheNewSet() {
    for (Journey child : toDecide) {
      assertThat(versions(child).values()).containsOnly(set + 1);
      assertThat(register.setOf(child.caseNumber())).contains(set + 1);
      assertThat(withoutTimers(state(child)))
          .as("tasks with their dates and people, messages, values")
          .isEqualTo(withoutTimers(before.get(child.caseNumber())));
      assertThat(child.timer("Timer_ReasonableGroundsDue"))
          .isEqualTo(LocalDay.endOf(LocalDate.parse("2009-05-26")));
    }
    Journey child = toDecide.get(0);
    assertThat(page("nrm.manager", "/nrm/cases/" + child.caseNumber() + "/record"))
        .contains(
            "From 19 May 2009 this case is handled under the procedure of revision "
                + revision
                + ".");

    child.reasonableGrounds("ukhtc", "positive", IN_FORCE.toString()).executeJobs();

    assertThat(versions(child)).containsEntry("conclusive-grounds", set + 1);
    assertThat(child.incidents()).isZero();
  }

  @Test
  void aChangedOrNewTimerCountsFromTheStartOfItsStep() {
    Journey child = toDecide.get(1);

    assertThat(timer(child, "Timer_Remind")).isEqualTo(tenOClock("2009-05-23"));
    assertThat(timer(child, "Timer_Nine")).isEqualTo(tenOClock("2009-05-27"));
    assertThat(entries(child, "timer-set")).isEqualTo(2);
    assertThat(page("nrm.manager", "/nrm/cases/" + child.caseNumber() + "/record"))
        .contains(
            "By the new procedure, a timer has another date: “A reminder is due”, now 23 May 2009, before 21 May 2009.",
            "By the new procedure, a timer was added: “Nine days have passed”, now 27 May 2009.");
  }

  @Test
  void aTimerIsSetToTheOtherDateOfTheCase() {
    assertThat(versions(decided).values()).containsOnly(set + 1);
    assertThat(LocalDay.of(timer(decided, "Timer_Target")))
        .isEqualTo(LocalDate.parse("2009-06-25"));
    assertThat(entries(decided, "timer-set")).isEqualTo(3);
    assertThat(decided.timer("Timer_ReflectionEnds"))
        .isEqualTo(LocalDay.endOf(LocalDate.parse("2009-07-02")));
  }

  @Test
  void anEventSubProcessTimerCountsFromTheStartOfItsScope() {
    assertThat(timer(decided, "Part_Decision")).isEqualTo(tenOClock("2009-07-17"));
    assertThat(timer(decided, "Part_Stage")).isEqualTo(tenOClock("2009-07-27"));
  }

  /** The due date of a timer of the revised diagrams; {@code null} if it isn't running. */
  private Date timer(Journey child, String element) {
    return jdbc.sql(
            """
            select j.DUEDATE_ from ACT_RU_JOB j
            join ACT_RU_EXECUTION e on e.ID_ = j.PROCESS_INSTANCE_ID_
            where e.BUSINESS_KEY_ = ? and j.HANDLER_CFG_ = ?\
            """)
        .params(child.caseNumber(), element)
        .query(Date.class)
        .optional()
        .map(due -> new Date(due.getTime()))
        .orElse(null);
  }

  private static Date tenOClock(String day) {
    return Date.from(LocalDate.parse(day).atTime(10, 0).atZone(LocalDay.ZONE).toInstant());
  }

  @Test
  void aCaseStaysIfATimerWouldBeLostOrAlreadyOver() {
    stays(proposed, LOST);
    assertThat(timer(proposed, "Timer_Months")).isNotNull();
    stays(early, OVER);
    assertThat(timer(early, "Timer_Remind")).as("it had fired").isNull();
  }

  /** The timer is already due, so it must fire first, although its new date is in two days. */
  @Test
  void aCaseStaysIfAChangedTimerIsAlreadyDue() {
    assertThat(store.stayingCases(revision))
        .contains(new MoveStore.StayingCase(due.caseNumber(), DUE));
    assertThat(dueAfterTheMove).isEqualTo(before.get(due.caseNumber()));
    assertThat(dueAfterTheMove.get("timers"))
        .anyMatch(timer -> timer.contains("Timer_Remind, DUEDATE_=2009-05-18 15:00"));
    assertThat(versions(due).values()).containsOnly(set);
  }

  @Test
  void aCaseThatWouldSkipAStepStays() {
    stays(atIntake, SKIPPED);
    String address = "/nrm/revisions/" + revision + "/cases-under-way";
    assertThat(page("nrm.manager", address))
        .contains(SKIPPED, atIntake.caseNumber(), "They stay under set " + set)
        .doesNotContain("They move to the new set");
    assertThat(page("policy.staff", address))
        .contains(SKIPPED, "fewer than 5")
        .doesNotContain(atIntake.caseNumber());
    assertNobodyCanMigrate(atIntake, set);

    atIntake.logged(IN_FORCE.toString()).executeJobs();

    assertThat(atIntake.incidents()).isZero();
  }

  private void stays(Journey child, String reason) {
    assertThat(store.stayingCases(revision))
        .contains(new MoveStore.StayingCase(child.caseNumber(), reason));
    assertThat(state(child)).isEqualTo(before.get(child.caseNumber()));
    assertThat(versions(child).values()).containsOnly(set);
    assertThat(register.setOf(child.caseNumber())).contains(set);
    assertThat(entries(child, "procedure-changed")).isZero();
  }

  /**
   * Nobody can migrate a case, by HTTP or in the engine; all other ways are subject to our rules.
   */
  private void assertNobodyCanMigrate(Journey child, int set) {
    ProcessInstance intake = child.instance("intake");
    String target = Journey.definition(engine, "intake");
    for (String person : List.of("policy.staff", "nrm.manager", "release.officer", "admin")) {
      for (String api : List.of("/camunda/api/engine/engine/default", "/engine-rest")) {
        HttpResponse<byte[]> refused =
            new Browser(port)
                .signIn(person, password, "cockpit")
                .send("POST", api + "/migration/execute", "application/json", text("{}"));
        assertThat(refused.statusCode()).as(person + api).isIn(401, 403, 404);
      }
    }
    Runnable migration =
        () -> {
          RuntimeService runtime = engine.getRuntimeService();
          runtime
              .newMigration(
                  runtime
                      .createMigrationPlan(intake.getProcessDefinitionId(), target)
                      .mapEqualActivities()
                      .build())
              .processInstanceIds(intake.getId())
              .execute();
        };
    for (String person : List.of("policy.staff", "release.officer", "admin")) {
      assertThatThrownBy(() -> as(person, migration))
          .as(person)
          .isInstanceOf(AuthorizationException.class);
    }
    assertThatThrownBy(migration::run)
        .as("by a program without a person, such as a batch")
        .hasMessageContaining("Check the form")
        .hasMessageContaining(MigrationRules.ONLY_WHOLE_CASES);
    assertThat(versions(child).values()).containsOnly(set);
  }

  private void as(String person, Runnable work) {
    new Journey(engine)
        .as(
            person,
            () -> {
              work.run();
              return null;
            });
  }

  private Journey referred(String day) {
    return new Journey(engine).referred(day, Invented.ukNational(day)).executeJobs();
  }

  private static Map<String, List<String>> withoutTimers(Map<String, List<String>> rows) {
    Map<String, List<String>> others = new TreeMap<>(rows);
    others.remove("timers");
    return others;
  }

  private Map<String, List<String>> state(Journey child) {
    return CaseRows.inTheEngine(jdbc, child);
  }

  /** The set of each diagram on the path of a case. */
  private Map<String, Integer> versions(Journey child) {
    Map<String, Integer> versions = new TreeMap<>();
    jdbc.sql(
            """
            select d.KEY_, s.VERSION_ from ACT_RU_EXECUTION e
            join ACT_RE_PROCDEF d on d.ID_ = e.PROC_DEF_ID_
            join ACT_RE_PROCDEF s on s.DEPLOYMENT_ID_ = d.DEPLOYMENT_ID_ and s.KEY_ = 'nrm-case'
            where e.BUSINESS_KEY_ = ? and d.KEY_ <> 'child-protection'\
            """)
        .param(child.caseNumber())
        .query((row, number) -> versions.put(row.getString(1), row.getInt(2)))
        .list();
    return versions;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String page(String person, String path) {
    HttpResponse<byte[]> page = new Browser(port).signIn(person, password, "cockpit").open(path);
    assertThat(page.statusCode()).as(path).isEqualTo(200);
    return HtmlUtils.htmlUnescape(Browser.text(page));
  }
}
