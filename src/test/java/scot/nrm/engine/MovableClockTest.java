package scot.nrm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import scot.nrm.Databases;
import scot.nrm.NrmApplication;

/** The clock and the REST API's door, over HTTP, as in the embedded default. */
class MovableClockTest {

  private static ConfigurableApplicationContext application;
  private static ProcessEngine engine;
  private static LocalDate startedOn;

  @BeforeAll
  static void start() {
    String[] database = Databases.h2().arguments();
    application =
        new SpringApplicationBuilder(NrmApplication.class)
            .run(
                database[0],
                database[1],
                database[2],
                "--server.port=0",
                "--nrm.demo.cases=false",
                "--nrm.clock=2009-05-17T14:00");
    startedOn = application.getBean(CaseClock.class).today();
    engine = application.getBean(ProcessEngine.class);
    user("clock.administrator", Groups.CAMUNDA_ADMIN);
    user("caseworker", "la-lead-professional");
  }

  @AfterAll
  static void stop() {
    application.close();
    application = null; // or it would stay in memory
    assertThat(new CaseClock().today())
        .as("the clock is left as it was")
        .isEqualTo(LocalDate.now());
  }

  @Test
  void theApplicationStartsAtTheConfiguredTime() {
    assertThat(startedOn).isEqualTo(LocalDate.of(2009, Month.MAY, 17));
  }

  @Test
  void onlyASignedInAdministratorSeesOrMovesTheClock() throws Exception {
    HttpClient nobody = HttpClient.newHttpClient();
    HttpClient caseworker = signedIn("caseworker");

    assertThat(show(nobody).statusCode()).isEqualTo(401);
    assertThat(move(nobody, "{\"to\": \"2011-01-01T09:00\"}", "application/json").statusCode())
        .isEqualTo(401);
    assertThat(show(caseworker).statusCode()).isEqualTo(403);
    assertThat(move(caseworker, "{\"to\": \"2011-01-01T09:00\"}", "application/json").statusCode())
        .isEqualTo(403);
    assertThat(application.getBean(CaseClock.class).today().getYear()).isNotEqualTo(2011);
  }

  @Test
  void anAdministratorMovesTheClockAndItRunsOnFromThere() throws Exception {
    HttpClient administrator = signedIn("clock.administrator");

    HttpResponse<String> moved =
        move(administrator, "{\"to\": \"2010-01-04T09:00\"}", "application/json");

    assertThat(moved.statusCode()).isEqualTo(200);
    assertThat(show(administrator).body()).contains("2010-01-04T09:0", "Europe/London");
    assertThat(application.getBean(CaseClock.class).today())
        .isEqualTo(LocalDate.of(2010, Month.JANUARY, 4));
    assertThat(application.getBean(MovableClock.class).now())
        .isBetween(
            LocalDateTime.of(2010, 1, 4, 9, 0),
            LocalDateTime.of(2010, 1, 4, 9, 0).plus(5, ChronoUnit.MINUTES));
  }

  @Test
  void movingTheClockRunsDueWork() {
    MovableClock clock = application.getBean(MovableClock.class);
    String day = clock.now().plusDays(1).toString();
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "awareness-event-booking.bpmn",
            Bpmn.createExecutableProcess("awareness-event-booking")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .intermediateCatchEvent()
                .timerWithDate(day)
                .endEvent()
                .done())
        .deploy();
    String instance =
        engine.getRuntimeService().startProcessInstanceByKey("awareness-event-booking").getId();

    clock.moveTo(clock.now().plusDays(2));

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                engine
                        .getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceId(instance)
                        .count()
                    == 0);
  }

  @Test
  void aFormOfAnotherSiteIsRefused() throws Exception {
    HttpClient administrator = signedIn("clock.administrator");

    assertThat(
            move(administrator, "to=2011-01-01T09:00", "application/x-www-form-urlencoded")
                .statusCode())
        .isEqualTo(415);
    assertThat(move(administrator, "{\"to\": \"2011-01-01T09:00\"}", "text/plain").statusCode())
        .isEqualTo(415);
    assertThat(move(administrator, "{\"to\": \"soon\"}", "application/json").statusCode())
        .isEqualTo(400);
    assertThat(move(administrator, "{}", "application/json").statusCode()).isEqualTo(400);
  }

  @Test
  void theRestApiAsksForUserAndPassword() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    String basic =
        Base64.getEncoder().encodeToString("clock.administrator:an invented password".getBytes());

    assertThat(
            client
                .send(request("/engine-rest/process-definition").build(), BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(401);
    assertThat(
            client
                .send(
                    request("/engine-rest/process-definition")
                        .header("Authorization", "Basic " + basic)
                        .build(),
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(200);
  }

  private static HttpResponse<String> show(HttpClient client) throws Exception {
    return client.send(request("/nrm/clock").build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> move(HttpClient client, String body, String type)
      throws Exception {
    return client.send(
        request("/nrm/clock")
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create(
            "http://localhost:"
                + application.getEnvironment().getProperty("local.server.port")
                + path));
  }

  /** Signs in as the web applications do: with the token of a first request. */
  private static HttpClient signedIn(String user) throws Exception {
    HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    String token =
        client
            .send(request("/camunda/app/tasklist/default/").build(), BodyHandlers.ofString())
            .headers()
            .firstValue("X-XSRF-TOKEN")
            .orElseThrow();
    HttpResponse<String> answer =
        client.send(
            request("/camunda/api/admin/auth/user/default/login/tasklist")
                .header("X-XSRF-TOKEN", token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString("username=" + user + "&password=an+invented+password"))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return client;
  }

  private static void user(String id, String group) {
    IdentityService identities = engine.getIdentityService();
    User user = identities.newUser(id);
    user.setPassword("an invented password");
    identities.saveUser(user);
    if (identities.createGroupQuery().groupId(group).count() == 0) {
      identities.saveGroup(identities.newGroup(group));
    }
    identities.createMembership(id, group);
    grant(id, Resources.APPLICATION, "tasklist");
    grant(id, Resources.PROCESS_DEFINITION, "*");
  }

  private static void grant(String user, Resources resource, String id) {
    Authorization grant =
        engine.getAuthorizationService().createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    grant.setUserId(user);
    grant.setResource(resource);
    grant.setResourceId(id);
    grant.addPermission(Permissions.ALL);
    engine.getAuthorizationService().saveAuthorization(grant);
  }
}
