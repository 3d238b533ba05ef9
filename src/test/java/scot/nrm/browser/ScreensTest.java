package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.calendar.LocalDay;
import scot.nrm.journeys.Journey;
import scot.nrm.revision.SignedRevisions;

/**
 * Takes the screenshots in {@code docs/screens}. It is not a test and {@code ./mvnw test} does not
 * run it; docs/develop/testing.md says how to run it when a page has changed.
 */
@Tag("screens")
class ScreensTest extends CockpitTestBase {

  private static final Path SCREENS = Path.of("docs", "screens");

  @Autowired private BeanFactory beans;

  @Test
  void managersPages() {
    try (Cockpit cockpit = signIn("nrm.manager")) {
      cockpit.open("#/nrm/caseload", "Caseload");
      cockpit.page().locator(".nrm-tile").first().waitFor();
      assertThat(cockpit.page().getByText("Loading…")).hasCount(0);
      take(cockpit.page(), "caseload");

      cockpit.open(
          "#/nrm/case?number=" + caseWithTheLongestHistory(),
          "Case " + caseWithTheLongestHistory());
      cockpit.page().getByText("What happened").first().waitFor();
      take(cockpit.page(), "case");

      cockpit.open("#/nrm/workload", "Workload");
      cockpit.page().locator(".nrm-table").first().waitFor();
      take(cockpit.page(), "workload");

      cockpit.open("#/nrm/figures", "Figures");
      cockpit.page().locator("canvas").first().waitFor();
      cockpit
          .page()
          .waitForFunction(
              "() => window.Chart && Object.values(window.Chart.instances).every(chart => !chart.animating)");
      take(cockpit.page(), "figures");

      String definition = Journey.definition(engine, "reasonable-grounds");
      Page page = cockpit.page();
      page.evaluate(
          "place => { location.hash = place; }", "#/process-definition/" + definition + "/runtime");
      page.locator(".nav-tabs")
          .getByText("Where time goes", new Locator.GetByTextOptions().setExact(true))
          .click();
      page.getByText("Where time goes: ").waitFor();
      assertThat(page.locator(".nrm-time-short:visible, .nrm-time-badge:visible").first())
          .isVisible();
      take(page, "where-time-goes");
    }
  }

  @Test
  void aCaseworkersTasks() {
    Tasklist owner = tasklist("ukhtc.owner");
    Page page = owner.page();
    page.setViewportSize(1366, 768);

    page.locator("li.task h4 a")
        .filter(new Locator.FilterOptions().setHasText("Propose reasonable grounds"))
        .first()
        .click();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Case beside the form"))
        .click();
    Locator panel =
        page.getByRole(
            AriaRole.REGION, new Page.GetByRoleOptions().setName("The case beside the task"));
    assertThat(panel.getByRole(AriaRole.HEADING).first()).containsText("Case NRM-");
    assertThat(page.locator(".fjs-container").first()).isVisible();

    take(page, "tasklist");
    owner.close();
  }

  /** The pictures of docs/policy/tutorial.md, in its order. */
  @Test
  void aRevisionInTenSteps(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("intake.bpmn");
    String intake =
        Files.readString(Path.of("processes", "intake.bpmn"))
            .replace("name=\"Log the referral\"", "name=\"Log the NRM form\"");
    Path form = folder.resolve("log-referral.form");
    Files.writeString(
        form,
        Files.readString(Path.of("forms", "log-referral.form"))
            .replace("## Log the referral", "## Log the NRM form"));
    Files.writeString(file, intake.replace("${recordReceipt}", "${recordReciept}"));
    String address;
    try (Cockpit cockpit = signIn("policy.staff")) {
      Page page = cockpit.page();
      page.navigate(address() + "/nrm/revisions");
      page.getByLabel("Name").fill("Log the NRM form");
      page.getByLabel("Reason").fill("UKHTC intake logs the NRM form, not the referral.");
      page.getByLabel("Rules").fill("D12");
      page.getByLabel("In force on").fill("16/6/2011");
      take(page, "revision-start");
      press(page, "Start");
      page.getByLabel("Add files").setInputFiles(new Path[] {file, form});
      press(page, "Add and check");
      page.locator(".problems").waitFor();
      take(page, "revision-problem");
      Files.writeString(file, intake);
      page.getByLabel("Add files").setInputFiles(file);
      press(page, "Add and check");
      page.getByText("The check found nothing to correct.").waitFor();
      page.getByText("Picture of processes/intake.bpmn, before and after").click();
      page.locator("details.pictures").evaluate("details => details.scrollIntoView()");
      take(page, "revision-picture");
      press(page, "Send for approval");
      address = page.url();
    }
    sign("policy.approver", address, "Approve", "As agreed with UKHTC.");
    sign("release.officer", address, "Release", "UKHTC intake knows.");
    ClockUtil.setCurrentTime(Date.from(NOW.plusDays(1).atZone(LocalDay.ZONE).toInstant()));
    new SignedRevisions(beans).minute();
    try (Cockpit cockpit = signIn("release.officer")) {
      Page page = cockpit.page();
      page.navigate(address);
      assertThat(page.locator("dd").first()).containsText("In force");
      page.getByText("Since it came into force").evaluate("heading => heading.scrollIntoView()");
      take(page, "revision-in-force");
    }
  }

  private void sign(String person, String address, String button, String note) {
    try (Cockpit cockpit = signIn(person)) {
      cockpit.page().navigate(address);
      cockpit.page().getByLabel("Note").fill(note);
      press(cockpit.page(), button);
    }
  }

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  /** The open case with the most events. */
  private String caseWithTheLongestHistory() {
    return jdbc.sql(
            """
            select r.case_number from case_register r where r.case_outcome is null and r.rg_outcome = 'positive'
            order by (select count(*) from register_event e where e.case_number = r.case_number) desc, r.case_number
            limit 1\
            """)
        .query(String.class)
        .single();
  }

  private static void take(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENS.resolve(name + ".png")));
  }
}
