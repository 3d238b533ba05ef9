package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import scot.nrm.calendar.LocalDay;

/**
 * The Caseload page for managers. Its numbers are compared with the engine's variables, activities
 * and tasks of each case.
 */
class CockpitCaseload extends CockpitTestBase {

  private static final String PLACE = "#/nrm/caseload";
  private static final Pattern PAGE_OF_A_CASE =
      Pattern.compile(".*#/nrm/case\\?number=NRM-\\d{4}-\\w{4}-\\w{4}.*");

  @Test
  void onlyManagersSeeCaseloadInTheNavigation() {
    try (Cockpit cockpit = signIn("nrm.manager")) {
      cockpit.open(PLACE, "Caseload");

      assertThat(cockpit.page().locator(".Header").getByText("Caseload")).isVisible();
      cockpit.page().setViewportSize(1024, 768);
      cockpit.page().locator(".nrm-counts-wide").waitFor();
      cockpit
          .page()
          .waitForFunction( // nothing is cut off
              """
              () => {
                const page = document.querySelector('.nrm-page');
                return page.scrollWidth <= page.clientWidth;
              }\
              """);
      assertThat(cockpit.page().locator("[cam-widget-header]").boundingBox().height)
          .as("one line, which covers nothing")
          .isLessThan(60);
      cockpit.page().setViewportSize(512, 384);
      assertThat(cockpit.page().locator(".navbar-toggle")).hasAttribute("aria-label", "Menu");
      assertThat(cockpit.complaints()).isEmpty();
    }
    try (Cockpit cockpit = signIn("policy.staff")) {
      cockpit.open(PLACE, "Caseload");

      assertThat(cockpit.page().locator(".nrm-scope"))
          .hasText("Your role does not oversee any cases.");
      Locator header = cockpit.page().locator(".Header");
      assertThat(header.getByText("Revisions"))
          .hasAttribute("href", Pattern.compile(".*/nrm/revisions"));
      assertThat(header.getByText("Caseload")).hasCount(0);
    }
  }

  @Test
  void eachNumberMatchesTheEngineAndLeadsToItsCases() {
    Job failed = engine.getManagementService().createJobQuery().timers().listPage(0, 1).get(0);
    int retries = failed.getRetries();
    engine.getManagementService().setJobRetries(failed.getId(), 0);
    try (Cockpit cockpit = signIn("nrm.manager")) {
      Page page = cockpit.page();
      cockpit.open(PLACE, "Caseload");
      Map<String, Set<String>> cases = casesByTile();
      Map<String, Integer> tasks = tasksByTile();

      Map<String, Integer> shown = new LinkedHashMap<>();
      Map<String, Integer> expected = new LinkedHashMap<>();
      page.locator(".nrm-tile").first().waitFor();
      for (Locator tile : page.locator(".nrm-tile").all()) {
        String id = tile.getAttribute("data-tile");
        shown.put(id, number(tile.locator(".nrm-tile-count").textContent()));
        expected.put(id, tasks.containsKey(id) ? tasks.get(id) : cases.get(id).size());
      }
      assertThat(shown).isEqualTo(expected);
      assertThat(shown.get("incident")).isEqualTo(1);

      for (String id : shown.keySet()) {
        page.locator(".nrm-tile[data-tile='" + id + "']").click();
        assertThat(page.locator(".nrm-tile[data-tile='" + id + "']"))
            .hasAttribute("aria-current", "page");
        assertThat(allListed(page)).as(id).isEqualTo(cases.get(id));
      }
      Map<String, Set<String>> stages = casesByStage();
      for (String stage :
          List.of(
              "Reasonable grounds", "Reflection period", "Conclusive grounds", "Leave to remain")) {
        Locator link =
            page.locator(".nrm-counts a")
                .getByText(stage, new Locator.GetByTextOptions().setExact(true));
        assertThat(number(link.locator("xpath=following-sibling::span").textContent()))
            .as(stage)
            .isEqualTo(stages.getOrDefault(stage, Set.of()).size());
        link.click();
        assertThat(link).hasAttribute("aria-current", "page");
        assertThat(allListed(page)).as(stage).isEqualTo(stages.getOrDefault(stage, Set.of()));
      }
      assertThat(cockpit.complaints()).isEmpty();
      AccessibilityCheck.hasNoSeriousFinding(page);
    } finally {
      engine.getManagementService().setJobRetries(failed.getId(), retries);
    }
  }

