package scot.nrm.cockpit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricIdentityLinkLog;
import org.camunda.bpm.engine.history.HistoricTaskInstance;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.WholeApplication;
import scot.nrm.access.TeamMembers;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.WatchedTeams.Watched;
import scot.nrm.cockpit.duration.ElementDurations;
import scot.nrm.cockpit.duration.ElementDurations.Days;
import scot.nrm.cockpit.duration.NightlySnapshot;
import scot.nrm.cockpit.duration.TimeAtElements;
import scot.nrm.cockpit.duration.TimeAtElements.AllTimes;
import scot.nrm.cockpit.duration.TimeAtElements.ElementTimes;
import scot.nrm.cockpit.duration.TimeAtElements.Step;
import scot.nrm.cockpit.duration.TimeAtElements.Times;
import scot.nrm.cockpit.duration.TimeAtElements.TimesRequest;
import scot.nrm.cockpit.workload.Workload;
import scot.nrm.cockpit.workload.Workload.Officer;
import scot.nrm.cockpit.workload.Workload.OneTask;
import scot.nrm.cockpit.workload.Workload.TaskSelection;
import scot.nrm.cockpit.workload.Workload.Tasks;
import scot.nrm.cockpit.workload.Workload.Team;
import scot.nrm.cockpit.workload.Workload.TeamPeople;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.journeys.RunningInstances;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * Compares times at elements and the work of teams with the same numbers calculated in Java from
 * the engine's services. Other cases in the database count on both sides. It runs on each database.
 */
@WholeApplication
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@OnEachDatabase(usually = Kind.POSTGRES)
class CockpitNumbersTest {

  private static final LocalDate LOGGED = LocalDate.of(2010, 3, 22);

  /** In British Summer Time, in which the first hour of a day belongs to the day before in UTC. */
  private static final LocalDate MIDNIGHT = LocalDate.of(2010, 3, 29);

  private static final LocalDate TODAY = LocalDate.of(2010, 4, 20);

  @Autowired ProcessEngine engine;
  @Autowired TimeAtElements times;
  @Autowired NightlySnapshot kept;
  @Autowired JdbcClient jdbc;
  @Autowired Workload workload;
  @Autowired WatchedTeams teams;
  @Autowired CaseScopes scopes;
  @Autowired Register register;
  @Autowired TransactionTemplate transaction;

  private final Map<String, RegisterCase> known = new HashMap<>();
  private final Map<String, String> caseNumbers = new HashMap<>();
  private String reasonableGrounds;
  private Journey open;

  @BeforeAll
  void makeCases() {
    // Ends the cases of other tests, so that only a few known cases wait.
    RunningInstances.end(engine);
    String weekBefore = LOGGED.minusWeeks(1).toString();
    Journey moved =
        new Journey(engine)
            .referred(weekBefore, Invented.lawfulChild(weekBefore))
            .logged(weekBefore)
            .reasonableGrounds("ukhtc", "positive", weekBefore);
    String day = LOGGED.toString();
    Journey held = new Journey(engine).referred(day, Invented.referralAndChild(day)).logged(day);
    Journey heldLater =
        new Journey(engine).referred(day, Invented.referralAndChild(day)).logged(day);
    Journey late = new Journey(engine).referred(day, Invented.referralAndChild(day)).logged(day);
    Journey ukba = new Journey(engine).referred(day, Invented.asylumSeeker(day)).logged(day);
    new Journey(engine)
        .referred(day, Invented.referralAndChild(day))
        .logged(day)
        .reasonableGrounds("ukhtc", "positive", day);
    open = new Journey(engine).referred(day, Invented.referralAndChild(day)).logged(day);
    ukba.at(MIDNIGHT.atTime(23, 59, 59))
        .does(
            "ukba.owner",
            "Task_ProposeReasonableGrounds",
            Invented.reasonableGrounds("positive", MIDNIGHT.toString()));
    late.at(MIDNIGHT.plusDays(1).atStartOfDay())
        .does(
            "ukhtc.owner",
            "Task_ProposeReasonableGrounds",
            Invented.reasonableGrounds("positive", MIDNIGHT.plusDays(1).toString()));
    late.on("2010-04-12")
        .does(
            "ukhtc.second",
            "Task_ConfirmReasonableGrounds",
            Invented.confirmReasonableGrounds("2010-04-12"));
    moved.on("2010-04-14").claimedAsylum("glasgow.lead", "2010-04-14");
    moved
        .on("2010-04-15")
        .does("ukba.owner", "Task_ReviewReflection", Invented.review("2010-04-15", "yes"));
    claims(held, TODAY.minusDays(5));
    claims(heldLater, TODAY.minusDays(2));
    List.of(held, heldLater)
        .forEach(one -> one.reasonableGrounds("ukhtc", "positive", TODAY.toString()));
    setClock(TODAY);
    reasonableGrounds = Journey.definition(engine, "reasonable-grounds");
  }

