package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.RequestOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;

/**
 * How Tasklist handles wrong input: it says what is wrong, nothing changes, and the form keeps the
 * typed text.
 */
class TasklistRefusals extends TasklistTestBase {

  private static final String START = "/process-definition/key/nrm-case/submit-form";
  private static final String REPORTER = "Constable Isla Muirhead";
  private static final String SEEN = "Found with an adult who would not leave";

  @Autowired CaseFile files;

  private Journey child;
  private Tasklist responder;
  private Tasklist intake;

  /**
   * A referral that is waiting to be logged. The test runs the jobs itself, not the job executor.
   */
  @BeforeAll
  void openForms() {
    stopJobExecutor();
    child = new Journey(engine).referred(TODAY, Invented.ukNational(TODAY));
    responder = signIn("first.responder");
    fillInConcern(responder);
    intake = signIn("ukhtc.intake");
    intake
        .openTask("Log the referral", child.caseNumber())
        .claim()
        .choose("Is this the same child as in another case?", "No, this is a different child")
        .choose("Are any facts missing that are needed for the decision?", "Yes")
        .fill("Which facts are missing?", "Where was the child born?");
  }

  @AfterAll
  void closeForms() {
    for (Tasklist tasklist : new Tasklist[] {responder, intake}) {
      if (tasklist != null) {
        tasklist.close();
      }
    }
    startJobExecutor();
  }

  private static Tasklist fillInConcern(Tasklist tasklist) {
    return tasklist
        .startProcess("report a concern")
        .choose("Local authority area where the child is now", "Fife")
        .choose("Is the child in immediate danger?", "No")
        .choose("First responder's agency", "Health")
        .fill("First responder's name", REPORTER)
        .fill("First responder's telephone", "0141 496 0000")
        .fill("Date the child was first met", "08/04/2009")
        .fill("Where is the child now?", "At the hospital")
        .fill("What did you see, hear or learn?", SEEN);
  }

  // ---- the concern

  @Test
  void aConcernWithWrongDatesIsRefusedAndTheFormKeepsThem() {
    isRefused(
        Map.of("Date of the concern", "07/04/2009", "Time the child was first met", "23:59"),
        "Time the child was first met: must not be in the future.",
        "Date of the concern: must not be before the date the child was first met (8 April 2009).");
    isRefused(
        Map.of(
            "Date of the concern", "31/03/2009",
            "Date the child was first met", "09/04/2009",
            "Date of birth", "09/04/2009"),
        "Date the child was first met: must not be in the future.",
        "Date of the concern: must not be before 1 April 2009, when the National Referral Mechanism began.",
        "Date of the concern: must not be before the date the child was first met (9 April 2009).",
        "Date of birth: must not be in the future.");
  }

  private void isRefused(Map<String, String> dates, String... sentences) {
    Map<String, Object> before = state();
    Map<String, String> right = new TreeMap<>();
    dates.forEach(
        (label, date) -> {
          right.put(label, responder.input(label).inputValue());
          responder.fill(label, date);
        });

    Response answer = responder.page().waitForResponse("**/submit-form", responder::send);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(responder.errorMessage().locator("button")).hasText(sentences);
    assertThat(responder.errorMessage()).not().containsText("Cannot ");
    dates.forEach((label, date) -> assertThat(responder.input(label)).hasValue(date));
    assertThat(responder.input("First responder's name")).hasValue(REPORTER);
    assertThat(responder.input("What did you see, hear or learn?")).hasValue(SEEN);
    assertThat(state()).isEqualTo(before);
    right.forEach(responder::fill);
  }

