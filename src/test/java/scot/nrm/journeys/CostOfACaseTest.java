package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import scot.nrm.BenchTable;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;
import scot.nrm.access.Api;

/**
 * Counts what a straight case over HTTP asks of PostgreSQL: statements and transactions, which
 * don't depend on the machine. A count that grows fails the test; one that shrinks may be written
 * here.
 */
@WholeApplication
class CostOfACaseTest implements Databases.OnPostgres {

  private static final Logger LOG = LoggerFactory.getLogger(CostOfACaseTest.class);

  /** What a case may cost: statements and transactions of the requests of each kind. */
  private static final Map<Kind, Cost> LIMITS =
      Map.of(
          Kind.START, new Cost(34, 1),
          Kind.CLAIM, new Cost(125, 12),
          Kind.OPEN, new Cost(251, 48),
          Kind.SUBMIT, new Cost(407, 12),
          Kind.JOBS, new Cost(385, 10),
          Kind.LIST, new Cost(5, 1));

  /**
   * What ends transactions; when a session was used last, which is noted every ten seconds; and
   * which revisions are due or move cases, which is asked each minute.
   */
  private static final Pattern NOT_COUNTED =
      Pattern.compile(
          "^(BEGIN|COMMIT|ROLLBACK)$|^update signed_in_session|^select (id|revision, made_set) from revision");

  private static final int PAGE = 15;

  /** The program's scheduled work coincides with some walks, and can only add statements. */
  private static final int MAX_WALKS = 5;

  private static final Pattern READS = Pattern.compile("(?i)^(select|update|delete)");

  /** How {@link Journey#executeJobs} finds the next job. */
  private static final String JOBS_OF_THIS_TEST = "RES.TYPE_ = 'message'";

  private static final Pattern WHOLE_TABLE =
      Pattern.compile(
          "(?:Seq Scan|Index(?: Only)? Scan[^\n]* using \\w+) on (\\w+)(?![^\n]*\n\\s*Index Cond)");

  /** With cases; there are as many as diagrams, people, teams or local authorities. */
  private static final Pattern DOES_NOT_GROW =
      Pattern.compile(
          "act_(id|re)_\\w+|act_ge_property|act_ru_(authorization|jobdef|filter)|permission_version|revision_move");

  private enum Kind {
    START,
    CLAIM,
    /** The three requests of Tasklist when a task is opened. */
    OPEN,
    SUBMIT,
    /** What the job executor does afterwards, without its looking for work. */
    JOBS,
    /** A page of tasks with their number, which isn't part of a case. */
    LIST
  }

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired JdbcClient jdbc;
  @Autowired DataSource dataSource;
  @Autowired ApplicationContext application;

  private final Map<String, Api> sessions = new TreeMap<>();
  private final Map<Kind, Cost> costs = new EnumMap<>(Kind.class);
  private final Map<Kind, Map<String, Long>> statements = new EnumMap<>(Kind.class);
  private JdbcClient statistics;
  private long database;
  private Journey child;

  @AfterEach
  void resetTheClock() {
    ClockUtil.reset();
  }

  @Test
  void aStraightforwardCaseStaysWithinItsLimits() throws Exception {
    statistics = Databases.statistics();
    database =
        jdbc.sql("select oid from pg_database where datname = current_database()")
            .query(Long.class)
            .single();
    // The operator's figures are read each minute, whatever a case does.
    ((DefaultSingletonBeanRegistry) application.getAutowireCapableBeanFactory())
        .destroySingleton("operatorMetrics");
    walk( // reads every definition and form once
        (journey, user, task, values) -> {
          journey.formValues(user, task);
          journey.does(user, task, values);
        });
    int walks = 0;
    do {
      costs.clear();
      statements.clear();
      walk(this::overHttp);
      list();
      walks++;
    } while (!isWithinLimits() && walks < MAX_WALKS);
    report();
    Cost list = costs.get(Kind.LIST);
    Cost all =
        costs.entrySet().stream()
            .filter(kind -> kind.getKey() != Kind.LIST)
            .map(Map.Entry::getValue)
            .reduce(new Cost(0, 0), Cost::plus);
    BenchTable.add("a page of tasks: statements", list.statements(), "");
    BenchTable.add("a page of tasks: transactions", list.transactions(), "");
    BenchTable.add("a straight case over HTTP: statements", all.statements(), "≤ 1,200");
    BenchTable.add("a straight case over HTTP: transactions", all.transactions(), "≤ 100");

    assertThat(withoutAnIndex()).isEmpty();
    assertThat(engine.getHistoryService().createHistoricDetailQuery().count()).isZero();
    assertThat(costs)
        .allSatisfy(
            (kind, cost) ->
                assertThat(cost.exceeds(LIMITS.get(kind))).as("%s: %s", kind, cost).isFalse());
  }

