package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.calendar.LocalDay;
import scot.nrm.demo.Caseworkers;

/**
 * One child's case as people of several agencies work on it. Each step runs as a user with that
 * user's groups and councils, with authorization on, through the services that Tasklist calls.
 */
public final class Journey {

  private final ProcessEngine engine;
  private final Caseworkers people;
  private String caseNumber;

  public Journey(ProcessEngine engine) {
    this.engine = engine;
    this.people = new Caseworkers(engine);
  }

  public String caseNumber() {
    return caseNumber;
  }

  /** Continues a case that was started by another journey or before a restart. */
  public Journey of(String existingCaseNumber) {
    this.caseNumber = existingCaseNumber;
    return this;
  }

  /**
   * Moves the clock to ten in the morning of a day and runs the jobs due by then, in order of their
   * due dates.
   */
  public Journey on(String day) {
    return at(LocalDate.parse(day).atTime(10, 0));
  }

  public Journey at(LocalDateTime time) {
    people.letTimePass(
        Date.from(time.atZone(LocalDay.ZONE).toInstant()), ClockUtil::setCurrentTime);
    return this;
  }

  /** Runs what the job executor would run at once: all jobs without a date. */
  public Journey executeJobs() {
    people.executeJobs();
    return this;
  }

  /** Reports a concern, which opens a case and gives it a number. */
  public Journey concern(String user, Map<String, Object> values) {
    caseNumber = people.report(user, form -> values);
    return this;
  }

  /** The user finds the task in their list, claims it and completes it with the form's values. */
  public Journey does(String user, String task, Map<String, Object> values) {
    people.complete(user, caseNumber, task, open -> values);
    return this;
  }

  /** An update: a process that the user starts in Tasklist with its form. */
  public Journey updates(String user, String process, Map<String, Object> values) {
    people.update(user, process, form -> values);
    return this;
  }

  /** Opens a case with another form than a concern. */
  public Journey begins(String user, String process, Map<String, Object> values) {
    caseNumber = people.update(user, process, form -> values);
    return this;
  }

  /**
   * A port officer sends a copy about this child and names this case.
   *
   * @return the case that the copy opens
   */
  public Journey copySent(String day) {
    return new Journey(engine)
        .begins("ukba.port", "send-ukba-copy", InventedCopies.copyFor(caseNumber, day));
  }

  /** A copy about this child is sent, and UKHTC intake adds it to this case. */
  public Journey copied(String day) {
    copySent(day)
        .does(
            "ukhtc.intake", "Task_ConfirmSameChild", InventedCopies.compared("merge", caseNumber));
    return this;
  }

  private Task mine(String task) {
    return people.find(caseNumber, task).orElse(null);
  }

  /** Whether the task is in this user's list. */
  public boolean sees(String user, String task) {
    return as(user, () -> mine(task) != null);
  }

  public Map<String, Object> formValues(String user, String task) {
    return as(user, () -> engine.getFormService().getTaskFormVariables(mine(task).getId()));
  }

  public <T> T as(String user, Supplier<T> work) {
    return people.as(user, work);
  }

  // ---- what tests assert

  /** The open task, without a check of permissions. */
  public Task task(String key) {
    Task task = mine(key);
    assertThat(task).as("open task %s of %s", key, caseNumber).isNotNull();
    return task;
  }

  public boolean has(String key) {
    return !tasks(key).isEmpty();
  }

  /** All open tasks of the case. */
  public List<Task> tasks() {
    return engine.getTaskService().createTaskQuery().processInstanceBusinessKey(caseNumber).list();
  }

  /** The open tasks of the case at one element. */
  public List<Task> tasks(String key) {
    return tasks().stream().filter(task -> task.getTaskDefinitionKey().equals(key)).toList();
  }

  public List<String> candidateGroups(String key) {
    return engine.getTaskService().getIdentityLinksForTask(task(key).getId()).stream()
        .map(IdentityLink::getGroupId)
        .filter(group -> group != null)
        .toList();
  }

  public LocalDate due(String key) {
    return LocalDay.of(task(key).getDueDate());
  }

