package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;

/** The case panel beside a task's form, which leaves the form unchanged. */
class CaseBesideTask extends TasklistJourneyTestBase {

  @Test
  void theBarClaimsTasksAndFindsCasesAndDigitsFilterTasklistsSearch() {
    child.concern("first.responder", Invented.concern(TODAY)).executeJobs();
    String number = child.caseNumber();
    Tasklist duty = signIn("glasgow.duty");
    Page page = duty.page();
    try {
      assertThat(page.locator(".task-details")).containsText("choose “Start process”");
      page.getByText("Claim the next one").click();
      assertThat(page.locator(".fjs-container")).isVisible();
      Locator typed = page.locator("#nrm-search");
      Deque<Route> late = new ArrayDeque<>();
      page.route(
          "**/search",
          route -> {
            if (late.isEmpty()) {
              late.add(route);
            } else {
              route.resume();
            }
          });
      typed.fill("none");
      page.waitForRequest("**/search", () -> typed.press("Enter"));
      typed.fill(number.substring(number.length() - 4));
      typed.press("Enter");
      Locator found = page.locator(".nrm-search-found");
      assertThat(found.locator("a").first()).isFocused();
      assertThat(found.locator("a").first())
          .hasAttribute("href", "/nrm/cases/" + number + "/record");
      page.waitForResponse("**/search", () -> late.remove().resume()).finished();
      page.evaluate("() => new Promise(drawn => requestAnimationFrame(drawn))");
      assertThat(found.locator("a").first()).isFocused();
      AccessibilityCheck.hasNoSeriousFinding(page);
      found.getByText("Accept the concern").first().click();
      assertThat(page.locator(".fjs-container")).isVisible();
      assertThat(found).isHidden();
      assertThat(page.url()).doesNotContain(number);

      page.locator(".sorting-choice .dropdown-toggle").first().click();
      assertThat(page.locator("[cam-sorting-dropdown] > li:visible"))
          .hasText(new String[] {"Priority", "Created", "Follow-up date", "Task name", "Assignee"});
      page.keyboard().press("Escape");
      page.locator("input.main-field").first().click();
      assertThat(page.locator("[cam-widget-search] .dropdown-menu:visible li"))
          .hasText(
              new String[] {
                "Task or case number", "Stage or update", "Due date", "Follow-up date"
              });
      page.keyboard().type("1999");
      page.keyboard().press("Enter");
      assertThat(page.locator("ol.tasks-list li.task")).hasCount(0);
    } finally {
      duty.close();
    }
  }