  @Test
  void emptyRequiredFieldsHaveAMessageBesideThem() {
    Map<String, String> right = new TreeMap<>();
    for (String label :
        List.of(
            "First responder's name",
            "Where is the child now?",
            "What did you see, hear or learn?")) {
      right.put(label, responder.input(label).inputValue());
    }
    Map<String, Object> before = state();

    for (String label : right.keySet()) {
      responder.fill(label, "");
      assertThat(responder.errorAt(label)).hasText("Enter an answer.");
    }
    responder.send();

    assertThat(responder.errorMessage()).isFocused();
    for (String label : right.keySet()) {
      assertThat(responder.errorMessage())
          .containsText(label.replace("?", "") + ": enter an answer.");
    }
    assertThat(state()).isEqualTo(before);
    right.forEach(responder::fill);
    right.keySet().forEach(label -> assertThat(responder.errorAt(label)).hasCount(0));
    assertThat(responder.errorMessage()).hasCount(0);
  }

  @Test
  void anOverlongTextIsNeitherSentNorTruncated() {
    String tooLong = "x".repeat(8001);
    Map<String, Object> before = state();

    responder.fill("What did you see, hear or learn?", tooLong);

    assertThat(responder.errorAt("What did you see, hear or learn?"))
        .hasText("Must be 8,000 characters or fewer. You entered 8,001.");
    responder.send();
    assertThat(responder.errorMessage()).isFocused();
    assertThat(responder.input("What did you see, hear or learn?")).hasValue(tooLong);
    assertThat(state()).isEqualTo(before);
    responder.fill("What did you see, hear or learn?", SEEN);
  }

  @Test
  void aRequestWithoutTheSessionsTokenIsRefused() {
    Map<String, Object> before = state();

    BrowserContext other = chromium().session();
    signInWithoutAPage(other, "first.responder"); // this request ends its session
    APIResponse answer =
        other
            .request()
            .post(
                address() + "/camunda/api/engine/engine/default" + START,
                RequestOptions.create().setData(Map.of("variables", Map.of())));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(state()).isEqualTo(before);
    other.close();
  }

  @Test
  void namesInAnyScriptAreStoredAndShownAsTyped() {
    String names = "陳小龍, Ольга Шевченко, أحمد بن علي, ညီညီ, አበበ ቢቂላ, Nguyễn Thị Đào-Hà, 𠮷野";
    String alias = "Ngọc <b>*Ánh*</b> O'Neil & [Co](https://example.org)";
    Tasklist reporting = signIn("first.responder");
    fillInConcern(reporting)
        .fill("All names of the child", names)
        .fill("Also known as", alias)
        .complete();
    reporting.close();
    String caseNumber = newestCase();
    child.executeJobs();

    Tasklist duty = signIn("fife.duty");
    duty.openTask("Accept the concern", caseNumber);

    assertThat(duty.page().locator(".fjs-container"))
        .containsText("All names of the child: " + names);
    assertThat(duty.page().locator(".fjs-container")).containsText("Also known as: " + alias);
    assertThat(duty.page().locator(".fjs-container b, .fjs-container em")).hasCount(0);
    assertThat(duty.page().locator(".fjs-form-field-text a")).hasCount(0);
    duty.close();
  }

  // ---- tasks

  @Test
  void aReferralIsNotLoggedWithAWrongDate() {
    Map<String, Object> before = state();
    intake.fill("Date received at UKHTC", "07/04/2009");

    Response answer = intake.page().waitForResponse("**/submit-form", intake::send);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(intake.errorMessage())
        .containsText(
            "Date received at UKHTC: must not be before the date of referral (8 April 2009).");
    assertThat(intake.input("Date received at UKHTC")).hasValue("07/04/2009");
    assertThat(intake.input("Which facts are missing?")).hasValue("Where was the child born?");
    assertThat(state()).isEqualTo(before);
  }

