package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;

/**
 * What is typed into a form and not sent stays with its person, on the server, and nothing of it in
 * the browser.
 */
class FormDrafts extends TasklistJourneyTestBase {

  private static final String CANARY = "Localstoragecanary Child";
  private static final String NAMES = "All names of the child";
  private static final String CONCERN = "Report a concern";
  private static final String SAFETY = "What has been done to make the child safe?";
  private static final String ACCEPT = "Accept the concern";

  /** Everything that scripts can keep in a browser, and the addresses and state of its history. */
  private static final String KEPT_IN_BROWSER =
      """
      async () => {
        const databases = await indexedDB.databases();
        const rows = await Promise.all(databases.map(({ name }) => new Promise((found, failed) => {
          const opening = indexedDB.open(name);
          opening.onerror = failed;
          opening.onsuccess = () => {
            const stores = [...opening.result.objectStoreNames];
            Promise.all(stores.map(store => new Promise(all => {
              const asked = opening.result.transaction(store).objectStore(store).getAll();
              asked.onsuccess = () => all(asked.result);
            }))).then(found, failed);
          };
        })));
        const caches = await Promise.all((await window.caches.keys()).map(async name => {
          const cache = await window.caches.open(name);
          return Promise.all((await cache.matchAll()).map(async answer => answer.url + await answer.text()));
        }));
        return JSON.stringify([
          { ...localStorage }, { ...sessionStorage }, rows, caches, history.state, location.href, document.cookie,
          performance.getEntriesByType('navigation').map(entry => entry.name),
        ]);
      }\
      """;

  @Test
  void aDraftSurvivesTheSessionForItsAuthorAlone() {
    BrowserContext computer = chromium().session();
    Tasklist responder = signIn(computer, "first.responder");
    Page page = responder.page();
    Locator draft = page.locator(".nrm-draft");
    fillInConcern(responder);
    responder.fill("Date of birth", "03/04/1994").fill("Time the child was first met", "14:20");
    assertThat(saved(responder)).hasText("Draft saved 10:00"); // nine o'clock Greenwich time

    endSession(computer);
    responder.fill(NAMES, CANARY + " of Govan");
    assertThat(draft).containsText("Not saved, because you have been signed out.");
    sendAndSeeTheSignIn(responder);
    assertThat(kept(page)).doesNotContain("Localstoragecanary", "camunda-form");

    signInHere(page, "first.responder");
    assertThat(draft).containsText("Draft from 8 April 2009");
    assertThat(responder.input(NAMES)).hasValue(CANARY + " of Govan");

    endSession(computer);
    responder.fill(NAMES, CANARY + " of Partick");
    sendAndSeeTheSignIn(responder);
    signInHere(page, "glasgow.duty");
    assertThat(responder.input(NAMES)).hasValue(""); // its address opens the dialog again
    assertThat(draft).hasText("");
    assertThat(kept(page)).doesNotContain("Localstoragecanary", "camunda-form");
    for (int back = 0; back < 8; back++) {
      page.goBack();
      assertThat(page.content()).doesNotContain("Localstoragecanary");
    }
    page.navigate(address() + "/camunda/app/tasklist/default/");
    page.locator(".task-filter h4.name a").first().waitFor();
    assertThat(kept(page)).doesNotContain("Localstoragecanary", "camunda-form");
    assertSigningOutClearsTheBrowsersStorage(page);
    computer.close();

    assertOfferedAtAnotherComputer();
  }

  private static void assertSigningOutClearsTheBrowsersStorage(Page page) {
    page.evaluate(
        "() => { localStorage.setItem('camunda-form:1', 'x'); localStorage.setItem('camForm:1', 'x'); sessionStorage.setItem('camForm:1', 'x'); }");
    assertThat(kept(page))
        .as("these keys are never written")
        .doesNotContain("amForm:", "camunda-form");
    assertThat(page.locator(".form-actions [ng-click^='save(']:visible")).hasCount(0);
    page.evaluate("() => localStorage.setItem('anything', 'kept')");

    page.locator("li.account > a").click();
    Response out =
        page.waitForResponse(
            "**/logout",
            () ->
                page.locator("a")
                    .filter(new Locator.FilterOptions().setHasText("Sign out"))
                    .first()
                    .click());

    assertThat(out.ok()).isTrue();
    assertThat(out.headerValue("clear-site-data")).isEqualTo("\"cache\", \"storage\"");
    assertThat(page.locator(".alert-info .status")).hasText("You have signed out.");
    assertThat(page.locator(".alert-info .message")).hasText("");
    assertThat(page.getByPlaceholder("Password")).isVisible();
    assertThat(page.evaluate("() => localStorage.getItem('anything')")).isNull();
  }

