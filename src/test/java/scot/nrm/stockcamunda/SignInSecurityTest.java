package scot.nrm.stockcamunda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases;
import scot.nrm.NrmApplication;
import scot.nrm.WholeApplication;
import scot.nrm.pages.Browser;
import scot.nrm.signin.password.PasswordRules;
import scot.nrm.startup.StartRefused;

/** What stock Camunda allows before, during and after sign-in, and this application refuses. */
@WholeApplication
class SignInSecurityTest implements Databases.OnH2 {

  /** Loggers with a level of their own, because they would log what people send or values. */
  private static final List<String> KEPT_LOW =
      List.of(
          "org.apache.coyote.http11.Http11InputBuffer",
          "org.postgresql.core.v3.QueryExecutorImpl",
          "org.springframework.jdbc.core.StatementCreatorUtils",
          "sun.net.www.protocol.http.HttpURLConnection");

  private static final String PASSWORD = "correct horse battery";
  private static final String FORM = "application/x-www-form-urlencoded";

  @LocalServerPort private int port;
  @Autowired private IdentityService identities;
  @Autowired private AuthorizationService authorizations;
  @Autowired private FilterService filters;
  @Autowired private JdbcClient jdbc;

  @Autowired private LoggingSystem levels;
  @Autowired private Environment environment;

  @Value("${nrm.demo.password}")
  private String development;

  // ---- access without signing in

  @Test
  void theRestApiRequiresSigningIn() {
    StockCamunda stock = StockCamunda.withAuthorization();
    assertThat(new Browser(stock.url()).get(stock.rest() + "/process-definition").statusCode())
        .isEqualTo(200);

    for (String path :
        List.of(
            "/process-definition", "/engine",
            "/engine/", "/engine/default",
            "/task", "/user",
            "/version", "/identity/password-policy",
            "/openapi.json", "/no-such-thing")) {
      HttpResponse<String> answer = ours().get("/engine-rest" + path);
      assertThat(answer.statusCode()).as(path).isIn(401, 404);
      assertThat(answer.body()).as(path).doesNotContain("default");
    }
    assertThat(
            ours()
                .get("/engine-rest/process-definition")
                .headers()
                .firstValue("WWW-Authenticate")
                .orElse(""))
        .startsWith("Basic");
  }

  @Test
  void outsidersCannotCreateTheFirstAdministrator() {
    StockCamunda stock = StockCamunda.withoutAdmin();
    String body =
        "{\"profile\":{\"id\":\"mallory\"},\"credentials\":{\"password\":\"mallory of all people\"}}";
    String onStock = "/camunda/api/admin/setup/" + stock.engine().getName() + "/user/create";
    Browser stranger = new Browser(stock.url());
    stranger.get("/camunda/app/admin/" + stock.engine().getName() + "/setup/");
    assertThat(stranger.post(onStock, "application/json", body).statusCode()).isEqualTo(204);
    IdentityService there = stock.engine().getIdentityService();
    assertThat(there.createUserQuery().memberOfGroup("camunda-admin").count()).isEqualTo(1);
    there.deleteUser("mallory"); // leaves no user, for other tests

    // The setup is open while the group is empty, so it is emptied for a moment.
    identities.deleteMembership("admin", "camunda-admin");
    try {
      Browser here = ours();
      here.get("/camunda/app/tasklist/default/");
      for (String path :
          List.of("/camunda/app/admin/default/setup/", "/camunda/app/tasklist/default/setup/")) {
        assertThat(here.get(path).statusCode()).as(path).isEqualTo(404);
      }
      for (String path :
          List.of(
              "/camunda/api/admin/setup/default/user/create",
              "/camunda//api/admin/setup/default/user/create",
              "/camunda/api/admin/./setup/default/user/create",
              "/camunda/api/admin/setup;x=y/default/user/create",
              "/camunda/api/admin/%73etup/default/user/create")) {
        assertThat(here.post(path, "application/json", body).statusCode()).as(path).isIn(400, 404);
      }
    } finally {
      identities.createMembership("admin", "camunda-admin");
    }
    assertThat(identities.createUserQuery().userId("mallory").count()).isZero();
  }

  @Test
  void anAdministratorsWeakPasswordStopsTheStart() {
    assertThat(
            StockCamunda.withAdmin()
                .engine()
                .getIdentityService()
                .checkPassword(StockCamunda.ADMIN, StockCamunda.ADMIN))
        .isTrue();

    assertThatThrownBy(
            () ->
                start(
                    "--camunda.bpm.admin-user.id=administrator",
                    "--camunda.bpm.admin-user.password=my administrator 1"))
        .rootCause()
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("The administrator's password");
    for (String password : List.of("administrator", "Administrator", "short")) {
      assertThat(PasswordRules.problemWithAdministratorPassword("administrator", password))
          .as(password)
          .hasValueSatisfying(
              problem -> assertThat(problem).startsWith("The administrator's password"));
    }
    assertThat(PasswordRules.problemWithAdministratorPassword("administrator", ""))
        .hasValue("There is no password for the administrator.");
  }