  /** D18: this also applies to an officer in both groups. */
  @Test
  void theOfficerWhoProposedCannotConfirm() {
    Journey other =
        new Journey(engine)
            .referred(TODAY, Invented.ukNational(TODAY))
            .logged(TODAY)
            .proposedReasonableGrounds("ukhtc", "positive", TODAY);
    engine.getIdentityService().createMembership("ukhtc.owner", "ukhtc-second-officer");
    try {
      Tasklist owner = tasklist("ukhtc.owner");
      owner.openTask("Confirm reasonable grounds", other.caseNumber());
      Map<String, Object> before = state();

      Response answer =
          owner
              .page()
              .waitForResponse("**/claim", () -> owner.page().locator("button.claim").click());

      assertThat(answer.status()).isEqualTo(400);
      assertThat(owner.page().locator("[notifications-panel]"))
          .containsText(
              "You proposed this decision yourself. A different, second officer must confirm it or send it back.");
      assertThat(owner.page().locator(".notifications strong:text-is(':')")).isHidden();
      assertThat(owner.page().locator("button.claim")).isVisible();
      assertThat(other.task("Task_ConfirmReasonableGrounds").getAssignee()).isNull();
      assertThat(state()).isEqualTo(before);
      owner.page().context().close();
    } finally {
      engine.getIdentityService().deleteMembership("ukhtc.owner", "ukhtc-second-officer");
    }
  }

  private static void fillInProposal(Tasklist owner, Journey journey) {
    owner
        .openTask("Propose reasonable grounds", journey.caseNumber())
        .claim()
        .fill("Date of contact with the local authority", "08/04/2009")
        .choose("What do you propose?", "Positive: there are reasonable grounds")
        .fill("Reasons (the minute)", Invented.MINUTE);
  }

  @Test
  void aTaskThatAColleagueHasClaimedIsNotOfferedAnyLonger() {
    Journey other = new Journey(engine).referred(TODAY, Invented.ukNational(TODAY)).logged(TODAY);
    Tasklist owner = signIn("ukhtc.owner");
    owner.openTask("Propose reasonable grounds", other.caseNumber());
    assertThat(owner.page().locator("button.claim")).isVisible();
    engine
        .getTaskService()
        .setAssignee(other.task("Task_ProposeReasonableGrounds").getId(), "ukhtc.owner2");

    owner
        .page()
        .evaluate(
            "() => angular.element(document.body).injector().get('$rootScope').$broadcast('refresh')");

    assertThat(owner.page().locator("button.claim")).hasCount(0);
    owner.close();
  }

  /** No answer is wrong where a manager has reassigned the task in the meantime. */
  @Test
  void aRefusalNotCausedByAnAnswerAsksForNoCorrection() {
    Journey other = new Journey(engine).referred(TODAY, Invented.ukNational(TODAY)).logged(TODAY);
    Tasklist owner = signIn("ukhtc.owner");
    fillInProposal(owner, other);
    engine
        .getTaskService()
        .setAssignee(other.task("Task_ProposeReasonableGrounds").getId(), "ukhtc.owner2");

    owner.send();

    assertThat(owner.errorMessage()).containsText("This task is assigned to a colleague.");
    assertThat(owner.errorMessage()).containsText("The form has not been sent.");
    assertThat(owner.errorMessage()).not().containsText("Correct your answers");
    owner.close();
  }

  /** The form arrives, and its answer doesn't. */
  @Test
  void aConcernIsNotReportedTwiceIfTheResponseIsLost() {
    Tasklist again = fillInConcern(signIn("first.responder"));
    Page page = again.page();
    long before = cases();
    page.route(
        "**/submit-form",
        route -> {
          route.fetch();
          route.abort();
        });
    again.send();
    assertThat(again.errorMessage()).containsText("The form may not have been sent.");
    page.unroute("**/submit-form");
    again.input("What did you see, hear or learn?").fill(SEEN + " Written after it was sent");
    assertThat(page.locator(".nrm-draft")).containsText("Draft saved");

    again.send();

    assertThat(again.errorMessage())
        .containsText("The form has already been sent, as case NRM-2009-");
    assertThat(again.errorMessage()).containsText("You can close this form.");
    assertThat(cases()).isEqualTo(before + 1);
    assertThat(page.locator(".nrm-draft-saved")).hasText("");
    again.close();
  }

