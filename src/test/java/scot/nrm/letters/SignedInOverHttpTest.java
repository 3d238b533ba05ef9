package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import scot.nrm.Databases;
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
