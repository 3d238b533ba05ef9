package scot.nrm.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import scot.nrm.calendar.LocalDay;
import scot.nrm.pages.Browser;

/**
 * Many people work at one node at once, each in a session of their own: list, claim, open and
 * complete a task, and think. Nobody may get an error. How long answers take and what they cost is
 * printed, because it depends on the machine: docs/operate/sizing.md. Run by hand ({@code
 * -Pfaults}).
 */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManySessionsTest {

  private static final int SESSIONS = Integer.getInteger("nrm.faults.sessions", 40);
  private static final Duration MEASURED =
      Duration.ofSeconds(Integer.getInteger("nrm.faults.seconds", 60));

  /** Between two tasks of a person, on average. */
  private static final Duration THINKS =
      Duration.ofSeconds(Integer.getInteger("nrm.faults.think", 5));

  /** A node is slow until its code is compiled, and at first nobody has a task. */
  private static final Duration WARMS_UP =
      Duration.ofSeconds(Integer.getInteger("nrm.faults.warm-up", 60));

  /** How many of each twenty sessions. */
  private static final Map<String, Integer> TEAMS =
      Map.of(
          "first.responder", 2,
          "glasgow.duty", 2,
          "glasgow.lead", 7,
          "ukhtc.intake", 2,
          "ukhtc.owner", 4,
          "ukhtc.second", 3);

  /** A case, and which step is next. */
  private record Work(String number, int step) {}

  @TempDir static Path temporary;

  private final LocalDate today = LocalDate.now(LocalDay.ZONE);
  private final String concern = Load.concern(today);
  private final List<Load.Step> steps = Load.stepsWithReasonableGrounds(today);
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(SESSIONS);
  private final Map<String, Queue<Work>> waiting = new ConcurrentHashMap<>();
  private final Map<String, Queue<Long>> milliseconds = new ConcurrentHashMap<>();
  private final Map<String, Integer> errors = new ConcurrentHashMap<>();
  private final AtomicInteger completed = new AtomicInteger();
  private volatile boolean isMeasured;
  private Server server;
  private Node node;

  @BeforeAll
  void aNode() throws IOException {
    server = new Server(temporary);
    node =
        new Node(
                "1",
                temporary,
                server.database(),
                "--nrm.passwords.memory=64KB",
                "--nrm.passwords.passes=1",
                "--nrm.limits.updates=0", // the same few people do the work of many
                "--nrm.limits.reads=0")
            .compiledInEarnest()
            .start();
  }

  @AfterAll
  void end() throws IOException {
    clock.shutdownNow();
    node.stop();
    server.close();
  }

  @Test
  void nobodyGetsAnError() throws IOException {
    List<String> people =
        TEAMS.entrySet().stream()
            .flatMap(team -> Stream.generate(team::getKey).limit(team.getValue()))
            .toList();
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(new Session(people.get(i % people.size())));
    }
    sessions.forEach(Session::thinks);
    isOver(WARMS_UP);
    long heapBefore = node.heap();
    Duration ofNode = node.processorTime();
    Duration ofDatabase = server.processorTime();
    Duration ofClient = ofClient();
    Instant begun = Instant.now();

    isMeasured = true;
    isOver(MEASURED);
    isMeasured = false;

    double seconds = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
    System.out.printf(
        "%d sessions that think %d s, for %.0f s: %.1f requests/s, %.2f tasks/s, ms p50/p95/p99 %s, processors: node %.2f, database %.2f, client %.2f, load average %.1f, heap in use MB %d before, %d after, errors %s%n",
        SESSIONS,
        THINKS.toSeconds(),
        seconds,
        all().size() / seconds,
        completed.get() / seconds,
        percentiles(),
        node.processorTime().minus(ofNode).toMillis() / 1000.0 / seconds,
        server.processorTime().minus(ofDatabase).toMillis() / 1000.0 / seconds,
        ofClient().minus(ofClient).toMillis() / 1000.0 / seconds,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        heapBefore,
        node.heap(),
        errors);
    assertThat(completed.get()).isPositive();
    assertThat(errors).isEmpty();
  }

  private static Duration ofClient() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  private static void isOver(Duration duration) {
    Instant until = Instant.now().plus(duration);
    await()
        .pollInterval(Duration.ofSeconds(1))
        .atMost(duration.plusMinutes(1))
        .until(() -> Instant.now().isAfter(until));
  }

  private List<Long> all() {
    return milliseconds.values().stream().flatMap(Queue::stream).toList();
  }

  private Map<String, String> percentiles() {
    Map<String, String> found = new TreeMap<>();
    milliseconds.forEach((kind, times) -> found.put(kind, percentiles(List.copyOf(times))));
    found.put("all", percentiles(all()));
    return found;
  }

  private static String percentiles(List<Long> times) {
    List<Long> sorted = times.stream().sorted().toList();
    return Stream.of(50, 95, 99)
        .map(share -> String.valueOf(sorted.get((sorted.size() - 1) * share / 100)))
        .reduce((one, next) -> one + "/" + next)
        .orElseThrow();
  }

  private final class Session {

    private final String user;
    private final Browser browser;
    private final String tasksOfTeam;

    Session(String user) {
      this.user = user;
      browser = Load.signedIn(node, user);
      tasksOfTeam = tasksOfTeam();
    }

    private String tasksOfTeam() {
      for (JsonNode filter : Load.read(browser.get(Load.API + "/filter?resourceType=Task"))) {
        if (filter.get("name").asText().contains("team")) {
          return filter.get("id").asText();
        }
      }
      return "";
    }

    void thinks() {
      clock.schedule(
          this::takesATurn,
          (long) (THINKS.toMillis() * (0.5 + ThreadLocalRandom.current().nextDouble())),
          TimeUnit.MILLISECONDS);
    }

    private void takesATurn() {
      try {
        if (user.equals("first.responder")) {
          reports();
        } else {
          works();
        }
      } catch (RuntimeException e) {
        errors.merge(e.getClass().getSimpleName(), 1, Integer::sum);
      }
      thinks();
    }

    private void reports() {
      get("form", "/process-definition/key/nrm-case/deployed-start-form");
      HttpResponse<String> answer =
          post("report", "/process-definition/key/nrm-case/submit-form", concern);
      waits(new Work(Load.read(answer).get("businessKey").asText(), 0));
    }

    private void waits(Work work) {
      if (work.step() < steps.size()) {
        waiting
            .computeIfAbsent(
                steps.get(work.step()).user(), ignored -> new ConcurrentLinkedQueue<>())
            .add(work);
      }
    }

    private void works() {
      if (!tasksOfTeam.isEmpty()) {
        timed("list", this::list);
      }
      Work work = waiting.getOrDefault(user, new ConcurrentLinkedQueue<>()).poll();
      if (work == null) {
        return;
      }
      Load.Step step = steps.get(work.step());
      JsonNode open =
          Load.read(
              get(
                  "find",
                  "/task?processInstanceBusinessKey=%s&taskDefinitionKey=%s"
                      .formatted(work.number(), step.task())));
      if (open.isEmpty()) {
        waits(work); // what leads to it is still being done
        return;
      }
      String task = "/task/" + open.get(0).get("id").asText();
      if (open.get(0).get("assignee").isNull()) {
        post("claim", task + "/claim", "{\"userId\":\"" + user + "\"}");
      }
      get("form", task + "/deployed-form");
      get("form", task + "/form-variables");
      boolean done = post("submit", task + "/submit-form", step.body()).statusCode() == 204;
      waits(done ? new Work(work.number(), work.step() + 1) : work);
      if (done && isMeasured) {
        completed.incrementAndGet();
      }
    }

    /** As Tasklist does. */
    private HttpResponse<String> list() {
      return browser.send(
          browser
              .request(Load.API + "/filter/" + tasksOfTeam + "/list?firstResult=0&maxResults=15")
              .setHeader("Accept", "application/hal+json")
              .header("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN"))
              .header("Content-Type", Load.JSON)
              .POST(BodyPublishers.ofString("{}"))
              .build());
    }

    private HttpResponse<String> get(String kind, String path) {
      return timed(kind, () -> browser.get(Load.API + path));
    }

    private HttpResponse<String> post(String kind, String path, String body) {
      return timed(kind, () -> browser.post(Load.API + path, Load.JSON, body));
    }

    private HttpResponse<String> timed(String kind, Supplier<HttpResponse<String>> request) {
      boolean counts = isMeasured;
      long begun = System.nanoTime();
      HttpResponse<String> answer = request.get();
      if (counts) {
        milliseconds
            .computeIfAbsent(kind, ignored -> new ConcurrentLinkedQueue<>())
            .add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
      }
      if (answer.statusCode() / 100 != 2) {
        errors.merge(kind + " " + answer.statusCode(), 1, Integer::sum);
      }
      return answer;
    }
  }
}
