package scot.nrm.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.codec.digest.DigestUtils;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.util.HtmlUtils;
import scot.nrm.Databases;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.pages.Browser;
import scot.nrm.revision.Revision.State;

/** Tests comments and reasons on the page of a revision before it comes into force. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "nrm.rest.enabled=false",
      "nrm.modeler.waits=5m"
    })
class RevisionReviewTest implements Databases.OnPostgres {

  private static final LocalDate TODAY = LocalDate.parse("2009-06-01");
  private static final String REVIEW = "reflection-period.bpmn";
  private static final String DUE = "dueDate=\"${reflectionReviewDate}\"";

  private static final String WARNING =
      "processes/reflection-period.bpmn: The task \"Record the late answers\" (Task_RecordReviewAnswers) was due by ${dueDates.onOrInWorkingDays(reflectionEndDate, 2)} and is now due by ${reflectionReviewDate}.";

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired RevisionStore store;
  @Autowired Revisions revisions;
  @Autowired RevisedSets sets;
  @Autowired RevisionDays days;
  @Autowired JdbcClient jdbc;
  @Autowired BeanFactory beans;
  @Autowired DefinitionSets definitions;
  @Autowired PlatformTransactionManager transactions;

  private PeopleOfRevisions people;
  private int number;

  @BeforeEach
  void aDraft() {
    on(TODAY);
    people = new PeopleOfRevisions(port, password);
    number = people.start("Earlier answers", TODAY.plusDays(1));
  }

  @AfterEach
  void cancelOpenRevisions() {
    store
        .inStates(State.OPEN)
        .forEach(revision -> revisions.cancel(revision.number(), revision.author()));
    ClockUtil.reset();
  }

  private static void on(LocalDate day) {
    ClockUtil.setCurrentTime(LocalDay.startOf(day));
  }

  /** The late answers are due earlier, which is possible, but may be a mistake. */
  private static byte[] changed() throws IOException {
    String diagram = Files.readString(Path.of("processes", REVIEW));
    String shipped = "dueDate=\"${dueDates.onOrInWorkingDays(reflectionEndDate, 2)}\"";
    assertThat(diagram).contains(shipped, DUE);
    return diagram.replace(shipped, DUE).getBytes(StandardCharsets.UTF_8);
  }

  /** Days between today and the day in force will have passed when the row is in force. */
  @Test
  void aTimeLimitFromBeforeTheDayInForceNeedsAReason() throws IOException {
    String table = Files.readString(Path.of("processes", "time-limits.dmn"));
    String row =
        table
            .substring(
                table.indexOf("<rule id=\"Rule_ReasonableGrounds\">"), table.indexOf("</rule>") + 7)
            .replaceAll("id=\"(\\w+)\"", "id=\"$1_Later\"")
            .replaceFirst("<text>-<", "<text>&gt;= date(\"" + TODAY + "\")<")
            .replace("<text>5<", "<text>3<");
    people.add(
        number,
        Map.of(
            "time-limits.dmn",
            table
                .replace("</decisionTable>", row + "</decisionTable>")
                .getBytes(StandardCharsets.UTF_8)));

    assertThat(people.page("policy.staff", number))
        .contains(
            "The table gives another answer for days before 2 June 2009, if \"Form received\" is from 1 June 2009")
        .doesNotContain("Send for approval");
  }

  private HttpResponse<String> reason(String person, String why) {
    return people.form(
        person,
        "/nrm/revisions/" + number,
        "/nrm/revisions/" + number,
        Map.of("act", "give-reasons", "why-" + DigestUtils.sha256Hex(WARNING), why));
  }

  @Test
  void aWarningNeedsAReasonThatTheSignatoriesRead() throws IOException {
    HttpResponse<String> deployed =
        Modeler.of(port, "policy.staff", password)
            .deploys("Earlier answers", Map.of(REVIEW, changed()));
    assertThat(Modeler.definition(deployed))
        .isEqualTo("revision-" + number + "-warnings-need-a-reason");
    assertThat(people.page("policy.staff", number))
        .contains("The check found nothing to correct.", WARNING)
        .doesNotContain("Send for approval");
    people.act("policy.staff", number, "submit", "", 400);

    assertThat(reason("policy.approver", "Not mine").statusCode()).isEqualTo(404);
    assertThat(reason("policy.staff", "  ").statusCode()).isEqualTo(400);
    HttpResponse<String> tooLong = reason("policy.staff", "x".repeat(2001));
    assertThat(tooLong.statusCode()).isEqualTo(400);
    assertThat(tooLong.body()).as("nothing is lost").contains("x".repeat(2001));
    assertThat(reason("policy.staff", "The courts asked for it").statusCode()).isEqualTo(303);

    people.act("policy.staff", number, "submit", "", 303);
    assertThat(reason("policy.staff", "Too late").statusCode()).isEqualTo(400);
    for (String person : new String[] {"policy.approver", "release.officer"}) {
      assertThat(people.page(person, number)).contains(WARNING, "The courts asked for it");
    }
    assertThat(paper())
        .contains(
            "Change to a deadline. The task Record the late answers",
            WARNING + " <strong>Reason:</strong> The courts asked for it",
            "Nothing changes for any open case.");
    people.act("policy.approver", number, "approve", "Read", 303);
    people.act("release.officer", number, "release", "Told", 303);
    on(TODAY.plusDays(1));
    days.bringIntoForce();
    assertThat(people.page("policy.staff", number))
        .as("kept")
        .contains("In force", WARNING, "The courts asked for it");
    sets.deploy(
        "as shipped",
        Map.of("processes/" + REVIEW, Files.readAllBytes(Path.of("processes", REVIEW))));
  }

  private HttpResponse<String> comment(String person, String about, String text) {
    return people.form(
        person,
        "/nrm/revisions/" + number,
        "/nrm/revisions/" + number,
        Map.of("act", "comment-on", "about", about, "comment", text));
  }

  private int settles(String person, long id) {
    return people
        .form(
            person,
            "/nrm/revisions/" + number,
            "/nrm/revisions/" + number,
            Map.of("act", "settle", "settled", String.valueOf(id)))
        .statusCode();
  }

  @Test
  void peopleCommentOnAFileAndOnAStepInIt() throws IOException {
    people.add(number, Map.of(REVIEW, changed()));
    String file = "processes/" + REVIEW;
    String step = "the task Record the late answers (Task_RecordReviewAnswers)";
    assertThat(people.page("policy.approver", number)).contains(file + ": " + step);

    assertThat(comment("policy.approver", file + " · " + step, "Why\nso early?").statusCode())
        .isEqualTo(303);
    for (int sent = 1; sent <= 2; sent++) { // and kept once
      assertThat(comment("release.officer", file, "Told <b>UKHTC</b>?").statusCode())
          .isEqualTo(303);
    }

    HttpResponse<String> nowhere = comment("policy.staff", "processes/intake.bpmn", "Typed");
    assertThat(nowhere.statusCode()).isEqualTo(400);
    assertThat(nowhere.body()).as("nothing is lost").contains(">\nTyped</textarea>");
    assertThat(comment("policy.staff", file + " · the task Nothing", "x").statusCode())
        .isEqualTo(400);
    assertThat(comment("policy.staff", file, " ").statusCode()).isEqualTo(400);
    assertThat(comment("policy.staff", file, "x".repeat(2001)).statusCode()).isEqualTo(400);
    assertThat(people.page("policy.staff", number))
        .contains("</strong>, 1 June 2009", ", on " + step, "Why<br/>so early?<br/>")
        .contains("Told <b>UKHTC</b>?", "Not settled yet")
        .doesNotContain("Settled by");
    assertThat(paper())
        .contains(", on " + step + "</p><p>Why<br/>so early?<br/></p>", "Told <b>UKHTC</b>?")
        .contains("Not settled yet")
        .doesNotContain("<form", "Settled by");

    List<Long> ids =
        jdbc.sql("select id from revision_comment where revision = ? order by id")
            .param(number)
            .query(Long.class)
            .list();
    assertThat(ids).hasSize(2);
    assertThat(settles("release.officer", ids.get(0))).as("not theirs").isEqualTo(400);
    assertThat(settles("policy.staff", ids.get(0))).as("the author").isEqualTo(303);
    assertThat(settles("policy.approver", ids.get(0))).as("already").isEqualTo(400);
    assertThat(settles("release.officer", ids.get(1))).as("their own").isEqualTo(303);
    assertThat(settles("policy.staff", -1)).isEqualTo(400);
    assertThat(paper())
        .contains("Settled by Sunita Straiton", "Why<br/>so early?")
        .doesNotContain("Not settled yet");

    people.act("policy.staff", number, "remove", "", 303);
    revisions.removeFile(number, file, "policy.staff");
    assertThat(people.page("policy.staff", number))
        .contains("Comments on files that the revision no longer has", "Why<br/>so early?");
    assertThat(paper())
        .contains("Comments on files that the revision no longer has", "Why<br/>so early?");
    people.act("policy.staff", number, "cancel", "", 303);
    assertThat(comment("policy.approver", file, "Late").statusCode()).isEqualTo(400);
    assertThat(people.page("policy.approver", number)).as("kept").contains("Settled by");
  }

  /** As {@code --nrm.deploy-again} may do at midnight. H2 has no lock for deployments. */
  @Test
  void aRevisionLapsesUnderASetThatIsDeployedMeanwhile() throws Exception {
    people.add(number, Map.of(REVIEW, changed()));
    new SignedRevisions(beans).sign(number);
    Map<String, byte[]> shipped = sets.files(sets.inForce());
    Map<String, byte[]> again = new HashMap<>(shipped);
    again.computeIfPresent(
        "processes/close-case.bpmn",
        (name, diagram) ->
            new String(diagram, StandardCharsets.UTF_8)
                .replace("Case closed", "Case closed again")
                .getBytes(StandardCharsets.UTF_8));
    int set = sets.inForce();
    on(TODAY.plusDays(1));
    ExecutorService midnight = Executors.newSingleThreadExecutor();
    try {
      Future<?> done =
          new TransactionTemplate(transactions)
              .execute(
                  status -> {
                    definitions.lock();
                    Future<?> begun = midnight.submit(days::bringIntoForce);
                    await().until(this::someoneWaits);
                    new SignedRevisions(beans).restore(again);
                    return begun;
                  });
      done.get();

      assertThat(sets.inForce()).as("only that of the start").isEqualTo(set + 1);
      assertThat(store.find(number).orElseThrow().state()).isEqualTo(State.CHANGES_REQUESTED);
    } finally {
      midnight.shutdown();
      new SignedRevisions(beans).restore(shipped);
    }
  }

  /** The rows of the later one are about other cases, and stay. */
  @Test
  void aRevisionIsTakenBackAlthoughALaterOneChoosesWhatCasesDo() throws IOException {
    SignedRevisions signed = new SignedRevisions(beans);
    Map<String, byte[]> shipped = sets.files(sets.inForce());
    try {
      people.add(number, Map.of(REVIEW, changed(), "cases-under-way.yaml", stay("intake")));
      signed.sign(number);
      on(TODAY.plusDays(1));
      days.bringIntoForce();
      int later =
          signed.released(
              "Others stay",
              TODAY.plusDays(2),
              Map.of("config/cases-under-way.yaml", stay("route")));
      on(TODAY.plusDays(2));
      days.bringIntoForce();
      assertThat(store.find(later).orElseThrow().state()).isEqualTo(State.IN_FORCE);

      int back = revisions.takeBack(number, "policy.staff").number();
      assertThat(store.fileNames(back)).containsExactly("processes/" + REVIEW);
    } finally {
      signed.restore(shipped);
    }
  }

  private byte[] stay(String stage) {
    return "cases-under-way:\n  - {from: [%d], stage: %s, takes: stay}\n"
        .formatted(sets.inForce(), stage)
        .getBytes(StandardCharsets.UTF_8);
  }

  private boolean someoneWaits() {
    return jdbc.sql(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
            .query(Integer.class)
            .single()
        > 0;
  }

  private String paper() {
    return HtmlUtils.htmlUnescape(
        Browser.text(
            people.browser("release.officer").open("/nrm/revisions/" + number + "/paper")));
  }

  @Test
  void aChangedTaskIdIsAWarningForEachFileThatNamesIt() throws IOException {
    String file = "%s names Task_ReportToPolice, which is in no diagram.";
    people.add(number, Map.of("missing-child.bpmn", withOtherId("processes/missing-child.bpmn")));
    assertThat(people.page("policy.staff", number))
        .contains(file.formatted("config/notices.yaml"), file.formatted("config/filters.yaml"));

    people.add(number, Map.of("notices.yaml", withOtherId("config/notices.yaml")));
    assertThat(people.page("policy.staff", number))
        .contains(file.formatted("config/filters.yaml"))
        .doesNotContain(file.formatted("config/notices.yaml"));
  }

  private static byte[] withOtherId(String file) throws IOException {
    return Files.readString(Path.of(file))
        .replace("Task_ReportToPolice", "Activity_ReportToPolice")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aReasonLapsesWithItsWarning() throws IOException {
    people.add(number, Map.of(REVIEW, changed()));
    reason("policy.staff", "The courts asked for it");
    String other =
        new String(changed(), StandardCharsets.UTF_8)
            .replace(DUE, "dueDate=\"${reflectionReminderDate}\"")
            .replaceFirst(
                "(Task_ReviewReflection\".*?)dueDate=\"\\$\\{reflectionReminderDate\\}\"",
                "$1" + DUE.replace("$", "\\$"));
    people.add(number, Map.of(REVIEW, other.getBytes(StandardCharsets.UTF_8)));

    assertThat(people.page("policy.staff", number))
        .contains("is now due by ${reflectionReminderDate}.")
        .doesNotContain("The courts asked for it", "Send for approval");
    people.act("policy.staff", number, "submit", "", 400);
  }
}
