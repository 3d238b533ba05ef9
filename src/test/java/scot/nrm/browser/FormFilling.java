package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ForcedColors;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.journeys.Invented;

/** What makes a form easy to fill in, and hard to fill in wrongly. */
class FormFilling extends TasklistJourneyTestBase {

  /** How far the bullet of an item of several lines is below its first line, in pixels. */
  private static final String FROM_FIRST_LINE_TO_BULLET =
      """
      item => {
        item.style.width = '120px';
        const bullet = document.createElement('span');
        bullet.textContent = '\\u2060'; // without a width, on the line where the browser draws the bullet
        item.prepend(bullet);
        const link = item.querySelector('button').getBoundingClientRect();
        const below = bullet.getBoundingClientRect().top - link.top;
        const lines = link.height / bullet.getBoundingClientRect().height;
        bullet.remove();
        item.style.width = '';
        return lines > 2 ? Math.round(below) : -1;
      }
      """;

  private static final String WHITE = "rgb(255, 255, 255)";

  private static final Locator.GetByTextOptions EXACTLY =
      new Locator.GetByTextOptions().setExact(true);

  private static final Page.GetByTextOptions EXACTLY_ON_PAGE =
      new Page.GetByTextOptions().setExact(true);

  @Autowired private JdbcClient jdbc;

  /** Both the order of the day and month, and the day itself, west of Greenwich. */
  @Test
  void datesAreBritishOnAnAmericanTablet() {
    BrowserContext american =
        chromium()
            .session(
                new NewContextOptions()
                    .setLocale("en-US")
                    .setTimezoneId("America/Los_Angeles")
                    .setUserAgent("Mozilla/5.0 (Linux; Android 14) Chrome/140.0")
                    .setViewportSize(1366, 768));
    wordsArriveLate(american);
    Tasklist responder =
        Tasklist.signIn(american, address(), "first.responder", password())
            .startProcess("Report a concern");

    assertThat(responder.input("Date of the concern")).hasValue("08/04/2009");
    assertThat(responder.input("Date the child was first met"))
        .hasAttribute("placeholder", "dd/mm/yyyy");
    assertThat(responder.field("Date of birth").locator(".flatpickr-weekday").first())
        .hasText("Mon");
    Response saved =
        responder
            .page()
            .waitForResponse(
                answer -> answer.request().method().equals("PUT"),
                () -> responder.fill("Date the child was first met", "03/04/2009"));
    assertThat(saved.request().postData()).contains("\"firstEncounterDate\":\"2009-04-03\"");
    responder.fill("Date of birth", "31/02/1994");
    assertThat(responder.input("Date of birth")).hasValue("");
    assertThat(responder.page().locator(".nrm-told"))
        .containsText("“31/02/1994” is not a date. Enter the date again as dd/mm/yyyy.");
    assertThat(responder.page().locator("#footer-timezone")).containsText("Europe/London");
    discard(responder);
    hasOtherWordsOfAnEarlierVersion(responder.page());
    responder.page().reload();
    assertThat(responder.page().locator(".start-process-action")).containsText("Start process");
    responder.startProcess("Report a concern");
    assertThat(responder.submitButton()).hasText("Send");
    american.close();
  }

  /** Camunda's pages show the words that they read at the visit before. */
  private static void hasOtherWordsOfAnEarlierVersion(Page page) {
    page.evaluate(
        """
        () => {
          const kept = JSON.parse(localStorage.getItem('camunda-web'));
          for (const key of Object.keys(kept).filter(one => one.includes('_locales_data_'))) {
            kept[key] = kept[key].replace(/"START":"\\w+"/, '"START":"Dispatch"');
          }
          localStorage.setItem('camunda-web', JSON.stringify(kept));
        }\
        """);
  }

  /** After Tasklist knows who is signed in, as on a first visit over a slow line. */
  private static void wordsArriveLate(BrowserContext session) {
    CompletableFuture<Void> known = new CompletableFuture<>();
    session.onResponse(
        answer -> {
          if (answer.url().endsWith("/auth/user/default")) {
            known.complete(null);
          }
        });
    session.route("**/locales/en.json*", route -> known.thenRun(route::resume));
  }

