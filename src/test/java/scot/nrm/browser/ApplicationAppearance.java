package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.Media;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.forms.check.FormFile;
import scot.nrm.forms.check.TasklistsFormJs;
import scot.nrm.journeys.Invented;

/** The appearance of Camunda's applications here: our name, our dates, and accessible pages. */
class ApplicationAppearance extends TasklistJourneyTestBase {

  private static final String ACCEPT = "Accept the concern";

  private static final String BAR_IS_ONE_LINE =
      """
      () => {
        const middle = part => (part.top + part.bottom) / 2;
        const bar = document.querySelector('[cam-widget-header]');
        return [...bar.querySelectorAll('a, button, input')].map(part => part.getBoundingClientRect())
          .filter(part => part.height > 0)
          .every(part => Math.abs(middle(part) - middle(bar.getBoundingClientRect())) < 15);
      }\
      """;

  private static final String SIGN_OF_LOADING_TURNS =
      """
      () => {
        const splash = document.body.appendChild(document.createElement('div'));
        splash.className = 'app-splash';
        splash.innerHTML = '<div><div class="spinner spinner-big"></div></div>';
        const turns = splash.getAnimations({ subtree: true })
          .some(({ effect }) => effect.getComputedTiming().iterations === Infinity);
        splash.remove();
        return turns;
      }\
      """;

  private static final String EVERY_FORM =
      """
      async schemas => {
        const shown = document.querySelector('.fjs-container');
        const place = document.createElement('div');
        place.id = 'every-form';
        const withoutConditions = component => {
          delete component.conditional;
          (component.components || []).forEach(withoutConditions);
          return component;
        };
        for (const schema of schemas) {
          const container = place.appendChild(document.createElement('div'));
          await new FormJs.Form({ container }).importSchema(withoutConditions(JSON.parse(schema)), {});
        }
        shown.after(place);
        shown.style.display = 'none';
        const last = [...place.querySelectorAll('.fjs-form-field-datetime')].at(-1);
        while (!last.querySelector('.flatpickr-calendar')) await new Promise(drawn => requestAnimationFrame(drawn));
        place.querySelectorAll('.flatpickr-calendar').forEach(closed => closed.remove()); // 75 hidden elements each
        const styles = new Set();
        for (const part of place.querySelectorAll('.fjs-container *')) {
          const text = [...part.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
          let style = '';
          for (let at = part; at !== place; at = at.parentElement) {
            style += `${at.tagName}.${at.getAttribute('class')} `;
          }
          if ((text || part.matches('input, textarea, select, button')) && !styles.has(style)) {
            styles.add(style);
            part.setAttribute('data-first-of-style', '');
          }
        }
        return place.querySelectorAll('.fjs-container').length;
      }\
      """;

  /** The star of a required field is on a line of its own. */
  private static final String LABELS_WITHOUT_THEIR_STAR =
      """
      () => [...document.querySelectorAll('#every-form .fjs-asterix')].filter(star => {
        const last = document.createRange();
        last.setStart(star.previousSibling, star.previousSibling.length - 1);
        last.setEnd(star.previousSibling, star.previousSibling.length);
        return star.getBoundingClientRect().top > last.getBoundingClientRect().bottom - 5;
      }).map(star => star.parentElement.innerText)\
      """;

  private static final String ONLY_ITS_OWN_FORM =
      """
      () => {
        document.querySelector('#every-form').remove();
        document.querySelector('.fjs-container').style.display = '';
      }\
      """;

  @AfterEach
  void setTheClockToTheFirstDay() {
    resetTheClock();
  }

  // ---- due dates

