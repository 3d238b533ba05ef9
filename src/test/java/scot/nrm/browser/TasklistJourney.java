package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.letters.PdfText;

/**
 * One child's case in Tasklist as its people work on it, from the concern to the conclusive grounds
 * decision. What each of them has to click and type is counted.
 */
class TasklistJourney extends TasklistTestBase {

  private static final String BRITISH_TODAY = "08/04/2009";

  private static final String NOT_SENT =
      "The form has not been sent. Correct your answers and send it again.";

  /**
   * What each person may have to do at most, after signing in: clicks, typed characters, fields.
   */
  private static final Map<String, Effort.Total> AT_MOST =
      Map.of(
          "first.responder", new Effort.Total(17, 260, 15),
          "glasgow.duty", new Effort.Total(7, 40, 3),
          "glasgow.lead", new Effort.Total(25, 260, 16),
          "ukhtc.intake", new Effort.Total(5, 0, 2),
          "ukhtc.owner", new Effort.Total(8, 150, 6),
          "ukhtc.second", new Effort.Total(8, 0, 2));

  private final Effort effort = new Effort();

  @Test
  void allAgenciesWorkOnAChildsCaseInTheBrowser() {
    reportConcern();
    String caseNumber = acceptConcern();
    assessAndRefer(caseNumber);
    logReferral(caseNumber);
    proposeReasonableGrounds(caseNumber);
    confirmReasonableGrounds(caseNumber);

    proposeConclusiveGrounds(caseNumber);
    confirmConclusiveGrounds(caseNumber);

    assertThat(effort.askedTwice()).isEmpty();
    assertThat(effort.people().keySet()).isEqualTo(AT_MOST.keySet());
    assertThat(effort.people())
        .allSatisfy((person, done) -> assertThat(done.isWithin(AT_MOST.get(person))).isTrue());
  }

  private Tasklist as(String person) {
    return signIn(person).counted(effort.by(person));
  }

  private void reportConcern() {
    Tasklist responder = as("first.responder");
    responder.startProcess("report a concern");

    assertThat(responder.input("Date of the concern")).hasValue(BRITISH_TODAY);
    responder
        .choose("Local authority area where the child is now", "Glasgow City")
        .choose("Is the child in immediate danger?", "No")
        .choose("First responder's agency", "Police")
        .choose("Police force", "Strathclyde Police")
        .fill("First responder's name", "Constable Isla Muirhead")
        .fill("First responder's office or team", "Community police office, Govan")
        .fill("First responder's telephone", "0141 496 0000")
        .fill("First responder's e-mail", "isla.muirhead@police.example")
        .fill("Date the child was first met", BRITISH_TODAY)
        .fill("All names of the child", Invented.CHILD)
        .fill("Date of birth", "23/07/1994")
        .choose("Sex", "Female")
        .add("Nationality", "United Kingdom")
        .fill("Where is the child now?", "At the police office, with a social worker")
        .fill("What did you see, hear or learn?", "Found with an adult who would not leave")
        .complete();
    Locator sent = responder.page().locator(".nrm-sent");
    assertThat(sent).containsText("Report a concern about a child");
    assertThat(sent).containsText("Case number: NRM-2009-");
    assertThat(sent).containsText("Glasgow City Council has it now.");
    assertThat(sent.locator("h2")).isFocused();
    assertThat(ScreenReader.focused(responder.page())).isEqualTo("heading \"Sent\"");
    ScreenReader.hears(
        responder.page(),
        "region \"Sent\"",
        "heading \"Sent\"",
        "StaticText \"Report a concern about a child\"",
        "heading \"What happens next\"",
        "StaticText \"Glasgow City Council has it now.\"",
        "button \"Close\"");
    AccessibilityCheck.hasNoSeriousFinding(responder.page());
    responder.page().keyboard().press("Escape");
    assertThat(sent).hasCount(0);
    responder.close();
  }

