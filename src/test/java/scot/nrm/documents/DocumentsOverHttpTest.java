package scot.nrm.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseClock;
import scot.nrm.pages.Browser;
import scot.nrm.register.Register;

/** The whole application with its web server and a virus scanner, as a browser meets them. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "nrm.documents.scanner.host=localhost"
    })
@ExtendWith(OutputCaptureExtension.class)
class DocumentsOverHttpTest {

  private static final int MB = 1024 * 1024;
  private static final byte[] REPORT = SampleFiles.pdf("Found in a house in Govan");
  private static final FakeClamd SCANNER = new FakeClamd();

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired CaseFile files;
  @Autowired Register register;
  @Autowired CaseClock clock;
  @Autowired Documents documents;
  @Autowired PlatformTransactionManager transactions;

  private Browser browser;
  private String caseNumber;

  @DynamicPropertySource
  static void databaseAndScanner(DynamicPropertyRegistry properties) {
    Databases.h2().register(properties);
    properties.add("nrm.documents.scanner.port", SCANNER::port);
  }

  @AfterAll
  static void stopTheScanner() {
    SCANNER.close();
  }

  @BeforeEach
  void openACaseOfGlasgow() {
    browser = new Browser(port);
    caseNumber = files.nextCaseNumber(clock.today());
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status ->
                register.openCase(caseNumber, "glasgow-city", clock.today(), "police", null, null));
  }

  @Test
  void aDocumentIsAddedListedAndOpened() throws Exception {
    browser.signIn("glasgow.lead", password);
    String name = "../Báo cáo về Nguyễn Thị Đào-Hà " + "dài ".repeat(40) + ".pdf";

    HttpResponse<String> added = add(token(), name, REPORT, "Nói về em");

    assertThat(added.statusCode()).isEqualTo(303);
    String list = Browser.text(browser.open(added.headers().firstValue("Location").orElseThrow()));
    assertThat(list)
        .contains("Document 1 was added.", "Nói về em", name.substring(3))
        .contains("<td>Isla Lochhead (glasgow.lead)</td>")
        .contains("<a href=\"/nrm/cases/" + caseNumber + "/record\">Record of the case</a>")
        .doesNotContain("not checked for viruses");
    HttpResponse<byte[]> opened = browser.open(only().address());
    assertThat(opened.statusCode()).isEqualTo(200);
    assertThat(opened.body()).isEqualTo(REPORT);
    assertThat(opened.headers().map())
        .containsEntry(
            "content-disposition",
            List.of("attachment; filename=\"" + caseNumber + "-document-1.pdf\""));
    assertThat(Browser.text(browser.open("/nrm/cases/" + caseNumber + "/record")))
        .as("listed in the record, D33")
        .contains("Documents", only().address(), "added by Isla Lochhead (glasgow.lead)")
        .doesNotContain("Nói về em");

    browser.signIn("fife.lead", password);
    assertThat(browser.open(only().address()).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(ints = {10 * MB + 1, 19 * MB, 21 * MB, 60 * MB})
  void aFileThatIsTooLargeGetsOurErrorPage(int size, CapturedOutput output) throws Exception {
    browser.signIn("glasgow.lead", password);

    HttpResponse<String> refused =
        add(token(), "report.pdf", Arrays.copyOf(REPORT, size), "Typed before");

    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body())
        .contains("The file is larger than 10 MB.", "Documents of case " + caseNumber)
        .doesNotContain("Exception", "Whitelabel");
    if (size < 20 * MB) {
      assertThat(refused.body()).contains("Typed before</textarea>");
    }
    assertThat(documents.of(caseNumber)).isEmpty();
    assertThat(output).doesNotContain("Exception");
  }

  @Test
  void theLargestAllowedFileIsStored() throws Exception {
    browser.signIn("glasgow.lead", password);

    assertThat(add(token(), "report.pdf", Arrays.copyOf(REPORT, 10 * MB), "").statusCode())
        .isEqualTo(303);

    assertThat(only().size()).isEqualTo("10 MB");
  }

  @Test
  void aPdfWithAScriptIsRefusedAndNotStored(CapturedOutput output) throws Exception {
    browser.signIn("glasgow.lead", password);
    byte[] script =
        SampleFiles.pdf(
            "A report",
            pdf ->
                pdf.getDocumentCatalog().setOpenAction(new PDActionJavaScript("app.alert('a')")));

    HttpResponse<String> refused = add(token(), "report.pdf", script, "Typed before");

    assertThat(refused.statusCode()).isEqualTo(415);
    assertThat(refused.body()).contains(PdfFile.ACTIONS, "Typed before</textarea>");
    assertThat(documents.of(caseNumber)).isEmpty();
    assertThat(output).doesNotContain("app.alert", "pdfbox");
  }

  @Test
  void aFileWithAVirusIsRefusedAndNotStored() throws Exception {
    browser.signIn("glasgow.lead", password);

    HttpResponse<String> refused =
        add(
            token(),
            "note.txt",
            FakeClamd.EICAR.getBytes(StandardCharsets.US_ASCII),
            "Typed before");

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("The virus scanner found something harmful", "Typed before</textarea>")
        .doesNotContain("Eicar");
    assertThat(documents.of(caseNumber)).isEmpty();
  }

  @Test
  void uploadsNeedASignedInPerson() throws Exception {
    HttpResponse<String> refused = add("guessed", "report.pdf", REPORT, "");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("What you entered has not been sent.");
    assertThat(add("guessed", "report.pdf", Arrays.copyOf(REPORT, 30 * MB), "").statusCode())
        .isEqualTo(401);

    browser.signIn("glasgow.lead", password);
    assertThat(add("guessed", "report.pdf", REPORT, "").statusCode()).isEqualTo(403);
    assertThat(documents.of(caseNumber)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..%2f..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/secret",
        "/..%5c..%5csecret",
        "/..;/nrm-form.pdf",
        "/%00"
      })
  void aManipulatedAddressFindsNothing(String path) {
    browser.signIn("glasgow.lead", password);

    HttpResponse<byte[]> response = browser.open(Document.pageOf(caseNumber) + path);

    assertThat(response.statusCode()).isIn(400, 404);
    assertThat(Browser.text(response)).doesNotContain("Exception", "root:");
  }

  private Document only() {
    assertThat(documents.of(caseNumber)).hasSize(1);
    return documents.of(caseNumber).get(0);
  }

  private String token() throws Exception {
    return Browser.token(Browser.text(browser.open(Document.pageOf(caseNumber)))).orElseThrow();
  }

  /** As Chromium writes it. */
  private HttpResponse<String> add(String token, String name, byte[] content, String description)
      throws Exception {
    String boundary = "----WebKitFormBoundaryAbCdEfGhIjKlMnOp";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (String[] field :
        new String[][] {
          {"token", token}, {"kind", "police-report"}, {"description", description}
        }) {
      body.write(
          ("--"
                  + boundary
                  + "\r\nContent-Disposition: form-data; name=\""
                  + field[0]
                  + "\"\r\n\r\n"
                  + field[1]
                  + "\r\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    body.write(
        ("--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + name
                + "\"\r\nContent-Type: application/pdf\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.write(content);
    body.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return browser.send(
        browser
            .request(Document.pageOf(caseNumber))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build());
  }
}
