package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.letters.PdfText;

/** The end of a session, also while someone is filling in the long NRM form. */
class SessionExpiry extends TasklistJourneyTestBase {

  private static final String QUESTION = "dialog.nrm-ask";
  private static final String INDICATORS = "Complete NRM form part G: indicators";
  private static final String NO_PASSPORT = "M10 Has no passport or other identity document";

  @Test
  void savedPartsAreStillThereAfterSigningInAgain() {
    child
        .concern("first.responder", Invented.concern(TODAY))
        .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(TODAY))
        .does("glasgow.lead", "Task_AssessChild", Invented.assessment(TODAY))
        .does("glasgow.lead", "Task_NrmFormReferralAndChild", Invented.referralAndChild(TODAY));
    Tasklist lead = signIn("glasgow.lead");
    lead.filter("My tasks")
        .openTask("Complete NRM form part F: exploitation", child.caseNumber())
        .tick("Types of exploitation, suspected or known", "Domestic servitude")
        .fill("How was the child controlled?", "Says she was " + Invented.STORY)
        .complete();
    child.executeJobs();
    lead.openTask(INDICATORS, child.caseNumber()).tick("Movement: observed", NO_PASSPORT);

    endSession(lead.page().context());
    Response refused = lead.page().waitForResponse("**/submit-form", lead::send);

    assertThat(refused.status()).isIn(401, 403);
    assertThat(child.has("Task_NrmFormIndicators"))
        .as("the part that was not accepted is still open")
        .isTrue();

    signInHere(lead.page(), "glasgow.lead");
    lead.filter("My tasks").openTask(INDICATORS, child.caseNumber());
    assertThat(
            lead.answer(
                "Exploitation: observed",
                "E08 Extreme fear, for example of a person, of deportation or of speaking out"))
        .isChecked(); // from the assessment
    lead.tick("Movement: observed", NO_PASSPORT).complete();
    child.executeJobs();

    assertThat(child.formValues("glasgow.lead", "Task_NrmFormCheckAndSend")).isNotEmpty();
    assertThat(nrmForm(lead))
        .contains(Invented.CHILD, Invented.STORY, "Domestic servitude", NO_PASSPORT);
    lead.close();
  }

  @Test
  void aSessionAboutToEndWarnsAndCanBeExtended() {
    Tasklist responder = signIn("first.responder");
    Page page = responder.page();
    waitForTheWarning(page);
    page.route("**/*", Route::abort);
    page.getByText("Stay signed in").click();
    assertThat(page.locator(QUESTION)).hasCount(0);
    waitForTheWarning(page); // without an answer it asks again
    page.unrouteAll();

    page.getByText("Stay signed in").click();

    page.waitForCondition(
        () ->
            page.context().cookies().stream()
                .anyMatch(cookie -> cookie.name.equals("nrm-session")));
    assertThat(page.locator(QUESTION)).hasCount(0);
    responder.close();
  }

  @Test
  void aSessionThatHasEndedAsksThePersonToSignInAgain() {
    BrowserContext session = chromium().session();
    Page page = Tasklist.signIn(session, address(), "first.responder", password()).page();
    page.clock().install();
    waitForTheWarning(page);
    endSession(session);

    page.clock().fastForward("01:00:00");

    assertThat(page.locator(QUESTION)).hasCount(1);
    assertThat(page.locator(QUESTION).locator("h2")).hasText("You have been signed out");
    page.locator(QUESTION).getByText("Sign in again").click();
    assertThat(page.getByPlaceholder("Username")).isVisible();
    session.close();
  }

  /** An answer that is still on its way brings the cookie again. */
  private static void waitForTheWarning(Page page) {
    String look = "() => document.dispatchEvent(new Event('visibilitychange'))";
    page.waitForCondition(
        () -> {
          page.evaluate(look);
          page.context()
              .clearCookies(new BrowserContext.ClearCookiesOptions().setName("nrm-session"));
          page.evaluate(look);
          return page.locator(QUESTION).count() > 0;
        });
  }

  /** All saved answers, as they would be sent. */
  private String nrmForm(Tasklist lead) {
    return PdfText.of(
        lead.page()
            .request()
            .get(address() + "/nrm/cases/" + child.caseNumber() + "/nrm-form.pdf")
            .body());
  }
}
