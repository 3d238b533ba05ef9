package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;

/** A manager is asked why they open a case, and the data controller finds it in the log. */
class AccessLogJourney extends TasklistJourneyTestBase {

  private static final String WHY = "The court has asked about this case";

  @Test
  void aPersonWithoutATaskGivesAReasonThatTheLogShows() {
    child.referred(TODAY, Invented.referralAndChild(TODAY));
    Page page = signedInPage("glasgow.manager");

    Response asked = page.navigate(address() + "/nrm/cases/" + child.caseNumber() + "/record");

    assertThat(asked.status()).isEqualTo(403);
    assertThat(page.locator("h1")).hasText("Why are you opening case " + child.caseNumber() + "?");
    assertThat(page.locator("body")).not().containsText(Invented.CHILD);
    AccessibilityCheck.hasNoSeriousFinding(page);
    picture(page, "reason");
    page.getByLabel("Reason").fill("         x          ");
    page.getByText("Open the case").click();
    assertThat(page.getByRole(AriaRole.ALERT)).hasText("Enter a reason of 10 to 500 characters.");
    page.getByLabel("Reason").fill(WHY);
    page.getByText("Open the case").click();

    assertThat(page.locator("h1")).hasText("Record of case " + child.caseNumber());
    page.getByText("Who has looked at this case").click();
    assertThat(page.locator("h1")).hasText("Who has looked at case " + child.caseNumber());
    assertThat(page.locator("tbody")).containsText(WHY);
    AccessibilityCheck.hasNoSeriousFinding(page);
    picture(page, "case-readers");
    page.context().close();

    Page log = signedInPage("data.controller");
    log.navigate(address() + "/nrm/");
    log.getByText("Access log").first().click();
    log.getByLabel("User name").fill("glasgow.manager");
    log.getByLabel("Case number").fill(child.caseNumber());
    log.getByLabel("Without a task only").check();
    log.getByText("Search", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(log.locator("tbody")).containsText(WHY);
    assertThat(log.locator("tbody")).containsText("Catriona Mathieson (glasgow.manager)");
    assertThat(log.getByLabel("Case number")).hasValue(child.caseNumber());
    assertThat(log.locator("body")).not().containsText(Invented.CHILD);
    assertThat(log.locator("body").evaluate("body => body.scrollWidth <= window.innerWidth"))
        .isEqualTo(true);
    AccessibilityCheck.hasNoSeriousFinding(log);
    picture(log, "access-log");
    log.context().close();
  }

  /** A screenshot, to look at after changing the page. */
  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target", "screens", name + ".png")));
  }
}
