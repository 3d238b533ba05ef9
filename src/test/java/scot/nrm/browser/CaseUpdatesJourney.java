package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByTextOptions;
import com.microsoft.playwright.Response;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;

/** Updates from outside, made in Tasklist: the caseworkers see the effect at once. */
class CaseUpdatesJourney extends TasklistJourneyTestBase {

  private static final String MISSING_FROM = "The foster carers' home";
  private static final String HAPPENED = "Her room was empty; the telephone lay on the bed";
  private static final String PROPOSE = "Propose reasonable grounds";
  private static final String WATCH = "Monitor the suspended stage";

  @Test
  void aStageIsSuspendedWhileTheChildIsMissingThenGetsANewDate() {
    child.referred(TODAY, Invented.ukNational(TODAY)).logged(TODAY);
    Tasklist lead = signIn("glasgow.lead");
    Tasklist owner = signIn("ukhtc.owner");
    Tasklist second = signIn("ukhtc.second");

    reportMissing(lead);
    suspend(owner, second);
    assertTheSuspensionIsShown(owner);

    child.on("2009-04-21");
    reportFound(lead);
    // D36: five working days remained, counted from the day after 21 April.
    decide(owner, second, "(Tuesday 28 April)");

    assertThat(child.variable("rgOutcome")).isEqualTo("positive");
    assertThat(child.variable("suspendedStage")).isNull();
    lead.close();
    owner.close();
    second.close();
  }

  /** Enters a wrong number first: the form says what is wrong and keeps the typed text. */
  private void reportMissing(Tasklist lead) {
    lead.startProcess("Report that a child is missing")
        .fill("Case number", "NRM-2009-999999")
        .fill("Where did the child go missing from?", MISSING_FROM)
        .fill("What happened?", HAPPENED);

    Response answer = lead.page().waitForResponse("**/submit-form", lead::send);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(lead.errorMessage())
        .containsText(
            "Case number: you don't have access to a case with this number. Check it on a letter or a task: it looks like NRM-2009-7Q4X-8KD9.");
    assertThat(lead.input("Case number")).hasValue("NRM-2009-999999");
    assertThat(lead.input("Missing since")).hasValue("08/04/2009");
    assertThat(lead.input("Where did the child go missing from?")).hasValue(MISSING_FROM);
    assertThat(lead.input("What happened?")).hasValue(HAPPENED);

    lead.fill("Case number", child.caseNumber()).complete();
    child.workOffJobs();
  }

  private void suspend(Tasklist owner, Tasklist second) {
    owner
        .filter("Suspended and missing")
        .openTask("Decide or suspend?", child.caseNumber())
        .claim()
        .choose(
            "Do you have enough information to decide?", "No, I will propose to suspend the stage")
        .fill("Reasons for your answer", "Her account is not complete yet")
        .complete();
    owner.filter("My team's tasks").openTask(PROPOSE, child.caseNumber()).claim();
    assertThat(owner.page().locator(".fjs-container")).containsText("8 April 2009");
    owner
        .fill("Date of contact with the local authority", "08/04/2009")
        .choose(
            "What do you propose?",
            "Suspend: the child is missing and there is not enough information")
        .fill("Reasons (the minute)", Invented.MINUTE)
        .complete();

    second
        .filter("My team's tasks")
        .openTask("Confirm reasonable grounds", child.caseNumber())
        .claim()
        .choose("Do you agree with the proposal?", "Yes, confirm the decision")
        .complete();
    child.workOffJobs();
  }

  /** In Tasklist by its own filter, in Cockpit on the diagram and among the variables. */
  private void assertTheSuspensionIsShown(Tasklist owner) {
    Locator watch = owner.filter("Suspended and missing").task(WATCH, child.caseNumber());
    assertThat(watch).isVisible();
    assertThat(watch.locator(".nrm-due-date")).hasCount(0); // D35: no deadline
    assertThat(owner.filter("My team's tasks").task(PROPOSE, child.caseNumber())).hasCount(0);

    Page cockpit = signedInPage("nrm.manager");
    cockpit.navigate(address() + "/camunda/app/cockpit/default/#/processes");
    cockpit.locator("a").filter(new FilterOptions().setHasText("Suspension")).first().click();
    cockpit
        .locator("tr")
        .filter(new FilterOptions().setHasText(child.caseNumber()))
        .locator("a[href*='process-instance']")
        .first()
        .click();

    assertThat(
            cockpit
                .locator(
                    ".djs-overlays[data-container-id='Task_WatchSuspendedStage'] .badge:visible")
                .first())
        .hasText("1");
    cockpit.getByText("Variables", new GetByTextOptions().setExact(true)).click();
    assertThat(
            cockpit.locator("tr").filter(new FilterOptions().setHasText("suspendedStage")).first())
        .containsText("reasonable-grounds");
    assertThat(cockpit.locator("body").innerText()).doesNotContain(Invented.CHILD, MISSING_FROM);
    cockpit.context().close();
  }

  private void reportFound(Tasklist lead) {
    lead.startProcess("Report that a child has been found");
    assertThat(lead.input("Date the child was found or came back")).hasValue("21/04/2009");
    lead.fill("Case number", child.caseNumber())
        .fill("Where was the child found?", "At the bus station")
        .fill(
            "How is the child, and where are they now?",
            "Tired and hungry, back with the foster carers")
        .complete();
    child.workOffJobs();
  }

  private void decide(Tasklist owner, Tasklist second, String due) {
    assertThat(owner.filter("Suspended and missing").task(WATCH, child.caseNumber())).hasCount(0);
    owner.filter("My team's tasks");
    assertThat(due(owner)).containsText(due);
    owner
        .openTask(PROPOSE, child.caseNumber())
        .claim()
        .choose("What do you propose?", "Positive: there are reasonable grounds")
        .fill("Reasons (the minute)", Invented.MINUTE)
        .complete();

    second
        .filter("My team's tasks")
        .openTask("Confirm reasonable grounds", child.caseNumber())
        .claim()
        .choose("Do you agree with the proposal?", "Yes, confirm the decision")
        .complete();
    child.workOffJobs();
  }

  @Test
  void anAsylumClaimMovesTheOpenDecisionWithItsDateToUkba() {
    child.referred(TODAY, Invented.referralAndChild(TODAY)).logged(TODAY); // D13.5: UKHTC decides
    Tasklist ukhtc = signIn("ukhtc.owner");
    Tasklist ukba = signIn("ukba.owner");
    assertThat(due(ukhtc)).containsText("(Friday 17 April)");
    assertThat(ukba.task(PROPOSE, child.caseNumber())).hasCount(0);

    Tasklist lead = signIn("glasgow.lead");
    lead.startProcess("Record an asylum claim")
        .fill("Case number", child.caseNumber())
        .choose("What has changed?", "Asylum has been claimed")
        .fill("Home Office reference", "B7654321");
    assertThat(lead.input("Date of the asylum claim")).hasValue("08/04/2009");
    lead.complete();
    child.workOffJobs();

    assertThat(ukhtc.filter("My team's tasks").task(PROPOSE, child.caseNumber())).hasCount(0);
    ukba.filter("My team's tasks");
    assertThat(due(ukba)).containsText("(Friday 17 April)"); // D14
    ukba.openTask(PROPOSE, child.caseNumber()).claim();
    assertThat(ukba.page().locator(".fjs-container")).containsText(Invented.CHILD);
    lead.close();
    ukhtc.close();
    ukba.close();
  }

  private Locator due(Tasklist tasklist) {
    return tasklist.task(PROPOSE, child.caseNumber()).locator(".nrm-due-date");
  }
}