  private void assertOfferedAtAnotherComputer() {
    Tasklist again = signIn("first.responder").startProcess(CONCERN);
    assertThat(again.page().locator(".nrm-draft"))
        .containsText("Draft from 8 April 2009, 10:00. Discard the draft");
    assertThat(again.input(NAMES)).hasValue(CANARY + " of Govan");
    assertThat(again.input("Date of birth")).hasValue("03/04/1994");
    assertThat(again.input("Time the child was first met")).hasValue("14:20");
    assertThat(again.input("Local authority area where the child is now")).hasValue("Glasgow City");
    assertThat(again.answer("Is the child in immediate danger?", "No")).isChecked();
    AccessibilityCheck.hasNoSeriousFinding(again.page());

    Page another = again.page().context().newPage();
    another.navigate(again.page().url()); // its address opens the form again
    assertThat(another.locator(".nrm-draft")).containsText("Draft from 8 April 2009");
    again
        .page()
        .waitForResponse("**/draft", () -> again.page().locator(".nrm-draft-discard").click());
    focusWindow(another);
    assertThat(another.locator(".nrm-draft"))
        .containsText("sent, or its draft was discarded, in another window");
    another.close();
    assertThat(again.input(NAMES)).hasValue("");
    assertThat(again.answer("Is the child in immediate danger?", "No")).not().isChecked();
    assertThat(again.page().locator(".nrm-draft")).hasText("");
    again.closeForm().startProcess(CONCERN);
    assertThat(again.input(NAMES)).hasValue("");
    again.closeForm().close();
  }

  @Test
  void leavingAFormInAnyWayLosesNothing() {
    child.concern("first.responder", Invented.concern(TODAY));
    Tasklist duty = signIn("glasgow.duty");
    duty.openTask(ACCEPT, child.caseNumber()).claim();

    duty.input(SAFETY).fill("Left by another filter");
    duty.filter("My tasks");
    duty.openTask(ACCEPT, child.caseNumber());
    assertThat(duty.input(SAFETY)).hasValue("Left by another filter");

    duty.input(SAFETY).fill("Left by a start form");
    duty.startProcess("Report that a child is missing");
    duty.page().keyboard().press("Escape");

    Page another = duty.page().context().newPage();
    another.navigate(duty.page().url());
    Locator there = another.locator(".fjs-container textarea:not([disabled])").first();
    assertThat(there).hasValue("Left by a start form");
    there.fill("Left by closing another window");
    another.close(new Page.CloseOptions().setRunBeforeUnload(true));
    Object focus =
        duty.page()
            .evaluate("() => setInterval(() => window.dispatchEvent(new Event('focus')), 200)");
    assertThat(duty.input(SAFETY)).hasValue("Left by closing another window");
    duty.page().evaluate("focus => clearInterval(focus)", focus);
    duty.close();
  }

  @Test
  void aTextTypedDuringASaveIsSavedAfterItsFormWasLeft() {
    child.concern("first.responder", Invented.concern(TODAY));
    Tasklist duty = signIn("glasgow.duty");
    Page page = duty.page();
    duty.openTask(ACCEPT, child.caseNumber()).claim();
    AtomicReference<Route> firstSave = held(page, "PUT");
    duty.input(SAFETY).fill("With her aunt");
    page.waitForCondition(() -> firstSave.get() != null);
    duty.input(SAFETY).fill("With her aunt since noon");
    duty.filter("My tasks");
    assertThat(page.locator(".fjs-container textarea")).hasCount(0);
    page.waitForResponse(
        answer -> Objects.toString(answer.request().postData(), "").contains("since noon"),
        () -> firstSave.get().resume());

    duty.openTask(ACCEPT, child.caseNumber());
    assertThat(duty.input(SAFETY)).hasValue("With her aunt since noon");
    duty.close();
  }

