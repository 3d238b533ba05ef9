package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A revision from its start until it is released; its day is ahead. */
abstract class RevisionsInCockpit extends CockpitTestBase {

  @Test
  void threePeopleSignARevision(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("close-case.bpmn");
    String diagram = Files.readString(Path.of("processes", "close-case.bpmn"));
    Files.writeString(file, diagram.replace("${closeCase}", "${closeTheCase}"));
    String address;
    try (Cockpit cockpit = signIn("policy.staff")) {
      Page page = cockpit.page();
      page.navigate(address() + "/nrm/revisions");
      page.getByLabel("Name").fill("Other words at the end");
      page.getByLabel("Reason").fill("UKHTC asked for them");
      page.getByLabel("In force on").fill("1/7/2011");
      button(page, "Start").click();
      page.getByLabel("Add files").setInputFiles(file);
      button(page, "Add and check").click();
      assertThat(page.locator(".problems")).containsText("close-case.bpmn");
      assertThat(button(page, "Send for approval")).hasCount(0);
      AccessibilityCheck.hasNoSeriousFinding(page);

      Files.writeString(file, diagram.replace("Case closed", "Case ended"));
      page.getByLabel("Add files").setInputFiles(file);
      button(page, "Add and check").click();
      assertThat(page.getByText("The check found nothing to correct.")).isVisible();
      page.getByText("Picture of processes/close-case.bpmn, before and after").click();
      assertThat(page.locator("figure svg").last()).containsText("changed 1");
      AccessibilityCheck.hasNoSeriousFinding(page);
      giveReasonForWarning(page, folder);
      commentOnTask(page);
      chooseWhatOpenCasesDo(page);
      button(page, "Send for approval").click();
      assertThat(page.locator("dd").first()).hasText("Waiting for approval");
      address = page.url();
    }
    assertSignedOnOnePage(address);
    sign("policy.approver", address, "Approve", "Approved, waiting for release");
    sign("release.officer", address, "Release", "Released");
    try (Cockpit cockpit = signIn("policy.staff")) {
      Page page = cockpit.page();
      page.navigate(address);
      assertThat(button(page, "Cancel the revision")).isHidden();
      page.locator("summary").getByText("Cancel the revision").click();
      button(page, "Cancel the revision").click();
      assertThat(page.locator("dd").first()).hasText("Cancelled");
      assertShowsCasesOfEarlierSet(page, address);
    }
  }

  private static void giveReasonForWarning(Page page, Path folder) throws IOException {
    Path file = folder.resolve("reflection-period.bpmn");
    Files.writeString(
        file,
        Files.readString(Path.of("processes", "reflection-period.bpmn"))
            .replace(
                "dueDate=\"${dueDates.onOrInWorkingDays(reflectionEndDate, 2)}\"",
                "dueDate=\"${reflectionReviewDate}\""));
    page.getByLabel("Add files").setInputFiles(file);
    button(page, "Add and check").click();
    assertThat(button(page, "Send for approval")).hasCount(0);
    page.getByLabel("Record the late answers").fill("The courts asked for it");
    AccessibilityCheck.hasNoSeriousFinding(page);
    button(page, "Save the reasons").click();
    assertThat(page.getByLabel("Record the late answers")).hasValue("The courts asked for it");
  }

