package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import scot.nrm.Databases;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.pages.Browser;

/**
 * The whole application, as a browser meets it: signing in to Tasklist is signing in to our pages.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"camunda.bpm.job-execution.enabled=false", "nrm.demo.cases=false"})
class SignedInOverHttpTest implements Databases.OnH2 {

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired LetterArchive archive;

  @AfterEach
  void resetTheClock() {
    ClockUtil.reset();
  }

  @Test
  void lettersNameTheOfficerWhoKnowsTheCase() {
    Journey child =
        new Journey(engine)
            .referred("2009-04-06", Invented.ukNational("2009-04-06"))
            .logged("2009-04-06")
            .reasonableGrounds("ukhtc", "positive", "2009-04-14");

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
  void whoSignsInToTasklistIsSignedInHere() {
    Browser browser = new Browser(port);
    assertThat(browser.open("/nrm/print-queue").statusCode()).isEqualTo(302);

    browser.signIn("ukhtc.intake", password);

    HttpResponse<byte[]> queue = browser.open("/nrm/print-queue");
    HttpResponse<byte[]> blankForm = browser.open("/nrm/nrm-form-blank.pdf");
    assertThat(queue.statusCode()).isEqualTo(200);
    assertThat(Browser.text(queue)).contains("Letters to post");
    // A PDF that is written again has another id and time in it.
    assertThat(browser.open("/nrm/nrm-form-blank.pdf").body()).isEqualTo(blankForm.body());
    assertThat(PdfText.of(blankForm.body())).contains("All names of the child");
    assertThat(browser.open("/nrm/cases/NRM-2009-999999/nrm-form.pdf").statusCode()).isEqualTo(404);

    browser.signIn("glasgow.lead", password);

    assertThat(browser.open("/nrm/print-queue").statusCode()).isEqualTo(404);
  }
}
