package scot.nrm.cockpit.casepage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormFile;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedChanges;
import scot.nrm.journeys.InventedCopies;
import scot.nrm.journeys.InventedMissing;
import scot.nrm.journeys.InventedTransfers;
import scot.nrm.journeys.Journey;
import scot.nrm.pages.Browser;

/**
 * Tests what Cockpit and Tasklist show of a case, to whom, and what they never show, in the whole
 * application.
 */
@WholeApplication
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaseOverHttpTest implements Databases.OnH2 {

  /** Nobody else's, because a search by name and date of birth shows ten cases. */
  private static final String NAME_OF_THE_CHILD = "Nguyễn Thị Lan-Chi";

  private static final String CASE = "/camunda/api/cockpit/plugin/nrm/default/case";
  private static final ObjectMapper JSON = new ObjectMapper();

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired JdbcClient jdbc;
  @Autowired CaseFile files;

  private final Map<String, Browser> browsers = new HashMap<>();
  private Journey full;
  private Journey missing;
  private Journey copied;
  private Journey recognised;
  private Date lastDay;

  /** In chronological order, so that the clock is at the last day afterwards. */
  @BeforeAll
  void someCases() {
    recognised =
        new Journey(engine)
            .referred("2009-08-03", Invented.ukNational("2009-08-03"))
            .logged("2009-08-03")
            .reasonableGrounds("ukhtc", "positive", "2009-08-05")
            .on("2009-08-07")
            .does(
                "ukhtc.owner2",
                "Task_ProposeConclusiveGrounds",
                Invented.conclusiveGrounds("positive", "2009-08-07"));
    engine.getIdentityService().createMembership("ukhtc.owner", "ukhtc-second-officer");
    recognised
        .does(
            "ukhtc.owner",
            "Task_ConfirmConclusiveGrounds",
            Invented.confirmConclusiveGrounds("2009-08-07"))
        .on("2009-10-05");
    engine.getIdentityService().deleteMembership("ukhtc.owner", "ukhtc-second-officer");
    String day = "2009-10-05";
    full =
        new Journey(engine)
            .referred(
                day, Invented.with(Invented.referralAndChild(day), "childNames", NAME_OF_THE_CHILD))
            .logged(day);
    String number = full.caseNumber();
    full.on("2009-10-07")
        .does("ukhtc.owner", "Task_ProposeReasonableGrounds", Invented.extension(2))
        .does(
            "ukhtc.owner",
            "Task_ProposeReasonableGrounds",
            Invented.reasonableGrounds("positive", day))
        .does("ukhtc.second", "Task_ConfirmReasonableGrounds", Invented.sentBackReasonableGrounds())
        .updates(
            "glasgow.lead", "report-child-missing", InventedMissing.missing(number, "2009-10-06"))
        .on("2009-10-08")
        .updates("glasgow.lead", "report-child-found", InventedMissing.found(number, "2009-10-08"))
        .reasonableGrounds("ukhtc", "positive", "2009-10-16");
    full.updates(
        "glasgow.lead",
        "record-withdrawal-request",
        InventedTransfers.withdrawal(number, "embassy-or-consulate", "2009-10-15"));
    copied =
        new Journey(engine)
            .begins("ukba.port", "send-ukba-copy", InventedCopies.copy("2009-10-16"));
    missing =
        new Journey(engine)
            .referred("2009-10-16", Invented.referralAndChild("2009-10-16"))
            .logged("2009-10-16");
    missing.reportedMissing("glasgow.lead", "2009-10-16");
    lastDay = ClockUtil.getCurrentTime();
  }

  /** A test may move it. */
  @BeforeEach
  void isTheLastDay() {
    ClockUtil.setCurrentTime(lastDay);
  }

  @AfterAll
  void resetClock() {
    ClockUtil.reset();
  }

  // ---- what it tells

  @Test
  void theHeaderHasTheDeadlinesWithOriginalDateAndStatus() throws Exception {
    JsonNode glance = page("nrm.manager", full).get("glance");

    assertThat(glance.get("state").asText()).isEqualTo("Open");
    assertThat(texts(glance.get("facts"), "label", "value"))
        .contains(
            "Local authority: Glasgow City Council",
            "Case opened: 5 October 2009",
            "Reasonable grounds decided by: United Kingdom Human Trafficking Centre (UKHTC)");
    assertThat(texts(glance.get("clocks"), "name", "first", "inForce", "decided", "pace", "words"))
        .contains(
            "Reasonable grounds decision: 2009-10-12: 2009-10-14: 2009-10-16: LATE: positive, 2 days late",
            "End of the reflection period: 2009-11-30: 2009-11-30: : RUNNING: %s days left"
                .formatted(left("2009-11-30")),
            "Conclusive grounds decision: 2009-11-30: 2009-11-30: : RUNNING: %s days left"
                .formatted(left("2009-11-30")));
  }

  @Test
  void theTimelineShowsWhoActedInWhichRole() throws Exception {
    List<JsonNode> items = timeline("nrm.manager", full, "");

    assertThat(items)
        .extracting(item -> item.get("text").asText())
        .contains(
            "The case was opened on 5 October 2009 for Glasgow City Council.",
            "The deadline for reasonable grounds was extended from 12 October 2009 to 14 October 2009.",
            "Reasonable grounds, sent back: positive.",
            "The child has been missing since 6 October 2009.",
            "Task completed: Log the referral",
            "Open task: Propose conclusive grounds");
    assertThat(people(one(items, "The deadline for reasonable grounds was extended from")))
        .containsExactly("UKHTC case owner: Daniel Oakeshott (ukhtc.owner)");
    assertThat(people(one(items, "Decision on reasonable grounds")))
        .containsExactly(
            "Case owner: Daniel Oakeshott (ukhtc.owner)",
            "Second officer: Gwen Selwood (ukhtc.second)");
    assertThat(people(one(items, "Task completed: Log the referral")))
        .containsExactly("UKHTC intake: " + name("ukhtc.intake"));
    JsonNode missing = one(items, "The child has been missing since");
    assertThat(missing.get("day").asText()).isEqualTo("2009-10-06");
    assertThat(missing.get("at").asText()).startsWith("2009-10-07");
    JsonNode stage =
        items.stream()
            .filter(item -> item.get("kind").asText().equals("STAGE"))
            .filter(item -> item.get("text").asText().equals("Reasonable grounds"))
            .findFirst()
            .orElseThrow();
    assertThat(stage.get("version").asInt()).isEqualTo(1);
  }

  @Test
  void notesAreInTheTimelineForThoseWhoMayReadThem() throws Exception {
    List<JsonNode> all = timeline("nrm.manager", full, "&show=notes");
    List<JsonNode> ofCouncil = timeline("glasgow.manager", full, "&show=notes");

    assertThat(kinds(all)).containsOnly("NOTE", "STAGE");
    JsonNode said = one(all, "Note on “Propose reasonable grounds”");
    assertThat(said.get("note").asText())
        .contains("What the local authority said:\nSpoke with the lead professional");
    assertThat(people(said)).containsExactly("UKHTC case owner: Daniel Oakeshott (ukhtc.owner)");
    assertThat(one(ofCouncil, "Note on “Assess the child”").get("note").asText())
        .contains("The child's needs:");
    assertThat(ofCouncil.toString()).doesNotContain("Propose", "Spoke with the lead professional");
  }

  /** First the case owner, and two days later the second officer. */
  @Test
  void anOfficerWithTwoRolesIsShownInTheRoleOfEachAct() throws Exception {
    List<JsonNode> items = timeline("nrm.manager", recognised, "");

    assertThat(people(one(items, "Reasonable grounds, proposed")))
        .containsExactly("UKHTC case owner: Daniel Oakeshott (ukhtc.owner)");
    assertThat(people(one(items, "Decision on conclusive grounds")))
        .contains("Second officer: Daniel Oakeshott (ukhtc.owner)");
  }

  @Test
  void anOfficerIsShownUnderTheNameOfTheDay() throws Exception {
    Date day = ClockUtil.getCurrentTime();
    User officer =
        engine.getIdentityService().createUserQuery().userId("ukhtc.second").singleResult();
    try {
      ClockUtil.setCurrentTime(new Date(day.getTime() + 60_000));
      officer.setLastName("Renamed");
      engine.getIdentityService().saveUser(officer);

      assertThat(people(one(timeline("nrm.manager", full, ""), "Decision on reasonable grounds")))
          .contains("Second officer: Gwen Selwood (ukhtc.second)");
    } finally {
      officer.setLastName("Selwood");
      engine.getIdentityService().saveUser(officer);
      ClockUtil.setCurrentTime(day);
    }
  }

  @Test
  void itemsAreFilteredAndReversedOnTheServer() throws Exception {
    assertThat(kinds(timeline("nrm.manager", full, "&show=letters")))
        .containsOnly("LETTER", "STAGE");
    assertThat(kinds(timeline("nrm.manager", full, "&show=notes"))).containsOnly("NOTE", "STAGE");
    assertThat(kinds(timeline("nrm.manager", full, "&show=updates")))
        .containsOnly("UPDATE", "STAGE");
    assertThat(kinds(timeline("nrm.manager", full, "&show=tasks"))).containsOnly("TASK", "STAGE");
    assertThat(kinds(timeline("nrm.manager", full, "&show=decisions")))
        .containsOnly("DECISION", "STAGE");

    List<String> newest = moments(timeline("nrm.manager", full, "&show=decisions"));
    List<String> oldest = moments(timeline("nrm.manager", full, "&show=decisions&order=oldest"));
    assertThat(oldest).isSorted().hasSameSizeAs(newest);
    assertThat(newest.get(0)).isEqualTo(oldest.get(oldest.size() - 1));

    JsonNode first = page("nrm.manager", full);
    JsonNode second = json(get("nrm.manager", CASE + "?page=2&number=" + full.caseNumber()));
    assertThat(first.get("all").asInt()).isGreaterThan(first.get("size").asInt());
    assertThat(itemsOf(first).stream().filter(item -> !item.get("kind").asText().equals("STAGE")))
        .hasSize(first.get("size").asInt())
        .doesNotContainAnyElementsOf(
            itemsOf(second).stream()
                .filter(item -> !item.get("kind").asText().equals("STAGE"))
                .toList());
    assertThat(itemsOf(second).get(0).get("kind").asText())
        .as("its stage again")
        .isEqualTo("STAGE");
  }

  @Test
  void aFinishedCaseIsFoundHoweverItsNumberIsTyped() throws Exception {
    JsonNode found =
        json(
            get(
                "nrm.manager",
                CASE + "?number=" + recognised.caseNumber().toLowerCase().replace("-", "%20")));

    assertThat(found.get("caseNumber").asText()).isEqualTo(recognised.caseNumber());
    assertThat(found.at("/glance/state").asText())
        .isEqualTo("Closed: recognised as a victim of human trafficking");
    assertThat(found.get("hasPath").asBoolean()).isTrue();
  }

  @Test
  void everyInstanceOfACaseLeadsToIt() throws Exception {
    List<ProcessInstance> instances =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(full.caseNumber())
            .list();
    assertThat(instances)
        .extracting(instance -> instance.getProcessDefinitionId().split(":")[0])
        .contains("nrm-case", "child-protection", "conclusive-grounds");

    for (ProcessInstance instance : instances) {
      assertThat(
              json(get("nrm.manager", CASE + "/instance/" + instance.getId()))
                  .get("caseNumber")
                  .asText())
          .isEqualTo(full.caseNumber());
    }
  }

  @Test
  void theInstanceIsOnlyForPeopleWhoMayReadItInCockpit() throws Exception {
    for (String manager : List.of("nrm.manager", "glasgow.manager")) {
      String instance = page(manager, full).get("instance").asText();
      assertThat(json(get(manager, CASE + "/instance/" + instance)).get("caseNumber").asText())
          .isEqualTo(full.caseNumber());
      assertThat(page(manager, recognised).get("instance").isNull()).isTrue();
    }
    assertThat(page("ukhtc.manager", full).get("instance").isNull()).isTrue();
  }

  @Test
  void anInstanceWithoutACaseSaysSo() throws Exception {
    jdbc.sql(
            "insert into ACT_HI_PROCINST (ID_, PROC_INST_ID_, PROC_DEF_ID_, PROC_DEF_KEY_, START_TIME_) values ('a-booking', 'a-booking', 'awareness-event-booking:1:x', 'awareness-event-booking', now())")
        .update();
    try {
      JsonNode answer = json(get("nrm.manager", CASE + "/instance/a-booking"));
      assertThat(answer.get("caseNumber").isNull()).isTrue();
      assertThat(answer.get("notes").get(0).asText()).contains("does not belong to a child's case");
      assertThat(json(get("admin", CASE + "/instance/a-booking"))).isEqualTo(answer);
      assertThat(json(get("nrm.manager", CASE + "/path/instance/a-booking")).get("ways")).isEmpty();
    } finally {
      jdbc.sql("delete from ACT_HI_PROCINST where ID_ = 'a-booking'").update();
    }
  }

  // ---- what it never tells

  @Test
  void apartFromNotesNoAnswerContainsEncryptedTextOrTheChildsName() throws Exception {
    Set<String> sealed =
        new TreeSet<>(
            Set.of(
                Invented.CHILD,
                "Nguyễn",
                Invented.STORY,
                "water plants",
                Invented.BORN,
                "23 July 1994",
                Invented.MINUTE,
                InventedTransfers.QUESTION,
                "Lena Hart",
                "Isla Muirhead"));
    Set<String> ofNotes =
        FormFile.all().stream()
            .flatMap(form -> form.parsed().fields().values().stream())
            .filter(FormField::isNote)
            .map(FormField::key)
            .collect(Collectors.toSet());
    Set<String> noted = new TreeSet<>();
    files
        .read(full.caseNumber())
        .fields()
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (value.isTextual()
                  && value.asText().strip().length() > 14
                  && value.asText().strip().contains(" ")) {
                (ofNotes.contains(field.getKey()) ? noted : sealed).add(value.asText().strip());
              }
            });
    assertThat(sealed).hasSizeGreaterThan(20);
    assertThat(noted).hasSizeGreaterThan(5);
    for (Task task : full.tasks()) {
      String answer = beside("policy.adviser", task).body();
      assertThat(noted).as("who reads no notes").noneMatch(answer::contains);
    }

    List<String> answers = new ArrayList<>();
    for (String manager : List.of("nrm.manager", "glasgow.manager", "ukhtc.manager")) {
      for (int page = 1; page <= 3; page++) {
        answers.add(get(manager, CASE + "?page=" + page + "&number=" + full.caseNumber()).body());
      }
      answers.add(get(manager, CASE + "/path?number=" + full.caseNumber()).body());
    }
    for (Task task : full.tasks()) {
      for (String person :
          List.of(
              "glasgow.lead", "ukba.owner", "policy.adviser", "nrm.manager", "glasgow.manager")) {
        answers.add(beside(person, task).body());
      }
    }
    assertThat(answers)
        .filteredOn(answer -> answer.contains(full.caseNumber()))
        .hasSizeGreaterThan(12);
    for (String secret : sealed) {
      String asJson = JSON.writeValueAsString(secret);
      assertThat(answers)
          .noneMatch(
              answer ->
                  answer.contains(secret)
                      || answer.contains(asJson.substring(1, asJson.length() - 1)));
    }
  }

  // ---- to whom

  @Test
  void nobodyLearnsAnythingAboutACaseThatTheyDoNotWatch() throws Exception {
    String known = CASE + "?number=" + full.caseNumber();
    String unknown = CASE + "?number=NRM-2009-2CCC-CCCW";
    String instance =
        CASE
            + "/instance/"
            + engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(full.caseNumber())
                .list()
                .get(0)
                .getId();

    assertThat(get("fife.manager", known).statusCode()).isEqualTo(404);
    assertThat(get("fife.manager", known).body()).isEqualTo(get("fife.manager", unknown).body());
    String ukhtcs = CASE + "?number=" + recognised.caseNumber();
    assertThat(get("ukba.manager", ukhtcs).body()).isEqualTo(get("ukba.manager", unknown).body());
    assertThat(get("ukba.manager", known).statusCode())
        .as("its conclusive grounds decision")
        .isEqualTo(200);
    assertThat(get("fife.manager", instance).body()).isEqualTo(get("fife.manager", unknown).body());
    for (String address :
        List.of(
            CASE + "/path?number=" + full.caseNumber(),
            CASE
                + "/diagram?number="
                + full.caseNumber()
                + "&definition="
                + Journey.definition(engine, "nrm-case"))) {
      assertThat(get("fife.manager", address).statusCode()).as(address).isEqualTo(404);
      assertThat(get("glasgow.manager", address).statusCode()).as(address).isEqualTo(200);
    }
    for (String nobody : List.of("policy.staff", "cpc.monitor", "release.officer", "admin")) {
      assertThat(get(nobody, known).statusCode()).as(nobody).isEqualTo(403);
      assertThat(get(nobody, instance).statusCode()).as(nobody).isEqualTo(403);
    }
    assertThat(get("ukhtc.manager", known).statusCode()).isEqualTo(200);
    assertThat(new Browser(port).get(known).statusCode()).isEqualTo(401);
  }

  @Test
  void aMalformedRequestIsRefusedInASentence() throws Exception {
    assertThat(message("nrm.manager", CASE, 400))
        .isEqualTo("Enter a case number, such as NRM-2009-7Q4X-8KD9.");
    assertThat(message("nrm.manager", CASE + "?show=all&number=" + full.caseNumber(), 400))
        .contains("Choose everything");
    assertThat(message("nrm.manager", CASE + "?order=up&number=" + full.caseNumber(), 400))
        .contains("newest");
    assertThat(message("nrm.manager", CASE + "?page=0&number=" + full.caseNumber(), 400))
        .contains("Enter the number of a page. Pages start at 1.");
    assertThat(message("nrm.manager", CASE + "?number=%00'--", 404))
        .contains("You don't have access to a case with this number");
    assertThat(
            message(
                "nrm.manager",
                CASE + "/diagram?definition=intake:9:x&number=" + full.caseNumber(),
                404))
        .contains("did not go through this diagram");
  }

  @Test
  void aCouncilThatHandedTheCaseOverSeesOnlyItsOwnPart() throws Exception {
    Journey child =
        new Journey(engine)
            .referred("2009-10-17", Invented.referralAndChild("2009-10-17"))
            .logged("2009-10-19");
    child.handedOver("glasgow.manager", "fife", "2009-10-19");
    child
        .does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted("2009-10-19"))
        .reasonableGrounds("ukhtc", "positive", "2009-10-20");
    String address = CASE + "?show=everything&number=" + child.caseNumber();

    JsonNode before = json(get("glasgow.manager", address));
    JsonNode now = json(get("fife.manager", address));

    assertThat(before.get("glance").isNull()).isTrue();
    assertThat(before.get("openTasks")).isEmpty();
    assertThat(before.get("notes").get(0).asText())
        .contains("handed this case over on 19 October 2009");
    assertThat(itemsOf(before))
        .extracting(item -> item.get("text").asText())
        .anyMatch(
            text ->
                text.startsWith(
                    "The case was handed over from Glasgow City Council to Fife Council"))
        .noneMatch(text -> text.contains("Decision on reasonable grounds"))
        .noneMatch(text -> text.contains("ask:"));
    assertThat(itemsOf(now))
        .extracting(item -> item.get("text").asText())
        .anyMatch(text -> text.contains("Decision on reasonable grounds"));
    assertThat(get("glasgow.manager", CASE + "/path?number=" + child.caseNumber()).statusCode())
        .isEqualTo(404);
    JsonNode former = json(search("glasgow.lead", child.caseNumber())).get("cases").get(0);
    assertThat(former.get("council").asText()).isEqualTo("Glasgow City Council");
    assertThat(browser("glasgow.lead@tasklist").get(former.get("record").asText()).body())
        .contains("Handed over on 19 October 2009");
    assertThat(found("glasgow.lead", child.caseNumber().substring(9))).isEmpty();
  }

  // ---- the path

  @Test
  void theNumbersOfThePathMatchTheHistory() throws Exception {
    for (Journey child : List.of(full, recognised, missing)) {
      Map<String, Long> passes = new LinkedHashMap<>();
      Map<String, Long> seconds = new LinkedHashMap<>();
      for (HistoricActivityInstance step : stepsOf(child)) {
        String place = step.getProcessDefinitionId() + " " + step.getActivityId();
        passes.merge(place, 1L, Long::sum);
        long millis =
            step.getEndTime() == null
                ? ClockUtil.getCurrentTime().getTime() - step.getStartTime().getTime()
                : step.getDurationInMillis();
        seconds.merge(place, millis / 1000, Long::sum);
      }

      Map<String, Long> shownPasses = new LinkedHashMap<>();
      Map<String, Long> shownSeconds = new LinkedHashMap<>();
      for (JsonNode way :
          json(get("nrm.manager", CASE + "/path?number=" + child.caseNumber())).get("ways")) {
        way.get("elements")
            .forEach(
                element -> {
                  String place = way.get("definition").asText() + " " + element.get("id").asText();
                  shownPasses.put(place, element.get("passes").asLong());
                  shownSeconds.put(place, element.get("seconds").asLong());
                });
      }
      assertThat(shownPasses).containsExactlyInAnyOrderEntriesOf(passes);
      assertThat(shownSeconds).containsExactlyInAnyOrderEntriesOf(seconds);
    }
  }

  @Test
  void theFlowsThatWereTakenAreDrawn() throws Exception {
    assertThat(flows(recognised, "nrm-case"))
        .contains(
            "Flow_ConcernReported_To_StartChildProtection",
            "Flow_Referred",
            "Flow_Route_To_ReasonableGrounds",
            "Flow_ReasonableGrounds",
            "Flow_Fork_To_ConclusiveGrounds",
            "Flow_Fork_To_ReflectionPeriod",
            "Flow_Recognised",
            "Flow_LeaveToRemain_To_Recognised",
            "Flow_ReflectionPeriod_To_ReflectionOver")
        .doesNotContain(
            "Flow_NotReferred",
            "Flow_NoReasonableGrounds",
            "Flow_NotRecognised",
            "Flow_UkbaCopyReceived_To_StartChildProtection",
            "Flow_NrmFormReceived_To_Intake");
    assertThat(flows(full, "nrm-case"))
        .contains("Flow_Fork_To_ConclusiveGrounds")
        .doesNotContain(
            "Flow_Recognised", "Flow_NotRecognised", "Flow_ReflectionPeriod_To_ReflectionOver");
  }

  /** If the engine gives the order, exactly one flow was taken into each element. */
  @Test
  void everyReachedElementHasADrawnFlowIntoIt() throws Exception {
    for (JsonNode way :
        json(get("nrm.manager", CASE + "/path?number=" + full.caseNumber())).get("ways")) {
      var model =
          engine.getRepositoryService().getBpmnModelInstance(way.get("definition").asText());
      Set<String> drawn = texts(way.get("flows")).stream().collect(Collectors.toSet());
      way.get("elements")
          .forEach(
              element -> {
                if (model.getModelElementById(element.get("id").asText())
                        instanceof org.camunda.bpm.model.bpmn.instance.FlowNode node
                    && !node.getIncoming().isEmpty()) {
                  assertThat(node.getIncoming())
                      .as(node.getId())
                      .anyMatch(flow -> drawn.contains(flow.getId()));
                }
              });
    }
  }

  @Test
  void theDrawingIsTheVersionThatTheCaseFollowed() throws Exception {
    String xml =
        json(get(
                "glasgow.manager",
                CASE
                    + "/diagram?number="
                    + full.caseNumber()
                    + "&definition="
                    + Journey.definition(engine, "intake")))
            .get("xml")
            .asText();

    assertThat(xml).contains("<bpmn:process id=\"intake\"", "BPMNDiagram");
  }

  // ---- whatever the history is like

  @Test
  void anUnknownStageAndTwoVersionsAreShownByTheirOwnNames() throws Exception {
    Journey child =
        new Journey(engine)
            .referred("2009-10-21", Invented.referralAndChild("2009-10-21"))
            .logged("2009-10-21");
    jdbc.sql(
            "update ACT_HI_PROCINST set PROC_DEF_KEY_ = 'second-opinion', PROC_DEF_ID_ = 'second-opinion:3:gone' where BUSINESS_KEY_ = ? and PROC_DEF_KEY_ = 'intake'")
        .param(child.caseNumber())
        .update();
    jdbc.sql(
            "update ACT_HI_ACTINST set PROC_DEF_ID_ = 'second-opinion:2:gone', ACT_NAME_ = null where ACT_ID_ = 'Task_LogReferral' and PROC_INST_ID_ in (select PROC_INST_ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ = ?)")
        .param(child.caseNumber())
        .update();
    jdbc.sql(
            "update ACT_HI_TASKINST set NAME_ = null, DUE_DATE_ = null where TASK_DEF_KEY_ = 'Task_LogReferral' and PROC_INST_ID_ in (select PROC_INST_ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ = ?)")
        .param(child.caseNumber())
        .update();
    jdbc.sql(
            "update case_register set rg_original_due = null, removal_hold = null, routing_basis = null where case_number = ?")
        .param(child.caseNumber())
        .update();

    List<String> told =
        timeline("nrm.manager", child, "").stream().map(item -> item.get("text").asText()).toList();
    JsonNode ways =
        json(get("nrm.manager", CASE + "/path?number=" + child.caseNumber())).get("ways");

    assertThat(told).contains("second-opinion", "Task completed: Unnamed task");
    assertThat(texts(ways, "definition", "name", "version"))
        .contains(
            "second-opinion:2:gone: second-opinion: 2", "second-opinion:3:gone: second-opinion: ");
  }

  @Test
  void aCaseWithoutEngineHistoryIsShownFromTheRegister() throws Exception {
    Journey child =
        new Journey(engine)
            .on("2009-10-22")
            .concern("first.responder", Invented.concern("2009-10-22"));
    child
        .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance("2009-10-22"))
        .does("glasgow.lead", "Task_AssessChild", Invented.notBelieved("2009-10-22"))
        .does(
            "glasgow.manager",
            "Task_ConfirmNotReferred",
            Invented.confirmedNotReferred("2009-10-22"));
    engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(child.caseNumber())
        .list()
        .forEach(
            running -> engine.getRuntimeService().deleteProcessInstance(running.getId(), "test"));
    engine
        .getHistoryService()
        .createHistoricProcessInstanceQuery()
        .processInstanceBusinessKey(child.caseNumber())
        .list()
        .forEach(
            ended ->
                engine.getHistoryService().deleteHistoricProcessInstanceIfExists(ended.getId()));

    JsonNode told = page("glasgow.manager", child);

    assertThat(told.get("notes").get(0).asText()).contains("has been deleted");
    assertThat(told.get("hasPath").asBoolean()).isFalse();
    assertThat(itemsOf(told))
        .extracting(item -> item.get("text").asText())
        .anyMatch(text -> text.startsWith("The case was recorded as closed on 22 October 2009"));
    assertThat(
            json(get("glasgow.manager", CASE + "/path?number=" + child.caseNumber())).get("ways"))
        .isEmpty();
  }

  // ---- after a form was sent

  @Test
  void onlyTheSenderOfAFormLearnsWhatHappensNext() throws Exception {
    Journey child =
        new Journey(engine)
            .on("2009-10-16")
            .concern("first.responder", Invented.concern("2009-10-16"));
    String concern = "process-instance/" + instance(child, "nrm-case");

    JsonNode responder = json(sent("first.responder", concern));
    assertThat(responder.get("what").asText()).isEqualTo("Report a concern about a child");
    assertThat(responder.get("caseNumber").asText()).isEqualTo(child.caseNumber());
    assertThat(texts(responder.get("next"))).containsExactly("Glasgow City Council has it now.");
    assertThat(responder.get("own").isNull()).isTrue();
    assertThat(sent("glasgow.lead", concern).statusCode()).isEqualTo(404);

    child.executeJobs().at(LocalDate.of(2009, 10, 16).atTime(11, 0));
    String accept = "task/" + child.task("Task_AcceptConcern").getId();
    assertThat(sent("glasgow.duty", accept).statusCode()).as("not sent yet").isEqualTo(404);
    child.does(
        "glasgow.duty",
        "Task_AcceptConcern",
        Invented.with(
            Invented.acceptance("2009-10-16"),
            "leadProfessionalId",
            "glasgow.lead",
            "leadProfessionalName",
            null));

    JsonNode duty = json(sent("glasgow.duty", accept));
    assertThat(duty.get("what").asText()).isEqualTo("Accept the concern");
    assertThat(texts(duty.get("next")))
        .containsExactly(
            "Assess the child: Isla Lochhead (glasgow.lead), Local authority lead professional, Glasgow City Council");
    for (String other : List.of("glasgow.lead", "fife.lead", "first.responder", "nrm.manager")) {
      assertThat(sent(other, accept).statusCode()).as(other).isEqualTo(404);
    }

    child.at(LocalDate.of(2009, 10, 16).atTime(12, 30));
    assertThat(sent("glasgow.duty", accept).statusCode()).as("too long ago").isEqualTo(404);
    String assess = "task/" + child.task("Task_AssessChild").getId();
    child.does("glasgow.lead", "Task_AssessChild", Invented.assessment("2009-10-16"));

    JsonNode own = json(sent("glasgow.lead", assess)).get("own");
    assertThat(own.get("name").asText())
        .isEqualTo("Complete NRM form parts A to E: referral and child");
    assertThat(own.get("id").asText())
        .isEqualTo(child.task("Task_NrmFormReferralAndChild").getId());
    child.at(LocalDate.of(2009, 10, 16).atTime(13, 0));
    child.handedOver("glasgow.manager", "fife", "2009-10-16");
    String handOver = "process-instance/" + instance(child, "hand-over-to-council");

    assertThat(texts(json(sent("glasgow.manager", handOver)).get("next")))
        .as("D41: the other local authority has the task")
        .singleElement()
        .asString()
        .contains("Accept the handover: ", "Local authority manager, Fife Council")
        .doesNotContain("Glasgow");
    String acceptance = "task/" + child.task("Task_AcceptHandOver").getId();
    child.does("fife.duty", "Task_AcceptHandOver", InventedChanges.accepted("2009-10-16"));
    assertThat(texts(json(sent("fife.duty", acceptance)).get("next")))
        .as("what the other local authority had begun")
        .containsExactlyInAnyOrder(
            "Complete NRM form parts A to E: referral and child: Local authority lead professional, Fife Council",
            "Protect the child: Local authority lead professional, Fife Council");
    child.at(LocalDate.of(2009, 10, 16).atTime(10, 0));
  }

  @Test
  void d9TheSenderOfACopyDoesNotLearnWhatItStarted() throws Exception {
    String copy = "process-instance/" + instance(copied, "send-ukba-copy");
    copied.on("2009-10-16"); // other tests may have moved the clock

    assertThat(texts(json(sent("ukba.port", copy)).get("next")))
        .containsExactly("Glasgow City Council has it now.");
  }

  private String instance(Journey child, String diagram) {
    return engine
        .getHistoryService()
        .createHistoricProcessInstanceQuery()
        .processInstanceBusinessKey(child.caseNumber())
        .processDefinitionKey(diagram)
        .singleResult()
        .getId();
  }

  private HttpResponse<String> sent(String user, String what) {
    return browser(user + "@tasklist")
        .get("/camunda/api/tasklist/plugin/nrm-tasklist/default/" + what + "/sent");
  }

  // ---- the search for a case

  @Test
  void aCaseIsFoundByAnyPartOfItsNumberByThoseWhoMayReadIt() throws Exception {
    String number = full.caseNumber();
    String part = number.substring(number.length() - 4);

    for (String reader : List.of("glasgow.lead", "ukhtc.owner", "nrm.manager")) {
      assertThat(found(reader, part.toLowerCase(Locale.ROOT))).as(reader).contains(number);
      assertThat(found(reader, number)).as(reader).containsExactly(number);
    }
    for (String other : List.of("fife.lead", "first.responder", "ukba.port")) {
      assertThat(found(other, number)).as(other).isEmpty();
    }
    assertThat(found("policy.adviser", number)).as("has a task in it").containsExactly(number);
    JsonNode adviser = json(search("policy.adviser", number)).get("cases").get(0);
    assertThat(adviser.get("record").isNull()).isTrue();
    assertThat(adviser.get("council").asText()).isEmpty();
    assertThat(texts(adviser.get("tasks"), "name"))
        .containsExactly("Advise on a request to withdraw a child");
    assertThat(search("glasgow.lead", " ").statusCode()).isEqualTo(400);
    assertThat(search("glasgow.lead", "x".repeat(201)).statusCode()).isEqualTo(400);
    assertThat(found("glasgow.lead", "%")).isEmpty();
  }

  @Test
  void aChildIsFoundByNameAndDateOfBirthExactlyAndTheLogHasTheCase() throws Exception {
    String typed = NAME_OF_THE_CHILD + " 23/07/1994";

    assertThat(found("glasgow.lead", typed)).containsExactly(full.caseNumber());
    assertThat(found("glasgow.lead", NAME_OF_THE_CHILD)).as("a name alone").isEmpty();
    assertThat(found("glasgow.lead", NAME_OF_THE_CHILD + " 24/07/1994")).isEmpty();
    for (String other : List.of("fife.lead", "first.responder", "policy.adviser")) {
      assertThat(found(other, typed)).as(other).isEmpty();
    }
    assertThat(
            jdbc.sql(
                    "select count(*) from access_log where detail = 'search by child' and case_number = ? and user_id = 'glasgow.lead'")
                .param(full.caseNumber())
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  // ---- claiming the next task

  @Test
  void twoPeopleWhoClaimTheMostUrgentTaskGetDifferentOnes() throws Exception {
    List<Task> waiting =
        engine
            .getTaskService()
            .createTaskQuery()
            .taskCandidateGroup("ukhtc-case-owner")
            .taskUnassigned()
            .list();
    Set<String> possible = waiting.stream().map(Task::getId).collect(Collectors.toSet());
    Task urgent =
        waiting.stream()
            .filter(task -> task.getDueDate() != null)
            .min(
                Comparator.comparing(Task::getDueDate)
                    .thenComparing(Task::getCreateTime)
                    .thenComparing(Task::getId))
            .orElseThrow();
    List<Callable<JsonNode>> both = List.of(() -> next("ukhtc.owner"), () -> next("ukhtc.owner2"));
    browser("ukhtc.owner@tasklist");
    browser("ukhtc.owner2@tasklist");
    JsonNode before = work("ukhtc.owner2", "/changes");
    List<String> claimed = new ArrayList<>();
    ExecutorService hands = Executors.newFixedThreadPool(2);
    try {
      for (Future<JsonNode> one : hands.invokeAll(both)) {
        claimed.add(one.get().get("task").get("id").asText());
      }
      assertThat(claimed).doesNotHaveDuplicates().contains(urgent.getId());
      assertThat(possible).containsAll(claimed);
      assertThat(work("ukhtc.owner2", "/changes")).as("makes open lists ask").isNotEqualTo(before);
      assertThat(claimed.stream().map(this::assignee).toList())
          .containsExactly("ukhtc.owner", "ukhtc.owner2");
    } finally {
      hands.shutdownNow();
      claimed.forEach(id -> engine.getTaskService().setAssignee(id, null));
    }
    for (String other : List.of("first.responder", "ukba.port", "cpc.monitor")) {
      assertThat(next(other).get("task").isNull()).as(other).isTrue();
    }
    assertThat(work("glasgow.lead", "").get("cases").asBoolean()).isTrue();
    assertThat(work("first.responder", "").get("cases").asBoolean()).isFalse();
  }

  private String assignee(String task) {
    return engine.getTaskService().createTaskQuery().taskId(task).singleResult().getAssignee();
  }

  private JsonNode work(String user, String more) throws Exception {
    return json(
        browser(user + "@tasklist")
            .get("/camunda/api/tasklist/plugin/nrm-tasklist/default/work" + more));
  }

  private JsonNode next(String user) throws Exception {
    return json(post(user, "work/next", "{}"));
  }

  private List<String> found(String user, String typed) throws Exception {
    return texts(json(search(user, typed)).get("cases"), "caseNumber");
  }

  private HttpResponse<String> search(String user, String typed) throws Exception {
    return post(user, "search", JSON.writeValueAsString(Map.of("text", typed)));
  }

  private HttpResponse<String> post(String user, String what, String body) throws Exception {
    Browser browser = browser(user + "@tasklist");
    browser.open("/camunda/app/tasklist/default/"); // the session's token
    return browser.post(
        "/camunda/api/tasklist/plugin/nrm-tasklist/default/" + what, "application/json", body);
  }

  // ---- beside a task

  @Test
  void aCandidateReadsAsMuchBesideATaskAsInTheRecord() throws Exception {
    Task decide = full.task("Task_ProposeConclusiveGrounds");
    JsonNode owner = json(beside("ukba.owner", decide));

    assertThat(owner.get("reads").asBoolean()).isTrue();
    assertThat(owner.at("/glance/caseNumber").asText()).isEqualTo(full.caseNumber());
    assertThat(texts(owner.get("letters"), "letter/title", "letter/to"))
        .contains("NRM 03: Glasgow City Council")
        .anyMatch(letter -> letter.startsWith("NRM 05: "));

    JsonNode lead = json(beside("glasgow.lead", full.task("Task_ProtectChild")));
    assertThat(lead.get("reads").asBoolean()).isTrue();
    assertThat(texts(lead.get("letters"), "letter/title", "letter/to"))
        .contains("NRM 03: Glasgow City Council")
        .noneMatch(letter -> letter.startsWith("NRM 05: "));
    for (JsonNode letter : lead.get("letters")) {
      assertThat(browser("glasgow.lead").open(letter.at("/letter/address").asText()).statusCode())
          .isEqualTo(200);
    }
    assertThat(texts(lead.get("items"), "text"))
        .anyMatch(text -> text.contains("NRM 05") || text.startsWith("Letter written"))
        .noneMatch(text -> text.contains("sent back"))
        .noneMatch(text -> text.contains("task: Propose"));
  }

  @Test
  void aPersonWithoutAccessToTheTaskLearnsNothing() throws Exception {
    Task decide = full.task("Task_ProposeConclusiveGrounds");
    String unknown = beside("ukba.owner", "00000000-0000-0000-0000-000000000000").body();

    for (String other :
        List.of(
            "glasgow.lead",
            "fife.lead",
            "ukhtc.owner",
            "ukba.second",
            "ukhtc.manager",
            "police.liaison",
            "first.responder",
            "policy.adviser",
            "events.organiser")) {
      HttpResponse<String> answer = beside(other, decide);
      assertThat(answer.statusCode()).as(other).isEqualTo(404);
      assertThat(answer.body()).as(other).isEqualTo(unknown);
    }
  }

  @Test
  void aPolicyAdviserSeesOnlyNumberAgeAndStage() throws Exception {
    JsonNode answer = json(beside("policy.adviser", full.task("Task_AdviseOnWithdrawal")));

    assertThat(answer.get("reads").asBoolean()).isFalse();
    assertThat(answer.get("caseNumber").asText()).isEqualTo(full.caseNumber());
    assertThat(texts(answer.get("facts"), "label")).containsExactly("Age when referred", "Stage");
    assertThat(answer.get("glance").isNull()).isTrue();
    for (String part : List.of("items", "letters", "otherTasks", "stages")) {
      assertThat(answer.get(part)).as(part).isEmpty();
    }
  }

  @Test
  void ukbaIntakeSeesOnlyThatACopyArrived() throws Exception {
    JsonNode answer = json(beside("ukba.intake", copied.task("Task_RecordUkbaCopy")));

    assertThat(answer.get("reads").asBoolean()).isFalse();
    assertThat(texts(answer.get("facts"), "label", "value"))
        .containsExactly("UKBA copy received: 16 October 2009");
    assertThat(answer.get("items")).isEmpty();
    assertThat(answer.get("glance").isNull()).isTrue();
  }

  @Test
  void otherTasksAreThoseThatThePersonMaySee() throws Exception {
    Task protect = missing.task("Task_ProtectChild");

    List<String> manager =
        texts(json(beside("glasgow.manager", protect)).get("otherTasks"), "name");
    List<String> lead = texts(json(beside("glasgow.lead", protect)).get("otherTasks"), "name");

    Set<String> found =
        missing.as(
            "glasgow.lead",
            () -> missing.tasks().stream().map(Task::getId).collect(Collectors.toSet()));
    assertThat(lead).hasSize(found.size() - 1);
    assertThat(manager)
        .contains("Propose reasonable grounds", "Report the missing child to the police")
        .hasSizeGreaterThan(lead.size());
  }

  private JsonNode page(String user, Journey child) throws Exception {
    return json(get(user, CASE + "?number=" + child.caseNumber()));
  }

  private List<JsonNode> timeline(String user, Journey child, String wanted) throws Exception {
    List<JsonNode> all = new ArrayList<>();
    String address = CASE + "?number=" + child.caseNumber() + wanted + "&page=";
    int page = 1;
    JsonNode answer = json(get(user, address + page));
    while (answer.get("page").asInt() == page) { // after the last one it comes again
      all.addAll(itemsOf(answer));
      answer = json(get(user, address + ++page));
    }
    return all;
  }

  /** Other tests here move the clock forward. */
  private static long left(String day) {
    return ChronoUnit.DAYS.between(LocalDay.of(ClockUtil.getCurrentTime()), LocalDate.parse(day));
  }

  private static List<JsonNode> itemsOf(JsonNode answer) {
    return StreamSupport.stream(answer.get("items").spliterator(), false).toList();
  }

  private static JsonNode one(List<JsonNode> items, String beginning) {
    return items.stream()
        .filter(item -> item.get("text").asText().startsWith(beginning))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> kinds(List<JsonNode> items) {
    return items.stream().map(item -> item.get("kind").asText()).collect(Collectors.toSet());
  }

  private static List<String> moments(List<JsonNode> items) {
    return items.stream()
        .filter(item -> !item.get("kind").asText().equals("STAGE"))
        .map(item -> item.get("at").asText())
        .toList();
  }

  private static List<String> people(JsonNode item) {
    return texts(item.get("by"), "role", "name");
  }

  /** Some values of each item in a list. */
  private static List<String> texts(JsonNode list, String... parts) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : list) {
      List<String> values = new ArrayList<>();
      for (String part : parts) {
        JsonNode value = each.at("/" + part);
        values.add(value.isNull() ? "" : value.asText());
      }
      texts.add(parts.length == 0 ? each.asText() : String.join(": ", values));
    }
    return texts;
  }

  private List<String> flows(Journey child, String diagram) throws Exception {
    for (JsonNode way :
        json(get("nrm.manager", CASE + "/path?number=" + child.caseNumber())).get("ways")) {
      if (way.get("key").asText().equals(diagram)) {
        return texts(way.get("flows"));
      }
    }
    return List.of();
  }

  private List<HistoricActivityInstance> stepsOf(Journey child) {
    return engine
        .getHistoryService()
        .createHistoricProcessInstanceQuery()
        .processInstanceBusinessKey(child.caseNumber())
        .list()
        .stream()
        .flatMap(
            instance ->
                engine
                    .getHistoryService()
                    .createHistoricActivityInstanceQuery()
                    .processInstanceId(instance.getId())
                    .list()
                    .stream())
        .toList();
  }

  private String name(String userId) {
    var user = engine.getIdentityService().createUserQuery().userId(userId).singleResult();
    return user.getFirstName() + " " + user.getLastName() + " (" + userId + ")";
  }

  private HttpResponse<String> beside(String user, Task task) {
    return beside(user, task.getId());
  }

  private HttpResponse<String> beside(String user, String task) {
    return browser(user + "@tasklist")
        .get("/camunda/api/tasklist/plugin/nrm-tasklist/default/task/" + task + "/case");
  }

  private String message(String user, String address, int status) throws Exception {
    HttpResponse<String> answer = get(user, address);
    assertThat(answer.statusCode()).as(address).isEqualTo(status);
    return JSON.readTree(answer.body()).get("message").asText();
  }

  private HttpResponse<String> get(String user, String address) {
    return browser(user + "@cockpit").get(address);
  }

  private Browser browser(String who) {
    return browsers.computeIfAbsent(
        who.contains("@") ? who : who + "@tasklist",
        person -> new Browser(port).signIn(person.split("@")[0], password, person.split("@")[1]));
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }
}
