package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
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

  /** Those that the start page of each kind of person names, and those of a case. */
  @Test
  void everyPageOfOursIsAccessible() {
    child.referred(TODAY, Invented.referralAndChild(TODAY));
    Set<String> seen = new HashSet<>();
    for (String user : PEOPLE) {
      try (BrowserContext session = chromium().session()) {
        Page page = pagesFor(session, user);
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
          }
        }
      }
    }
    org.assertj.core.api.Assertions.assertThat(seen)
        .contains("/nrm/my-cases", "/nrm/my-concerns", "/nrm/print-queue", "/nrm/register")
        .hasSizeGreaterThan(15);
  }

  private Page pagesFor(BrowserContext session, String user) {
    session.request().get(address() + "/camunda/app/tasklist/default/");
    String token =
        session.cookies().stream()
            .filter(cookie -> cookie.name.equals("XSRF-TOKEN"))
            .findFirst()
            .orElseThrow()
            .value;
    org.assertj.core.api.Assertions.assertThat(
            session
                .request()
                .post(
                    address() + "/camunda/api/admin/auth/user/default/login/tasklist",
                    RequestOptions.create()
                        .setHeader("X-XSRF-TOKEN", token)
                        .setForm(
                            FormData.create().set("username", user).set("password", password())))
                .status())
        .isEqualTo(200);
    Page page = session.newPage();
    page.navigate(address() + "/nrm/");
    return page;
  }

  @SuppressWarnings("unchecked")
  private static List<String> addressesOn(Page page) {
    return (List<String>)
        page.locator("main a")
            .evaluateAll(
                "links => links.map(link => link.pathname).filter(path => !/\\.\\w+$/.test(path))");
  }
}