  private void claims(Journey one, LocalDate day) {
    setClock(day);
    engine.getTaskService().claim(one.task("Task_ProposeReasonableGrounds").getId(), "ukhtc.owner");
  }

  private static void setClock(LocalDate day) {
    ClockUtil.setCurrentTime(moment(day.atTime(12, 0)));
  }

  @AfterAll
  void resetClock() {
    ClockUtil.reset();
  }

  // ---- where time goes

  @Test
  void eachElementsNumbersMatchTheHistory() {
    for (CaseScope scope :
        List.of(
            manager("nrm-manager"),
            manager("la-manager", "glasgow-city"),
            manager("la-manager", "fife"),
            manager("ukba-manager"))) {
      for (String authority : new String[] {null, "UKHTC", "UKBA"}) {
        Times shown =
            times.times(
                new TimesRequest(reasonableGrounds, LOGGED, TODAY, authority, false), scope);

        assertThat(shown.elements()).isNotEmpty();
        shown.elements().forEach(at -> compare(at, LOGGED, TODAY, scope, authority));
      }
    }
    ElementTimes propose =
        element("Task_ProposeReasonableGrounds", LOGGED, TODAY, manager("nrm-manager"));
    assertThat(propose.passed()).isGreaterThanOrEqualTo(3);
    assertThat(propose.waiting()).isPositive();
    assertThat(propose.overdueShare()).isBetween(0.01, 0.99);
  }

  @Test
  void allDiagramsTogetherHaveTheNumbersOfEachAndOfThePeriodBefore() {
    for (CaseScope scope :
        List.of(manager("nrm-manager"), manager("la-manager", "fife"), manager("policy-staff"))) {
      for (String authority : new String[] {null, "UKBA"}) {
        AllTimes all =
            times.allTimes(new TimesRequest(null, MIDNIGHT, TODAY, authority, true), scope);

        assertThat(all.before()).isEqualTo(MIDNIGHT.minusDays(23));
        for (String diagram : List.of("reasonable-grounds", "nrm-case")) {
          String definition = Journey.definition(engine, diagram);
          List<Step> steps =
              all.steps().stream().filter(step -> step.definitionId().equals(definition)).toList();
          assertThat(steps)
              .extracting(Step::diagram)
              .containsOnly(diagram.equals("nrm-case") ? "Whole path" : "Reasonable grounds");
          assertThat(steps)
              .extracting(Step::at)
              .isEqualTo(
                  ofDiagram(new TimesRequest(definition, MIDNIGHT, TODAY, authority, true), scope));
          assertThat(steps)
              .extracting(Step::passedBefore, Step::medianBefore)
              .isEqualTo(
                  ofDiagram(
                          new TimesRequest(
                              definition, all.before(), MIDNIGHT.minusDays(1), authority, true),
                          scope)
                      .stream()
                      .map(at -> tuple(at.passed(), at.median()))
                      .toList());
        }
      }
    }
    assertThat(
            times
                .allTimes(new TimesRequest(null, null, null, null, true), manager("nrm-manager"))
                .from())
        .isEqualTo("2010-01-21");
  }

  private List<ElementTimes> ofDiagram(TimesRequest asked, CaseScope scope) {
    return times.times(asked, scope).elements().stream().filter(ElementTimes::takesTime).toList();
  }

