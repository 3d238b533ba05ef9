package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import scot.nrm.calendar.LocalDay;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;

/** The pages Where time goes, Workload and Incidents, as managers and operators use them. */
class CockpitOperations extends CockpitTestBase {

  /** Without what isn't printed. */
  private static final LocatorAssertions.ContainsTextOptions ON_PAPER =
      new LocatorAssertions.ContainsTextOptions().setUseInnerText(true);

  private static final String UNKNOWN =
      "Outcome unknown: The server has not answered. Check the list before you try again.";

  @Value("${nrm.letters.templates}")
  private Path texts;

  @Test
  void theDiagramShowsWaitingAndPassedCasesAndDurations() {
    String definition = Journey.definition(engine, "reasonable-grounds");
    String passed = passed(definition) + " completed";
    try (Cockpit cockpit = signIn("nrm.manager")) {
      Page page = openTimes(cockpit, definition);
      Locator badge =
          page.locator("[data-container-id='Task_ProposeReasonableGrounds'] .nrm-time-badge");

      assertThat(badge).containsText(passed);
      assertThat(badge)
          .containsText(
              Pattern.compile("median \\d+ (minutes?|hours?|days?), 90th percentile \\d+"));
      assertThat(
              page.locator("[data-element-id='Task_ProposeReasonableGrounds'][class*='nrm-heat-']"))
          .hasCount(1);
      assertThat(page.getByRole(AriaRole.ROW, named("Propose reasonable grounds")))
          .containsText(passed.replace(" completed", ""));
      assertThat(page.locator(".nrm-legend")).containsText("more than 45 days");

      Deque<Route> late = new ArrayDeque<>();
      page.route("**/time/**authority=UKBA*", late::add);
      page.waitForRequest(
          "**/time/**authority=UKBA*", () -> page.getByLabel("Authority").selectOption("UKBA"));
      page.getByLabel("Authority").selectOption("UKHTC");
      assertThat(badge).not().containsText(passed);
      String ofUkhtc = badge.innerText();
      page.waitForCondition(() -> !late.isEmpty());
      page.waitForResponse("**/time/**authority=UKBA*", () -> late.remove().resume()).finished();
      page.evaluate("() => new Promise(drawn => requestAnimationFrame(drawn))");
      assertThat(badge).hasText(ofUkhtc);
      page.getByLabel("Authority").selectOption("");
      assertThat(badge).containsText(passed);

      page.getByLabel("Show on the diagram").uncheck();
      assertThat(badge).hasCount(0);
      assertThat(page.locator("[class*='nrm-heat-']")).hasCount(0);
      page.getByLabel("Show on the diagram").check();
      assertThat(badge).hasCount(1);

      assertThat(page.getByLabel("Completed between")).hasValue("16/06/2010");
      page.getByLabel("Completed between").fill("31/6/2010");
      page.getByText("Show this period").click();
      assertThat(validationErrorOf(page)).isEqualTo("Enter a date like 14/4/2009.");
      page.getByLabel("Completed between").fill("");
      page.getByText("Show this period").click();
      assertThat(validationErrorOf(page)).isEqualTo("Enter a date like 14/4/2009.");
      page.getByLabel("Completed between").fill("31/12/2011");
      page.getByText("Show this period").click();
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("The period ends before it starts.");
      assertThat(badge).hasCount(0);
      page.getByLabel("Completed between").fill("16.6.2010");
      page.getByText("Show this period").click();
      assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
      assertThat(badge).hasCount(1);

      cockpit.open("#/nrm/time?from=2000-01-01&to=2010-01-01&authority=ABC", "Where time goes");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("Choose one of the authorities");
      page.getByLabel("Authority").selectOption("UKBA");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("5 years");
      assertThat(page.getByLabel("Completed between")).hasValue("01/01/2000");
      cockpit.open("#/nrm/time", "Where time goes");
      assertThat(page.getByRole(AriaRole.ROW, named("Propose reasonable grounds")))
          .containsText("before: ");
      page.getByLabel("Completed between").fill("1/1/2011");
      page.getByText("Show this period").click();
      page.getByLabel("Authority").selectOption("UKBA");
      assertThat(page.locator("[cam-widget-header] .account")).containsText("Alasdair Nairne");
      cockpit.reopen();
      assertThat(page.getByLabel("Completed between")).hasValue("01/01/2011");
      assertThat(page.getByLabel("Authority")).hasValue("UKBA");
      page.goBack();
      assertThat(page.getByLabel("Authority")).hasValue("");
      page.goBack();
      assertThat(page.getByLabel("Completed between")).hasValue("16/03/2011");
      assertThat(cockpit.complaints()).isEmpty();
      AccessibilityCheck.hasNoSeriousFinding(page);
    }
    try (Cockpit cockpit = signIn("policy.staff")) {
      AccessibilityCheck.hasNoSeriousFindingIn(openTimes(cockpit, definition), ".nrm-tab");
    }
    try (Cockpit cockpit = signIn("release.officer")) {
      Page page = openTab(cockpit, definition);

      assertThat(page.getByRole(AriaRole.ALERT))
          .containsText("Your role does not have access to figures of cases.");
    }
  }

