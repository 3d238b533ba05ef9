package scot.nrm.access.tasks;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.access.Absences;
import scot.nrm.access.Absences.Absence;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.PersonLock;
import scot.nrm.access.Roles;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseNumberInTaskName;
import scot.nrm.engine.TaskEvents;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterUpdates;

/**
 * Passes on the tasks of a person who is away: their current ones on the first day, then each one
 * that a diagram would assign to them. They go to the deputy, or back to the team if there is no
 * deputy, or if the deputy is away or may not have the task (D18, D30). The owner of such a task is
 * the person who is away. On their return they get back the tasks that nobody has begun: unclaimed
 * ones, and those for which the deputy has no draft. A deputy who goes away too doesn't become the
 * owner. Each move is in the history of the case.
 */
@Component
public class AbsenteeTasks extends AbstractProcessEnginePlugin {

  private static final Logger LOG = LoggerFactory.getLogger(AbsenteeTasks.class);

  /** A case that an operator has suspended is left alone. */
  private static final String OPEN = "select ID_ from ACT_RU_TASK where SUSPENSION_STATE_ = 1 and ";

  private final Absences absences;
  private final NamesAndRoles people;
  private final Roles roles;
  private final PersonLock personLock;
  private final Register register;
  private final RegisterUpdates updates;
  private final TransactionTemplate transaction;
  private final CaseClock clock;
  private final JdbcClient jdbc;
  private final ProcessEngine engine;

  AbsenteeTasks(
      Absences absences,
      NamesAndRoles people,
      Roles roles,
      PersonLock personLock,
      Register register,
      RegisterUpdates updates,
      PlatformTransactionManager transactions,
      CaseClock clock,
      JdbcClient jdbc,
      @Lazy ProcessEngine engine) {
    this.absences = absences;
    this.people = people;
    this.roles = roles;
    this.personLock = personLock;
    this.register = register;
    this.updates = updates;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
    this.jdbc = jdbc;
    this.engine = engine;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    TaskEvents.onCreation(engine, this::reassignIfAway);
  }

  private void reassignIfAway(DelegateTask task) {
    String person = task.getAssignee();
    if (person != null) {
      absences
          .on(person, clock.today())
          .ifPresent(
              absence -> {
                GuardedTaskService tasks =
                    (GuardedTaskService) Context.getProcessEngineConfiguration().getTaskService();
                String to =
                    allowedDeputy(
                        absence,
                        id -> {
                          PersonLock.lock(id, Context.getCommandContext());
                          return CaseInstances.withoutChecks(
                              () -> tasks.isAllowed((TaskEntity) task, id));
                        });
                task.setOwner(person);
                task.setAssignee(to);
                recordReassignment(
                    task.getName(), OwnTasks.teamsOf((TaskEntity) task), person, to, person);
              });
    }
  }

  /**
   * Begins and ends absences soon after midnight in Europe/London. A node that comes second finds
   * nothing to do.
   */
  @Scheduled(initialDelay = 1, fixedDelay = 15, timeUnit = TimeUnit.MINUTES)
  public void updateOrLog() {
    try {
      update();
    } catch (RuntimeException e) {
      LOG.warn("Absences could not be read ({}); it is tried again", e.getClass().getSimpleName());
    }
  }

  /**
   * As of today. One that fails, such as for a case that is locked, is logged and doesn't stop the
   * others.
   */
  void update() {
    LocalDate today = clock.today();
    for (Absence absence : absences.all()) {
      try {
        if (absence.until().isBefore(today)) {
          end(absence);
        } else if (absence.includes(today) && !absence.begun()) {
          change(absence, this::begin);
        }
      } catch (CannotCreateTransactionException noDatabase) {
        throw noDatabase;
      } catch (RuntimeException e) {
        LOG.warn(
            "The absence of {} from {} could not begin or end ({}); it is tried again",
            absence.person(),
            absence.from(),
            e.getClass().getSimpleName());
      }
    }
  }

  /**
   * Names the deputy, who gets the tasks that nobody has begun if the absence is under way.
   *
   * @param deputy {@code null} for the team
   */
  public void nameDeputy(Absence absence, String deputy) {
    change(
        absence,
        before -> {
          absences.setDeputy(before.id(), deputy);
          if (before.begun()) {
            Absence now = absences.find(before.id()).orElseThrow();
            lock(notBegun(before), task -> deputy);
            notBegun(before).forEach(task -> reassign(task, now, deputyFor(task, now)));
          }
        });
  }

  /** Ends an absence, also before its last day or its first. One that has ended stays so. */
  public void end(Absence absence) {
    change(absence, this::returnTasks);
  }

  /** In a transaction of its own, so that the locks of one absence don't wait for another one. */
  private void change(Absence absence, Consumer<Absence> work) {
    transaction.executeWithoutResult(status -> absences.lock(absence.id()).ifPresent(work));
  }

  /**
   * Locks the cases of these tasks and then the people who may get them, as a form does. A change
   * of one of them at the same moment comes before or after, and no two wait for each other.
   */
  private void lock(Stream<Task> tasks, Function<Task, String> assignee) {
    List<Task> all = tasks.toList();
    all.stream()
        .flatMap(task -> CaseNumberInTaskName.in(task.getName()).stream())
        .sorted()
        .forEach(register::lockIfKnown);
    all.stream()
        .map(assignee)
        .filter(Objects::nonNull)
        .distinct()
        .sorted()
        .forEach(personLock::lock);
  }

