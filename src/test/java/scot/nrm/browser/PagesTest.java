package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;

/** From Tasklist to our own pages, as a police liaison and a first responder meet them. */
class PagesTest extends TasklistWithJourneyTest {

  @Test
  void tasklistLeadsToThePagesThatAPersonMayOpen() {
    child.referred(TODAY, Invented.referralAndChild(TODAY));
    Tasklist liaison = signIn("police.liaison");

    Page pages = liaison.page().waitForPopup(() -> liaison.page().locator(".nrm-pages a").click());
    pages.getByText("Cases of our force").first().click();

    assertThat(pages.locator("table")).containsText(child.caseNumber());
    assertThat(pages.locator("table")).containsText("Reference GV-000123-09");
    assertThat(pages.locator("body")).not().containsText(Invented.CHILD);
    liaison.close();
  }

  // TEMPORARY
  @Test
  void screenshots() {
    child.referred(TODAY, Invented.referralAndChild(TODAY));
    for (String[] one : new String[][] {{"police.liaison", "/nrm/police-cases"}, {"police.liaison", "/nrm/"},
        {"cpc.monitor", "/nrm/area-figures?year=2009"}, {"first.responder", "/nrm/my-concerns"}, {"ukhtc.manager", "/nrm/"},
        {"ukba.intake", "/nrm/copies"}, {"admin", "/nrm/access-check"}}) {
      Tasklist t = signIn(one[0]);
      t.page().screenshot(new Page.ScreenshotOptions().setPath(java.nio.file.Path.of("/tmp/access-4/tasklist.png")));
      t.page().navigate(address() + one[1]);
      t.page().screenshot(new Page.ScreenshotOptions().setPath(
          java.nio.file.Path.of("/tmp/access-4/" + one[0] + one[1].replaceAll("[^a-z]", "-") + ".png")).setFullPage(true));
      t.close();
    }
  }
}
