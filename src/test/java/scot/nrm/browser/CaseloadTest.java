package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Caseload, as managers open it. */
class CaseloadTest extends CockpitTest {

  @Test
  void theNavigationOffersCaseloadToManagersAndNotToPolicyStaff() {
    try (Cockpit cockpit = signIn("nrm.manager")) {
      cockpit.open("#/nrm/caseload", "Caseload");

      assertThat(cockpit.page().locator(".Header").getByText("Caseload")).isVisible();
      assertThat(cockpit.complaints()).isEmpty();
    }
    try (Cockpit cockpit = signIn("policy.staff")) {
      cockpit.open("#/nrm/caseload", "Caseload");

      assertThat(cockpit.page().locator(".nrm-scope")).hasText("Your role watches no cases.");
      assertThat(cockpit.page().locator(".Header").getByText("Caseload")).hasCount(0);
    }
  }
}
