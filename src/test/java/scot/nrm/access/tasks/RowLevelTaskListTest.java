package scot.nrm.access.tasks;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases.Database;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.access.AccessEngine;
import scot.nrm.access.Councils;
import scot.nrm.calendar.LocalDay;

/**
 * Compares every kind of task query by every kind of person with the rule: people see their own
 * tasks in their own councils, and people who watch cases all tasks of their councils.
 */
@OnEachDatabase(usually = Kind.POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowLevelTaskListTest implements OnEachDatabase.Uses {

  private static final List<String> GROUPS =
      List.of(
          "la-lead-professional",
          "la-duty-social-work",
          "ukhtc-case-owner",
          "ukhtc-intake",
          "ukba-case-owner");
  private static final List<String> COUNCILS = List.of("glasgow-city", "fife", "moray");
  private static final List<String> ALL_COUNCILS =
      AccessEngine.councils().councils().stream().map(Councils.Council::id).toList();

  /** Tasks of the path, of the search for a missing child, and of an update. */
  private static final List<String> TASKS =
      List.of("Task_Decide", "Task_ReviewSearch", "Task_DecideReconsideration");

  private static final LocalDate TODAY = LocalDate.of(2009, 5, 31);

  private final List<Made> made = new ArrayList<>();
  private Database database;
  private AccessEngine access;
  private ProcessEngine engine;

  private record Made(
      String id,
      String council,
      List<String> groups,
      String candidate,
      String assignee,
      int due,
      String task,
      boolean referredLate) {}

  private record Person(
      String user, List<String> groups, List<String> councils, Predicate<Made> sees) {

    static Person caseworker(String user, List<String> groups, List<String> councils) {
      return new Person(
          user,
          groups,
          councils,
          made ->
              councils.contains(made.council())
                  && (user.equals(made.assignee())
                      || user.equals(made.candidate())
                      || made.groups().stream().anyMatch(groups::contains)));
    }

    static Person watcher(String user, String group, List<String> councils) {
      return new Person(user, List.of(group), councils, made -> councils.contains(made.council()));
    }
  }

  private static final List<Person> PEOPLE =
      List.of(
          Person.caseworker(
              "one-council",
              List.of("la-lead-professional", "la-duty-social-work"),
              List.of("glasgow-city")),
          Person.caseworker(
              "two-councils", List.of("la-lead-professional"), List.of("glasgow-city", "fife")),
          Person.caseworker("central", List.of("ukhtc-case-owner", "ukhtc-intake"), ALL_COUNCILS),
          Person.caseworker("without-groups", List.of(), List.of("fife")),
          Person.caseworker("without-council", List.of("la-lead-professional"), List.of()),
          Person.watcher("manager", "la-manager", List.of("glasgow-city")),
          Person.watcher("overseer", "nrm-manager", ALL_COUNCILS),
          new Person("admin", List.of("camunda-admin"), List.of(), made -> true));

  @Override
  public void open(Database database) {
    this.database = database;
    access = new AccessEngine(database);
    engine = access.engine();
    made.clear();
    makeTasks();
  }

  private void makeTasks() {
    TASKS.forEach(
        task ->
            engine
                .getRepositoryService()
                .createDeployment()
                .addModelInstance(
                    task + ".bpmn",
                    Bpmn.createExecutableProcess(process(task))
                        .camundaHistoryTimeToLive(1)
                        .startEvent()
                        .userTask(task)
                        .name("Decide")
                        .camundaCandidateGroups("${groups}")
                        .camundaCandidateUsers("${users}")
                        .camundaDueDate("${due}")
                        .endEvent()
                        .done())
                .deploy());
    List<String> people =
        List.of("one-council", "two-councils", "central", "without-groups", "without-council", "x");
    for (int i = 0; i < 120; i++) {
      String council = COUNCILS.get(i % COUNCILS.size());
      List<String> groups =
          i % 4 == 0
              ? List.of(GROUPS.get(i % 5), GROUPS.get((i + 1) % 5))
              : List.of(GROUPS.get(i % 5));
      String candidate = i % 3 == 0 ? people.get((i / 3) % 6) : null;
      String assignee = i % 7 == 0 ? people.get((i / 7) % 6) : null;
      int dueInDays = (i * 37) % 120 - 60;
      String key = TASKS.get(i / COUNCILS.size() % TASKS.size());
      boolean referredLate = i % 5 == 1;
      String instance =
          engine
              .getRuntimeService()
              .startProcessInstanceByKey(
                  process(key),
                  "NRM-2009-%06d".formatted(i),
                  Variables.putValue("localAuthority", council)
                      .putValue("groups", groups)
                      .putValue("referralTargetMissed", referredLate)
                      .putValue("users", candidate == null ? List.of() : List.of(candidate))
                      .putValue("number", i % 10)
                      .putValue("due", LocalDay.endOf(TODAY.plusDays(dueInDays))))
              .getId();
      String task =
          engine
              .getTaskService()
              .createTaskQuery()
              .processInstanceId(instance)
              .singleResult()
              .getId();
      engine.getTaskService().setAssignee(task, assignee);
      made.add(new Made(task, council, groups, candidate, assignee, dueInDays, key, referredLate));
    }
  }

  private static String process(String task) {
    return task.equals("Task_Decide")
        ? "nrm-case"
        : task.equals("Task_ReviewSearch") ? "missing-child" : "reconsideration";
  }

  @AfterEach
  void signOut() {
    access.withoutSigningIn();
    ClockUtil.reset();
  }

  @Override
  public void close() {
    access.close();
  }

  private static Map<String, UnaryOperator<TaskQuery>> filters(Person me) {
    Map<String, UnaryOperator<TaskQuery>> filters = new LinkedHashMap<>();
    filters.put("all", query -> query);
    filters.put("a group", query -> query.taskCandidateGroup("la-lead-professional"));
    filters.put(
        "a group, also held",
        query -> query.taskCandidateGroup("ukhtc-intake").includeAssignedTasks());
    filters.put("several groups", query -> query.taskCandidateGroupIn(GROUPS));
    filters.put(
        "several groups, also held",
        query -> query.taskCandidateGroupIn(GROUPS).includeAssignedTasks());
    filters.put(
        "others' groups",
        query -> query.taskCandidateGroupIn(List.of("ukba-case-owner")).includeAssignedTasks());
    filters.put(
        "group like", query -> query.taskCandidateGroupLike("%case-owner").includeAssignedTasks());
    filters.put("candidate me", query -> query.taskCandidateUser(me.user()));
    filters.put("candidate somebody", query -> query.taskCandidateUser("x").includeAssignedTasks());
    filters.put("with candidate users", TaskQuery::withCandidateUsers);
    filters.put("without candidate users", TaskQuery::withoutCandidateUsers);
    filters.put("with candidate groups", TaskQuery::withCandidateGroups);
    filters.put("without candidate groups", TaskQuery::withoutCandidateGroups);
    filters.put("held by me", query -> query.taskAssignee(me.user()));
    filters.put("held by somebody", query -> query.taskAssignee("x"));
    filters.put("held", TaskQuery::taskAssigned);
    filters.put("free", TaskQuery::taskUnassigned);
    filters.put("involved", query -> query.taskInvolvedUser("x"));
    filters.put(
        "or: held by me or several groups",
        query ->
            query
                .or()
                .taskAssignee(me.user())
                .taskCandidateGroupIn(GROUPS)
                .includeAssignedTasks()
                .endOr());
    filters.put(
        "or: group like or candidate",
        query ->
            query
                .or()
                .taskCandidateGroupLike("la-%")
                .taskCandidateUser("x")
                .includeAssignedTasks()
                .endOr());
    filters.put(
        "or: due or number, and free",
        query ->
            query
                .or()
                .dueBefore(LocalDay.endOf(LocalDate.of(2009, 5, 1)))
                .processVariableValueEquals("number", 3)
                .endOr()
                .taskUnassigned());
    filters.put("variable", query -> query.processVariableValueEquals("number", 4));
    filters.put("case number", query -> query.processInstanceBusinessKeyLike("NRM-2009-00000%"));
    filters.put("due", query -> query.dueAfter(LocalDay.endOf(LocalDate.of(2009, 6, 1))));
    filters.put("councils", query -> query.tenantIdIn("fife", "moray"));
    filters.put("name, whatever its case", query -> query.taskNameLike("%nrm-2009-00001%"));
    return filters;
  }

  @TestFactory
  Stream<DynamicTest> everyQueryFollowsTheRule() {
    return PEOPLE.stream()
        .flatMap(
            person ->
                filters(person).keySet().stream()
                    .map(
                        name ->
                            DynamicTest.dynamicTest(
                                person.user() + ": " + name,
                                () -> compare(person, filters(person).get(name)))));
  }

  private void compare(Person person, UnaryOperator<TaskQuery> filter) {
    Set<String> sees = new HashSet<>(made.stream().filter(person.sees()).map(Made::id).toList());
    access.withoutSigningIn();
    List<Task> matching = filter.apply(engine.getTaskService().createTaskQuery()).list();
    List<String> expected =
        matching.stream()
            .filter(task -> sees.contains(task.getId()))
            .sorted(Comparator.comparing(Task::getDueDate).thenComparing(Task::getId))
            .map(Task::getId)
            .toList();

    access.as(person.user(), person.groups(), person.councils());
    TaskQuery query =
        filter
            .apply(engine.getTaskService().createTaskQuery())
            .orderByDueDate()
            .asc()
            .orderByTaskId()
            .asc();
    long countBefore = query.count();
    List<String> found = ids(query.list());
    long countAfter = query.count();
    int pastTheEnd = expected.size() / 7 + 2;
    List<String> pages =
        IntStream.range(0, pastTheEnd)
            .boxed()
            .flatMap(page -> ids(query.listPage(page * 7, 7)).stream())
            .toList();

    assertAll(
        () -> assertThat(found).isEqualTo(expected),
        () -> assertThat(countBefore).isEqualTo(expected.size()),
        () -> assertThat(countAfter).isEqualTo(expected.size()),
        () -> assertThat(pages).isEqualTo(expected));
  }

  /** Most requests are for one task by its id, which has a statement of its own. */
  @TestFactory
  Stream<DynamicTest> eachTaskIsFoundByItsIdByThoseWhoSeeIt() {
    return PEOPLE.stream()
        .map(
            person ->
                DynamicTest.dynamicTest(
                    person.user(),
                    () -> {
                      access.as(person.user(), person.groups(), person.councils());
                      assertAll(made.stream().map(task -> () -> compareOne(person, task)));
                    }));
  }

  private void compareOne(Person person, Made task) {
    Supplier<TaskQuery> query = () -> engine.getTaskService().createTaskQuery().taskId(task.id());
    List<String> seen = person.sees().test(task) ? List.of(task.id()) : List.of();

    assertThat(ids(query.get().list())).isEqualTo(seen);
    assertThat(ids(query.get().initializeFormKeys().orderByTaskName().asc().list()))
        .isEqualTo(seen);
    assertThat(ids(query.get().listPage(1, 10))).isEmpty();
    assertThat(ids(query.get().taskUnassigned().list()))
        .isEqualTo(task.assignee() == null ? seen : List.of());
    assertThat(ids(query.get().taskCandidateGroup("la-lead-professional").list()))
        .isEqualTo(
            task.assignee() == null && task.groups().contains("la-lead-professional")
                ? seen
                : List.of());
    assertThat(ids(query.get().or().taskAssignee("x").dueBefore(new Date(0)).endOr().list()))
        .isEqualTo("x".equals(task.assignee()) ? seen : List.of());
  }

  @TestFactory
  Stream<DynamicTest> everyFilterOfTasklistFindsTheTasksItsNameSays() {
    Map<String, BiPredicate<Person, Made>> meanings =
        Map.of(
            "My team's tasks",
                (person, made) ->
                    made.assignee() == null
                        && made.groups().stream().anyMatch(person.groups()::contains),
            "My tasks", (person, made) -> person.user().equals(made.assignee()),
            "Due in the next 3 days", (person, made) -> made.due() >= 0 && made.due() < 3,
            "Overdue", (person, made) -> made.due() < 0,
            "Suspended and missing", (person, made) -> made.task().equals("Task_ReviewSearch"),
            "Updates and requests",
                (person, made) -> made.task().equals("Task_DecideReconsideration"),
            "Referred late", (person, made) -> made.referredLate(),
            "All tasks of my local authority", (person, made) -> true,
            "All tasks", (person, made) -> true);
    return PEOPLE.stream()
        .flatMap(
            person ->
                filtersOf(person).stream()
                    .map(
                        filter ->
                            DynamicTest.dynamicTest(
                                person.user() + ": " + filter.getName(),
                                () -> {
                                  Set<String> expected =
                                      made.stream()
                                          .filter(person.sees())
                                          .filter(
                                              made ->
                                                  meanings.get(filter.getName()).test(person, made))
                                          .map(Made::id)
                                          .collect(toSet());
                                  ClockUtil.setCurrentTime(LocalDay.startOf(TODAY));
                                  access.as(person.user(), person.groups(), person.councils());

                                  List<Task> found = engine.getFilterService().list(filter.getId());
                                  long count = engine.getFilterService().count(filter.getId());

                                  assertThat(found)
                                      .extracting(Task::getId)
                                      .containsExactlyInAnyOrderElementsOf(expected);
                                  assertThat(count).isEqualTo(expected.size());
                                })));
  }

  /** The table of each team's tasks only finds pages; who may see a task is asked of the engine. */
  @Test
  void aWrongRowInTheTeamsTableRevealsNoTask() {
    Person person = PEOPLE.get(0);
    Made another =
        made.stream().filter(task -> !person.sees().test(task)).findFirst().orElseThrow();
    List<String> found =
        withOtherRows(
            "insert into team_task values ('%s', 'la-lead-professional', 'glasgow-city', false, '1999-01-01')"
                .formatted(another.id()),
            () -> {
              access.as(person.user(), person.groups(), person.councils());
              return ids(
                  engine.getTaskService().createTaskQuery().orderByDueDate().asc().listPage(0, 15));
            });

    assertThat(found).hasSize(14).doesNotContain(another.id());
  }

  @Test
  void tasksWithoutADueDateAreListedOldestFirst() {
    Person person = PEOPLE.get(0);
    List<Made> own = made.stream().filter(person.sees()).limit(3).toList();
    JdbcClient jdbc = JdbcClient.create(database.dataSource());
    String change = "update ACT_RU_TASK set DUE_DATE_ = ?, CREATE_TIME_ = ? where ID_ = ?";
    try {
      for (int i = 0; i < own.size(); i++) {
        jdbc.sql(change).params(null, TODAY.minusDays(i).atStartOfDay(), own.get(i).id()).update();
      }
      access.as(person.user(), person.groups(), person.councils());

      assertThat(
              ids(engine.getTaskService().createTaskQuery().orderByDueDate().asc().listPage(0, 99)))
          .endsWith(own.get(2).id(), own.get(1).id(), own.get(0).id());
    } finally {
      own.forEach(
          task ->
              jdbc.sql(change)
                  .params(
                      LocalDay.endOf(TODAY.plusDays(task.due())), TODAY.atStartOfDay(), task.id())
                  .update());
    }
  }

  @Test
  void everyCaseworkersFilterUsesTheTeamsTable() {
    Person person = Person.caseworker("colleague", GROUPS, ALL_COUNCILS);
    List<Filter> filters = filtersOf(person);
    assertThat(filters).hasSize(6);

    assertThat(withOtherRows("delete from team_task", () -> seenAsTasklistAsks(person, filters)))
        .containsOnly(0L);
    assertThat(seenAsTasklistAsks(person, filters))
        .filteredOn(number -> number > 0)
        .as("pages and counts of all filters but one, since no task is assigned to them")
        .hasSize(10);
  }

  @Test
  void aFilterIsInTheOrderThatTheReaderChooses() {
    Person person = Person.caseworker("colleague", GROUPS, ALL_COUNCILS);
    Filter teams =
        filtersOf(person).stream()
            .filter(one -> one.getName().equals("My team's tasks"))
            .findFirst()
            .orElseThrow();
    TaskQuery byName = engine.getTaskService().createTaskQuery().orderByTaskName().desc();

    access.as(person.user(), person.groups(), person.councils());
    assertThat(engine.getFilterService().<Task, TaskQuery>listPage(teams.getId(), byName, 0, 15))
        .hasSizeGreaterThan(5)
        .extracting(Task::getName)
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  /** The length of the first page and the count of each filter. */
  private List<Long> seenAsTasklistAsks(Person person, List<Filter> filters) {
    ClockUtil.setCurrentTime(LocalDay.startOf(TODAY));
    access.as(person.user(), person.groups(), person.councils());
    return filters.stream()
        .flatMap(
            filter -> {
              TaskQuery inOrder = engine.getTaskService().createTaskQuery().orderByDueDate().asc();
              return Stream.of(
                  (long) engine.getFilterService().listPage(filter.getId(), inOrder, 0, 15).size(),
                  engine.getFilterService().count(filter.getId(), inOrder));
            })
        .toList();
  }

  /** Changes the table of teams, checks that it was correct, and corrects it again. */
  private <T> T withOtherRows(String change, Supplier<T> seen) {
    assumeThat(database.url()).startsWith("jdbc:postgresql:");
    JdbcClient jdbc = JdbcClient.create(database.dataSource());
    String kept = "select * from team_task";
    String expected = "select * from team_task_of_engine";
    assertThat(jdbc.sql(kept + " except " + expected).query().listOfRows()).isEmpty();
    assertThat(jdbc.sql(expected + " except " + kept).query().listOfRows()).isEmpty();
    JdbcTemplate changes = new JdbcTemplate(database.dataSource());
    changes.execute(change);
    T result = seen.get();
    changes.execute("delete from team_task");
    changes.execute("insert into team_task " + expected);
    access.withoutSigningIn();
    return result;
  }

  @Test
  void onlyManagersHaveFiltersForAllTasks() {
    List<String> caseworkers =
        List.of(
            "My team's tasks",
            "My tasks",
            "Due in the next 3 days",
            "Overdue",
            "Suspended and missing",
            "Updates and requests");

    Map<String, List<String>> names = new LinkedHashMap<>();
    PEOPLE.forEach(
        person ->
            names.put(person.user(), filtersOf(person).stream().map(Filter::getName).toList()));

    assertThat(names.get("one-council")).containsExactlyInAnyOrderElementsOf(caseworkers);
    assertThat(names.get("central")).containsExactlyInAnyOrderElementsOf(caseworkers);
    assertThat(names.get("without-groups")).isEmpty();
    assertThat(names.get("manager"))
        .contains("All tasks of my local authority", "Referred late")
        .doesNotContain("All tasks")
        .hasSize(8);
    assertThat(names.get("overseer"))
        .contains("All tasks")
        .doesNotContain("All tasks of my local authority")
        .hasSize(7);
  }

  private List<Filter> filtersOf(Person person) {
    access.as(person.user(), person.groups(), person.councils());
    List<Filter> filters = engine.getFilterService().createFilterQuery().list();
    access.withoutSigningIn();
    return filters;
  }

  private static List<String> ids(Collection<Task> tasks) {
    return tasks.stream().map(Task::getId).toList();
  }
}
