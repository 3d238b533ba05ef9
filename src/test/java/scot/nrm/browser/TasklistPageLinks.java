package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;

/** The links from Tasklist to our own pages, for a police liaison and a first responder. */
class TasklistPageLinks extends TasklistJourneyTestBase {

  /** Together they may open all our pages. */
  private static final List<String> PEOPLE =
      List.of(
          "glasgow.lead",
          "first.responder",
          "police.liaison",
          "ukba.port",
          "ukhtc.intake",
          "events.organiser",
          "data.controller",
          "nrm.manager",
          "admin");

  @Test
  void tasklistLinksOnlyToPagesThePersonMayOpen() {
    child.referred(TODAY, Invented.referralAndChild(TODAY));
    Tasklist liaison = signIn("police.liaison");

    Page pages = liaison.page().waitForPopup(() -> liaison.page().locator(".nrm-pages a").click());
    pages.getByText("Cases for our force").first().click();

    assertThat(pages.locator("table")).containsText(child.caseNumber());
    assertThat(pages.locator("table")).containsText("Reference GV-000123-09");
    assertThat(pages.locator("body")).not().containsText(Invented.CHILD);
    pages.close();
    liaison.close();
  }

  /** Before the task is claimed too, and below /try, where a revision is tried out. */
  @Test
  void aLinkInAFormWorksUnderAnyContextPath() {
    child.referred(TODAY, Invented.referralAndChild(TODAY));
    Tasklist intake = signIn("ukhtc.intake").openTask("Log the referral", child.caseNumber());
    Locator link = intake.page().getByText("print queue");

    Page queue = intake.page().waitForPopup(link::click);

    assertThat(queue).hasURL(address() + "/nrm/print-queue");
    assertThat(queue.locator("h1")).hasText("Letters to post");
    queue.close();

    String itsAddress = intake.page().url();
    intake
        .page()
        .evaluate(
            "window.history.replaceState(null, '', `/try${window.location.pathname}${window.location.hash}`)");
    Page tried = intake.page().waitForPopup(link::click);

    assertThat(tried).hasURL(address() + "/try/nrm/print-queue");
    tried.close();
    intake.page().evaluate("own => window.history.replaceState(null, '', own)", itsAddress);
    intake.close();
  }

  @Test
  void anUnknownAddressShowsAPageThatLinksToTheStartPage() {
    Page page = signedInPage("police.liaison");
    for (String nothing : List.of("/foo", "/nrm/nothing", "/nrm/print-queue")) {
      Response answer = page.navigate(address() + nothing);

      org.assertj.core.api.Assertions.assertThat(answer.status()).isEqualTo(404);
      assertThat(page).hasTitle("Page not found");
      assertThat(page.locator("html")).hasAttribute("lang", "en-GB");
      assertThat(page.locator("h1")).hasText("Page not found");
      assertThat(page.locator("main"))
          .containsText("It may not exist, or you may not have access to it.");
      AccessibilityCheck.hasNoSeriousFinding(page);
      page.getByText("Go to the start page").click();
      assertThat(page.locator("h1")).hasText("National Referral Mechanism");
    }
    page.context().close();
  }

  /** Those that the start page of each kind of person names, and those of a case. */
  @Test
  void everyOneOfOurPagesIsAccessible() {
    child.referred(TODAY, Invented.referralAndChild(TODAY));
    Set<String> seen = new HashSet<>();
    Page page = chromium().page();
    for (String user : PEOPLE) {
      page.context().clearCookies();
      signInWithoutAPage(page.context(), user);
      page.navigate(address() + "/nrm/");
      seen.add("/nrm/");
      AccessibilityCheck.hasNoSeriousFinding(page);
      List<String> links = new ArrayList<>(addressesOn(page));
      if (user.equals("glasgow.lead")) {
        String ofCase = "/nrm/cases/" + child.caseNumber();
        links.addAll(List.of(ofCase + "/record", ofCase + "/documents"));
      }
      for (String link : links) {
        if (link.startsWith("/nrm/") && seen.add(link)) {
          page.navigate(address() + link);
          AccessibilityCheck.hasNoSeriousFinding(page);
          for (int width : List.of(320, 683)) { // 1280 at 400 %, 1366 at 200 %
            page.setViewportSize(width, 384); // only a table may be wider
            org.assertj.core.api.Assertions.assertThat(
                    page.evaluate("() => document.documentElement.scrollWidth"))
                .as("the width of %s", link)
                .isEqualTo(width);
          }
          Chromium.usualSize(page);
        }
      }
    }
    page.context().close();
    org.assertj.core.api.Assertions.assertThat(seen)
        .contains("/nrm/my-cases", "/nrm/my-concerns", "/nrm/print-queue", "/nrm/register")
        .hasSizeGreaterThan(15);
  }

  @SuppressWarnings("unchecked")
  private static List<String> addressesOn(Page page) {
    return (List<String>)
        page.locator("main a")
            .evaluateAll(
                "links => links.map(link => link.pathname).filter(path => !/\\.\\w+$/.test(path))");
  }
}
