package scot.nrm.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.rest.mapper.MultipartFormData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scot.nrm.pages.Browser;
import scot.nrm.security.EndpointInventory.Mapping;

/**
 * Attacks every address of the application as people without access to the Glasgow case: a visitor
 * who is not signed in, a first responder, people of another council, policy staff, a release
 * officer and the events organiser. They can neither read nor change the case, and nothing answers
 * 500.
 */
class AttackTest {

  /** Texts that careless code would execute or show. */
  private static final String[] TEXTS = {
    "${''.getClass().forName('java.lang.Runtime').getRuntime().exec('touch attacked')}",
    "#{1+1}<script>alert(1)</script>' or '1'='1' -- {{#listWrongLetters}}{{/listWrongLetters}}",
  };

  private static final String[] STRANGE = {
    "00000000-0000-0000-0000-000000000000",
    "%24%7B7*7%7D",
    "..%2F..%2Fetc%2Fpasswd",
    "%00",
    "%27%20or%201%3D1--",
    "x".repeat(3000),
    "%F0%9F%92%A9",
    "-1"
  };

  /** Public addresses: the way to the sign-in, signing in, files, and whether this node works. */
  private static final Pattern PUBLIC =
      Pattern.compile(
          "GET /camunda/api/\\w+/plugin/\\w+/static/.*|GET /camunda/api/engine/engine(/\\{name}/identity/password-policy)?|GET /(nrm/(signed-out|deployment)|livez|readyz)?|POST /camunda/api/admin/auth/user/\\{processEngineName}/log(in/\\{appName}|out)");

  /** Addresses that change who is signed in. */
  private static final Pattern SIGNS_IN_OR_OUT = Pattern.compile("/log(in|out)");

  private static final Pattern PARAMETER =
      Pattern.compile("([\\w-]+)/\\{(\\w+)[^}]*}|\\{(\\w+)[^}]*}");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Nobody's groups change here; asking for them at every request would double the time of the
   * test.
   */
  private static final String GROUPS_ASKED_FOR_ONCE =
      "--camunda.bpm.webapp.auth.cache.time-to-live=3600000";

  private static final boolean EVERY_VALUE = Boolean.getBoolean("nrm.attack.every.value");

  private static TargetApplication target;
  private static List<Mapping> mappings;
  private static Map<String, String> ids;
  private static Set<String> secrets;
  private static final Map<String, Browser> PEOPLE = new LinkedHashMap<>();
  private static final AtomicInteger REQUESTS = new AtomicInteger();
  private static ExecutorService hands;

  private final Set<String> wrong = new ConcurrentSkipListSet<>();
  private Map<String, List<String>> before;

  @BeforeAll
  static void begin() throws Exception {
    target = new TargetApplication(GROUPS_ASKED_FOR_ONCE);
    mappings = new EndpointInventory(target.application()).all();
    ids = target.ids();
    secrets = target.secrets();
    for (String person : List.of("first.responder", "fife.lead", "events.organiser")) {
      PEOPLE.put(person, target.as(person, "tasklist"));
    }
    for (String person : List.of("fife.manager", "policy.staff", "release.officer")) {
      PEOPLE.put(person, target.as(person, "cockpit"));
    }
    hands = Executors.newFixedThreadPool(4);
  }

  @AfterAll
  static void end() {
    hands.shutdown();
    target.close();
    target = null; // or it would stay in memory
    System.out.printf(
        "The attacker's suite: %d requests to %d addresses%n", REQUESTS.get(), mappings.size());
  }

  /** Otherwise their requests would have been rejected without testing anything. */
  @AfterEach
  void everyoneIsStillSignedIn() {
    PEOPLE.forEach(
        (person, browser) ->
            assertThat(
                    browser
                        .send("GET", "/camunda/api/admin/auth/user/default", null, null)
                        .statusCode())
                .as(person + " is signed in")
                .isEqualTo(200));
  }

  @AfterEach
  void noAttackSucceeded() {
    assertThat(wrong).as("attacks that succeeded or answered 500").isEmpty();
  }

  private static List<Mapping> ofWebApplications() {
    return mappings.stream()
        .filter(mapping -> !mapping.path().startsWith("/engine-rest"))
        .filter(mapping -> !SIGNS_IN_OR_OUT.matcher(mapping.path()).find())
        .toList();
  }

