package scot.nrm.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator.WaitForOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;

/** The pages of Camunda's applications work within their content security policy. */
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

  private final List<String> refused = new ArrayList<>();

  @BeforeEach
  void forgetViolations() {
    refused.clear();
  }

  @Test
  void everyTasklistFormWorksWithinThePolicy() {
    child.concern("first.responder", Invented.concern(TODAY)).workOffJobs();
    Tasklist duty = watchedTasklist("glasgow.duty");
    duty.openTask("Accept the concern", child.caseNumber()).claim();
    Tasklist responder = watchedTasklist("first.responder");
    responder.startProcess("Report a concern about a child");

    assertThat(refused).isEmpty();
    duty.page()
        .evaluate(
            """
            () => {
              const script = document.createElement('script');
              script.textContent = 'window.bad = 1';
              document.body.append(script);
              document.body.insertAdjacentHTML('beforeend', '<img src=nowhere onerror="window.bad = 2">');
            }\
            """);
    duty.page()
        .waitForCondition(
            () ->
                refused.stream().anyMatch(what -> what.contains("script-src-attr"))
                    && refused.stream().anyMatch(what -> what.contains("script-src-elem")));
    assertThat(duty.page().evaluate("() => window.bad")).isNull();
    assertThat(
            duty.page()
                .evaluate("() => document.querySelector('script[nonce]').getAttribute('nonce')"))
        .as("no script can read the cookie")
        .isEqualTo("");
    duty.page().context().close();
    responder.page().context().close();
  }

  @Test
  void everyCockpitAndAdminPageWorksWithinThePolicy() {
    child.concern("first.responder", Invented.concern(TODAY)).workOffJobs();
    Page page = signedInPage("nrm.manager");
    watched(page.context());
    String cockpit = address() + "/camunda/app/cockpit/default/";
    COCKPIT.forEach(part -> see(page, cockpit + part));
    String definition =
        engine
            .getRepositoryService()
            .createProcessDefinitionQuery()
            .processDefinitionKey("nrm-case")
            .latestVersion()
            .singleResult()
            .getId();
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

    Page admin = watched(chromium().session()).newPage();
    admin.navigate(address() + "/camunda/app/admin/default/");
    admin.getByPlaceholder("Username").fill("admin");
    admin.getByPlaceholder("Password").fill("development-only");
    admin.locator("button[type=submit]").click();
    admin.getByText("List of Users").or(admin.getByText("Users")).first().waitFor();
    ADMIN.forEach(part -> see(admin, address() + "/camunda/app/admin/default/" + part));

    assertThat(refused).isEmpty();
    page.context().close();
    admin.context().close();
  }

  private Tasklist watchedTasklist(String user) {
    return Tasklist.signIn(watched(chromium().session()), address(), user, password());
  }

  private BrowserContext watched(BrowserContext session) {
    session.addInitScript(
        "document.addEventListener('securitypolicyviolation', event => console.log('REFUSED ' +"
            + " event.effectiveDirective + ' ' + event.blockedURI))");
    session.onConsoleMessage(
        message -> {
          if (message.text().contains("REFUSED")) {
            refused.add(message.page().url() + ": " + message.text());
          }
        });
    session.onWebError(fault -> refused.add(fault.page().url() + ": " + fault.error()));
    return session;
  }

  private static void see(Page page, String address) {
    page.navigate(address);
    page.waitForLoadState(LoadState.NETWORKIDLE);
    page.locator(".app-splash")
        .waitFor(new WaitForOptions().setState(WaitForSelectorState.DETACHED));
  }
}