  /** As people write them, or copy them from a letter or another program. */
  @Test
  void datesTimesAndNumbersAreReadAsMeantOrRefusedWithAMessage() {
    Tasklist responder = signIn("first.responder").startProcess("Report a concern");
    Locator told = responder.page().locator(".nrm-told");
    for (String typed :
        List.of(
            "3 April 1994",
            "3rd apr 1994",
            "3.4.1994",
            "1994-04-03",
            "\u200e03/04/1994",
            "03041994",
            "Sunday 3 April 1994")) {
      responder.fill("Date of birth", typed);
      assertThat(responder.input("Date of birth")).hasValue("03/04/1994");
    }
    responder.fill("Date of birth", "03/04/0009"); // the browser makes 1909 of this year
    assertThat(told).hasText("“03/04/0009” is not a date. Enter the date again as dd/mm/yyyy.");
    responder.fill("Date of birth", "3/4/94");
    assertThat(told)
        .hasText(
            "“3/4/94” is not a date. Enter the date again as dd/mm/yyyy, with four digits for the year.");
    responder.fill("Date of birth", "1994-04-03 10:30");
    assertThat(told)
        .hasText("“1994-04-03 10:30” is not a date. Enter the date again as dd/mm/yyyy.");
    responder.fill("Date of birth", "Monday 1 February 2009"); // it was a Sunday
    assertThat(told).containsText("is not a date.");
    responder.fill("Date of birth", "3 Quintember 1994");
    assertThat(told)
        .hasText("“3 Quintember 1994” is not a date. Enter the date again as dd/mm/yyyy.");

    Locator time = responder.field("Time the child was first met").locator("input");
    for (String[] typed :
        new String[][] {
          {"1420", "14:20"},
          {"14.20", "14:20"},
          {"2:20pm", "14:20"},
          {"930", "09:30"},
          {"21", "21:00"}
        }) {
      responder.fill("Time the child was first met", typed[0]);
      assertThat(time).hasValue(typed[1]);
      assertThat(told).hasText("");
    }
    time.fill("noon");
    time.press("Tab");
    assertThat(told).hasText("“noon” is not a time. Enter the time again as hh:mm.");

    Locator age = responder.input("Estimated age in years");
    age.fill("fifteen");
    assertThat(told).hasText("“fifteen” is not a number. Enter the number again in digits.");
    assertThat(age).hasValue("");
    age.fill("15.5");
    assertThat(responder.errorAt("Estimated age in years")).hasText("Must be a whole number.");
    assertThat(told).hasText("");

    responder.input("Where is the child now?").fill("Flat 3\u000b12 Fox Street\u0007");
    assertThat(responder.input("Where is the child now?")).hasValue("Flat 3 12 Fox Street");
    responder
        .input("Place where the child was first met")
        .evaluate(
            """
            place => {
              const clipboardData = new DataTransfer();
              clipboardData.setData('text', 'Flat 3\\r\\n12 Fox Street,\\r\\nGlasgow\\r\\n');
              place.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
            }\
            """);
    assertThat(responder.input("Place where the child was first met"))
        .hasValue("Flat 3, 12 Fox Street, Glasgow");
    Locator seen = responder.input("What did you see, hear or learn?");
    seen.fill("First\u000bSecond\nThird");
    assertThat(seen).hasValue("First\nSecond\nThird");
    discard(responder);
  }

  @Test
  void aTextStaysWhenTheFormIsDrawnAgainRightAfterTheKey() {
    Tasklist responder = signIn("first.responder").startProcess("Report a concern");
    Locator seen = responder.input("What did you see, hear or learn?");
    seen.evaluate(
        """
        async seen => {
          seen.value = 'A man took her passport';
          seen.dispatchEvent(new Event('input', { bubbles: true }));
          document.querySelector('.fjs-form-field-radio input').click();
          await new Promise(drawn => requestAnimationFrame(drawn));
        }\
        """);
    assertThat(seen).hasValue("A man took her passport");
    discard(responder);
  }

  @Test
  void leavingAFilledStartFormNeedsConfirmation() {
    Tasklist responder = signIn("first.responder").startProcess("Report a concern");
    Page page = responder.page();
    responder.input("First responder's name").fill("Constable Isla Muirhead");

    page.keyboard().press("Escape");
    assertThat(page.locator("dialog.nrm-ask")).containsText("Leave this form?");
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog.nrm-ask")).hasCount(0);
    assertThat(responder.input("First responder's name")).hasValue("Constable Isla Muirhead");

    page.mouse().click(5, 400); // beside the dialog
    page.getByText("Leave and keep the draft").click();
    assertThat(page.locator(".fjs-container")).hasCount(0);
    assertThat(page.locator(".nrm-told")).containsText("It will be in the form");
    responder.startProcess("Report a concern");
    assertThat(responder.input("First responder's name")).hasValue("Constable Isla Muirhead");
    discard(responder);
  }

