package scot.nrm.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator.WaitForOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;

/** The pages of Camunda's applications do what they should with no more than their content security policy allows. */
class PolicyOfApplicationsTest extends TasklistTest {

  private static final List<String> COCKPIT = List.of("#/dashboard", "#/processes", "#/decisions", "#/tasks",
      "#/repository", "#/batch", "#/reports");
  private static final List<String> ADMIN = List.of("#/users", "#/users/fife.lead?tab=profile",
      "#/users/fife.lead?tab=groups", "#/user-create", "#/groups", "#/groups/la-manager", "#/tenants", "#/tenants/fife",
      "#/authorization?resource=0", "#/system?section=system-settings-general",
      "#/system?section=system-settings-metrics");

  private final List<String> refused = new ArrayList<>();

  @Test
  void noFormOfTasklistNeedsMoreThanThePolicyAllows() {
    Journey child = new Journey(engine).concern("first.responder", Invented.concern(TODAY));
    Tasklist duty = signIn("glasgow.duty");
    watched(duty.page()).reload();
    duty.openTask("Accept the concern", child.caseNumber()).claim();
    duty.field("Lead professional").first().waitFor();
    Tasklist responder = signIn("first.responder");
    watched(responder.page()).reload();
    responder.startProcess("Report a concern: a child's NRM case");
    responder.field("Local authority").first().waitFor();

    assertThat(refused).isEmpty();
    duty.page().evaluate("() => { const s = document.createElement('script'); s.textContent = 'window.got = 1';"
        + " document.body.append(s); }");
    assertThat(duty.page().evaluate("() => window.got")).isEqualTo(1); // made by a script that the policy lets run
    duty.page().evaluate("() => { document.body.insertAdjacentHTML('beforeend',"
        + " '<img src=nowhere onerror=\"window.bad = 1\"><style>body { color: red }</style>'); }");
    duty.page().waitForCondition(() -> refused.size() >= 2);
    assertThat(duty.page().evaluate("() => window.bad")).isNull();
    assertThat(duty.page().evaluate("() => { try { return eval('1'); } catch (e) { return e.name; } }"))
        .isEqualTo("EvalError");
  }

  @Test
  void noPageOfCockpitAndAdminNeedsMoreThanThePolicyAllows() {
    new Journey(engine).concern("first.responder", Invented.concern(TODAY));
    Page page = watched(signIn("nrm.manager").page());
    String cockpit = address() + "/camunda/app/cockpit/default/";
    COCKPIT.forEach(part -> see(page, cockpit + part));
    String definition = engine.getRepositoryService().createProcessDefinitionQuery().processDefinitionKey("nrm-case")
        .latestVersion().singleResult().getId();
    see(page, cockpit + "#/process-definition/" + definition + "/runtime");
    page.locator(".djs-container").first().waitFor();
    String instance = engine.getRuntimeService().createProcessInstanceQuery().processDefinitionKey("nrm-case")
        .listPage(0, 1).get(0).getId();
    see(page, cockpit + "#/process-instance/" + instance + "/runtime");
    page.locator(".djs-container").first().waitFor();
    String table = engine.getRepositoryService().createDecisionDefinitionQuery()
        .decisionDefinitionKey("competent-authority").latestVersion().singleResult().getId();
    see(page, cockpit + "#/decision-definition/" + table);
    page.locator(".tjs-table").first().waitFor();

    Page admin = watched(chromium().page());
    admin.setDefaultTimeout(60_000);
    admin.navigate(address() + "/camunda/app/admin/default/");
    admin.getByPlaceholder("Username").fill("admin");
    admin.getByPlaceholder("Password").fill("development-only");
    admin.locator("button[type=submit]").click();
    admin.getByText("List of Users").or(admin.getByText("Users")).first().waitFor();
    ADMIN.forEach(part -> see(admin, address() + "/camunda/app/admin/default/" + part));

    assertThat(refused).isEmpty();
  }

  private Page watched(Page page) {
    page.onConsoleMessage(message -> {
      if (message.text().contains("Content Security Policy") || message.text().contains("EvalError")) {
        refused.add(page.url() + ": " + message.text());
      }
    });
    page.onPageError(fault -> refused.add(page.url() + ": " + fault));
    return page;
  }

  private static void see(Page page, String address) {
    page.navigate(address);
    page.waitForLoadState(LoadState.NETWORKIDLE);
    page.locator(".app-splash").waitFor(new WaitForOptions().setState(WaitForSelectorState.DETACHED));
  }
}
