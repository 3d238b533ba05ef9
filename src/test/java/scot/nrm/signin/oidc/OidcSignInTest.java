package scot.nrm.signin.oidc;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases;
import scot.nrm.NrmApplication;
import scot.nrm.browser.Chromium;
import scot.nrm.calendar.LocalDay;
import scot.nrm.demo.Caseworkers;
import scot.nrm.engine.Definitions;
import scot.nrm.engine.Deployer;
import scot.nrm.engine.sets.DataInForce;
import scot.nrm.pages.Browser;
import scot.nrm.revision.Modeler;

/**
 * The whole application with an identity provider beside it, over HTTP as a browser and as another
 * program.
 */
@ExtendWith(OutputCaptureExtension.class)
class OidcSignInTest {

  private static final Duration LESS_THAN_FIVE_MINUTES = Duration.ofMinutes(4).plusSeconds(30);

  private static final String MODELER = "/nrm/modeler/deployment?maxResults=0";
  private static final String TASKLIST = "/camunda/app/tasklist/default/";
  private static final String TASKS = "/camunda/api/engine/engine/default/task";

  private static TestProvider provider;
  private static ConfigurableApplicationContext application;
  private static String root;
  private static IdentityService identities;

  @BeforeAll
  static void start() {
    ClockUtil.reset(); // the forms ask for days of today
    provider = new TestProvider();
    String[] settings =
        Stream.of(
                Databases.h2().arguments(),
                provider.settings(),
                new String[] {
                  "--server.port=0",
                  "--management.server.port=0",
                  "--nrm.demo.enabled=false",
                  "--nrm.demo.cases=false",
                  "--camunda.bpm.job-execution.enabled=false"
                })
            .flatMap(Stream::of)
            .toArray(String[]::new);
    application = new SpringApplicationBuilder(NrmApplication.class, Watch.class).run(settings);
    root = "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
    identities = application.getBean(IdentityService.class);
  }

  @AfterAll
  static void stop() {
    application.close();
    application = null; // or it would stay in memory
    provider.close();
  }

  @AfterEach
  void setTheWatchRight() {
    Watch.fastBy = Duration.ZERO;
    provider.broken(false);
  }

  // ---- signing in

  /** Prometheus and a load balancer can't; the port of the application has no such pages. */
  @Test
  void metricsAndHealthNeedNoSignIn() throws Exception {
    String port = application.getEnvironment().getProperty("local.management.port");

    assertThat(withoutSigningIn(port, "/metrics").body()).contains("nrm_database_up");
    assertThat(withoutSigningIn(port, "/health/readiness").statusCode()).isEqualTo(200);
    assertThat(withoutSigningIn(port, "/health/liveness").statusCode()).isEqualTo(200);
    assertThat(withoutSigningIn(port, "/nrm/").statusCode()).isEqualTo(401);
    String main = application.getEnvironment().getProperty("local.server.port");
    assertThat(withoutSigningIn(main, "/metrics").statusCode()).isEqualTo(401);
  }

