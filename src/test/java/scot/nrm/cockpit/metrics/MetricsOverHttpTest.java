package scot.nrm.cockpit.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.ProjectText.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Incident;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.annotation.Transactional;
import org.yaml.snakeyaml.Yaml;
import scot.nrm.Certificates;
import scot.nrm.Databases;
import scot.nrm.access.CaseCondition;
import scot.nrm.access.Councils;
import scot.nrm.access.Roles;
import scot.nrm.access.Viewer;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.caseload.Caseload;
import scot.nrm.engine.CaseClock;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.pages.Browser;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterRows;

/** Tests the metrics for Prometheus, and the files in config/ that depend on them. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "management.server.port=0",
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false"
    })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsOverHttpTest implements Databases.OnH2 {

  private static final Set<String> FUNCTIONS =
      Set.of("abs", "sum", "max", "min", "rate", "increase", "by", "offset", "and", "or");
  private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern TOKEN = Pattern.compile("[a-zA-Z_:][\\w:]*");

  /** As a node has it that no proxy is in front of. */
  @DynamicPropertySource
  static void certificate(DynamicPropertyRegistry properties) throws IOException {
    Path store = Certificates.store(Files.createTempDirectory("nrm"), "own.p12", 0);
    properties.add("spring.ssl.bundle.jks.own.keystore.location", store::toString);
    properties.add("spring.ssl.bundle.jks.own.keystore.password", () -> Certificates.PASSWORD);
  }

  @LocalServerPort private int port;
  @LocalManagementPort private int metricsPort;
  @Autowired private ProcessEngine engine;
  @Autowired private OperatorFigures figures;
  @Autowired private OperatorMetrics metrics;
  @Autowired private Caseload caseload;
  @Autowired private RegisterRows rows;
  @Autowired private Roles roles;
  @Autowired private Councils councils;
  @Autowired private CaseClock clock;
  @Autowired private JdbcClient jdbc;

  private String caseNumber;
  private String scraped;

  @BeforeAll
  void someCasesAndAScrape() {
    caseNumber =
        new Journey(engine)
            .referred("2009-11-02", Invented.referralAndChild("2009-11-02"))
            .logged("2009-11-02")
            .caseNumber();
    new Journey(engine)
        .referred("2009-11-09", Invented.referralAndChild("2009-11-09"))
        .logged("2009-11-09");
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2009-11-10T10:00:00Z")));
    String record = "/nrm/cases/" + caseNumber + "/record";
    new Browser(port).open(record);
    Browser manager = new Browser(port).signIn("nrm.manager", "development-only");
    jdbc.sql("alter table access_log rename to access_log_away").update();
    assertThat(manager.open(record).statusCode()).as("without its log").isEqualTo(503);
    jdbc.sql("alter table access_log_away rename to access_log").update();
    System.gc(); // Makes sure that there has been a pause.
    metrics.read();
    scraped = scrape("/metrics").body();
  }

  /** Requests any text format, like Prometheus. */
  private HttpResponse<String> scrape(String path) {
    return new Browser(metricsPort)
        .send(HttpRequest.newBuilder(URI.create("http://localhost:" + metricsPort + path)).build());
  }

  @Test
  void aLoadBalancerLearnsThatTheNodeIsReadyAndNothingElse() {
    for (String path : List.of("/health", "/health/liveness", "/health/readiness")) {
      HttpResponse<String> answer = scrape(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body()).as(path).startsWith("{\"status\":\"UP\"").doesNotContain("H2");
    }
    for (String path : List.of("/livez", "/readyz")) {
      HttpResponse<String> answer = new Browser(port).get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body()).as(path).isEqualTo("ok");
    }
  }

  @AfterAll
  void timePasses() {
    ClockUtil.reset();
  }

  @Test
  void onlyTheirOwnPortServesMetricsAndHealth() {
    for (String path :
        List.of(
            new String[] {
              "/actuator", "/prometheus", "/health/database",
              "/health/db", "/env", "/heapdump",
              "/loggers", "/metrics/x", "/nrm/register",
              "/camunda/app/cockpit/default/", "/camunda/api/engine/engine", "/engine-rest/engine"
            })) {
      assertThat(scrape(path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(new Browser(metricsPort).post("/metrics", "text/plain", "").statusCode())
        .isIn(405, 406);
    for (String path : List.of("/metrics", "/actuator", "/actuator/prometheus", "/prometheus")) {
      assertThat(new Browser(port).get(path).statusCode()).as(path).isIn(401, 404);
    }
  }

  @Test
  void theMetricsMatchTheEngineAndTheRegister() {
    Map<String, Double> read = numbers();
    LocalDate today = clock.today();
    List<RegisterCase> cases = new ArrayList<>();
    rows.forEach(row -> cases.add(row.nrmCase()));

    assertThat(sum(read, "nrm_cases_open{stage=reasonable-grounds"))
        .isEqualTo(
            engine
                .getRuntimeService()
                .createExecutionQuery()
                .processDefinitionKey("nrm-case")
                .activityId("Call_ReasonableGrounds")
                .count())
        .isPositive();
    assertThat(sum(read, "nrm_rg_overdue"))
        .isEqualTo(
            cases.stream()
                .filter(
                    nrmCase ->
                        nrmCase.caseOutcome() == null
                            && nrmCase.reasonableGrounds().outcome() == null
                            && nrmCase.now().suspendedStage() == null
                            && nrmCase.reasonableGrounds().due() != null
                            && nrmCase.reasonableGrounds().due().isBefore(today))
                .count())
        .isPositive();
    assertThat(sum(read, "nrm_tasks_open{team=ukhtc-case-owner"))
        .isEqualTo(
            engine
                .getTaskService()
                .createTaskQuery()
                .taskCandidateGroup("ukhtc-case-owner")
                .includeAssignedTasks()
                .count())
        .isPositive();
    assertThat(sum(read, "nrm_tasks_overdue{team=ukhtc-case-owner"))
        .isEqualTo(
            engine
                .getTaskService()
                .createTaskQuery()
                .taskCandidateGroup("ukhtc-case-owner")
                .includeAssignedTasks()
                .dueBefore(ClockUtil.getCurrentTime())
                .count());
    assertThat(sum(read, "nrm_jobs_failed"))
        .isEqualTo(engine.getManagementService().createJobQuery().noRetriesLeft().count());
    assertThat(sum(read, "nrm_jobs_due"))
        .isEqualTo(engine.getManagementService().createJobQuery().executable().active().count())
        .isPositive();
    assertThat(sum(read, "nrm_incidents"))
        .isEqualTo(
            engine.getRuntimeService().createIncidentQuery().list().stream()
                .filter(incident -> incident.getId().equals(incident.getCauseIncidentId()))
                .map(Incident::getId)
                .count());
    assertThat(read.get("nrm_letters_waiting{place=print-queue}")).isPositive();
  }

  @Test
  @Transactional
  void refusedLettersAreCountedButNoReportersAddress() {
    assertThat(numbers().get("nrm_letters_not_emailed")).isZero();
    jdbc.sql(
            "update letter set delivery_note = 'mail-failed' where id = (select min(id) from letter where delivery = 'print-queue')")
        .update();
    for (String team : List.of("reporter", "ukhtc-intake")) {
      jdbc.sql(
              """
              insert into notice (id, occurrence, team_group, council, to_out_of_hours, sentence, state, created_at)
              values (?, 'task:1', ?, '', false, '', 'given-up', ?)\
              """)
          .params(team, team, OffsetDateTime.now(ZoneOffset.UTC))
          .update();
    }

    Map<String, Double> read = numbers();
    assertThat(read.get("nrm_letters_not_emailed")).isEqualTo(1);
    assertThat(read.get("nrm_notices_given_up")).isEqualTo(1);
  }

  @Test
  @Transactional
  void aRevisionThatIsNotInForceOnItsDayIsCounted() {
    assertThat(numbers()).containsEntry("nrm_revisions_overdue", 0.0);
    for (String due : List.of("2009-11-10", "2009-11-11")) {
      jdbc.sql(
              """
              insert into revision (id, name, reason, rules, in_force_on, author, state, base_set)
              values ((select coalesce(max(id), 0) + 1 from revision), '', '', '', ?, '', 'released', 1)\
              """)
          .param(LocalDate.parse(due))
          .update();
    }

    assertThat(numbers())
        .containsEntry("nrm_revisions_overdue", 1.0)
        .extractingByKey("nrm_clock_ahead_seconds")
        .as("of the machine, not of the cases")
        .satisfies(ahead -> assertThat(ahead).isBetween(-60.0, 60.0));
  }

  @Test
  void theMetricsMatchTheCaseloadPage() {
    Map<String, Double> read = numbers();
    Caseload.Summary page =
        caseload.summary(
            new Viewer("nrm.manager", Set.of("nrm-manager"), Set.of()),
            new CaseScope("All cases", true, true, false, CaseCondition.ALL, Set.of()));

    Map<String, String> tiles =
        Map.of(
            "rg-today", "nrm_rg_due_today",
            "rg-overdue", "nrm_rg_overdue",
            "reflection-ending", "nrm_reflection_ending",
            "cg-late", "nrm_cg_late",
            "suspended", "nrm_cases_suspended",
            "missing", "nrm_children_missing",
            "removal-hold", "nrm_removal_holds",
            "copies", "nrm_copies_unanswered");
    assertThat(page.attention().stream().filter(tile -> tiles.containsKey(tile.id())))
        .hasSize(tiles.size())
        .allSatisfy(
            tile ->
                assertThat(
                        sum(read, tiles.get(tile.id()) + (tile.id().equals("copies") ? "!" : "")))
                    .as(tile.label())
                    .isEqualTo(tile.cases()));
    assertThat(page.stages())
        .anySatisfy(stage -> assertThat(stage.cases()).isPositive())
        .allSatisfy(
            stage ->
                assertThat(
                        sum(
                            read,
                            "nrm_cases_open{stage=" + stage.name().toLowerCase().replace(' ', '-')))
                    .as(stage.name())
                    .isEqualTo(stage.cases()));
  }

  @Test
  void noLabelRevealsACaseAPersonOrACouncil() {
    Set<String> values = new TreeSet<>();
    scraped
        .lines()
        .filter(line -> line.startsWith("nrm_"))
        .forEach(
            line ->
                LABEL
                    .matcher(line)
                    .results()
                    .filter(label -> !label.group(1).equals("team"))
                    .forEach(label -> values.add(label.group(2))));
    Set<String> teams =
        roles.roles().stream().map(Roles.RoleSettings::group).collect(Collectors.toSet());

    assertThat(values)
        .hasSizeBetween(10, 30)
        .allSatisfy(value -> assertThat(value).matches("[A-Za-z-]+"));
    assertThat(
            LABEL
                .matcher(scraped)
                .results()
                .filter(label -> label.group(1).equals("team"))
                .map(label -> label.group(2))
                .collect(Collectors.toSet()))
        .isSubsetOf(with(teams, "other"));
    assertThat(scraped).doesNotContain(caseNumber, "NRM-20");
    councils.councils().forEach(council -> assertThat(scraped).doesNotContain(council.id()));
    assertThat(scraped)
        .doesNotContain(Invented.CHILD, Invented.STORY, "Muirhead", "glasgow.lead", "ukhtc.owner");
    assertThat(scraped.lines().count()).as("metrics in all").isLessThan(1500);
  }

  @Test
  void everyAlertUsesScrapedMetricsAndSaysWhatToDo() {
    List<Map<String, Object>> rules = rules();

    assertThat(rules)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            rule -> {
              assertThat((String) rule.get("alert")).matches("Nrm[A-Z]\\w+");
              isInScrape((String) rule.get("expr"));
              assertThat(String.valueOf(rule.getOrDefault("for", "1m"))).matches("\\d+[mhd]");
              assertThat(rule.get("labels"))
                  .isInstanceOfSatisfying(
                      Map.class,
                      labels ->
                          assertThat(labels.get("severity")).isIn("critical", "warning", "info"));
              assertThat(rule.get("annotations"))
                  .isInstanceOfSatisfying(
                      Map.class,
                      annotations -> {
                        assertThat((String) annotations.get("summary")).endsWith(".");
                        assertThat((String) annotations.get("description"))
                            .endsWith(".")
                            .hasSizeGreaterThan(40);
                      });
            });
    assertThat(rules).extracting(rule -> rule.get("alert")).doesNotHaveDuplicates();
  }

  @Test
  void theDashboardUsesOnlyScrapedMetrics() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(new File("config/grafana-dashboard.json"));

    List<String> expressions = new ArrayList<>();
    dashboard
        .path("panels")
        .findParents("expr")
        .forEach(target -> expressions.add(target.path("expr").asText()));
    assertThat(expressions).hasSizeGreaterThan(25).allSatisfy(this::isInScrape);
    Set<String> places = new LinkedHashSet<>();
    dashboard
        .path("panels")
        .forEach(
            panel ->
                assertThat(
                        places.add(
                            panel.path("gridPos").path("x")
                                + " "
                                + panel.path("gridPos").path("y")))
                    .as(panel.path("title").asText())
                    .isTrue());
  }

  @Test
  void thePrometheusExampleUsesTheRulesAndTheProgramReadsNeither() {
    Map<String, Object> example = yaml("config/prometheus.yaml");

    assertThat(example.get("rule_files")).isEqualTo(List.of("prometheus-alerts.yaml"));
    assertThat(example.get("scrape_configs").toString()).contains("job_name=nrm", "localhost:");
    String settings =
        read(Path.of("config/application.yaml"))
            + read(Path.of("config/application-production.yaml"));
    assertThat(settings)
        .doesNotContain("prometheus-alerts", "config/prometheus", "grafana-dashboard");
  }

  // ---- the language of Prometheus, as far as it is used here

  /**
   * Checks as far as is simple that an expression is valid, and that its metrics exist with their
   * labels.
   */
  private void isInScrape(String expression) {
    assertThat(expression.chars().filter(letter -> letter == '(').count())
        .as(expression)
        .isEqualTo(expression.chars().filter(letter -> letter == ')').count());
    assertThat(expression).matches("[\\w\\s(){}\\[\\]=\",<>+*/.-]+").doesNotContain("()", "{}");
    String bare =
        expression
            .replaceAll("\\bby \\([\\w, ]+\\)", " ")
            .replaceAll("\\boffset \\d+[dwh]", " ")
            .replaceAll("\\[\\d+[mh]]", " ");
    for (MatchResult selector :
        Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{[^}]*})?").matcher(bare).results().toList()) {
      String metric = selector.group(1);
      if (!FUNCTIONS.contains(metric) && !metric.equals("up")) {
        assertThat(lines(metric)).as(metric + " in " + expression).isNotEmpty();
        if (selector.group(2) != null) {
          LABEL
              .matcher(selector.group(2))
              .results()
              .forEach(
                  label ->
                      assertThat(lines(metric))
                          .as(selector.group() + " in " + expression)
                          .anyMatch(line -> line.contains(label.group())));
        }
      }
    }
    Pattern.compile("\\bby \\(([\\w, ]+)\\) \\(+([a-zA-Z_:][\\w:]*)")
        .matcher(expression)
        .results()
        .filter(by -> !FUNCTIONS.contains(by.group(2)))
        .forEach(
            by ->
                TOKEN
                    .matcher(by.group(1))
                    .results()
                    .map(MatchResult::group)
                    .filter(label -> !label.equals("instance"))
                    .forEach(
                        label ->
                            assertThat(lines(by.group(2)))
                                .as(label + " in " + expression)
                                .allMatch(line -> line.contains(label + "="))));
  }

  private List<String> lines(String metric) {
    return scraped
        .lines()
        .filter(
            line -> {
              MatchResult found = LINE.matcher(line).results().findFirst().orElse(null);
              return found != null && found.group(1).equals(metric);
            })
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rules() {
    List<Map<String, Object>> groups =
        (List<Map<String, Object>>) yaml("config/prometheus-alerts.yaml").get("groups");
    return groups.stream()
        .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
        .toList();
  }

  private static Map<String, Object> yaml(String file) {
    return new Yaml().load(read(Path.of(file)));
  }

  private Map<String, Double> numbers() {
    return figures.read().stream()
        .flatMap(
            gauge ->
                gauge.points().stream()
                    .map(
                        point -> {
                          List<String> labels = new ArrayList<>();
                          for (int i = 0; i < gauge.labels().size(); i++) {
                            labels.add(gauge.labels().get(i) + "=" + point.values().get(i));
                          }
                          return Map.entry(
                              gauge.name()
                                  + (labels.isEmpty() ? "" : "{" + String.join(",", labels) + "}"),
                              point.number());
                        }))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * @param prefix a name and some of its labels; with "!", only that name
   */
  private static long sum(Map<String, Double> read, String prefix) {
    return Math.round(
        read.entrySet().stream()
            .filter(
                entry ->
                    prefix.endsWith("!")
                        ? entry.getKey().equals(prefix.substring(0, prefix.length() - 1))
                        : entry.getKey().equals(prefix)
                            || entry.getKey().startsWith(prefix + "{")
                            || prefix.contains("{")
                                && entry.getKey().matches(Pattern.quote(prefix) + "[,}].*"))
            .mapToDouble(Map.Entry::getValue)
            .sum());
  }

  private static Set<String> with(Set<String> some, String another) {
    Set<String> all = new TreeSet<>(some);
    all.add(another);
    return all;
  }
}
