package scot.nrm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.temporal.ChronoUnit;
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
import scot.nrm.access.Api;
import scot.nrm.pages.Browser;

/** The clock and the REST API's door, over HTTP, as in the embedded default. */
class MovableClockTest {

  private static ConfigurableApplicationContext application;
  private static ProcessEngine engine;
  private static LocalDate startedOn;

  @BeforeAll
  static void start() {
    application =
        new SpringApplicationBuilder(NrmApplication.class)
            .run(
                Databases.h2()
                    .arguments(
                        "--server.port=0",
                        "--nrm.demo.cases=false",
                        "--nrm.clock=2009-05-17T14:00"));
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
  void onlyASignedInAdministratorSeesOrMovesTheClock() {
    Browser nobody = new Browser(port());
    Browser caseworker = signedIn("caseworker");

    assertThat(show(nobody).statusCode()).isEqualTo(401);
    assertThat(move(nobody, "{\"to\": \"2011-01-01T09:00\"}", "application/json").statusCode())
        .isEqualTo(401);
    assertThat(show(caseworker).statusCode()).isEqualTo(403);
    assertThat(move(caseworker, "{\"to\": \"2011-01-01T09:00\"}", "application/json").statusCode())
        .isEqualTo(403);
    assertThat(application.getBean(CaseClock.class).today().getYear()).isNotEqualTo(2011);
  }

  @Test
  void anAdministratorMovesTheClockAndItRunsOnFromThere() {
    Browser administrator = signedIn("clock.administrator");

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
  void aFormOfAnotherSiteIsRefused() {
    Browser administrator = signedIn("clock.administrator");

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
  void theRestApiAsksForUserAndPassword() {
    assertThat(new Browser(port()).get("/engine-rest/process-definition").statusCode())
        .isEqualTo(401);
    assertThat(
            Api.rest(port(), "clock.administrator", "an invented password")
                .get("/process-definition")
                .statusCode())
        .isEqualTo(200);
  }

  private static HttpResponse<String> show(Browser person) {
    return person.send(clock(person).build());
  }

  private static HttpResponse<String> move(Browser person, String body, String type) {
    return person.send(
        clock(person).header("Content-Type", type).POST(BodyPublishers.ofString(body)).build());
  }

  private static HttpRequest.Builder clock(Browser person) {
    return person.request("/nrm/clock").setHeader("Accept", "*/*");
  }

  private static int port() {
    return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private static Browser signedIn(String user) {
    return new Browser(port()).signIn(user, "an+invented+password");
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
