package scot.nrm.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.variable.value.SerializableValue;
import scot.nrm.journeys.Invented;
import scot.nrm.pages.Browser;

/**
 * People who work on cases through two nodes in turn, from the concern to the decision that UKHTC
 * has to propose, and write down what was acknowledged. Where there is no answer, they ask the
 * other node what has happened.
 */
final class Load {

  static final String API = "/camunda/api/engine/engine/default";
  static final String JSON = "application/json";
  private static final ObjectMapper READER = new ObjectMapper();
  private static final String PASSWORD = "development-only";
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** A step that takes longer is stuck. */
  private static final Duration LONGEST = Duration.ofMinutes(4);

  private static final int PEOPLE_AT_ONCE = 2;

  private static final String BOUNDARY = "part";
  private static final String FILE = "report.txt";

  /** Who completes which task with which answers, in order. */
  record Step(String user, String task, Map<String, Object> answers) {

    String body() {
      return Load.body(answers);
    }
  }

  /** The results of the background work of both nodes. */
  private static final Step AFTERWARDS =
      new Step("ukhtc.owner", "Task_ProposeReasonableGrounds", Map.of());

  private final List<Node> nodes;
  private final List<Step> steps;
  private final String concern;
  private final List<Future<?>> atWork = new ArrayList<>();
  private final ExecutorService people = Executors.newFixedThreadPool(PEOPLE_AT_ONCE);
  private volatile boolean goingHome;

  /** The acknowledged case numbers and ids of completed tasks. */
  final Set<String> cases = ConcurrentHashMap.newKeySet();

  final Set<String> tasks = ConcurrentHashMap.newKeySet();

  /** The numbers of cases with a document. */
  final Set<String> documents = ConcurrentHashMap.newKeySet();

  /** Requests that change something and had no answer, or one that says that it wasn't done. */
  final AtomicInteger notAcknowledged = new AtomicInteger();

  /** The statuses of refusals, and how many of each. */
  final Map<Integer, Integer> refusals = new ConcurrentHashMap<>();

  Load(LocalDate day, Node... nodes) {
    this.nodes = List.of(nodes);
    concern = concern(day);
    steps = steps(day);
  }

  /** From the concern to the decision on reasonable grounds by two officers. */
  static List<Step> stepsWithReasonableGrounds(LocalDate day) {
    String today = day.toString();
    List<Step> steps = new ArrayList<>(steps(day));
    steps.add(
        new Step("ukhtc.owner", AFTERWARDS.task(), Invented.reasonableGrounds("positive", today)));
    steps.add(
        new Step(
            "ukhtc.second",
            "Task_ConfirmReasonableGrounds",
            Invented.confirmReasonableGrounds(today)));
    return steps;
  }

  /** The form of a first responder, as a request sends it. */
  static String concern(LocalDate day) {
    return body(Invented.concern(day.toString()));
  }