  @Test
  void allKindsOfEndpointsAreFound() {
    assertThat(mappings)
        .extracting(Mapping::path)
        .contains(
            "/engine-rest/task/{id}/claim",
            "/engine-rest/engine/{name}/deployment/create",
            "/camunda/api/engine/engine/{name}/process-instance/{id}/variables/{varId}",
            "/camunda/api/cockpit/plugin/base/{engine}/process-instance",
            "/camunda/api/admin/setup/{engine}/user/create",
            "/nrm/cases/{caseNumber}/record",
            "/nrm/register.csv");
    assertThat(mappings.size()).isGreaterThan(1400);
    assertThat(new EndpointInventory(target.application()).servlets())
        .containsOnlyKeys(
            "Admin Api",
            "Cockpit Api",
            "Engine Api",
            "Tasklist Api",
            "Welcome Api",
            "dispatcherServlet",
            "org.camunda.bpm.spring.boot.starter.rest.CamundaJerseyResourceConfig");
  }

  @Test
  void anAnonymousVisitorGetsNothing() throws Exception {
    List<Callable<Void>> attempts = new ArrayList<>();
    for (Mapping mapping : mappings) {
      attempts.add(
          () -> {
            Browser nobody = new Browser(target.port());
            HttpResponse<byte[]> answer =
                send(nobody, "nobody", mapping, path(mapping, ids), json(mapping), "{}");
            if (!Set.of(401, 403, 404).contains(answer.statusCode())
                && !PUBLIC.matcher(mapping.toString()).matches()
                && !(answer.statusCode() == 302
                    && answer.headers().firstValue("Location").orElse("").contains("login"))) {
              wrong.add("nobody: " + mapping + " answers " + answer.statusCode());
            }
            return null;
          });
    }
    run(attempts);
  }

  @Test
  void outsidersCannotReachTheCaseByItsIds() throws Exception {
    before = target.rows();
    List<Callable<Void>> attempts = new ArrayList<>();
    PEOPLE.forEach(
        (person, browser) -> {
          for (Mapping mapping : ofWebApplications()) {
            if (person.equals("release.officer") && mapping.path().endsWith("/redeploy")) {
              continue; // release officers may do this
            }
            attempts.add(
                () -> {
                  send(browser, person, mapping, path(mapping, ids), json(mapping), "{}");
                  return null;
                });
          }
        });
    run(attempts);
    assertThat(changes()).isEmpty();
  }

  /** Otherwise a guessed id could be confirmed by its refusal. */
  @Test
  void anotherCouncilsDataAnswersLikeMissingData() throws Exception {
    String nothing = "7e57ed00-e94b-11f1-b1a7-02fc00000001";
    Map<String, String> unknown = new TreeMap<>(ids);
    List.of(
            "task",
            "process-instance",
            "execution",
            "activity-instance",
            "variable-instance",
            "detail",
            "job")
        .forEach(kind -> unknown.put(kind, nothing));
    unknown.put("cases", "NRM-2009-2CCC-CCCW");
    List<Callable<Void>> attempts = new ArrayList<>();
    for (Mapping mapping : ofWebApplications()) {
      String ofGlasgow = path(mapping, ids);
      String ofNobody = path(mapping, unknown);
      if (!ofGlasgow.equals(ofNobody)) {
        attempts.add(
            () -> {
              Browser browser = PEOPLE.get("fife.lead");
              String told =
                  answer(send(browser, "fife.lead", mapping, ofGlasgow, json(mapping), "{}"));
              String said =
                  answer(send(browser, "fife.lead", mapping, ofNobody, json(mapping), "{}"));
              for (String kind : unknown.keySet()) {
                told = told.replace(ids.get(kind), unknown.get(kind));
              }
              if (!told.equals(said)) {
                wrong.add(
                    mapping
                        + " answers "
                        + shortened(told)
                        + " but where there is nothing "
                        + shortened(said));
              }
              return null;
            });
      }
    }
    assertThat(attempts.size()).isGreaterThan(100);
    run(attempts);
  }

  private static String answer(HttpResponse<byte[]> answer) {
    return answer.statusCode() + " " + Browser.text(answer);
  }

  @Test
  void strangeIdsAreRefused() throws Exception {
    before = target.rows();
    List<Callable<Void>> attempts = new ArrayList<>();
    for (Mapping mapping : ofWebApplications()) {
      if (mapping.path().contains("{")) {
        for (String strange : EVERY_VALUE ? List.of(STRANGE) : some(mapping, List.of(STRANGE), 2)) {
          attempts.add(
              () -> {
                String path =
                    PARAMETER
                        .matcher(mapping.path())
                        .replaceAll(
                            found ->
                                Matcher.quoteReplacement(
                                    (found.group(1) == null ? "" : found.group(1) + "/")
                                        + (isEngine(found) ? "default" : strange)));
                send(
                    PEOPLE.get("fife.manager"), "fife.manager", mapping, path, json(mapping), "{}");
                return null;
              });
        }
      }
    }
    run(attempts);
    assertThat(changes()).isEmpty();
  }