  // ---- passwords

  @Test
  void easilyGuessedPasswordsAreRefused() {
    IdentityService stock = StockCamunda.withAdmin().engine().getIdentityService();
    stock.saveUser(withPassword(stock.newUser("weak"), "1"));
    stock.deleteUser("weak");

    for (String password : List.of("1", "twelve.weak.")) {
      assertThatThrownBy(
              () -> identities.saveUser(withPassword(identities.newUser("weak"), password)))
          .as(password)
          .hasMessageContaining("Password does not match policy");
    }
    Browser administrator = ours().signIn("admin", development, "admin");
    assertThat(
            administrator.get("/camunda/api/engine/engine/default/identity/password-policy").body())
        .contains("minLength", "12");
    assertThat(identities.createUserQuery().userId("weak").count()).isZero();
  }

  @Test
  void passwordHashesResistFastGuessing() {
    assertThat(kept(StockCamunda.ADMIN, jdbcOfStock())).startsWith("{SHA-512}");

    assertThat(kept("admin")).startsWith("{argon2id}$argon2id$v=19$");
    assertThat(
            jdbc.sql("select count(*) from ACT_ID_USER where PWD_ not like '{argon2id}%'")
                .query(Long.class)
                .single())
        .isZero();
  }

  /** An operator who looks for a fault may set any level for everything. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void noLogLevelRevealsSubmittedValues(CapturedOutput log) {
    Browser responder = new Browser(port).signIn("first.responder", development);
    responder.open("/camunda/app/tasklist/default/");
    // Stock Camunda, in the same virtual machine, has set all levels back when it started.
    KEPT_LOW.forEach(
        logger ->
            levels.setLogLevel(
                logger,
                environment.getRequiredProperty("logging.level." + logger, LogLevel.class)));
    levels.setLogLevel("ROOT", LogLevel.TRACE);
    try {
      responder.post(
          "/camunda/api/engine/engine/default/process-definition/key/nrm-case/submit-form",
          "application/json",
          "{\"variables\": {\"childNames\": {\"value\": \"Zebulon Quillfeather\"}}}");
      assertThat(KEPT_LOW.stream().filter(name -> LoggerFactory.getLogger(name).isDebugEnabled()))
          .isEmpty();
    } finally {
      levels.setLogLevel("ROOT", LogLevel.INFO);
    }

    assertThat(log.getOut()).contains(" TRACE ", "submit-form");
    assertThat(log.getOut().contains("Quillfeather")).as("sent by a person").isFalse();
  }

  @Test
  void aStrangersWrongPasswordsDoNotLockOutAColleague() {
    IdentityService stock = StockCamunda.withAdmin().engine().getIdentityService();
    stock.saveUser(withPassword(stock.newUser("colleague"), PASSWORD));
    // Ten attempts, without the delays between them.
    jdbcOfStock().sql("update ACT_ID_USER set ATTEMPTS_ = 10 where ID_ = 'colleague'").update();
    assertThat(stock.checkPassword("colleague", PASSWORD))
        .as("until an administrator unlocks the user")
        .isFalse();
    stock.deleteUser("colleague");
    person("colleague");
    jdbc.sql("update ACT_ID_USER set ATTEMPTS_ = 10 where ID_ = 'colleague'").update();
    Browser stranger = new Browser("http://127.0.0.1:" + port);
    stranger.get("/camunda/app/tasklist/default/");

    List<Integer> answers =
        Stream.generate(() -> guess(stranger, "colleague").statusCode()).limit(7).toList();

    assertThat(answers).startsWith(401, 401, 401, 401, 401).endsWith(429).containsOnly(401, 429);
    HttpResponse<String> slowed = guess(stranger, "colleague");
    assertThat(Integer.parseInt(slowed.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 900);
    assertThat(slowed.body())
        .as("what the sign-in page shows, because the right password is refused too")
        .matches(
            "\\{\"message\": \"Too many wrong passwords were entered\\. Wait \\d+ (second|minute)s?, then try again\\. .*\"}");
    assertThat(basic("127.0.0.1", "colleague", PASSWORD).statusCode())
        .as("at every sign-in address")
        .isEqualTo(429);
    assertThat(basic("127.0.0.1", "glasgow.duty", development).statusCode())
        .as("other people at the stranger's address")
        .isEqualTo(200);
    assertThat(basic("[::1]", "colleague", PASSWORD).statusCode())
        .as("the colleague at another address")
        .isEqualTo(200);
    identities.deleteUser("colleague");
  }

  @Test
  void manyWrongPasswordsFromOneAddressAreSlowed() {
    for (int name = 0; name < 40; name++) {
      assertThat(identities.checkPassword("name" + name, "wrong")).isFalse();
    }

    assertThat(identities.checkPassword("glasgow.duty", development)).as("from there").isFalse();
    assertThat(basic("127.0.0.1", "glasgow.duty", development).statusCode())
        .as("from another address")
        .isEqualTo(200);
  }

  @Test
  void onePersonsRequestsAreLimited() {
    person("exports.much");
    Browser browser = ours().signIn("exports.much", PASSWORD.replace(" ", "%20"), "welcome");

    List<Integer> answers =
        Stream.generate(() -> browser.get("/nrm/everything.csv").statusCode()).limit(31).toList();

    assertThat(answers.subList(0, 30)).containsOnly(404);
    assertThat(answers.get(30)).isEqualTo(429);
    HttpResponse<String> refused = browser.get("/nrm/everything.csv");
    assertThat(refused.body()).contains("You have done this too often, or too many times at once");
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(browser.get("/nrm/").statusCode()).as("other pages").isEqualTo(200);
    identities.deleteUser("exports.much");
  }

  @Test
  void anUnknownUserIsAnsweredLikeAWrongPassword() {
    Browser stranger = new Browser("http://127.0.0.1:" + port);
    stranger.get("/camunda/app/tasklist/default/");

    HttpResponse<String> unknown = guess(stranger, "nobody.at.all");
    HttpResponse<String> wrong = guess(stranger, "fife.lead");

    assertThat(unknown.statusCode()).isEqualTo(wrong.statusCode()).isEqualTo(401);
    assertThat(unknown.body().replaceAll("\\d", ""))
        .isEqualTo(wrong.body().replaceAll("\\d", "")); // except the time
    List<Integer> answers =
        Stream.generate(() -> guess(stranger, "nobody.at.all").statusCode()).limit(6).toList();
    assertThat(answers).endsWith(429);
  }

  @Test
  void aNewPasswordEndsThePersonsOtherSessions() {
    person("changes");
    String signIn = PASSWORD.replace(" ", "%20");
    Browser own = ours().signIn("changes", signIn, "welcome");
    Browser other = ours().signIn("changes", signIn, "welcome");
    assertThat(other.get(TASKS).statusCode()).isEqualTo(200);

    assertThat(newPassword(own, "changes", "staple of batteries", PASSWORD)).isEqualTo(204);

    assertThat(other.get(TASKS).statusCode()).as("another browser").isEqualTo(401);
    assertThat(own.get(TASKS).statusCode()).as("the one that changed it").isEqualTo(200);
    assertThat(own.get(TASKS).statusCode()).isEqualTo(200);

    Browser administrator = ours().signIn("admin", development, "admin");
    assertThat(newPassword(administrator, "changes", "reset by the office", development))
        .isEqualTo(204);

    assertThat(own.get(TASKS).statusCode()).as("after a reset").isEqualTo(401);
    assertThat(administrator.get(TASKS).statusCode()).isEqualTo(200);
    identities.deleteUser("changes");
  }

  @Test
  void aPersonSeesAndEndsTheirSessions() {
    person("two.places");
    String signIn = PASSWORD.replace(" ", "%20");
    Browser own = ours().signIn("two.places", signIn, "welcome");
    Browser left = ours().signIn("two.places", signIn, "welcome");
    assertThat(left.get(TASKS).statusCode()).isEqualTo(200);

    String page = own.get("/nrm/sessions").body();
    assertThat(page)
        .contains("This session", "127.0.0.1", "End all other sessions")
        .doesNotContain(own.session(), left.session(), "of-person");
    assertThat(ends(own, "", "id=&token=other")).as("from elsewhere").isEqualTo(404);
    assertThat(left.get(TASKS).statusCode()).isEqualTo(200);
    assertThat(ends(own, "", "id=" + hidden(page, "id") + "&token=" + hidden(page, "token")))
        .isEqualTo(303);

    assertThat(left.get(TASKS).statusCode()).isEqualTo(401);
    assertThat(own.get("/nrm/sessions").body()).doesNotContain("End all other sessions");

    assertThat(ends(own, "/of-person", "user=glasgow.duty&token=" + hidden(page, "token")))
        .as("no administrator")
        .isEqualTo(404);
    Browser administrator = ours().signIn("admin", development, "admin");
    String token = hidden(administrator.get("/nrm/sessions").body(), "token");
    assertThat(ends(administrator, "/of-person", "user=nobody.at.all&token=" + token))
        .isEqualTo(400);
    assertThat(ends(administrator, "/of-person", "user=two.places&token=" + token)).isEqualTo(200);
    assertThat(own.get(TASKS).statusCode()).isEqualTo(401);
    assertThat(administrator.get(TASKS).statusCode()).isEqualTo(200);
    assertThat(
            jdbc.sql("select detail from access_log where what = 'sign-out' and about = ?")
                .param("two.places")
                .query(String.class)
                .single())
        .isEqualTo("1 session");
    identities.deleteUser("two.places");
  }

  private static int ends(Browser browser, String of, String form) {
    return browser
        .post("/nrm/sessions" + of, "application/x-www-form-urlencoded", form)
        .statusCode();
  }

  private static String hidden(String page, String name) {
    Matcher field = Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page);
    assertThat(field.find()).isTrue();
    return field.group(1);
  }

  @Test
  void groupsAndPasswordsWrittenToTheDatabaseGiveNoAccess() {
    person("climber");
    String signIn = PASSWORD.replace(" ", "%20");
    Browser climber = ours().signIn("climber", signIn, "welcome");
    assertThat(climber.get(TASKS).statusCode()).isEqualTo(200);

    jdbc.sql("insert into ACT_ID_MEMBERSHIP values ('climber', 'nrm-manager')").update();

    assertThat(climber.get(TASKS).statusCode()).as("the session from before").isEqualTo(401);
    assertThat(signInAgain("climber", signIn)).isEqualTo(401);

    jdbc.sql("delete from ACT_ID_MEMBERSHIP where USER_ID_ = 'climber'").update();
    identities.createMembership("climber", "first-responder");
    Browser responder = ours().signIn("climber", signIn, "welcome");
    assertThat(responder.get(TASKS).statusCode()).isEqualTo(200);
    identities.deleteMembership("climber", "first-responder");
    assertThat(responder.get(TASKS).statusCode()).as("as an administrator does").isEqualTo(200);

    jdbc.sql(
            "update ACT_ID_USER set PWD_ = (select PWD_ from ACT_ID_USER where ID_ = 'admin'), SALT_ = (select SALT_ from ACT_ID_USER where ID_ = 'admin') where ID_ = 'climber'")
        .update();
    assertThat(signInAgain("climber", development)).isEqualTo(401);

    User again = identities.createUserQuery().userId("climber").singleResult();
    identities.saveUser(withPassword(again, PASSWORD));
    ours().signIn("climber", signIn, "welcome");
    identities.deleteUser("climber");
  }

  // ---- cookies, sessions and other sites

  @Test
  void cookiesAreSameSiteAndHttpsOnlyInProduction() {
    StockCamunda stock = StockCamunda.withAdmin();
    assertThat(
            cookies(
                new Browser(stock.url())
                    .get("/camunda/app/tasklist/" + stock.engine().getName() + "/")))
        .allSatisfy(cookie -> assertThat(cookie).contains("SameSite=Lax").doesNotContain("Secure"));

    assertThat(cookies(ours().get("/camunda/app/tasklist/default/")))
        .hasSize(2)
        .allSatisfy(cookie -> assertThat(cookie).contains("SameSite=Strict").doesNotContain("Lax"))
        .anySatisfy(cookie -> assertThat(cookie).startsWith("JSESSIONID").contains("HttpOnly"));
  }

  @Test
  void signingInStartsANewSessionAndSigningOutEndsIt() {
    Browser colleague = ours();
    colleague.get("/camunda/app/tasklist/default/");
    String before = colleague.session();
    colleague.signIn("glasgow.duty", development);
    String after = colleague.session();
    assertThat(after).isNotEmpty().isNotEqualTo(before);
    colleague.get("/camunda/app/tasklist/default/");
    assertThat(ours().withSession(before).get(TASKS).statusCode()).isEqualTo(401);
    assertThat(ours().withSession(after).get(TASKS).statusCode()).isEqualTo(200);

    assertThat(colleague.post("/camunda/api/admin/auth/user/default/logout", FORM, "").statusCode())
        .isEqualTo(200);

    assertThat(ours().withSession(after).get(TASKS).statusCode()).isEqualTo(401);
    assertThat(ours().withSession(after).get("/nrm/print-queue").statusCode()).isEqualTo(302);
  }

  /** The browser would take the session of the later answer, in which nobody is signed in. */
  @Test
  void aLateRequestOfTheSessionBeforeSigningInStartsNoSession() {
    Browser colleague = ours();
    colleague.get("/camunda/app/tasklist/default/");
    Browser late = ours().withSession(colleague.session());
    colleague.signIn("glasgow.duty", development);

    HttpResponse<String> refused = late.get(TASKS);

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().allValues("set-cookie")).isEmpty();
    assertThat(colleague.get(TASKS).statusCode()).isEqualTo(200);
  }

  @Test
  void anotherSiteCannotChangeAnything() {
    Browser admin = ours().signIn("admin", development, "admin");
    admin.get("/camunda/app/admin/default/");
    String basic = "Basic " + base64("admin", development);

    for (String from :
        List.of(
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site",
            "Origin: https://evil.example",
            "Origin: null")) {
      String[] header = from.split(": ");
      for (String path :
          List.of(
              "/nrm/clock",
              "/camunda/api/engine/engine/default/user/create",
              "/engine-rest/user/create",
              "/camunda/api/admin/auth/user/default/logout",
              "/no/such/thing")) {
        HttpResponse<String> answer =
            admin.send(
                admin
                    .request(path)
                    .header(header[0], header[1])
                    .header("X-XSRF-TOKEN", admin.cookie("XSRF-TOKEN"))
                    .header("Authorization", basic)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"to\": \"2009-05-17T14:00\"}"))
                    .build());
        assertThat(answer.statusCode()).as(path + " " + from).isEqualTo(403);
        assertThat(answer.body())
            .isEqualTo(
                "This request came from another website and was blocked. Nothing has changed.");
      }
    }
    assertThat(admin.get("/camunda/api/engine/engine/default/user").statusCode())
        .as("still signed in")
        .isEqualTo(200);
    assertThat(
            admin
                .send(
                    admin
                        .request("/camunda/api/engine/engine/default/user/create")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}"))
                        .build())
                .statusCode())
        .as("without the token")
        .isEqualTo(403);
  }

  /** Stock Camunda checks who may open an application for its pages only. */
  @Test
  void anApplicationsApiNeedsAccessToTheApplication() {
    Browser responder = ours().signIn("first.responder", development, "tasklist");
    for (String address :
        List.of(
            "/camunda/api/cockpit/plugin/nrm/default/me",
            "/camunda/api/cockpit/plugin/base/default/process-definition/statistics",
            "/camunda/api/admin/plugin/adminEE/default/any")) {
      assertThat(responder.get(address).statusCode()).as(address).isEqualTo(403);
    }
    Browser manager = ours().signIn("nrm.manager", development, "cockpit");
    assertThat(manager.get("/camunda/api/cockpit/plugin/nrm/default/me").statusCode())
        .isEqualTo(200);
    assertThat(ours().get("/camunda/api/cockpit/plugin/nrm/default/me").statusCode())
        .isEqualTo(401);
  }

  /** Stock Camunda tells everyone who is signed in. */
  @Test
  void installationDetailsAreForAdministratorsOnly() {
    Browser responder = ours().signIn("first.responder", development, "tasklist");
    Browser administrator = ours().signIn("admin", development, "admin");
    for (String what :
        List.of("version", "telemetry/configuration", "history/cleanup/configuration")) {
      String address = "/camunda/api/engine/engine/default/" + what;
      assertThat(responder.get(address).statusCode()).as(address).isEqualTo(403);
      assertThat(ours().get(address).statusCode()).as(address).isEqualTo(401);
    }
    assertThat(responder.get("/camunda/api/engine/engine/default/task/count").statusCode())
        .isEqualTo(200);
    assertThat(administrator.get("/camunda/api/engine/engine/default/version").statusCode())
        .isEqualTo(200);
  }

  /** Stock Camunda lists all addresses, parameters and the version of its web framework. */
  @Test
  void noApiDescribesItselfToVisitors() {
    for (String api : List.of("engine", "tasklist", "cockpit", "admin", "welcome")) {
      String description = "/camunda/api/" + api + "/application.wadl";
      assertThat(ours().get(description).statusCode()).as(description).isIn(401, 404);
    }
    HttpResponse<byte[]> options =
        ours().send("OPTIONS", "/camunda/api/admin/auth/user/default", null, null);
    assertThat(Browser.text(options)).doesNotContain("jersey", "Jersey");
  }

  /** The check before the engine must read what the engine reads. */
  @Test
  void theLimitsOfJsonDoNotDependOnHowItsTypeIsWritten() {
    Browser responder = ours().signIn("first.responder", development, "tasklist");
    responder.get("/camunda/api/admin/auth/user/default"); // brings the token for a POST
    String twice = "{\"assignee\": \"a\", \"assignee\": \"b\"}";
    for (String type : List.of("application/json", "application/JSON", "Application/Json")) {
      HttpResponse<String> answer =
          responder.post("/camunda/api/engine/engine/default/task/count", type, twice);
      assertThat(answer.statusCode()).as(type).isEqualTo(400);
      assertThat(answer.body()).as(type).contains("duplicate names");
    }
  }

  /** Stock Camunda answers each of these with 500 and 10 to 20 kB of log. */
  @Test
  void disguisedAddressesAreNotFound() {
    for (String address :
        List.of(
            "/camunda/api/engin%65/engine/default/user",
            "/camunda/api/cockpi%74/plugin/nrm/default/me",
            "/camunda//api/engine/engine/default/user",
            "/camunda/api/./cockpit/plugin/nrm/default/me",
            "/camunda/app/tasklist/nowhere/",
            "/camunda/app/%74asklist/default/")) {
      assertThat(ours().get(address).statusCode()).as(address).isIn(401, 404);
      assertThat(ours().get(address).body()).as(address).doesNotContain("Exception");
    }
    assertThat(ours().get("/camunda/api/cockpit;x=1/plugin/nrm/default/me").statusCode())
        .isIn(400, 404);
  }

  /** Each would be a fault, with a stack trace and an alert for the operator. */
  @Test
  void requestsThatCannotBeReadAreRefused() {
    Browser duty = ours().signIn("glasgow.duty", development);
    duty.open("/camunda/app/tasklist/default/");
    assertThat(
            duty.send("PUT", "/nrm/absences", FORM, "a=%zz".getBytes(StandardCharsets.UTF_8))
                .statusCode())
        .isEqualTo(405);
    for (String files : List.of("multipart/form-data", "multipart/form-data; boundary=")) {
      assertThat(duty.post("/nrm/absences", files, "--").statusCode()).as(files).isEqualTo(400);
    }
    assertThat(
            duty.send(duty.request(TASKS).header("Accept-Language", "zz;q=a").build()).statusCode())
        .isEqualTo(400);
  }

  @Test
  void redirectsIgnoreAForgedHostHeader() throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket
          .getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\nHost: evil.example\r\nAccept: text/html\r\n"
                      + "X-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).contains("302", "Location: /camunda/").doesNotContain("evil.example");
    }
  }

  @Test
  void aLinkFromAnotherSiteKeepsTheSession() {
    HttpResponse<String> first =
        ours()
            .send(
                ours()
                    .request("/camunda/app/tasklist/default/?a=1&b=%22x")
                    .header("Sec-Fetch-Site", "cross-site")
                    .header("Sec-Fetch-Mode", "navigate")
                    .build());

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body()).contains("content=\"0; url=?a=1&amp;b=%22x&amp;from-elsewhere\"");
    assertThat(cookies(first)).isEmpty();
    assertThat(
            ours()
                .send(
                    ours()
                        .request("/camunda/app/tasklist/default/?from-elsewhere")
                        .header("Sec-Fetch-Site", "cross-site")
                        .header("Sec-Fetch-Mode", "navigate")
                        .build())
                .body())
        .as("not for ever")
        .contains("Camunda Tasklist");
  }

  // ---- response headers

  @Test
  void everyResponseHasEachSecurityHeaderOnce() {
    StockCamunda stock = StockCamunda.withAdmin();
    assertThat(new Browser(stock.url()).get(stock.rest() + "/user").headers().map())
        .doesNotContainKeys("x-content-type-options", "content-security-policy");
    Browser admin = ours().signIn("admin", development, "admin");
    Browser intake = ours().signIn("ukhtc.intake", development);

    List<HttpResponse<String>> answers =
        List.of(
            ours().get("/"),
            ours().get("/camunda/app/tasklist/default/"),
            ours().get("/camunda/app/nothing/default/"),
            ours().get("/camunda/app/tasklist/default"),
            ours().get("/camunda/app/tasklist/camunda-tasklist-bootstrap.js"),
            ours().get("/camunda/lib/deps.js"),
            ours().get("/camunda/favicon.ico"),
            ours().get("/no-such-thing"),
            ours().get("/error"),
            ours().get(TASKS),
            admin.get(TASKS),
            admin.get("/camunda/api/engine/engine/default/task/none"),
            ours().get("/engine-rest/task"),
            ours()
                .send(
                    ours()
                        .request("/engine-rest/task")
                        .header("Authorization", "Basic " + base64("glasgow.duty", development))
                        .build()),
            intake.get("/nrm/print-queue"),
            intake.get("/nrm/cases/NRM-2009-2CCC-CCCW/record"),
            intake.get("/nrm/nrm-form-blank.pdf"),
            ours().get("/nrm/print-queue"),
            admin.get("/nrm/clock"),
            ours().get("/nrm/clock"),
            ours().get("/nrm/signed-out"),
            ours()
                .post(
                    "/camunda/api/admin/auth/user/default/login/tasklist",
                    FORM,
                    "username=x&password=y"));

    assertThat(answers)
        .allSatisfy(
            answer -> {
              for (String header :
                  List.of(
                      "X-Content-Type-Options", "X-Frame-Options",
                      "Referrer-Policy", "Permissions-Policy",
                      "Content-Security-Policy", "Cross-Origin-Opener-Policy",
                      "Cross-Origin-Resource-Policy", "Cache-Control")) {
                assertThat(answer.headers().allValues(header))
                    .as(answer.uri() + " " + header)
                    .hasSize(1);
              }
              assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                  .contains("frame-ancestors 'none'", "default-src 'none'")
                  .doesNotContain("unsafe-eval", "https:");
              assertThat(answer.headers().firstValue("Strict-Transport-Security"))
                  .as("ignored over HTTP")
                  .isEmpty();
            });
    assertThat(answers)
        .filteredOn(answer -> answer.uri().getPath().matches(".*(/api/|/engine-rest/|/nrm/).*"))
        .allSatisfy(
            answer ->
                assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store"));
  }

  @Test
  void onlyTheApplicationsOwnScriptsRun() {
    StockCamunda stock = StockCamunda.withAdmin();
    assertThat(
            policy(
                new Browser(stock.url())
                    .get("/camunda/app/tasklist/" + stock.engine().getName() + "/")))
        .contains("'unsafe-eval'", "https:");

    for (String application : List.of("tasklist", "cockpit", "admin", "welcome")) {
      HttpResponse<String> page = ours().get("/camunda/app/" + application + "/default/");
      HttpResponse<String> again = ours().get("/camunda/app/" + application + "/default");
      String scripts = policy(page).replaceFirst(".*(script-src [^;]*);.*", "$1");
      assertThat(scripts).matches("script-src 'nonce-[\\w-]{24}' 'strict-dynamic'");
      assertThat(policy(again)).isNotEqualTo(policy(page));
      String secret = scripts.replaceFirst(".*'nonce-([^']+)'.*", "$1");
      assertThat(page.body().split("<script", -1))
          .hasSameSizeAs(page.body().split("<script nonce=\"" + secret + "\"", -1));
    }
  }

  // ---- changed permissions

  @Test
  void aPersonWhoMovesLosesPermissionsAtTheNextRequest() {
    StockCamunda stock = StockCamunda.withAuthorization();
    IdentityService there = stock.engine().getIdentityService();
    there.saveUser(withPassword(there.newUser("helper"), PASSWORD));
    there.createMembership("helper", "camunda-admin");
    String users = "/camunda/api/engine/engine/" + stock.engine().getName() + "/user";
    Browser onStock = new Browser(stock.url());
    onStock.get("/camunda/app/admin/" + stock.engine().getName() + "/");
    assertThat(
            onStock
                .post(
                    stock.signIn("admin").substring(stock.url().length()),
                    FORM,
                    "username=helper&password=" + PASSWORD.replace(" ", "%20"))
                .statusCode())
        .isEqualTo(200);
    there.deleteMembership("helper", "camunda-admin");
    assertThat(onStock.get(users).body())
        .as("for five minutes")
        .contains("helper", StockCamunda.ADMIN);
    there.deleteUser("helper");

    person("moved");
    identities.createMembership("moved", "la-duty-social-work");
    identities.createTenantUserMembership("glasgow-city", "moved");
    Browser moved = ours().signIn("moved", PASSWORD.replace(" ", "%20"));
    assertThat(moved.get("/camunda/api/engine/engine/default/process-definition/count").body())
        .doesNotContain(":0}");

    identities.deleteMembership("moved", "la-duty-social-work");
    identities.deleteTenantUserMembership("glasgow-city", "moved");

    assertThat(moved.get("/camunda/api/engine/engine/default/process-definition/count").body())
        .contains(":0}");
    assertThat(moved.get("/camunda/api/admin/auth/user/default").body()).doesNotContain("tasklist");
    identities.deleteUser("moved");
    assertThat(moved.get(TASKS).statusCode()).as("no longer signed in").isEqualTo(401);
  }

  @Test
  void aRevokedPermissionEndsAtTheNextRequest() {
    person("reader");
    String filter = filters.saveFilter(filters.newTaskFilter("Read by one")).getId();
    Authorization permission = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    permission.setUserId("reader");
    permission.setResource(Resources.FILTER);
    permission.setResourceId(filter);
    permission.addPermission(Permissions.READ);
    authorizations.saveAuthorization(permission);
    Browser reader = ours().signIn("reader", PASSWORD.replace(" ", "%20"), "welcome");
    String address = "/camunda/api/engine/engine/default/filter/" + filter;
    assertThat(reader.get(address).statusCode()).isEqualTo(200);

    permission.removePermission(Permissions.READ);
    authorizations.saveAuthorization(permission);
    assertThat(reader.get(address).statusCode()).isEqualTo(403);

    permit(permission, Permissions.READ);
    assertThat(reader.get(address).statusCode()).isEqualTo(200);
    permit(permission, Permissions.NONE);
    assertThat(reader.get(address).statusCode()).as("not by the engine").isEqualTo(403);

    permission.addPermission(Permissions.READ);
    authorizations.saveAuthorization(permission);
    assertThat(reader.get(address).statusCode()).isEqualTo(200);
    authorizations.deleteAuthorization(permission.getId());
    assertThat(reader.get(address).statusCode()).isEqualTo(403);
    filters.deleteFilter(filter);
    identities.deleteUser("reader");
  }

  // ---- helpers

  /** Changes a permission in the database, without the engine. */
  private void permit(Authorization authorization, Permissions permission) {
    jdbc.sql("update ACT_RU_AUTHORIZATION set PERMS_ = ? where ID_ = ?")
        .params(permission.getValue(), authorization.getId())
        .update();
  }

  private static final String TASKS = "/camunda/api/engine/engine/default/task";

  private Browser ours() {
    return new Browser(port);
  }

  @Test
  void peopleCannotChangeTheirNameInRecords() {
    person("named");
    Browser named = ours().signIn("named", PASSWORD.replace(" ", "%20"), "welcome");
    Browser administrator = ours().signIn("admin", development, "admin");
    String user = "/camunda/api/engine/engine/default/user/named";
    String profile = "{\"id\": \"named\", \"firstName\": \"Second\", \"lastName\": \"Officer\"}";

    assertThat(change(named, "PUT", user + "/profile", profile))
        .startsWith("403")
        .contains("Only an administrator changes names and e-mail addresses.");
    assertThat(change(named, "DELETE", user, null))
        .startsWith("403")
        .contains("Nobody deletes their own account.");
    assertThat(change(administrator, "PUT", user + "/profile", profile)).startsWith("204");

    jdbc.sql(
            "insert into case_register (case_number, local_authority, opened_on, reported_by) values ('NRM-2009-2222-2CCF', 'fife', date '2009-05-01', 'named')")
        .update();
    assertThat(change(administrator, "DELETE", user, null))
        .startsWith("400")
        .contains("Records of cases name this person");
    identities.deleteUser("named");
    assertThat(create(administrator, "named")).startsWith("400").contains("Choose another id.");
    jdbc.sql("delete from case_register where case_number = 'NRM-2009-2222-2CCF'").update();
  }

  @Test
  void theIdOfADeletedPersonIsNotReused() {
    Browser administrator = ours().signIn("admin", development, "admin");
    assertThat(create(administrator, "leaver")).startsWith("204");
    assertThat(
            change(administrator, "DELETE", "/camunda/api/engine/engine/default/user/leaver", null))
        .startsWith("204");

    assertThat(create(administrator, "leaver")).startsWith("400").contains("Choose another id.");
    assertThat(identities.createUserQuery().userId("leaver").count()).isZero();
  }

  private static String create(Browser administrator, String id) {
    return change(
        administrator,
        "POST",
        "/camunda/api/engine/engine/default/user/create",
        "{\"profile\": {\"id\": \"%s\"}, \"credentials\": {\"password\": \"%s\"}}"
            .formatted(id, PASSWORD));
  }

  /** The status and the text of the answer. */
  private static String change(Browser from, String method, String path, String body) {
    from.get("/camunda/app/welcome/default/");
    HttpResponse<byte[]> answer =
        from.send(
            method,
            path,
            body == null ? null : "application/json",
            body == null ? null : body.getBytes(StandardCharsets.UTF_8));
    return answer.statusCode() + " " + Browser.text(answer);
  }

  private static int newPassword(Browser from, String user, String wanted, String own) {
    from.get("/camunda/app/welcome/default/"); // a new session has a new token
    return from.send(
            "PUT",
            "/camunda/api/engine/engine/default/user/" + user + "/credentials",
            "application/json",
            """
            {"password": "%s", "authenticatedUserPassword": "%s"}"""
                .formatted(wanted, own)
                .getBytes(StandardCharsets.UTF_8))
        .statusCode();
  }

  private int signInAgain(String user, String password) {
    Browser browser = ours();
    browser.open("/camunda/app/tasklist/default/");
    return browser.trySignIn(user, password, "welcome").statusCode();
  }

  private void person(String id) {
    identities.saveUser(withPassword(identities.newUser(id), PASSWORD));
  }

  private static User withPassword(User user, String password) {
    user.setPassword(password);
    return user;
  }

  private String kept(String user) {
    return kept(user, jdbc);
  }

  private static String kept(String user, JdbcClient jdbc) {
    return jdbc.sql("select PWD_ from ACT_ID_USER where ID_ = ?")
        .param(user)
        .query(String.class)
        .single();
  }

  private static JdbcClient jdbcOfStock() {
    return JdbcClient.create(StockCamunda.withAdmin().application().getBean(DataSource.class));
  }

  private static HttpResponse<String> guess(Browser stranger, String user) {
    stranger.get("/camunda/app/tasklist/default/");
    return stranger.trySignIn(user, "a-guess", "tasklist");
  }

  private HttpResponse<String> basic(String host, String user, String password) {
    Browser program = new Browser("http://" + host + ":" + port);
    return program.send(
        program
            .request("/engine-rest/task/count")
            .header("Authorization", "Basic " + base64(user, password))
            .build());
  }

  private static String base64(String user, String password) {
    return Base64.getEncoder()
        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> cookies(HttpResponse<?> answer) {
    return answer.headers().allValues("Set-Cookie");
  }

  private static String policy(HttpResponse<?> answer) {
    return answer.headers().firstValue("Content-Security-Policy").orElse("");
  }

  private static void start(String... settings) {
    String[] database = Databases.h2().arguments();
    new SpringApplicationBuilder(NrmApplication.class)
        .run(
            Stream.of(
                    database, new String[] {"--server.port=0", "--nrm.demo.cases=false"}, settings)
                .flatMap(Stream::of)
                .toArray(String[]::new))
        .close();
  }
}
