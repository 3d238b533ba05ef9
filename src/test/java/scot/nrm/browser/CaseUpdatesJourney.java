package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
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
  void aMissingChildsSuspendedStageHasAFilterAndNoDueDate() {
    child.referred(TODAY, Invented.ukNational(TODAY)).logged(TODAY);
    Tasklist lead = signIn("glasgow.lead");
    reportMissing(lead);
    lead.close();
    child
        .does(
            "ukhtc.owner",
            "Task_ProposeReasonableGrounds",
            Invented.reasonableGrounds("suspend", TODAY))
        .does(
            "ukhtc.second",
            "Task_ConfirmReasonableGrounds",
            Invented.confirmReasonableGrounds(TODAY));

    Tasklist owner = signIn("ukhtc.owner");
    Locator watch = owner.filter("Suspended and missing").task(WATCH, child.caseNumber());
    assertThat(watch).isVisible();
    assertThat(watch.locator(".nrm-due-date")).hasCount(0); // D35: no deadline
    assertThat(owner.filter("My team's tasks").task(PROPOSE, child.caseNumber())).hasCount(0);
    owner.close();
  }

  /** Enters a wrong number first: the form says what is wrong and keeps the typed text. */
  private void reportMissing(Tasklist lead) {
    lead.startProcess("Report that a child is missing")
        .fill("Case number", "NRM-2009-2CCC-CCCW")
        .fill("Where did the child go missing from?", MISSING_FROM)
        .fill("What happened?", HAPPENED);

    Response answer = lead.page().waitForResponse("**/submit-form", lead::send);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(lead.errorMessage())
        .containsText(
            "Case number: you don't have access to a case with this number. Check it on a letter or a task: it looks like NRM-2009-7Q4X-8KD9.");
    assertThat(lead.input("Case number")).hasValue("NRM-2009-2CCC-CCCW");
    assertThat(lead.input("Date the child went missing")).hasValue("08/04/2009");
    assertThat(lead.input("Where did the child go missing from?")).hasValue(MISSING_FROM);
    assertThat(lead.input("What happened?")).hasValue(HAPPENED);

    lead.fill("Case number", child.caseNumber()).complete();
    child.executeJobs();
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
    child.executeJobs();

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