  private void commentOnTask(Page page) {
    page.getByText("Comment on a file, a step, a row or a field").click();
    page.getByLabel("About", new Page.GetByLabelOptions().setExact(true))
        .selectOption(
            new SelectOption()
                .setLabel(
                    "processes/reflection-period.bpmn: the task Record the late answers (Task_RecordReviewAnswers)"));
    page.getByLabel("Comment (up to").fill("Is the LA told?");
    AccessibilityCheck.hasNoSeriousFinding(page);
    page.context().clearCookies(new BrowserContext.ClearCookiesOptions().setName("JSESSIONID"));
    button(page, "Add comment on this").click();
    assertThat(page.getByText("What you entered has not been sent.")).isVisible();
    AccessibilityCheck.hasNoSeriousFinding(page);
    signInWithoutAPage(page.context(), address() + Cockpit.APPLICATION, "policy.staff", password());
    page.reload();
    assertThat(page.getByLabel("Comment (up to")).hasValue("Is the LA told?");
    button(page, "Add comment on this").click();
    assertThat(page.locator(".comment")).containsText("Is the LA told?");
    AccessibilityCheck.hasNoSeriousFinding(page);
    page.getByRole(
            AriaRole.BUTTON,
            new Page.GetByRoleOptions().setName(Pattern.compile("^Settled: the comment of .*")))
        .click();
    assertThat(page.locator(".comment")).containsText("Settled by");
  }

  private static void chooseWhatOpenCasesDo(Page page) {
    String revision = page.url();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Cases under way")).click();
    Locator choice = page.getByLabel(Pattern.compile("^Conclusive grounds, set \\d+$")).first();
    choice.selectOption("from the next stage");
    button(page, "Save the choices").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("come to later stages");
    assertThat(choice).hasValue("LATER");
    AccessibilityCheck.hasNoSeriousFinding(page);
    for (Locator one : page.locator("select").all()) {
      one.selectOption("stay");
    }
    button(page, "Save the choices").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Saved");
    AccessibilityCheck.hasNoSeriousFinding(page);
    page.navigate(revision);
  }

  private void assertSignedOnOnePage(String address) {
    try (Cockpit cockpit = signIn("policy.approver")) {
      Page page = cockpit.page();
      page.navigate(address);
      page.getByText("All of it on one page, to print and sign").click();
      assertThat(page.locator("h1")).containsText("Other words at the end");
      assertThat(page.locator("main")).containsText("now Case ended");
      assertThat(page.locator("main")).containsText("Reason: The courts asked for it");
      assertThat(page.locator("figcaption"))
          .hasText(new String[] {"Before", "After", "Before", "After"});
      AccessibilityCheck.hasNoSeriousFinding(page);
      page.navigate(address + "/cases-under-way");
      assertThat(page.locator("h1")).containsText("Cases under way");
      AccessibilityCheck.hasNoSeriousFinding(page);
      cancelRehearsal(page, address);
    }
  }

  private static void cancelRehearsal(Page page, String address) {
    page.navigate(address + "/rehearsal");
    AccessibilityCheck.hasNoSeriousFinding(page);
    button(page, "Rehearse on past cases").click();
    assertThat(page.locator("progress")).isVisible();
    AccessibilityCheck.hasNoSeriousFinding(page);

    button(page, "Cancel the rehearsal").click();

    await()
        .pollInSameThread()
        .until(
            () -> {
              page.navigate(address + "/rehearsal");
              return page.locator("progress").count() == 0;
            });
    assertThat(button(page, "Rehearse on past cases")).isVisible();
    assertThat(page.locator("h2:text-is('Result')")).hasCount(0);
    assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0); // and no failure
  }

  private void assertShowsCasesOfEarlierSet(Page page, String address) {
    int revision = Integer.parseInt(address.substring(address.lastIndexOf('/') + 1));
    jdbc.sql("update revision set made_set = base_set where id = ?").param(revision).update();
    page.navigate(address + "/cases");
    assertThat(page.locator("h1")).containsText("What was done in cases");
    AccessibilityCheck.hasNoSeriousFinding(page);
    jdbc.sql("update revision set made_set = null where id = ?").param(revision).update();
  }

  private void sign(String person, String address, String button, String state) {
    try (Cockpit cockpit = signIn(person)) {
      Page page = cockpit.page();
      page.navigate(address);
      page.getByLabel("Note").fill("Read and agreed");
      button(page, button).click();
      assertThat(page.locator("dd").first()).hasText(state);
      AccessibilityCheck.hasNoSeriousFinding(page);
    }
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