  @Test
  void searchFilterSortAndPageAreKeptInTheAddress() {
    List<String> open =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey("nrm-case")
            .list()
            .stream()
            .map(ProcessInstance::getBusinessKey)
            .toList();
    try (Cockpit cockpit = signIn("nrm.manager")) {
      Page page = cockpit.page();
      cockpit.open(PLACE + "?state=all", "Caseload");
      int all = jdbc.sql("select count(*) from case_register").query(Integer.class).single();
      assertThat(page.locator(".nrm-pager")).containsText("1 to 25 of " + all + " cases");

      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Case").setExact(true))
          .click();
      assertThat(page.locator(".nrm-table th[aria-sort=ascending]"))
          .hasText(Pattern.compile("Case.*"));
      List<String> first = listed(page);
      assertThat(first).isSorted().hasSize(25);
      later(page).click();
      assertThat(page.locator(".nrm-pager")).containsText("26 to " + Math.min(50, all) + " of");
      assertThat(page.locator(".nrm-table caption")).isInViewport();
      assertThat(listed(page)).isSorted().doesNotContainAnyElementsOf(first);

      page.goBack();
      assertThat(page.locator(".nrm-pager")).containsText("1 to 25 of");
      assertThat(listed(page)).isEqualTo(first);
      page.reload();
      assertThat(page.locator(".nrm-pager")).containsText("1 to 25 of");
      assertThat(listed(page)).isEqualTo(first);

      String wanted = open.get(0);
      page.getByLabel("Case number, or part of it").fill(wanted.toLowerCase().replace('-', ' '));
      page.getByText("Show", new Page.GetByTextOptions().setExact(true)).click();
      hasCases(page, 1);
      assertThat(listed(page)).containsExactly(wanted);
      page.getByLabel("Case number, or part of it").fill("Nguyen");
      page.keyboard().press("Enter");
      assertThat(page.locator("#nrm-filter-number:invalid")).hasCount(1);
      assertThat(page).hasURL(Pattern.compile("(?!.*Nguyen).*number=.*"));
      page.getByText("Clear", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.locator(".nrm-pager")).isVisible();
      page.getByLabel("Case number, or part of it").fill("8KD9");
      page.getByLabel("Received from").fill("1/1/2010");
      page.locator(".nrm-tile[data-tile='missing']").click();
      assertThat(page.locator("#nrm-filter-attention")).hasValue("missing");
      assertThat(page.locator("#nrm-filter-number")).hasValue("");
      assertThat(page.locator("#nrm-filter-from")).hasValue("");
      page.getByText("Clear", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.locator("#nrm-filter-attention")).hasValue("");

      page.getByLabel("Local authority").selectOption("glasgow-city");
      page.locator("#nrm-filter-state").selectOption("finished");
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Case").setExact(true))
          .click();
      assertThat(page.locator(".nrm-table th[aria-sort=ascending]"))
          .hasText(Pattern.compile("Case.*"));
      List<Route> late = new ArrayList<>();
      page.route("**/caseload/cases?*", late::add);
      page.getByText("Show", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.locator(".nrm-load[aria-busy='true'] > .nrm-table-frame"))
          .hasCSS("opacity", "0.5"); // its rows are not yet those that its caption names
      page.unrouteAll();
      late.remove(0).resume();
      Set<String> finished =
          new HashSet<>(
              jdbc.sql(
                      """
                      select case_number from case_register where local_authority = 'glasgow-city' and case_outcome is not null\
                      """)
                  .query(String.class)
                  .list());
      assertThat(page.locator(".nrm-scope")).hasText("All cases, on 15 June 2011");
      hasCases(page, finished.size());
      assertThat(allListed(page)).isEqualTo(finished);

      page.getByLabel("Received from").fill("1/1/2010");
      page.getByLabel("Received until").fill("14-13-2010");
      page.getByText("Show", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.locator("#nrm-filter-to:invalid")).hasCount(1);
      assertThat(allListed(page)).as("without a filter").isEqualTo(finished);
      page.getByLabel("Received until").fill("31/12/2010");
      page.getByText("Show", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page).hasURL(Pattern.compile(".*from=2010-01-01&to=2010-12-31.*"));
      assertThat(page.locator("#nrm-filter-from")).hasValue("01/01/2010");
      assertThat(page.locator(".nrm-table caption"))
          .hasText(
              "Matching cases: finished; Glasgow City Council; received from 1 January 2010; received until 31 December 2010");
      Set<String> received =
          new HashSet<>(
              jdbc.sql(
                      """
                      select case_number from case_register where local_authority = 'glasgow-city' and case_outcome is not null
                        and extract(year from referral_received_on) = 2010\
                      """)
                  .query(String.class)
                  .list());
      hasCases(page, received.size());
      assertThat(allListed(page)).isEqualTo(received);

      page.evaluate("() => { location.hash = '#/nrm/caseload?from=2010-13-45'; }");
      assertThat(page.locator(".nrm-refused")).containsText("Enter a day of receipt");
      page.goBack();
      hasCases(page, received.size());

      page.getByLabel("Save this view as").fill("Finished in 2010");
      page.keyboard().press("Enter");
      Locator view = page.locator(".nrm-saved a");
      assertThat(view).hasAttribute("aria-current", "page");
      page.getByText("Clear", new Page.GetByTextOptions().setExact(true)).click();
      view.click();
      hasCases(page, received.size());
      page.getByText("Remove the view “Finished in 2010”").click();
      assertThat(view).hasCount(0);
      assertThat(cockpit.complaints()).isEmpty();
      AccessibilityCheck.hasNoSeriousFinding(page);
    }
  }

