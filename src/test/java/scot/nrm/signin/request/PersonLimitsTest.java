package scot.nrm.signin.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

@ExtendWith(OutputCaptureExtension.class)
class PersonLimitsTest {

  private Instant now = Instant.parse("2009-06-03T10:00:00Z");
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final PersonLimits limits = limits(new LimitSettings(4, 2, 3, 1));

  private PersonLimits limits(LimitSettings settings) {
    return new PersonLimits(
        settings, ((InstantSource) () -> now).withZone(ZoneOffset.UTC), metrics);
  }

  @ParameterizedTest
  @CsvSource({
    "4, GET, /nrm/cases/NRM-2009-2222-2239/record",
    "4, GET, /nrm/cases/NRM-2009-2222-2239/documents/12",
    "4, GET, /camunda/api/cockpit/plugin/nrm/default/case",
    "4, GET, /camunda/api/cockpit/plugin/nrm/default/case/path",
    "4, GET, /camunda/api/tasklist/plugin/nrm-tasklist/default/task/ab-1/case",
    "4, GET, /camunda/api/tasklist/plugin/nrm-tasklist/default/task/ab-1/case/",
    "4, POST, /camunda/api/tasklist/plugin/nrm-tasklist/default/search",
    "4, POST, /camunda/api/tasklist/plugin/nrm-tasklist/default/search/",
    "4, GET, /camunda/api/engine/engine/default/task/ab-1/form-variables",
    "4, GET, /engine-rest/task/ab-1/variables/rgReasons",
    "4, GET, /engine-rest/engine/default/task/ab-1/rendered-form",
    "2, GET, /nrm/register.csv",
    "2, GET, /camunda/api/cockpit/plugin/nrm/default/caseload/cases.csv",
    "2, GET, /camunda/api/cockpit/plugin/nrm/default/caseload/cases.csv/",
    "3, POST, /camunda/api/engine/engine/default/process-definition/key/report-concern/submit-form",
    "3, POST, /camunda/api/engine/engine/default/process-definition/updates:1:2/start",
    "3, POST, /engine-rest/task/ab-1/complete",
    "3, POST, /engine-rest/task/ab-1/submit-form/",
    "3, POST, /nrm/cases/NRM-2009-2222-2239/documents",
    "1, GET, /nrm/cases/NRM-2009-2222-2239/record.pdf",
    "1, HEAD, /nrm/cases/NRM-2009-2222-2239/letters/12.pdf"
  })
  void eachActionHasItsHourlyLimit(int times, String method, String path) throws Exception {
    for (int i = 0; i < times; i++) {
      assertThat(send("some.one", method, path).getStatus()).isEqualTo(200);
    }

    MockHttpServletResponse refused = send("some.one", method, path);
    assertThat(refused.getStatus()).isEqualTo(429);
    assertThat(refused.getHeader("Retry-After")).isEqualTo(Integer.toString(3600 / times));
    if (!path.startsWith("/nrm/")) {
      assertThat(refused.getContentAsString())
          .contains("\"message\":\"You have done this too often, or too many times at once.");
    }
    assertThat(send("another", method, path).getStatus()).as("another person").isEqualTo(200);

    now = now.plus(Duration.ofHours(1).dividedBy(times));
    assertThat(send("some.one", method, path).getStatus()).as("a while later").isEqualTo(200);
    assertThat(send("some.one", method, path).getStatus()).isEqualTo(429);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /camunda/api/engine/engine/default/task",
    "POST, /camunda/api/engine/engine/default/task/count",
    "GET, /camunda/api/tasklist/plugin/nrm-tasklist/default/task/ab-1/draft",
    "POST, /camunda/api/engine/engine/default/task/ab-1/claim",
    "GET, /camunda/api/cockpit/plugin/nrm/default/caseload/summary",
    "GET, /camunda/app/tasklist/default/",
    "GET, /nrm/"
  })
  void automaticRequestsOfApplicationsAreNotLimited(String method, String path) throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(send("some.one", method, path).getStatus()).isEqualTo(200);
    }
  }

  @Test
  void eachLetterOfOnePrintIsCounted() throws Exception {
    PersonLimits ofFour = limits(new LimitSettings(0, 0, 0, 4));
    MockHttpServletRequest three = signedIn("some.one", "POST", "/nrm/print-queue/letters.pdf");
    three.addParameter("letter", "a", "b", "c");
    MockHttpServletRequest onePage = signedIn("another", "POST", "/nrm/print-queue/letters.pdf");
    onePage.addParameter("all", "yes");
    onePage.addParameter("shown", "a", "b", "c", "d");

    assertThat(send(ofFour, three).getStatus()).isEqualTo(200);
    assertThat(send(ofFour, three).getStatus()).as("the fourth is free").isEqualTo(200);
    assertThat(send(ofFour, three).getStatus()).isEqualTo(429);
    assertThat(send(ofFour, onePage).getStatus()).isEqualTo(200);
    assertThat(send(ofFour, onePage).getStatus()).isEqualTo(429);
  }

  /** Each is in memory until it has been checked. */
  @ParameterizedTest
  @ValueSource(strings = {"some.one", ""})
  void onlyAFewFilesOfOnePersonAreReceivedAtATime(String person) throws Exception {
    List<Integer> answers = new ArrayList<>();

    sendFileWhile(person, 5, answers);

    assertThat(answers).as("the last one first").containsExactly(429, 200, 200, 200, 200);
    assertThat(answers(person)).as("later").containsExactly(200);
  }

  private List<Integer> answers(String person) throws Exception {
    List<Integer> answers = new ArrayList<>();
    sendFileWhile(person, 1, answers);
    return answers;
  }

  /** Sends another file while one is received. */
  private void sendFileWhile(String person, int files, List<Integer> answers) throws Exception {
    MockHttpServletRequest request =
        signedIn(person.isEmpty() ? null : person, "POST", "/nrm/revisions/1/files");
    request.setContentType("multipart/form-data; boundary=x");
    MockHttpServletResponse response = new MockHttpServletResponse();
    limits.doFilter(
        request,
        response,
        (received, answered) -> {
          if (files > 1) {
            try {
              sendFileWhile(person, files - 1, answers);
            } catch (Exception e) {
              throw new ServletException(e);
            }
          }
        });
    answers.add(response.getStatus());
  }

  /** Reading the parameters would read the whole upload, even from a visitor. */
  @Test
  void aFormWithFilesIsNotReadToCountLetters() throws Exception {
    MockHttpServletRequest request =
        new MockHttpServletRequest("POST", "/nrm/print-queue/letters.pdf") {
          @Override
          public String getParameter(String name) {
            throw new AssertionError("The request is read");
          }
        };
    request.setContentType("multipart/form-data; boundary=x");
    request.setSession(signedIn("some.one", "GET", "/").getSession());

    assertThat(send(limits, request).getStatus()).isEqualTo(200);
  }

  /** The database is away, or the node ends: nothing was done. */
  @Test
  void anAnswerWithStatus503IsNotCounted() throws Exception {
    FilterChain ends = (request, response) -> ((HttpServletResponse) response).sendError(503);
    FilterChain fails =
        (request, response) -> {
          throw new ServletException(new SQLException("no connection", "08006"));
        };
    for (int i = 0; i < 20; i++) {
      limits.doFilter(export(), new MockHttpServletResponse(), ends);
      assertThatThrownBy(() -> limits.doFilter(export(), new MockHttpServletResponse(), fails))
          .isInstanceOf(ServletException.class);
    }

    assertThat(send(limits, export()).getStatus()).isEqualTo(200);
    assertThat(send(limits, export()).getStatus()).isEqualTo(200);
    assertThat(send(limits, export()).getStatus()).isEqualTo(429);
    FilterChain breaks =
        (request, response) -> {
          throw new ServletException("a fault");
        };
    now = now.plus(Duration.ofHours(1));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> limits.doFilter(export(), new MockHttpServletResponse(), breaks))
          .hasMessage("a fault");
    }
    assertThat(send(limits, export()).getStatus()).as("other faults are counted").isEqualTo(429);
  }

  private static MockHttpServletRequest export() {
    return signedIn("some.one", "GET", "/nrm/register.csv");
  }

  @Test
  void visitorsAndLimitsOfZeroAreNotCounted() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(send(null, "GET", "/nrm/register.csv").getStatus()).isEqualTo(200);
    }
    PersonLimits none = limits(new LimitSettings(0, 0, 0, 0));
    for (int i = 0; i < 20; i++) {
      assertThat(send(none, "some.one", "GET", "/nrm/register.csv").getStatus()).isEqualTo(200);
    }
  }

  @Test
  void reachingALimitIsLoggedOnceAMinuteWithoutAName(CapturedOutput output) throws Exception {
    for (int i = 0; i < 10; i++) {
      send("some.one", "GET", "/nrm/register.csv");
    }
    String line = "reached the limit nrm.limits.exports";
    assertThat(output).containsOnlyOnce(line).doesNotContain("some.one");

    now = now.plusSeconds(61);
    send("some.one", "GET", "/nrm/register.csv");
    assertThat(output.getAll().split(line, -1)).hasSize(3);
  }

  @Test
  void refusalsAreCountedByLimitAndNotByPerson() throws Exception {
    for (int i = 0; i < 5; i++) {
      send("some.one", "GET", "/nrm/register.csv");
      send("another", "GET", "/nrm/register.csv");
    }

    assertThat(metrics.find("nrm_person_limits_reached").counters())
        .allSatisfy(counter -> assertThat(counter.getId().getTags()).hasSize(1))
        .extracting(counter -> counter.getId().getTag("limit") + " " + (int) counter.count())
        .containsExactlyInAnyOrder("pdfs 0", "exports 6", "updates 0", "reads 0");
  }

  private MockHttpServletResponse send(String person, String method, String path) throws Exception {
    return send(limits, person, method, path);
  }

  private static MockHttpServletResponse send(
      PersonLimits limits, String person, String method, String path) throws Exception {
    return send(limits, signedIn(person, method, path));
  }

  private static MockHttpServletRequest signedIn(String person, String method, String path) {
    MockHttpServletRequest request = new MockHttpServletRequest(method, path);
    if (person != null) {
      Authentications signedIn = new Authentications();
      signedIn.addOrReplace(new UserAuthentication(person, "default"));
      AuthenticationUtil.updateSession(request.getSession(), signedIn);
    }
    return request;
  }

  private static MockHttpServletResponse send(PersonLimits limits, MockHttpServletRequest request)
      throws Exception {
    MockHttpServletResponse response = new MockHttpServletResponse();
    limits.doFilter(request, response, new MockFilterChain());
    return response;
  }
}
