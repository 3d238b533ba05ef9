package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Response;
import org.junit.jupiter.api.Test;

/** What makes a form easy to fill in, and hard to fill in wrongly. */
class FormFilling extends TasklistJourneyTestBase {

  /** Both the order of the day and month, and the day itself, west of Greenwich. */
  @Test
  void aDateIsBritishOnAComputerThatIsSetUpForAmerica() {
    BrowserContext american =
        chromium()
            .browser()
            .newContext(
                new NewContextOptions()
                    .setLocale("en-US")
                    .setTimezoneId("America/Los_Angeles")
                    .setViewportSize(1366, 768));
    Tasklist responder =
        Tasklist.signIn(american, address(), "first.responder", password())
            .startProcess("Report a concern");

    assertThat(responder.input("Date of the concern")).hasValue("08/04/2009");
    assertThat(responder.input("Date the child was first met"))
        .hasAttribute("placeholder", "dd/mm/yyyy");
    Response saved =
        responder
            .page()
            .waitForResponse(
                answer -> answer.request().method().equals("PUT"),
                () -> responder.fill("Date the child was first met", "03/04/2009"));
    assertThat(saved.request().postData()).contains("\"firstEncounterDate\":\"2009-04-03\"");
    assertThat(responder.page().locator("#footer-timezone")).containsText("Europe/London");
    american.close();
  }
}
