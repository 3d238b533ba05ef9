package scot.nrm.rehearsal;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.ExecuteJobsCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManager;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperationManager;
import org.camunda.bpm.engine.impl.history.event.HistoricActivityInstanceEventEntity;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.JobFailureCollector;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.access.TeamMembers;
import scot.nrm.age.ComingOfAgeWait;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseTenants;
import scot.nrm.forms.DeployedForms;
import scot.nrm.forms.check.FormSchema;

/**
 * Replays a case in a rehearsal's engine under the set that is in force there. Each recorded form
 * is sent at its time, or as soon as its task exists; timers fire when they are due. A task that
 * the case never had is completed a day after it began. A replay can pause at any time, and another
 * set can come into force before it continues.
 *
 * <p>A case that was merged with another one, or linked to it, is replayed together with that one,
 * because its forms refer to both.
 */
final class CaseReplay {

  /** The beginning of a line about a recorded form that could not be sent. */
  static final String NO_PLACE = "What was done then had no place: ";

  /**
   * The most steps of a replay: more than any case has, so that a diagram that never ends stops.
   */
  private static final int MAX_STEPS = 2_000;

  private static final int SECONDS_AFTER_DUE = 5;

  /** The hour of the next day at which open tasks are completed, if the case is followed. */
  private static final int NOON = 12;

  /** The number of days for which an open case is followed. */
  static final int DAYS_AHEAD = 30;

  private final ProcessEngine engine;
  private final CommandExecutor commands;
  private final ClockPerThread clock;
  private final JdbcClient jdbc;
  private final DeployedForms forms;
  private final ComingOfAgeWait birthdays;
  private final RehearsalPeople people;
  private final PastCase recorded;
  private final InventedAnswers answers;
  private final SetReads.Recorder recorder;

  /** This replay and those of the linked cases. */
  private final List<CaseReplay> replays;

  private final List<PastCase.Act> remaining;
  private final Set<String> failedJobs = new HashSet<>();
  private final Set<String> refusedTasks = new HashSet<>();
  private final Set<String> stuck = new LinkedHashSet<>();
  private String caseNumber;
  private LocalDateTime now;
  private LocalDateTime until;
  private int steps;
  private SetReads reads = new SetReads();

  /** The earliest time to complete open tasks if the case is followed; otherwise {@code null}. */
  private LocalDateTime tomorrow;

  private boolean open = true;

  /** {@code unique} is part of the invented name. */
  CaseReplay(
      RehearsalEngine rehearsal,
      ClockPerThread clock,
      RehearsalPeople people,
      PastCase recorded,
      List<PastCase> linked,
      String unique) {
    this(rehearsal, clock, people, recorded, unique, new ArrayList<>());
    for (PastCase other : linked) {
      boolean sameChild = recorded.linked().getOrDefault(other.caseNumber(), false);
      String name = sameChild ? unique : unique + other.caseNumber().replace("-", "");
      new CaseReplay(rehearsal, clock, people, other, name, replays);
    }
    replays.stream()
        .map(one -> one.now)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .ifPresent(begins -> replays.forEach(one -> one.now = begins));
  }

  private CaseReplay(
      RehearsalEngine rehearsal,
      ClockPerThread clock,
      RehearsalPeople people,
      PastCase recorded,
      String unique,
      List<CaseReplay> replays) {
    this.engine = rehearsal.engine();
    this.commands =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
            .getCommandExecutorTxRequired();
    this.clock = clock;
    this.jdbc = rehearsal.get(JdbcClient.class);
    this.forms = rehearsal.get(DeployedForms.class);
    this.birthdays = rehearsal.get(ComingOfAgeWait.class);
    this.recorder = rehearsal.get(SetReads.Recorder.class);
    this.people = people;
    this.recorded = recorded;
    this.answers =
        new InventedAnswers(
            recorded, rehearsal.get(TeamMembers.class), unique, this::numberInReplay);
    this.replays = replays;
    replays.add(this);
    this.remaining = new ArrayList<>(recorded.acts());
    if (remaining.isEmpty()) {
      stuck.add("Nothing is recorded that opened the case");
    } else {
      this.now = remaining.get(0).at();
    }
  }