  private long cases() {
    return engine
        .getHistoryService()
        .createHistoricProcessInstanceQuery()
        .processDefinitionKey("nrm-case")
        .count();
  }

  /** The answer may be lost after the form has arrived. */
  @Test
  void aFormWithoutAResponseKeepsItsAnswersAndExplainsWhatToDo() {
    Journey other = new Journey(engine).referred(TODAY, Invented.ukNational(TODAY)).logged(TODAY);
    Tasklist owner = signIn("ukhtc.owner");
    Page page = owner.page();
    fillInProposal(owner, other);
    Consumer<Route> proxy =
        route ->
            route.fulfill(
                new Route.FulfillOptions().setStatus(502).setContentType("text/html").setBody("x"));

    for (Consumer<Route> failure : List.<Consumer<Route>>of(Route::abort, proxy)) {
      page.route("**/submit-form", failure);
      owner.send();
      assertThat(owner.errorMessage())
          .containsText(
              "The form may not have been sent. What you typed is still here. Check your network connection, then send the form again.");
      assertThat(owner.errorMessage()).isFocused();
      page.unroute("**/submit-form");
      owner.fill("Date of contact with the local authority", "07/04/2009");
      page.locator("h2.task").click();
    }

    assertThat(owner.input("Reasons (the minute)")).hasValue(Invented.MINUTE);
    Locator told = page.locator(".nrm-told");
    owner.filter("Overdue");
    assertThat(told).containsText("It will be in the form when you open it again.");
    page.route("**/api/**", Route::abort);
    owner.filter("My tasks");
    assertThat(told).containsText("The server is not responding.");
    page.unroute("**/api/**");
    owner.filter("My team's tasks");
    assertThat(told).hasText("");
    page.close();
  }

  @Test
  void aFormSentTwiceCountsOnce() {
    Journey other = new Journey(engine).referred(TODAY, Invented.ukNational(TODAY)).logged(TODAY);
    String task = other.task("Task_ProposeReasonableGrounds").getId();
    Tasklist owner = signIn("ukhtc.owner");
    fillInProposal(owner, other);

    owner.submitButton().dblclick();
    assertThat(owner.submitButton()).hasCount(0);

    assertThat(owner.errorMessage()).hasCount(0);
    assertThat(other.has("Task_ConfirmReasonableGrounds")).isTrue();
    Map<String, Object> before = state();
    APIResponse again =
        owner.post("/task/" + task + "/submit-form", Invented.reasonableGrounds("negative", TODAY));
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.text())
        .contains(
            "This task has already been completed or is no longer needed, so nothing was sent");
    assertThat(state()).isEqualTo(before);
    owner.close();
  }

  private String newestCase() {
    return engine
        .getRuntimeService()
        .createNativeProcessInstanceQuery()
        .sql(
            "select e.* from ACT_RU_EXECUTION e join ACT_RE_PROCDEF d on d.ID_ = e.PROC_DEF_ID_ join case_register r on r.case_number = e.BUSINESS_KEY_ where d.KEY_ = 'nrm-case' and e.PARENT_ID_ is null order by r.opened_order desc")
        .list()
        .get(0)
        .getBusinessKey();
  }

  /**
   * The contents of the engine and the case files: cases, open tasks, variables and recorded texts.
   */
  private Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    engine
        .getHistoryService()
        .createHistoricProcessInstanceQuery()
        .processDefinitionKey("nrm-case")
        .list()
        .forEach(
            started -> {
              CaseFileContent file = files.read(started.getBusinessKey());
              state.put("file " + started.getBusinessKey(), file);
            });
    state.put(
        "tasks",
        engine.getTaskService().createTaskQuery().orderByTaskId().asc().list().stream()
            .map(task -> List.of(task.getId(), String.valueOf(task.getAssignee())))
            .toList());
    engine
        .getHistoryService()
        .createHistoricVariableInstanceQuery()
        .list()
        .forEach(
            variable ->
                state.put("variable " + variable.getId(), String.valueOf(variable.getValue())));
    return state;
  }
}