  @Test
  void errorsAreListedAboveTheFormWithLinks() {
    Tasklist responder = signIn("first.responder").startProcess("Report a concern");
    Page page = responder.page();
    responder.send();
    Locator errors = page.locator(".nrm-errors");
    assertThat(errors).isFocused();
    assertThat(errors.locator("li")).hasCount(8);
    assertThat(page.locator(".notifications .alert-danger")).hasCount(0);
    AccessibilityCheck.hasNoSeriousFinding(page);
    assertThat((int) errors.locator("li").first().evaluate(FROM_FIRST_LINE_TO_BULLET))
        .as("pixels")
        .isBetween(0, 5);
    errors.getByText("Where is the child now: enter an answer.").click();
    assertThat(responder.input("Where is the child now?")).isFocused();
    page.locator(".nrm-sections summary").click();
    page.locator(".nrm-sections").getByText("The child", EXACTLY).click();
    assertThat(page.locator(".fjs-form-field-grouplike:focus")).containsText("Date of birth");
    responder.closeForm().close();
  }

  @Test
  void adjacentAnswersStaySeparateInANarrowWindow() {
    Tasklist responder = signIn("first.responder").startProcess("Report a concern");
    Page page = responder.page();
    page.setViewportSize(400, 768);

    Locator names = responder.field("All names of the child");
    Locator others = responder.field("Also known as");
    page.waitForCondition(() -> distance(names.boundingBox(), others.boundingBox()) > 15);

    Chromium.usualSize(page);
    responder.closeForm().close();
  }

  private static double distance(BoundingBox above, BoundingBox below) {
    return below.y - (above.y + above.height);
  }

  @Test
  void theButtonsDoNotCoverTheLastChoiceOfAList() {
    Tasklist lead = signIn("glasgow.lead");

    lead.startProcess("Correct a recorded fact")
        .choose("Which fact is wrong?", "Lead professional");

    assertThat(lead.field("Lead professional's name")).isVisible();
    discard(lead);
  }

  @Test
  void aChoiceIsMadeChangedAndDeletedByKeyboard() {
    Tasklist responder = signIn("first.responder").startProcess("Report a concern");
    Page page = responder.page();

    responder.answer("Is the child in immediate danger?", "Yes").focus();
    page.keyboard().press("ArrowDown");
    assertThat(responder.answer("Is the child in immediate danger?", "No")).isChecked();
    page.keyboard().press("ArrowDown");
    assertThat(responder.answer("Is the child in immediate danger?", "Yes")).isChecked();
    assertThat(responder.answer("Sex", "Female")).not().isChecked();

    Locator agency = responder.field("First responder's agency");
    agency.locator("input").focus();
    page.waitForCondition( // the list listens to the keyboard a moment after it is shown
        () -> {
          page.keyboard().press("ArrowDown");
          return agency.locator(".fjs-dropdownlist-item.focused:not(:first-child)").count() > 0;
        });
    assertThat(agency.locator(".fjs-input-group")).hasCSS("outline-width", "3px");
    assertThat(agency.locator(".fjs-dropdownlist-item.focused")) // high contrast has no backgrounds
        .hasCSS("outline-style", "solid");
    page.keyboard().press("Enter");
    assertThat(agency.locator(".fjs-select-display")).not().hasText("Select");
    page.keyboard().press("Delete");
    assertThat(agency.locator(".fjs-select-display")).hasText("Select");

    Locator council = responder.input("Local authority area where the child is now");
    responder.choose("Local authority area where the child is now", "Glasgow City");
    assertThat(council).hasValue("Glasgow City");
    council.fill("");
    council.press("Tab");
    assertThat(responder.errorAt("Local authority area where the child is now"))
        .hasText("Choose an answer.");
    assertThat(council).hasValue("");
    discard(responder);
  }

