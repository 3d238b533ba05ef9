package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import scot.nrm.calendar.LocalDay;

/**
 * One child's case as the people of several agencies work it: each step is done as that user, with the groups and
 * councils that the user has and with authorization on, through the services that Tasklist calls.
 */
public final class Journey {

  private final ProcessEngine engine;
  private String caseNumber;

  public Journey(ProcessEngine engine) {
    this.engine = engine;
  }

  public String caseNumber() {
    return caseNumber;
  }

  /** Goes on with a case that another journey, or the time before a restart, began. */
  public Journey of(String existingCaseNumber) {
    this.caseNumber = existingCaseNumber;
    return this;
  }

  /** Moves the clock to ten in the morning of a day, and lets happen what is due by then, in the order it is due. */
  public Journey on(String day) {
    return at(LocalDate.parse(day).atTime(10, 0));
  }

  public Journey at(LocalDateTime time) {
    Date target = Date.from(time.atZone(LocalDay.ZONE).toInstant());
    for (Job next = nextTimerUntil(target); next != null; next = nextTimerUntil(target)) {
      ClockUtil.setCurrentTime(next.getDuedate());
      engine.getManagementService().executeJob(next.getId());
      workOffJobs();
    }
    ClockUtil.setCurrentTime(target);
    return this;
  }

  private Job nextTimerUntil(Date target) {
    return engine.getManagementService().createJobQuery().timers().withRetriesLeft().duedateLowerThan(new Date(target.getTime() + 1))
        .orderByJobDuedate().asc().list().stream().findFirst().orElse(null);
  }

  /** What the job executor would do at once: everything that waits for no date. */
  public Journey workOffJobs() {
    List<Job> jobs = waiting();
    while (!jobs.isEmpty()) {
      jobs.forEach(job -> engine.getManagementService().executeJob(job.getId()));
      jobs = waiting();
    }
    return this;
  }

  private List<Job> waiting() {
    return engine.getManagementService().createJobQuery().messages().withRetriesLeft().list();
  }

  /** A concern is reported; the case is opened under the number that it is given. */
  public Journey concern(String user, Map<String, Object> values) {
    ProcessInstance started = as(user, () -> {
      String definition = engine.getRepositoryService().createProcessDefinitionQuery()
          .processDefinitionKey("nrm-case").latestVersion().singleResult().getId();
      return engine.getFormService().submitStartForm(definition, values);
    });
    caseNumber = started.getBusinessKey();
    return workOffJobs();
  }

  /** The user finds the task in their list, claims it, and completes it with the form's values. */
  public Journey does(String user, String task, Map<String, Object> values) {
    as(user, () -> {
      Task open = mine(task);
      assertThat(open).as("%s sees %s of %s", user, task, caseNumber).isNotNull();
      if (open.getAssignee() == null) {
        engine.getTaskService().claim(open.getId(), user);
      }
      engine.getFormService().submitTaskForm(open.getId(), values);
      return null;
    });
    return workOffJobs();
  }

  private Task mine(String task) {
    return engine.getTaskService().createTaskQuery()
        .processInstanceBusinessKey(caseNumber).taskDefinitionKey(task).singleResult();
  }

  /** Whether the task is in this user's list. */
  public boolean sees(String user, String task) {
    return as(user, () -> mine(task) != null);
  }

  public Map<String, Object> formValues(String user, String task) {
    return as(user, () -> engine.getFormService().getTaskFormVariables(mine(task).getId()));
  }

