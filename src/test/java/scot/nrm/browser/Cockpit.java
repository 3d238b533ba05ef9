package scot.nrm.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Cockpit in a browser, as one manager uses it on a small screen. */
final class Cockpit implements AutoCloseable {

  static final String APPLICATION = "/camunda/app/cockpit/default/";

  /** Asks for the number of a case. */
  private static final String NOTHING = "#/nrm/case";

  /** A page in Chromium takes up to 100 MB. */
  private static final int MAX_LEFT = 8;

  /** Pages between two tests, the longest unused first. */
  private static final Deque<Cockpit> LEFT = new ArrayDeque<>();

  private final Page page;
  private final String address;
  private final List<String> complaints = new ArrayList<>();

  private Cockpit(Page page, String address) {
    this.page = page;
    this.address = address;
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")
              && message.text().contains("Content Security Policy")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
  }

  /** With an empty page: what a test opens first loads Cockpit. */
  static Cockpit signIn(BrowserContext session, String address, String user, String password) {
    BrowserTestBase.signInWithoutAPage(session, address + APPLICATION, user, password);
    return new Cockpit(session.newPage(), address);
  }

  static void forgetLeftPages() {
    LEFT.clear();
  }

  Page page() {
    return page;
  }

  /** Opens a page of Cockpit, such as {@code #/nrm/caseload}, and waits for its heading. */
  Locator open(String place, String heading) {
    page.navigate(address + APPLICATION + place);
    Locator found =
        page.getByRole(
            AriaRole.HEADING, new Page.GetByRoleOptions().setName(heading).setExact(true));
    found.first().waitFor();
    return found.first();
  }

  /** Opens the same address again, as after a reload, which would load all of Cockpit. */
  void reopen() {
    open(NOTHING, "Case");
    page.goBack();
  }

  /** Waits until nothing but the tables is wider than the window of a telephone. */
  void mustFitATelephone() {
    page.setViewportSize(320, 640);
    page.waitForFunction(
        """
        () => [...document.querySelectorAll('.nrm-page, .nrm-page *:not(.nrm-table-frame *)')]
          .every(part => part.getBoundingClientRect().right <= window.innerWidth)\
        """);
    Chromium.usualSize(page);
  }

  /** Script errors, and violations of the content security policy. */
  List<String> complaints() {
    return complaints;
  }

  /**
   * Leaves the page at one that shows nothing, in the usual size, so that the person's next test
   * opens another one within it: to load Cockpit again takes 1.6 seconds of a processor. The person
   * stays signed in.
   */
  @Override
  public void close() {
    Chromium.usualSize(page);
    if (page.url().startsWith(address + APPLICATION)) {
      open(NOTHING, "Case");
      LEFT.remove(this);
      LEFT.addLast(this);
      if (LEFT.size() > MAX_LEFT) {
        LEFT.removeFirst().page.navigate("about:blank");
      }
    } else {
      page.navigate("about:blank");
    }
    complaints.clear();
  }
}