  @Test
  void theListIsDownloadedAsShown() throws IOException {
    try (Cockpit cockpit = signIn("glasgow.manager")) {
      Page page = cockpit.page();
      cockpit.open(PLACE + "?state=all", "Caseload");

      Locator link = page.getByText("Save this list as CSV");
      APIResponse answer = page.request().get(address() + link.getAttribute("href"));
      List<CSVRecord> rows =
          CSVFormat.RFC4180
              .builder()
              .setHeader()
              .setSkipHeaderRecord(true)
              .get()
              .parse(new StringReader(answer.text().substring(1)))
              .getRecords();

      assertThat(answer.text()).startsWith("\uFEFFCase number,Local authority,Stage,");
      assertThat(answer.headers().get("content-disposition"))
          .isEqualTo("attachment; filename=\"caseload-2011-06-15.csv\"");
      assertThat(rows.stream().map(row -> row.get("Case number")).collect(toSet()))
          .isEqualTo(
              new HashSet<>(
                  jdbc.sql(
                          "select case_number from case_register where local_authority = 'glasgow-city'")
                      .query(String.class)
                      .list()));
      assertThat(rows).allMatch(row -> row.get("Local authority").equals("Glasgow City Council"));
      assertThat(answer.text()).doesNotContain("Nguy");
    }
  }

