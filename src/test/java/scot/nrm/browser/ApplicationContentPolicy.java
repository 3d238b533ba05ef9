package scot.nrm.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator.WaitForOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;

/** The content security policy of Camunda's applications, within which their pages work. */
class ApplicationContentPolicy extends TasklistJourneyTestBase {

  private static final List<String> COCKPIT =
      List.of(
          "#/dashboard",
          "#/processes",
          "#/decisions",
          "#/tasks",
          "#/repository",
          "#/batch",
          "#/reports");
  private static final List<String> ADMIN =
      List.of(
          "#/users",
          "#/users/fife.lead?tab=profile",
          "#/users/fife.lead?tab=groups",
          "#/user-create",
          "#/groups",
          "#/groups/la-manager",
          "#/tenants",
          "#/tenants/fife",
          "#/authorization?resource=0",
          "#/system?section=system-settings-general",
          "#/system?section=system-settings-metrics");

  @Test
  void aScriptInTypedTextDoesNotRun() {
    child.concern("first.responder", Invented.concern(TODAY)).executeJobs();
    Tasklist duty = signIn("glasgow.duty");
    duty.openTask("Accept the concern", child.caseNumber());

    duty.page()
        .evaluate(
            """
            () => {
              const script = document.createElement('script');
              script.textContent = 'window.bad = 1';
              document.body.append(script);
              script.remove();
              document.body.insertAdjacentHTML('beforeend', '<img src=nowhere onerror="window.bad = 2">');
            }\
            """);
    duty.page()
        .waitForCondition(
            () ->
                Stream.of("script-src-attr", "script-src-elem")
                    .allMatch(
                        directive ->
                            Chromium.refused().stream()
                                .anyMatch(what -> what.contains(directive))));
    assertThat(duty.page().evaluate("() => window.bad")).isNull();
    assertThat(
            duty.page()
                .evaluate("() => document.querySelector('script[nonce]').getAttribute('nonce')"))
        .as("no script can read the cookie")
        .isEqualTo("");
    duty.page().evaluate("() => document.querySelector('img[src=nowhere]').remove()");
    duty.close();
    Chromium.forgetRefused();
  }

  /** {@link BrowserTestBase} asks of every page that a test opens what the policy refused. */
  @Test
  @Tag("full")
  void everyCockpitAndAdminPageWorksWithinThePolicy() {
    child.concern("first.responder", Invented.concern(TODAY)).executeJobs();
    Page page = signedInPage("nrm.manager");
    String cockpit = address() + "/camunda/app/cockpit/default/";
    COCKPIT.forEach(part -> see(page, cockpit + part));
    String definition = Journey.definition(engine, "nrm-case");
    see(page, cockpit + "#/process-definition/" + definition + "/runtime");
    page.locator(".djs-container").first().waitFor();
    String instance =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey("nrm-case")
            .listPage(0, 1)
            .get(0)
            .getId();
    see(page, cockpit + "#/process-instance/" + instance + "/runtime");
    page.locator(".djs-container").first().waitFor();
    String table =
        engine
            .getRepositoryService()
            .createDecisionDefinitionQuery()
            .decisionDefinitionKey("competent-authority")
            .latestVersion()
            .singleResult()
            .getId();
    see(page, cockpit + "#/decision-definition/" + table);
    page.locator(".tjs-table").first().waitFor();

    Page admin = chromium().page();
    admin.navigate(address() + "/camunda/app/admin/default/");
    admin.getByPlaceholder("Username").fill("admin");
    admin.getByPlaceholder("Password").fill("development-only");
    admin.locator("button[type=submit]").click();
    admin.getByText("List of Users").or(admin.getByText("Users")).first().waitFor();
    ADMIN.forEach(part -> see(admin, address() + "/camunda/app/admin/default/" + part));

    page.context().close();
    admin.context().close();
  }

  private static void see(Page page, String address) {
    page.navigate(address);
    page.waitForLoadState(LoadState.NETWORKIDLE);
    page.locator(".app-splash")
        .waitFor(new WaitForOptions().setState(WaitForSelectorState.DETACHED));
  }
}