  @Test
  void forgedBodiesAreRefusedAndChangeNothing() throws Exception {
    before = target.rows();
    List<Callable<Void>> attempts = new ArrayList<>();
    for (Mapping mapping : ofWebApplications()) {
      if (mapping.changes()) {
        for (String body : bodies(mapping)) {
          List<String> both = List.of("fife.lead", "first.responder");
          for (String person : EVERY_VALUE ? both : some(mapping + body, both, 1)) {
            attempts.add(
                () -> {
                  send(
                      PEOPLE.get(person), person, mapping, path(mapping, ids), json(mapping), body);
                  return null;
                });
          }
        }
      }
    }
    run(attempts);
    assertThat(changes()).isEmpty();
  }

  @Test
  void forgedParametersAreRefusedAndRevealNothing() throws Exception {
    before = target.rows();
    List<Callable<Void>> attempts = new ArrayList<>();
    for (Mapping mapping : ofWebApplications()) {
      if (mapping.method().equals("GET")) {
        for (String parameter : parameters(mapping)) {
          List<String> values = List.of(TEXTS[0], valueFor(parameter, 0), "-1");
          for (String value : EVERY_VALUE ? values : some(mapping + parameter, values, 1)) {
            attempts.add(
                () -> {
                  String path =
                      path(mapping, ids)
                          + "?"
                          + parameter
                          + "="
                          + URLEncoder.encode(value, StandardCharsets.UTF_8);
                  send(PEOPLE.get("fife.manager"), "fife.manager", mapping, path, null, null);
                  return null;
                });
          }
        }
      }
    }
    run(attempts);
    assertThat(changes()).isEmpty();
  }

  /** A selection of the values that differs by place; the thorough profile uses all of them. */
  private static List<String> some(Object place, List<String> values, int count) {
    int from = Math.floorMod(place.toString().hashCode(), values.size() - count + 1);
    return values.subList(from, from + count);
  }

  private static Set<String> parameters(Mapping mapping) {
    Set<String> parameters = new ConcurrentSkipListSet<>(mapping.parameters());
    parameters.addAll(Set.of("firstResult", "maxResults", "sortBy", "tenantIdIn"));
    return parameters;
  }

  // --- requests

  private HttpResponse<byte[]> send(
      Browser browser, String person, Mapping mapping, String path, String type, String body) {
    REQUESTS.incrementAndGet();
    byte[] content =
        mapping.changes() && body != null ? body.getBytes(StandardCharsets.UTF_8) : null;
    HttpResponse<byte[]> answer =
        browser.send(mapping.method(), path, content == null ? null : type, content);
    String said = Browser.text(answer);
    if (answer.statusCode() >= 500) {
      wrong.add(
          person
              + ": "
              + mapping.method()
              + " "
              + shortened(path)
              + " "
              + shortened(String.valueOf(body))
              + " answers "
              + answer.statusCode()
              + " "
              + shortened(said));
    }
    String asked = path + body;
    secrets.stream()
        .filter(secret -> said.contains(secret) && !asked.contains(secret))
        .findFirst()
        .ifPresent(
            secret ->
                wrong.add(
                    person + ": " + mapping.method() + " " + shortened(path) + " tells " + secret));
    if (said.contains("\tat ")
        || said.contains("org.camunda.bpm.engine.") && answer.statusCode() >= 400) {
      wrong.add(
          person
              + ": "
              + mapping.method()
              + " "
              + shortened(path)
              + " tells of the inside: "
              + shortened(said));
    }
    return answer;
  }

  private static String shortened(String text) {
    return text.length() < 300 ? text : text.substring(0, 300) + "…";
  }

  private static String json(Mapping mapping) {
    return mapping.body() == MultipartFormData.class
        ? "multipart/form-data; boundary=x"
        : mapping.path().contains("/login/")
            ? "application/x-www-form-urlencoded"
            : "application/json";
  }

  private static boolean isEngine(MatchResult found) {
    String parameter = found.group(2) == null ? found.group(3) : found.group(2);
    return parameter.equals("name") && "engine".equals(found.group(1))
        || parameter.equals("engine")
        || parameter.equals("processEngineName");
  }