  /** form-js itself opens a list without a search only once, and for the keyboard not again. */
  @Test
  void aChoiceCanBeMadeAgain() {
    Tasklist responder = signIn("first.responder").startProcess("Report a concern");
    Page page = responder.page();
    Locator agency = responder.field("First responder's agency");
    Locator chosen = agency.locator(".fjs-select-display");
    Locator list = agency.locator(".fjs-dropdownlist-item");

    chosen.click();
    list.nth(1).click();
    assertThat(list).hasCount(0);
    chosen.click();
    list.nth(2).click();
    assertThat(list).hasCount(0);
    String second = chosen.innerText();

    for (String key : List.of("ArrowDown", "Space", "Enter")) {
      page.keyboard().press(key);
      assertThat(agency.locator("[role=option][aria-selected=true]")).hasText(second);
      assertThat(agency.locator("input")).hasAttribute("aria-expanded", "true");
      page.keyboard().press("Enter");
      assertThat(list).hasCount(0);
    }
    page.keyboard().press("ArrowDown");
    list.first().waitFor();
    page.keyboard().press("Escape");
    assertThat(list).hasCount(0);
    assertThat(agency.locator("input")).isFocused();
    page.keyboard().type("x");
    assertThat(agency.locator("input")).hasValue(second);
    page.keyboard().press("Delete");
    assertThat(chosen).hasText("Select");
    responder.closeForm().close();
  }

  /** Of a start form in which nothing has been typed, too. */
  @Test
  void escapeClosesAListBeforeItsForm() {
    Tasklist responder = signIn("first.responder").startProcess("Report a concern");
    Page page = responder.page();
    for (String question :
        List.of(
            "First responder's agency",
            "Local authority area where the child is now",
            "Nationality")) {
      Locator input = responder.field(question).locator("input");
      Locator list = responder.field(question).locator(".fjs-dropdownlist");
      input.focus();
      list.waitFor();
      page.keyboard().press("Escape");
      assertThat(list).hasCount(0);
      page.keyboard().press("ArrowDown");
      assertThat(list).isVisible();
      page.keyboard().press("Escape");
      assertThat(list).hasCount(0);
      assertThat(input).isFocused();
    }
    responder.closeForm().close();
  }

  @Test
  void aScreenReaderFollowsAListOfChoices() {
    Tasklist responder = signIn("first.responder").startProcess("Report a concern");
    Page page = responder.page();
    Locator council = responder.input("Local authority area where the child is now");
    council.pressSequentially("Glas");
    Locator reached = page.locator("[role=listbox] > [role=option][aria-selected=true]");

    assertThat(reached).hasText("Glasgow City");
    assertThat(council).hasAttribute("aria-activedescendant", reached.getAttribute("id"));
    assertThat(council).hasAttribute("aria-expanded", "true");
    ScreenReader.hears(
        page,
        "combobox \"Local authority area where the child is now\" required",
        "listbox \"Local authority area where the child is now\"",
        "option \"Glasgow City\"");
    page.keyboard().press("Enter");
    assertThat(council).hasValue("Glasgow City");
    assertThat(council).hasAttribute("aria-expanded", "false");

    responder.add("Nationality", "Vietnam");
    page.getByTitle("Remove Vietnam").press("Enter");
    assertThat(page.getByTitle("Remove Vietnam")).hasCount(0);

    Locator date = responder.input("Date the child was first met");
    date.focus();
    page.keyboard().press("Tab");
    assertThat(date).hasAttribute("aria-invalid", "true");
    responder.fill("Date the child was first met", "08/04/2009");
    assertThat(date).hasAttribute("aria-invalid", "false");
    discard(responder);
  }

  @Test
  void unchosenTextInAListIsRefused() {
    Tasklist responder = signIn("first.responder").startProcess("Report a concern");
    Page page = responder.page();
    Locator nationality = responder.field("Nationality").locator(".fjs-taglist-input");
    nationality.pressSequentially("nigeri");
    page.keyboard().press("Tab");
    assertThat(page.locator(".nrm-told"))
        .hasText("“nigeri” has not been chosen. Choose an answer from the list.");

    nationality.pressSequentially("niger");
    page.keyboard().press("Tab");
    assertThat(page.locator(".nrm-told")).hasText("");
    assertThat(responder.field("Nationality").locator(".fjs-taglist-tag-label")).hasText("Niger");
    discard(responder);
  }

  @Test
  void theFocusStaysInTheDialogOfAStartForm() {
    Tasklist responder = signIn("first.responder");
    Page page = responder.page();
    page.keyboard().press("Control+Alt+p");
    page.getByText("Report a concern about a child", EXACTLY_ON_PAGE).focus();
    page.keyboard().press("Enter");
    page.locator(".nrm-sections").waitFor();

    assertThat(page.locator(".modal")).isFocused(); // a screen reader says its title
    page.keyboard().press("Tab");
    assertThat(page.locator(".nrm-sections > summary")).isFocused();
    page.keyboard().press("Shift+Tab");
    assertThat(responder.submitButton()).isFocused();
    page.keyboard().press("Tab");
    assertThat(page.locator(".nrm-sections > summary")).isFocused();
    responder.closeForm().close();
  }