  @Test
  void aDraftThatArrivesLateDoesNotReplaceWhatWasTypedSince() {
    BrowserContext computer = chromium().session();
    Tasklist responder = signIn(computer, "first.responder").startProcess(CONCERN);
    Page page = responder.page();
    responder.fill(NAMES, "Ailsa");
    assertThat(saved(responder)).isVisible();

    Runnable older = lateDraft(page);
    page.waitForResponse(
        answer -> Objects.toString(answer.request().postData(), "").contains("Ailsa Reid"),
        () -> responder.fill(NAMES, "Ailsa Reid"));
    page.waitForResponse("**/draft", older);
    page.waitForResponse("**/draft", () -> focusWindow(page));
    assertThat(page.locator(".nrm-draft")).not().containsText("another window");
    assertThat(responder.input(NAMES)).hasValue("Ailsa Reid");
    page.waitForResponse("**/draft", () -> responder.fill(NAMES, ""));
    computer.close();
  }

  /** Asks for the draft as it is now. Its answer arrives when the result is run. */
  private static Runnable lateDraft(Page page) {
    AtomicReference<Route> question = held(page, "GET");
    focusWindow(page);
    page.waitForCondition(() -> question.get() != null);
    APIResponse draft = question.get().fetch();
    return () -> question.get().fulfill(new Route.FulfillOptions().setResponse(draft));
  }

  private static void focusWindow(Page page) {
    page.evaluate("() => window.dispatchEvent(new Event('focus'))");
  }

  @Test
  void aTextThatWasLeftWhileTheServerDidNotAnswerIsSavedAfterwards() {
    child.concern("first.responder", Invented.concern(TODAY));
    Tasklist duty = signIn("glasgow.duty");
    Page page = duty.page();
    duty.openTask(ACCEPT, child.caseNumber()).claim();
    page.route("**/draft", route -> refuse(route, 503));
    duty.input(SAFETY).fill("Typed while the server started again");
    duty.filter("My tasks");
    assertThat(page.locator(".nrm-told")).containsText("could not be saved.");
    assertThat(
            page.evaluate(
                "() => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"))
        .as("the window may be closed without a question")
        .isEqualTo(false);
    page.unroute("**/draft");
    page.route("**/draft", Route::abort);
    duty.openTask(ACCEPT, child.caseNumber());
    assertThat(page.locator(".nrm-draft-trouble")).containsText("could not be loaded");

    page.unroute("**/draft");
    page.waitForResponse(
        answer -> answer.request().method().equals("PUT"),
        () -> duty.startProcess("Report that a child is missing"));
    page.keyboard().press("Escape");
    page.reload();
    assertThat(duty.input(SAFETY)).hasValue("Typed while the server started again");
    duty.close();
  }

  @Test
  void aFormThatWasLeftWithoutSavingIsNotSavedLater() {
    BrowserContext computer = chromium().session();
    Tasklist responder = signIn(computer, "first.responder").startProcess(CONCERN);
    Page page = responder.page();
    page.route("**/draft", route -> refuse(route, 503));
    responder.fill(NAMES, CANARY);
    page.keyboard().press("Escape");
    page.getByText("Leave without saving").click();

    page.unroute("**/draft");
    responder.startProcess(CONCERN); // also saves what is left to save
    assertThat(page.locator(".nrm-draft")).hasText("");
    assertThat(responder.input(NAMES)).hasValue("");
    computer.close();
  }

  @Test
  void aSiblingsFormCopiesOnlySharedAnswersForTheSamePerson() {
    BrowserContext computer = chromium().session();
    Tasklist responder = signIn(computer, "first.responder");
    Page page = responder.page();
    Locator copy = page.getByText("Copy the answers that are the same");
    fillInConcern(responder);
    assertThat(copy).hasCount(0);
    responder.complete();

    responder.startProcess(CONCERN);
    copy.click();

    assertThat(saved(responder)).isVisible();
    assertThat(responder.input("First responder's name")).hasValue("Constable Isla Muirhead");
    assertThat(responder.input("Date the child was first met")).hasValue("08/04/2009");
    assertThat(responder.input(NAMES)).hasValue("");
    assertThat(responder.input("What did you see, hear or learn?")).hasValue("");
    assertThat(page.locator(".nrm-draft")).containsText("Check each answer.");
    assertThat(kept(page)).doesNotContain("Muirhead");

    responder
        .tick("Is the child in immediate danger?", "No")
        .fill("Where is the child now?", "At the police office")
        .fill("What did you see, hear or learn?", "Was in the same house");
    endSession(computer);
    sendAndSeeTheSignIn(responder);
    signInHere(page, "glasgow.duty");
    assertThat(responder.input(NAMES)).hasValue("");
    assertThat(copy).hasCount(0);
    computer.close();
  }