  private static Object validationErrorOf(Page page) {
    return page.evaluate("() => document.querySelector('input:invalid').validationMessage");
  }

  private Page openTimes(Cockpit cockpit, String definition) {
    Page page = openTab(cockpit, definition);
    page.getByText("Where time goes: ").waitFor();
    return page;
  }

  private Page openTab(Cockpit cockpit, String definition) {
    Page page = cockpit.page();
    page.navigate(
        address() + "/camunda/app/cockpit/default/#/process-definition/" + definition + "/runtime");
    page.locator(".nav-tabs")
        .getByText("Where time goes", new Locator.GetByTextOptions().setExact(true))
        .click();
    return page;
  }

  private long passed(String definition) {
    LocalDate from = TODAY.minusYears(1).plusDays(1);
    return engine
        .getHistoryService()
        .createHistoricActivityInstanceQuery()
        .processDefinitionId(definition)
        .activityId("Task_ProposeReasonableGrounds")
        .finished()
        .list()
        .stream()
        .filter(one -> !one.isCanceled())
        .filter(
            one ->
                !LocalDay.of(one.getEndTime()).isBefore(from)
                    && !LocalDay.of(one.getEndTime()).isAfter(TODAY))
        .count();
  }

  @Test
  void aManagerReassignsATeamsTask() {
    String day = TODAY.toString();
    Journey child = new Journey(engine).referred(day, Invented.referralAndChild(day)).logged(day);
    Task task = child.task("Task_ProposeReasonableGrounds");
    Journey other = new Journey(engine).referred(day, Invented.referralAndChild(day)).logged(day);
    List.of(task, other.task("Task_ProposeReasonableGrounds"))
        .forEach(one -> engine.getTaskService().setAssignee(one.getId(), "ukhtc.owner"));
    try (Cockpit cockpit = signIn("ukhtc.manager")) {
      cockpit.open("#/nrm/workload", "Workload");
      Page page = cockpit.page();

      page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
      assertThat(page.locator("tbody")).containsText("UKHTC case owner", ON_PAPER);
      page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
      page.getByRole(AriaRole.BUTTON, button("Assigned")).click();
      assertThat(page).hasURL(Pattern.compile(".*#/nrm/workload\\?by=-claimed"));
      assertThat(
              page.locator("tbody td:nth-child(3)").allTextContents().stream()
                  .map(Integer::valueOf))
          .isSortedAccordingTo(Comparator.reverseOrder());
      page.getByRole(AriaRole.BUTTON, button("UKHTC case owner")).click();
      page.getByRole(AriaRole.BUTTON, named(": assigned tasks of UKHTC case owner")).click();
      cockpit.reopen();
      assertThat(page.getByRole(AriaRole.LINK, named(child.caseNumber())))
          .hasAttribute("href", "#/nrm/case?number=" + child.caseNumber());
      cockpit.mustFitATelephone();
      page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
      assertThat(page.getByLabel("Reason")).isHidden();
      assertThat(page.getByText(child.caseNumber())).isVisible();
      page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
      page.getByLabel(child.caseNumber()).check();
      page.getByLabel(other.caseNumber()).check();
      page.getByLabel("Reassign to").selectOption("ukhtc.owner2");
      assertThat(page.getByRole(AriaRole.BUTTON, button("Reassign 2 tasks"))).isDisabled();
      page.getByLabel("Reason").fill("Shared out before the holidays");
      page.route("**/workload/barred*", route -> route.fulfill(json("[\"ukhtc.owner2\"]")));
      page.getByLabel(other.caseNumber()).uncheck();
      assertThat(page.getByLabel("Reassign to").locator("option").first())
          .containsText("can't have all these tasks");
      page.unroute("**/workload/barred*");
      page.route("**/workload/tasks*", Route::abort);
      page.getByRole(AriaRole.BUTTON, button("Due")).click();
      page.getByRole(AriaRole.BUTTON, button("Try again")).waitFor();
      page.unroute("**/workload/tasks*");
      page.getByRole(AriaRole.BUTTON, button("Try again")).click();
      page.getByLabel(other.caseNumber()).check();
      page.route("**/workload/assign", Route::abort);
      page.waitForResponse(
          "**/workload/tasks*",
          () -> page.getByRole(AriaRole.BUTTON, button("Reassign 2 tasks")).click());
      assertThat(page.locator(".nrm-answer-refused")).hasText(UNKNOWN);
      page.unroute("**/workload/assign");
      other.proposedReasonableGrounds("ukhtc", "positive", day);
      page.getByRole(AriaRole.BUTTON, button("Reassign 2 tasks")).click();

      assertThat(page.locator(".nrm-answer-done"))
          .containsText(child.caseNumber() + ", Propose reasonable grounds");
      assertThat(page.locator(".nrm-answer-done")).containsText("Reassigned from ");
      assertThat(page.locator(".nrm-answer-refused")).containsText("It may have been completed.");
      assertThat(page.getByRole(AriaRole.BUTTON, button("Reassign 0 tasks"))).isDisabled();
      assertThat(cockpit.complaints()).isEmpty();
      AccessibilityCheck.hasNoSeriousFinding(page);
    }
    assertThat(child.task("Task_ProposeReasonableGrounds").getAssignee()).isEqualTo("ukhtc.owner2");
  }

