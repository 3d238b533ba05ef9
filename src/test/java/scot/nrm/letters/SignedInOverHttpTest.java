package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import scot.nrm.Databases;

/** The whole application, as a browser meets it: signing in to Tasklist is signing in to our pages. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"camunda.bpm.job-execution.enabled=false", "nrm.demo.cases=false"})
class SignedInOverHttpTest {

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  private final CookieManager cookies = new CookieManager();
  private final HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) {
    Databases.h2().register(properties);
  }

  @Test
  void whoSignsInToTasklistIsSignedInHere() throws Exception {
    assertThat(open("/nrm/print-queue").statusCode()).isEqualTo(302);

    signIn("ukhtc.intake");

    HttpResponse<byte[]> queue = open("/nrm/print-queue");
    HttpResponse<byte[]> blankForm = open("/nrm/nrm-form-blank.pdf");
    assertThat(queue.statusCode()).isEqualTo(200);
    assertThat(new String(queue.body())).contains("Letters to be posted");
    assertThat(PdfText.of(blankForm.body())).contains("All names of the child");
    assertThat(open("/nrm/cases/NRM-2009-999999/nrm-form.pdf").statusCode()).isEqualTo(404);

    signIn("glasgow.lead");

    assertThat(open("/nrm/print-queue").statusCode()).isEqualTo(404);
  }

  private void signIn(String user) throws Exception {
    open("/camunda/app/tasklist/default/");
    String token = cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("XSRF-TOKEN")).map(HttpCookie::getValue).findFirst().orElse("");
    HttpRequest login = HttpRequest.newBuilder(address("/camunda/api/admin/auth/user/default/login/tasklist"))
        .header("X-XSRF-TOKEN", token)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString("username=" + user + "&password=" + password))
        .build();
    assertThat(browser.send(login, BodyHandlers.ofString()).statusCode()).as("sign-in of " + user).isEqualTo(200);
  }

  private HttpResponse<byte[]> open(String path) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(address(path)).header("Accept", "text/html").build(), BodyHandlers.ofByteArray());
  }

  private URI address(String path) {
    return URI.create("http://localhost:" + port + path);
  }
}
