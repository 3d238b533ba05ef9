package scot.nrm.demo;

import java.lang.ref.WeakReference;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;
import scot.nrm.age.ComingOfAgeWait;
import scot.nrm.calendar.LocalDay;

/**
 * The invented people at work on cases: each step is done as one of them, with their groups and
 * councils and with authorization on, through the services that Tasklist calls. It also does the
 * job executor's part, at once and in the order of due dates, so that nothing has to wait.
 */
public final class Caseworkers {

  private static final String CASE = "nrm-case";

  private final ProcessEngine engine;

  public Caseworkers(ProcessEngine engine) {
    this.engine = engine;
  }

  /** Runs something as this user. */
  public <T> T as(String user, Supplier<T> work) {
    signIn(user);
    try {
      return work.get();
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
  }

  /** Signs in as this user, with their groups and councils from the database. */
  public void signIn(String user) {
    engine.getIdentityService().clearAuthentication();
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
  }

  /**
   * Reports a concern.
   *
   * @param answers for the form, by the id of the process definition
   * @return the new case number
   * @throws IllegalStateException if the user may not start a case
   */
  public String report(String user, Function<String, Map<String, Object>> answers) {
    return update(user, CASE, answers);
  }

  /**
   * Starts an update's process.
   *
   * @param answers for the form, by the id of the process definition
   * @return the number of its case
   * @throws IllegalStateException if the user may not start it
   */
  public String update(String user, String process, Function<String, Map<String, Object>> answers) {
    String caseNumber = as(user, () -> start(user, process, answers));
    executeJobs();
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
   * @param answers for the form, by the id of the claimed task
   * @throws IllegalStateException if the user does not see the task
   */
  public void complete(
      String user, String caseNumber, String task, Function<String, Map<String, Object>> answers) {
    if (!completes(user, caseNumber, task, answers)) {
      throw new IllegalStateException(
          "%s does not see the task %s of %s".formatted(user, task, caseNumber));
    }
    executeJobs();
  }

  /**
   * The user does the same, or else a member of the task's team: a revision may have given it to
   * another one.
   *
   * @throws IllegalStateException if nobody sees the task
   */
  public void completeInTeam(
      String user, String caseNumber, String task, Function<String, Map<String, Object>> answers) {
    if (!completes(user, caseNumber, task, answers)
        && team(caseNumber, task)
            .noneMatch(person -> completes(person, caseNumber, task, answers))) {
      throw new IllegalStateException("Nobody sees the task %s of %s".formatted(task, caseNumber));
    }
    executeJobs();
  }

  /** Those who may claim the task, by user id. */
  private Stream<String> team(String caseNumber, String task) {
    return find(caseNumber, task).stream()
        .flatMap(open -> engine.getTaskService().getIdentityLinksForTask(open.getId()).stream())
        .map(IdentityLink::getGroupId)
        .filter(Objects::nonNull)
        .flatMap(
            group ->
                engine
                    .getIdentityService()
                    .createUserQuery()
                    .memberOfGroup(group)
                    .orderByUserId()
                    .asc()
                    .list()
                    .stream())
        .map(User::getId);
  }

  /**
   * @return false if the user doesn't see the task
   */
  private boolean completes(
      String user, String caseNumber, String task, Function<String, Map<String, Object>> answers) {
    return as(
        user,
        () -> {
          Optional<Task> open = find(caseNumber, task);
          open.ifPresent(
              one -> {
                if (one.getAssignee() == null) {
                  engine.getTaskService().claim(one.getId(), user);
                }
                engine.getFormService().submitTaskForm(one.getId(), answers.apply(one.getId()));
              });
          return open.isPresent();
        });
  }

  /** The open task of a case, if the signed-in person may see it. */
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
   * Lets time pass: sets the clock to the due date of each timer in turn, and then to this moment.
   *
   * @param clock sets the engine's clock
   */
  public void letTimePass(Date until, Consumer<Date> clock) {
    Optional<DailyWork> daily = DailyWork.of(engine);
    while (true) {
      Optional<Job> timer = nextTimer(until);
      Optional<Date> day =
          daily
              .flatMap(DailyWork::next)
              .map(LocalDay::startOf)
              .filter(begins -> !begins.after(timer.map(Job::getDuedate).orElse(until)));
      if (day.isPresent()) {
        clock.accept(day.get());
        daily.get().work();
      } else if (timer.isPresent()) {
        clock.accept(timer.get().getDuedate());
        engine.getManagementService().executeJob(timer.get().getId());
      } else {
        break;
      }
      executeJobs();
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

  /** Executes the jobs that the job executor would execute at once: those without a due date. */
  public void executeJobs() {
    // One by one: a job may end a case, with its other jobs.
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

  /** The work of each day that isn't a job of the engine. Who has the engine finds it here. */
  @Component
  static final class DailyWork {

    /** Both weak: the work of an application knows its engine, which would then never go. */
    private static final Map<ProcessEngine, WeakReference<DailyWork>> OF =
        Collections.synchronizedMap(new WeakHashMap<>());

    private final ComingOfAgeWait birthdays;

    DailyWork(ProcessEngine engine, ComingOfAgeWait birthdays) {
      this.birthdays = birthdays;
      OF.put(engine, new WeakReference<>(this));
    }

    static Optional<DailyWork> of(ProcessEngine engine) {
      return Optional.ofNullable(OF.get(engine)).map(WeakReference::get);
    }

    /** The first day with work. */
    Optional<LocalDate> next() {
      return birthdays.nextCheck();
    }

    /** Does what is due today. */
    void work() {
      List<String> failed = birthdays.checkDue();
      if (!failed.isEmpty()) {
        throw new IllegalStateException("Dates of birth that could not be checked: " + failed);
      }
    }
  }
}