  @Test
  void aClickOpensACaseIfTheManagerMayReadIt() {
    try (Cockpit cockpit = signIn("glasgow.manager")) {
      cockpit.open(PLACE, "Caseload");
      assertThat(cockpit.page().locator(".nrm-scope"))
          .hasText("Cases of Glasgow City Council, on 15 June 2011");
      cockpit.page().locator(".nrm-table tbody th a").first().click();

      assertThat(cockpit.page()).hasURL(PAGE_OF_A_CASE);
      cockpit.page().getByText("Open in Camunda's view of the process").click();
      assertThat(cockpit.page())
          .hasURL(Pattern.compile(".*#/process-instance/[^/]+/runtime.*tab=nrm-case.*"));
    }
    try (Cockpit cockpit = signIn("ukhtc.manager")) {
      cockpit.open(PLACE, "Caseload");
      cockpit.page().locator(".nrm-table tbody th a").first().click();

      assertThat(cockpit.page()).hasURL(PAGE_OF_A_CASE);
      assertThat(cockpit.page().locator(".nrm-links")).containsText("Record of this case");
      assertThat(cockpit.page().getByText("Open in Camunda's view of the process")).hasCount(0);
    }
  }

  @Test
  void ukbaManagersSeeOnlyTheDateOfACopyInAnotherCase() {
    Set<String> unanswered = unanswered();
    try (Cockpit cockpit = signIn("ukba.manager")) {
      Page page = cockpit.page();
      cockpit.open(PLACE + "?attention=copies", "Caseload");

      assertThat(page.locator(".nrm-tile[data-tile=copies] .nrm-tile-count"))
          .hasText(String.valueOf(unanswered.size()));
      assertThat(allListed(page)).isEqualTo(unanswered);
      for (String number : unanswered) {
        Locator row =
            page.locator(".nrm-table tbody tr")
                .filter(new Locator.FilterOptions().setHasText(number));
        assertThat(row.locator("a")).hasCount(0);
        assertThat(row).containsText("UKBA copy");
      }
    }
  }

  @Test
  void caseloadIsTheFirstPageOfManagersAndRevisionsThatOfPolicyStaff() {
    try (Cockpit cockpit = signIn("ukhtc.manager")) {
      cockpit.open("#/dashboard", "Caseload");
      assertThat(cockpit.page()).hasURL(Pattern.compile(".*#/nrm/caseload"));
      assertThat(cockpit.complaints()).isEmpty();
    }
    try (Cockpit cockpit = signIn("policy.staff")) {
      cockpit.open("#/dashboard", "Revisions");
      assertThat(cockpit.page()).hasURL(address() + "/nrm/revisions");

      assertThat(cockpit.page().getByText("Back to Cockpit"))
          .hasAttribute("href", Pattern.compile(".*/default/#/processes"));
    }
    engine.getIdentityService().deleteTenantUserMembership("fife", "fife.manager");
    try (Cockpit cockpit = signIn("fife.manager")) {
      cockpit.open("#/dashboard", "Caseload");
      assertThat(cockpit.page().locator(".nrm-scope"))
          .hasText(
              "You don't belong to any local authority. Ask your system administrator to add you to yours.");
    } finally {
      engine.getIdentityService().createTenantUserMembership("fife", "fife.manager");
    }
    try (Cockpit cockpit = signIn("admin")) {
      cockpit.open("#/dashboard", "Right Now");
      assertThat(cockpit.page().locator(".dashboard > .deprecate")).not().isVisible();
    }
  }

  @Test
  void anUnknownStepIsShownByItsNameInTheDiagram() {
    String number = "NRM-2011-2C22-223D";
    RuntimeService runtime = engine.getRuntimeService();
    jdbc.sql(
            "insert into case_register (case_number, local_authority, opened_on) values (?, 'fife', ?)")
        .params(number, TODAY)
        .update();
    String instance =
        runtime
            .createProcessInstanceByKey("nrm-case")
            .businessKey(number)
            .setVariable("localAuthority", "fife")
            .startBeforeActivity("Service_StartChildProtection")
            .execute()
            .getId();
    try (Cockpit cockpit = signIn("fife.manager")) {
      cockpit.open(PLACE + "?number=" + number, "Caseload");

      assertThat(cockpit.page().locator(".nrm-table tbody tr"))
          .containsText("Start child protection");
      assertThat(cockpit.page().locator(".nrm-counts")).containsText("Start child protection");
    } finally {
      runtime.deleteProcessInstance(instance, "test");
      jdbc.sql("delete from case_register where case_number = ?").param(number).update();
    }
  }