  @Test
  void anOperatorRetriesAFailedJobAndSeesTheResult() throws IOException {
    String day = TODAY.toString();
    Path letter = Files.createDirectories(texts).resolve("acknowledgement.html");
    Files.writeString(letter, "<p>{{#child}}The tag above is never closed.</p>");
    Journey child = new Journey(engine).referred(day, Invented.referralAndChild(day));
    assertThatThrownBy(() -> child.logged(day));
    Job job = engine.getManagementService().createJobQuery().withException().list().get(0);
    try (Cockpit cockpit = signIn("admin")) {
      cockpit.open("#/nrm/incidents", "Incidents");
      Page page = cockpit.page();
      assertThat(page.locator("tbody")).containsText("A letter could not be written");
      assertThat(page.locator("tbody")).containsText("MustacheParseException");

      page.route("**/incidents/retry", CockpitOperations::answerLikeAProxy);
      page.waitForResponse("**/incidents*", () -> retry(page, child.caseNumber()));
      assertThat(page.locator(".nrm-answer-refused")).hasText(UNKNOWN);
      page.unroute("**/incidents/retry");
      retry(page, child.caseNumber());
      assertThat(page.getByRole(AriaRole.STATUS).last()).containsText("It is ");
      assertThatThrownBy(() -> engine.getManagementService().executeJob(job.getId()));
      assertThat(page.getByRole(AriaRole.STATUS).last()).containsText("It failed again.");

      page.getByRole(AriaRole.BUTTON, button("Stopped by a person: 0")).click();
      assertThat(page.locator("main")).containsText("There is none of this kind.");
      page.getByRole(AriaRole.BUTTON, button("All: 1")).click();
      Files.delete(letter);
      retry(page, child.caseNumber());
      assertThat(page.getByRole(AriaRole.STATUS).last()).containsText("It is ");
      engine.getManagementService().executeJob(job.getId());
      assertThat(page.locator(".nrm-answer-done"))
          .containsText("It is done, and the case continues.");
      assertThat(page.locator("main")).containsText("Nothing has failed or been delayed.");
      assertThat(cockpit.complaints()).isEmpty();
      AccessibilityCheck.hasNoSeriousFinding(page);
    } finally {
      Files.deleteIfExists(letter);
    }
    assertThat(child.has("Task_ProposeReasonableGrounds")).isTrue();
  }

  private static Route.FulfillOptions json(String body) {
    return new Route.FulfillOptions().setContentType("application/json").setBody(body);
  }

  private static void answerLikeAProxy(Route route) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(502)
            .setContentType("text/html")
            .setBody("<h1>502 Bad Gateway</h1>"));
  }

  private static void retry(Page page, String caseNumber) {
    page.getByLabel(caseNumber).check();
    page.getByRole(AriaRole.BUTTON, button("Retry 1")).click();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Page.GetByRoleOptions button(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
