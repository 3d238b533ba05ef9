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
import java.util.regex.Pattern;

/**
 * Tasklist as one person sees it who is signed in. What they read on the screen is what things are
 * found by.
 */
final class Tasklist {

  private static final String FIELD = ".fjs-form-field:not(.fjs-form-field-grouplike)";
  private static final String QUESTION = "label.fjs-form-field-label:not(:has(input))";

  /**
   * form-js hands a date on from part to part, one drawing of the page each; nothing shows when it
   * has arrived.
   */
  private static final String DRAWN =
      """
      async () => {
        for (let i = 0; i < 6; i++) {
          await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
        }
      }\
      """;

  /** The browser reads the pattern, which does not know Java's quotation. */
  private static final Pattern SPECIAL = Pattern.compile("[.?*+()\\[\\]{}|^$\\\\]");

  private final Page page;

  private Tasklist(Page page) {
    this.page = page;
  }

  /** In this session, where the person may be signed in already. */
  static Tasklist signIn(BrowserContext session, String address, String user, String password) {
    Page page = session.newPage();
    page.setDefaultTimeout(
        60_000); // a page takes two seconds, and twenty where the machine has other work
    page.navigate(address + "/camunda/app/tasklist/default/");
    Tasklist tasklist = new Tasklist(page);
    Locator teamsTasks = tasklist.filterNamed("My team's tasks");
    teamsTasks.or(page.getByPlaceholder("Username")).waitFor();
    if (!teamsTasks.isVisible()) {
      page.getByPlaceholder("Username").fill(user);
      page.getByPlaceholder("Password").fill(password);
      page.locator("button[type=submit]").click();
      teamsTasks.waitFor();
    }
    assertThat(tasklist.order())
        .containsText("Due date"); // set last; it would close a form that is open already
    return tasklist;
  }

  Page page() {
    return page;
  }

  /** Leaves the page. The session stays. */
  void close() {
    page.close();
  }

  // ------------------------------------------------------------------ lists

  /** The filters on the left, top to bottom. */
  List<String> filters() {
    return page.locator(".task-filter h4.name a").allInnerTexts().stream()
        .map(name -> name.replaceAll("\\s*\\(?\\d*\\)?\\s*$", "").strip())
        .toList();
  }

  private Locator filterNamed(String name) {
    return page.locator(".task-filter h4.name a").filter(containing(name)).first();
  }

  Tasklist filter(String name) {
    filterNamed(name).click();
    return this;
  }

  /** The task in the list. */
  Locator task(String name, String caseNumber) {
    return page.locator("li.task").filter(containing(name + " – " + caseNumber));
  }

  /** How the list is ordered. */
  Locator order() {
    return page.locator("[cam-sorting-choices] li.sorting-choice").first();
  }

  Tasklist openTask(String name, String caseNumber) {
    task(name, caseNumber).locator("h4 a").click();
    fields().first().waitFor();
    return this;
  }

  Tasklist claim() {
    page.locator("button.claim").click();
    assertThat(page.locator("button.claim")).hasCount(0);
    assertThat(page.locator(".disabled-form")).hasCount(0);
    return this;
  }

  // ------------------------------------------------------------------ forms

  Tasklist startProcess(String name) {
    page.locator("a").filter(containing("Start process")).click();
    page.locator(".modal-content a").filter(containing(name)).click();
    fields().first().waitFor();
    return this;
  }

  private Locator fields() {
    return page.locator(FIELD);
  }

  /** The field that asks this. */
  Locator field(String label) {
    Pattern whole = Pattern.compile("^" + SPECIAL.matcher(label).replaceAll("\\\\$0") + "\\*?$");
    return fields()
        .filter(
            new FilterOptions()
                .setHas(page.locator(QUESTION).filter(new FilterOptions().setHasText(whole))));
  }

  /** What is typed into a field. */
  Locator input(String label) {
    return field(label).locator("input.fjs-input, textarea").first();
  }

  /** Types into a text, number or date; dates as they are written in Britain. */
  Tasklist fill(String label, String value) {
    Locator input = input(label);
    input.fill(value);
    input.press("Tab");
    page.evaluate(DRAWN);
    return this;
  }

  /** Chooses from buttons or from a list, which may be one that is searched. */
  Tasklist choose(String label, String option) {
    Locator field = field(label);
    if (field.getAttribute("class").contains("fjs-form-field-radio")) {
      return tick(label, option);
    }
    field.locator(".fjs-input-group").click();
    field
        .locator(".fjs-dropdownlist-item")
        .getByText(option, new GetByTextOptions().setExact(true))
        .click();
    return this;
  }

  Tasklist tick(String label, String... options) {
    for (String option : options) {
      answer(label, option).check();
    }
    return this;
  }

  /** A button or box to tick. */
  Locator answer(String label, String option) {
    return field(label).getByLabel(option, new GetByLabelOptions().setExact(true));
  }

  /** Chooses into a list of tags. */
  Tasklist add(String label, String option) {
    field(label).locator(".fjs-taglist-input").fill(option);
    field(label)
        .locator(".fjs-dropdownlist-item")
        .getByText(option, new GetByTextOptions().setExact(true))
        .click();
    return this;
  }

  /** Sends the form off, whatever comes of it. */
  Tasklist send() {
    submitButton().click();
    return this;
  }

  Locator submitButton() {
    return page.locator(".form-actions .btn-primary:visible, .modal-footer .btn-primary:visible");
  }

  /** Completes the task, and the form goes away. */
  Tasklist complete() {
    send();
    assertThat(fields()).hasCount(0);
    return this;
  }

  /** What Tasklist says about a form that was refused. */
  Locator errorMessage() {
    return page.locator(".notifications .alert-danger .message");
  }

  /** What form-js says beside a field that it does not let pass. */
  Locator errorAt(String label) {
    return field(label).locator(".fjs-form-field-error");
  }

  // ------------------------------------------------------------------ past the form

  /** Sends to Tasklist's own API what its form would not send, as the person who is signed in. */
  APIResponse post(String path, Map<String, ?> values) {
    String token =
        page.context().cookies().stream()
            .filter(cookie -> cookie.name.equals("XSRF-TOKEN"))
            .findFirst()
            .orElseThrow()
            .value;
    Map<String, Object> variables = new LinkedHashMap<>();
    values.forEach((name, value) -> variables.put(name, Map.of("value", value)));
    return page.request()
        .post(
            URI.create(page.url()).resolve("/camunda/api/engine/engine/default" + path).toString(),
            RequestOptions.create()
                .setHeader("X-XSRF-TOKEN", token)
                .setData(Map.of("variables", variables)));
  }

  private static FilterOptions containing(String text) {
    return new FilterOptions().setHasText(text);
  }
}
