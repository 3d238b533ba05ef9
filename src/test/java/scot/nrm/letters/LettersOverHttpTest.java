package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.pages.Browser;

/**
 * The whole application, as a browser meets it: signing in to Tasklist is signing in to our pages.
 */
@WholeApplication
class LettersOverHttpTest implements Databases.OnH2 {

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired LetterArchive archive;
  @Autowired JdbcClient jdbc;

  @AfterEach
  void resetTheClock() {
    ClockUtil.reset();
  }

  private Journey decidedByUkhtc() {
    return new Journey(engine)
        .referred("2009-04-06", Invented.ukNational("2009-04-06"))
        .logged("2009-04-06")
        .reasonableGrounds("ukhtc", "positive", "2009-04-14");
  }

  @Test
  void lettersNameTheOfficerWhoWorksOnTheCase() {
    Journey child = decidedByUkhtc();

    assertThat(archive.of(child.caseNumber()))
        .filteredOn(letter -> letter.council().isPresent())
        .extracting(letter -> PdfText.of(archive.pdf(letter)))
        .satisfiesExactly(
            acknowledgement ->
                assertThat(acknowledgement)
                    .contains("Priya Ingleby, Intake", "telephone 01632 960", "ukhtc.intake@nrm"),
            decision ->
                assertThat(decision).contains("Daniel Oakeshott, Case owner", "ukhtc.owner@nrm"));
  }

  @Test
  void intakePrintsAndMarksLettersTogether() {
    Journey child = decidedByUkhtc();
    List<Letter> letters = archive.of(child.caseNumber());
    Browser browser = new Browser(port);
    browser.signIn("ukhtc.intake", password);
    String form =
        "token="
            + Browser.token(Browser.text(browser.open("/nrm/print-queue"))).orElseThrow()
            + "&all=yes&shown="
            + letters.stream().map(Letter::id).collect(Collectors.joining("&shown="));

    HttpResponse<byte[]> printed = send(browser, "letters.pdf", form);
    HttpResponse<byte[]> marked = send(browser, "posted", form);

    assertThat(printed.statusCode()).isEqualTo(200);
    assertThat(PdfText.of(printed.body()))
        .contains("letter 1 of " + letters.size(), child.caseNumber());
    assertThat(marked.statusCode()).isEqualTo(303);
    assertThat(archive.of(child.caseNumber()))
        .extracting(Letter::delivery)
        .containsOnly(DeliveryState.PRINTED);
    assertThat(
            jdbc.sql(
                    "select count(*) from access_log where case_number = ? and user_id = 'ukhtc.intake' and what in ('letter', 'letter-posted') and has_task")
                .param(child.caseNumber())
                .query(Integer.class)
                .single())
        .isEqualTo(2 * letters.size());
  }

  private static HttpResponse<byte[]> send(Browser browser, String act, String form) {
    return browser.send(
        "POST",
        "/nrm/print-queue/" + act,
        "application/x-www-form-urlencoded",
        form.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void signingInToTasklistAlsoSignsInToThePages() {
    Browser browser = new Browser(port);
    assertThat(browser.open("/nrm/print-queue").statusCode()).isEqualTo(302);

    browser.signIn("ukhtc.intake", password);

    HttpResponse<byte[]> queue = browser.open("/nrm/print-queue");
    HttpResponse<byte[]> blankForm = browser.open("/nrm/nrm-form-blank.pdf");
    assertThat(queue.statusCode()).isEqualTo(200);
    assertThat(Browser.text(queue)).contains("Letters to post");
    // A PDF that is rendered again has a different id and time.
    assertThat(browser.open("/nrm/nrm-form-blank.pdf").body()).isEqualTo(blankForm.body());
    assertThat(PdfText.of(blankForm.body())).contains("All names of the child");
    assertThat(browser.open("/nrm/cases/NRM-2009-2CCC-CCCW/nrm-form.pdf").statusCode())
        .isEqualTo(404);

    browser.signIn("glasgow.lead", password);

    assertThat(browser.open("/nrm/print-queue").statusCode()).isEqualTo(404);
  }
}