  // ---- what the engine reports

  /** The path of each open case, with the variables of the case or of its open reconsideration. */
  private record Path(String caseNumber, Map<String, Object> variables, Set<String> places) {

    LocalDate day(String variable) {
      return variables.get(variable) instanceof Date date ? LocalDay.of(date) : null;
    }

    boolean has(String variable) {
      return variables.get(variable) != null;
    }
  }

  private List<Path> paths() {
    RuntimeService runtime = engine.getRuntimeService();
    List<Path> paths = new ArrayList<>();
    for (String diagram : List.of("nrm-case", "reconsideration")) {
      for (ProcessInstance instance :
          runtime.createProcessInstanceQuery().processDefinitionKey(diagram).list()) {
        paths.add(
            new Path(
                instance.getBusinessKey(),
                runtime.getVariables(instance.getId()),
                new HashSet<>(runtime.getActiveActivityIds(instance.getId()))));
      }
    }
    return paths.stream()
        .filter(path -> !path.has("caseOutcome"))
        .filter(path -> !path.places().equals(Set.of("Task_DecideReconsideration")))
        .toList();
  }

  private Map<String, Set<String>> casesByStage() {
    Map<String, String> names =
        Map.of(
            "Call_ReasonableGrounds", "Reasonable grounds",
            "Call_ReflectionPeriod", "Reflection period",
            "Call_ConclusiveGrounds", "Conclusive grounds",
            "Call_LeaveToRemain", "Leave to remain");
    Map<String, Set<String>> stages = new LinkedHashMap<>();
    paths()
        .forEach(
            path ->
                path.places().stream()
                    .filter(names::containsKey)
                    .forEach(
                        place ->
                            stages
                                .computeIfAbsent(names.get(place), name -> new HashSet<>())
                                .add(path.caseNumber())));
    return stages;
  }

  private Map<String, Set<String>> casesByTile() {
    Map<String, Set<String>> cases = new LinkedHashMap<>();
    Set<String> formDue =
        new HashSet<>(
            jdbc.sql("select case_number from case_register where referral_due_at < ?")
                .param(NOW.atZone(LocalDay.ZONE).toOffsetDateTime())
                .query(String.class)
                .list());
    List.of(
            "form-late",
            "rg-today",
            "rg-overdue",
            "due-week",
            "reflection-ending",
            "cg-late",
            "suspended",
            "removal-hold")
        .forEach(tile -> cases.put(tile, new HashSet<>()));
    for (Path path : paths()) {
      boolean runs = !path.has("suspendedStage");
      // The time limit runs from receipt, even while the route is being confirmed (D13, D15).
      boolean toDecide =
          runs
              && !Collections.disjoint(
                  path.places(), Set.of("Call_ReasonableGrounds", "Call_Route"));
      if (path.places().contains("Call_LocalAuthorityAssessment")
          && formDue.contains(path.caseNumber())) {
        cases.get("form-late").add(path.caseNumber());
      }
      if (toDecide && path.day("rgTargetDate").equals(TODAY)) {
        cases.get("rg-today").add(path.caseNumber());
      }
      boolean concludes = runs && path.places().contains("Call_ConclusiveGrounds");
      if (toDecide && isWithinAWeek(path.day("rgTargetDate"))
          || concludes && isWithinAWeek(path.day("cgTargetDate"))) {
        cases.get("due-week").add(path.caseNumber());
      }
      if (toDecide && path.day("rgTargetDate").isBefore(TODAY)) {
        cases.get("rg-overdue").add(path.caseNumber());
      }
      if (concludes && path.day("cgTargetDate").isBefore(TODAY)) {
        cases.get("cg-late").add(path.caseNumber());
      }
      LocalDate end = path.day("reflectionEndDate");
      if (end != null && isWithinAWeek(end)) {
        cases.get("reflection-ending").add(path.caseNumber());
      }
      if (!runs) {
        cases.get("suspended").add(path.caseNumber());
      }
      if ("on".equals(path.variables().get("removalHold"))) {
        cases.get("removal-hold").add(path.caseNumber());
      }
    }
    cases.put(
        "missing",
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey("missing-child")
            .list()
            .stream()
            .map(ProcessInstance::getBusinessKey)
            .collect(toSet()));
    cases.put("copies", unanswered());
    cases.put(
        "incident",
        engine.getRuntimeService().createIncidentQuery().list().stream()
            .map(incident -> caseOf(incident.getProcessInstanceId()))
            .collect(toSet()));
    tasks()
        .forEach(
            (tile, tasks) ->
                cases.put(
                    tile,
                    tasks.stream()
                        .map(task -> caseOf(task.getProcessInstanceId()))
                        .collect(toSet())));
    return cases;
  }

