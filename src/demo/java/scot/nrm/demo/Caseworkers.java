package scot.nrm.demo;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;

/**
 * The invented people at work on cases: each step is done as one of them, with the groups and
 * councils that they have and with authorization on, through the services that Tasklist calls. The
 * job executor's part is done here too, at once and in the order of the due dates, so that nothing
 * has to be waited for.
 */
public final class Caseworkers {

  private static final String CASE = "nrm-case";

  private final ProcessEngine engine;

  public Caseworkers(ProcessEngine engine) {
    this.engine = engine;
  }

  /** Runs something as this user. */
  public <T> T as(String user, Supplier<T> work) {
    List<String> groups =
        engine.getIdentityService().createGroupQuery().groupMember(user).list().stream()
            .map(Group::getId)
            .toList();
    List<String> tenants =
        engine
            .getIdentityService()
            .createTenantQuery()
            .userMember(user)
            .includingGroupsOfUser(true)
            .list()
            .stream()
            .map(Tenant::getId)
            .toList();
    engine.getIdentityService().setAuthentication(user, groups, tenants);
    try {
      return work.get();
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
  }

  /**
   * A concern is reported.
   *
   * @param answers what is written into the form, by the id of the process definition
   * @return the case number that the case is given
   * @throws IllegalStateException if the user may not start a case
   */
  public String report(String user, Function<String, Map<String, Object>> answers) {
    return brings(user, CASE, answers);
  }

  /**
   * News from outside is brought, in a process of its own.
   *
   * @param answers what is written into the form, by the id of the process definition
   * @return the number of the case that it is about
   * @throws IllegalStateException if the user may not bring such news
   */
  public String brings(String user, String process, Function<String, Map<String, Object>> answers) {
    String caseNumber = as(user, () -> start(user, process, answers));
    workOffJobs();
    return caseNumber;
  }

  private String start(String user, String process, Function<String, Map<String, Object>> answers) {
    String definition =
        Optional.ofNullable(
                engine
                    .getRepositoryService()
                    .createProcessDefinitionQuery()
                    .processDefinitionKey(process)
                    .latestVersion()
                    .singleResult())
            .map(ProcessDefinition::getId)
            .orElseThrow(() -> new IllegalStateException(user + " may not start " + process));
    return engine
        .getFormService()
        .submitStartForm(definition, answers.apply(definition))
        .getBusinessKey();
  }

  /**
   * The user finds the task in their list, claims it, and completes it with the form.
   *
   * @param answers what is written into the form, by the id of the claimed task
   * @throws IllegalStateException if the user does not see the task
   */
  public void complete(
      String user, String caseNumber, String task, Function<String, Map<String, Object>> answers) {
    as(
        user,
        () -> {
          Task open =
              find(caseNumber, task)
                  .orElseThrow(
                      () ->
                          new IllegalStateException(
                              "%s does not see the task %s of %s"
                                  .formatted(user, task, caseNumber)));
          if (open.getAssignee() == null) {
            engine.getTaskService().claim(open.getId(), user);
          }
          engine.getFormService().submitTaskForm(open.getId(), answers.apply(open.getId()));
          return null;
        });
    workOffJobs();
  }

  /** The open task of a case, as far as the one who asks may see it. */
  public Optional<Task> find(String caseNumber, String task) {
    return Optional.ofNullable(
        engine
            .getTaskService()
            .createTaskQuery()
            .processInstanceBusinessKey(caseNumber)
            .taskDefinitionKey(task)
            .singleResult());
  }

  /**
   * Lets time pass: the clock is put to the due date of each timer on the way, and at last to this
   * moment.
   *
   * @param clock puts the engine's clock
   */
  public void letTimePass(Date until, Consumer<Date> clock) {
    Optional<Job> next = nextTimer(until);
    while (next.isPresent()) {
      clock.accept(next.get().getDuedate());
      engine.getManagementService().executeJob(next.get().getId());
      workOffJobs();
      next = nextTimer(until);
    }
    clock.accept(until);
  }

  private Optional<Job> nextTimer(Date until) {
    return engine
        .getManagementService()
        .createJobQuery()
        .timers()
        .withRetriesLeft()
        .duedateLowerThan(new Date(until.getTime() + 1))
        .orderByJobDuedate()
        .asc()
        .listPage(0, 1)
        .stream()
        .findFirst();
  }

  /** What the job executor would do at once: everything that waits for no date. */
  public void workOffJobs() {
    // One by one: a job may end a case, and what else waited for it.
    for (Optional<Job> next = waiting(); next.isPresent(); next = waiting()) {
      engine.getManagementService().executeJob(next.get().getId());
    }
  }

  private Optional<Job> waiting() {
    return engine
        .getManagementService()
        .createJobQuery()
        .messages()
        .withRetriesLeft()
        .listPage(0, 1)
        .stream()
        .findFirst();
  }
}