  @Test
  void aSiblingsClaimedTaskOffersTheSameLeadProfessional() {
    child.concern("first.responder", Invented.concern(TODAY));
    Journey sibling = new Journey(engine).concern("first.responder", Invented.concern(TODAY));
    Tasklist duty = signIn("glasgow.duty");
    Page page = duty.page();
    Locator copy = page.getByText("Copy the answers that are the same");
    duty.openTask(ACCEPT, child.caseNumber()).claim();
    List<Route> slow = new ArrayList<>();
    page.route("**/draft", slow::add);
    duty.choose("Is the child already known to the local authority?", "No")
        .fill(SAFETY, "Foster carers in Paisley")
        .choose("Lead professional", "Someone who isn't listed")
        .fill("Lead professional's name", "Lena Hart")
        .fill("Lead professional's telephone", "0141 496 0001")
        .send();
    page.waitForCondition(() -> !slow.isEmpty());
    page.unroute("**/draft");
    slow.forEach(Route::resume);
    assertThat(page.locator(".nrm-sent")).isVisible();
    duty.openTask(ACCEPT, sibling.caseNumber());
    page.waitForResponse("**/draft", () -> focusWindow(page));
    copy.click();
    assertThat(page.locator(".nrm-told")).containsText("Claim the task first.");
    assertThat(page.locator(".nrm-draft")).not().containsText("another window");
    duty.claim();
    copy.click();

    assertThat(duty.input("Lead professional's name")).hasValue("Lena Hart");
    assertThat(duty.input(SAFETY)).hasValue("");
    duty.close();
  }

  @Test
  void aDraftFollowsTheConditionsOfItsForm() {
    child.referred(TODAY, Invented.referralAndChild(TODAY)).logged(TODAY);
    Tasklist owner = signIn("ukhtc.owner");
    owner.openTask("Propose reasonable grounds", child.caseNumber()).claim();
    Locator fields = owner.page().locator(".fjs-form-field");
    owner.page().locator(".fjs-form-field-radio").first().locator("input").last().check();
    assertThat(saved(owner)).isVisible();
    List<String> shown = fields.allInnerTexts();

    owner.filter("My tasks").openTask("Propose reasonable grounds", child.caseNumber());

    assertThat(owner.page().locator(".nrm-draft-discard")).isVisible();
    assertThat(fields).hasCount(shown.size());
    assertThat(owner.page().locator(".fjs-form-field-radio").first().locator("input").last())
        .isChecked();
    owner.close();
  }

  @Test
  void leavingWhileTheDraftIsBeingSavedKeepsWhatWasTypedSince() {
    Tasklist responder = signIn("first.responder").startProcess(CONCERN);
    Page page = responder.page();
    AtomicReference<Route> firstSave = held(page, "PUT");
    responder.fill(NAMES, CANARY);
    page.waitForCondition(() -> firstSave.get() != null);
    responder.fill(NAMES, CANARY + " of Govan");
    page.keyboard().press("Escape");
    page.keyboard().press("Escape"); // asks only once
    page.locator(".modal-footer [ng-click='$dismiss()']").dblclick();
    firstSave.get().resume();
    page.getByText("Stay in the form").click();
    responder.fill(NAMES, CANARY + " of Govan Road");
    page.keyboard().press("Escape");

    page.getByText("Leave and keep the draft").click();
    responder.startProcess(CONCERN);
    assertThat(responder.input(NAMES)).hasValue(CANARY + " of Govan Road");
    page.waitForResponse("**/draft", () -> page.locator(".nrm-draft-discard").click());
    responder.closeForm().close();
  }

