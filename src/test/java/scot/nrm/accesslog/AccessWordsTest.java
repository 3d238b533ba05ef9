package scot.nrm.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.HandlerMapping;
import scot.nrm.access.Roles;
import scot.nrm.access.Viewer;

@Tag("quick")
class AccessWordsTest {

  @ParameterizedTest
  @CsvSource({
    "Task_ProposeConclusiveGrounds, Propose conclusive grounds",
    "Task_NrmFormIndicators, NRM form indicators",
    "/nrm/register.csv, /nrm/register.csv",
    "case/path, case/path",
  })
  void aTaskIsShownInWordsAndOtherDetailsAsLogged(String detail, String words) {
    assertThat(AccessWords.inWords(detail)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "/camunda/api/admin/auth/user/default/login/tasklist, Tasklist",
    "/engine-rest/task/*/complete, 'REST API, with a password'",
    "/nrm/modeler/deployment/create, Camunda Modeler",
    "token, 'REST API, with a bearer token'",
    "identity-provider, Identity provider",
    "no-role-here, No role here",
    "/camunda/api/admin/auth/user/*, /camunda/api/admin/auth/user/*"
  })
  void aSignInIsShownWithItsPlaceInWords(String detail, String words) {
    assertThat(AccessWords.signIn(detail)).isEqualTo(words);
  }

  /** For example a document in which the scanner found something. */
  @ParameterizedTest
  @CsvSource({"200, true", "303, true", "400, false", "404, false", "422, false"})
  void unfinishedRequestsAreLoggedAsRefused(int status, boolean done) {
    MockHttpServletRequest request =
        new MockHttpServletRequest("POST", "/nrm/cases/NRM-2009-7Q4X-8KD9/documents");
    request.setAttribute(
        HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/nrm/cases/{caseNumber}/documents");
    request.setAttribute(
        HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
        Map.of("caseNumber", "NRM-2009-7Q4X-8KD9"));
    AccessLog log = mock();
    BreakGlass glass = mock();
    Viewer viewer = new Viewer("fife.lead", Set.of("la-lead-professional"), Set.of("fife"));

    new WatchedPages(log, glass)
        .answer(mock(), request, viewer, () -> ResponseEntity.status(status).build());

    verify(log)
        .record(
            Access.by(viewer, What.DOCUMENT_ADDED)
                .ofCase("NRM-2009-7Q4X-8KD9")
                .hasTask(false)
                .allowed(done));
  }

  @Test
  void anAdministratorsRoleIsInWords() {
    assertThat(new Roles(List.of()).name("camunda-admin")).isEqualTo("System administrator");
  }

  /** Otherwise the log would not say the cases of which revision someone listed. */
  @ParameterizedTest
  @CsvSource({
    "/nrm/revisions/{number}/cases, 3, /nrm/revisions/3/cases",
    "/nrm/revisions/{number}/cases, Mary Mackay, /nrm/revisions/*/cases",
    "/nrm/repairs, , /nrm/repairs"
  })
  void aListIsLoggedWithItsAddressWithoutTypedText(String page, String typed, String logged) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, page);
    request.setAttribute(
        HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
        typed == null ? Map.of() : Map.of("number", typed));
    Viewer viewer = new Viewer("nrm.manager", Set.of("nrm-manager"), Set.of());

    assertThat(OpenedPage.of(request).entry(viewer).detail()).isEqualTo(logged);
  }
}