  /** The case appears with its number and its dates in British format. */
  private String acceptConcern() {
    Tasklist duty = as("glasgow.duty");
    String caseNumber =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey("nrm-case")
            .orderByBusinessKey()
            .desc()
            .listPage(0, 1)
            .get(0)
            .getBusinessKey();
    Locator task = duty.task("Accept the concern", caseNumber);
    assertThat(task).isVisible();

    assertThat(duty.order()).containsText("Due date");
    assertThat(task.locator(".nrm-due-date")).hasText("Due today (Wednesday 8 April)");

    duty.openTask("Accept the concern", caseNumber);
    ScreenReader.hears(
        duty.page(),
        "main \"\"",
        "region \"Filters\"",
        "region \"Tasks\"",
        "link \"Accept the concern – " + caseNumber + "\"",
        "region \"Task\"",
        "heading \"Accept the concern – " + caseNumber + "\"",
        "button \"Claim\"",
        "group \"The concern\"",
        "textbox \"Date the concern was accepted\" required",
        "radiogroup \"Is the child already known to the local authority?\" required",
        "radio \"Yes\"",
        "textbox \"What has been done to make the child safe?\" required",
        "button \"Complete\" disabled");
    assertThat(duty.page().getByText("This task is no longer open.")).isHidden();
    duty.claim().send();
    assertThat(duty.errorMessage()).isFocused();
    assertThat(ScreenReader.focused(duty.page())).isEqualTo("group \"" + NOT_SENT + "\"");
    ScreenReader.hears(
        duty.page(),
        "heading \"" + NOT_SENT + "\"",
        "button \"Is the child already known to the local authority: choose an answer.\"",
        "button \"Lead professional: choose an answer.\"",
        "radiogroup \"Is the child already known to the local authority?\" required",
        "radio \"Yes\" invalid",
        "combobox \"Lead professional\" required invalid");
    assertThat(duty.page().locator(".fjs-container")).containsText(Invented.CHILD);
    assertThat(duty.input("Date the concern was accepted")).hasValue(BRITISH_TODAY);
    duty.choose("Is the child already known to the local authority?", "No")
        .fill(
            "What has been done to make the child safe?", "Emergency placement with foster carers")
        .choose("Lead professional", "Isla Lochhead")
        .complete();
    duty.close();
    return caseNumber;
  }

  private void assessAndRefer(String caseNumber) {
    Tasklist lead = as("glasgow.lead");
    openOwn(lead, "Assess the child", caseNumber);
    assertThat(lead.input("What has been done to make the child safe?"))
        .hasValue("Emergency placement with foster carers");
    lead.choose("Are you using the indicator matrix?", "Yes")
        .tick(
            "Exploitation: observed",
            "E08 Extreme fear, for example of a person, of deportation or of speaking out")
        .fill("The child's needs", "Safety, health check, schooling")
        .fill("Risk of harm", "High while the adults know where the child is")
        .choose("Do you believe that the child was trafficked?", "Yes")
        .complete();

    Locator sent = lead.page().locator(".nrm-sent");
    Locator camundasLink =
        lead.page().locator(".notifications .alert:has(a[href*='forceDisplayTask'])");
    assertThat(camundasLink).hasCount(1);
    assertThat(camundasLink).isHidden(); // the panel has the link, and this would hide the due date
    sent.getByText("Complete NRM form parts A to E: referral and child").last().click();
    assertThat(sent).hasCount(0);
    assertThat(lead.page().locator("h2.task")).isFocused();
    assertThat(lead.input("Lead professional")).hasValue("Isla Lochhead");
    assertThat(lead.input("First responder's name")).hasValue("Constable Isla Muirhead");
    assertThat(lead.input("All names of the child")).hasValue(Invented.CHILD);
    assertThat(lead.input("Date of birth")).hasValue("23/07/1994");
    lead.choose("Is the child's age disputed?", "No")
        .choose("Immigration status", "UK national")
        .choose("Has this been reported to the police?", "Yes")
        .fill("Crime reference", "GV-000123-09")
        .complete();

    openOwn(lead, "Complete NRM form part F: exploitation", caseNumber);
    lead.tick(
            "Types of exploitation, suspected or known", "Forced criminality", "Domestic servitude")
        .tick("What crimes was the child made to commit?", "Cannabis cultivation")
        .fill("How was the child controlled?", "Says she was " + Invented.STORY)
        .complete();

    openOwn(lead, "Complete NRM form part G: indicators", caseNumber);
    assertThat(
            lead.answer(
                "Exploitation: observed",
                "E08 Extreme fear, for example of a person, of deportation or of speaking out"))
        .isChecked();
    lead.tick("Movement: observed", "M10 Has no passport or other identity document").complete();

    openOwn(lead, "Check and send the NRM form", caseNumber);
    lead.fill("Evidence of trafficking", "Her own account, the police's findings at the house")
        .fill("Professional view", "Trafficked into cannabis cultivation");
    String form = pdfFromLink(lead, "NRM form as a PDF");
    assertThat(form)
        .contains(
            Invented.CHILD, "23 July 1994", Invented.STORY, "First responder's agency Police");
    assertThat(lead.input("Professional view")).hasValue("Trafficked into cannabis cultivation");
    lead.choose("What do you want to do?", "Send the form to UKHTC").complete();
    lead.close();
  }