  /** The window is as large as 1024 by 768 at 200 %. */
  @Test
  void theButtonsDoNotCoverTheFocusedField() {
    Tasklist lead = signIn("glasgow.lead").startProcess("Report that a child is missing");
    Page page = lead.page();
    page.setViewportSize(512, 384);
    lead.input("Case number").focus();

    for (int field = 0; field < 5; field++) {
      page.keyboard().press("Tab");
      page.waitForFunction(
          """
          () => {
            const { top, bottom } = document.querySelector('.fjs-container :focus').getBoundingClientRect();
            return top > 30 && bottom <= document.querySelector('.modal-footer').getBoundingClientRect().top;
          }\
          """);
    }
    Chromium.usualSize(page);
    lead.closeForm().close();
  }

  @Test
  void onATabletTheOpenTaskHasTheRoomOfTheLists() {
    child.referred(TODAY, Invented.ukNational(TODAY));
    Tasklist intake = signIn("ukhtc.intake");
    Page page = intake.page();
    page.setViewportSize(768, 1024);
    Locator list = page.locator("li.task").first();
    intake.openTask("Log the referral", child.caseNumber());

    assertThat(list).isHidden();
    assertThat(page.locator(".task-filter").first()).isHidden();
    assertThat(page.locator("a.instance-link")).isHidden(); // leads to Cockpit
    assertThat(page.locator("h2.task")).isFocused();
    page.waitForCondition(
        () -> page.locator(".fjs-container").boundingBox().width > 600); // it slides
    intake.claim();
    BoundingBox handBack = page.locator(".meta .unclaim").boundingBox();
    assertThat(Math.min(handBack.width, handBack.height)).isGreaterThanOrEqualTo(24);
    assertThat(page.locator("button.unclaim")).hasAttribute("aria-label", "Hand back");
    page.locator("button.unclaim").click();
    page.locator(".task-details button.reset-regions").click();
    assertThat(list).isVisible();
    Chromium.usualSize(page);
    intake.close();
  }

  @Test
  void aRefusalDoesNotCoverTheButtonsOfADialog() {
    Tasklist responder = signIn("first.responder").startProcess("Report a concern");
    Page page = responder.page();
    page.setViewportSize(1024, 768);
    responder.fill("Time the child was first met", "25:00");

    Locator refusal = page.locator(".nrm-told");
    assertThat(refusal).containsText("25:00");
    BoundingBox told = refusal.boundingBox();
    assertThat(told.y + told.height).isLessThan(page.locator(".modal-footer").boundingBox().y);
    Chromium.usualSize(page);
    responder.fill("Time the child was first met", "10:00");
    discard(responder);
  }

