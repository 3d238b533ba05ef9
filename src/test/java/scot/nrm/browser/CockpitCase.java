package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.pages.ReasonAsked;

/** One case in Cockpit: its page, its tab on a process instance, and its path on the diagrams. */
class CockpitCase extends CockpitTestBase {

  @Test
  void aFinishedCaseIsFoundByNumberAndShowsItsPath() {
    String caseNumber = finished();
    try (Cockpit cockpit = signIn("nrm.manager")) {
      Page page = cockpit.page();
      cockpit.open("#/nrm/case", "Case");
      page.getByLabel("Case number").focus();
      page.keyboard().type(caseNumber.toLowerCase());
      page.keyboard().press("Enter");

      assertThat(page.getByText("Closed: recognised as a victim of human trafficking").first())
          .isVisible();
      assertThat(
              page.getByText("This case has no open tasks.")
                  .or(page.getByText("Open tasks:"))
                  .first())
          .isVisible();
      assertThat(
              page.locator(".nrm-stage-name")
                  .filter(new Locator.FilterOptions().setHasText("Reasonable grounds"))
                  .first())
          .containsText("diagram version 1");
      hasNoErrors(cockpit);

      page.getByLabel("Show").selectOption("tasks");
      assertThat(page.locator(".nrm-pager")).containsText(tasks(caseNumber) + " entries");
      assertThat(page.locator(".nrm-item .nrm-kind").first()).hasText("Task");
      page.getByLabel("Show").selectOption("letters");
      Locator letter = page.locator(".nrm-item-letter a").first();
      String pdf = address() + letter.getAttribute("href");
      giveReason(page, page.request().get(pdf));
      assertThat(page.request().get(pdf).headers())
          .containsEntry("content-type", "application/pdf");

      page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Path taken")).focus();
      page.keyboard().press("Enter");
      assertShowsPathOf(caseNumber, page);
      hasNoErrors(cockpit);

      page.getByRole(AriaRole.COMBOBOX, new GetByRoleOptions().setName(Pattern.compile("^Diagram")))
          .selectOption(new com.microsoft.playwright.options.SelectOption().setIndex(1));
      assertThat(page.locator(".nrm-steps tbody tr").first()).isVisible();
      assertThat(page.locator(".nrm-canvas .nrm-passed").first()).isVisible();
      assertThat(cockpit.complaints()).isEmpty();
    }
  }

  @Test
  void nothingOfAnotherCaseIsShownWhileACaseLoads() {
    List<String> numbers =
        jdbc.sql("select case_number from case_register order by opened_order limit 2")
            .query(String.class)
            .list();
    try (Cockpit cockpit = signIn("nrm.manager")) {
      Page page = cockpit.page();
      List<Route> late = new ArrayList<>();
      page.route(Pattern.compile(".*/case(/path)?\\?number=" + numbers.get(1) + ".*"), late::add);
      for (String view : List.of("", "&view=path")) {
        cockpit.open("#/nrm/case?number=" + numbers.get(0) + view, "Case " + numbers.get(0));
        page.locator(".nrm-choices").waitFor();

        cockpit.open("#/nrm/case?number=" + numbers.get(1) + view, "Case " + numbers.get(1));
        assertThat(page.locator(".nrm-load")).hasText("Loading…");
      }

      page.waitForCondition(() -> late.size() > 1);
      late.remove(1)
          .fulfill(
              new Route.FulfillOptions().setContentType("text/html").setBody("<p>A proxy</p>"));
      assertThat(page.locator(".nrm-refused")).containsText("The server is not responding.");
      page.unrouteAll();
    }
  }

  private static void hasNoErrors(Cockpit cockpit) {
    AccessibilityCheck.hasNoSeriousFinding(cockpit.page());
    assertThat(cockpit.complaints()).isEmpty();
  }

  /** Compares the drawing and the table with the engine's history. */
  private void assertShowsPathOf(String caseNumber, Page page) {
    HistoricProcessInstance root =
        engine
            .getHistoryService()
            .createHistoricProcessInstanceQuery()
            .processInstanceBusinessKey(caseNumber)
            .processDefinitionKey("nrm-case")
            .list()
            .get(0);
    Map<String, List<HistoricActivityInstance>> passed =
        engine
            .getHistoryService()
            .createHistoricActivityInstanceQuery()
            .processInstanceId(root.getId())
            .list()
            .stream()
            .collect(Collectors.groupingBy(HistoricActivityInstance::getActivityId));

    assertThat(page.locator(".nrm-canvas .nrm-flow-passed").first()).isAttached();
    List<Object> drawn =
        List.of(
            page.locator(".nrm-canvas .djs-shape.nrm-passed")
                .evaluateAll(
                    "shapes => shapes.map(shape => shape.getAttribute('data-element-id'))"));
    assertThat((List<?>) drawn.get(0))
        .map(String::valueOf)
        .containsExactlyInAnyOrderElementsOf(passed.keySet());
    HistoricActivityInstance stage = passed.get("Call_ReasonableGrounds").get(0);
    Locator row =
        page.locator(".nrm-steps tbody tr")
            .filter(
                new Locator.FilterOptions()
                    .setHas(
                        page.locator(
                            "th", new Page.LocatorOptions().setHasText("Reasonable grounds"))))
            .first();
    assertThat(row).containsText("1 time");
    assertThat(row).containsText(duration(stage.getDurationInMillis() / 1000));
  }