  /** Spring Security's filter of that name looks for the method that answers each request. */
  @Test
  void springSecurityDoesNotSearchForControllerMethods() {
    assertThat(application.getBean("springSecurityFilterChain").getClass().getName())
        .doesNotContain("WebMvcSecurityConfiguration");
  }

  private boolean isWithinLimits() {
    return costs.entrySet().stream()
        .noneMatch(kind -> kind.getValue().exceeds(LIMITS.get(kind.getKey())));
  }

  /** One step of the case: as the journeys do it, or over HTTP. */
  private interface Step {
    void does(Journey child, String user, String task, Map<String, Object> values);
  }

  private void walk(Step step) {
    child = new Journey(engine).on(StraightCase.DAY);
    start();
    StraightCase.steps().forEach(task -> step.does(child, task.user(), task.task(), task.values()));
    assertThat(child.has("Task_DecideLeave")).isFalse();
  }

  private void start() {
    String definition = Journey.definition(engine, "nrm-case");
    Api responder = as(StraightCase.REPORTER);
    String values = StraightCase.submission(Invented.concern(StraightCase.DAY));
    count(
        Kind.START,
        () -> {
          var started =
              responder.post("/process-definition/" + definition + "/submit-form", values);
          assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
          child.of(started.body().replaceAll("(?s).*\"businessKey\":\"([^\"]+)\".*", "$1"));
        });
    count(Kind.JOBS, child::executeJobs);
  }

  private void overHttp(Journey child, String user, String task, Map<String, Object> values) {
    Api person = as(user);
    String path = "/task/" + child.task(task).getId();
    count(Kind.CLAIM, () -> ok(person.post(path + "/claim", "{\"userId\":\"" + user + "\"}")));
    count(
        Kind.OPEN,
        () -> {
          ok(person.get(path + "/form"));
          ok(person.get(path + "/deployed-form"));
          ok(person.get(path + "/form-variables?deserializeValues=false"));
        });
    count(
        Kind.SUBMIT, () -> ok(person.post(path + "/submit-form", StraightCase.submission(values))));
    count(Kind.JOBS, child::executeJobs);
  }

  private void list() {
    String filter =
        engine
            .getFilterService()
            .createFilterQuery()
            .filterName("My team's tasks")
            .singleResult()
            .getId();
    Api person = as("glasgow.lead");
    assertThat(ok(person.list(filter, PAGE)).body()).contains("_embedded"); // keeps names
    count(Kind.LIST, () -> ok(person.list(filter, PAGE)));
  }