  @Test
  void theSnapshotOfPastMonthsGivesTheSameNumbers() {
    LocalDate from = LOGGED.withDayOfMonth(1);
    CaseScope policy = manager("policy-staff");
    TimesRequest ofPolicy = new TimesRequest(reasonableGrounds, from, TODAY, null, true);
    List<ElementTimes> ofHistory = times.times(ofPolicy, policy).elements();
    try {
      assertThat(kept.take()).isTrue();
      assertThat(kept.take()).as("once a day").isFalse();

      assertThat(jdbc.sql("select distinct audience from kept_times").query(String.class).list())
          .contains("all", "glasgow-city", "UKHTC", "UKBA");
      assertThat(kept.until()).isEqualTo(TODAY);
      assertThat(ElementDurations.daysInSnapshot(from, TODAY, kept.until()))
          .contains(new Days(from, TODAY));
      for (CaseScope scope :
          List.of(
              manager("nrm-manager"),
              manager("la-manager", "glasgow-city", "fife"),
              manager("la-manager", "fife"),
              manager("ukba-manager"),
              scopes.of(
                  new Viewer(
                      "somebody", Set.of("la-manager", "ukba-manager"), Set.of("glasgow-city"))))) {
        for (String authority : new String[] {null, "UKHTC", "UKBA"}) {
          for (boolean allVersions : new boolean[] {false, true}) {
            for (LocalDate first : List.of(from, MIDNIGHT)) {
              for (LocalDate last : List.of(MIDNIGHT.plusDays(1), TODAY)) {
                times
                    .times(
                        new TimesRequest(reasonableGrounds, first, last, authority, allVersions),
                        scope)
                    .elements()
                    .forEach(at -> compare(at, first, last, scope, authority));
              }
            }
          }
        }
      }
      List<CaseScope> readers =
          List.of(
              manager("nrm-manager"),
              manager("la-manager", "glasgow-city"),
              manager("ukhtc-manager"),
              manager("ukba-manager"));
      assertThat(times.times(ofPolicy, policy).elements()).isEqualTo(ofHistory);
      List<Long> before = readers.stream().map(reader -> passed(MIDNIGHT, TODAY, reader)).toList();
      jdbc.sql("delete from kept_times").update();
      for (int i = 0; i < readers.size(); i++) {
        assertThat(passed(MIDNIGHT, TODAY, readers.get(i)))
            .as("the snapshot is read, from within a month too")
            .isLessThan(before.get(i));
      }
      assertThat(times.times(ofPolicy, policy).elements())
          .as("it is read for those who watch no cases too")
          .isNotEqualTo(ofHistory);
    } finally {
      forget();
    }
  }

  private void forget() {
    jdbc.sql("delete from kept_times").update();
    jdbc.sql("delete from kept_work").update();
    jdbc.sql("update kept_on set kept_on = date '2009-04-01'").update();
  }

  @Test
  void aPeriodIncludesItsFirstAndLastDayInLondon() {
    CaseScope all = manager("nrm-manager");
    long before = passed(MIDNIGHT.minusDays(1), MIDNIGHT.minusDays(1), all);
    long onTheDay = passed(MIDNIGHT, MIDNIGHT, all);
    long after = passed(MIDNIGHT.plusDays(1), MIDNIGHT.plusDays(1), all);

    assertThat(onTheDay).as("a second before midnight").isEqualTo(1);
    assertThat(after).as("at midnight").isEqualTo(1);
    assertThat(passed(MIDNIGHT.minusDays(1), MIDNIGHT.plusDays(1), all)).isEqualTo(before + 2);
  }

  @Test
  void theDefaultPeriodIsTheTwelveMonthsUpToToday() {
    Times shown =
        times.times(
            new TimesRequest(reasonableGrounds, null, null, null, false), manager("nrm-manager"));

    assertThat(shown.from()).isEqualTo("2009-04-21");
    assertThat(shown.to()).isEqualTo(TODAY);
  }

  @Test
  void aCallActivityHasTheTimeOfTheWholeStage() {
    Times shown =
        times.times(
            new TimesRequest(Journey.definition(engine, "nrm-case"), LOGGED, TODAY, null, false),
            manager("nrm-manager"));

    ElementTimes stage =
        shown.elements().stream()
            .filter(at -> at.id().equals(callOf("reasonable-grounds")))
            .findFirst()
            .orElseThrow();
    assertThat(stage.passed()).isPositive();
    assertThat(stage.median()).isNotNull();
    assertThat(stage.waiting()).isPositive();
  }