  public <T> T as(String user, Supplier<T> work) {
    List<String> groups = engine.getIdentityService().createGroupQuery().groupMember(user).list().stream()
        .map(Group::getId).toList();
    List<String> tenants = engine.getIdentityService().createTenantQuery().userMember(user).includingGroupsOfUser(true)
        .list().stream().map(Tenant::getId).toList();
    engine.getIdentityService().setAuthentication(user, groups, tenants);
    try {
      return work.get();
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
  }

  // ------------------------------------------------------------------ what is asserted

  /** The open task, whoever may see it. */
  public Task task(String key) {
    Task task = mine(key);
    assertThat(task).as("open task %s of %s", key, caseNumber).isNotNull();
    return task;
  }

  public boolean has(String key) {
    return engine.getTaskService().createTaskQuery()
        .processInstanceBusinessKey(caseNumber).taskDefinitionKey(key).count() > 0;
  }

  public List<String> candidateGroups(String key) {
    return engine.getTaskService().getIdentityLinksForTask(task(key).getId()).stream()
        .map(IdentityLink::getGroupId).filter(group -> group != null).toList();
  }

  public LocalDate due(String key) {
    return LocalDay.of(task(key).getDueDate());
  }

  /** The due date of the open timer at an element of a diagram. */
  public Date timer(String activity) {
    Job job = engine.getManagementService().createJobQuery().timers().activityId(activity)
        .processDefinitionKey(diagramOf(activity)).list().stream()
        .filter(timer -> caseNumber.equals(businessKey(timer.getProcessInstanceId()))).findFirst().orElse(null);
    return job == null ? null : job.getDuedate();
  }

  private String diagramOf(String activity) {
    return switch (activity) {
      case "Timer_ReasonableGroundsDue" -> "reasonable-grounds";
      case "Timer_ConclusiveGroundsDue" -> "conclusive-grounds";
      default -> "reflection-period";
    };
  }

  private String businessKey(String processInstance) {
    return engine.getRuntimeService().createProcessInstanceQuery().processInstanceId(processInstance).singleResult()
        .getBusinessKey();
  }

  /** A variable of the case itself, also when it has ended. */
  public Object variable(String name) {
    String root = engine.getHistoryService().createHistoricProcessInstanceQuery().processDefinitionKey("nrm-case")
        .processInstanceBusinessKey(caseNumber).singleResult().getId();
    HistoricVariableInstance variable = engine.getHistoryService().createHistoricVariableInstanceQuery()
        .processInstanceId(root).variableName(name).singleResult();
    return variable == null ? null : variable.getValue();
  }

  public LocalDate day(String variable) {
    return LocalDay.of((Date) variable(variable));
  }

  public boolean ended() {
    return engine.getRuntimeService().createProcessInstanceQuery().processDefinitionKey("nrm-case")
        .processInstanceBusinessKey(caseNumber).count() == 0;
  }

  /** What the case passed in one diagram, in order; gateways and sub-processes left out. */
  public List<String> trail(String diagram) {
    return engine.getHistoryService().createHistoricProcessInstanceQuery()
        .processDefinitionKey(diagram).processInstanceBusinessKey(caseNumber).list().stream()
        .flatMap(instance -> engine.getHistoryService().createHistoricActivityInstanceQuery()
            .processInstanceId(instance.getId()).orderPartiallyByOccurrence().asc().list().stream())
        .filter(activity -> !activity.getActivityType().endsWith("Gateway"))
        .filter(activity -> !activity.getActivityType().equals("subProcess"))
        .map(HistoricActivityInstance::getActivityId).toList();
  }

  public long incidents() {
    return engine.getRuntimeService().createIncidentQuery().count();
  }

  // ------------------------------------------------------------------ stretches of the path

  /** From the concern to the NRM form that has been sent, all on one day. */
  public Journey referred(String day, Map<String, Object> referralAndChild) {
    return referred(day, Invented.concern(day), referralAndChild);
  }

  public Journey referred(String day, Map<String, Object> concern, Map<String, Object> referralAndChild) {
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

  /** Both officers of an authority decide on one day. */
  public Journey reasonableGrounds(String authority, String outcome, String day) {
    on(day);
    does(authority + ".owner", "Task_ProposeReasonableGrounds", Invented.reasonableGrounds(outcome, day));
    return does(authority + ".second", "Task_ConfirmReasonableGrounds", Invented.confirmReasonableGrounds(day));
  }

  public Journey conclusiveGrounds(String authority, String outcome, String day) {
    on(day);
    does(authority + ".owner", "Task_ProposeConclusiveGrounds", Invented.conclusiveGrounds(outcome, day));
    return does(authority + ".second", "Task_ConfirmConclusiveGrounds", Invented.confirmConclusiveGrounds(day));
  }
}
