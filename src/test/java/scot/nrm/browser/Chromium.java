package scot.nrm.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The Chromium that is installed, without a window, for the tests that need a browser: started by
 * the first of them, and left running until the virtual machine ends. Nothing is downloaded: the
 * driver comes with its jar.
 *
 * <p>Where no Chromium is, the test is skipped, with a line that cannot be overlooked; with the
 * environment variable {@code NRM_BROWSER_REQUIRED=true} (continuous integration) it fails instead.
 *
 * <pre>{@code
 * @BeforeAll static void open() { chromium = Chromium.running(); }
 * ... chromium.page() ...
 * }</pre>
 */
public final class Chromium {

  /** Environment variable: the browser's program, where it is not in a usual place. */
  private static final String PROGRAM = "NRM_BROWSER";

  /** Environment variable: {@code true} makes a missing browser a failure. */
  private static final String REQUIRED = "NRM_BROWSER_REQUIRED";

  private static final List<String> USUAL_PLACES =
      List.of(
          "/usr/bin/chromium-headless-shell", // without all that a window would need, and so the
          // quickest
          "/usr/bin/chromium",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome",
          "/Applications/Chromium.app/Contents/MacOS/Chromium",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
          "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe");

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
                      // in a container the browser's own sandbox cannot start; the tests open their
                      // own pages only
                      .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(playwright::close, "closes Chromium"));
  }

  /**
   * Starts the browser where it does not run yet, or skips the calling test (class) where there is
   * none.
   */
  public static synchronized Chromium running() {
    if (running == null) {
      running = new Chromium(program().orElseGet(Chromium::missing));
    }
    return running;
  }

  private static Path missing() {
    String missing =
        "No Chromium found: install it (Debian: apt-get install chromium-headless-shell, or"
            + " chromium) or name it in "
            + PROGRAM
            + ".";
    if (Boolean.parseBoolean(System.getenv(REQUIRED))) {
      Assertions.fail(missing + " " + REQUIRED + "=true, so this is a failure.");
    }
    System.err.println("\n*** BROWSER TEST SKIPPED. " + missing + " ***\n");
    return Assumptions.abort(missing);
  }

  /** The running browser. */
  public Browser browser() {
    return browser;
  }

  /** A page as a caseworker in Britain has it, on a small laptop, with a session of its own. */
  public Page page() {
    return session().newPage();
  }

  /** What such pages share: where one of them signs in the others are signed in too. */
  BrowserContext session() {
    return browser.newContext(
        new NewContextOptions()
            .setLocale("en-GB")
            .setTimezoneId("Europe/London")
            .setViewportSize(1366, 768));
  }

  private static Optional<Path> program() {
    String named = System.getenv(PROGRAM);
    return (named == null ? USUAL_PLACES : List.of(named))
        .stream().map(Path::of).filter(Files::isExecutable).findFirst();
  }
}