  @Test
  void theCaseIsShownBesideTheFormAndKeepsTypedText() {
    child.referred(TODAY, Invented.referralAndChild(TODAY)).logged(TODAY);
    List<String> complaints = new ArrayList<>();
    Tasklist owner = signIn("ukhtc.owner");
    try {
      Page page = owner.page();
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error")
                && message.text().contains("Content Security Policy")) {
              complaints.add(message.text());
            }
          });
      page.onPageError(complaints::add);
      owner.openTask("Propose reasonable grounds", child.caseNumber()).claim();
      Locator typed = page.locator(".fjs-container textarea").first();
      typed.fill("The school and the police were asked");

      Locator button =
          page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Case beside the form"));
      button.focus();
      page.keyboard().press("Enter");
      Locator panel =
          page.getByRole(
              AriaRole.REGION, new GetByRoleOptions().setName("The case beside the task"));
      assertThat(panel.getByRole(AriaRole.HEADING).first()).hasText("Case " + child.caseNumber());
      assertThat(button).hasAttribute("aria-expanded", "true");
      assertThat(panel)
          .containsText("Reasonable grounds decision 17 April 2009"); // Easter lies between
      assertThat(panel).containsText("9 days left");
      assertThat(page.locator(".tasks-list input").first()).isHidden(); // also from Tab
      assertThat(page.getByText("Skip to the tasks")).isHidden();
      assertThat(panel).containsText("UKHTC received the NRM form on 8 April 2009.");
      org.assertj.core.api.Assertions.assertThat(panel.innerText()).doesNotContain("Nguyễn");
      Locator letter =
          panel
              .getByRole(AriaRole.LINK)
              .filter(new Locator.FilterOptions().setHasText("Acknowledgement"))
              .first();
      assertThat(letter).hasAttribute("target", "_blank");
      assertThat(page.request().get(address() + letter.getAttribute("href")).headers())
          .containsEntry("content-type", "application/pdf");
      page.keyboard().press("Escape");
      assertThat(panel).hasCount(0);
      assertThat(button).isFocused();
      assertThat(typed).hasValue("The school and the police were asked");
      assertThat(complaints).isEmpty();

      button.click();
      assertThat(panel.getByRole(AriaRole.HEADING).first()).isVisible();
      AccessibilityCheck.hasNoSeriousFinding(page);
      page.setViewportSize(320, 384); // 1280 at 400 %
      assertThat(typed).isHidden();
      org.assertj.core.api.Assertions.assertThat(panel.boundingBox().width).isEqualTo(320);
      page.keyboard().press("Escape");
      assertThat(typed).isVisible();
      assertThat(button).isFocused();
      Chromium.usualSize(page);
    } finally {
      owner.close();
    }
  }

  @Test
  void nothingOfTheLastTasksCaseIsShownBesideTheNextTask() {
    child.concern("first.responder", Invented.concern(TODAY)).executeJobs();
    Journey sibling = new Journey(engine).concern("first.responder", Invented.concern(TODAY));
    Tasklist duty = signIn("glasgow.duty");
    try {
      Page page = duty.page();
      duty.openTask("Accept the concern", child.caseNumber());
      page.getByText("Case beside the form").click();
      Locator panel = page.locator(".nrm-task-case");
      assertThat(panel).containsText("Case " + child.caseNumber());
      List<Route> late = new ArrayList<>();
      page.route("**/task/*/case", late::add);

      page.evaluate(
          "task => { window.location.hash = `#/?task=${task}`; }",
          sibling.task("Task_AcceptConcern").getId());
      page.waitForCondition(() -> !late.isEmpty());
      assertThat(panel).hasCount(0);

      page.unrouteAll();
      late.remove(0).resume();
      assertThat(panel).containsText("Case " + sibling.caseNumber());
      page.keyboard().press("Escape");
    } finally {
      duty.close();
    }
  }

  @Test
  void tasklistsFieldForTheAssigneeLeadsManagersToWorkload() {
    child
        .referred(TODAY, Invented.referralAndChild(TODAY))
        .logged(TODAY)
        .reasonableGrounds("ukhtc", "positive", TODAY);
    engine.getTaskService().setAssignee(child.task("Task_ProtectChild").getId(), "glasgow.lead");
    Tasklist manager = signIn("glasgow.manager");
    try {
      assertThat(manager.filters())
          .startsWith("My team's tasks", "My tasks")
          .endsWith("All tasks of my local authority", "Referred late");
      manager
          .filter("All tasks of my local authority")
          .openTask("Protect the child", child.caseNumber());
      Locator assignee = manager.page().locator(".meta .assignee");

      assertThat(assignee).containsText("Isla Lochhead");
      assertThat(assignee.getByRole(AriaRole.LINK))
          .hasAttribute("href", Pattern.compile("/camunda/app/cockpit/default/#/nrm/workload$"));
      assertThat(assignee.locator(".reset-assignee")).isHidden();
      Locator field = assignee.locator("[cam-widget-inline-field]");
      assertThat(field).hasAttribute("tabindex", "-1");
      field.click();
      field.press("Enter");
      assertThat(assignee.locator("input")).hasCount(0);

      manager.page().getByText("Case beside the form").click();
      Locator decided = manager.page().locator(".nrm-short-clocks li").first();
      assertThat(decided).containsText("Reasonable grounds decision 17 April 2009");
      assertThat(decided).containsText("decided 8 April 2009");
    } finally {
      manager.close();
    }
  }
}