  /**
   * With the server's clock, which a training session may move, and at midnight in London, an hour
   * before midnight UTC.
   */
  @Test
  void theListAndTheTaskShowTheRemainingTimeInWords() {
    child.concern("first.responder", Invented.concern(TODAY)).executeJobs();
    Tasklist duty = signIn("glasgow.duty").openTask(ACCEPT, child.caseNumber());
    Locator inList = duty.task(ACCEPT, child.caseNumber()).locator(".nrm-due-date");
    Locator ofTask = duty.page().locator(".task-actions .nrm-due-date");

    for (String[] moment :
        new String[][] {
          {"2009-04-05T12:00:00Z", "later", "Due in 3 days (Wednesday 8 April)"},
          {"2009-04-07T12:00:00Z", "soon", "Due tomorrow (Wednesday 8 April)"},
          {"2009-04-08T22:59:59Z", "soon", "Due today (Wednesday 8 April)"},
          {"2009-04-08T23:00:00Z", "late", "1 day late (Wednesday 8 April)"},
          {"2009-04-10T12:00:00Z", "late", "2 days late (Wednesday 8 April)"},
          {"2010-04-08T12:00:00Z", "late", "365 days late (Wednesday 8 April 2009)"},
        }) {
      ClockUtil.setCurrentTime(Date.from(Instant.parse(moment[0])));
      // as when someone returns to the page
      duty.page().evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");

      assertThat(inList).hasText(moment[2]);
      assertThat(ofTask).hasText(moment[2]);
      assertThat(inList.locator("strong")).hasClass("nrm-when nrm-when-" + moment[1]);
    }
    assertThat(duty.page().locator(".nrm-training"))
        .hasText("Training: invented cases, 8 April 2010");

    for (int width : List.of(400, 768, 1024, 1280)) {
      duty.page().setViewportSize(width, 768);
      drawn(duty.page());
      BoundingBox bar = duty.page().locator(".task-details > .top").boundingBox();
      BoundingBox due = ofTask.boundingBox();
      double end = bar.y + bar.height;
      assertThat(due.y + due.height).as("within its bar at %d", width).isLessThanOrEqualTo(end);
      assertThat(duty.page().locator("h2.task").boundingBox().y)
          .as("not below the bar at %d", width)
          .isGreaterThan(end);
    }
    Chromium.usualSize(duty.page());
    duty.close();
  }

  /** In any time zone of the browser, and when the clocks go forward and back. */
  @Test
  void daysAreDaysInLondon() {
    for (String zone : List.of("Europe/London", "America/New_York", "Asia/Tokyo")) {
      try (var context =
          chromium()
              .session(
                  new NewContextOptions()
                      .setTimezoneId(zone)
                      .setLocale("en-US")
                      .setBypassCSP(true))) {
        Page page = context.newPage();
        page.navigate(address() + "/nrm/deployment");

        assertThat(words(page, "2009-05-14T23:59:59.000+0100", "2009-05-14"))
            .isEqualTo("soon Due today, Thursday 14 May");
        assertThat(words(page, "2009-05-14T00:00:00.000+0100", "2009-05-14"))
            .isEqualTo("soon Due today, Thursday 14 May");
        assertThat(words(page, "2009-05-14T22:59:59.000+0000", "2009-05-14"))
            .isEqualTo("soon Due today, Thursday 14 May");
        assertThat(words(page, "2009-05-14T23:00:00.000Z", "2009-05-14"))
            .isEqualTo("soon Due tomorrow, Friday 15 May");
        assertThat(words(page, "2009-03-30T23:59:59.000+0100", "2009-03-28"))
            .as("across the day of 23 hours")
            .isEqualTo("later Due in 2 days, Monday 30 March");
        assertThat(words(page, "2009-10-24T23:59:59.000+0100", "2009-10-26"))
            .as("across the day of 25 hours")
            .isEqualTo("late 2 days late, Saturday 24 October");
        assertThat(words(page, "2010-01-01T23:59:59.000+0000", "2009-12-31"))
            .isEqualTo("soon Due tomorrow, Friday 1 January 2010");
        assertThat(words(page, "2009-05-14T23:59:59.000+0100", null))
            .isEqualTo("later Due, Thursday 14 May 2009");

        assertThat(
                wordsAt(page, "2009-05-14T14:20:00.000+0100", "2009-05-14", "2009-05-13T18:20:00Z"))
            .as("D6: at a time of day, in hours")
            .isEqualTo("soon Due in 19 hours, today 14:20");
        assertThat(
                wordsAt(page, "2009-05-14T14:20:00.000+0100", "2009-05-13", "2009-05-13T12:00:00Z"))
            .isEqualTo("soon Due in 25 hours, tomorrow 14:20");
        assertThat(
                wordsAt(page, "2009-05-14T14:20:00.000+0100", "2009-05-14", "2009-05-14T13:25:00Z"))
            .isEqualTo("late Less than an hour late, today 14:20");
        assertThat(
                wordsAt(page, "2009-05-14T14:20:00.000+0100", "2009-05-20", "2009-05-20T13:25:00Z"))
            .isEqualTo("late 6 days late, Thursday 14 May 14:20");

        assertThat(british(page, " 2009-04-08T10:00:00 ")).isEqualTo("8 April 2009, 10:00");
        assertThat(british(page, "2009-04-08")).isEqualTo("8 April 2009");
        assertThat(british(page, "2009-13-08")).isEqualTo("2009-13-08");
        assertThat(british(page, "since 2009-04-08")).isEqualTo("since 2009-04-08");
      }
    }
  }

