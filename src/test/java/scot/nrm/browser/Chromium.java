package scot.nrm.browser;

import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The Chromium of this machine. Where there is none, a test is skipped with a line that says so; it fails instead
 * where the environment variable {@code NRM_BROWSER_REQUIRED} is set, as continuous integration does.
 */
public final class Chromium implements AutoCloseable {

  private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium() {
    playwright = Playwright.create();
    browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
        .setExecutablePath(EXECUTABLE)
        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
  }

  public static Chromium start() {
    if (Files.isExecutable(EXECUTABLE)) {
      return new Chromium();
    }
    var missing = "NO BROWSER TESTS: there is no " + EXECUTABLE + "; install Debian's package chromium";
    if (System.getenv("NRM_BROWSER_REQUIRED") != null) {
      throw new IllegalStateException(missing);
    }
    System.err.println(missing);
    return abort(missing);
  }

  /** A page as a caseworker in Britain has it, on a small laptop. */
  public Page page() {
    return browser.newContext(new Browser.NewContextOptions()
        .setLocale("en-GB").setTimezoneId("Europe/London").setViewportSize(1366, 768)).newPage();
  }

  @Override
  public void close() {
    playwright.close();
  }
}
