package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;

/** The links from Tasklist to our own pages, for a police liaison and a first responder. */
class TasklistPageLinks extends TasklistJourneyTestBase {

  @Test
  void tasklistLinksToThePagesThatAPersonMayOpen() {
    child.referred(TODAY, Invented.referralAndChild(TODAY));
    Tasklist liaison = signIn("police.liaison");

    Page pages = liaison.page().waitForPopup(() -> liaison.page().locator(".nrm-pages a").click());
    pages.getByText("Cases for our force").first().click();

    assertThat(pages.locator("table")).containsText(child.caseNumber());
    assertThat(pages.locator("table")).containsText("Reference GV-000123-09");
    assertThat(pages.locator("body")).not().containsText(Invented.CHILD);
    liaison.close();
  }

  @Test
  void anUnknownAddressShowsAPageThatLinksToTheStartPage() {
    Tasklist liaison = signIn("police.liaison");
    for (String nothing : List.of("/foo", "/nrm/nothing", "/nrm/print-queue")) {
      Response answer = liaison.page().navigate(address() + nothing);

      org.assertj.core.api.Assertions.assertThat(answer.status()).isEqualTo(404);
      assertThat(liaison.page()).hasTitle("Page not found");
      assertThat(liaison.page().locator("html")).hasAttribute("lang", "en-GB");
      assertThat(liaison.page().locator("h1")).hasText("Page not found");
      assertThat(liaison.page().locator("main"))
          .containsText("It may not exist, or you may not have access to it.");
      AccessibilityCheck.hasNoSeriousFinding(liaison.page());
      liaison.page().getByText("Go to the start page").click();
      assertThat(liaison.page().locator("h1")).hasText("National Referral Mechanism");
    }
    liaison.close();
  }
}
