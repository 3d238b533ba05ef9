package scot.nrm.processes;

import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.spin.plugin.variable.value.JsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseInstances;
import scot.nrm.journeys.Journey;
import scot.nrm.journeys.RunningInstances;
import scot.nrm.letters.Letters;
import scot.nrm.register.Act;
import scot.nrm.register.Deadline;
import scot.nrm.register.Outcome;
import scot.nrm.register.Proposal;
import scot.nrm.register.RecordedActs;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterFacts;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

/**
 * One diagram alone, on an engine in memory, with the real delegates, forms and decision tables. It
 * is started as the case would start it, and people of the right groups complete its tasks. All
 * tests share one engine; each test starts with no running instances.
 */
@WholeApplication
@Import(PathCoverage.Watched.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class DiagramTest implements Databases.OnH2 {

  private final String diagram;

  @Autowired ProcessEngine engine;
  @Autowired CaseFile file;
  @Autowired Register register;
  @Autowired Letters letters;
  @Autowired RegisterUpdates onTheWay;
  @Autowired CaseInstances instances;
  @Autowired TransactionTemplate transaction;

  Journey child;
  private PathCoverage coverage;

  DiagramTest(String diagram) {
    this.diagram = diagram;
  }

  @BeforeAll
  void watch() {
    coverage = new PathCoverage(engine, diagram);
  }

  @BeforeEach
  void begin() {
    init(engine);
    child = new Journey(engine);
  }

  @AfterEach
  void stop() {
    RunningInstances.end(engine);
    ClockUtil.reset();
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void everyElementAndFlowIsPassed() {
    coverage.assertThatEverythingWasPassed();
  }

  // ---- how a diagram is started

  /** Reports a concern for a child in Glasgow on a day, at ten in the morning. */
  void opened(String day, Map<String, Object> concern) {
    child.on(day);
    String caseNumber = file.nextCaseNumber(LocalDate.parse(day));
    String agency = concern.get("firstResponderAgency").toString();
    transaction.executeWithoutResult(
        status ->
            register.openCase(
                caseNumber, "glasgow-city", LocalDate.parse(day), agency, null, null));
    child.of(caseNumber);
    filed(concern);
  }

  /** Writes values to the child's file, as a form would. */
  void filed(Map<String, Object> values) {
    Map<String, JsonNode> fields = new HashMap<>();
    values.forEach((key, value) -> fields.put(key, json(value)));
    transaction.executeWithoutResult(status -> file.merge(child.caseNumber(), fields, null));
  }

  /** UKHTC receives the referral. */
  void received(String day) {
    transaction.executeWithoutResult(
        status ->
            register.referralReceived(
                child.caseNumber(),
                LocalDate.parse(day),
                new RegisterFacts(List.of("VN"), "female", 14, false)));
  }

  /** Two officers of UKHTC have decided a stage. */
  void decided(Stage stage, Outcome outcome, String day) {
    String caseNumber = child.caseNumber();
    transaction.executeWithoutResult(
        status -> {
          Proposal proposal = Proposal.of(outcome.id());
          register.act(
              caseNumber,
              RecordedActs.act(stage, Act.PROPOSED, "ukhtc.owner", proposal, "because"));
          register.act(
              caseNumber, RecordedActs.act(stage, Act.CONFIRMED, "ukhtc.second", proposal, null));
          register.decided(
              caseNumber,
              RecordedActs.decision(stage, outcome, LocalDate.parse(day), "ukhtc", "because"));
        });
  }

  /**
   * The second officer confirms a decision; {@code then} happens before the job that records it.
   */
  void agreed(String officer, String task, Map<String, Object> confirmation, Runnable then) {
    String id = child.task(task).getId();
    child.as(
        officer,
        () -> {
          engine.getTaskService().claim(id, officer);
          engine.getFormService().submitTaskForm(id, confirmation);
          return id;
        });
    beforeTheJob(then);
  }

  /** Sends an update; something happens before the job that it leaves. */
  void sentBeforeTheJob(String user, String update, Map<String, Object> values, Runnable then) {
    String definition = Journey.definition(engine, update);
    child.as(user, () -> engine.getFormService().submitStartForm(definition, values));
    beforeTheJob(then);
  }

  /** Something happens before the job that waits now. */
  private void beforeTheJob(Runnable then) {
    String job = engine.getManagementService().createJobQuery().messages().singleResult().getId();
    engine.getManagementService().setJobRetries(job, 0);
    then.run();
    engine.getManagementService().setJobRetries(job, 1);
    child.executeJobs();
  }

  /** Sets a stage's date in the register, as the case would have done earlier. */
  void clock(Deadline deadline, String day) {
    transaction.executeWithoutResult(
        status ->
            register.deadlineSet(
                child.caseNumber(), deadline, LocalDate.parse(day), LocalDate.parse(day), null));
  }

  /** The child has been missing since a day (D34). */
  void missing(String day) {
    transaction.executeWithoutResult(
        status ->
            onTheWay.childMissing(child.caseNumber(), LocalDate.parse(day), "glasgow.lead", null));
  }

  /** The child was found on a day; everything that waits for this is notified (D36). */
  void found(String day) {
    transaction.executeWithoutResult(
        status -> {
          onTheWay.childFound(child.caseNumber(), LocalDate.parse(day), "glasgow.lead", null);
          instances.correlate(child.caseNumber(), "child-found");
        });
    child.executeJobs();
  }

  /** Notifies the stage of an update that has changed the case's variables. */
  void notifyStage(String message) {
    notifyWithoutRunningJobs(message);
    child.executeJobs();
  }

  void notifyWithoutRunningJobs(String message) {
    transaction.executeWithoutResult(status -> instances.correlate(child.caseNumber(), message));
  }

  /** As {@link #startedWithoutRunningJobs}, and runs jobs without a date. */
  ProcessInstance started(Object... variables) {
    ProcessInstance instance = startedWithoutRunningJobs(variables);
    child.executeJobs();
    return instance;
  }

  /** Starts the diagram with the case number and the names and values of variables. */
  ProcessInstance startedWithoutRunningJobs(Object... variables) {
    Map<String, Object> given = new HashMap<>(Map.of("localAuthority", "glasgow-city"));
    for (int i = 0; i < variables.length; i += 2) {
      given.put((String) variables[i], variables[i + 1]);
    }
    return engine.getRuntimeService().startProcessInstanceByKey(diagram, child.caseNumber(), given);
  }

  // ---- what tests assert

  /** The end of a day in Europe/London, as deadlines are stored (D40). */
  static Date endOf(String day) {
    return LocalDay.endOf(LocalDate.parse(day));
  }

  static Date moment(String instant) {
    return Date.from(Instant.parse(instant));
  }

  Date due(String task) {
    return child.task(task).getDueDate();
  }

  Date followUp(String task) {
    return child.task(task).getFollowUpDate();
  }

  /** A variable of the diagram's own instance, even after its end. */
  Object variable(ProcessInstance instance, String name) {
    var variable =
        engine
            .getHistoryService()
            .createHistoricVariableInstanceQuery()
            .processInstanceId(instance.getId())
            .activityInstanceIdIn(instance.getId())
            .variableName(name)
            .singleResult();
    return variable == null ? null : variable.getValue();
  }

  /** The case as it is in the register now. */
  RegisterCase nrmCase() {
    return register.find(child.caseNumber()).orElseThrow();
  }

  /** From when the child is an adult; {@code null} if that isn't known. */
  String adultFrom() {
    return Objects.toString(nrmCase().now().adultFrom(), null);
  }

  /** The kinds of the register's entries, oldest first. */
  List<String> kinds() {
    return register.history(child.caseNumber()).stream().map(RegisterEvent::kindCode).toList();
  }

  /** The latest entry of a kind. */
  RegisterEvent recorded(String kind) {
    return register.history(child.caseNumber()).stream()
        .filter(event -> event.kindCode().equals(kind))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  List<String> lettersSent() {
    return letters.of(child.caseNumber()).stream()
        .map(letter -> letter.template() + " to " + letter.addressee())
        .toList();
  }

  private static JsonNode json(Object value) {
    try {
      ObjectMapper json = new ObjectMapper();
      return value instanceof JsonValue list
          ? json.readTree(list.getValueSerialized())
          : json.valueToTree(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