  private void logReferral(String caseNumber) {
    Tasklist intake = as("ukhtc.intake");
    intake
        .openTask("Log the referral", caseNumber)
        .claim()
        .choose("Is this the same child as in another case?", "No, this is a different child")
        .choose("Are any facts missing that are needed for the decision?", "No")
        .complete();
    intake.close();
  }

  private void proposeReasonableGrounds(String caseNumber) {
    Tasklist owner = as("ukhtc.owner");
    assertThat(owner.task("Propose reasonable grounds", caseNumber).locator(".nrm-due-date"))
        .hasText("Due in 9 days (Friday 17 April)"); // D15, D39: five working days, across Easter
    owner.openTask("Propose reasonable grounds", caseNumber).claim();
    assertThat(owner.field("What do you propose?")).not().containsText("Suspend"); // D35
    owner
        .fill("Date of contact with the local authority", BRITISH_TODAY)
        .choose("What do you propose?", "Positive: there are reasonable grounds")
        .fill("Reasons (the minute)", Invented.MINUTE)
        .complete();
    owner.close();
  }

  private void confirmReasonableGrounds(String caseNumber) {
    Tasklist second = as("ukhtc.second");
    second.openTask("Confirm reasonable grounds", caseNumber).claim();
    assertThat(second.page().locator(".fjs-container")).containsText(Invented.MINUTE);
    second.choose("Do you agree with the proposal?", "Yes, confirm the decision");
    assertThat(second.input("Date of the decision")).hasValue(BRITISH_TODAY);
    second.complete();
    second.close();
  }

  /** Letters open in another tab with a check of permissions; the form keeps the typed text. */
  private void proposeConclusiveGrounds(String caseNumber) {
    Tasklist owner = as("ukhtc.owner");
    owner
        .openTask("Propose conclusive grounds", caseNumber)
        .claim()
        .fill("What they said", "The council agrees");
    assertThat(link(owner, "NRM 05")).containsText("to Strathclyde Police");
    String letter = pdfFromLink(owner, "NRM 03");
    assertThat(letter).contains(caseNumber).doesNotContain(Invented.MINUTE);
    assertThat(owner.input("What they said")).hasValue("The council agrees");

    String address = address() + link(owner, "NRM 03").getAttribute("href");
    APIRequestContext stranger = chromium().browser().newContext().request();
    assertThat(stranger.get(address).status()).isEqualTo(401);
    APIResponse toBrowser =
        stranger.get(
            address, RequestOptions.create().setHeader("Accept", "text/html").setMaxRedirects(0));
    assertThat(toBrowser.status()).isEqualTo(302);
    assertThat(toBrowser.headers().get("location"))
        .as("sign-in, and then the letter")
        .contains("/login?page=%2Fnrm%2Fcases%2F");
    stranger.dispose();

    owner
        .choose("What do you propose?", "Positive: recognised as a victim")
        .fill("Reasons (the minute)", "The police found the house as she described it.")
        .complete();
    owner.close();
  }

  private void confirmConclusiveGrounds(String caseNumber) {
    Tasklist second = as("ukhtc.second");
    second
        .openTask("Confirm conclusive grounds", caseNumber)
        .claim()
        .choose("Do you agree with the proposal?", "Yes, confirm the decision")
        .complete();
    assertThat(second.page().locator(".nrm-sent")).containsText(caseNumber);
    second.close();
  }

  /** Opens the next part, which is already assigned to the same lead professional. */
  private static void openOwn(Tasklist lead, String task, String caseNumber) {
    lead.filter("My tasks").openTask(task, caseNumber);
  }

  private static Locator link(Tasklist tasklist, String text) {
    return tasklist
        .page()
        .locator(".fjs-container a")
        .filter(new FilterOptions().setHasText(text))
        .first();
  }

  /**
   * Clicks the link, which opens another tab, and reads the response that this person gets at its
   * address.
   */
  private static String pdfFromLink(Tasklist tasklist, String text) {
    Page other = tasklist.page().waitForPopup(() -> link(tasklist, text).click());
    other.close();
    APIResponse pdf =
        tasklist
            .page()
            .request()
            .get(
                URI.create(tasklist.page().url())
                    .resolve(link(tasklist, text).getAttribute("href"))
                    .toString());
    assertThat(pdf.status()).isEqualTo(200);
    assertThat(pdf.headers().get("content-type")).isEqualTo("application/pdf");
    return PdfText.of(pdf.body());
  }
}
