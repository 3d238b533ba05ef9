package scot.nrm.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import scot.nrm.Databases;
import scot.nrm.NrmApplication;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.pages.Browser;

/** Tests refusals over HTTP: status 400 and a sentence. */
@ExtendWith(OutputCaptureExtension.class)
class FormsOverHttpTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "Kelvin-Grove-1901";
  private static ConfigurableApplicationContext application;
  private static ProcessEngine engine;

  @BeforeAll
  static void start() {
    application =
        new SpringApplicationBuilder(NrmApplication.class)
            .run(
                Databases.h2()
                    .arguments(
                        "--server.port=0",
                        "--nrm.clock=2009-05-18T10:00",
                        "--nrm.demo.cases=false",
                        "--nrm.demo.password=" + PASSWORD,
                        "--nrm.demo.enabled=true"));
    engine = application.getBean(ProcessEngine.class);
  }

  @AfterAll
  static void stop() {
    application.close();
    application = null; // or it would stay in memory
  }

  private static HttpResponse<String> send(String method, String path, String user, Object body)
      throws Exception {
    String credentials =
        Base64.getEncoder()
            .encodeToString((user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    Browser client =
        new Browser(application.getEnvironment().getProperty("local.server.port", int.class));
    return client.send(
        client
            .request("/engine-rest" + path)
            .header("Authorization", "Basic " + credentials)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build());
  }

  private static Map<String, Object> variables(Map<String, ?> values) {
    Map<String, Object> variables = new LinkedHashMap<>();
    values.forEach((key, value) -> variables.put(key, Map.of("value", value)));
    return Map.of("variables", variables);
  }

  private static Map<String, Object> concern() {
    Map<String, Object> values =
        new LinkedHashMap<>(
            Map.of(
                "localAuthority", "glasgow-city",
                "firstResponderAgency", "health",
                "firstResponderOffice", "A surgery",
                "firstResponderName", "Ann Example",
                "firstResponderPhone", "0141 496 0000"));
    values.putAll(
        Map.of(
            "concernDate", "2009-05-18",
            "firstEncounterDate", "2009-03-30",
            "childNames", "Kim Example",
            "childLocation", "A surgery",
            "immediateDanger", "no",
            "concernDescription", "Afraid of the adult who came along"));
    return values;
  }

  private static String message(HttpResponse<String> response) throws Exception {
    JsonNode body = JSON.readTree(response.body());
    return body.path("message").asText();
  }

  private static long cases() {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey("nrm-case")
        .count();
  }

  @Test
  void aRefusedConcernAnswers400WithAnErrorForEachFieldAndChangesNothing(CapturedOutput log)
      throws Exception {
    long before = cases();
    Map<String, Object> wrong = concern();
    wrong.put("concernDate", "2009-02-30");
    wrong.put("localAuthority", "atlantis");

    HttpResponse<String> response =
        send(
            "POST",
            "/process-definition/key/nrm-case/submit-form",
            "first.responder",
            variables(wrong));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(message(response))
        .contains(": choose one of the options.")
        .contains(": must be a real date.")
        .doesNotContain("atlantis");
    assertThat(cases()).isEqualTo(before);
    assertThat(log).doesNotContain("FormFieldValidationException");
  }

  @Test
  void aConcernBeforeTheMechanismAnswers400() throws Exception {
    Map<String, Object> early = concern();
    early.put("concernDate", "2009-03-31");

    HttpResponse<String> response =
        send(
            "POST",
            "/process-definition/key/nrm-case/submit-form",
            "first.responder",
            variables(early));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(message(response)).contains("must not be before 1 April 2009");
  }

  @Test
  void aStartFormIsOpenedWithSharedOptionsAndTheLimitsInForceToday() throws Exception {
    HttpResponse<String> form =
        send(
            "GET",
            "/process-definition/key/nrm-case/deployed-start-form",
            "first.responder",
            Map.of());

    assertThat(form.statusCode()).as(form.body()).isEqualTo(200);
    assertThat(form.body())
        .contains("The 48 hours for a referral are counted from this date", "Vietnam", "Highland")
        .doesNotContain("{{limit", "valuesKey");
  }

  @Test
  void aStartWithoutTheFormIsRefusedAndChangesNothing() throws Exception {
    long before = cases();

    HttpResponse<String> response =
        send(
            "POST",
            "/process-definition/key/nrm-case/start",
            "first.responder",
            variables(concern()));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(message(response)).contains("Start this process by its form.").doesNotContain("Kim");
    assertThat(cases()).isEqualTo(before);
  }

  @Test
  void aTaskIsCompletedOnlyByItsFormAndTakesNoComments() throws Exception {
    HttpResponse<String> started =
        send(
            "POST",
            "/process-definition/key/nrm-case/submit-form",
            "first.responder",
            variables(concern()));
    assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
    String caseNumber = JSON.readTree(started.body()).path("businessKey").asText();
    String path = "/task/" + claimed(caseNumber);

    HttpResponse<String> incomplete =
        send("POST", path + "/submit-form", "glasgow.duty", variables(Map.of()));
    HttpResponse<String> complete =
        send("POST", path + "/complete", "glasgow.duty", variables(Map.of()));
    HttpResponse<String> variable =
        send("PUT", path + "/variables/rgOutcome", "glasgow.duty", Map.of("value", "positive"));
    HttpResponse<String> comment =
        send("POST", path + "/comment/create", "glasgow.duty", Map.of("message", "Kim is afraid"));

    assertThat(incomplete.statusCode()).as(incomplete.body()).isEqualTo(400);
    assertThat(message(incomplete)).contains("enter an answer.");
    assertThat(complete.statusCode()).as(complete.body()).isEqualTo(400);
    assertThat(variable.statusCode()).as(variable.body()).isEqualTo(400);
    assertThat(message(variable))
        .contains("Values of a case are entered in the forms of its tasks.");
    assertThat(comment.statusCode()).as(comment.body()).isEqualTo(400);
    assertThat(message(comment))
        .isEqualTo(
            "Comments are not kept here. Write notes about the case in the forms of its tasks.");
  }

  /** The council's form for accepting a concern, with the child's name as a read-only field. */
  @Test
  void aReadOnlyFieldMustComeBackUnchanged() throws Exception {
    String diagram = Files.readString(Path.of("processes/local-authority-assessment.bpmn"));
    DeploymentBuilder revised =
        engine
            .getRepositoryService()
            .createDeployment()
            .name("local-authority-assessment")
            .addString("local-authority-assessment.bpmn", diagram);
    for (MatchResult form :
        Pattern.compile("formRef=\"([a-z-]+)\"").matcher(diagram).results().toList()) {
      ObjectNode schema =
          (ObjectNode) JSON.readTree(Path.of("forms", form.group(1) + ".form").toFile());
      if (form.group(1).equals("accept-concern")) {
        schema
            .withArray("components")
            .addObject()
            .put("type", "textfield")
            .put("id", "Field_Names")
            .put("key", "childNames")
            .put("label", "Names")
            .put("readonly", true)
            .putObject("validate")
            .put("maxLength", 200);
      }
      revised.addString("forms/" + form.group(1) + ".form", schema.toString());
    }
    String deployment = revised.deploy().getId();
    try {
      HttpResponse<String> started =
          send(
              "POST",
              "/process-definition/key/nrm-case/submit-form",
              "first.responder",
              variables(concern()));
      String path = "/task/" + claimed(JSON.readTree(started.body()).path("businessKey").asText());
      Map<String, Object> accepted =
          new LinkedHashMap<>(
              Map.of(
                  "acceptedDate", "2009-05-18",
                  "childKnownToLocalAuthority", "no",
                  "safetyMeasures", "Stays with her aunt",
                  "leadProfessionalId", "not-listed",
                  "leadProfessionalName", "Ailsa Example",
                  "leadProfessionalPhone", "0141 496 0001",
                  "childNames", "Somebody else"));

      HttpResponse<String> changed =
          send("POST", path + "/submit-form", "glasgow.duty", variables(accepted));
      accepted.put("childNames", "");
      HttpResponse<String> emptied =
          send("POST", path + "/submit-form", "glasgow.duty", variables(accepted));
      accepted.put("childNames", "Kim Example");
      HttpResponse<String> asShown =
          send("POST", path + "/submit-form", "glasgow.duty", variables(accepted));

      for (HttpResponse<String> refused : List.of(changed, emptied)) {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(message(refused)).isEqualTo("Names: can't be changed in this form.");
      }
      assertThat(asShown.statusCode()).as(asShown.body()).isEqualTo(204);
    } finally {
      engine.getRepositoryService().deleteDeployment(deployment, true, true, true);
    }
  }

  // --- choosing a colleague

  private static Map<String, Object> acceptance(String leadProfessional) {
    Map<String, Object> accepted = new LinkedHashMap<>();
    accepted.put("acceptedDate", "2009-05-18");
    accepted.put("childKnownToLocalAuthority", "no");
    accepted.put("safetyMeasures", "Stays with her aunt");
    accepted.put("leadProfessionalId", leadProfessional);
    return accepted;
  }

  @Test
  void theLeadProfessionalIsChosenFromTheTeamAndGetsTheAssessment() throws Exception {
    String caseNumber = JSON.readTree(reported().body()).path("businessKey").asText();
    String path = "/task/" + claimed(caseNumber);

    HttpResponse<String> form = send("GET", path + "/deployed-form", "glasgow.duty", Map.of());
    assertThat(form.body())
        .contains("\"label\":\"Isla Lochhead\",\"value\":\"glasgow.lead\"", "glasgow.manager")
        .doesNotContain("fife.lead", "glasgow.duty\"");

    HttpResponse<String> accepted =
        send("POST", path + "/submit-form", "glasgow.duty", variables(acceptance("glasgow.lead")));

    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(204);
    CaseFileContent file = application.getBean(CaseFile.class).read(caseNumber);
    assertThat(file.text("leadProfessionalName")).isEqualTo("Isla Lochhead");
    assertThat(file.text("leadProfessionalPhone")).startsWith("01632 960");
    assertThat(file.text("leadProfessionalEmail")).isEqualTo("glasgow.lead@nrm.example");
    assertThat(assessment(caseNumber).getAssignee()).isEqualTo("glasgow.lead");
  }

  @Test
  void someoneWithoutAnAccountDoesNotStopTheCaseAndTheTeamGetsTheAssessment() throws Exception {
    String caseNumber = JSON.readTree(reported().body()).path("businessKey").asText();
    String path = "/task/" + claimed(caseNumber) + "/submit-form";
    Map<String, Object> typed = acceptance("not-listed");

    HttpResponse<String> nameless = send("POST", path, "glasgow.duty", variables(typed));
    typed.put("leadProfessionalName", "Lena Hart");
    HttpResponse<String> unreachable = send("POST", path, "glasgow.duty", variables(typed));
    typed.put("leadProfessionalPhone", "0141 496 0001");
    HttpResponse<String> accepted = send("POST", path, "glasgow.duty", variables(typed));

    assertThat(message(nameless)).isEqualTo("Lead professional's name: enter an answer.");
    assertThat(message(unreachable)).isEqualTo("Lead professional's telephone: enter a number.");
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(204);
    assertThat(application.getBean(CaseFile.class).read(caseNumber).text("leadProfessionalName"))
        .isEqualTo("Lena Hart");
    assertThat(assessment(caseNumber).getAssignee()).isNull();
  }

  @Test
  void onlyCurrentMembersOfTheTeamCanBeChosen() throws Exception {
    String caseNumber = JSON.readTree(reported().body()).path("businessKey").asText();
    String path = "/task/" + claimed(caseNumber) + "/submit-form";
    String group = "la-lead-professional";
    engine.getIdentityService().deleteMembership("glasgow.lead2", group);
    try {
      for (String other : List.of("fife.lead", "glasgow.manager", "nobody", "glasgow.lead2")) {
        HttpResponse<String> refused =
            send("POST", path, "glasgow.duty", variables(acceptance(other)));

        assertThat(refused.statusCode()).as(other).isEqualTo(400);
        assertThat(message(refused))
            .isEqualTo(
                "Lead professional: choose someone from the list. The person you chose isn't in this team, or has left it.");
      }
    } finally {
      engine.getIdentityService().createMembership("glasgow.lead2", group);
    }
    HttpResponse<String> none = send("POST", path, "glasgow.duty", variables(acceptance("")));
    assertThat(message(none)).isEqualTo("Lead professional: choose an option.");
    assertThat(application.getBean(CaseFile.class).read(caseNumber).text("safetyMeasures"))
        .isEmpty();
  }

  private static HttpResponse<String> reported() throws Exception {
    return send(
        "POST",
        "/process-definition/key/nrm-case/submit-form",
        "first.responder",
        variables(concern()));
  }

  private static Task assessment(String caseNumber) {
    return engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceBusinessKey(caseNumber)
        .taskDefinitionKey("Task_AssessChild")
        .singleResult();
  }

  private static String claimed(String caseNumber) throws Exception {
    Task task =
        await()
            .until(
                () ->
                    engine
                        .getTaskService()
                        .createTaskQuery()
                        .processInstanceBusinessKey(caseNumber)
                        .taskCandidateGroup("la-duty-social-work")
                        .list()
                        .stream()
                        .findFirst(),
                Optional::isPresent)
            .get();
    assertThat(
            send(
                    "POST",
                    "/task/" + task.getId() + "/claim",
                    "glasgow.duty",
                    Map.of("userId", "glasgow.duty"))
                .statusCode())
        .isEqualTo(204);
    return task.getId();
  }
}