  private static String words(Page page, String due, String today) {
    return (String)
        page.evaluate(
            """
            async ([moment, today]) => {
              const { due } = await import('/camunda/lib/nrm/due.js');
              const { state, words, date } = due(moment, today);
              return `${state} ${words}, ${date}`;
            }\
            """,
            Arrays.asList(due, today));
  }

  private static String wordsAt(Page page, String due, String today, String now) {
    return (String)
        page.evaluate(
            """
            async ([moment, today, now]) => {
              const { due } = await import('/camunda/lib/nrm/due.js');
              const { state, words, date } = due(moment, today, Date.parse(now));
              return `${state} ${words}, ${date}`;
            }\
            """,
            List.of(due, today, now));
  }

  private static String british(Page page, String text) {
    return (String)
        page.evaluate(
            "async text => (await import('/camunda/lib/nrm/dates.js')).british(text)", text);
  }

  // ---- accessible pages

  @Test
  void tasklistIsAccessibleAndHasOurName() {
    child.concern("first.responder", Invented.concern(TODAY)).executeJobs();
    Tasklist duty = signIn("glasgow.duty").openTask(ACCEPT, child.caseNumber());
    isOurs(duty.page(), ACCEPT + " – NRM Scotland Tasklist");
    assertThat(duty.page().locator("[cam-widget-footer]"))
        .containsText("Dates and times are UK time");
    assertThat(duty.page().getByText("Europe/London")).isHidden();
    duty.page().waitForFunction(BAR_IS_ONE_LINE); // of a small laptop, 1366 pixels wide
    duty.claim().page().mouse().move(0, 0); // off Camunda's tooltip, which is outside all landmarks
    AccessibilityCheck.hasNoSeriousFinding(duty.page());
    for (String tab : List.of("History", "Diagram", "Description")) {
      duty.page().locator(".nav-tabs a").filter(containing(tab)).click();
      AccessibilityCheck.hasNoSeriousFinding(duty.page());
    }
    // Not with the mouse: Tasklist may draw its filters again between the press and the release.
    duty.page().locator(".task-filter.active .actions a").dispatchEvent("click");
    assertThat(duty.page().getByRole(AriaRole.DIALOG)).containsText("Filter details");
    drawn(duty.page());
    AccessibilityCheck.hasNoSeriousFinding(duty.page());
    duty.page().keyboard().press("Escape");
    assertThat(duty.page().getByRole(AriaRole.DIALOG)).hasCount(0);

    duty.page().locator("a").filter(containing("Start process")).click();
    assertThat(duty.page().getByRole(AriaRole.DIALOG, named("Start process")))
        .containsText("Record a court hearing");
    drawn(duty.page());
    AccessibilityCheck.hasNoSeriousFinding(duty.page());
    duty.page().keyboard().press("Escape");
    assertThat(duty.page().getByRole(AriaRole.DIALOG)).hasCount(0);
    duty.startProcess("Record a court hearing");
    assertThat(
            duty.page().getByRole(AriaRole.DIALOG, named("Start process: Record a court hearing")))
        .isVisible();
    assertThat(duty.page().getByText("Record a court hearing").and(duty.page().locator(":visible")))
        .hasCount(1);
    assertThat(duty.submitButton()).hasText("Send");
    assertThat(duty.page())
        .hasTitle("Start process: Record a court hearing – NRM Scotland Tasklist");
    AccessibilityCheck.hasNoSeriousFinding(duty.page());
    duty.closeForm().close();
  }