  private static String path(Mapping mapping, Map<String, String> ids) {
    return PARAMETER
        .matcher(mapping.path())
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    (found.group(1) == null ? "" : found.group(1) + "/")
                        + (isEngine(found) ? "default" : id(found, mapping, ids))));
  }

  /** Finds an id by the preceding path segment, the parameter's name or the address's subject. */
  private static String id(MatchResult found, Mapping mapping, Map<String, String> ids) {
    String parameter = found.group(2) == null ? found.group(3) : found.group(2);
    String name =
        switch (parameter) {
          case "key" -> "key";
          case "userId" -> "user";
          case "groupId" -> "group";
          case "tenantId", "tenant-id" -> "tenant";
          case "varId", "varName", "variableName" -> "variables";
          case "resourceId" -> "resources";
          case "caseNumber" -> "cases";
          case "letterId" -> "letters";
          case "activityId" -> "activity";
          default -> found.group(1) == null ? "" : found.group(1);
        };
    return ids.getOrDefault(name, "00000000-0000-0000-0000-000000000000");
  }

  /**
   * Request bodies with all properties of the class that reads them, filled with an attacker's
   * values.
   */
  private static List<String> bodies(Mapping mapping) throws Exception {
    List<String> bodies =
        new ArrayList<>(
            List.of("", "{", "[]", "null", "\"x\"", "{\"a\":".repeat(200) + "1" + "}".repeat(200)));
    if (mapping.body() == null
        || mapping.body().getName().startsWith("java.")
        || mapping.body().isPrimitive()
        || mapping.body() == MultipartFormData.class) {
      return bodies;
    }
    for (int variant = 0; variant < 3; variant++) {
      bodies.add(JSON.writeValueAsString(filled(JSON.constructType(mapping.body()), variant, 0)));
    }
    return bodies;
  }

  private static Object filled(JavaType type, int variant, int depth) {
    Map<String, Object> body = new TreeMap<>();
    for (BeanPropertyDefinition property :
        JSON.getDeserializationConfig().introspect(type).findProperties()) {
      if (property.getPrimaryType() != null && property.couldDeserialize()) {
        body.put(
            property.getName(),
            value(property.getName(), property.getPrimaryType(), variant, depth));
      }
    }
    return body;
  }

  private static Object value(String name, JavaType type, int variant, int depth) {
    Class<?> raw = type.getRawClass();
    if (variant == 2 && depth == 0) {
      return Map.of("x", List.of(1, "2", Map.of()));
    }
    if (raw == String.class || raw == Object.class) {
      return valueFor(name, variant);
    }
    if (raw == Boolean.class || raw == boolean.class) {
      return true;
    }
    if (Number.class.isAssignableFrom(raw) || raw.isPrimitive()) {
      return variant == 0 ? 1 : Integer.MAX_VALUE;
    }
    if (type.isArrayType() || type.isCollectionLikeType()) {
      return depth > 3
          ? List.of()
          : List.of(value(name, type.getContentType(), variant, depth + 1));
    }
    if (type.isMapLikeType()) {
      return depth > 3
          ? Map.of()
          : Map.of("localAuthority", value(name, type.getContentType(), variant, depth + 1));
    }
    return raw.isEnum() || depth > 3 || raw.getName().startsWith("java.")
        ? TEXTS[0]
        : filled(type, variant, depth + 1);
  }

  /**
   * An id of the Glasgow case, a forged person or council, or a text, depending on the property.
   */
  private static String valueFor(String name, int variant) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (variant == 0) {
      for (String word :
          new String[] {
            "processinstance", "processdefinition", "task", "execution", "deployment",
            "tenant", "user", "assignee", "owner", "group",
            "businesskey", "job", "authorization", "variable", "expression"
          }) {
        if (lower.contains(word)) {
          return switch (word) {
            case "processinstance" -> ids.get("process-instance");
            case "processdefinition" ->
                lower.contains("key") ? "nrm-case" : ids.get("process-definition");
            case "user", "assignee", "owner" -> "fife.lead";
            case "businesskey" -> ids.get("cases");
            case "variable" -> "localAuthority";
            case "expression" -> TEXTS[0];
            default -> ids.getOrDefault(word, TEXTS[1]);
          };
        }
      }
    }
    return TEXTS[variant % TEXTS.length];
  }

  // --- results

  private List<String> changes() {
    Map<String, List<String>> after = target.rows();
    List<String> changes = new ArrayList<>();
    before.forEach(
        (table, rows) -> {
          List<String> now = new ArrayList<>(after.get(table));
          List<String> gone = new ArrayList<>(rows);
          now.removeAll(rows);
          gone.removeAll(after.get(table));
          now.stream()
              .limit(3)
              .forEach(row -> changes.add("new in " + table + ": " + shortened(row)));
          gone.stream()
              .limit(3)
              .forEach(row -> changes.add("gone from " + table + ": " + shortened(row)));
        });
    return changes;
  }

  private static void run(List<Callable<Void>> attempts) throws Exception {
    for (Future<Void> attempt : hands.invokeAll(attempts)) {
      attempt.get();
    }
  }
}