  private static String duration(long seconds) {
    long hours = Math.round(seconds / 3600.0);
    return hours < 48
        ? (hours == 1 ? "1 hour" : hours + " hours")
        : Math.round(seconds / 86400.0) + " days";
  }

  @Test
  void theCaseTabComesFirstAndTheDiagramShowsThePath() {
    HistoricProcessInstance running =
        engine
            .getHistoryService()
            .createHistoricProcessInstanceQuery()
            .processDefinitionKey("nrm-case")
            .unfinished()
            .list()
            .get(0);
    try (Cockpit cockpit = signIn("nrm.manager")) {
      Page page = cockpit.page();
      page.navigate(
          address() + "/camunda/app/cockpit/default/#/process-instance/" + running.getId());

      assertThat(page.locator(".nrm-tab-head")).containsText("Case " + running.getBusinessKey());
      assertThat(
              page.locator(
                  ".ctn-content-bottom .nav-tabs li.active, .ctn-tabbed .nav-tabs li.active"))
          .hasText("Case");
      assertThat(page.locator(".djs-shape.nrm-passed").first()).isAttached();
      assertThat(page.locator(".djs-shape.nrm-here").first()).isAttached();
      assertThat(page.locator(".nrm-badge-here").first()).containsText("here");
      page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Open as a page")).click();
      assertThat(
              page.getByRole(
                  AriaRole.HEADING,
                  new GetByRoleOptions().setName("Case " + running.getBusinessKey())))
          .isVisible();
      assertThat(cockpit.complaints()).isEmpty();
    }
  }

  /** An administrator watches no case, and opens an instance because of an incident. */
  @Test
  void anInstanceOpensOnCockpitsOwnTabForAnAdministrator() {
    String running =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey("nrm-case")
            .list()
            .get(0)
            .getId();
    try (Cockpit cockpit = signIn("admin")) {
      Page page = cockpit.page();
      page.navigate(address() + "/camunda/app/cockpit/default/#/process-instance/" + running);

      Locator tabs = page.locator(".ctn-tabbed .nav-tabs li:visible");
      assertThat(tabs.first()).hasText("Variables");
      assertThat(tabs.first()).hasClass(Pattern.compile(".*\\bactive\\b.*"));
      Locator ours = tabs.getByText("Case", new Locator.GetByTextOptions().setExact(true));
      assertThat(ours).hasCount(0);
      assertThat(page.locator(".nrm-refused")).hasCount(0);

      tabs.getByText("Incidents").click();
      page.reload();

      assertThat(tabs.locator("xpath=self::*[contains(@class, 'active')]")).hasText("Incidents");
      assertThat(ours).hasCount(0);
      assertThat(tabs.first()).hasText("Variables");
    }
  }

  @Test
  void inaccessibleAndUnknownNumbersGetTheSameRefusal() {
    String others =
        jdbc.sql(
                "select case_number from case_register where local_authority <> 'fife' order by opened_order limit 1")
            .query(String.class)
            .single();
    try (Cockpit cockpit = signIn("fife.manager")) {
      for (String number : List.of(others, "NRM-2009-2CCC-CCCW")) {
        cockpit.open("#/nrm/case?number=" + number, "Case " + number);
        assertThat(cockpit.page().locator(".nrm-refused"))
            .containsText("You don't have access to a case with this number.");
      }
      assertThat(cockpit.complaints()).isEmpty();
    }
  }

  private String finished() {
    return jdbc.sql(
            "select case_number from case_register where case_outcome = 'recognised' and merged_into is null order by opened_order limit 1")
        .query(String.class)
        .single();
  }

  private long tasks(String caseNumber) {
    return engine
        .getHistoryService()
        .createHistoricTaskInstanceQuery()
        .processInstanceBusinessKey(caseNumber)
        .count();
  }

  /** A manager who has no task in the case is asked why. */
  private void giveReason(Page page, APIResponse asked) {
    ReasonAsked form = ReasonAsked.in(asked.status(), asked.text()).orElseThrow();
    page.request()
        .post(
            address() + form.action(),
            RequestOptions.create()
                .setHeader("Content-Type", ReasonAsked.FORM)
                .setMaxRedirects(0)
                .setData(form.form()));
  }
}