  /** The due date of the open timer of an element. */
  public Date timer(String activity) {
    Job job =
        engine
            .getManagementService()
            .createJobQuery()
            .timers()
            .activityId(activity)
            .processDefinitionKey(diagramOf(activity))
            .list()
            .stream()
            .filter(timer -> caseNumber.equals(businessKey(timer.getProcessInstanceId())))
            .findFirst()
            .orElse(null);
    return job == null ? null : job.getDuedate();
  }

  /** When the file is next checked for the child coming of age, or null if it is not. */
  public LocalDate birthdayCheck() {
    DataSource database =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getDataSource();
    return JdbcClient.create(database)
        .sql("select due_on from birthday_check where case_number = ?")
        .param(caseNumber)
        .query(LocalDate.class)
        .optional()
        .orElse(null);
  }

  private String diagramOf(String activity) {
    return switch (activity) {
      case "Timer_ReasonableGroundsDue" -> "reasonable-grounds";
      case "Timer_ConclusiveGroundsDue" -> "conclusive-grounds";
      case "Timer_RenewalBegins" -> "leave-expiry";
      default -> "reflection-period";
    };
  }

  private String businessKey(String processInstance) {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processInstanceId(processInstance)
        .singleResult()
        .getBusinessKey();
  }

  /** A variable of the case itself, even after its end. */
  public Object variable(String name) {
    // A case that was reopened after its end has several instances; the last one counts.
    String root =
        engine
            .getHistoryService()
            .createHistoricProcessInstanceQuery()
            .processDefinitionKey("nrm-case")
            .processInstanceBusinessKey(caseNumber)
            .orderByProcessInstanceStartTime()
            .desc()
            .list()
            .get(0)
            .getId();
    HistoricVariableInstance variable =
        engine
            .getHistoryService()
            .createHistoricVariableInstanceQuery()
            .processInstanceId(root)
            .variableName(name)
            .singleResult();
    return variable == null ? null : variable.getValue();
  }

  public LocalDate day(String variable) {
    return LocalDay.of((Date) variable(variable));
  }

  public boolean ended() {
    return instance("nrm-case") == null;
  }

  /** The running instance of a diagram; {@code null} if there is none. */
  public ProcessInstance instance(String diagram) {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey(diagram)
        .processInstanceBusinessKey(caseNumber)
        .singleResult();
  }

  /** The id of a diagram's newest version. */
  public static String definition(ProcessEngine engine, String diagram) {
    return engine
        .getRepositoryService()
        .createProcessDefinitionQuery()
        .processDefinitionKey(diagram)
        .latestVersion()
        .singleResult()
        .getId();
  }

  /**
   * The elements that the case passed in one diagram, in order, without gateways and sub-processes.
   * Steps on two branches at once have no order; they stand by name.
   */
  public List<String> trail(String diagram) {
    return engine
        .getHistoryService()
        .createHistoricProcessInstanceQuery()
        .processDefinitionKey(diagram)
        .processInstanceBusinessKey(caseNumber)
        .list()
        .stream()
        .flatMap(
            instance ->
                engine
                    .getHistoryService()
                    .createHistoricActivityInstanceQuery()
                    .processInstanceId(instance.getId())
                    .orderPartiallyByOccurrence()
                    .asc()
                    .orderByActivityId()
                    .asc()
                    .list()
                    .stream())
        .filter(activity -> !activity.getActivityType().endsWith("Gateway"))
        .filter(activity -> !activity.getActivityType().equals("subProcess"))
        .map(HistoricActivityInstance::getActivityId)
        .toList();
  }

  public long incidents() {
    return engine.getRuntimeService().createIncidentQuery().count();
  }

  // ---- parts of the path

  /** From the concern to the sending of the NRM form, all on one day. */
  public Journey referred(String day, Map<String, Object> referralAndChild) {
    return referred(day, Invented.concern(day), referralAndChild);
  }

