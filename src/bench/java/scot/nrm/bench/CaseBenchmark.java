package scot.nrm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import scot.nrm.BenchTable;
import scot.nrm.Databases;
import scot.nrm.access.Api;
import scot.nrm.bench.Program.Spent;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.StraightCase;
import scot.nrm.journeys.StraightCase.Step;

/**
 * Measures the processor time of a straight case over HTTP, here and on stock Camunda: the requests
 * that Tasklist makes for its 12 tasks, and the jobs. Both are processes of their own, each on its
 * own database of one PostgreSQL. Two clients in this process walk a case here and one on stock in
 * turns, one of them the other way round, so that whatever else the machine does slows both.
 *
 * <p>{@code -Dnrm.bench.warm-up=} sets the number of cases before it is measured, {@code
 * -Dnrm.bench.walks=} that of each of the four rounds.
 */
class CaseBenchmark {

  private static final Path RESULT = Path.of("target", "benchmarks", "case.md");
  private static final int WARM_UP = Integer.getInteger("nrm.bench.warm-up", 80);
  private static final int ROUNDS = 4;
  private static final int CASES = Integer.getInteger("nrm.bench.walks", 10);
  private static final int CLIENTS = 2;

  private final AtomicInteger child = new AtomicInteger();

  @Test
  void processorTimeOfAStraightCase() throws Exception {
    try (Side here =
            new Side(
                Program.here(
                    Databases.postgres(),
                    "--nrm.clock=" + StraightCase.DAY + "T12:00",
                    "--nrm.limits.reads=0",
                    "--nrm.limits.updates=0"));
        Side stock = new Side(Program.stock(Databases.emptyPostgres()))) {
      walk(WARM_UP, here, stock);
      List<String> rounds = new ArrayList<>();
      rounds.add(
          "| round | here: Java | compilers | PostgreSQL | stock: Java | compilers | PostgreSQL |");
      rounds.add("|---|---:|---:|---:|---:|---:|---:|");
      Spent fromHere = here.program.spent();
      Spent fromStock = stock.program.spent();
      for (int round = 1; round <= ROUNDS; round++) {
        Spent beforeHere = here.program.spent();
        Spent beforeStock = stock.program.spent();
        walk(CASES, here, stock);
        rounds.add(
            "| %d | %s | %s |"
                .formatted(
                    round,
                    cells(here.program.spent().since(beforeHere).dividedBy(CASES)),
                    cells(stock.program.spent().since(beforeStock).dividedBy(CASES))));
      }
      report(
          here.program.spent().since(fromHere).dividedBy(ROUNDS * CASES),
          stock.program.spent().since(fromStock).dividedBy(ROUNDS * CASES));
      Files.createDirectories(RESULT.getParent());
      Files.write(RESULT, rounds);
    }
  }

  private static String cells(Spent spent) {
    return "%.0f | %.0f | %.0f".formatted(spent.java(), spent.compilers(), spent.postgres());
  }

  private static void report(Spent here, Spent stock) {
    row("Java without its compilers", here.java(), stock.java(), "");
    row("PostgreSQL", here.postgres(), stock.postgres(), "");
    row("both", here.java() + here.postgres(), stock.java() + stock.postgres(), "≤ stock");
  }

  private static void row(String part, double here, double stock, String goal) {
    BenchTable.add(
        "a straight case over HTTP, " + part + ": ms of processor time", here, stock, goal);
  }

  /** Walks this number of cases on each side. */
  private void walk(int cases, Side here, Side stock) throws Exception {
    AtomicInteger left = new AtomicInteger(cases);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<Future<?>> walking = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      int number = client;
      List<Side> order = client % 2 == 0 ? List.of(here, stock) : List.of(stock, here);
      walking.add(
          clients.submit(
              () -> {
                while (left.getAndDecrement() > 0) {
                  int name = child.incrementAndGet();
                  order.forEach(side -> side.walk(number, name));
                }
              }));
    }
    for (Future<?> client : walking) {
      client.get();
    }
    clients.shutdown();
    here.finishJobs();
    stock.finishJobs();
  }

  /** A program and the people who are signed in. */
  private static final class Side implements AutoCloseable {

    private final ObjectMapper json = new ObjectMapper();
    private final Program program;
    private final Map<String, Api> sessions = new ConcurrentHashMap<>();

    Side(Program program) {
      this.program = program;
    }

    void walk(int client, int child) {
      String root =
          id(
              ok(
                  as(StraightCase.REPORTER, client)
                      .post(
                          "/process-definition/" + definition() + "/submit-form",
                          body(Invented.concern(StraightCase.DAY), child))));
      for (Step step : StraightCase.steps()) {
        String task = "/task/" + await().until(() -> open(root, step), Optional::isPresent).get();
        Api person = as(step.user(), client);
        ok(person.post(task + "/claim", "{\"userId\":\"" + step.user() + "\"}"));
        ok(person.get(task + "/form"));
        ok(person.get(task + "/deployed-form"));
        ok(person.get(task + "/form-variables?deserializeValues=false"));
        ok(person.post(task + "/submit-form", body(step.values(), child)));
      }
    }

    private String definition() {
      return program
          .database()
          .sql(
              "select ID_ from ACT_RE_PROCDEF where KEY_ = 'nrm-case' order by VERSION_ desc limit 1")
          .query(String.class)
          .single();
    }

    /** Each case is another child's: a likely match would be work that stock doesn't do. */
    private static String body(Map<String, Object> values, int child) {
      Map<String, Object> own = new HashMap<>(values);
      own.replace("childNames", "Invented Child " + child);
      own.replace("childDateOfBirth", LocalDate.of(1998, 1, 1).plusDays(child).toString());
      return StraightCase.submission(own);
    }

    private Optional<String> open(String root, Step step) {
      return program
          .database()
          .sql(
              "select t.ID_ from ACT_RU_TASK t join ACT_RU_EXECUTION p on p.ID_ = t.PROC_INST_ID_ where p.ROOT_PROC_INST_ID_ = ? and t.TASK_DEF_KEY_ = ?")
          .params(root, step.task())
          .query(String.class)
          .optional();
    }

    void finishJobs() {
      await()
          .until(
              () ->
                  program
                          .database()
                          .sql("select count(*) from ACT_RU_JOB where TYPE_ = 'message'")
                          .query(Long.class)
                          .single()
                      == 0);
    }

    private static ConditionFactory await() {
      return Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(10));
    }

    private Api as(String user, int client) {
      return sessions.computeIfAbsent(
          user + "/" + client,
          any ->
              Api.webapp(program.port(), user, Program.PASSWORD, "tasklist")
                  .orElseThrow(() -> new IllegalStateException(user + " can't sign in")));
    }

    private String id(HttpResponse<String> started) {
      try {
        return json.readTree(started.body()).get("id").asText();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static HttpResponse<String> ok(HttpResponse<String> answer) {
      assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isIn(200, 204);
      return answer;
    }

    @Override
    public void close() {
      program.close();
    }
  }
}