  /**
   * The state of a replay that has stopped.
   *
   * @param remaining the recorded forms that have not been replayed
   */
  record State(
      List<PastCase.Act> remaining,
      Set<String> failedJobs,
      Set<String> refusedTasks,
      List<String> stuck,
      String caseNumber,
      LocalDateTime now) {

    /** Without the content, which must not get into a log. */
    @Override
    public String toString() {
      return "State[" + remaining.size() + " left]";
    }
  }

  /** The states of this replay and of those of the linked cases. */
  List<State> states() {
    return replays.stream()
        .map(
            one ->
                new State(
                    List.copyOf(one.remaining),
                    Set.copyOf(one.failedJobs),
                    Set.copyOf(one.refusedTasks),
                    List.copyOf(one.stuck),
                    one.caseNumber,
                    one.now))
        .toList();
  }

  /** Continues where another replay of the case stopped, in a copy of its database. */
  void continueFrom(List<State> earlier) {
    for (int i = 0; i < replays.size(); i++) {
      replays.get(i).continueFrom(earlier.get(i));
    }
  }

  private void continueFrom(State earlier) {
    remaining.clear();
    remaining.addAll(earlier.remaining());
    failedJobs.addAll(earlier.failedJobs());
    refusedTasks.addAll(earlier.refusedTasks());
    stuck.addAll(earlier.stuck());
    caseNumber = earlier.caseNumber();
    now = earlier.now();
  }

  private String numberInReplay(String real) {
    return replays.stream()
        .filter(one -> one.recorded.caseNumber().equals(real) && one.caseNumber != null)
        .map(one -> one.caseNumber)
        .findFirst()
        .orElse(real);
  }

  /**
   * @param work takes the step, and does the given work in the same transaction afterwards
   * @param job takes the step in the transaction of the previous one; only for a job that is due at
   *     once
   */
  private record Step(LocalDateTime at, Consumer<Runnable> work, Optional<Runnable> job) {

    Step(LocalDateTime at, Consumer<Runnable> work) {
      this(at, work, Optional.empty());
    }
  }

