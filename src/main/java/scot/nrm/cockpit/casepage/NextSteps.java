package scot.nrm.cockpit.casepage;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.Roles;
import scot.nrm.access.Viewer;
import scot.nrm.cockpit.casepage.CaseWork.CaseTask;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseNumberInTaskName;
import scot.nrm.record.CodeNames;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * Tells a person what they have just sent, what happens next and who has it now: only that person,
 * and only for a while. It contains nothing about the child. A person who may not read the case
 * learns no more than the local authority to which the concern or copy that they sent has gone.
 */
@Component
public class NextSteps {

  /** Afterwards the record says what happened. */
  static final Duration VISIBLE_FOR = Duration.ofHours(1);

  private final JdbcClient jdbc;
  private final TaskService tasks;
  private final CaseWork work;
  private final CurrentStages current;
  private final CaseAccess access;
  private final Register register;
  private final CodeNames names;
  private final CaseClock clock;
  private final Roles roles;
  private final NamesAndRoles people;

  NextSteps(
      JdbcClient jdbc,
      TaskService tasks,
      CaseWork work,
      CurrentStages current,
      CaseAccess access,
      Register register,
      CodeNames names,
      CaseClock clock,
      Roles roles,
      NamesAndRoles people) {
    this.jdbc = jdbc;
    this.tasks = tasks;
    this.work = work;
    this.current = current;
    this.access = access;
    this.register = register;
    this.names = names;
    this.clock = clock;
    this.roles = roles;
    this.people = people;
  }

  /**
   * @param what the form that was sent: the name of its task or of the process that it started
   * @param caseNumber {@code null} if it belongs to no case
   * @param next what waits since then, in words, each with who has it
   * @param own the person's own next task in the case; {@code null} if there is none
   * @param working whether steps are still being carried out, so that more may come in a moment
   */
  public record Sent(
      String what, String caseNumber, List<String> next, OwnTask own, boolean working) {}

  public record OwnTask(String id, String name) {}

  /** A step that waits for the engine's own worker, which takes it in a moment. */
  private static final String WAITING_JOB = "j.RETRIES_ > 0";

  /** Also one that will be tried again. */
  private static final String FAILED_JOB = "(j.RETRIES_ <= 0 or j.EXCEPTION_STACK_ID_ is not null)";

  private static final String OF_CASE = "p.BUSINESS_KEY_ = ?";
  private static final String OF_INSTANCE = "p.PROC_INST_ID_ = ?";

  private static final String NOT_CARRIED_OUT =
      "The next step could not be carried out, for a technical reason. What you sent is saved: don't send it again. The system will try the step again, and managers can see it in Incidents.";

  /** Tasks from earlier may be open, such as protection work in a case that has ended. */
  private static final String NOTHING_NEW = "Nothing new is waiting.";

  private record Submitted(String what, String instance, Instant at) {}

  /** For the person who completed a task; empty for everyone else and later. */
  public Optional<Sent> afterTask(String taskId, Viewer viewer) {
    return find(
            """
            select t.NAME_ as what, t.PROC_INST_ID_ as instance, t.END_TIME_ as at from ACT_HI_TASKINST t
            where t.ID_ = ? and t.ASSIGNEE_ = ? and t.DELETE_REASON_ = 'completed' and t.END_TIME_ > ?\
            """,
            taskId,
            viewer)
        .map(submitted -> sent(submitted, viewer));
  }

  /** For the person who started a process; empty for everyone else and later. */
  public Optional<Sent> afterStart(String instance, Viewer viewer) {
    return find(
            """
            select coalesce(d.NAME_, p.PROC_DEF_KEY_) as what, p.PROC_INST_ID_ as instance, p.START_TIME_ as at
            from ACT_HI_PROCINST p left join ACT_RE_PROCDEF d on d.ID_ = p.PROC_DEF_ID_
            where p.PROC_INST_ID_ = ? and p.START_USER_ID_ = ? and p.START_TIME_ > ?\
            """,
            instance,
            viewer)
        .map(submitted -> sent(submitted, viewer));
  }

  private Optional<Submitted> find(String sql, String id, Viewer viewer) {
    return jdbc.sql(sql)
        .params(id, viewer.userId(), Timestamp.from(clock.now().minus(VISIBLE_FOR)))
        .query(Submitted.class)
        .optional();
  }

