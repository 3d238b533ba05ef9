package scot.nrm.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import scot.nrm.Databases;

/** The whole application on its own database, used in a browser. */
abstract class BrowserTestBase {

  private static Chromium chromium;

  @Autowired ProcessEngine engine;
  @LocalServerPort private int port;

  @Value("${nrm.demo.password}")
  private String password;

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) {
    Databases.h2().register(properties);
  }

  @BeforeAll
  static void openBrowser() {
    chromium = Chromium.running();
  }

  @BeforeEach
  void forgetWhatThePolicyRefused() {
    Chromium.forgetRefused();
  }

  @AfterEach
  void everyPageKeptToThePolicy() {
    assertThat(Chromium.refused()).as("refused by the content security policy").isEmpty();
  }

  static void doesNotScrollSideways(Page page) {
    page.waitForFunction("() => document.documentElement.scrollWidth <= window.innerWidth");
  }

  Chromium chromium() {
    return chromium;
  }

  String address() {
    return "http://localhost:" + port;
  }

  String password() {
    return password;
  }

  /** Tasklist for this person, in its own session, which may end or be closed. */
  Tasklist tasklist(String user) {
    return Tasklist.signIn(chromium.session(), address(), user, password);
  }

  /** An empty page for this person in a session of its own. */
  Page signedInPage(String user) {
    BrowserContext session = chromium.session();
    signInWithoutAPage(session, user);
    return session.newPage();
  }

  void signInWithoutAPage(BrowserContext session, String user) {
    signInWithoutAPage(session, address() + Tasklist.APPLICATION, user, password);
  }

  /** As the application's own page does, which would draw its sign-in first. */
  static void signInWithoutAPage(
      BrowserContext session, String application, String user, String password) {
    session.request().get(application);
    assertThat(
            session
                .request()
                .post(
                    application.replaceFirst(
                        "/app/(\\w+)/default/$", "/api/admin/auth/user/default/login/$1"),
                    RequestOptions.create()
                        .setHeader("X-XSRF-TOKEN", token(session))
                        .setForm(FormData.create().set("username", user).set("password", password)))
                .status())
        .isEqualTo(200);
  }

  /** The token that Camunda's applications require with what is sent to them. */
  static String token(BrowserContext session) {
    return session.cookies().stream()
        .filter(cookie -> cookie.name.equals("XSRF-TOKEN"))
        .findFirst()
        .orElseThrow()
        .value;
  }
}