  /** Without the list, which has the numbers of other children's cases. */
  @Test
  void aLongTextIsShownInFullAndAFormIsPrintedWhole() {
    child.concern("first.responder", Invented.concern(TODAY)).executeJobs();
    Tasklist duty = signIn("glasgow.duty").openTask(ACCEPT, child.caseNumber()).claim();
    Locator measures = duty.input("What has been done to make the child safe?");
    measures.fill("A line of a long answer.\n".repeat(60));

    duty.page()
        .waitForCondition(
            () -> (boolean) measures.evaluate("text => text.scrollHeight <= text.clientHeight"));

    duty.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(duty.page().locator(".tasks-list, .task-filters, .form-actions").first()).isHidden();
    assertThat(duty.page().locator("h2.task")).isVisible();
    assertThat(
            (boolean)
                duty.page()
                    .evaluate(
                        """
                        () => document.documentElement.scrollHeight
                          >= document.querySelector('.fjs-container').getBoundingClientRect().height\
                        """))
        .isTrue();
    duty.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(null));
    measures.fill("");
    duty.close();
  }

  /** All forms at once, in place of the form of an open task, with every field shown. */
  @Test
  void everyFormIsAccessible() {
    child.concern("first.responder", Invented.concern(TODAY)).executeJobs();
    Tasklist duty = signIn("glasgow.duty").openTask(ACCEPT, child.caseNumber());
    TasklistsFormJs.exposeTo(duty.page());
    int drawn =
        (int)
            duty.page()
                .evaluate(
                    EVERY_FORM,
                    FormFile.all().stream().map(form -> form.schema().toString()).toList());
    assertThat(drawn).isEqualTo(FormFile.all().size());

    AccessibilityCheck.hasNoSeriousFinding(duty.page(), "[data-first-of-style]");
    assertThat(
            duty.page()
                .locator(":is(.fjs-form-field-radio, .fjs-form-field-checklist):not([role])"))
        .hasCount(0); // or a screen reader says Yes, without the question
    duty.page().setViewportSize(320, 384);
    assertThat(duty.page().evaluate(LABELS_WITHOUT_THEIR_STAR)).isEqualTo(List.of());
    Chromium.usualSize(duty.page());
    duty.page().evaluate(ONLY_ITS_OWN_FORM);
    duty.close();
  }

  @Test
  void cockpitIsAccessibleAndHasOurName() {
    child
        .referred(TODAY, Invented.referralAndChild(TODAY))
        .logged(TODAY)
        .reasonableGrounds("ukhtc", "positive", TODAY);
    Page page = signInAt("cockpit", "nrm.manager");

    page.locator(".nrm-tiles").waitFor();
    isOurs(page, "NRM Scotland Cockpit | Caseload");
    page.navigate(address() + "/camunda/app/cockpit/default/#/processes");
    Locator definition =
        page.locator("a").filter(containing("Report a concern about a child")).first();
    definition.waitFor();
    isOurs(page, "NRM Scotland Cockpit | Processes");

    definition.click();
    Locator row = page.locator("tr").filter(containing(child.caseNumber()));
    assertThat(row).containsText("8 April 2009, ");
    page.locator(".djs-container .djs-element").first().waitFor();
    isOurs(page, "NRM Scotland Cockpit | Report a concern about a child");

    row.locator("a[href*='process-instance']").last().click();
    page.getByText("External Tasks").waitFor();
    assertThat(token(page, "Call_ConclusiveGrounds")).hasText("1");
    assertThat(token(page, "Call_ReflectionPeriod")).hasText("1");
    assertThat(token(page, "Call_ReasonableGrounds")).hasCount(0);
    assertThat(page.locator("body")).not().containsText(Invented.CHILD);
    for (String tab :
        List.of("Variables", "Incidents", "Called Process Instances", "User Tasks", "Jobs")) {
      page.locator(".nav-tabs a").filter(containing(tab)).first().click();
      drawn(page);
      AccessibilityCheck.hasNoSeriousFinding(page);
    }
    isOurs(page, "NRM Scotland Cockpit | Report a concern about a child | Instance View");

    signsOut(page);
  }

  private static Locator token(Page cockpit, String element) {
    return cockpit
        .locator(".djs-overlays[data-container-id='" + element + "'] .badge:visible")
        .first();
  }

  @Test
  void adminAndWelcomeAreAccessibleAndHaveOurName() {
    Page admin = signInAt("admin", "admin");
    admin.getByText("List of Users").waitFor();
    isOurs(admin, "NRM Scotland Admin | Dashboard");
    admin.navigate(address() + "/camunda/app/admin/default/#/users");
    admin.getByText("fife.lead").first().waitFor();
    isOurs(admin, "NRM Scotland Admin | Users");
    admin.navigate(address() + "/camunda/app/admin/default/#/users/admin?tab=account");
    admin.locator("#inputPassword").fill("too short");
    Locator why = admin.locator(".popover");
    assertThat(why).containsText("12 characters");
    assertThat(why).isVisible();

    admin.navigate(address() + "/camunda/app/welcome/default/");
    admin.getByText("Applications").first().waitFor();
    isOurs(admin, "NRM Scotland Welcome");
    admin.context().close();
  }

  @Test
  void theRequestedPageOpensAfterSigningIn() {
    Page stranger = chromium().page();
    stranger.navigate(address() + "/nrm/my-concerns?page=1");

    assertThat(stranger.getByLabel("User name")).isFocused();
    assertThat(stranger.getByLabel("Password")).isVisible();
    assertThat(stranger.locator(".form-signin"))
        .containsText("National Referral Mechanism for trafficked children in Scotland");
    isOurs(stranger, "NRM Scotland Tasklist");
    assertThat(stranger.evaluate(SIGN_OF_LOADING_TURNS))
        .as("for people who ask for less motion, as the tests do")
        .isEqualTo(false);
    stranger.getByLabel("User name").fill("policy.staff");
    stranger.getByLabel("Password").fill(password());
    stranger.getByLabel("Password").press("Enter");
    assertThat(stranger.getByText("policy staff sign in at /camunda/app/cockpit/")).isVisible();
    stranger.getByLabel("User name").fill("first.responder");
    stranger.getByLabel("Password").fill(password());
    stranger.getByRole(AriaRole.BUTTON, named("Sign in")).click();

    assertThat(stranger).hasURL(address() + "/nrm/my-concerns?page=1");
    stranger.context().close();
  }

  /**
   * Without Cockpit, which {@link #cockpitIsAccessibleAndHasOurName} signs out of. One page of ours
   * signs out of all four.
   */
  @ParameterizedTest
  @ValueSource(strings = {"tasklist", "admin", "welcome"})
  @Tag("full")
  void eachApplicationConfirmsSigningOutInOurWords(String application) {
    signsOut(signInAt(application, "admin"));
  }

  private Page signInAt(String application, String user) {
    Page page = chromium().page();
    page.navigate(address() + "/camunda/app/" + application + "/default/");
    page.getByLabel("User name").fill(user);
    page.getByLabel("Password").fill(password());
    page.getByRole(AriaRole.BUTTON, named("Sign in")).click();
    return page;
  }

  private static void signsOut(Page page) {
    page.locator(".account > a").click();
    page.getByText("Sign out").click();

    assertThat(page.locator(".alert-info .status")).hasText("You have signed out.");
    assertThat(page.locator(".alert-info .message")).hasText("");
    assertThat(page.getByLabel("Password")).isVisible();
    page.context().close();
  }

  // ---- with the keyboard

  @Test
  void aTaskCanBeFoundClaimedAndCompletedWithTheKeyboardAlone() {
    child.concern("first.responder", Invented.concern(TODAY)).executeJobs();
    Page page = chromium().page();
    page.navigate( // a page of others, which signing in must not open
        address() + Tasklist.APPLICATION + "#/login?page=https://example.org/nrm/");
    assertThat(page.getByLabel("User name")).isFocused();
    assertThat(page.locator(".form-signin [autofocus]"))
        .hasCount(0); // so that the following keys reach the list
    page.keyboard().type("glasgow.duty");
    page.keyboard().press("Tab");
    page.keyboard().type("development-only");
    page.keyboard().press("Enter");
    page.locator("li.task").first().waitFor();
    assertThat(page).hasTitle("NRM Scotland Tasklist");
    assertThat(page.locator("[cam-sorting-choices] li.sorting-choice").first())
        .containsText("Due date");

    page.locator(".nrm-skip button:not([hidden])")
        .filter(containing("Skip to the tasks"))
        .waitFor();
    page.keyboard().press("Tab");
    assertThat(focused(page)).hasText("Skip to the tasks");
    page.keyboard().press("Enter");
    assertThat(focused(page)).hasText(Pattern.compile(" – NRM-"));
    while (!focused(page).innerText().contains(child.caseNumber())) {
      page.keyboard().press("Tab");
    }
    page.keyboard().press("Enter");
    assertThat(page.locator("h2.task")).hasText(ACCEPT + " – " + child.caseNumber());
    assertThat(page.locator("li.task a[aria-current=true]")).containsText(child.caseNumber());
    assertThat(page.locator(".fjs-container textarea").first()).not().isEditable();
    assertThat(focused(page)).not().hasCSS("box-shadow", "none"); // the ring around a link
    tabTo(page, "button.claim");
    assertThat(focused(page)).hasCSS("outline-style", "solid");
    assertThat(focused(page)).hasCSS("outline-width", "3px");
    page.keyboard().press("Enter");
    assertThat(page.locator("button.claim")).hasCount(0);
    assertThat(page.locator(".meta .assignee:focus-within")).containsText("Calum Drysdale");

    page.keyboard().press("Control+Alt+p");
    assertThat(page.getByRole(AriaRole.DIALOG, named("Start process"))).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
    assertThat(focused(page)).hasText("Start process");

    tabTo(page, ".fjs-container input, .fjs-container textarea");
    for (String label :
        List.of(
            "Is the child already known to the local authority?",
            "What has been done to make the child safe?",
            "Lead professional")) {
      while (!(Boolean) page.evaluate(FOCUS_IS_AT, label)) {
        page.keyboard().press("Tab");
      }
      if (label.startsWith("Is")) {
        page.keyboard().press("Space");
      } else if (label.startsWith("What")) {
        page.keyboard().type("Stays with her aunt");
      } else {
        page.keyboard().type("Lochhead");
        assertThat(page.locator("[role=option][aria-selected=true]")).containsText("Lochhead");
        page.keyboard().press("Enter");
      }
    }
    tabTo(page, ".form-actions .btn-primary");
    page.keyboard().press("Enter");
    assertThat(page.locator(".nrm-sent h2")).isFocused();
    page.keyboard().press("Escape");
    assertThat(page.locator(".nrm-sent")).hasCount(0);
    assertThat(page.locator("li.task a:focus, .start-process-action a:focus")).hasCount(1);
    page.context().close();
  }

  private static final String FOCUS_IS_AT =
      """
      label => document.activeElement.closest('.fjs-form-field')
        ?.querySelector('label.fjs-form-field-label:not(:has(input))')?.textContent.startsWith(label) || false\
      """;

  private static Locator focused(Page page) {
    return page.locator(":focus");
  }

  private static void tabTo(Page page, String goal) {
    for (int pressed = 0; pressed < 60; pressed++) {
      page.keyboard().press("Tab");
      if ((Boolean) page.evaluate("goal => document.activeElement.matches(goal)", goal)) {
        return;
      }
    }
    throw new AssertionError("The keyboard does not reach " + goal);
  }

  // ---- on every page

  private static void isOurs(Page page, String title) {
    drawn(page);
    assertThat(page).hasTitle(title);
    assertThat(page.locator(".nrm-training")).containsText("Training: invented cases");
    assertThat(page.locator(".ce-eol-banner")).isHidden();
    assertThat(page.locator("html")).hasAttribute("lang", "en-GB");
    assertThat(page.locator("footer")).containsText("Camunda Platform");
    doesNotScrollSideways(page);
    assertThat(
            page.evaluate(
                "() => angular.element(document.body).injector().get('uibDatepickerConfig').startingDay"))
        .isEqualTo(1);
    AccessibilityCheck.hasNoSeriousFinding(page);
  }

  /**
   * Waits until the page has faded in and our script has added its labels, such as those of images.
   */
  private static void drawn(Page page) {
    page.waitForFunction(
        """
        () => !document.querySelector('.glyphicon:not([aria-hidden]):not([role]):not(a):not(button)')
          && document.getAnimations().every(animation => animation.playState !== 'running'
            || animation.effect.getComputedTiming().iterations === Infinity)\
        """);
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static FilterOptions containing(String text) {
    return new FilterOptions().setHasText(text);
  }
}