  @Test
  void aFormIsSentAfterItsDraftWhichWouldBeInTheNextForm() {
    BrowserContext computer = chromium().session();
    Tasklist responder = signIn(computer, "first.responder");
    Page page = responder.page();
    fillInConcern(responder);
    assertThat(saved(responder)).isVisible();
    List<String> order = new ArrayList<>();
    page.onRequest(request -> order.add(request.method() + request.url().replaceAll(".*/", " ")));
    AtomicReference<Route> firstSave = held(page, "PUT");

    responder.input("Where is the child now?").fill("At the hospital");
    responder.send();
    page.waitForCondition(() -> firstSave.get() != null);
    assertThat(order).doesNotContain("POST submit-form");
    firstSave.get().resume();

    assertThat(page.locator(".nrm-sent")).isVisible();
    assertThat(order).containsSubsequence("PUT draft", "POST submit-form");
    responder.startProcess(CONCERN);
    assertThat(responder.input(NAMES)).hasValue("");
    computer.close();
  }

  @Test
  void aDraftThatCouldNotBeSavedBeforeItsFormWasSentIsNotInTheNextForm() {
    BrowserContext computer = chromium().session();
    Tasklist responder = signIn(computer, "first.responder");
    Page page = responder.page();
    fillInConcern(responder);
    page.route("**/draft", route -> refuse(route, 503));

    responder.input("Where is the child now?").fill("At the hospital");
    responder.complete();
    assertThat(page.locator(".nrm-sent")).isVisible();
    page.unroute("**/draft");

    responder.startProcess(CONCERN);
    assertThat(responder.input(NAMES)).hasValue("");
    assertThat(page.locator(".nrm-told:not(:empty)")).hasCount(0);
    computer.close();
  }

  @Test
  void answersTypedAfterSendAreNotInTheNextForm() {
    BrowserContext computer = chromium().session();
    Tasklist responder = signIn(computer, "first.responder");
    Page page = responder.page();
    fillInConcern(responder);
    AtomicReference<Route> sending = new AtomicReference<>();
    page.route("**/submit-form", sending::set);
    responder.send();
    page.waitForCondition(() -> sending.get() != null);
    responder.input("Where is the child now?").fill("At the hospital");
    sending.get().resume();
    assertThat(page.locator(".nrm-sent")).isVisible();

    responder.startProcess(CONCERN); // also saves what is left to save
    assertThat(responder.input(NAMES)).hasValue("");
    computer.close();
  }

  @Test
  void aRefusedDraftIsNotTriedAgainUntilItsPersonReturns() {
    BrowserContext computer = chromium().session();
    Tasklist responder = signIn(computer, "first.responder").startProcess(CONCERN);
    Page page = responder.page();
    page.clock().install();
    page.evaluate(
        """
        () => {
          const { fetch } = window;
          window.saves = 0;
          window.fetch = (address, options) => {
            window.saves += options.method === 'PUT' ? 1 : 0;
            return fetch(address, options);
          };
        }\
        """);
    page.route("**/draft", route -> refuse(route, 409));
    responder.fill(NAMES, CANARY);
    assertThat(page.locator(".nrm-draft-trouble")).containsText("Not saved.");
    int tried = (int) page.evaluate("() => window.saves");

    page.clock().fastForward("00:01:00");
    assertThat(page.evaluate("() => window.saves")).isEqualTo(tried);

    page.unroute("**/draft");
    page.evaluate("() => window.dispatchEvent(new Event('focus'))");
    assertThat(saved(responder)).isVisible();
    page.waitForResponse("**/draft", () -> responder.fill(NAMES, ""));
    computer.close();
  }

  @Test
  void aDraftThatIsNeverAnsweredSaysSoAndIsSavedLater() {
    BrowserContext computer = chromium().session();
    Tasklist responder = signIn(computer, "first.responder").startProcess(CONCERN);
    Page page = responder.page();
    page.evaluate(
        """
        () => {
          const { timeout } = AbortSignal;
          AbortSignal.timeout = () => timeout.call(AbortSignal, 100);
        }\
        """);
    List<Route> never = new ArrayList<>();
    page.route("**/draft", never::add);
    responder.fill(NAMES, CANARY);
    assertThat(page.locator(".nrm-draft-trouble"))
        .containsText("Not saved. The server is not responding.");

    page.unroute("**/draft");
    page.evaluate("() => { AbortSignal.timeout = () => undefined; }");
    responder.fill(NAMES, CANARY + " of Govan");
    assertThat(saved(responder)).isVisible();
    page.waitForResponse("**/draft", () -> responder.fill(NAMES, ""));
    computer.close();
  }

