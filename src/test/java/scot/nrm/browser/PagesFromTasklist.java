package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;

/** From Tasklist to our own pages, as a police liaison and a first responder meet them. */
class PagesFromTasklist extends InTasklistWithJourney {

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
}