  private static boolean isWithinAWeek(LocalDate day) {
    return !day.isBefore(TODAY) && !day.isAfter(TODAY.plusDays(7));
  }

  private Set<String> unanswered() {
    RuntimeService runtime = engine.getRuntimeService();
    return runtime
        .createProcessInstanceQuery()
        .processDefinitionKey("ukba-pre-alert")
        .list()
        .stream()
        .filter(
            copy ->
                !Collections.disjoint(
                    runtime.getActiveActivityIds(copy.getId()),
                    Set.of("Timer_AnswerDue", "Task_GetConcernAccepted")))
        .map(ProcessInstance::getBusinessKey)
        .collect(toSet());
  }

  private Map<String, Integer> tasksByTile() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    tasks().forEach((tile, tasks) -> counts.put(tile, tasks.size()));
    return counts;
  }

  private Map<String, List<Task>> tasks() {
    Map<String, List<Task>> tasks = new LinkedHashMap<>();
    List.of("unclaimed-2-days", "unclaimed-week", "unclaimed-longer")
        .forEach(tile -> tasks.put(tile, new ArrayList<>()));
    for (Task task : engine.getTaskService().createTaskQuery().taskUnassigned().list()) {
      String number = caseOf(task.getProcessInstanceId());
      if (number != null && number.startsWith("NRM-")) {
        long age = ChronoUnit.DAYS.between(LocalDay.of(task.getCreateTime()), TODAY);
        tasks
            .get(age <= 2 ? "unclaimed-2-days" : age <= 7 ? "unclaimed-week" : "unclaimed-longer")
            .add(task);
      }
    }
    return tasks;
  }

  private String caseOf(String instance) {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processInstanceId(instance)
        .singleResult()
        .getBusinessKey();
  }

  // ---- what the page shows

  private static int number(String text) {
    return Integer.parseInt(text.strip().replace(",", ""));
  }

  private static List<String> listed(Page page) {
    return page.locator(".nrm-table tbody th").allTextContents();
  }

  private static Locator later(Page page) {
    return page.locator(".nrm-pager button").last();
  }

  /** Waits until the requested list is shown. */
  private static void hasCases(Page page, int cases) {
    assertThat(page.locator(".nrm-pager"))
        .containsText(Pattern.compile("(^|\\D)" + cases + " case"));
  }

  /** The case numbers on all pages of the list. */
  private static Set<String> allListed(Page page) {
    page.locator(".nrm-load[aria-busy=true]")
        .first()
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    Set<String> numbers = new HashSet<>(listed(page));
    while (page.locator(".nrm-pager").count() > 0 && later(page).isEnabled()) {
      Locator status = page.locator(".nrm-pager [role=status]");
      String before = status.textContent();
      later(page).click();
      assertThat(status).not().hasText(before);
      numbers.addAll(listed(page));
    }
    return numbers;
  }
}