  private Sent sent(Submitted submitted, Viewer viewer) {
    Optional<RegisterCase> found =
        Optional.ofNullable(submitted.instance()).flatMap(work::caseOf).flatMap(register::find);
    if (found.isEmpty()) {
      return sentWithoutCase(submitted.what(), submitted.instance());
    }
    RegisterCase nrmCase = found.get();
    String caseNumber = nrmCase.caseNumber();
    String what = CaseNumberInTaskName.without(submitted.what(), caseNumber);
    OwnTask own = ownTask(caseNumber, submitted.at(), viewer);
    if (!access.mayRead(viewer, caseNumber)) {
      return new Sent(what, caseNumber, passedOn(nrmCase, viewer), own, false);
    }
    // A handover creates no tasks: those of the former local authority wait here now (D41).
    boolean handedOver =
        register
            .latest(caseNumber, EntryKind.COUNCIL_CHANGED)
            .filter(move -> !move.at().isBefore(submitted.at()))
            .isPresent();
    List<String> next =
        work.tasks(caseNumber).stream()
            .filter(
                task ->
                    task.isOpen()
                        && (!task.from().isBefore(submitted.at())
                            || handedOver && task.groups().stream().anyMatch(roles::isCouncilTeam)))
            .map(task -> task.name() + ": " + assigned(task) + team(task, nrmCase))
            .distinct()
            .toList();
    if (hasJob(FAILED_JOB, OF_CASE, caseNumber, submitted.at())) {
      return new Sent(
          what,
          caseNumber,
          Stream.concat(next.stream(), Stream.of(NOT_CARRIED_OUT)).toList(),
          own,
          false);
    }
    boolean working = next.isEmpty() && hasJob(WAITING_JOB, OF_CASE, caseNumber, Instant.EPOCH);
    return new Sent(
        what, caseNumber, next.isEmpty() && !working ? stages(nrmCase) : next, own, working);
  }

  /** A booking of an event: its sender may know the task, whose name has its number. */
  private Sent sentWithoutCase(String what, String instance) {
    if (instance == null || work.caseOf(instance).isPresent()) {
      return new Sent(what, null, List.of(), null, false);
    }
    List<String> next =
        jdbc.sql(
                """
                select t.NAME_, i.GROUP_ID_ from ACT_RU_TASK t join ACT_RU_IDENTITYLINK i on i.TASK_ID_ = t.ID_
                where t.PROC_INST_ID_ = ? and i.GROUP_ID_ is not null order by t.NAME_\
                """)
            .params(instance)
            .query((row, number) -> row.getString(1) + ": " + roles.name(row.getString(2)))
            .list();
    boolean working = next.isEmpty() && hasJob(WAITING_JOB, OF_INSTANCE, instance, Instant.EPOCH);
    if (next.isEmpty() && !working) {
      boolean hasFailed = hasJob(FAILED_JOB, OF_INSTANCE, instance, Instant.EPOCH);
      next = List.of(hasFailed ? NOT_CARRIED_OUT : NOTHING_NEW);
    }
    return new Sent(what, null, next, null, working);
  }

  /** Nothing that would say whether a number on a copy is right (D9). */
  private List<String> passedOn(RegisterCase nrmCase, Viewer viewer) {
    return viewer.userId().equals(nrmCase.now().reportedBy())
        ? List.of(names.council(nrmCase.localAuthority()) + " has it now.")
        : List.of("It has been passed on to those who work on the case.");
  }

  private List<String> stages(RegisterCase nrmCase) {
    List<String> open = current.of(nrmCase, work.instances(nrmCase.caseNumber()));
    return List.of(
        open.isEmpty()
            ? NOTHING_NEW
            : NOTHING_NEW + " Current stage: " + String.join(", ", open) + ".");
  }

  private String assigned(CaseTask task) {
    return task.assignee() == null ? "" : people.nameWithId(task.assignee()) + ", ";
  }

  private String team(CaseTask task, RegisterCase nrmCase) {
    String council = task.council() == null ? nrmCase.localAuthority() : task.council();
    return task.groups().stream()
        .map(
            group ->
                roles.name(group)
                    + (roles.isCouncilTeam(group) ? ", " + names.council(council) : ""))
        .collect(Collectors.joining(" and "));
  }

  /** The person's own, as in their task lists: assigned to them, or waiting for their team. */
  private OwnTask ownTask(String caseNumber, Instant since, Viewer viewer) {
    Stream<Task> waiting =
        viewer.groups().isEmpty()
            ? Stream.of()
            : query(caseNumber)
                .taskCandidateGroupIn(List.copyOf(viewer.groups()))
                .taskUnassigned()
                .list()
                .stream();
    return Stream.concat(
            query(caseNumber).taskAssignee(viewer.userId()).list().stream(),
            waiting.sorted(Comparator.comparing(Task::getCreateTime)))
        .filter(task -> !task.getCreateTime().toInstant().isBefore(since))
        .findFirst()
        .map(
            task ->
                new OwnTask(task.getId(), CaseNumberInTaskName.without(task.getName(), caseNumber)))
        .orElse(null);
  }

  private TaskQuery query(String caseNumber) {
    return tasks.createTaskQuery().processInstanceBusinessKey(caseNumber);
  }

  private boolean hasJob(String jobs, String process, String id, Instant since) {
    return jdbc.sql(
                """
                select count(*) from ACT_RU_JOB j join ACT_HI_PROCINST p on p.PROC_INST_ID_ = j.PROCESS_INSTANCE_ID_
                where %s and j.TYPE_ = 'message' and j.CREATE_TIME_ >= ? and %s\
                """
                    .formatted(process, jobs))
            .params(id, Timestamp.from(since))
            .query(Long.class)
            .single()
        > 0;
  }
}
