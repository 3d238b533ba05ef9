package scot.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.BadRequestException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;
import scot.nrm.demo.Demo;
import scot.nrm.documents.Documents;
import scot.nrm.documents.InventedDocuments;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedCopies;
import scot.nrm.journeys.Journey;
import scot.nrm.letters.Letter;
import scot.nrm.letters.Letters;

/**
 * Tests every cell of {@code docs/reference/who-may-do-what.md}. Each role tries everything by the
 * APIs of Tasklist and Cockpit, REST and Java, and may do only what the page says.
 */
@WholeApplication
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhoMayDoWhatTest implements Databases.OnH2 {

  private static final Path TABLES = Path.of("docs/reference/who-may-do-what.md");
  private static final String DAY = "2009-11-02";

  /** The child's name, as the forms show it. */
  private static final String NAME = "Nguyễn";

  /** The person to reassign the task to. */
  private static final Map<String, String> TEAM =
      Map.of(
          "The lead professional's task", "glasgow.lead2",
          "UKHTC's task", "ukhtc.owner2",
          "UKBA's task", "ukba.owner2");

  private static final Pattern USER = Pattern.compile("`([a-z0-9.]+)`");

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired Letters letters;
  @Autowired Documents documents;
  @Autowired Demo demo;

  private final Map<String, Table> documented = new LinkedHashMap<>();
  private final Map<String, String> applications = new LinkedHashMap<>();
  private final Map<String, Task> tasks = new HashMap<>();
  private final Map<String, String> cases = new HashMap<>();
  private final Map<String, String> documentAddresses = new HashMap<>();
  private final Map<String, Optional<Api>> sessions = new HashMap<>();

  /** A table of the page by its heading: for each user, the cells by column. */
  private record Table(List<String> columns, Map<String, Map<String, String>> rows) {}

  private record Attempt(String heading, String user, Task task, String caseNumber) {}

  /** One way to do something; {@code true} if it succeeds, or would with valid content. */
  private interface Way {
    boolean goes(Attempt attempt);
  }

  @BeforeAll
  void readThePageAndMakeCases() throws IOException {
    read(Files.readAllLines(TABLES, StandardCharsets.UTF_8));
    Journey ukhtc = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    Journey ukba = new Journey(engine).referred(DAY, Invented.asylumSeeker(DAY)).logged(DAY);
    Journey decided =
        new Journey(engine)
            .referred(DAY, Invented.referralAndChild(DAY))
            .logged(DAY)
            .reasonableGrounds("ukhtc", "negative", DAY);
    Journey copy =
        new Journey(engine).begins("ukba.port", "send-ukba-copy", InventedCopies.copy(DAY));
    tasks.put("The lead professional's task", ukhtc.task("Task_ProtectChild"));
    tasks.put("UKHTC's task", ukhtc.task("Task_ProposeReasonableGrounds"));
    tasks.put("UKBA's task", ukba.task("Task_ProposeReasonableGrounds"));
    tasks.values().forEach(task -> engine.getTaskService().setAssignee(task.getId(), null));
    cases.put("A case that UKHTC has decided", decided.caseNumber());
    cases.put("A UKBA case", ukba.caseNumber());
    cases.put("A UKBA copy and no NRM form", copy.caseNumber());
    cases
        .values()
        .forEach(number -> documentAddresses.put(number, InventedDocuments.add(documents, number)));
  }

  @AfterAll
  void restoreEverything() {
    ClockUtil.reset();
  }

  private void read(List<String> lines) {
    String heading = "";
    List<String> columns = null;
    for (String line : lines) {
      if (line.startsWith("#")) {
        heading = line.replaceFirst("#+ ", "");
        columns = null;
      } else if (line.startsWith("|") && columns == null) {
        columns = cells(line).subList(1, cells(line).size());
        documented.put(heading, new Table(columns, new LinkedHashMap<>()));
      } else if (line.startsWith("|") && !line.startsWith("|--")) {
        List<String> cells = cells(line);
        Matcher user = USER.matcher(cells.get(0));
        assertThat(user.find()).as("a user in " + line).isTrue();
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
          row.put(columns.get(i), cells.get(i + 1));
        }
        documented.get(heading).rows().put(user.group(1), row);
      }
    }
    documented
        .remove("Applications")
        .rows()
        .forEach((person, row) -> applications.put(person, row.get("opens")));
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|"))
        .map(String::strip)
        .toList();
  }

  @Test
  void thePageListsEveryoneWhoCanSignIn() {
    Set<String> everybody =
        new TreeSet<>(
            demo.users().stream().map(Demo.Person::id).filter(id -> !id.endsWith("2")).toList());
    everybody.add("admin");

    assertThat(applications.keySet()).containsExactlyInAnyOrderElementsOf(everybody);
    assertThat(documented).isNotEmpty();
    documented.forEach(
        (heading, table) -> {
          assertThat(everybody).as(heading).containsAll(table.rows().keySet());
          table
              .rows()
              .forEach((user, row) -> assertThat(row).as(heading + user).containsValue("✓"));
        });
  }

  @TestFactory
  Stream<DynamicTest> everyCellIsAsDocumented() {
    return documented.keySet().stream()
        .flatMap(
            heading ->
                ways(heading).entrySet().stream()
                    .map(
                        way ->
                            DynamicTest.dynamicTest(
                                heading + ", " + way.getKey(),
                                () -> compare(heading, way.getKey(), way.getValue()))));
  }

  /** The attempts for each column, by the name of the API. */
  private Map<String, Map<String, Way>> ways(String heading) {
    if (tasks.containsKey(heading)) {
      Map<String, Map<String, Way>> ways = new LinkedHashMap<>();
      ways.put("Tasklist", onTasks("tasklist"));
      if (heading.equals("UKHTC's task") || Boolean.getBoolean("nrm.every.variant")) {
        ways.put("Cockpit", onTasks("cockpit")); // the same interface for each task
        ways.put("REST", onTasks("rest"));
      }
      ways.put("Java", inJava());
      return ways;
    }
    if (heading.equals("Pages in Cockpit")) {
      return Map.of("Cockpit's plugin", inCockpit());
    }
    return Map.of("our own pages", cases.containsKey(heading) ? onCases() : lists());
  }

  private void compare(String heading, String name, Map<String, Way> ways) {
    Table table = documented.get(heading);
    StringBuilder expected = new StringBuilder();
    StringBuilder actual = new StringBuilder();
    applications.forEach(
        (user, mayOpen) -> {
          boolean application = name.equals("Tasklist") || name.equals("Cockpit");
          boolean opens = !application || mayOpen.contains(name);
          if (application) {
            assertThat(api(user, name.toLowerCase(Locale.ROOT)).isPresent())
                .as(user + " opens " + name)
                .isEqualTo(opens);
          }
          expected.append(user);
          actual.append(user);
          for (String column : table.columns()) {
            Way way = ways.get(column);
            assertThat(way).as("a way to try " + column).isNotNull();
            String cell = table.rows().getOrDefault(user, Map.of()).getOrDefault(column, "–");
            assertThat(cell).as(user + ", " + column).isIn("✓", "–");
            boolean done =
                opens
                    && way.goes(new Attempt(heading, user, tasks.get(heading), cases.get(heading)));
            expected.append("  ").append(column).append(' ').append(opens ? cell : "–");
            actual.append("  ").append(column).append(' ').append(done ? "✓" : "–");
          }
          expected.append('\n');
          actual.append('\n');
        });
    assertThat(actual.toString()).isEqualTo(expected.toString());
  }

  // ---- over HTTP

  private Map<String, Way> onTasks(String door) {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("finds it", on(door, (api, a) -> api.get("/task/" + id(a)).statusCode() == 200));
    ways.put(
        "reads the form",
        on(
            door,
            (api, a) -> {
              var answer = api.get("/task/" + id(a) + "/form-variables");
              return answer.statusCode() == 200 && answer.body().contains(NAME);
            }));
    ways.put(
        "claims it",
        on(
            door,
            (api, a) ->
                releasing(
                    a,
                    () ->
                        api.post("/task/" + id(a) + "/claim", "{\"userId\":\"" + a.user() + "\"}")
                                .statusCode()
                            == 204)));
    ways.put(
        "completes it",
        on(
            door,
            (api, a) ->
                releasing(
                    a,
                    () -> {
                      assertThat(
                              isTakenUp(
                                  api.post(
                                      "/task/" + id(a) + "/submit-form", "{\"variables\":{}}")))
                          .as(a.user() + " without claiming")
                          .isFalse();
                      api.post("/task/" + id(a) + "/claim", "{\"userId\":\"" + a.user() + "\"}");
                      boolean submit =
                          isTakenUp(
                              api.post("/task/" + id(a) + "/submit-form", "{\"variables\":{}}"));
                      boolean complete =
                          isTakenUp(api.post("/task/" + id(a) + "/complete", "{\"variables\":{}}"));
                      assertThat(submit).as(a.user() + " by both").isEqualTo(complete);
                      return submit;
                    })));
    ways.put(
        "its history",
        on(door, (api, a) -> isNotEmpty(api.get("/history/task?taskId=" + id(a)).body())));
    ways.put(
        "sees the case",
        on(
            door,
            (api, a) ->
                api.get("/process-instance/" + a.task().getProcessInstanceId()).statusCode()
                    == 200));
    ways.put(
        "the case's variables",
        on(
            door,
            (api, a) ->
                api.get("/process-instance/" + a.task().getProcessInstanceId() + "/variables")
                            .statusCode()
                        == 200
                    && isNotEmpty(
                        api.get(
                                "/variable-instance?processInstanceIdIn="
                                    + a.task().getProcessInstanceId())
                            .body())
                    && isNotEmpty(
                        api.get(
                                "/history/variable-instance?processInstanceId="
                                    + a.task().getProcessInstanceId())
                            .body())));
    ways.put(
        "the case's history",
        on(
            door,
            (api, a) ->
                isNotEmpty(
                    api.get(
                            "/history/activity-instance?processInstanceId="
                                + a.task().getProcessInstanceId())
                        .body())));
    ways.put(
        "comments",
        on(
            door,
            (api, a) ->
                api.post("/task/" + id(a) + "/comment/create", "{\"message\":\"x\"}").statusCode()
                    < 300));
    ways.put(
        "reassigns it",
        on(
            door,
            (api, a) ->
                releasing(
                    a,
                    () ->
                        api.post(
                                    "/task/" + id(a) + "/assignee",
                                    "{\"userId\":\"" + colleague(a) + "\"}")
                                .statusCode()
                            == 204)));
    return ways;
  }

  /**
   * Nothing is filled in, so a person who may complete the task is asked for the missing answers.
   */
  private static boolean isTakenUp(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isNotEqualTo(204);
    return answer.statusCode() == 400 && isOfFields(answer.body());
  }

  /** A refusal that the task doesn't exist counts as no access, as for another council's task. */
  private static boolean isOfFields(String refusal) {
    return !refusal.contains("already been completed or is no longer needed");
  }

  private interface Call {
    boolean goes(Api api, Attempt attempt);
  }

  private Way on(String door, Call call) {
    return attempt -> call.goes(api(attempt.user(), door).orElseThrow(), attempt);
  }

  private Optional<Api> api(String user, String door) {
    return sessions.computeIfAbsent(
        user + " " + door,
        key ->
            door.equals("rest")
                ? Optional.of(Api.rest(port, user, password))
                : Api.webapp(port, user, password, door));
  }

  private static String id(Attempt attempt) {
    return attempt.task().getId();
  }

  private static boolean isNotEmpty(String json) {
    return json.startsWith("[{");
  }

  /** A member of the task's team. */
  private static String colleague(Attempt attempt) {
    return TEAM.get(attempt.heading());
  }

  private boolean releasing(Attempt attempt, BooleanSupplier work) {
    try {
      return work.getAsBoolean();
    } finally {
      engine.getTaskService().setAssignee(id(attempt), null);
    }
  }

  // ---- in Java

  private Map<String, Way> inJava() {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put(
        "finds it", as(a -> engine.getTaskService().createTaskQuery().taskId(id(a)).count() > 0));
    ways.put(
        "reads the form",
        as(a -> engine.getFormService().getTaskFormVariables(id(a)).toString().contains(NAME)));
    ways.put(
        "claims it",
        a ->
            releasing(
                a,
                () ->
                    as(one -> {
                          engine.getTaskService().claim(id(one), one.user());
                          return true;
                        })
                        .goes(a)));
    ways.put(
        "completes it",
        a ->
            releasing(
                a,
                () -> {
                  assertThat(as(this::completes).goes(a))
                      .as(a.user() + " without claiming")
                      .isFalse();
                  as(one -> {
                        engine.getTaskService().claim(id(one), one.user());
                        return true;
                      })
                      .goes(a);
                  return as(this::completes).goes(a);
                }));
    ways.put(
        "its history",
        as(
            a ->
                engine.getHistoryService().createHistoricTaskInstanceQuery().taskId(id(a)).count()
                    > 0));
    ways.put(
        "sees the case",
        as(
            a ->
                engine
                        .getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceId(a.task().getProcessInstanceId())
                        .count()
                    > 0));
    ways.put(
        "the case's variables",
        as(
            a ->
                !engine
                    .getRuntimeService()
                    .getVariables(a.task().getProcessInstanceId())
                    .isEmpty()));
    ways.put(
        "the case's history",
        as(
            a ->
                engine
                        .getHistoryService()
                        .createHistoricActivityInstanceQuery()
                        .processInstanceId(a.task().getProcessInstanceId())
                        .count()
                    > 0));
    ways.put(
        "comments",
        as(
            a -> {
              engine.getTaskService().createComment(id(a), null, "x");
              return true;
            }));
    ways.put(
        "reassigns it",
        a ->
            releasing(
                a,
                () ->
                    as(one -> {
                          engine.getTaskService().setAssignee(id(one), colleague(one));
                          return true;
                        })
                        .goes(a)));
    return ways;
  }

  /**
   * In both ways. Nothing is filled in, so a person who may complete the task is asked for the
   * missing answers.
   */
  private boolean completes(Attempt attempt) {
    int told = 0;
    for (Runnable way :
        List.<Runnable>of(
            () -> engine.getTaskService().complete(id(attempt), Map.of()),
            () -> engine.getFormService().submitTaskForm(id(attempt), Map.of()))) {
      try {
        way.run();
      } catch (FormFieldValidationException missing) {
        told += isOfFields(missing.getMessage()) ? 1 : 0;
      } catch (ProcessEngineException refused) {
        continue;
      }
    }
    assertThat(told).as(attempt.user() + " by both").isIn(0, 2);
    return told == 2;
  }

  private Way as(Way way) {
    return attempt -> {
      Viewer person = Teams.person(attempt.user(), engine.getIdentityService());
      engine
          .getIdentityService()
          .setAuthentication(
              attempt.user(), List.copyOf(person.groups()), List.copyOf(person.tenants()));
      try {
        return way.goes(attempt);
      } catch (AuthorizationException | BadUserRequestException | BadRequestException refused) {
        return false;
      } catch (ProcessEngineException refused) {
        assertThat(refused).hasMessageContaining("no authenticated tenant");
        return false;
      } finally {
        engine.getIdentityService().clearAuthentication();
      }
    };
  }

  // ---- our own pages

  private Map<String, Way> onCases() {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("record", opens(a -> "/nrm/cases/" + a.caseNumber() + "/record"));
    ways.put("record as PDF", opens(a -> "/nrm/cases/" + a.caseNumber() + "/record.pdf"));
    ways.put("NRM form", opens(a -> "/nrm/cases/" + a.caseNumber() + "/nrm-form.pdf"));
    ways.put("documents", opens(a -> "/nrm/cases/" + a.caseNumber() + "/documents"));
    ways.put("opens a document", opens(a -> documentAddresses.get(a.caseNumber())));
    ways.put(
        "minute",
        a ->
            page(a, "/nrm/cases/" + a.caseNumber() + "/record")
                .map(page -> page.contains(Invented.MINUTE))
                .orElse(false));
    ways.put("letter to the local authority", opensLetters(letter -> letter.council().isPresent()));
    ways.put(
        "acknowledgement to the first responder",
        opensLetters(letter -> letter.template().equals("acknowledgement-to-first-responder")));
    ways.put("NRM 05", opensLetters(letter -> letter.code().equals("NRM 05")));
    ways.put(
        "case in Cockpit",
        a ->
            api(a.user(), "cockpit")
                .map(
                    api ->
                        api.open(
                                    "/camunda/api/cockpit/plugin/nrm/default/case?number="
                                        + a.caseNumber())
                                .statusCode()
                            == 200)
                .orElse(false));
    ways.put("who has looked", opens(a -> "/nrm/cases/" + a.caseNumber() + "/access"));
    return ways;
  }

  private Map<String, Way> lists() {
    Map<String, Way> ways = new LinkedHashMap<>();
    Stream.of(
            new String[] {
              "/nrm/register",
              "/nrm/register.csv",
              "/nrm/figures.csv?year=2009",
              "/nrm/police-cases",
              "/nrm/my-concerns",
              "/nrm/my-copies",
              "/nrm/my-cases",
              "/nrm/my-cases/worked-on",
              "/nrm/copies",
              "/nrm/print-queue",
              "/nrm/awareness-events",
              "/nrm/access-check",
              "/nrm/clock",
              "/nrm/access-log",
              "/nrm/access-log.csv",
              "/nrm/retention",
              "/nrm/absences",
              "/nrm/revisions",
              "/nrm/cases-under-way"
            })
        .forEach(
            path ->
                ways.put(
                    path.replaceFirst("/nrm/", "").replaceFirst("\\?.*", ""), opens(a -> path)));
    return ways;
  }

  /** The first requests of the pages. A person who may not open Cockpit is refused here. */
  private Map<String, Way> inCockpit() {
    String path = Journey.definition(engine, "nrm-case");
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("Caseload", answers("caseload/summary"));
    ways.put("Case", answers("case?number=" + cases.get("A case that UKHTC has decided")));
    ways.put("Where time goes", answers("time/" + path, "time"));
    ways.put("Figures", answers("figures", "figures/trends"));
    ways.put("Figures of an area", answers("figures/area", "figures/area.csv"));
    ways.put("Workload", answers("workload"));
    ways.put("Incidents", answers("incidents"));
    return ways;
  }

  /** All parts of a page are for the same people. */
  private Way answers(String... paths) {
    return attempt -> {
      Optional<Api> cockpit = api(attempt.user(), "cockpit");
      Api api = cockpit.or(() -> api(attempt.user(), "tasklist")).orElseThrow();
      Set<Integer> statuses = new TreeSet<>();
      for (String path : paths) {
        int status = api.open("/camunda/api/cockpit/plugin/nrm/default/" + path).statusCode();
        assertThat(status)
            .as(attempt.user() + " " + path)
            .isIn(cockpit.isPresent() ? new Integer[] {200, 403, 404} : new Integer[] {401, 403});
        statuses.add(status);
      }
      assertThat(statuses.contains(200)).as(attempt.user()).isEqualTo(statuses.equals(Set.of(200)));
      return statuses.contains(200);
    };
  }

  private Way opens(Function<Attempt, String> path) {
    return attempt -> page(attempt, path.apply(attempt)).isPresent();
  }

  private Way opensLetters(Predicate<Letter> which) {
    return attempt -> {
      List<Letter> all = letters.of(attempt.caseNumber()).stream().filter(which).toList();
      long opened =
          all.stream().filter(letter -> page(attempt, letter.address()).isPresent()).count();
      assertThat(opened).as("all or none for " + attempt.user()).isIn(0L, (long) all.size());
      return opened > 0;
    };
  }

  private Optional<String> page(Attempt attempt, String path) {
    Api api =
        api(attempt.user(), "tasklist").or(() -> api(attempt.user(), "cockpit")).orElseThrow();
    HttpResponse<String> answer = api.open(path);
    assertThat(answer.statusCode()).as(attempt.user() + " " + path).isIn(200, 403, 404);
    return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
  }
}
