package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.journeys.Invented.with;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;

/** Two councils working side by side, each with its own child. */
class CouncilSeparation extends TasklistJourneyTestBase {

  private static final String ACCEPT = "Accept the concern";
  private static final String GLASGOWS_CHILD = "Thandiwe Mokoena";
  private static final String FIFES_CHILD = "Aurel Dumitrescu";

  @Test
  void eachCouncilReachesOnlyItsOwnChild() {
    String inGlasgow = concern("glasgow-city", GLASGOWS_CHILD);
    String inFife = concern("fife", FIFES_CHILD);
    String glasgowsTask = child.of(inGlasgow).task("Task_AcceptConcern").getId();
    Tasklist glasgow = signIn("glasgow.duty");
    Tasklist fife = signIn("fife.duty");

    glasgow.openTask(ACCEPT, inGlasgow).claim();
    fife.openTask(ACCEPT, inFife).claim();

    assertThat(glasgow.page().locator(".fjs-container")).containsText(GLASGOWS_CHILD);
    assertThat(fife.page().locator(".fjs-container")).containsText(FIFES_CHILD);
    for (String filter : fife.filters()) {
      fife.page().waitForResponse("**/list?firstResult*", () -> fife.filter(filter));
      assertThat(fife.task(ACCEPT, inGlasgow)).hasCount(0);
    }
    assertThat(fife.page().content()).doesNotContain(inGlasgow, GLASGOWS_CHILD);

    assertTheOtherCouncilsTaskDoesNotOpen(fife, glasgowsTask, inGlasgow);

    glasgow.close();
    fife.close();
  }

  private String concern(String council, String child) {
    return this.child
        .concern(
            "first.responder",
            with(Invented.concern(TODAY), "localAuthority", council, "childNames", child))
        .caseNumber();
  }

  /** As when someone was sent the address of a task or guessed it. */
  private void assertTheOtherCouncilsTaskDoesNotOpen(
      Tasklist fife, String task, String caseNumber) {
    Page page = fife.page();
    Response answer =
        page.waitForResponse(
            response -> response.url().contains("/task/" + task),
            () -> page.navigate(address() + "/camunda/app/tasklist/default/#/?task=" + task));

    assertThat(answer.status()).isBetween(400, 499);
    assertThat(answer.text()).doesNotContain(caseNumber, GLASGOWS_CHILD);
    assertThat(page.locator(".fjs-container")).hasCount(0);
    assertThat(page.content()).doesNotContain(caseNumber, GLASGOWS_CHILD);
  }
}
