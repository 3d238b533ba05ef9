package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;

/**
 * What managers ask, each answered by at most two clicks from Cockpit's first page. The table in
 * docs/develop/testing.md has the same questions and clicks.
 */
class ManagersQuestions extends CockpitTestBase {

  private static final Pattern A_CASE = Pattern.compile("NRM-\\d{4}-\\w{4}-\\w{4}");

  @Test
  void eachQuestionIsAnsweredWithinTwoClicks() {
    String day = TODAY.toString();
    Journey child = new Journey(engine).referred(day, Invented.ukNational(day)).logged(day);
    child.reportedMissing("glasgow.lead", TODAY.minusDays(1).toString());
    try (Cockpit cockpit = signIn("nrm.manager")) {
      Page page = cockpit.page();
      cockpit.open("#/nrm/caseload", "Needs your attention");
      assertThat(page.locator(".Header a[href='#/tasks']"))
          .isHidden(); // Camunda's page of human tasks answers everyone with an error

      // What is due within a week, and who has it?
      tile(page, "due-week").click();
      assertThat(cases(page).first()).isVisible();
      assertThat(column(page, "Assigned to")).isVisible();

      // Which decisions are late, and who has them?
      cockpit.open("#/nrm/caseload", "Needs your attention");
      tile(page, "cg-late").click();
      assertThat(column(page, "Assigned to").or(page.getByText("No cases match.")).first())
          .isVisible();

      // Which NRM forms are late?
      cockpit.open("#/nrm/caseload", "Needs your attention");
      tile(page, "form-late").click();
      assertThat(page.locator(".nrm-table caption").or(page.getByText("No cases match.")).first())
          .containsText(Pattern.compile("NRM form late|No cases match"));

      // Which child has been missing the longest?
      cockpit.open("#/nrm/caseload", "Needs your attention");
      tile(page, "missing").click();
      assertThat(page.locator(".nrm-table caption")).containsText("missing longest first");
      assertThat(page.locator(".nrm-table tbody tr").first())
          .containsText(Pattern.compile("[Mm]issing"));

      // What happened in a case, and why was it late?
      cockpit.open("#/nrm/caseload", "Needs your attention");
      cases(page).first().click();
      assertThat(page.getByRole(AriaRole.HEADING, named("What happened"))).isVisible();
      assertThat(page.locator("caption").getByText("Deadlines").first()).isVisible();

      // Which team has the most overdue tasks?
      cockpit.open("#/nrm/caseload", "Needs your attention");
      entry(page, "Workload").click();
      page.getByRole(AriaRole.BUTTON, named("Overdue")).click();
      assertThat(page.locator(".nrm-table th[aria-sort=descending]")).containsText("Overdue");

      // How does an officer compare with their colleagues?
      page.getByRole(AriaRole.BUTTON, named("UKHTC case owner")).click();
      assertThat(column(page, "Assigned now")).isVisible();
      assertThat(column(page, "Median time from claim to completion")).isVisible();

      // What has failed?
      cockpit.open("#/nrm/caseload", "Needs your attention");
      entry(page, "Incidents").click();
      assertThat(page.getByRole(AriaRole.HEADING, named("Incidents")).first()).isVisible();

      // How many referrals were there, and how many decisions were on time?
      cockpit.open("#/nrm/caseload", "Needs your attention");
      entry(page, "Figures").click();
      assertThat(page.locator("section[aria-labelledby=nrm-referrals-by-year] .nrm-says"))
          .containsText("referral");
    }
  }

  private static Locator tile(Page page, String id) {
    return page.locator(".nrm-tile[data-tile='" + id + "']");
  }

  private static Locator entry(Page page, String label) {
    return page.locator(".Header").getByText(label, new Locator.GetByTextOptions().setExact(true));
  }

  private static Locator column(Page page, String heading) {
    return page.locator(".nrm-table thead th")
        .filter(new Locator.FilterOptions().setHasText(heading));
  }

  private static Locator cases(Page page) {
    return page.locator(".nrm-table tbody a")
        .filter(new Locator.FilterOptions().setHasText(A_CASE));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
