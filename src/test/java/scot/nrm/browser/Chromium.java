package scot.nrm.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The installed Chromium, without a window, for tests that need a browser. The first test starts it
 * and it runs until the virtual machine ends. Nothing is downloaded: the driver is in its jar.
 *
 * <p>Without Chromium the test is skipped with a clear warning. With the environment variable
 * {@code NRM_BROWSER_REQUIRED=true} (continuous integration) it fails instead.
 *
 * <pre>{@code
 * @BeforeAll static void open() { chromium = Chromium.running(); }
 * ... chromium.page() ...
 * }</pre>
 */
public final class Chromium {

  /** Environment variable: the path of the browser, if it is not in a usual place. */
  private static final String PROGRAM = "NRM_BROWSER";

  /** Environment variable: {@code true} makes a missing browser a failure. */
  private static final String REQUIRED = "NRM_BROWSER_REQUIRED";

  private static final List<String> USUAL_PLACES =
      List.of(
          "/usr/bin/chromium-headless-shell", // the fastest, because it has no window
          "/usr/bin/chromium",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome",
          "/Applications/Chromium.app/Contents/MacOS/Chromium",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
          "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe");

  private static final int WIDTH = 1366;
  private static final int HEIGHT = 768;

  /** A page takes two seconds, or twenty on a busy machine. */
  private static final int MILLISECONDS = 60_000;

  private static final String SAYS_WHAT_THE_POLICY_REFUSES =
      """
      document.addEventListener('securitypolicyviolation',
        event => console.log(`REFUSED ${event.effectiveDirective} ${event.blockedURI}`))\
      """;

  private static final List<String> REFUSED = new ArrayList<>();

  private static Chromium running;

  private final Browser browser;

  private Chromium(Path program) {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    try {
      browser =
          playwright
              .chromium()
              .launch(
                  new LaunchOptions()
                      .setExecutablePath(program)
                      // the browser's sandbox cannot start in a container; tests only open our own
                      // pages, each for seconds, in which optimised scripts never pay
                      .setArgs(
                          List.of(
                              "--no-sandbox", "--disable-gpu", "--js-flags=--no-opt --no-maglev")));
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
    PlaywrightAssertions.setDefaultAssertionTimeout(MILLISECONDS);
    Runtime.getRuntime().addShutdownHook(new Thread(playwright::close, "closes Chromium"));
  }

  /** Starts the browser if necessary, or skips the calling test (class) if there is none. */
  public static synchronized Chromium running() {
    if (running == null) {
      running = new Chromium(program().orElseGet(Chromium::missing));
    }
    return running;
  }

  private static Path missing() {
    String missing =
        "No Chromium found: install it (Debian: apt-get install chromium-headless-shell, or chromium) or name it in "
            + PROGRAM
            + ".";
    if (Boolean.parseBoolean(System.getenv(REQUIRED))) {
      Assertions.fail(missing + " " + REQUIRED + "=true, so this is a failure.");
    }
    System.err.println("\n*** BROWSER TEST SKIPPED. " + missing + " ***\n");
    return Assumptions.abort(missing);
  }

  public Browser browser() {
    return browser;
  }

  /** A page as on a British caseworker's small laptop, in its own session. */
  public Page page() {
    return session().newPage();
  }

  /**
   * A session that several pages share: signing in on one signs in the others. Its answers aren't
   * compressed: the server would take a third of a second for the scripts of each first page.
   */
  BrowserContext session() {
    return session(usual().setExtraHTTPHeaders(Map.of("Accept-Encoding", "identity")));
  }

  /** The same with compressed answers, as a browser asks for them. */
  BrowserContext compressedSession() {
    return session(usual());
  }

  /** A session of a computer that is set up differently. */
  BrowserContext session(NewContextOptions options) {
    BrowserContext session = browser.newContext(options);
    session.setDefaultTimeout(MILLISECONDS);
    session.addInitScript(SAYS_WHAT_THE_POLICY_REFUSES);
    session.onConsoleMessage(
        message -> {
          if (message.text().startsWith("REFUSED ")) {
            REFUSED.add(message.page().url() + ": " + message.text());
          }
        });
    return session;
  }

  /** What the content security policy has refused on any page since {@link #forgetRefused}. */
  static List<String> refused() {
    return REFUSED;
  }

  static void forgetRefused() {
    REFUSED.clear();
  }

  /** As of each page at first. */
  static void usualSize(Page page) {
    page.setViewportSize(WIDTH, HEIGHT);
  }

  private static NewContextOptions usual() {
    return new NewContextOptions()
        .setReducedMotion(ReducedMotion.REDUCE) // to draw movements takes half a second a page
        .setLocale("en-GB")
        .setTimezoneId("Europe/London")
        .setViewportSize(WIDTH, HEIGHT);
  }

  private static Optional<Path> program() {
    String named = System.getenv(PROGRAM);
    return (named == null ? USUAL_PLACES : List.of(named))
        .stream().map(Path::of).filter(Files::isExecutable).findFirst();
  }
}
