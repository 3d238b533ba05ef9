package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scot.nrm.documents.SampleFiles;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.letters.PdfText;

/**
 * From a form in Tasklist, which cannot take a file, to the page of the case's documents and back.
 */
class DocumentsJourney extends TasklistTestBase {

  private static final String NEEDS = "Safety, health check, schooling";
  private static final String FILE = "Police report Nguyễn Thị Đào-Hà.pdf";
  private static final String FOUND = "Found in a house in Govan";

  private Journey child;

  /** A child who is waiting to be assessed. The test runs the jobs itself, not the job executor. */
  @BeforeEach
  void aConcernIsAccepted() {
    stopJobExecutor();
    child = new Journey(engine);
    child
        .concern("first.responder", Invented.concern(TODAY))
        .executeJobs()
        .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(TODAY))
        .executeJobs();
  }

  @AfterEach
  void leaveJobsToTheExecutor() {
    startJobExecutor();
  }

  @Test
  void aReportAddedFromAFormIsFoundOnLaterForms() {
    Tasklist lead = signIn("glasgow.lead");
    lead.openTask("Assess the child", child.caseNumber()).claim().fill("The child's needs", NEEDS);
    Page page = lead.page().waitForPopup(() -> link(lead, "Add or open documents").click());

    assertThat(page.locator("h1")).hasText("Documents of case " + child.caseNumber());
    assertThat(page.locator("main")).containsText("This case has no documents.");

    refusesAForbiddenFile(page);
    add(page, "Police report", new FilePayload(FILE, "application/pdf", SampleFiles.pdf(FOUND)));

    assertThat(page.getByRole(AriaRole.STATUS)).hasText("Document 1 was added.");
    Locator row = page.locator("tbody tr");
    assertThat(row).hasCount(1);
    assertThat(row).containsText("8 April 2009");
    assertThat(row).containsText("glasgow.lead");
    assertThat(row).containsText("Police report");
    assertThat(row).containsText(FILE);
    assertThat(page.locator("body").evaluate("body => body.scrollWidth <= window.innerWidth"))
        .isEqualTo(true);

    savesAPdf(page);
    opensAPhotographAndANote(page);
    page.close();
    assertThat(lead.input("The child's needs")).hasValue(NEEDS);

    lead.page().reload();
    lead.filter("My tasks").openTask("Assess the child", child.caseNumber());
    assertThat(link(lead, "8 April 2009, Police report, PDF")).isVisible();
    lead.close();
  }

  private void refusesAForbiddenFile(Page page) {
    page.getByLabel("Type of document").selectOption("Police report");
    page.getByLabel("Description").focus();
    page.keyboard().insertText("All of it. ".repeat(50).strip()); // as pasted
    page.getByLabel("File")
        .setInputFiles(new FilePayload(FILE, "application/pdf", SampleFiles.pdf(FOUND)));
    page.getByText("Add document").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("has 549 characters");
    assertThat(page.getByLabel("Description")).hasValue("All of it. ".repeat(50).strip());

    page.getByLabel("Description").fill("From the officer at the scene");
    page.getByLabel("File")
        .setInputFiles(
            new FilePayload(
                "report.html", "text/html", "<html><script>alert(1)</script></html>".getBytes()));
    page.getByText("Add document").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Save it as a PDF");
    assertThat(page.getByRole(AriaRole.ALERT)).isFocused();
    assertThat(page.getByLabel("Type of document")).hasValue("police-report");
    assertThat(page.getByLabel("Description")).hasValue("From the officer at the scene");
  }

  /** Saved and not shown, because a browser's viewer would run what is in it. */
  private static void savesAPdf(Page page) {
    Locator save = page.locator("tbody a");
    assertThat(save).hasText("Save");
    APIResponse pdf =
        page.request().get(URI.create(page.url()).resolve(save.getAttribute("href")).toString());
    assertThat(pdf.status()).isEqualTo(200);
    assertThat(pdf.headers().get("content-disposition")).startsWith("attachment;");
    assertThat(PdfText.of(pdf.body())).contains(FOUND);
  }

  /** The browser shows a file even with the headers that stop it from running scripts. */
  private static void opensAPhotographAndANote(Page page) {
    add(page, "Photograph", new FilePayload("house.png", "image/png", SampleFiles.image("png")));
    Page photograph = page.waitForPopup(page.getByLabel("Open document 2, Photograph")::click);
    assertThat(photograph.locator("img")).isVisible();
    assertThat(photograph.locator("img").evaluate("image => image.naturalWidth")).isEqualTo(16);
    photograph.close();

    add(
        page,
        "Other",
        new FilePayload("note.txt", "text/plain", FOUND.getBytes(StandardCharsets.UTF_8)));
    Page note = page.waitForPopup(page.getByLabel("Open document 3, Other")::click);
    assertThat(note.locator("body")).hasText(FOUND);
    note.close();
  }

  private static void add(Page page, String kind, FilePayload file) {
    page.getByLabel("Type of document").selectOption(kind);
    page.getByLabel("File").setInputFiles(file);
    page.getByText("Add document").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("was added");
    assertThat(page.locator("tbody tr").first()).containsText(file.name);
  }

  private static Locator link(Tasklist tasklist, String text) {
    return tasklist
        .page()
        .locator(".fjs-container a")
        .filter(new FilterOptions().setHasText(text))
        .first();
  }
}