  public Journey referred(
      String day, Map<String, Object> concern, Map<String, Object> referralAndChild) {
    on(day);
    concern("first.responder", concern);
    does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(day));
    does("glasgow.lead", "Task_AssessChild", Invented.assessment(day));
    does("glasgow.lead", "Task_NrmFormReferralAndChild", referralAndChild);
    does("glasgow.lead", "Task_NrmFormExploitation", Invented.exploitation());
    does("glasgow.lead", "Task_NrmFormIndicators", Invented.indicators());
    return does("glasgow.lead", "Task_NrmFormCheckAndSend", Invented.checkAndSend());
  }

  public Journey logged(String day) {
    on(day);
    return does("ukhtc.intake", "Task_LogReferral", Invented.received(day));
  }

  public Journey proposedReasonableGrounds(String authority, String outcome, String day) {
    return proposesReasonableGrounds(authority + ".owner", outcome, day);
  }

  private Journey proposesReasonableGrounds(String owner, String outcome, String day) {
    return on(day)
        .does(owner, "Task_ProposeReasonableGrounds", Invented.reasonableGrounds(outcome, day));
  }

  /** Both officers of an authority decide on the same day. */
  public Journey reasonableGrounds(String authority, String outcome, String day) {
    return reasonableGrounds(authority + ".owner", authority + ".second", outcome, day);
  }

  public Journey conclusiveGrounds(String authority, String outcome, String day) {
    return conclusiveGrounds(authority + ".owner", authority + ".second", outcome, day);
  }

  /** Two officers who have not yet acted at this stage reconsider the decision. */
  public Journey reconsideredReasonableGrounds(String authority, String outcome, String day) {
    return reasonableGrounds(authority + ".owner2", authority + ".second2", outcome, day);
  }

  public Journey reconsideredConclusiveGrounds(String authority, String outcome, String day) {
    return conclusiveGrounds(authority + ".owner2", authority + ".second2", outcome, day);
  }

  private Journey reasonableGrounds(String owner, String second, String outcome, String day) {
    return proposesReasonableGrounds(owner, outcome, day)
        .does(second, "Task_ConfirmReasonableGrounds", Invented.confirmReasonableGrounds(day));
  }

  private Journey conclusiveGrounds(String owner, String second, String outcome, String day) {
    return on(day)
        .does(owner, "Task_ProposeConclusiveGrounds", Invented.conclusiveGrounds(outcome, day))
        .does(second, "Task_ConfirmConclusiveGrounds", Invented.confirmConclusiveGrounds(day));
  }

  // ---- updates of this case

  /** The child has been missing since a day. */
  public Journey reportedMissing(String user, String since) {
    return updates(user, "report-child-missing", InventedMissing.missing(caseNumber, since));
  }

  public Journey reportedFound(String user, String on) {
    return updates(user, "report-child-found", InventedMissing.found(caseNumber, on));
  }

  /** A court hears the child's case on a day. */
  public Journey hearing(String user, String on) {
    return updates(user, "record-court-hearing", InventedTransfers.hearing(caseNumber, on));
  }

  public Journey handedOver(String user, String council, String moves) {
    return updates(
        user, "hand-over-to-council", InventedChanges.handOver(caseNumber, council, moves));
  }

  public Journey claimedAsylum(String user, String on) {
    return updates(
        user, "record-immigration-update", InventedTransfers.asylumClaim(caseNumber, on));
  }

  /** An age assessment has found the person to be an adult. */
  public Journey foundAdult(String user, String on) {
    return updates(user, "record-age-finding", InventedAges.adult(caseNumber, on));
  }

  public Journey longerReflection(String user, String kind, int days) {
    return updates(
        user,
        "request-reflection-extension",
        InventedTransfers.longerReflection(caseNumber, kind, days));
  }

  public Journey corrected(String user, String fact, String field, Object right) {
    return updates(
        user, "correct-recorded-fact", InventedChanges.correction(caseNumber, fact, field, right));
  }

  public Journey correctedReceipt(String user, String right) {
    return updates(user, "correct-recorded-fact", InventedChanges.receipt(caseNumber, right));
  }
}
