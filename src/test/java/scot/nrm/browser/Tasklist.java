package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Locator.GetByLabelOptions;
import com.microsoft.playwright.Locator.GetByTextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tasklist for one signed-in person. Elements are found by the text on the screen. */
final class Tasklist {

  static final String APPLICATION = "/camunda/app/tasklist/default/";

  private static final String FIELD = ".fjs-form-field:not(.fjs-form-field-grouplike)";
  private static final String QUESTION = "label.fjs-form-field-label:not(:has(input))";

  /**
   * form-js passes a date from component to component, with one rendering each; nothing on the page
   * shows when it has arrived. All else has arrived when the field is left.
   */
  private static final String DRAWN =
      """
      async input => {
        for (let i = 0; i < 6 && input.closest('.fjs-form-field-datetime'); i++) {
          await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
        }
      }\
      """;

  /** The browser evaluates the pattern and does not support Java's quotation. */
  private static final Pattern SPECIAL = Pattern.compile("[.?*+()\\[\\]{}|^$\\\\]");

  /** A page in Chromium takes up to 100 MB. */
  private static final int MAX_LEFT = 8;

  /** Pages that nobody uses, the longest unused first. */
  private static final Map<Page, List<String>> LEFT = new LinkedHashMap<>();

  private final Page page;
  private Effort effort = new Effort();

  /** The address and the filter of the list, as after signing in. */
  private List<String> first = List.of();

  private Tasklist(Page page) {
    this.page = page;
  }

  /** Counts from here on what this person does, in addition to what others have done. */
  Tasklist counted(Effort effort) {
    this.effort = effort;
    return this;
  }

  /**
   * Opens Tasklist in this session, in which the person may already be signed in. A page that is
   * left is used again: to load one takes 1.6 seconds of a processor.
   */
  static Tasklist signIn(BrowserContext session, String address, String user, String password) {
    Optional<Page> left = session.pages().stream().filter(LEFT::containsKey).findFirst();
    if (left.isPresent()) {
      return again(left.get());
    }
    if (session.cookies().isEmpty()) {
      BrowserTestBase.signInWithoutAPage(session, address + APPLICATION, user, password);
    }
    Page page = session.newPage();
    page.navigate(address + APPLICATION);
    Tasklist tasklist = new Tasklist(page);
    tasklist.filterNamed("My team's tasks").waitFor();
    assertThat(tasklist.order())
        .containsText("Due date"); // set last, because it would close an open form
    String filter = tasklist.activeFilter();
    tasklist.first = List.of(page.url(), filter);
    return tasklist;
  }

  /** The list as after signing in, asked for again, on the day that it is now for the server. */
  private static Tasklist again(Page page) {
    Tasklist tasklist = new Tasklist(page);
    tasklist.first = LEFT.remove(page);
    if (page.locator(".nrm-sent").count() > 0) {
      page.locator(".nrm-sent button").last().click();
    }
    page.evaluate(
        "address => { window.location.hash = new URL(address).hash; }", tasklist.first.get(0));
    assertThat(tasklist.fields()).hasCount(0);
    assertThat(page.locator(".modal-content")).hasCount(0);
    page.waitForResponse(
        "**/list?firstResult*", tasklist.filterNamed(tasklist.first.get(1))::click);
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");
    return tasklist;
  }

  static void forgetLeftPages() {
    LEFT.clear();
  }

  Page page() {
    return page;
  }

  /**
   * Leaves the page to the next test of this person. It is closed, and the session kept, if a
   * dialog is open, which may ask before it goes, or if the page isn't Tasklist any more.
   */
  void close() {
    if (!page.url().contains("/app/tasklist/")
        || !filterNamed("My team's tasks").isVisible()
        || page.locator(".modal-content " + FIELD + ", dialog[open]").count() > 0) {
      page.close();
      return;
    }
    LEFT.put(page, first);
    if (LEFT.size() > MAX_LEFT) {
      Page longest = LEFT.keySet().iterator().next();
      LEFT.remove(longest);
      longest.close();
    }
  }

  // ---- lists

  /** The filters on the left, from top to bottom. */
  List<String> filters() {
    return page.locator(".task-filter h4.name a").allInnerTexts().stream()
        .map(Tasklist::withoutCount)
        .toList();
  }

  private String activeFilter() {
    return withoutCount(page.locator(".task-filter.active h4.name a").innerText());
  }

  private static String withoutCount(String filter) {
    return filter.replaceAll("\\s*\\(?\\d*\\)?\\s*$", "").strip();
  }

  private Locator filterNamed(String name) {
    return page.locator(".task-filter h4.name a").filter(containing(name)).first();
  }

  Tasklist filter(String name) {
    effort.clicks(1);
    filterNamed(name).click();
    return this;
  }