  private static HttpResponse<String> ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isIn(200, 204);
    return answer;
  }

  private Api as(String user) {
    return sessions.computeIfAbsent(
        user, any -> Api.webapp(port, user, password, "tasklist").orElseThrow());
  }

  private void count(Kind kind, Runnable work) {
    statistics.sql("select pg_stat_statements_reset(0, ?, 0)").param(database).query().listOfRows();
    work.run();
    Map<String, Long> counted =
        statistics
            .sql(
                "select query, calls from pg_stat_statements where dbid = ? and userid <> (select oid from pg_roles where rolname = current_user)")
            .param(database)
            .query((row, number) -> Map.entry(row.getString(1), row.getLong(2)))
            .list()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
    long begun = counted.getOrDefault("BEGIN", 0L);
    for (String query : List.copyOf(counted.keySet())) {
      if (query.contains(JOBS_OF_THIS_TEST)) {
        begun -= counted.remove(query); // each in a transaction of its own
      } else if (NOT_COUNTED.matcher(query).find()) {
        counted.remove(query);
      }
    }
    counted.forEach(
        (query, calls) ->
            statements
                .computeIfAbsent(kind, any -> new HashMap<>())
                .merge(query.replaceAll("\\s+", " "), calls, Long::sum));
    costs.merge(
        kind,
        new Cost(counted.values().stream().mapToLong(Long::longValue).sum(), begun),
        Cost::plus);
  }

  /**
   * Statements that read a whole table that grows, even if PostgreSQL is told to avoid that: they
   * have no index. So the plans don't depend on how much is in this database. The list's own depend
   * on it; {@code TaskListBenchmark} has the buffers that it reads among many tasks.
   */
  private List<String> withoutAnIndex() throws SQLException {
    List<String> found = new ArrayList<>();
    DriverManagerDataSource owner = (DriverManagerDataSource) Databases.asOwner(dataSource);
    Properties simple = new Properties();
    simple.setProperty(
        "preferQueryMode", "simple"); // the statements have parameters without values
    owner.setConnectionProperties(simple);
    try (Connection connection = owner.getConnection();
        Statement explain = connection.createStatement()) {
      explain.execute("set enable_seqscan = off");
      for (String query : statements()) {
        if (!READS.matcher(query).find()) {
          continue;
        }
        StringBuilder plan = new StringBuilder();
        String named = query.replaceAll("extract\\(\\$\\d+ from", "extract(epoch from");
        try (ResultSet lines = explain.executeQuery("explain (generic_plan) " + named)) {
          while (lines.next()) {
            plan.append(lines.getString(1)).append('\n');
          }
        }
        WHOLE_TABLE
            .matcher(plan)
            .results()
            .map(scan -> scan.group(1))
            .filter(table -> !DOES_NOT_GROW.matcher(table).matches())
            .forEach(table -> found.add(table + ": " + query));
      }
    }
    return found;
  }

  private Set<String> statements() {
    Set<String> all = new HashSet<>();
    statements.forEach(
        (kind, ofKind) -> {
          if (kind != Kind.LIST) {
            all.addAll(ofKind.keySet());
          }
        });
    return all;
  }

  /** In the log: what each kind of request costs, and the statements that are most frequent. */
  private void report() {
    StringBuilder report = new StringBuilder("a straight case over HTTP\n");
    costs.forEach((kind, cost) -> report.append("%-8s %s%n".formatted(kind, cost)));
    statements().stream()
        .sorted(Comparator.comparingLong((String query) -> -calls(query, Kind.values())))
        .limit(Integer.getInteger("nrm.cost.statements", 40))
        .forEach(
            query -> {
              report.append("%5d =".formatted(calls(query, Kind.values())));
              for (Kind kind : Kind.values()) {
                report.append("%4d".formatted(calls(query, kind)));
              }
              report.append("  %.150s%n".formatted(query));
            });
    LOG.info("{}", report);
  }

  private long calls(String query, Kind... kinds) {
    return Arrays.stream(kinds)
        .mapToLong(kind -> statements.getOrDefault(kind, Map.of()).getOrDefault(query, 0L))
        .sum();
  }

  /** What PostgreSQL was asked: statements without those that begin and end transactions. */
  private record Cost(long statements, long transactions) {

    Cost plus(Cost other) {
      return new Cost(statements + other.statements, transactions + other.transactions);
    }

    boolean exceeds(Cost limit) {
      return statements > limit.statements || transactions > limit.transactions;
    }

    @Override
    public String toString() {
      return statements + " statements in " + transactions + " transactions";
    }
  }
}