  /**
   * A job failed in the transaction of the previous step, which must be repeated without the job.
   */
  private static final class JobFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    JobFailed(RuntimeException cause) {
      super(cause);
    }
  }

  /**
   * Replays the case up to a time, from where it last stopped. Must be called on a thread of {@link
   * ClockPerThread#during}.
   */
  void run(LocalDateTime end) {
    recorder.record(reads, () -> takeSteps(end, () -> {}));
  }

  /** What the replay has read of the set since the previous call. */
  SetReads takeReads() {
    SetReads taken = reads;
    reads = new SetReads();
    return taken;
  }

  private void takeSteps(LocalDateTime end, Runnable afterEach) {
    replays.forEach(one -> one.until = end);
    steps = 0;
    while (areStepsLeft() && !hasFailedToOpen()) {
      Optional<Step> next = nextOfAllReplays();
      open = next.isPresent();
      if (next.filter(step -> !step.at().isAfter(end)).isEmpty()) {
        break;
      }
      LocalDateTime time = next.get().at().isAfter(now) ? next.get().at() : now;
      replays.forEach(one -> one.now = time);
      clock.moveTo(time);
      steps++;
      next.get().work().accept(() -> runDueJobs(afterEach));
      afterEach.run();
    }
  }

  private boolean areStepsLeft() {
    return steps < MAX_STEPS * replays.size();
  }

  private Optional<Step> nextOfAllReplays() {
    return replays.stream()
        .filter(one -> !one.hasFailedToOpen())
        .flatMap(one -> one.next().stream())
        .min(Comparator.comparing(Step::at));
  }

  /**
   * Executes the jobs that are due at once, in the transaction and command of the step before them.
   * On its own, each job would read again what the engine has just written.
   *
   * @throws JobFailed if a job fails
   */
  private void runDueJobs(Runnable afterEach) {
    flush();
    for (Optional<Runnable> job = nextDueJob(); job.isPresent(); job = nextDueJob()) {
      afterEach.run();
      clock.moveTo(now);
      steps++;
      try {
        job.get().run();
        flush();
      } catch (RuntimeException e) {
        throw new JobFailed(e);
      }
    }
  }

  private Optional<Runnable> nextDueJob() {
    // The rows of a case change their local authority at the end of the transaction.
    return areStepsLeft() && replays.stream().noneMatch(one -> CaseTenants.isMoving(one.caseNumber))
        ? nextOfAllReplays().flatMap(Step::job)
        : Optional.empty();
  }

  /** Writes the engine's changes, so that queries find them. */
  private static void flush() {
    DbEntityManager entities = Context.getCommandContext().getDbEntityManager();
    entities.flush();
    entities.setDbOperationManager(new DbOperationManager()); // the old one would write all again
    // The end of a step that has been written is only written if the step is a new object.
    entities
        .getCachedEntitiesByType(HistoricActivityInstanceEventEntity.class)
        .forEach(entities.getDbEntityCache()::remove);
  }

  /**
   * Does some work and the jobs that follow it in one transaction; if a job fails, the work alone.
   */
  private void inOneTransaction(Runnable work, Runnable following) {
    try {
      inOneCommand(work, following);
    } catch (JobFailed e) {
      inOneCommand(work, () -> {});
    }
  }

  private void inOneCommand(Runnable work, Runnable following) {
    commands.execute(
        context -> {
          work.run();
          following.run();
          return null;
        });
  }

  /** Whether the case has more steps after the time up to which it was replayed. */
  boolean isOpen() {
    return open;
  }

  /** Whether the replay has ended because the case could not be opened. */
  private boolean hasFailedToOpen() {
    return caseNumber == null && remaining.size() < Math.max(1, recorded.acts().size());
  }

  /** The course of the case so far. */
  CaseCourse course() {
    Set<String> why = new LinkedHashSet<>(stuck);
    remaining.stream()
        .filter(act -> !act.at().isAfter(until))
        .forEach(act -> why.add(NO_PLACE + CaseCourse.inWords(act.id())));
    return (caseNumber == null ? CaseCourse.NOTHING : CaseCourse.read(jdbc, caseNumber))
        .withStuck(List.copyOf(why));
  }

  CaseCourse waiting() {
    return caseNumber == null ? CaseCourse.NOTHING : CaseCourse.waiting(jdbc, caseNumber);
  }

  /**
   * Continues an open case into the future. The answers aren't known yet: each open task is
   * completed on the next day, and each later one a day after it began, with the choices of the
   * case file, or else the first option of each question.
   *
   * @param present the time up to which the case was replayed
   * @return the course, with everything that the case waited for meanwhile
   */
  CaseCourse follow(LocalDateTime present) {
    tomorrow = present.toLocalDate().plusDays(1).atTime(NOON, 0);
    replays.forEach(
        one -> {
          one.remaining.clear();
          one.tomorrow = tomorrow;
        });
    List<CaseCourse> meanwhile = new ArrayList<>();
    LocalDateTime end = tomorrow.plusDays(DAYS_AHEAD);
    recorder.record(reads, () -> takeSteps(end, () -> meanwhile.add(waiting())));
    return course().plus(meanwhile);
  }

  /** Stops waiting for birthdays, which the engine doesn't know of. */
  void end() {
    replays.stream()
        .filter(one -> one.caseNumber != null)
        .forEach(one -> birthdays.stop(one.caseNumber));
  }

  private Optional<Step> next() {
    if (caseNumber == null) {
      PastCase.Act first = remaining.get(0);
      return Optional.of(new Step(first.at(), jobs -> start(first, jobs)));
    }
    List<Step> steps = new ArrayList<>();
    nextJob().ifPresent(steps::add);
    nextBirthday().ifPresent(steps::add);
    remaining.stream()
        .filter(PastCase.Act::starts)
        .findFirst()
        .ifPresent(act -> steps.add(new Step(act.at(), jobs -> start(act, jobs))));
    Set<PastCase.Act> taken = new HashSet<>();
    for (OpenTask task : OpenTask.of(jdbc, caseNumber)) {
      if (refusedTasks.contains(task.id())) {
        continue;
      }
      Optional<PastCase.Act> act =
          remaining.stream()
              .filter(it -> !it.starts() && it.id().equals(task.key()) && !taken.contains(it))
              .findFirst();
      // To the minute, so that tasks of one step are taken in the order of their keys.
      LocalDateTime dayAfter =
          LocalDateTime.ofInstant(task.since().toInstant(), LocalDay.ZONE)
              .truncatedTo(ChronoUnit.MINUTES)
              .plusDays(1);
      if (act.isPresent()) {
        taken.add(act.get());
        steps.add(new Step(act.get().at(), jobs -> complete(task, act, jobs)));
      } else if (tomorrow != null) {
        steps.add(
            new Step(
                dayAfter.isBefore(tomorrow) ? tomorrow : dayAfter,
                jobs -> complete(task, act, jobs)));
      } else if (!recorded.tasks().contains(task.key())) {
        steps.add(new Step(dayAfter, jobs -> complete(task, act, jobs)));
      }
    }
    return steps.stream().min(Comparator.comparing(Step::at));
  }

  // ---- forms

  private void start(PastCase.Act act, Runnable jobs) {
    remaining.remove(act);
    ProcessDefinition process =
        engine
            .getRepositoryService()
            .createProcessDefinitionQuery()
            .processDefinitionKey(act.id())
            .latestVersion()
            .singleResult();
    if (process == null) {
      stuck.add("There is no " + CaseCourse.inWords(act.id()));
      return;
    }
    people.add(act.officer(), null, null);
    String known = caseNumber;
    refusal(
            () -> {
              String council = String.valueOf(act.values().get("localAuthority"));
              String begun =
                  people.as(
                      act.officer(),
                      () -> {
                        FormSchema form =
                            forms.startFormFor(act.officer(), process.getId()).orElseThrow();
                        return engine
                            .getFormService()
                            .submitStartForm(
                                process.getId(),
                                answers.to(form, Optional.of(act), known, council, now, false))
                            .getBusinessKey();
                      });
              caseNumber = known == null ? begun : known;
            },
            jobs)
        .ifPresent(
            why -> stuck.add(refusedUpdate(CaseCourse.inWords(act.id()), why, !stuck.isEmpty())));
  }

  /**
   * A line about an update that was refused.
   *
   * @param isStuck whether the case is at a stage at which such an update can't come, because it
   *     got stuck there before
   */
  static String refusedUpdate(String update, String why, boolean isStuck) {
    return isStuck ? NO_PLACE + update : refused(update, why);
  }

  private static String refused(String what, String why) {
    return "%s was refused: %s".formatted(what, why);
  }

  /**
   * Completes a task. If nothing was recorded for it, only the required fields are answered, or all
   * fields if that is refused.
   */
  private void complete(OpenTask task, Optional<PastCase.Act> act, Runnable jobs) {
    act.ifPresent(remaining::remove);
    String officer =
        act.map(PastCase.Act::officer)
            .orElseGet(() -> people.inventedMember(task.team(), task.council()));
    people.add(officer, task.team(), task.council());
    Optional<String> refusal = refusal(() -> send(task, officer, act, false), jobs);
    if (refusal.isPresent() && act.isEmpty()) {
      refusal = refusal(() -> send(task, officer, act, true), jobs);
    }
    refusal.ifPresent(
        why -> {
          stuck.add(refused(CaseCourse.inWords(task.key()), why));
          refusedTasks.add(task.id());
        });
  }

  private void send(OpenTask task, String officer, Optional<PastCase.Act> act, boolean allFields) {
    engine.getTaskService().setAssignee(task.id(), officer);
    people.as(
        officer,
        () -> {
          Map<String, Object> values =
              forms
                  .taskFormFor(officer, task.id())
                  .map(form -> answers.to(form, act, caseNumber, task.council(), now, allFields))
                  .orElse(Map.of());
          engine.getFormService().submitTaskForm(task.id(), values);
          return null;
        });
  }

  /** Does some work, and returns why it was refused; empty if it wasn't. */
  private Optional<String> refusal(Runnable work, Runnable jobs) {
    try {
      inOneTransaction(work, jobs);
      return Optional.empty();
    } catch (ProcessEngineException e) {
      return Optional.of(sentence(e));
    }
  }

  private String sentence(RuntimeException e) {
    String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return caseNumber == null ? text : text.replace(caseNumber, "the case");
  }

  // ---- time

  private Optional<Step> nextBirthday() {
    return jdbc.sql("select due_on from birthday_check where case_number = ?")
        .param(caseNumber)
        .query(LocalDate.class)
        .optional()
        .map(
            day ->
                new Step(
                    day.atStartOfDay().plusSeconds(SECONDS_AFTER_DUE),
                    jobs -> inOneTransaction(() -> birthdays.recalculate(caseNumber, null), jobs)));
  }

  private Optional<Step> nextJob() {
    return jdbc
        .sql(
            """
            select job.ID_, job.TYPE_, job.DUEDATE_
            from ACT_RU_EXECUTION instance join ACT_RU_JOB job on job.PROCESS_INSTANCE_ID_ = instance.ID_
            where instance.BUSINESS_KEY_ = ?
            order by job.TYPE_, job.DUEDATE_, job.HANDLER_CFG_, job.CREATE_TIME_\
            """)
        .param(caseNumber)
        .query(
            (row, number) ->
                row.getString(2).equals("message") || row.getTimestamp(3) == null
                    ? new Job(row.getString(1), now, true)
                    : new Job(
                        row.getString(1),
                        LocalDateTime.ofInstant(row.getTimestamp(3).toInstant(), LocalDay.ZONE)
                            .plusSeconds(SECONDS_AFTER_DUE),
                        false))
        .list()
        .stream()
        .filter(job -> !failedJobs.contains(job.id()))
        .min(Comparator.comparing(Job::at))
        .map(
            job ->
                new Step(
                    job.at(),
                    jobs -> execute(job, jobs),
                    Optional.<Runnable>of(() -> execute(job)).filter(any -> job.now())));
  }

  /** {@code now} is whether the job is due at once. */
  private record Job(String id, LocalDateTime at, boolean now) {}

  private void execute(Job job) {
    commands.execute(new ExecuteJobsCmd(job.id(), new JobFailureCollector(job.id())));
  }

  private void execute(Job job, Runnable jobs) {
    try {
      inOneTransaction(() -> execute(job), jobs);
    } catch (RuntimeException e) {
      executeAlone(job);
    }
  }

  /** Executes a job as the engine does, which records the step where it fails. */
  private void executeAlone(Job job) {
    try {
      engine.getManagementService().executeJob(job.id());
    } catch (RuntimeException e) {
      failedJobs.add(job.id());
      stuck.add("%s failed: %s".formatted(step(job), sentence(e)));
    }
  }

  private String step(Job failed) {
    return jdbc.sql(
            """
            select coalesce(job.FAILED_ACT_ID_, definition.ACT_ID_) from ACT_RU_JOB job
            left join ACT_RU_JOBDEF definition on definition.ID_ = job.JOB_DEF_ID_ where job.ID_ = ?\
            """)
        .param(failed.id())
        .query(String.class)
        .optional()
        .map(CaseCourse::inWords)
        .orElse("A step");
  }
}