  /** The window is as large as 1366 by 768 at 200 %. */
  @Test
  void anOpenedTaskIsVisibleInANarrowWindowAndARefusedFieldMarked() {
    child.referred(TODAY, Invented.ukNational(TODAY));
    Tasklist intake = signIn("ukhtc.intake");
    Page page = intake.page();
    page.setViewportSize(683, 384);
    intake.openTask("Log the referral", child.caseNumber());
    assertThat(page.locator("h2.task")).isFocused();
    page.waitForCondition(() -> page.locator("h2.task").boundingBox().y < 120); // the form below it
    assertThat(page.locator(".fjs-container h2")).hasCount(0); // the task's name says it
    doesNotScrollSideways(page);
    AccessibilityCheck.hasNoSeriousFinding(page);

    page.setViewportSize(320, 384); // 1280 at 400 %
    page.reload();
    page.locator("li.task").first().waitFor();
    assertThat(page.locator("h2.task")).isInViewport();
    assertThat(page.locator(".fjs-container")).isVisible();
    page.waitForCondition(() -> page.locator(".fjs-container").boundingBox().width > 280);
    assertThat(page.locator(".navbar-toggle > span").first())
        .hasCSS("background-color", WHITE); // as the text of the bar
    page.locator(".navbar-toggle").hover();
    assertThat(page.locator(".navbar-toggle > span").first()).hasCSS("background-color", WHITE);
    assertThat(page.locator(".small-screen-warning")).isHidden();
    page.locator(".fjs-container").evaluate("form => form.scrollIntoView()");
    assertThat(intake.submitButton()).isInViewport();
    page.setViewportSize(341, 192); // 1366 by 768 at 400 %
    assertThat(page.locator(".form-actions")).hasCSS("position", "relative");

    page.evaluate(
        "() => document.querySelector('.account > a').append(' with a much longer surname')");
    for (int width : List.of(1366, 1250, 1171, 1024, 900, 801)) {
      page.setViewportSize(width, 768);
      assertThat(page.locator("[cam-widget-header]").boundingBox().height)
          .as("one line at %d, which leaves the due date in sight", width)
          .isLessThan(60);
      assertThat(page.locator(".nrm-training").boundingBox().width)
          .as("at least the word Training at %d", width)
          .isGreaterThan(80);
    }
    page.setViewportSize(1024, 768);
    intake
        .claim()
        .choose("Is this the same child as in another case?", "No, this is a different child")
        .choose("Are any facts missing that are needed for the decision?", "Yes")
        .send();
    assertThat(page.locator(".nrm-errors"))
        .containsText("Which facts are missing: enter an answer.");
    assertThat(intake.submitButton()).isEnabled();
    intake
        .choose(
            "Are any facts missing that are needed for the decision?", "No") // hides the question
        .fill("Date received at UKHTC", "09/04/2009");
    assertThat(intake.submitButton()).isInViewport();
    intake.send();
    assertThat(intake.errorAt("Date received at UKHTC")).hasText("Must not be in the future.");
    assertThat(intake.errorAt("Date received at UKHTC"))
        .hasCSS("font-weight", "700"); // in high contrast it has the colour of a hint
    assertThat(intake.input("Date received at UKHTC")).hasAttribute("aria-invalid", "true");
    intake.fill("Date received at UKHTC", "08/04/2009");
    assertThat(page.locator(".nrm-errors, .nrm-refused-answer")).hasCount(0);
    page.setViewportSize(320, 384);
    intake.input("Date received at UKHTC").click();
    BoundingBox calendar = page.locator(".flatpickr-calendar.open").boundingBox();
    assertThat(calendar.x).as("Monday").isPositive();
    assertThat(calendar.x + calendar.width).as("the next month").isLessThan(320);
    Chromium.usualSize(page);
    intake.close();
  }

  /** Only the chosen filter, task and tab have a line where the system chooses all colours. */
  @Test
  void choicesAreVisibleInHighContrast() {
    child.referred(TODAY, Invented.ukNational(TODAY));
    Tasklist intake = signIn("ukhtc.intake");
    Page page = intake.page();
    intake.openTask("Log the referral", child.caseNumber());
    page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));

    for (String part : List.of(".task-filter", ".task-details .nav-tabs > li")) {
      String line = part.contains("tabs") ? "border-bottom-color" : "border-left-color";
      String inner = part.contains("tabs") ? " > a" : "";
      assertThat(page.locator(part + ".active" + inner).first()).not().hasCSS(line, WHITE);
      assertThat(page.locator(part + ":not(.active)" + inner).first()).hasCSS(line, WHITE);
    }
    assertThat(
            page.evaluate(
                "() => getComputedStyle(document.querySelector('.form-actions'), '::before').backgroundColor"))
        .as("no text is seen under the buttons")
        .isEqualTo(WHITE);
    page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.NONE));
    intake.close();
  }

  @Test
  void anApplicationThatFailsToLoadShowsAMessageAndARetry() {
    Page page = chromium().page();
    page.clock().install();
    String plugin = "**/plugin/nrm-tasklist/static/app/plugin.js*";
    page.route(plugin, never -> {});
    page.navigate(address() + "/camunda/app/tasklist/default/");
    page.waitForFunction("() => document.body !== null");
    page.clock().fastForward(11_000);
    page.unroute(plugin);

    page.locator(".nrm-slow-start button").click();

    page.clock().resume();
    assertThat(page.getByPlaceholder("Username")).isVisible();
    assertThat(page.locator(".nrm-slow-start")).hasCount(0);
    page.context().close();
  }

  /** Or the next person to open this form in a test would find the draft in it. */
  private void discard(Tasklist person) {
    person.page().keyboard().press("Escape");
    person.page().getByText("Leave and keep the draft").click(); // says so when it has been saved
    assertThat(person.page().locator(".modal-content")).hasCount(0);
    jdbc.sql("delete from form_draft").update();
    person.close();
  }
}
