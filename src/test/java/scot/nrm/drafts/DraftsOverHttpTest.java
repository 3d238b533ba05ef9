package scot.nrm.drafts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.WholeApplication;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedTransfers;
import scot.nrm.journeys.Journey;
import scot.nrm.journeys.StraightCase;
import scot.nrm.pages.Browser;

/** Drafts as Tasklist saves and opens them, on each database. */
@OnEachDatabase(usually = Kind.POSTGRES)
@WholeApplication
@ExtendWith(OutputCaptureExtension.class)
class DraftsOverHttpTest {

  private static final String DAY = "2009-11-02";
  private static final String TYPED = "Draftcanary Nguyễn, found near the canal";
  private static final String PROPOSE = "Task_ProposeReasonableGrounds";
  private static final ObjectMapper JSON = new ObjectMapper();

  @LocalServerPort private int port;

  @Value("${nrm.demo.password}")
  private String password;

  @Autowired private ProcessEngine engine;
  @Autowired private JdbcClient jdbc;
  @Autowired private Drafts drafts;

  private final Map<String, Browser> signedIn = new HashMap<>();
  private Journey child;
  private String task;

  @BeforeEach
  void aTaskOfUkhtcsCaseOwner() {
    jdbc.sql("delete from form_draft").update();
    child = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    task = child.task(PROPOSE).getId();
    claim("ukhtc.owner");
  }

  @AfterAll
  static void resetTheClock() {
    ClockUtil.reset();
  }

  // ---- saved and offered