  @Test
  void aPersonWhoWatchesNoCasesSeesNoNumberBelowFive() {
    CaseScope policy = scopes.of(new Viewer("policy.staff", Set.of("policy-staff"), Set.of()));

    Times shown =
        times.times(new TimesRequest(reasonableGrounds, MIDNIGHT, MIDNIGHT, null, false), policy);

    ElementTimes propose =
        shown.elements().stream()
            .filter(at -> at.id().equals("Task_ProposeReasonableGrounds"))
            .findFirst()
            .orElseThrow();
    assertThat(shown.fewHidden()).isTrue();
    assertThat(propose.fewPassed()).isTrue();
    assertThat(propose)
        .extracting(
            ElementTimes::passed,
            ElementTimes::median,
            ElementTimes::p90,
            ElementTimes::overdueShare)
        .containsOnlyNulls();
  }

  @Test
  void fiveCasesAreShownAndFourAreNot() {
    CaseScope policy = scopes.of(new Viewer("policy.staff", Set.of("policy-staff"), Set.of()));

    ElementTimes five = element("Task_ProposeReasonableGrounds", LOGGED, TODAY, policy);
    ElementTimes four = element("Task_ProposeReasonableGrounds", MIDNIGHT, TODAY, policy);

    assertThat(five.passed()).isEqualTo(5);
    assertThat(five.median()).isNotNull();
    assertThat(five.fewWaiting()).isTrue();
    assertThat(five)
        .extracting(ElementTimes::waiting, ElementTimes::overdueShare)
        .as("which would give away what waits")
        .containsOnlyNulls();
    assertThat(four.fewPassed()).isTrue();
    assertThat(four.passed()).isNull();
  }

  @Test
  void aPeriodIsFiveYearsAtMost() {
    CaseScope all = manager("nrm-manager");

    assertThat(passed(TODAY.minusYears(5), TODAY, all)).isPositive();
    assertThatThrownBy(() -> passed(TODAY.minusYears(5).minusDays(1), TODAY, all))
        .hasMessageContaining("at most 5 years");
    assertThatThrownBy(() -> passed(TODAY, TODAY.minusDays(1), all))
        .hasMessageContaining("ends before it starts");
  }

  private void compare(
      ElementTimes shown, LocalDate from, LocalDate to, CaseScope scope, String authority) {
    Predicate<String> counts =
        caseNumber ->
            isIn(scope, caseNumber)
                && (authority == null
                    || authority.equals(
                        StoredCode.id(registered(caseNumber).authority(Stage.REASONABLE_GROUNDS))));
    HistoryService history = engine.getHistoryService();
    List<HistoricActivityInstance> here =
        history
            .createHistoricActivityInstanceQuery()
            .processDefinitionId(reasonableGrounds)
            .activityId(shown.id())
            .list()
            .stream()
            .filter(
                one ->
                    caseOf(one.getProcessInstanceId()) != null
                        && counts.test(caseOf(one.getProcessInstanceId())))
            .toList();
    List<HistoricActivityInstance> left =
        here.stream()
            .filter(
                one ->
                    one.getEndTime() != null
                        && !one.isCanceled()
                        && isBetween(one.getEndTime(), from, to))
            .toList();
    String what = shown.id() + " for " + scope.words() + ", " + authority;

    assertThat(shown.passed()).as(what).isEqualTo(left.size());
    assertThat(shown.waiting())
        .as(what)
        .isEqualTo(cases(here.stream().filter(one -> one.getEndTime() == null).toList()));
    if (shown.takesTime()) {
      List<Long> lengths =
          left.stream()
              .map(one -> 1000 * Math.round(one.getDurationInMillis() / 1000.0))
              .sorted()
              .toList();
      assertThat(shown.median()).as(what).isEqualTo(percentile(lengths, 0.5));
      assertThat(shown.p90()).as(what).isEqualTo(percentile(lengths, 0.9));
    }
    List<HistoricTaskInstance> due =
        history
            .createHistoricTaskInstanceQuery()
            .processDefinitionId(reasonableGrounds)
            .taskDefinitionKey(shown.id())
            .list()
            .stream()
            .filter(
                one -> one.getDueDate() != null && counts.test(caseOf(one.getProcessInstanceId())))
            .filter(
                one ->
                    one.getEndTime() == null
                        || "completed".equals(one.getDeleteReason())
                            && isBetween(one.getEndTime(), from, to))
            .toList();
    long overdue =
        due.stream()
            .filter(
                one ->
                    (one.getEndTime() == null ? ClockUtil.getCurrentTime() : one.getEndTime())
                        .after(one.getDueDate()))
            .count();
    if (due.isEmpty()) {
      assertThat(shown.overdueShare()).as(what).isNull();
    } else {
      assertThat(shown.due()).as(what).isEqualTo(due.size());
      assertThat(shown.overdueShare())
          .as(what)
          .isCloseTo((double) overdue / due.size(), within(1e-9));
    }
  }