  private static HttpResponse<String> withoutSigningIn(String port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theProviderGivesAPersonTheirGroupsAndCouncil() {
    provider.knows("duty.one", List.of("LA duty"), List.of("glasgow-city"));
    Visitor visitor = new Visitor();

    HttpResponse<String> first = visitor.get(TASKLIST);
    HttpResponse<String> toProvider = visitor.get(location(first));
    provider.nextAtTheDoor("duty.one");
    HttpResponse<String> page = visitor.follow(location(toProvider));

    assertThat(location(toProvider))
        .startsWith(provider.issuer())
        .contains("code_challenge_method=S256", "nonce=", "state=");
    assertThat(page.uri().getPath()).isEqualTo(TASKLIST);
    assertThat(page.body()).contains("Camunda Tasklist", "/camunda/lib/sign-in.js");
    assertThat(visitor.get("/camunda/api/admin/auth/user/default").body())
        .contains("\"userId\":\"duty.one\"", "tasklist")
        .doesNotContain("cockpit");
    assertThat(groups("duty.one")).containsExactly("la-duty-social-work");
    assertThat(councils("duty.one")).containsExactly("glasgow-city");
    assertThat(identities.createUserQuery().userId("duty.one").singleResult())
        .extracting("firstName", "lastName", "email")
        .containsExactly("Ailsa", "Invented", "duty.one@nrm.example");
    assertThat(visitor.get("/nrm/nrm-form-blank.pdf").statusCode())
        .as("our own pages know them too")
        .isEqualTo(200);
  }

  @Test
  void aPoliceLiaisonBelongsToTheForceOfTheProvidersGroup() {
    provider.knows("police.one", List.of("police-liaison", "police-strathclyde"), List.of());

    Visitor visitor = new Visitor().comesIn("police.one");

    assertThat(groups("police.one"))
        .containsExactlyInAnyOrder("police-liaison", "police-strathclyde");
    assertThat(visitor.get("/nrm/police-cases").body())
        .contains("Police Service of Scotland (area of the former Strathclyde Police)");
  }

  /** A revision comes into force without a restart. */
  @Test
  void aLocalAuthorityOfALaterSetIsKnownAtOnce() {
    DataInForce data = application.getBean(DataInForce.class);
    Map<String, byte[]> files = Deployer.files(application.getBean(Definitions.class));
    Map<String, byte[]> later = new HashMap<>(files);
    later.computeIfPresent(
        "config/councils.yaml",
        (file, content) ->
            new String(content, StandardCharsets.UTF_8)
                .replaceFirst("councils:", "councils:\n    - { id: st-kilda, name: St Kilda }")
                .getBytes(StandardCharsets.UTF_8));
    data.load(later);
    try {
      data.runFollowers();
      provider.knows("duty.new", List.of("LA duty"), List.of("st-kilda"));

      new Visitor().comesIn("duty.new");

      assertThat(councils("duty.new")).containsExactly("st-kilda");
    } finally {
      data.load(files);
      data.runFollowers();
    }
  }

  @Test
  void aForceWithoutARoleIsRefused() {
    provider.knows("police.two", List.of("police-strathclyde"), List.of());

    HttpResponse<String> answer = new Visitor().comesInAnd("police.two", TASKLIST);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("has no role in this service");
  }

  @Test
  void theAccessLogHasSignInsAndTheProvidersChanges() {
    provider.knows("duty.logged", List.of("LA duty"), List.of("glasgow-city"));
    provider.knows("stranger.logged", List.of("gardeners"), List.of());

    new Visitor().comesIn("duty.logged");
    new Visitor().comesInAnd("stranger.logged", TASKLIST);

    assertThat(
            application
                .getBean(JdbcClient.class)
                .sql(
                    """
                    select what || ' ' || coalesce(detail, '-') || ' ' || coalesce(user_id, '-')
                      || ' ' || coalesce(about, '-') from access_log
                    where 'duty.logged' in (user_id, about) or detail = 'no-role-here' order by id\
                    """)
                .query(String.class)
                .list())
        .contains(
            "account - - duty.logged",
            "membership join la-duty-social-work - duty.logged",
            "membership join local authority glasgow-city - duty.logged",
            "sign-in identity-provider duty.logged -",
            "sign-in no-role-here - -");
  }

  @Test
  void signingInStartsANewSession() {
    provider.knows("duty.two", List.of("LA duty"), List.of("glasgow-city"));
    Visitor visitor = new Visitor();
    visitor.follow(TASKLIST); // begun, and left at the provider's door: nobody sits there
    visitor.get(TASKLIST);
    String before = visitor.session();

    visitor.comesIn("duty.two");

    assertThat(before).isNotEmpty();
    assertThat(visitor.session()).isNotEqualTo(before);
    assertThat(new Visitor().withSession(before).get(TASKS).statusCode()).isEqualTo(401);
  }

  @Test
  void onlyTheMappedGroupMakesAPlatformAdministrator() {
    provider.knows("platform.one", List.of("Platform team"), List.of());
    provider.knows("pretender", List.of("camunda-admin", "policy-staff"), List.of());

    Visitor administrator = new Visitor().comesIn("platform.one", "/camunda/app/admin/default/");
    new Visitor().comesIn("pretender", "/camunda/app/cockpit/default/");

    assertThat(administrator.get("/camunda/api/engine/engine/default/user").statusCode())
        .isEqualTo(200);
    assertThat(groups("platform.one")).containsExactly("camunda-admin");
    assertThat(groups("pretender")).containsExactly("policy-staff");
  }

  @Test
  void aPersonWithoutAGroupLearnsWhoToAskAndGetsNoSession(CapturedOutput output) {
    provider.knows("stranger", List.of("plumbers", "cooks", "plumbers"), List.of("atlantis"));
    Visitor visitor = new Visitor();

    HttpResponse<String> answer = visitor.comesInAnd("stranger", TASKLIST);
    visitor.comesInAnd("stranger", TASKLIST);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("has no role in this service", "ask your manager");
    assertThat(visitor.get(TASKS).statusCode()).isEqualTo(401);
    assertThat(identities.createUserQuery().userId("stranger").count()).isZero();
    assertThat(output)
        .containsOnlyOnce("no such group here: plumbers, cooks")
        .containsOnlyOnce("no such council here: atlantis");
  }

  @Test
  void aReassignedUserNameSignsNobodyIn(CapturedOutput output) {
    provider.knows("subject-1", "a.smith", List.of("LA duty"), List.of("glasgow-city"));
    new Visitor().comesIn("subject-1");
    provider.knows("subject-2", "a.smith", List.of("LA duty"), List.of("fife"));

    HttpResponse<String> answer = new Visitor().comesInAnd("subject-2", TASKLIST);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("Your user name belonged to someone else before");
    assertThat(output).contains("the user name a.smith belonged to someone else");
    assertRefused(rest("/task", provider.token("subject-2", "nrm-rest")));
    provider.knows("subject-2", "a.smith", List.of("gardeners"), List.of());
    new Visitor().comesInAnd("subject-2", TASKLIST);
    assertThat(groups("a.smith")).as("of the first person").containsExactly("la-duty-social-work");
    assertThat(councils("a.smith")).containsExactly("glasgow-city");
  }

  @Test
  void aPersonRenamedAtTheProviderStaysTheSamePerson() {
    provider.knows("subject-3", "b.single", List.of("LA duty"), List.of("glasgow-city"));
    new Visitor().comesIn("subject-3");
    provider.knows("subject-3", "b.married", List.of("LA duty"), List.of("glasgow-city"));

    Visitor visitor = new Visitor().comesIn("subject-3");

    assertThat(visitor.get("/camunda/api/admin/auth/user/default").body())
        .contains("\"userId\":\"b.single\"");
    assertThat(identities.createUserQuery().userId("b.married").count()).isZero();
  }

  @Test
  void aPersonRenamedToAnInvalidUserNameKeepsTheirGroups() {
    provider.knows("subject-4", "b.neil", List.of("LA duty"), List.of("glasgow-city"));
    new Visitor().comesIn("subject-4");
    provider.knows("subject-4", "b.o'neil", List.of("LA duty"), List.of("glasgow-city"));

    Visitor visitor = new Visitor().comesIn("subject-4");

    assertThat(visitor.get("/camunda/api/admin/auth/user/default").body())
        .contains("\"userId\":\"b.neil\"");
    assertThat(groups("b.neil")).containsExactly("la-duty-social-work");
  }

  @Test
  void aGroupNameMayHaveSpaces() {
    provider.knows("former", "former", "former first-responder", List.of("glasgow-city"));

    assertThat(new Visitor().comesInAnd("former", TASKLIST).statusCode()).isEqualTo(403);
    assertThat(groups("former")).isEmpty();

    provider.knows("former", "former", "first-responder", List.of());
    new Visitor().comesIn("former");
    assertThat(groups("former")).containsExactly("first-responder");
  }

  @Test
  void anInvalidUserNameIsRefusedInASentence() {
    provider.knows("some one${1+1}", List.of("LA duty"), List.of("fife"));

    HttpResponse<String> answer = new Visitor().comesInAnd("some one${1+1}", TASKLIST);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("Your user name can&#39;t be used here");
  }

  @Test
  void anUnsolicitedAnswerIsRefused() {
    provider.knows("duty.three", List.of("LA duty"), List.of("fife"));
    Visitor visitor = new Visitor();
    String toProvider = location(visitor.get(location(visitor.get(TASKLIST))));
    provider.nextAtTheDoor("duty.three");
    String back = location(visitor.get(toProvider));

    assertNotSignedIn(visitor, visitor.get(back.replaceAll("state=[^&]*", "state=forged")));
    assertNotSignedIn(
        new Visitor(),
        new Visitor().get(back)); // in another browser: sign-in of somebody else's account
    assertNotSignedIn(visitor, visitor.get(back)); // the first attempt has used the state up

    Visitor other = new Visitor();
    String asked = location(other.get(location(other.get(TASKLIST))));
    provider.nextAtTheDoor("duty.three");
    assertNotSignedIn(
        other, other.get(location(other.get(asked.replaceAll("nonce=[^&]*", "nonce=forged")))));

    assertThat(new Visitor().follow(TASKLIST).statusCode())
        .as("who still sits at the door signs in as they should")
        .isEqualTo(200);
  }

  private static void assertNotSignedIn(Visitor visitor, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("You are not signed in");
    assertThat(visitor.get(TASKS).statusCode()).isEqualTo(401);
  }

  @Test
  void noPasswordSignsAnyoneInAndNoUserIsCreatedInAdmin() {
    provider.knows("platform.two", List.of("Platform team"), List.of());
    Visitor administrator = new Visitor().comesIn("platform.two", "/camunda/app/admin/default/");

    assertThat(
            administrator
                .post(
                    "/camunda/api/admin/auth/user/default/login/tasklist",
                    "application/x-www-form-urlencoded",
                    "username=platform.two&password=x")
                .statusCode())
        .isEqualTo(404);
    assertThat(
            administrator
                .post(
                    "/camunda/api/engine/engine/default/identity/verify",
                    "application/json",
                    "{\"username\":\"platform.two\",\"password\":\"x\"}")
                .statusCode())
        .isEqualTo(404);
    assertThat(
            administrator
                .post(
                    "/camunda/api/engine/engine/default/user/create",
                    "application/json",
                    "{\"profile\":{\"id\":\"mallory\"},\"credentials\":{\"password\":\"long enough for anybody\"}}")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            administrator
                .post("/camunda/api/admin/setup/default/user/create", "application/json", "{}")
                .statusCode())
        .isEqualTo(404);
    assertThat(identities.createUserQuery().userId("mallory").count()).isZero();
    assertThat(identities.createUserQuery().userId("admin").count())
        .as("no local administrator")
        .isZero();
  }

  // ---- moved, and gone

  @Test
  void aMovedPersonsNextRequestLosesTheOldCouncilWithinFiveMinutes() {
    provider.knows("duty.moved", List.of("LA duty"), List.of("glasgow-city"));
    Visitor duty = new Visitor().comesIn("duty.moved");
    String task = taskOf("glasgow-city");
    assertThat(duty.tasks()).contains(task);
    assertThat(duty.get(TASKS + "/" + task).statusCode()).isEqualTo(200);

    provider.knows("duty.moved", List.of("LA duty"), List.of("fife"));
    Watch.fastBy = LESS_THAN_FIVE_MINUTES;

    assertThat(duty.tasks()).doesNotContain(task);
    assertThat(duty.get(TASKS + "/" + task).statusCode()).isIn(403, 404);
    assertThat(councils("duty.moved")).containsExactly("fife");
  }

  @Test
  void aMovedPersonLosesTheOldCouncilEvenWithoutARequest() {
    provider.knows("lead.idle", List.of("la-lead-professional"), List.of("glasgow-city"));
    new Visitor().comesIn("lead.idle");

    provider.knows("lead.idle", List.of("first-responder"), List.of());
    Watch.fastBy = LESS_THAN_FIVE_MINUTES;
    application.getBean(ProviderSessions.class).checkAll();

    assertThat(groups("lead.idle")).containsExactly("first-responder");
    assertThat(councils("lead.idle")).isEmpty();
  }

  @Test
  void aMovedPersonsTasksGoBackToTheTeam() {
    provider.knows("duty.holds", List.of("LA duty"), List.of("glasgow-city"));
    Visitor duty = new Visitor().comesIn("duty.holds");
    String task = taskOf("glasgow-city");
    assertThat(
            duty.post(
                    TASKS + "/" + task + "/claim",
                    "application/json",
                    "{\"userId\":\"duty.holds\"}")
                .statusCode())
        .isEqualTo(204);

    provider.knows("duty.holds", List.of("LA duty"), List.of("fife"));
    Watch.fastBy = LESS_THAN_FIVE_MINUTES;
    application.getBean(ProviderSessions.class).checkAll();

    assertThat(
            application
                .getBean(TaskService.class)
                .createTaskQuery()
                .taskId(task)
                .singleResult()
                .getAssignee())
        .isNull();
  }

  @Test
  void aPersonRefusedByTheProviderIsSignedOutAndLosesTheirGroups() {
    provider.knows("gone", List.of("la-lead-professional"), List.of("glasgow-city"));
    provider.knows("back", List.of("la-lead-professional"), List.of("glasgow-city"));
    Visitor gone = new Visitor().comesIn("gone");
    Visitor back = new Visitor().comesIn("back");
    provider.forgets("gone");
    provider.forgets("back");
    Watch.fastBy = LESS_THAN_FIVE_MINUTES;

    assertThat(gone.get(TASKS).statusCode()).isEqualTo(401);
    assertThat(back.get("/nrm/nrm-form-blank.pdf").statusCode()).isIn(302, 401);
    assertThat(location(gone.get(TASKLIST))).endsWith("/oauth2/authorization/nrm");

    provider.knows("back", List.of("la-lead-professional"), List.of("glasgow-city"));
    back.comesIn("back");
    Watch.fastBy = LESS_THAN_FIVE_MINUTES.plus(ProviderSessions.WITHDRAWAL_DELAY);
    application.getBean(ProviderSessions.class).checkAll();

    assertThat(groups("gone")).isEmpty();
    assertThat(councils("gone")).isEmpty();
    assertThat(groups("back")).containsExactly("la-lead-professional");
  }

  /** They may have closed the browser, so that the proxy sends them to another node. */
  @Test
  void aPersonWhoSignsInAtAnotherNodeAfterARefusalKeepsTheirGroups() {
    provider.knows("roams", List.of("la-lead-professional"), List.of("glasgow-city"));
    Visitor roams = new Visitor().comesIn("roams");
    provider.forgets("roams");
    Watch.fastBy = LESS_THAN_FIVE_MINUTES;
    assertThat(roams.get(TASKS).statusCode()).isEqualTo(401);

    signedInLast("roams", Duration.ofMinutes(-10));
    Watch.fastBy = LESS_THAN_FIVE_MINUTES.plus(ProviderSessions.WITHDRAWAL_DELAY);
    application.getBean(ProviderSessions.class).checkAll();

    assertThat(groups("roams")).containsExactly("la-lead-professional");
  }

  /** The provider is asked only about people with a session. */
  @Test
  void aMonthWithoutSignInRemovesGroupsUntilTheNextSignIn() {
    for (String user : List.of("month.away", "month.here", "month.new")) {
      provider.knows(user, List.of("la-duty-social-work"), List.of("glasgow-city"));
      new Visitor().comesIn(user);
    }
    TaskService tasks = application.getBean(ProcessEngine.class).getTaskService();
    String task = taskOf("glasgow-city");
    tasks.setAssignee(task, "month.away");
    signedInLast("month.away", Duration.ofDays(31));
    signedInLast("month.here", Duration.ofDays(29));

    application.getBean(DormantPeople.class).withdraw();

    assertThat(groups("month.away")).isEmpty();
    assertThat(councils("month.away")).isEmpty();
    assertThat(tasks.createTaskQuery().taskId(task).singleResult().getAssignee()).isNull();
    assertThat(groups("month.here")).containsExactly("la-duty-social-work");
    assertThat(groups("month.new")).containsExactly("la-duty-social-work");

    new Visitor().comesIn("month.away");
    application.getBean(DormantPeople.class).withdraw();
    assertThat(groups("month.away")).containsExactly("la-duty-social-work");
    assertThat(councils("month.away")).containsExactly("glasgow-city");
  }

  private static void signedInLast(String user, Duration ago) {
    OffsetDateTime then = OffsetDateTime.now(ZoneOffset.UTC).minus(ago);
    JdbcClient jdbc = application.getBean(JdbcClient.class);
    jdbc.sql("update person_at_provider set first_seen = ? where user_id = ?")
        .params(then, user)
        .update();
    jdbc.sql("update access_log set recorded_at = ? where user_id = ?").params(then, user).update();
  }

  @Test
  void losingTheLastGroupSignsAPersonOutImmediately() {
    provider.knows("left", List.of("la-lead-professional"), List.of("glasgow-city"));
    Visitor left = new Visitor().comesIn("left");

    provider.knows("left", List.of("gardeners"), List.of("glasgow-city"));
    Watch.fastBy = LESS_THAN_FIVE_MINUTES;

    assertThat(left.get(TASKS).statusCode()).isEqualTo(401);
    assertThat(groups("left")).isEmpty();
    assertThat(councils("left")).isEmpty();
  }

  @Test
  void aProviderThatFailsDuringSignInIsNotThePersonsFault() {
    provider.knows("unlucky", List.of("la-lead-professional"), List.of("glasgow-city"));
    provider.broken(true);

    HttpResponse<String> refused = new Visitor().comesInAnd("unlucky", TASKLIST);

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("the sign-in service is not responding");
  }

  @Test
  void withoutTheProviderNothingIsShownAfterFiveMinutesAndSessionsStay() {
    provider.knows("patient", List.of("la-lead-professional"), List.of("glasgow-city"));
    Visitor patient = new Visitor().comesIn("patient");
    provider.broken(true);

    Watch.fastBy = LESS_THAN_FIVE_MINUTES;
    assertThat(patient.get(TASKS).statusCode()).isEqualTo(200);
    Watch.fastBy = Duration.ofMinutes(5);
    HttpResponse<String> refused = patient.get(TASKS);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("the sign-in service is not responding");
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();

    provider.broken(false);
    assertThat(patient.get(TASKS).statusCode()).isEqualTo(200);
  }

  // ---- signing out, and the session's end

  @Test
  void signingOutEndsTheSessionHereAndAtTheProvider() {
    provider.knows("duty.leaves", List.of("LA duty"), List.of("glasgow-city"));
    Visitor visitor = new Visitor().comesIn("duty.leaves");
    String session = visitor.session();

    assertThat(
            visitor
                .post("/camunda/api/admin/auth/user/default/logout", "application/json", "")
                .statusCode())
        .isEqualTo(200);

    assertThat(visitor.get(TASKS).statusCode()).isEqualTo(401);
    String atProvider = location(visitor.get("/nrm/signed-out"));
    assertThat(atProvider)
        .startsWith(provider.issuer() + "/endsession")
        .contains("id_token_hint=ey", "post_logout_redirect_uri=" + "http%3A%2F%2Flocalhost");
    HttpResponse<String> end = visitor.follow(atProvider);
    assertThat(end.uri().getPath()).isEqualTo("/nrm/signed-out");
    assertThat(end.body()).contains("You are signed out", "Sign in again");
    assertThat(new Visitor().withSession(session).get(TASKS).statusCode()).isEqualTo(401);
  }

  /**
   * The provider is another site here, as it would be: the session's cookie does not go along on
   * the way back.
   */
  @Test
  void tasklistsButtonSignsOutHereAndAtTheProvider() {
    provider.knows("duty.browser", List.of("LA duty"), List.of("glasgow-city"));
    provider.nextAtTheDoor("duty.browser");
    Page page = Chromium.running().page();
    try (BrowserContext session = page.context()) {
      page.navigate(root.replace("localhost", "127.0.0.1") + TASKLIST);
      page.getByText("My team's tasks").first().waitFor();

      page.getByText("Ailsa Invented").click();
      page.getByText("Sign out").click();

      page.waitForURL("http://127.0.0.1*/nrm/signed-out");
      page.getByText("You are signed out").waitFor();
      assertThat(session.request().get(root.replace("localhost", "127.0.0.1") + TASKS).status())
          .isEqualTo(401);
    }
  }

  /** Such as after the death of the node: the browser must not leave what is only in its memory. */
  @Test
  void typedTextIsSavedAfterTheSessionHasEnded() {
    provider.knows("duty.types", List.of("LA duty"), List.of("glasgow-city"));
    Visitor duty = new Visitor().comesIn("duty.types");
    String task = taskOf("glasgow-city");
    duty.post(TASKS + "/" + task + "/claim", "application/json", "{\"userId\":\"duty.types\"}");
    provider.nextAtTheDoor("duty.types");
    Page page = Chromium.running().page();
    try (BrowserContext session = page.context()) {
      page.navigate(root + TASKLIST + "#/?task=" + task);
      Locator measures = page.getByLabel("What has been done to make the child safe?");
      measures.fill("Placed");
      page.getByText("Draft saved").waitFor();
      session.clearCookies(new BrowserContext.ClearCookiesOptions().setName("JSESSIONID"));
      measures.fill("Placed with carers");
      page.getByText("Not saved, because you have been signed out.").waitFor();

      page.locator(".task-filter:not(.active) a").first().click();
      page.getByText("What you typed last is not saved.").waitFor();
      provider.nextAtTheDoor("duty.types");
      session
          .request()
          .get(root + TASKLIST, RequestOptions.create().setHeader("Accept", "text/html"));
      page.waitForResponse(
          answer -> answer.request().method().equals("PUT") && answer.ok(),
          page.locator(".nrm-ask button").first()::click);

      Page again = session.newPage();
      again.navigate(root + TASKLIST + "#/?task=" + task);
      assertThat(again.getByLabel("What has been done to make the child safe?"))
          .hasValue("Placed with carers");
    }
  }

  @Test
  void anotherSiteCannotSignAnyoneOut() {
    provider.knows("duty.stays", List.of("LA duty"), List.of("glasgow-city"));
    Visitor visitor = new Visitor().comesIn("duty.stays");

    HttpResponse<String> fromElsewhere =
        visitor.send(
            visitor
                .request("/camunda/api/admin/auth/user/default/logout")
                .header("X-XSRF-TOKEN", visitor.cookie("XSRF-TOKEN"))
                .header("Sec-Fetch-Site", "cross-site")
                .POST(BodyPublishers.noBody())
                .build());

    assertThat(fromElsewhere.statusCode()).isEqualTo(403);
    assertThat(visitor.get(TASKS).statusCode()).isEqualTo(200);
  }

  @Test
  void evenABusySessionEndsAfterAWorkingDay() {
    provider.knows("duty.busy", List.of("LA duty"), List.of("glasgow-city"));
    Visitor visitor = new Visitor().comesIn("duty.busy");

    Watch.fastBy = Duration.ofHours(11).plusMinutes(59);
    assertThat(visitor.get(TASKS).statusCode()).isEqualTo(200);
    Watch.fastBy = Duration.ofHours(12).plusSeconds(5);
    assertThat(visitor.get(TASKS).statusCode()).isEqualTo(401);
  }

  // ---- bearer tokens

  @Test
  void theRestApiTakesGroupsAndCouncilsFromItsToken() {
    provider.knows("system.one", List.of("LA duty"), List.of("glasgow-city"));
    String task = taskOf("glasgow-city");
    String elsewhere = taskOf("fife");

    HttpResponse<String> tasks = rest("/task", provider.token("system.one", "nrm-rest"));

    assertThat(tasks.statusCode()).isEqualTo(200);
    assertThat(tasks.body()).contains(task).doesNotContain(elsewhere);
    assertThat(councils("system.one")).containsExactly("glasgow-city");
  }

  @Test
  void aMissingOrInvalidTokenIsAnswered401() throws Exception {
    provider.knows("system.two", List.of("la-lead-professional"), List.of("glasgow-city"));
    String good = provider.token("system.two", "nrm-rest");
    JWTClaimsSet claims = SignedJWT.parse(good).getJWTClaimsSet();

    assertRefused(rest("/task", null));
    assertRefused(rest("/engine", null));
    assertRefused(rest("/task", provider.token("system.two", "another-application")));
    assertRefused(rest("/task", provider.token("system.two", TestProvider.CLIENT)));
    assertRefused(rest("/task", provider.tokenOf("somebody-else", "system.two", "nrm-rest")));
    assertRefused(rest("/task", good.substring(0, good.lastIndexOf('.') + 1) + "AAAA"));
    assertRefused(rest("/task", new PlainJWT(claims).serialize()));
    SignedJWT byPassword = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    byPassword.sign(new MACSigner("a secret that is long enough for this".getBytes()));
    assertRefused(rest("/task", byPassword.serialize()));
    assertRefused(rest("/task", "not.a.token"));
    HttpResponse<String> basic = sendRest("/task", "Basic YWRtaW46ZGV2ZWxvcG1lbnQtb25seQ==");
    assertRefused(basic);
    Visitor signedIn = new Visitor().comesIn("system.two");
    assertRefused(signedIn.get("/engine-rest/task"));
  }

  @Test
  void aTokenOlderThanFiveMinutesIsInvalid() {
    provider.knows("system.three", List.of("la-lead-professional"), List.of("glasgow-city"));
    String token = provider.token("system.three", "nrm-rest");

    Watch.fastBy = LESS_THAN_FIVE_MINUTES;
    assertThat(rest("/task", token).statusCode()).isEqualTo(200);
    Watch.fastBy = Duration.ofMinutes(5);
    HttpResponse<String> tooOld = rest("/task", token);
    assertRefused(tooOld);
    assertThat(tooOld.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("within the last 5 minutes");
  }

  @Test
  void aTokenIsOnlyAcceptedOnceItIsInTheAccessLog() {
    provider.knows("system.five", List.of("la-lead-professional"), List.of("glasgow-city"));
    String token = provider.token("system.five", "nrm-rest");
    JdbcClient jdbc = application.getBean(JdbcClient.class);
    jdbc.sql("alter table access_log add constraint log_fault check (user_id <> 'system.five')")
        .update();
    try {
      assertThat(rest("/task", token).statusCode()).isEqualTo(500);
      assertThat(rest("/task", token).statusCode()).isEqualTo(500);
    } finally {
      jdbc.sql("alter table access_log drop constraint log_fault").update();
    }

    assertThat(rest("/task", token).statusCode()).isEqualTo(200);
    assertThat(rest("/task", token).statusCode()).isEqualTo(200);
    assertThat(
            jdbc.sql("select count(*) from access_log where user_id = 'system.five'")
                .query(Integer.class)
                .single())
        .isOne();
  }

  @Test
  void aTokenFromBeforeAMoveDoesNotRestoreTheOldCouncil() {
    provider.knows("system.four", List.of("la-lead-professional"), List.of("glasgow-city"));
    String before = provider.token("system.four", "nrm-rest");
    assertThat(rest("/task", before).statusCode()).isEqualTo(200);

    provider.knows("system.four", List.of("la-lead-professional"), List.of("fife"));
    Watch.fastBy = Duration.ofSeconds(2);
    new Visitor().comesIn("system.four");
    assertThat(rest("/task", before).statusCode()).isEqualTo(200);

    assertThat(councils("system.four")).containsExactly("fife");
  }

  @Test
  void theModelerEndpointAcceptsTheSameTokens() {
    provider.knows("author.one", List.of("policy-staff"), List.of());
    provider.knows("author.two", List.of("la-lead-professional"), List.of("glasgow-city"));

    assertThat(modeler(provider.token("author.one", "nrm-rest")).body()).isEqualTo("[]");
    assertThat(modeler(provider.token("author.two", "nrm-rest")).statusCode()).isEqualTo(403);
    assertThat(deploysFromModeler("Bearer " + provider.token("author.one", "nrm-rest")))
        .startsWith("You have no draft with this name.");
    for (String refused : List.of("Bearer of-another-program", "Basic YXV0aG9yLm9uZTpw")) {
      assertThat(deploysFromModeler(refused))
          .startsWith("Choose the bearer token under Authentication in Modeler")
          .contains("at most 5 minutes old");
    }
    assertRefused(modeler(null));
    assertRefused(modeler(provider.token("author.one", "another-application")));
    Visitor signedIn = new Visitor();
    signedIn.comesInAnd("author.one", "/camunda/app/cockpit/default/");
    assertRefused(signedIn.get(MODELER));
  }

  private static HttpResponse<String> modeler(String token) {
    Visitor program = new Visitor();
    HttpRequest.Builder request = program.request(MODELER).setHeader("Accept", "application/json");
    return program.send(
        (token == null ? request : request.header("Authorization", "Bearer " + token)).build());
  }

  /** The text that Modeler then shows. */
  private static String deploysFromModeler(String authorization) {
    return Modeler.shown(
        new Modeler(root + "/nrm/modeler", authorization)
            .deploys("A draft", Map.of("intake.bpmn", "<x/>".getBytes(StandardCharsets.UTF_8))));
  }

  private static void assertRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
  }

  // ---- what the tests need

  private static List<String> groups(String user) {
    return identities.createGroupQuery().groupMember(user).list().stream()
        .map(Group::getId)
        .toList();
  }

  private static List<String> councils(String user) {
    return identities.createTenantQuery().userMember(user).list().stream()
        .map(Tenant::getId)
        .toList();
  }

  /** A task of a new case of a council, which waits for its duty social work. */
  private static String taskOf(String council) {
    provider.knows("reporter", List.of("first-responder"), List.of());
    new Visitor().comesIn("reporter");
    ProcessEngine engine = application.getBean(ProcessEngine.class);
    String today = LocalDate.now(LocalDay.ZONE).toString();
    Map<String, Object> concern =
        new HashMap<>(
            Map.of(
                "localAuthority", council,
                "firstResponderAgency", "health",
                "firstResponderOffice", "A surgery",
                "firstResponderName", "Ann Example",
                "firstResponderPhone", "0141 496 0000"));
    concern.putAll(
        Map.of(
            "concernDate", today,
            "firstEncounterDate", today,
            "childNames", "Kim Example",
            "childLocation", "A surgery",
            "immediateDanger", "no",
            "concernDescription", "Afraid of the adult"));
    String caseNumber = new Caseworkers(engine).report("reporter", form -> concern);
    return engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceBusinessKey(caseNumber)
        .taskCandidateGroup("la-duty-social-work")
        .listPage(0, 1)
        .get(0)
        .getId();
  }

  private static HttpResponse<String> rest(String path, String token) {
    return sendRest(path, token == null ? null : "Bearer " + token);
  }

  private static HttpResponse<String> sendRest(String path, String authorization) {
    Visitor program = new Visitor();
    HttpRequest.Builder request = program.request("/engine-rest" + path);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return program.send(request.build());
  }

  private static String location(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Location")
        .orElseThrow(
            () -> new AssertionError(answer.statusCode() + " leads nowhere: " + answer.uri()));
  }

  /** Time for what has to do with signing in. */
  static class Watch {

    private static volatile Duration fastBy = Duration.ZERO;

    @Bean
    @Primary
    Clock watch() {
      return ((InstantSource) () -> Instant.now().plus(fastBy)).withZone(ZoneOffset.UTC);
    }
  }

  /** Somebody's browser, with the provider's door in between. */
  private static final class Visitor extends Browser {

    Visitor() {
      super(root);
    }

    Visitor comesIn(String user) {
      return comesIn(user, TASKLIST);
    }

    Visitor comesIn(String user, String path) {
      HttpResponse<String> page = comesInAnd(user, path);
      assertThat(page.statusCode()).as("sign-in of " + user).isEqualTo(200);
      assertThat(page.uri().getPath()).isEqualTo(path);
      return this;
    }

    HttpResponse<String> comesInAnd(String user, String path) {
      provider.nextAtTheDoor(user);
      return follow(path);
    }

    String tasks() {
      return get(TASKS).body();
    }

    HttpResponse<String> follow(String path) {
      HttpResponse<String> answer = get(path);
      for (int hops = 0; hops < 10 && answer.statusCode() / 100 == 3; hops++) {
        answer = get(location(answer));
      }
      return answer;
    }
  }
}