  @Test
  void typedAnswersAreOfferedToTheSamePersonOnAnyComputer(CapturedOutput output) {
    JsonNode saved = json(save("ukhtc.owner", ofTask(), Map.of("rgReasons", TYPED)), 200);

    signedIn.clear(); // another computer
    HttpResponse<String> opened = browser("ukhtc.owner").get(ofTask());

    JsonNode draft = json(opened, 200);
    assertThat(draft.path("values")).hasSize(1);
    assertThat(draft.at("/values/rgReasons").asText()).isEqualTo(TYPED);
    assertThat(draft.path("savedAt")).isEqualTo(saved.path("savedAt"));
    assertThat(draft.path("savedAt").asText()).startsWith(DAY);
    assertThat(opened.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(output).doesNotContain("Draftcanary");
  }

  @Test
  void aDraftIsEncryptedAndBoundToItsFormAndPerson() {
    save("ukhtc.owner", ofTask(), Map.of("rgReasons", TYPED));

    byte[] content =
        jdbc.sql("select content from form_draft").query((row, n) -> row.getBytes(1)).single();
    assertThat(content[0]).as("the version of the key").isEqualTo((byte) 1);
    assertThat(new String(content, StandardCharsets.ISO_8859_1))
        .doesNotContain("Draftcanary", "rgReasons", "canal");

    engine.getTaskService().setAssignee(task, "ukhtc.owner2");
    jdbc.sql(
            "insert into form_draft (id, person, form, content, saved_at) values ('moved', 'ukhtc.owner2', ?, ?, ?)")
        .param("task/" + task)
        .param(content)
        .param(new Timestamp(ClockUtil.getCurrentTime().getTime()))
        .update();
    HttpResponse<String> moved = browser("ukhtc.owner2").get(ofTask());
    assertThat(moved.statusCode()).isEqualTo(500);
    assertThat(moved.body()).doesNotContain("Draftcanary");
  }

  @Test
  void nothingTypedMeansNoDraft() {
    save("ukhtc.owner", ofTask(), Map.of("rgReasons", TYPED));

    JsonNode discarded = json(save("ukhtc.owner", ofTask(), Map.of()), 200);

    assertThat(discarded.path("savedAt").isNull()).isTrue();
    assertThat(rows()).isZero();
    assertThat(json(browser("ukhtc.owner").get(ofTask()), 200).path("values")).isEmpty();
  }

  @Test
  void onlyEditableFieldsAreKept() {
    JsonNode saved =
        json(
            save(
                "ukhtc.owner",
                ofTask(),
                Map.of(
                    "rgReasons",
                    TYPED,
                    "childNames",
                    "not in this form",
                    "rgProposal",
                    Map.of("a", "file"))),
            200);

    assertThat(saved.path("values")).hasSize(1);
    assertThat(saved.path("values").has("rgReasons")).isTrue();
  }

  @Test
  void aDraftOfAStartFormBelongsToItsPerson() {
    String concern = ofStart("nrm-case");
    save("first.responder", concern, Map.of("childNames", TYPED));

    assertThat(json(browser("first.responder").get(concern), 200).at("/values/childNames").asText())
        .isEqualTo(TYPED);
    assertThat(json(browser("glasgow.duty").get(concern), 200).path("values"))
        .as("another person who may report a concern")
        .isEmpty();
  }

  // ---- refused

  @Test
  void aTasksDraftBelongsToItsPerson() {
    save("ukhtc.owner", ofTask(), Map.of("rgReasons", TYPED));

    for (String other :
        List.of("ukhtc.second", "ukhtc.manager", "nrm.manager", "fife.lead", "glasgow.lead")) {
      HttpResponse<String> opened = browser(other).get(ofTask());
      assertThat(opened.statusCode()).as(other).isEqualTo(other.equals("nrm.manager") ? 200 : 404);
      assertThat(opened.body()).as(other).doesNotContain(TYPED, "ukhtc.owner");
      assertThat(save(other, ofTask(), Map.of("rgReasons", "mine")).statusCode())
          .as(other)
          .isEqualTo(404);
    }
    assertThat(json(browser("ukhtc.owner").get(ofTask()), 200).at("/values/rgReasons").asText())
        .isEqualTo(TYPED);
    assertThat(new Browser(port).get(ofTask()).statusCode()).isEqualTo(401);
  }

  /** Tasklist asks for it each time that such a task is opened: the access log counts refusals. */
  @Test
  void openingATaskThatIsNotClaimedYetIsNotARefusal() {
    engine.getTaskService().setAssignee(task, null);

    JsonNode draft = json(browser("ukhtc.owner2").get(ofTask()), 200);

    assertThat(draft.path("person").isNull()).isTrue();
    assertThat(draft.path("savedAt").isNull()).isTrue();
    assertThat(save("ukhtc.owner2", ofTask(), Map.of("rgReasons", TYPED)).statusCode())
        .isEqualTo(404);
  }

  @Test
  void aDraftIsSavedOnlyOfAFormThePersonMaySend() {
    assertThat(
            save("policy.adviser", ofStart("nrm-case"), Map.of("childNames", TYPED)).statusCode())
        .as("may not report a concern")
        .isEqualTo(404);
    for (String path :
        List.of(
            "task/no-such-task/draft",
            "process-definition/no-such-process/draft",
            "task/a%20b/draft")) {
      assertThat(browser("ukhtc.owner").get(address(path)).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(rows()).isZero();
  }

  @Test
  void aSignedOutPersonsPageSavesNothingForTheNextPerson() {
    String concern = ofStart("nrm-case");

    HttpResponse<String> refused =
        send(
            "glasgow.duty",
            concern,
            Map.of("person", "first.responder", "values", Map.of("childNames", TYPED)));

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("Someone else has signed in in this browser");
    assertThat(rows()).isZero();
  }

  @Test
  void aTooLargeDraftIsRefusedInASentence() {
    HttpResponse<String> refused =
        save("ukhtc.owner", ofTask(), Map.of("rgReasons", "x".repeat(Drafts.MAX_BYTES)));

    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).contains("too long to be saved").doesNotContain("xxx");
    assertThat(send("ukhtc.owner", ofTask(), Map.of("person", "ukhtc.owner")).statusCode())
        .isEqualTo(400);
    assertThat(send("ukhtc.owner", ofTask(), Map.of("values", Map.of())).statusCode())
        .as("opened before the task was claimed")
        .isEqualTo(404);
    assertThat(rows()).isZero();
  }

  @Test
  void savingADraftDoesNotSubmitTheForm() {
    save("ukhtc.owner", ofTask(), Map.of("rgReasons", TYPED));

    HttpResponse<String> refused =
        browser("ukhtc.owner")
            .post(
                "/camunda/api/engine/engine/default/task/" + task + "/submit-form",
                "application/json",
                "{\"variables\":{}}");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(rows()).as("a refused form keeps its draft").isOne();
  }

  // ---- deleted

  @Test
  void completingTheTaskDeletesItsDraft() {
    save("ukhtc.owner", ofTask(), Map.of("rgReasons", TYPED));

    child.does("ukhtc.owner", PROPOSE, Invented.reasonableGrounds("positive", DAY));

    assertThat(rows()).isZero();
    assertThat(refused("ukhtc.owner")).contains("You have already sent this form");
    assertThat(refused("ukhtc.owner2"))
        .as("no one else learns what happened")
        .contains("This task is not assigned to you now, or has ended.");
  }

  @Test
  void handingTheTaskBackDeletesItsDraft() {
    save("ukhtc.owner", ofTask(), Map.of("rgReasons", TYPED));

    assertThat(
            browser("ukhtc.owner")
                .post(
                    "/camunda/api/engine/engine/default/task/" + task + "/unclaim",
                    "application/json",
                    "{}")
                .statusCode())
        .isEqualTo(204);

    assertThat(rows()).isZero();
    claim("ukhtc.owner");
    assertThat(json(browser("ukhtc.owner").get(ofTask()), 200).path("values")).isEmpty();
  }

  @Test
  void reassigningTheTaskDeletesItsDraft() {
    save("ukhtc.owner", ofTask(), Map.of("rgReasons", TYPED));

    child.as(
        "ukhtc.manager",
        () -> {
          engine.getTaskService().setAssignee(task, "ukhtc.owner2");
          return null;
        });

    assertThat(rows()).isZero();
    assertThat(refused("ukhtc.owner")).contains("This task is not assigned to you now");
  }

  @Test
  void anUpdateThatEndsTheTaskDeletesItsDraft() {
    save("ukhtc.owner", ofTask(), Map.of("rgReasons", TYPED));

    child.claimedAsylum("glasgow.lead", DAY);

    assertThat(child.sees("ukba.owner", PROPOSE)).isTrue();
    assertThat(rows()).isZero();
    assertThat(refused("ukhtc.owner"))
        .contains("The case has changed, and this task is no longer needed.");
  }

  @Test
  void sendingAStartFormDeletesOnlyThatPersonsDraft() {
    save("first.responder", ofStart("nrm-case"), Map.of("childNames", TYPED));
    save("glasgow.duty", ofStart("nrm-case"), Map.of("childNames", "of a colleague"));

    child.concern("first.responder", Invented.concern(DAY));

    assertThat(jdbc.sql("select person from form_draft").query(String.class).list())
        .containsExactly("glasgow.duty");
  }

  @Test
  void aStartFormSentTwiceIsRefusedWithItsCaseNumber() {
    String token = "0123456789abcdef".repeat(2);
    JsonNode sent = json(start(token), 200);

    JsonNode again = json(start(token), 400);

    assertThat(again.path("message").asText())
        .contains("The form has already been sent, as case " + sent.path("businessKey").asText())
        .contains("Nothing was sent again.");
    assertThat(json(start("f".repeat(32)), 200).path("businessKey"))
        .as("another form")
        .isNotEqualTo(sent.path("businessKey"));
    assertThat(json(start("not a token"), 200).path("businessKey")).isNotNull();
    assertThat(rows()).as("each form that was sent, and nothing of a refused one").isEqualTo(2);
  }

  /** Tasklist sends a form again when the first answer doesn't come. */
  @Test
  void aStartFormSentTwiceAtTheSameMomentIsRefusedInTheSameWords() {
    browser("first.responder");
    String token = "0123456789abcdef".repeat(2);

    List<HttpResponse<String>> answers =
        IntStream.range(0, 4)
            .mapToObj(window -> CompletableFuture.supplyAsync(() -> start(token)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.statusCode() != 200)
        .allSatisfy(
            answer ->
                assertThat(sentence(answer))
                    .startsWith("The form has already been sent")
                    .endsWith("Nothing was sent again."));
    assertThat(rows()).isOne();
  }

  @Test
  void anUpdateThatIsSentAgainHasNoOtherRefusal() {
    Map<String, Object> request = InventedTransfers.withdrawal(child.caseNumber(), "other", DAY);
    String token = "0123456789abcdef".repeat(2);
    json(start("ukhtc.owner", "record-withdrawal-request", request, token), 200);

    assertThat(sentence(start("ukhtc.owner", "record-withdrawal-request", request, token)))
        .as("its own rule would refuse the same request too")
        .isEqualTo(
            "The form has already been sent, as case %s. Nothing was sent again."
                .formatted(child.caseNumber()));
    assertThat(sentence(start("ukhtc.owner", "record-withdrawal-request", request, "none")))
        .contains("is already recorded")
        .doesNotContain("has already been sent");
  }

  private static String sentence(HttpResponse<String> refused) {
    return json(refused, 400).path("message").asText();
  }

  private HttpResponse<String> start(String token) {
    return start("first.responder", "nrm-case", Invented.concern(DAY), token);
  }

  private HttpResponse<String> start(
      String user, String process, Map<String, Object> values, String token) {
    Browser browser = browser(user);
    return browser.send(
        browser
            .request(
                "/camunda/api/engine/engine/default/process-definition/key/%s/submit-form"
                    .formatted(process))
            .header("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN"))
            .header("Content-Type", "application/json")
            .header(Drafts.TOKEN, token)
            .POST(BodyPublishers.ofString(StraightCase.submission(values)))
            .build());
  }

  @Test
  void anOldDraftIsNotOfferedAndIsDeleted() {
    save("ukhtc.owner", ofTask(), Map.of("rgReasons", TYPED));

    ClockUtil.setCurrentTime(Timestamp.valueOf("2009-11-15 12:00:00"));
    assertThat(json(browser("ukhtc.owner").get(ofTask()), 200).path("values")).hasSize(1);
    drafts.deleteOld();
    assertThat(rows()).isOne();

    ClockUtil.setCurrentTime(Timestamp.valueOf("2009-11-17 12:00:00"));
    assertThat(json(browser("ukhtc.owner").get(ofTask()), 200).path("values")).isEmpty();
    drafts.deleteOld();
    assertThat(rows()).isZero();
  }

  @Test
  void aDraftWithoutItsTaskOrItsPersonIsDeleted() {
    save("ukhtc.owner", ofTask(), Map.of("rgReasons", TYPED));
    save("first.responder", ofStart("nrm-case"), Map.of("childNames", TYPED));
    save("glasgow.duty", ofStart("nrm-case"), Map.of("childNames", TYPED));
    jdbc.sql("update form_draft set form = 'task/gone' where person = 'ukhtc.owner'").update();
    jdbc.sql("update form_draft set person = 'left' where person = 'glasgow.duty'").update();

    drafts.deleteOld();

    assertThat(jdbc.sql("select person from form_draft").query(String.class).list())
        .containsExactly("first.responder");
  }

  private void claim(String user) {
    child.as(
        user,
        () -> {
          engine.getTaskService().claim(task, user);
          return null;
        });
  }

  private Browser browser(String user) {
    return signedIn.computeIfAbsent(
        user,
        id -> {
          Browser browser = new Browser(port).signIn(id, password);
          browser.open("/camunda/app/tasklist/default/"); // the new session's token
          return browser;
        });
  }

  private String ofTask() {
    return address("task/" + task + "/draft");
  }

  private String ofStart(String process) {
    return address("process-definition/" + Journey.definition(engine, process) + "/draft");
  }

  private static String address(String path) {
    return "/camunda/api/tasklist/plugin/nrm-tasklist/default/" + path;
  }

  /** The message on an open page that can't save. */
  private String refused(String user) {
    HttpResponse<String> refused = save(user, ofTask(), Map.of("rgReasons", TYPED));
    assertThat(refused.statusCode()).isEqualTo(404);
    return refused.body();
  }

  private HttpResponse<String> save(String user, String path, Map<String, ?> values) {
    return send(user, path, Map.of("person", user, "values", values));
  }

  private HttpResponse<String> send(String user, String path, Map<String, ?> body) {
    Browser browser = browser(user);
    try {
      return browser.send(
          browser
              .request(path)
              .header("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN"))
              .header("Content-Type", "application/json")
              .PUT(BodyPublishers.ofString(JSON.writeValueAsString(body)))
              .build());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private int rows() {
    return jdbc.sql("select count(*) from form_draft").query(Integer.class).single();
  }
}