  @Test
  void aDraftArrivingAfterTheFormWasAcceptedLosesNothing() {
    child.referred(TODAY, Invented.ukNational(TODAY));
    Journey next = new Journey(engine).referred(TODAY, Invented.ukNational(TODAY));
    Tasklist intake = signIn("ukhtc.intake");
    Page page = intake.page();
    intake.openTask("Log the referral", child.caseNumber()).claim();
    page.route("**/draft", route -> refuse(route, 404));

    intake
        .choose("Is this the same child as in another case?", "No, this is a different child")
        .choose("Are any facts missing that are needed for the decision?", "No")
        .complete();

    assertThat(page.locator(".nrm-sent")).isVisible();
    assertThat(page.locator(".nrm-told:not(:empty)")).hasCount(0);
    page.unroute("**/draft");
    page.keyboard().press("Escape");

    page.goBack(); // to the address of the task
    assertThat(page.locator(".notifications")).containsText("This task is no longer open.");
    intake.openTask("Log the referral", next.caseNumber());
    assertThat(page.locator(".notifications")).isEmpty(); // or it would lie over the due date
    intake.close();
  }

  @Test
  void aFormThatWasClosedIsNotKeptByListenersOfThePage() {
    BrowserContext computer = chromium().session();
    Tasklist responder = signIn(computer, "first.responder");
    Page page = responder.page();
    page.evaluate(
        """
        () => {
          const { addEventListener } = window;
          window.added = [];
          window.addEventListener = function (name, ...others) {
            window.added.push(name);
            addEventListener.call(window, name, ...others);
          };
        }\
        """);

    responder.startProcess(CONCERN);

    assertThat(page.locator(".nrm-draft")).hasCount(1);
    assertThat(
            (List<?>) page.evaluate("() => window.added.filter(name => name.startsWith('nrm-'))"))
        .isEmpty();
    computer.close();
  }

  private Tasklist signIn(BrowserContext computer, String user) {
    return Tasklist.signIn(computer, address(), user, password());
  }

  private static void fillInConcern(Tasklist responder) {
    responder
        .startProcess(CONCERN)
        .choose("Local authority area where the child is now", "Glasgow City")
        .tick("Is the child in immediate danger?", "No")
        .choose("First responder's agency", "Police")
        .fill("First responder's name", "Constable Isla Muirhead")
        .fill("First responder's telephone", "0141 496 0000")
        .fill("Date the child was first met", "08/04/2009")
        .fill(NAMES, CANARY)
        .fill("Where is the child now?", "At the police office")
        .fill("What did you see, hear or learn?", CANARY + " was found near the canal");
  }

  /** The form does not stay behind the sign-in. */
  private static void sendAndSeeTheSignIn(Tasklist tasklist) {
    Response refused = tasklist.page().waitForResponse("**/submit-form", tasklist::send);
    assertThat(refused.status()).isIn(401, 403);
    assertThat(tasklist.page().getByPlaceholder("Username")).isVisible();
    assertThat(tasklist.page().locator(".fjs-container")).hasCount(0);
  }

  private static void refuse(Route save, int status) {
    if (save.request().method().equals("PUT")) {
      save.fulfill(new Route.FulfillOptions().setStatus(status));
    } else {
      save.resume();
    }
  }

  private static Locator saved(Tasklist tasklist) {
    return tasklist
        .page()
        .locator(".nrm-draft-saved")
        .filter(new Locator.FilterOptions().setHasText("Draft saved"));
  }

  private static String kept(Page page) {
    return (String) page.evaluate(KEPT_IN_BROWSER);
  }

  /** The first such request for a draft from now on, which waits until the test resumes it. */
  private static AtomicReference<Route> held(Page page, String method) {
    AtomicReference<Route> first = new AtomicReference<>();
    page.route(
        "**/draft",
        route -> {
          if (!route.request().method().equals(method) || !first.compareAndSet(null, route)) {
            route.resume();
          }
        });
    return first;
  }
}