  /** From the concern to the logged referral. */
  private static List<Step> steps(LocalDate day) {
    String today = day.toString();
    String born = day.minusYears(14).toString();
    return List.of(
        new Step("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(today)),
        new Step("glasgow.lead", "Task_AssessChild", Invented.assessment(today)),
        new Step(
            "glasgow.lead",
            "Task_NrmFormReferralAndChild",
            Invented.with(Invented.referralAndChild(today), "childDateOfBirth", born)),
        new Step("glasgow.lead", "Task_NrmFormExploitation", Invented.exploitation()),
        new Step("glasgow.lead", "Task_NrmFormIndicators", Invented.indicators()),
        new Step("glasgow.lead", "Task_NrmFormCheckAndSend", Invented.checkAndSend()),
        new Step("ukhtc.intake", "Task_LogReferral", Invented.received(today)));
  }

  Load begin() {
    for (int i = 0; i < PEOPLE_AT_ONCE; i++) {
      int first = i;
      atWork.add(
          people.submit(
              () -> {
                Person person = new Person(first);
                while (!goingHome) {
                  person.aCase();
                }
              }));
    }
    return this;
  }

  /** Returns once each case that was begun has come to its end. */
  void end() throws Exception {
    goingHome = true;
    people.shutdown();
    for (Future<?> person : atWork) {
      person.get();
    }
  }

  /** One after another, at one node until it doesn't answer. */
  private final class Person {

    private final Map<String, Browser> browsers = new HashMap<>();
    private int node;

    Person(int first) {
      node = first % nodes.size();
    }

    void aCase() {
      String number =
          until(
              () -> {
                HttpResponse<String> answer =
                    post(
                        "first.responder", "/process-definition/key/nrm-case/submit-form", concern);
                return isDone(answer) ? read(answer).get("businessKey").asText() : null;
              });
      cases.add(number);
      for (Step step : steps) {
        until(() -> isCompleted(number, step) ? step : null);
      }
      until(() -> open(number, AFTERWARDS).isEmpty() ? null : AFTERWARDS);
      documents.add(until(() -> hasDocument(number) ? number : null));
    }

    /** Adds one, unless that was done and the answer was lost. */
    private boolean hasDocument(String number) {
      Browser browser = browser("glasgow.lead");
      String page = "/nrm/cases/" + number + "/documents";
      HttpResponse<byte[]> list = browser.open(page);
      String token = Browser.token(Browser.text(list)).orElse(null);
      if (list.statusCode() != 200 || token == null) {
        throw new IllegalStateException("No list");
      }
      if (Browser.text(list).contains(FILE)) {
        return true;
      }
      String field = "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
      String file =
          "--%1$s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%2$s\"\r\n"
              + "Content-Type: text/plain\r\n\r\nSeen in Govan: %3$s\r\n--%1$s--\r\n";
      String body =
          field.formatted(BOUNDARY, "token", token)
              + field.formatted(BOUNDARY, "kind", "police-report")
              + field.formatted(BOUNDARY, "description", "")
              + file.formatted(BOUNDARY, FILE, number);
      int status =
          browser
              .send(
                  "POST",
                  page,
                  "multipart/form-data; boundary=" + BOUNDARY,
                  body.getBytes(StandardCharsets.UTF_8))
              .statusCode();
      if (status >= 500) {
        notAcknowledged.incrementAndGet();
        throw new IllegalStateException("Answer " + status);
      }
      return status == 303;
    }

    private JsonNode open(String number, Step step) {
      JsonNode open =
          read(
              get(
                  step.user(),
                  "/task?processInstanceBusinessKey="
                      + number
                      + "&taskDefinitionKey="
                      + step.task()));
      if (!open.isArray()) {
        throw new IllegalStateException("No list");
      }
      return open;
    }

    private boolean isCompleted(String number, Step step) {
      JsonNode open = open(number, step);
      if (open.isEmpty()) {
        return isPast(number, step);
      }
      String id = open.get(0).get("id").asText();
      if (open.get(0).get("assignee").isNull()) {
        isDone(post(step.user(), "/task/" + id + "/claim", "{\"userId\":\"" + step.user() + "\"}"));
      }
      boolean done = isDone(post(step.user(), "/task/" + id + "/submit-form", step.body()));
      if (done) {
        tasks.add(id);
      }
      return done;
    }

    /** It was done and the answer was lost: the next task is there. */
    private boolean isPast(String number, Step step) {
      int next = steps.indexOf(step) + 1;
      return !open(number, next == steps.size() ? AFTERWARDS : steps.get(next)).isEmpty();
    }

    private HttpResponse<String> get(String user, String path) {
      return browser(user).get(API + path);
    }

    private HttpResponse<String> post(String user, String path, String body) {
      try {
        return browser(user).post(API + path, JSON, body);
      } catch (UncheckedIOException e) {
        notAcknowledged.incrementAndGet();
        throw e;
      }
    }

    private boolean isDone(HttpResponse<String> answer) {
      if (answer.statusCode() / 100 == 2) {
        return true;
      }
      refusals.merge(answer.statusCode(), 1, Integer::sum);
      if (answer.statusCode() >= 500) {
        notAcknowledged.incrementAndGet();
        throw new IllegalStateException("Answer " + answer.statusCode());
      }
      return false;
    }

    private Browser browser(String user) {
      return browsers.computeIfAbsent(user, name -> signedIn(nodes.get(node), name));
    }

    /** Tries again, at the other node where there is no answer. */
    private <T> T until(Supplier<T> attempt) {
      return Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(PAUSE)
          .atMost(LONGEST)
          .until(
              () -> {
                try {
                  return attempt.get();
                } catch (RuntimeException | AssertionError e) {
                  browsers.clear();
                  node = (node + 1) % nodes.size();
                  return null;
                }
              },
              Objects::nonNull);
    }
  }

  static Browser signedIn(Node node, String user) {
    Browser browser = new Browser(node.root()).signIn(user, PASSWORD);
    browser.open("/camunda/app/tasklist/default/"); // the new session's token
    return browser;
  }

  static JsonNode read(HttpResponse<String> answer) {
    if (answer.statusCode() == 401) {
      throw new IllegalStateException("Not signed in any more");
    }
    try {
      return READER.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String body(Map<String, Object> answers) {
    Map<String, Object> variables = new LinkedHashMap<>();
    answers.forEach(
        (name, value) ->
            variables.put(
                name,
                value instanceof SerializableValue json
                    ? Map.of("value", json.getValueSerialized(), "type", "Json")
                    : Map.of("value", value)));
    try {
      return READER.writeValueAsString(Map.of("variables", variables));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
