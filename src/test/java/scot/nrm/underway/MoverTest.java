package scot.nrm.underway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.util.HtmlUtils;
import scot.nrm.Databases;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.pages.Browser;
import scot.nrm.register.Register;
import scot.nrm.revision.SignedRevisions;

/** Cases under way move to the set of a revision, or stay with a reason; nothing is lost. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "spring.application.name=under-way" // without the open cases of other tests
    })
class MoverTest implements Databases.OnH2 {

  private static final String DAY = "2009-05-18";
  private static final LocalDate IN_FORCE = LocalDate.parse("2009-05-19");
  private static final String LOG_TASK = "<bpmn:userTask id=\"Task_LogReferral\"";
  private static final String TO_LOG =
      "sourceRef=\"Event_NrmFormReceived\" targetRef=\"Task_LogReferral\"";

  /** What people and timers go by, apart from the diagram. */
  private static final Map<String, String> STATE =
      Map.of(
          "tasks",
          """
          select t.ID_, t.NAME_, t.ASSIGNEE_, t.DUE_DATE_, t.FOLLOW_UP_DATE_, l.GROUP_ID_
          from ACT_RU_TASK t join ACT_RU_EXECUTION e on e.ID_ = t.PROC_INST_ID_
          left join ACT_RU_IDENTITYLINK l on l.TASK_ID_ = t.ID_
          where e.BUSINESS_KEY_ = ? order by 1, 6\
          """,
          "timers",
          """
          select j.HANDLER_CFG_, j.DUEDATE_ from ACT_RU_JOB j
          join ACT_RU_EXECUTION e on e.ID_ = j.PROCESS_INSTANCE_ID_
          where e.BUSINESS_KEY_ = ? order by 1, 2\
          """,
          "messages",
          """
          select s.EVENT_NAME_, s.ACTIVITY_ID_ from ACT_RU_EVENT_SUBSCR s
          join ACT_RU_EXECUTION e on e.ID_ = s.PROC_INST_ID_
          where e.BUSINESS_KEY_ = ? order by 1, 2\
          """,
          "values",
          """
          select v.NAME_, v.TEXT_, v.LONG_ from ACT_RU_VARIABLE v
          join ACT_RU_EXECUTION e on e.ID_ = v.PROC_INST_ID_
          where e.BUSINESS_KEY_ = ? order by 1, 2, 3\
          """);

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired DefinitionSets sets;
  @Autowired Register register;
  @Autowired Mover mover;
  @Autowired MoveStore store;
  @Autowired JdbcClient jdbc;
  @Autowired BeanFactory beans;

  @BeforeEach
  void moveOnlyWhenTheTestDoes() {
    new SignedRevisions(beans).stopTheirMinutes();
  }

  /** Later tests have the files as they are. */
  @AfterEach
  void filesAsTheyAre() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String file :
        List.of(
            "processes/intake.bpmn",
            "processes/reasonable-grounds.bpmn",
            "config/cases-under-way.yaml")) {
      files.put(file, Files.readAllBytes(Path.of(file)));
    }
    if (!isInForce(files)) {
      new SignedRevisions(beans).restore(files);
    }
    ClockUtil.reset();
  }

  private boolean isInForce(Map<String, byte[]> files) {
    Map<String, byte[]> inForce = new TreeMap<>();
    sets.files(sets.inForce())
        .forEach((name, content) -> inForce.put(DefinitionSets.nameOf(name), content));
    return files.entrySet().stream()
        .allMatch(
            file ->
                Arrays.equals(file.getValue(), inForce.get(DefinitionSets.nameOf(file.getKey()))));
  }

  @Test
  void aCaseMovesWholeWithItsDatesAndFinishesByTheNewSet() throws IOException {
    Journey child = referred();
    Journey decided = referred().logged(DAY);
    int set = sets.inForce();
    String name = "Log the NRM form of " + set;
    int revision =
        inForce(
            set,
            "intake",
            Map.of(
                "processes/intake.bpmn",
                changed("intake", "name=\"Log the referral\"", "name=\"" + name + "\"")));
    Map<String, List<String>> before = state(child);
    assertThat(versions(child).values()).containsOnly(set);

    new SignedRevisions(beans).minute();

    assertThat(state(child)).isEqualTo(before);
    assertThat(versions(child)).containsEntry("nrm-case", set + 1).containsEntry("intake", set + 1);
    assertThat(register.setOf(child.caseNumber())).contains(set + 1);
    assertThat(page("nrm.manager", "/nrm/cases/" + child.caseNumber() + "/record"))
        .contains(
            "From 19 May 2009 this case is handled under the procedure of revision "
                + revision
                + ".");
    assertThat(register.setOf(decided.caseNumber())).as("in another stage").contains(set);
    assertThat(store.isFinished(revision)).contains(true);
    child.logged(DAY).workOffJobs().reasonableGrounds("ukhtc", "positive", DAY).workOffJobs();
    assertThat(versions(child)).containsEntry("conclusive-grounds", set + 1);
    assertThat(child.incidents()).isZero();
  }

  @Test
  void aCaseThatWouldSkipAStepStaysAndTheStepIsNamed() throws IOException {
    Journey child = referred();
    int set = sets.inForce();
    String step =
        "<bpmn:userTask id=\"Task_CheckForm\" name=\"Check the form\" camunda:formRef=\"log-referral\""
            + " camunda:formRefBinding=\"deployment\""
            + " camunda:candidateGroups=\"${authorities.group('intake', 'intake')}\">"
            + "<bpmn:incoming>Flow_NrmFormReceived_To_LogReferral</bpmn:incoming>"
            + "<bpmn:outgoing>Flow_Checked</bpmn:outgoing></bpmn:userTask>"
            + "<bpmn:sequenceFlow id=\"Flow_Checked\" sourceRef=\"Task_CheckForm\""
            + " targetRef=\"Task_LogReferral\" />";
    int revision =
        inForce(
            set,
            "intake",
            Map.of(
                "processes/intake.bpmn",
                text(
                    intake()
                        .replace(LOG_TASK, step + LOG_TASK)
                        .replace(TO_LOG, TO_LOG.replace("Task_LogReferral", "Task_CheckForm")))));
    Map<String, List<String>> before = state(child);

    assertThat(state(child)).isEqualTo(before);

    new SignedRevisions(beans).minute();

    String reason =
        "The new diagram demands the step \"Check the form\" before, which this case has not done.";
    assertThat(stays(revision)).containsEntry(child.caseNumber(), reason);
    assertThat(state(child)).isEqualTo(before);
    assertThat(versions(child).values()).containsOnly(set);
    assertThat(register.setOf(child.caseNumber())).contains(set);
    String address = "/nrm/revisions/" + revision + "/cases-under-way";
    assertThat(page("nrm.manager", address)).contains(reason, child.caseNumber());
    assertThat(page("policy.staff", address))
        .contains(reason, "fewer than 5")
        .doesNotContain(child.caseNumber());
    nobodyMigratesIt(child, set);
    child.logged(DAY).workOffJobs();
    assertThat(child.incidents()).isZero();
  }

  /** No person may, by HTTP or in the engine, and what is left is bound by our rules. */
  private void nobodyMigratesIt(Journey child, int set) {
    ProcessInstance intake =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(child.caseNumber())
            .processDefinitionKey("intake")
            .singleResult();
    String target =
        engine
            .getRepositoryService()
            .createProcessDefinitionQuery()
            .processDefinitionKey("intake")
            .latestVersion()
            .singleResult()
            .getId();
    for (String person : List.of("policy.staff", "nrm.manager", "release.officer", "admin")) {
      for (String api : List.of("/camunda/api/engine/engine/default", "/engine-rest")) {
        HttpResponse<byte[]> refused =
            new Browser(port)
                .signIn(person, password, "cockpit")
                .send("POST", api + "/migration/execute", "application/json", text("{}"));
        assertThat(refused.statusCode()).as(person + api).isIn(401, 403, 404);
      }
    }
    Runnable migration =
        () -> {
          RuntimeService runtime = engine.getRuntimeService();
          runtime
              .newMigration(
                  runtime
                      .createMigrationPlan(intake.getProcessDefinitionId(), target)
                      .mapEqualActivities()
                      .build())
              .processInstanceIds(intake.getId())
              .execute();
        };
    for (String person : List.of("policy.staff", "release.officer", "admin")) {
      assertThatThrownBy(() -> as(person, migration))
          .as(person)
          .isInstanceOf(AuthorizationException.class);
    }
    assertThatThrownBy(migration::run)
        .as("by a program without a person, such as a batch")
        .hasMessageContaining("Check the form")
        .hasMessageContaining(MigrationRules.WHOLE);
    assertThat(versions(child).values()).containsOnly(set);
  }

  @Test
  void theMoveIsTriedAndRolledBack() throws IOException {
    Journey child = referred();
    int set = sets.inForce();
    SignedRevisions revisions = new SignedRevisions(beans);
    int revision =
        revisions.draft(
            "Tried only",
            IN_FORCE,
            Map.of(
                "processes/intake.bpmn",
                changed("intake", "name=\"Log the referral\"", "name=\"Log it " + set + "\""),
                "config/cases-under-way.yaml",
                text(
                    "cases-under-way:\n- {from: [%d], stage: intake, takes: move}\n"
                        .formatted(set))));
    Map<String, List<String>> before = state(child);

    assertThat(mover.tried(revision).orElseThrow()).containsOnlyKeys("").containsKey("");

    assertThat(state(child)).isEqualTo(before);
    assertThat(versions(child).values()).containsOnly(set);
    assertThat(sets.inForce()).isEqualTo(set);
    String address = "/nrm/revisions/" + revision + "/cases-under-way";
    Browser staff = new Browser(port).signIn("policy.staff", password, "cockpit");
    Matcher token =
        Pattern.compile("name=\"token\" value=\"([^\"]+)\"")
            .matcher(Browser.text(staff.open(address)));
    assertThat(token.find()).isTrue();
    HttpResponse<String> tried =
        staff.post(address, "application/x-www-form-urlencoded", "token=" + token.group(1));
    assertThat(tried.statusCode()).as(tried.body()).isEqualTo(200);
    assertThat(tried.body()).contains("rolled back: nothing has changed");
    assertThat(versions(child).values()).containsOnly(set);
    revisions.cancel(revision);
    child.logged(DAY).workOffJobs();
    assertThat(child.incidents()).isZero();
  }

  private void as(String person, Runnable work) {
    new Journey(engine)
        .as(
            person,
            () -> {
              work.run();
              return null;
            });
  }

  @Test
  void aCaseForWhichATimerWouldStartStays() throws IOException {
    Journey child = referred();
    int set = sets.inForce();
    String timer =
        "<bpmn:boundaryEvent id=\"Timer_Remind\" name=\"A week has passed\" cancelActivity=\"false\""
            + " attachedToRef=\"Task_LogReferral\"><bpmn:outgoing>Flow_Reminded</bpmn:outgoing>"
            + "<bpmn:timerEventDefinition id=\"Timer_Remind_Timer\"><bpmn:timeDuration"
            + " xsi:type=\"bpmn:tFormalExpression\">P7D</bpmn:timeDuration>"
            + "</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
            + "<bpmn:endEvent id=\"Event_Reminded\" name=\"Reminded\">"
            + "<bpmn:incoming>Flow_Reminded</bpmn:incoming></bpmn:endEvent>"
            + "<bpmn:sequenceFlow id=\"Flow_Reminded\" sourceRef=\"Timer_Remind\""
            + " targetRef=\"Event_Reminded\" />";
    int revision =
        inForce(
            set,
            "intake",
            Map.of("processes/intake.bpmn", text(intake().replace(LOG_TASK, timer + LOG_TASK))));
    Map<String, List<String>> before = state(child);

    new SignedRevisions(beans).minute();

    assertThat(stays(revision))
        .containsEntry(child.caseNumber(), "The timer \"A week has passed\" would start.");
    assertThat(state(child)).isEqualTo(before);
    assertThat(versions(child).values()).containsOnly(set);
  }

  @Test
  void whatWasStoppedBetweenCasesIsContinuedAndNoCaseIsMovedTwice() throws IOException {
    List<Journey> children = new ArrayList<>();
    IntStream.range(0, 4).forEach(number -> children.add(referred().logged(DAY).workOffJobs()));
    int set = sets.inForce();
    int revision =
        inForce(
            set,
            "reasonable-grounds",
            Map.of(
                "processes/reasonable-grounds.bpmn",
                changed(
                    "reasonable-grounds",
                    "name=\"Propose reasonable grounds\"",
                    "name=\"Propose the decision " + set + "\"")));
    Map<String, Map<String, List<String>>> before = new HashMap<>();
    children.forEach(child -> before.put(child.caseNumber(), state(child)));

    mover.continueMoving(3);
    assertThat(store.isFinished(revision)).contains(false);
    assertThat(children.stream().filter(child -> isMoved(child, set + 1))).hasSize(3);
    mover.continueMoving();

    assertThat(store.isFinished(revision)).contains(true);
    for (Journey child : children) {
      assertThat(isMoved(child, set + 1)).isTrue();
      assertThat(state(child)).isEqualTo(before.get(child.caseNumber()));
      assertThat(
              jdbc.sql(
                      "select count(*) from register_event where case_number = ? and kind = 'procedure-changed'")
                  .param(child.caseNumber())
                  .query(Integer.class)
                  .single())
          .isEqualTo(1);
      child.reasonableGrounds("ukhtc", "positive", DAY).workOffJobs();
    }
    assertThat(children.get(0).incidents()).isZero();
  }

  private boolean isMoved(Journey child, int set) {
    return versions(child).values().stream().allMatch(version -> version == set)
        && register.setOf(child.caseNumber()).equals(Optional.of(set));
  }

  private Journey referred() {
    return new Journey(engine).referred(DAY, Invented.ukNational(DAY)).workOffJobs();
  }

  /** In force as the next set, with a row that moves the cases in a stage; none has moved yet. */
  private int inForce(int set, String stage, Map<String, byte[]> files) {
    Map<String, byte[]> all = new TreeMap<>(files);
    all.put(
        "config/cases-under-way.yaml",
        text("cases-under-way:\n- {from: [%d], stage: %s, takes: move}\n".formatted(set, stage)));
    SignedRevisions revisions = new SignedRevisions(beans);
    int number = revisions.released("Moves cases", IN_FORCE, all);
    ClockUtil.setCurrentTime(Date.from(IN_FORCE.atStartOfDay(LocalDay.ZONE).toInstant()));
    revisions.bringIntoForce();
    assertThat(sets.inForce()).isEqualTo(set + 1);
    return number;
  }

  private Map<String, String> stays(int revision) {
    Map<String, String> stays = new TreeMap<>();
    store.stayed(revision).forEach(one -> stays.put(one.caseNumber(), one.reason()));
    return stays;
  }

  /** The set of each diagram on the path of a case. */
  private Map<String, Integer> versions(Journey child) {
    Map<String, Integer> versions = new TreeMap<>();
    jdbc.sql(
            """
            select d.KEY_, s.VERSION_ from ACT_RU_EXECUTION e
            join ACT_RE_PROCDEF d on d.ID_ = e.PROC_DEF_ID_
            join ACT_RE_PROCDEF s on s.DEPLOYMENT_ID_ = d.DEPLOYMENT_ID_ and s.KEY_ = 'nrm-case'
            where e.BUSINESS_KEY_ = ? and d.KEY_ <> 'child-protection'\
            """)
        .param(child.caseNumber())
        .query((row, number) -> versions.put(row.getString(1), row.getInt(2)))
        .list();
    return versions;
  }

  private Map<String, List<String>> state(Journey child) {
    Map<String, List<String>> state = new TreeMap<>();
    STATE.forEach(
        (what, query) -> {
          List<String> rows = new ArrayList<>();
          jdbc.sql(query)
              .param(child.caseNumber())
              .query()
              .listOfRows()
              .forEach(row -> rows.add(row.toString()));
          state.put(what, rows);
        });
    return state;
  }

  private static String intake() throws IOException {
    return Files.readString(Path.of("processes/intake.bpmn"));
  }

  private static byte[] changed(String diagram, String from, String to) throws IOException {
    String text = Files.readString(Path.of("processes", diagram + ".bpmn"));
    assertThat(text).contains(from);
    return text(text.replace(from, to));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String page(String person, String path) {
    HttpResponse<byte[]> page = new Browser(port).signIn(person, password, "cockpit").open(path);
    assertThat(page.statusCode()).as(path).isEqualTo(200);
    return HtmlUtils.htmlUnescape(Browser.text(page));
  }
}
