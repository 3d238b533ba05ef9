package scot.nrm.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.mock.web.MockMultipartHttpServletRequest;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import scot.nrm.Databases;
import scot.nrm.calendar.LocalDay;
import scot.nrm.pages.Browser;
import scot.nrm.revision.Revision.State;
import scot.nrm.signin.request.RequestPath;

/** Tests Camunda Modeler's buttons where nobody can deploy through REST, as in production. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "nrm.rest.enabled=false",
      "nrm.modeler.waits=5m"
    })
class ModelerOverHttpTest implements Databases.OnH2 {

  private static final LocalDate TODAY = LocalDate.parse("2009-06-01");
  private static final String NAME = "Shorter names";

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired RevisionStore store;
  @Autowired Revisions revisions;
  @Autowired RevisedSets sets;
  @Autowired JdbcClient jdbc;
  @Autowired IdentityService identity;

  private Modeler modeler;

  private int started;

  @BeforeEach
  void today() {
    ClockUtil.setCurrentTime(LocalDay.startOf(TODAY));
    modeler = Modeler.of(port, "policy.staff", password);
  }

  @AfterEach
  void cancelOpenRevisions() {
    store
        .inStates(State.OPEN)
        .forEach(revision -> revisions.cancel(revision.number(), revision.author()));
    ClockUtil.reset();
  }

  @Test
  void deploymentsUnderOneNameFillOneDraft() throws IOException {
    int set = sets.inForce();
    int number = draft(NAME, "policy.staff");
    assertThat(modeler.checksConnection().body()).isEqualTo("[]");
    assertThat(Modeler.json(modeler.version()).path("version").asText()).startsWith("7.24");

    HttpResponse<String> first = modeler.deploys(NAME, intake("Log a form"));
    HttpResponse<String> second =
        modeler.deploys(" shorter NAMES ", changed("close-case.bpmn", "Case closed", "Case ended"));
    modeler.withoutOrigin().deploys(NAME, intake("Log a form"));

    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(Modeler.json(first).path("id").asText()).isEqualTo(String.valueOf(number));
    assertThat(Modeler.definition(first)).startsWith("revision-" + number + "-");
    assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
    assertThat(store.fileNames(number))
        .containsExactly("processes/close-case.bpmn", "processes/intake.bpmn");
    assertThat(store.events(number))
        .as("the third click changed nothing")
        .extracting(RevisionStore.Event::note)
        .containsExactly("", "processes/intake.bpmn", "processes/close-case.bpmn");
    assertThat(sets.inForce()).isEqualTo(set);
    assertThat(engine.getRepositoryService().createDeploymentQuery().deploymentName(NAME).count())
        .isZero();
  }

  @Test
  void findingsAreShownAndTheFilesAreKept() throws IOException {
    int number = draft(NAME, "policy.staff");
    Map<String, byte[]> form =
        Map.of(
            "assess-child.form",
            Files.readString(Path.of("forms/assess-child.form"))
                .replace("\"key\": \"believedTrafficked\"", "\"key\": \"isTrafficked\"")
                .getBytes(StandardCharsets.UTF_8));

    HttpResponse<String> answer = modeler.deploys(NAME, form);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Modeler.shown(answer).lines())
        .first()
        .isEqualTo(
            "Your files are in the draft of revision %d, Shorter names. The check found something to correct:"
                .formatted(number));
    assertThat(Modeler.shown(answer)).contains("has a form that asks believedTrafficked any more");
    assertThat(store.fileNames(number)).containsExactly("forms/assess-child.form");
  }

  @Test
  void theDiagramAndItsAttachedFilesAreCheckedTogether() throws IOException {
    int number = draft(NAME, "policy.staff");
    Map<String, byte[]> files =
        new LinkedHashMap<>(
            changed("intake.bpmn", "formRef=\"log-referral\"", "formRef=\"log-a-form\""));
    assertThat(Modeler.shown(modeler.deploys(NAME, files)))
        .contains("processes/intake.bpmn: The form log-a-form is missing");

    files.put(
        "log-a-form.form",
        Files.readString(Path.of("forms/log-referral.form"))
            .replace("\"id\": \"log-referral\"", "\"id\": \"log-a-form\"")
            .getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> both = modeler.deploys(NAME, files);

    assertThat(both.statusCode()).as(both.body()).isEqualTo(200);
    assertThat(store.fileNames(number))
        .containsExactly("forms/log-a-form.form", "processes/intake.bpmn");
  }

  /** The page shows the result of the check when it is opened. */
  @Test
  void filesAreKeptEvenIfTheCheckOutlastsModelersTimeout() throws IOException {
    int number = draft(NAME, "policy.staff");
    ModelerEndpoint impatient =
        new ModelerEndpoint(
            revisions, identity, new ModelerEndpoint.Settings(Duration.ofMinutes(5)));
    MockMultipartHttpServletRequest click = new MockMultipartHttpServletRequest();
    click.setAttribute(
        RequestPath.RECEIVED_AT, System.nanoTime() - Duration.ofMinutes(6).toNanos());
    click.addParameter("deployment-name", NAME);
    click.addFile(
        new MockMultipartFile(
            "intake.bpmn", "intake.bpmn", null, intake("Log it").get("intake.bpmn")));
    identity.setAuthentication("policy.staff", List.of("policy-staff"));
    try {
      assertThat(impatient.deploy(click).getBody().toString()).contains("still-being-checked");
    } finally {
      identity.clearAuthentication();
      impatient.stop();
    }
    assertThat(store.fileNames(number)).containsExactly("processes/intake.bpmn");
  }

  @Test
  void tooManyWaitingChecksRefuseTheNextAndKeepItsFiles() throws Exception {
    int number = draft(NAME, "policy.staff");
    CountDownLatch isChecked = new CountDownLatch(1);
    Revisions slow = mock();
    when(slow.draft(NAME, "policy.staff")).thenReturn(store.find(number).orElseThrow());
    when(slow.addFiles(anyInt(), any(), any())).thenReturn(1);
    when(slow.problems(any()))
        .thenAnswer(
            check -> {
              isChecked.await();
              return List.of();
            });
    ModelerEndpoint endpoint =
        new ModelerEndpoint(slow, identity, new ModelerEndpoint.Settings(Duration.ofMillis(1)));
    MockMvc clicks = MockMvcBuilders.standaloneSetup(endpoint).build();
    try {
      for (int i = 0; i <= ModelerEndpoint.MAX_WAITING; i++) {
        assertThat(clicked(clicks).getContentAsString()).contains("still-being-checked");
      }
      MockHttpServletResponse next = clicked(clicks);

      assertThat(next.getStatus()).isEqualTo(503);
      assertThat(next.getHeader("Retry-After")).isEqualTo("60");
      assertThat(next.getContentAsString())
          .contains("Your files are in the draft of revision " + number)
          .contains("Too many checks are waiting");
      verify(slow, times(ModelerEndpoint.MAX_WAITING + 2)).addFiles(anyInt(), any(), any());
    } finally {
      isChecked.countDown();
      endpoint.stop();
    }
  }

  private MockHttpServletResponse clicked(MockMvc clicks) throws Exception {
    identity.setAuthentication("policy.staff", List.of("policy-staff"));
    try {
      return clicks
          .perform(
              multipart(RequestPath.MODELER + "/deployment/create")
                  .file(
                      new MockMultipartFile(
                          "file", "intake.bpmn", null, intake("Log it").get("intake.bpmn")))
                  .param("deployment-name", NAME)
                  .requestAttr(RequestPath.RECEIVED_AT, System.nanoTime()))
          .andReturn()
          .getResponse();
    } finally {
      identity.clearAuthentication();
    }
  }

  @Test
  void startInstanceIsRefusedInASentenceThatModelerShows() throws IOException {
    draft(NAME, "policy.staff");
    String definition = Modeler.definition(modeler.deploys(NAME, intake("Log a form")));

    HttpResponse<String> started = modeler.starts(definition);

    assertThat(started.statusCode()).isEqualTo(400);
    assertThat(Modeler.shown(started)).startsWith("No case can be started from Camunda Modeler.");
    assertThat(engine.getRuntimeService().createProcessInstanceQuery().count()).isZero();
  }

  @Test
  void aNameOfNoDraftOfTheAuthorIsRefused() throws IOException {
    assertThat(refused("", intake("Log"))).contains("Start one on the page Revisions first.");
    int number = draft(NAME, "policy.staff");
    draft("Of a colleague", "policy.approver");
    for (String name : new String[] {"", "intake", "x".repeat(300)}) {
      assertThat(refused(name, intake("Log")))
          .isEqualTo(
              "You have no draft with this name. Enter the name of a draft as the deployment name: Shorter names.");
    }
    assertThat(refused("Of a colleague", intake("Log")))
        .isEqualTo(
            "The revision with this name is someone else's, and only its author adds files.");
    revisions.addFiles(
        number,
        Map.of("processes/intake.bpmn", intake("Log forms").get("intake.bpmn")),
        "policy.staff");
    revisions.submit(number, "policy.staff");
    assertThat(refused(NAME, intake("Log")))
        .isEqualTo(
            "The revision has been sent for approval. It can be changed when changes are requested.");
    draft("Twice", "policy.staff");
    draft("Twice", "policy.staff");
    assertThat(refused("Twice", intake("Log")))
        .isEqualTo("You have 2 drafts with this name. Rename them on their pages.");
    assertThat(store.fileNames(number)).containsExactly("processes/intake.bpmn");
  }

  @Test
  void unusableFilesAreRefusedAndNothingIsAdded() throws IOException {
    int number = draft(NAME, "policy.staff");
    byte[] intake = Files.readAllBytes(Path.of("processes/intake.bpmn"));

    assertThat(refused(NAME, Map.of("intake.bpmn", intake))).contains("is the same as");
    assertThat(refused(NAME, Map.of("notes.docx", intake))).contains("can't be added");
    assertThat(refused(NAME, Map.of("../intake.exe", intake))).contains("can't be added");
    assertThat(refused(NAME, Map.of("roles.yaml", intake))).contains("comes with a start");
    assertThat(refused(NAME, Map.of("intake.bpmn", new byte[1024 * 1024 + 1])))
        .isEqualTo(
            "intake.bpmn is larger than 1 MB. Check that it is the right file, or divide it.");
    assertThat(refused(NAME, Map.of("intake.bpmn", new byte[25 * 1024 * 1024])))
        .isEqualTo("That is too large. Send fewer files at once.");
    assertThat(refused(NAME, Map.of())).isEqualTo("Choose the files first.");
    HttpResponse<String> ofTenant =
        modeler.deploys(
            Map.of("deployment-name", NAME, "tenant-id", "fife"), intake("Log something"));
    assertThat(ofTenant.statusCode()).isEqualTo(400);
    assertThat(Modeler.shown(ofTenant)).contains("Leave the tenant ID empty.");
    assertThat(store.fileNames(number)).isEmpty();
  }

  @Test
  void deployingNeedsAPasswordAndBeginsNoSession() throws IOException {
    draft(NAME, "policy.staff");
    for (Modeler stranger :
        new Modeler[] {
          new Modeler("http://localhost:" + port + "/nrm/modeler", null),
          Modeler.of(port, "policy.staff", "wrong password"),
          Modeler.of(port, "nobody", password)
        }) {
      assertThat(stranger.checksConnection().statusCode()).isEqualTo(401);
      assertThat(stranger.version().statusCode()).isEqualTo(401);
      HttpResponse<String> deployed = stranger.deploys(NAME, intake("Log"));
      assertThat(deployed.statusCode()).isEqualTo(401);
      assertThat(Modeler.shown(deployed))
          .startsWith("Choose HTTP Basic under Authentication in Modeler,");
      assertThat(stranger.starts("intake").statusCode()).isEqualTo(401);
    }
    assertThat(modeler.checksConnection().headers().allValues("Set-Cookie")).isEmpty();
    assertThat(
            new Browser(port)
                .signIn("policy.staff", password, "cockpit")
                .get("/nrm/modeler/deployment")
                .statusCode())
        .as("a session doesn't count here")
        .isEqualTo(401);
  }

  /** Tests of other classes in the same application sign in as the people of revisions. */
  @Test
  void afterFiveWrongPasswordsTheNextAttemptHasToWait() {
    for (int i = 0; i < 5; i++) {
      Modeler.of(port, "ukba.port", "wrong password").checksConnection();
    }
    HttpResponse<String> next = Modeler.of(port, "ukba.port", password).checksConnection();
    assertThat(next.statusCode()).isEqualTo(429);
    assertThat(next.headers().firstValue("Retry-After")).isPresent();
    assertThat(Modeler.shown(next))
        .matches("The password was wrong too often\\. Wait \\d+ seconds, and try again .*");
  }

  @Test
  void onlyPolicyStaffDeployAndRefusalsAreLogged() throws IOException {
    draft(NAME, "policy.staff");
    for (String person : new String[] {"release.officer", "nrm.manager", "ukhtc.owner"}) {
      Modeler other = Modeler.of(port, person, password);
      assertThat(other.checksConnection().statusCode()).as(person).isEqualTo(403);
      HttpResponse<String> answer = other.deploys(NAME, intake("Log"));
      assertThat(answer.statusCode()).as(person).isEqualTo(403);
      assertThat(Modeler.shown(answer)).startsWith("Only policy staff put files into a revision.");
    }
    assertThat(
            jdbc.sql(
                    "select count(*) from access_log where user_id = ? and allowed = false and detail = 'POST /nrm/modeler/deployment/create'")
                .param("nrm.manager")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  /** The pages of another site could use a password that the browser remembers. */
  @Test
  void aWebsiteCannotDeploy() throws IOException {
    int number = draft(NAME, "policy.staff");
    for (String origin : new String[] {"https://elsewhere.example", "null"}) {
      Browser browser = new Browser(port);
      HttpResponse<String> answer =
          browser.send(
              browser
                  .request("/nrm/modeler/deployment/create")
                  .header("Origin", origin)
                  .header("Sec-Fetch-Site", "cross-site")
                  .header("Authorization", basic())
                  .POST(BodyPublishers.ofString("deployment-name=x"))
                  .build());
      assertThat(answer.statusCode()).isEqualTo(403);
    }
    assertThat(store.fileNames(number)).isEmpty();
  }

  private String basic() {
    return Modeler.basic("policy.staff", password);
  }

  private String refused(String name, Map<String, byte[]> files) {
    HttpResponse<String> answer = modeler.deploys(name, files);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return Modeler.shown(answer);
  }

  /** A revision that is started again with the same details is the same one. */
  private int draft(String name, String author) {
    return revisions
        .start(
            new Revisions.Details(
                name, "People asked for %d".formatted(++started), "D12", TODAY.plusDays(9)),
            author)
        .number();
  }

  private static Map<String, byte[]> intake(String name) throws IOException {
    return changed("intake.bpmn", "name=\"Record the receipt\"", "name=\"" + name + "\"");
  }

  private static Map<String, byte[]> changed(String file, String from, String to)
      throws IOException {
    String text = Files.readString(Path.of("processes", file));
    assertThat(text).contains(from);
    return Map.of(file, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
  }
}