  private void returnTasks(Absence absence) {
    absences.remove(absence.id());
    Absence next = absences.on(absence.person(), clock.today()).orElse(null);
    if (absence.begun()) {
      lock(notBegun(absence), task -> next == null ? absence.person() : next.deputy());
    }
    if (absence.begun() && next != null) {
      notBegun(absence).forEach(task -> reassign(task, next, deputyFor(task, next)));
    } else if (absence.begun()) {
      notBegun(absence)
          .filter(task -> isAllowed(task, absence.person()))
          .forEach(task -> reassign(task, absence, absence.person()));
      tasks(ids(OPEN + "OWNER_ = ?", absence.person())).forEach(this::removeOwner);
    }
  }

  /**
   * The colleagues who can't be a person's deputy, because they may not have one of the person's
   * open tasks although it waits for their team (D18, D30).
   */
  public Set<String> excludedDeputies(String person, Set<String> colleagues) {
    return ids(OPEN + "ASSIGNEE_ = ?", person).stream()
        .flatMap(
            task -> {
              Set<String> ofTeam = new HashSet<>(colleagues);
              ofTeam.retainAll(
                  ids(
                      """
                      select m.USER_ID_ from ACT_RU_IDENTITYLINK l join ACT_ID_MEMBERSHIP m on m.GROUP_ID_ = l.GROUP_ID_
                      where l.TASK_ID_ = ? and l.TYPE_ = 'candidate'\
                      """,
                      task));
              return guardedTasks().refusedAssignees(task, ofTeam).stream();
            })
        .collect(Collectors.toSet());
  }

  private void begin(Absence absence) {
    if (absence.begun()) {
      return;
    }
    absences.markBegun(absence.id());
    lock(assigned(absence), task -> firstAbsence(task, absence).deputy());
    assigned(absence)
        .forEach(
            task -> {
              Absence first = firstAbsence(task, absence);
              reassign(task, first, deputyFor(task, first), absence.person());
            });
  }

  private Stream<Task> assigned(Absence absence) {
    return tasks(ids(OPEN + "ASSIGNEE_ = ?", absence.person()));
  }

  /** When a deputy goes away too, the tasks return to their owner later, and not to the deputy. */
  private Absence firstAbsence(Task task, Absence absence) {
    return Optional.ofNullable(task.getOwner())
        .flatMap(owner -> absences.on(owner, clock.today()))
        .orElse(absence);
  }

  /** The person's tasks that the team or the deputy has and that nobody has begun. */
  private Stream<Task> notBegun(Absence absence) {
    return tasks(
        jdbc.sql(
                """
                select t.ID_ from ACT_RU_TASK t
                where t.SUSPENSION_STATE_ = 1 and t.OWNER_ = :person and (t.ASSIGNEE_ is null or t.ASSIGNEE_ = :deputy
                  and not exists (select 1 from form_draft d where d.form = 'task/' || t.ID_ and d.person = t.ASSIGNEE_))\
                """)
            .param("person", absence.person())
            .param("deputy", Objects.toString(absence.deputy(), ""))
            .query(String.class)
            .list());
  }

  private List<String> ids(String sql, String of) {
    return jdbc.sql(sql).param(of).query(String.class).list();
  }

  /** Without those that someone has completed since their ids were read. */
  private Stream<Task> tasks(List<String> ids) {
    return ids.stream()
        .map(
            id ->
                CaseInstances.withoutChecks(
                    () -> engine.getTaskService().createTaskQuery().taskId(id).singleResult()))
        .filter(Objects::nonNull);
  }

  private String deputyFor(Task task, Absence absence) {
    return allowedDeputy(absence, id -> isAllowed(task, id));
  }

  private boolean isAllowed(Task task, String userId) {
    return guardedTasks().refusedAssignees(task.getId(), Set.of(userId)).isEmpty();
  }

  private static String allowedDeputy(Absence absence, Predicate<String> mayHave) {
    return absence.deputy() != null && mayHave.test(absence.deputy()) ? absence.deputy() : null;
  }

  private void reassign(Task task, Absence absence, String to) {
    reassign(task, absence, to, absence.person());
  }

  /** The person is away or back, as the history of the case says. */
  private void reassign(Task task, Absence absence, String to, String person) {
    if (Objects.equals(task.getAssignee(), to)) {
      return;
    }
    asProgram(
        tasks -> {
          tasks.setOwner(task.getId(), absence.person());
          tasks.setAssignee(task.getId(), to);
        });
    Set<String> teams =
        CaseInstances.withoutChecks(
                () -> engine.getTaskService().getIdentityLinksForTask(task.getId()))
            .stream()
            .map(IdentityLink::getGroupId)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    recordReassignment(task.getName(), teams, task.getAssignee(), to, person);
  }

  /** The engine's own command refuses a task without an owner. */
  private void removeOwner(Task task) {
    asProgram(
        tasks -> {
          task.setOwner(null);
          tasks.saveTask(task);
        });
  }

  private void asProgram(Consumer<TaskService> work) {
    CaseInstances.withoutChecks(() -> work.accept(engine.getTaskService()));
  }

  private GuardedTaskService guardedTasks() {
    return (GuardedTaskService) engine.getTaskService();
  }

  private void recordReassignment(
      String taskName, Set<String> teams, String from, String to, String person) {
    String caseNumber = CaseNumberInTaskName.in(taskName).orElse(null);
    updates.reassigned(
        caseNumber,
        teams.stream().anyMatch(roles::isCouncilTeam),
        null,
        "%s\nFrom: %s\nTo: %s\nReason: %s"
            .formatted(
                CaseNumberInTaskName.without(taskName, caseNumber),
                from == null ? "unassigned" : people.nameWithId(from),
                to == null ? "the team" : people.nameWithId(to),
                person.equals(to)
                    ? people.nameWithId(to) + " is back"
                    : people.nameWithId(person) + " is away"));
  }
}