  Locator task(String name, String caseNumber) {
    return page.locator("li.task").filter(containing(name + " – " + caseNumber));
  }

  Locator order() {
    return page.locator("[cam-sorting-choices] li.sorting-choice").first();
  }

  Tasklist openTask(String name, String caseNumber) {
    effort.clicks(1);
    task(name, caseNumber).locator("h4 a").click();
    assertThat(page.locator("h2.task")).containsText(name + " – " + caseNumber);
    fields().first().waitFor();
    effort.opens(page);
    return this;
  }

  Tasklist claim() {
    effort.clicks(1);
    page.locator("button.claim").click();
    assertThat(page.locator("button.claim")).hasCount(0);
    assertThat(page.locator(".disabled-form, .fjs-container [readonly]")).hasCount(0);
    return this;
  }

  // ---- forms

  Tasklist startProcess(String name) {
    effort.clicks(2);
    page.locator("a").filter(containing("Start process")).click();
    page.locator(".modal-content a").filter(containing(name)).click();
    fields().first().waitFor();
    effort.opens(page);
    return this;
  }

  private Locator fields() {
    return page.locator(FIELD);
  }

  /** The field with this question. */
  Locator field(String label) {
    Pattern whole = Pattern.compile("^" + SPECIAL.matcher(label).replaceAll("\\\\$0") + "\\*?$");
    return fields()
        .filter(
            new FilterOptions()
                .setHas(page.locator(QUESTION).filter(new FilterOptions().setHasText(whole))));
  }

  /** The value of a field. */
  Locator input(String label) {
    return field(label).locator("input.fjs-input, textarea").first();
  }

  /** Fills in a text, number or date field; dates are typed in British format. */
  Tasklist fill(String label, String value) {
    effort.types(value);
    Locator input = input(label);
    input.fill(value);
    input.press("Tab");
    input.evaluate(DRAWN);
    return this;
  }

  /** Chooses a radio button or a list entry; the list may be searchable. */
  Tasklist choose(String label, String option) {
    Locator field = field(label);
    if (field.getAttribute("class").contains("fjs-form-field-radio")) {
      return tick(label, option);
    }
    effort.field();
    effort.clicks(2);
    field.locator(".fjs-input-group").click();
    field
        .locator(".fjs-dropdownlist-item")
        .getByText(option, new GetByTextOptions().setExact(true))
        .click();
    return this;
  }

  Tasklist tick(String label, String... options) {
    effort.field();
    effort.clicks(options.length);
    for (String option : options) {
      answer(label, option).check();
    }
    return this;
  }

  /** A radio button or checkbox. */
  Locator answer(String label, String option) {
    return field(label).getByLabel(option, new GetByLabelOptions().setExact(true));
  }

  /** Adds a value to a list of tags. */
  Tasklist add(String label, String option) {
    effort.types(option);
    effort.clicks(1);
    field(label).locator(".fjs-taglist-input").fill(option);
    field(label)
        .locator(".fjs-dropdownlist-item")
        .getByText(option, new GetByTextOptions().setExact(true))
        .click();
    return this;
  }

  /** Sends the form, whether or not it is accepted. */
  Tasklist send() {
    effort.sends(page);
    submitButton().click();
    return this;
  }

  /** Closes a start form in which nothing was typed, without sending it. */
  Tasklist closeForm() {
    page.waitForCondition( // the first may close a list or a calendar
        () -> {
          page.keyboard().press("Escape");
          return page.locator(".modal-content").count() == 0;
        });
    return this;
  }

  Locator submitButton() {
    return page.locator(".form-actions .btn-primary:visible, .modal-footer .btn-primary:visible");
  }

  /** Completes the task and waits until the form has closed. */
  Tasklist complete() {
    send();
    assertThat(fields()).hasCount(0);
    return this;
  }

  /** What has to be corrected before the form can be sent. */
  Locator errorMessage() {
    return page.locator(".nrm-errors");
  }

  /** The form-js message beside an invalid field. */
  Locator errorAt(String label) {
    return field(label).locator(".fjs-form-field-error");
  }

  // ---- bypassing the form

  /** Sends values to Tasklist's own API that its form would not send, as the signed-in person. */
  APIResponse post(String path, Map<String, ?> values) {
    Map<String, Object> variables = new LinkedHashMap<>();
    values.forEach((name, value) -> variables.put(name, Map.of("value", value)));
    return page.request()
        .post(
            URI.create(page.url()).resolve("/camunda/api/engine/engine/default" + path).toString(),
            RequestOptions.create()
                .setHeader("X-XSRF-TOKEN", BrowserTestBase.token(page.context()))
                .setData(Map.of("variables", variables)));
  }

  private static FilterOptions containing(String text) {
    return new FilterOptions().setHasText(text);
  }
}