  private long cases(List<HistoricActivityInstance> activities) {
    return activities.stream().map(one -> caseOf(one.getProcessInstanceId())).distinct().count();
  }

  /** Interpolates between the two nearest values, like percentile_cont in SQL. */
  private static Long percentile(List<Long> sorted, double share) {
    if (sorted.isEmpty()) {
      return null;
    }
    double place = share * (sorted.size() - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    double value = sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    return Math.round(value / 1000);
  }

  private long passed(LocalDate from, LocalDate to, CaseScope scope) {
    return element("Task_ProposeReasonableGrounds", from, to, scope).passed();
  }

  private ElementTimes element(String id, LocalDate from, LocalDate to, CaseScope scope) {
    return times
        .times(new TimesRequest(reasonableGrounds, from, to, null, false), scope)
        .elements()
        .stream()
        .filter(at -> at.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isBetween(Date time, LocalDate from, LocalDate to) {
    LocalDate day = LocalDay.of(time);
    return !day.isBefore(from) && !day.isAfter(to);
  }

  private boolean isIn(CaseScope scope, String caseNumber) {
    RegisterCase child = registered(caseNumber);
    return child != null
        && Stream.of(scope.words().replaceFirst("^Cases of ", "").split(", "))
            .anyMatch(
                whose ->
                    switch (whose) {
                      case "All cases" -> true;
                      case "Glasgow City Council" -> child.localAuthority().equals("glasgow-city");
                      case "Fife Council" -> child.localAuthority().equals("fife");
                      default ->
                          KnownAuthorities.UKBA.equals(child.authority(Stage.REASONABLE_GROUNDS))
                              || KnownAuthorities.UKBA.equals(
                                  child.authority(Stage.CONCLUSIVE_GROUNDS));
                    });
  }

  private RegisterCase registered(String caseNumber) {
    return known.computeIfAbsent(
        caseNumber, number -> transaction.execute(status -> register.find(number).orElse(null)));
  }

  private String caseOf(String instance) {
    return caseNumbers.computeIfAbsent(
        instance,
        id ->
            engine
                .getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceId(id)
                .singleResult()
                .getBusinessKey());
  }

  private String callOf(String diagram) {
    return engine
        .getRepositoryService()
        .getBpmnModelInstance(Journey.definition(engine, "nrm-case"))
        .getModelElementsByType(CallActivity.class)
        .stream()
        .filter(call -> call.getCalledElement().equals(diagram))
        .findFirst()
        .orElseThrow()
        .getId();
  }

  private CaseScope manager(String group, String... councils) {
    return scopes.of(new Viewer("somebody", Set.of(group), Set.of(councils)));
  }

  // ---- the work of teams

  @Test
  void eachTeamsNumbersMatchTheTaskList() {
    Watched everything = watched("nrm-manager");

    List<Team> shown = workload.overview(everything, 30).teams();

    assertThat(shown)
        .extracting(Team::id)
        .contains("ukhtc-case-owner", "ukba-second-officer", "la-lead-professional");
    shown.forEach(
        team -> {
          List<Task> open = openTasks(team.id(), team.council());
          String what = team.name() + " " + team.councilName();
          assertThat(team.unclaimed())
              .as(what)
              .isEqualTo(open.stream().filter(one -> one.getAssignee() == null).count());
          assertThat(team.claimed())
              .as(what)
              .isEqualTo(open.stream().filter(one -> one.getAssignee() != null).count());
          assertThat(team.overdue())
              .as(what)
              .isEqualTo(
                  open.stream()
                      .filter(
                          one ->
                              one.getDueDate() != null
                                  && one.getDueDate().before(ClockUtil.getCurrentTime()))
                      .count());
          assertThat(List.of(team.late7(), team.late14(), team.late28()))
              .as(what)
              .isEqualTo(List.of(late(open, 7), late(open, 14), late(open, 28)));
          assertThat(team.completed())
              .as(what)
              .isEqualTo(completedTasks(team.id(), team.council()).size());
          assertThat(team.oldest())
              .as(what)
              .isEqualTo(
                  open.stream()
                      .filter(one -> one.getAssignee() == null)
                      .map(one -> one.getCreateTime().toInstant())
                      .min(Instant::compareTo)
                      .orElse(null));
        });
  }

  private static long late(List<Task> open, int days) {
    return open.stream()
        .map(Task::getDueDate)
        .filter(due -> due != null && !due.before(ClockUtil.getCurrentTime()))
        .filter(due -> !LocalDay.of(due).isAfter(TODAY.plusDays(days)))
        .count();
  }

  @Test
  void upcomingLateTasksAreCountedAndListedToTheLastDay() {
    Task task = openTasks("ukhtc-case-owner", null).get(0);
    Date due = task.getDueDate();
    try {
      task.setDueDate(moment(TODAY.plusDays(14).atTime(23, 59, 59)));
      engine.getTaskService().saveTask(task);

      eachTeamsNumbersMatchTheTaskList();
      assertThat(listed("late14")).contains(task.getId());
      assertThat(listed("late28")).contains(task.getId());
      assertThat(listed("late7")).doesNotContain(task.getId());
      assertThat(listed("overdue")).doesNotContain(task.getId());
    } finally {
      task.setDueDate(due);
      engine.getTaskService().saveTask(task);
    }
  }

  private List<String> listed(String which) {
    return workload
        .tasks(
            watched("ukhtc-manager"),
            new TaskSelection("ukhtc-case-owner", null, null, which, 30, 1, "due", false))
        .tasks()
        .stream()
        .map(OneTask::id)
        .toList();
  }

  @Test
  void theSnapshotOfPreviousDaysGivesTheSameNumbers() {
    List<Team> before = workload.overview(watched("nrm-manager"), 30).teams();
    Tasks tasks = workload.tasks(watched("ukhtc-manager"), completedBy("ukhtc-case-owner"));
    TeamPeople officers = workload.people(watched("ukhtc-manager"), "ukhtc-case-owner", null, 30);
    try {
      kept.take();

      assertThat(jdbc.sql("select count(*) from kept_work").query(Long.class).single())
          .isPositive();
      assertThat(workload.overview(watched("nrm-manager"), 30).teams()).isEqualTo(before);
      eachTeamsNumbersMatchTheTaskList();
      assertThat(workload.tasks(watched("ukhtc-manager"), completedBy("ukhtc-case-owner")))
          .isEqualTo(tasks);
      assertThat(workload.people(watched("ukhtc-manager"), "ukhtc-case-owner", null, 30))
          .isEqualTo(officers);
      jdbc.sql("delete from kept_work").update();
      assertThat(workload.tasks(watched("ukhtc-manager"), completedBy("ukhtc-case-owner")).all())
          .as("it is read")
          .isLessThan(tasks.all());

      LocalDate tomorrow = TODAY.plusDays(1);
      jdbc.sql("update kept_on set kept_on = :tomorrow").param("tomorrow", tomorrow).update();
      assertThat(workload.overview(watched("nrm-manager"), 30).teams())
          .as("the clock was put back")
          .isEqualTo(before);
    } finally {
      forget();
    }
  }

  @Test
  void everythingIsRecalculatedTheNextNight() {
    CaseScope all = manager("nrm-manager");
    setClock(TODAY.plusDays(1));
    List<Team> work = workload.overview(watched("nrm-manager"), 30).teams();
    ElementTimes propose = element("Task_ProposeReasonableGrounds", LOGGED, TODAY, all);
    try {
      setClock(TODAY);
      assertThat(kept.take()).isTrue();
      setClock(TODAY.plusDays(1));
      assertThat(kept.take()).isTrue();

      assertThat(workload.overview(watched("nrm-manager"), 30).teams()).isEqualTo(work);
      assertThat(element("Task_ProposeReasonableGrounds", LOGGED, TODAY, all)).isEqualTo(propose);
    } finally {
      forget();
      setClock(TODAY);
    }
  }

  /** A review that was due at UKHTC, and that UKBA made after the case had moved. */
  @Test
  void transferredWorkCountsForTheLastTeam() {
    TaskSelection byUkba = completedBy("ukba-case-owner");
    TaskSelection byUkhtc = completedBy("ukhtc-case-owner");

    assertThat(workload.tasks(watched("ukba-manager"), byUkba).tasks())
        .extracting(OneTask::name)
        .contains("Review the reflection period");
    assertThat(workload.tasks(watched("ukhtc-manager"), byUkhtc).tasks())
        .extracting(OneTask::name)
        .contains("Propose reasonable grounds")
        .doesNotContain("Review the reflection period");
  }

  private static TaskSelection completedBy(String team) {
    return new TaskSelection(team, null, null, "completed", 30, 1, "completed", true);
  }

  /** As in Caseload: "The City of Edinburgh Council" isn't among those that begin with T. */
  @Test
  void localAuthoritiesAreInTheOrderOfTheirNamesWithoutTheArticle() {
    Watched several = watched("la-manager", "highland", "inverclyde", "city-of-edinburgh", "fife");

    assertThat(workload.overview(several, 30).teams().stream().map(Team::council).distinct())
        .containsExactly("city-of-edinburgh", "fife", "highland", "inverclyde");
  }

  @Test
  void managersSeeOnlyTheTeamsOfTheirCouncilOrAuthority() {
    assertThat(workload.overview(watched("la-manager", "glasgow-city"), 30).teams())
        .extracting(Team::council)
        .containsOnly("glasgow-city");
    assertThat(workload.overview(watched("la-manager", "fife"), 30).teams())
        .extracting(Team::council)
        .containsOnly("fife");
    assertThat(workload.overview(watched("ukba-manager", "fife", "glasgow-city"), 30).teams())
        .allMatch(team -> team.id().startsWith("ukba-") && team.council() == null);
    assertThat(workload.overview(watched("ukhtc-manager", "fife", "glasgow-city"), 30).teams())
        .allMatch(team -> team.id().startsWith("ukhtc-") && team.council() == null);
  }

  @Test
  void aCouncilTeamBelongsToOneCouncil() {
    for (Watched watched : List.of(watched("la-manager", "fife"), watched("nrm-manager"))) {
      assertThatThrownBy(() -> workload.people(watched, "la-lead-professional", null, 30))
          .hasMessageContaining("There is no such team");
      assertThatThrownBy(() -> workload.people(watched, "ukhtc-case-owner", "fife", 30))
          .hasMessageContaining("There is no such team");
    }
    assertThat(
            workload.people(watched("nrm-manager"), "la-lead-professional", "fife", 30).officers())
        .extracting(Officer::id)
        .contains("fife.lead")
        .doesNotContain("glasgow.lead");
  }

  @Test
  void anOfficersNumbersMatchTheirOpenAndCompletedTasks() {
    Task task = open.task("Task_ProposeReasonableGrounds");
    engine.getTaskService().setAssignee(task.getId(), "ukhtc.owner2");
    try {
      TeamPeople people = workload.people(watched("ukhtc-manager"), "ukhtc-case-owner", null, 30);

      assertThat(people.members())
          .extracting(TeamMembers.Person::id)
          .contains("ukhtc.owner", "ukhtc.owner2");
      Map<String, List<HistoricTaskInstance>> done =
          completedTasks("ukhtc-case-owner", null).stream()
              .collect(Collectors.groupingBy(HistoricTaskInstance::getAssignee));
      assertThat(done).containsKey("ukhtc.owner");
      people
          .officers()
          .forEach(officer -> compare(officer, done.getOrDefault(officer.id(), List.of())));
    } finally {
      engine.getTaskService().setAssignee(task.getId(), null);
    }
  }

  private void compare(Officer officer, List<HistoricTaskInstance> done) {
    long holds =
        openTasks("ukhtc-case-owner", null).stream()
            .filter(one -> officer.id().equals(one.getAssignee()))
            .count();
    List<Long> lengths =
        done.stream().map(one -> one.getEndTime().getTime() - claimed(one)).sorted().toList();

    assertThat(officer.open()).as(officer.name()).isEqualTo(holds);
    assertThat(officer.completed()).as(officer.name()).isEqualTo(done.size());
    assertThat(officer.median()).as(officer.name()).isEqualTo(percentile(lengths, 0.5));
  }

  private long claimed(HistoricTaskInstance task) {
    return engine
        .getHistoryService()
        .createHistoricIdentityLinkLogQuery()
        .taskId(task.getId())
        .type("assignee")
        .operationType("add")
        .userId(task.getAssignee())
        .list()
        .stream()
        .mapToLong(one -> one.getTime().getTime())
        .max()
        .orElseThrow();
  }

  @Test
  void aListContainsAsManyTasksAsItsNumber() {
    Watched everything = watched("nrm-manager");
    Team team =
        workload.overview(everything, 30).teams().stream()
            .filter(one -> one.id().equals("ukhtc-case-owner"))
            .findFirst()
            .orElseThrow();

    for (String which : List.of("unclaimed", "claimed", "overdue", "completed")) {
      for (String sort : List.of("due", "since", "name", "completed")) {
        long expected =
            switch (which) {
              case "unclaimed" -> team.unclaimed();
              case "claimed" -> team.claimed();
              case "overdue" -> team.overdue();
              default -> team.completed();
            };
        List<OneTask> listed = new ArrayList<>();
        Tasks last;
        int page = 1;
        do {
          last =
              workload.tasks(
                  everything,
                  new TaskSelection(team.id(), null, null, which, 30, page++, sort, true));
          listed.addAll(last.tasks());
        } while (listed.size() < expected && !last.tasks().isEmpty());
        assertThat(
                workload.tasks(
                    everything,
                    new TaskSelection(team.id(), null, null, which, 30, page, sort, true)))
            .as("a page beyond the last")
            .isEqualTo(last);
        assertThat(listed)
            .extracting(OneTask::id)
            .as(which + " by " + sort)
            .doesNotHaveDuplicates()
            .hasSize((int) expected);
        if (which.equals("completed")) {
          assertThat(listed)
              .filteredOn(OneTask::overdue)
              .isNotEmpty()
              .allMatch(task -> LocalDay.of(Date.from(task.completed())).isAfter(task.due()));
          assertThat(listed)
              .filteredOn(task -> !task.overdue() && task.due() != null)
              .isNotEmpty()
              .noneMatch(task -> LocalDay.of(Date.from(task.completed())).isAfter(task.due()));
        }
        if (which.equals("unclaimed")) {
          assertThat(listed)
              .anySatisfy(
                  task -> {
                    assertThat(task.caseNumber()).isEqualTo(open.caseNumber());
                    assertThat(task.name()).isEqualTo("Propose reasonable grounds");
                    assertThat(task.due()).isEqualTo("2010-03-29");
                    assertThat(task.overdue()).isTrue();
                  });
        }
      }
    }
  }

  private List<Task> openTasks(String team, String council) {
    var query =
        engine.getTaskService().createTaskQuery().taskCandidateGroup(team).includeAssignedTasks();
    return (council == null ? query : query.tenantIdIn(council)).list();
  }

  private List<HistoricTaskInstance> completedTasks(String team, String council) {
    Instant since = ClockUtil.getCurrentTime().toInstant().minus(30, ChronoUnit.DAYS);
    Set<String> ofTeam =
        engine
            .getHistoryService()
            .createHistoricIdentityLinkLogQuery()
            .groupId(team)
            .list()
            .stream()
            .collect(
                Collectors.groupingBy(
                    HistoricIdentityLinkLog::getTaskId, TreeMap::new, Collectors.toList()))
            .entrySet()
            .stream()
            .filter(
                links ->
                    links.getValue().stream()
                        .noneMatch(link -> link.getOperationType().equals("delete")))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return engine
        .getHistoryService()
        .createHistoricTaskInstanceQuery()
        .taskDeleteReason("completed")
        .finishedAfter(Date.from(since))
        .list()
        .stream()
        .filter(one -> ofTeam.contains(one.getId()))
        .filter(one -> council == null || council.equals(one.getTenantId()))
        .toList();
  }

  private Watched watched(String group, String... councils) {
    return teams.of(new Viewer("somebody", Set.of(group), Set.of(councils)));
  }

  private static Date moment(LocalDateTime time) {
    return Date.from(time.atZone(LocalDay.ZONE).toInstant());
  }
}
