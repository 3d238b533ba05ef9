package scot.nrm.demo;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.ProcessEnginePersistenceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.demo.InventedChild.Update;
import scot.nrm.demo.OpenWork.OpenTask;
import scot.nrm.demo.Workforce.Person;
import scot.nrm.rehearsal.ClockPerThread;

/**
 * Simulates a group of linked cases in order of time, so that the clock never goes back. Each act
 * is one transaction, so an interrupted simulation is consistent. Used by one thread at a time, not
 * always the same.
 *
 * <p>{@link CaseworkerBehaviour} decides who acts and when. An act that the application refuses is
 * tried again some days later and then given up, as people do.
 */
final class Simulation implements LinkedCases {

  private static final Logger LOG = LoggerFactory.getLogger(Simulation.class);
  private static final int OFTEN_ENOUGH = 3;
  private static final int SOON = 5;

  /**
   * Shared by all groups.
   *
   * @param definitions the newest version of each process, by its key
   * @param until the end of the simulated time
   * @param begunBy when the last case began, by the engine's clock: no other begins earlier
   */
  record World(
      ProcessEngine engine,
      ClockPerThread clock,
      TransactionTemplate transaction,
      Workforce workforce,
      CompletedForms forms,
      WorkingDays workingDays,
      TimeLimits limits,
      OpenWork openWork,
      Map<String, String> definitions,
      LocalDateTime until,
      AtomicReference<LocalDateTime> begunBy) {}

  private final ProcessEngine engine;
  private final World world;
  private final Workforce workforce;
  private final OpenWork openWork;
  private final CaseworkerBehaviour habits;
  private final int place;
  private final List<InventedChild> begun = new ArrayList<>();
  private final PriorityQueue<Act> acts =
      new PriorityQueue<>(Comparator.comparing(Act::at).thenComparing(Act::number));
  private LocalDateTime now = LocalDateTime.MIN;

  /** The engine's time in this group, slightly after the last act. */
  private LocalDateTime clockWas = LocalDateTime.MIN;

  private long number;
  private int refused;

  /**
   * @param begins the child whose case begins with this act, or {@code null}
   */
  private record Act(LocalDateTime at, long number, InventedChild begins, Runnable what) {}

  /**
   * @param family in the order in which their cases begin
   * @param place the group's position
   */
  Simulation(World world, List<InventedChild> family, int place) {
    this.engine = world.engine();
    this.place = place;
    this.world = world;
    this.workforce = world.workforce();
    this.openWork = world.openWork();
    this.habits =
        new CaseworkerBehaviour(world.workforce(), world.workingDays(), world.limits(), () -> now);
    family.forEach(child -> acts.add(new Act(child.begins, number++, child, () -> begin(child))));
  }

  @Override
  public int place() {
    return place;
  }

  @Override
  public Optional<LocalDateTime> next() {
    Optional<LocalDateTime> act =
        Optional.ofNullable(acts.peek()).map(Act::at).filter(world.until()::isAfter);
    Optional<LocalDateTime> timer = nextTimer();
    return timer.isEmpty() || act.isPresent() && act.get().isBefore(timer.get()) ? act : timer;
  }

  @Override
  public Optional<InventedChild> begins() {
    return next().filter(time -> !isDueTimer(time)).map(time -> acts.peek().begins());
  }

  @Override
  public void advance() {
    LocalDateTime time = next().orElseThrow();
    now = time.isAfter(now) ? time : now;
    boolean begins = begins().isPresent();
    // The engine's clock moves during an act.
    Stream.of(now, clockWas, begins ? world.begunBy().get() : now)
        .max(Comparator.naturalOrder())
        .ifPresent(world.clock()::moveTo);
    if (isDueTimer(time)) {
      timers();
    } else {
      acts.poll().what().run();
    }
    clockWas = world.clock().now().plusSeconds(1); // its fraction is cut off
    if (begins) {
      world.begunBy().set(clockWas);
    }
  }

  /** How often something was refused. */
  int refused() {
    return refused;
  }

  private void at(LocalDateTime time, Runnable what) {
    acts.add(new Act(time, number++, null, what));
  }

  // ---- timers

  private Optional<LocalDateTime> nextTimer() {
    return begun.stream()
        .map(child -> child.nextTimer)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder());
  }

  private boolean isDueTimer(LocalDateTime time) {
    return nextTimer().filter(time::equals).isPresent();
  }

  private void timers() {
    LocalDateTime moment = now;
    begun.stream()
        .filter(child -> child.nextTimer != null && !child.nextTimer.isAfter(moment))
        .toList()
        .forEach(child -> act(child, "a timer", () -> {})); // executes all jobs due by now
  }

  private void remember(InventedChild child, Optional<LocalDateTime> due) {
    child.nextTimer =
        due.filter(time -> !time.isAfter(world.until()))
            .map(this::nextCheck)
            .filter(time -> time.isAfter(now))
            .orElse(null);
  }

  /**
   * Every timer is set from a date, and fires when that day begins or ends: checked just after
   * midnight.
   */
  private LocalDateTime nextCheck(LocalDateTime due) {
    LocalDateTime time =
        (due.isAfter(now) ? due : now).toLocalDate().atStartOfDay().plusSeconds(SOON);
    LocalDateTime next = time.isBefore(due) || !time.isAfter(now) ? time.plusDays(1) : time;
    return next.isBefore(world.until()) ? next : world.until();
  }

  // ---- what happens

  private void begin(InventedChild child) {
    Person by =
        workforce.one(
            child.begunBy.equals("send-ukba-copy") ? "ukba-port-officer" : "first-responder",
            null,
            child.chance,
            Set.of());
    Map<String, Object> step = new HashMap<>(child.answers.getOrDefault(child.begunBy, Map.of()));
    if (child.sameChild != null) { // for a copy, the number that the port officer knows
      step.put("matchCaseNumber", child.sameChild.caseNumber);
    }
    world
        .transaction()
        .executeWithoutResult(
            running -> {
              child.caseNumber = starts(child, child.begunBy, by, step);
              remember(child, openWork.executeDueJobs(child.caseNumber));
            });
    begun.add(child);
    schedule(child);
  }

  private String starts(InventedChild child, String process, Person by, Map<String, Object> step) {
    String definition = world.definitions().get(process);
    Map<String, Object> answers =
        world
            .forms()
            .complete(
                process,
                () -> engine.getFormService().getDeployedStartForm(definition),
                today(step),
                child.facts,
                today());
    return workforce
        .as(by, () -> engine.getFormService().submitStartForm(definition, answers))
        .getBusinessKey();
  }

  private void update(InventedChild child, Update update) {
    Map<String, Object> step = new HashMap<>(update.answers());
    step.put("caseNumber", child.caseNumber);
    if (child.sibling != null && update.process().equals("link-siblings")) {
      step.put("siblingCaseNumber", child.sibling.caseNumber);
    }
    habits.reported(child, update);
    boolean done =
        act(
            child,
            update.process(),
            () -> starts(child, update.process(), habits.reporter(child, update), step));
    if (!done && child.suspends != null) {
      String waiting = child.suspends;
      child.suspends = null; // its consequences don't happen
      schedule(child, waiting);
    }
  }

  private void complete(InventedChild child, OpenTask opened, Person wanted, int times) {
    Optional<OpenTask> still =
        child.open.containsKey(opened.id()) ? openWork.find(opened.id()) : Optional.empty();
    if (still.isEmpty()) {
      return;
    }
    OpenTask task = still.get();
    if (habits.isTooEarly(child, task)) {
      at(habits.later(child), () -> complete(child, task, wanted, times));
      return;
    }
    Person by = habits.canDo(task, wanted) ? wanted : habits.worker(child, task);
    Map<String, Object> step = new HashMap<>(child.answers.getOrDefault(task.name(), Map.of()));
    step.putAll(habits.answers(child, task, times));
    boolean done =
        act(
            child,
            task.name(),
            () ->
                workforce.as(
                    by,
                    () -> {
                      if (task.assignee() == null) {
                        engine.getTaskService().claim(task.id(), by.id());
                      }
                      engine
                          .getFormService()
                          .submitTaskForm(
                              task.id(),
                              world
                                  .forms()
                                  .complete(
                                      task.name(),
                                      () -> engine.getFormService().getDeployedTaskForm(task.id()),
                                      today(step),
                                      child.facts,
                                      today()));
                      return null;
                    }));
    if (done) {
      habits.completed(child, task, by, step);
      if (child.suspends != null && habits.hasConsideredSuspension(child)) {
        schedule(child, child.suspends);
      }
    } else if (times < OFTEN_ENOUGH) {
      at(habits.later(child), () -> complete(child, task, by, times + 1));
    }
  }

  private void claim(InventedChild child, OpenTask task, Person by) {
    if (child.open.containsKey(task.id())) {
      act(
          child,
          "claim " + task.name(),
          () ->
              workforce.as(
                  by,
                  () -> {
                    engine.getTaskService().claim(task.id(), by.id());
                    return null;
                  }));
    }
  }

  private boolean act(InventedChild child, String what, Runnable work) {
    return act(child, what, work, 1);
  }

  /**
   * Performs an act in a case, with its immediate consequences, in one transaction. If another
   * group has changed the same row meanwhile, nobody has refused it, and it is done again at once.
   */
  private boolean act(InventedChild child, String what, Runnable work, int times) {
    try {
      world
          .transaction()
          .executeWithoutResult(
              running -> {
                work.run();
                // The act may have changed the linked case too.
                family(child)
                    .forEach(one -> remember(one, openWork.executeDueJobs(one.caseNumber)));
              });
      family(child).forEach(this::schedule);
      return true;
    } catch (ProcessEngineException | TransientDataAccessException e) {
      boolean meanwhile =
          e instanceof OptimisticLockingException
              || e instanceof ProcessEnginePersistenceException
              || e instanceof TransientDataAccessException;
      if (meanwhile && times < OFTEN_ENOUGH) {
        return act(child, what, work, times + 1);
      }
      refused++;
      LOG.debug("{} {} {}: {}", now, child.caseNumber, what, e.getMessage());
      family(child).forEach(one -> remember(one, openWork.nextTimer(one.caseNumber)));
      schedule(child);
      return false;
    }
  }

  private List<InventedChild> family(InventedChild first) {
    return Stream.concat(Stream.of(first), begun.stream().filter(other -> other != first)).toList();
  }

  /** Reads the open tasks of a case, and schedules acts for them. */
  private void schedule(InventedChild child) {
    List<OpenTask> open = openWork.of(child.caseNumber);
    Set<String> gone = new HashSet<>(child.open.keySet());
    for (OpenTask task : open) {
      gone.remove(task.id());
      if (child.open.put(task.id(), task.name()) == null) {
        schedule(child, task);
        if (child.happened.add(task.name())) {
          child.updates.stream()
              .filter(update -> update.after().equals(task.name()))
              .forEach(
                  update -> at(habits.after(child, update.days()), () -> update(child, update)));
        }
      }
    }
    child.open.keySet().removeAll(gone);
  }

  /** Schedules a task of this name, if it is open. */
  private void schedule(InventedChild child, String name) {
    openWork.of(child.caseNumber).stream()
        .filter(task -> task.name().equals(name))
        .forEach(task -> schedule(child, task));
  }

  private void schedule(InventedChild child, OpenTask task) {
    Person by = habits.worker(child, task);
    Optional<LocalDateTime> when = habits.completes(child, task);
    when.ifPresent(time -> at(time, () -> complete(child, task, by, 1)));
    habits.claims(child, task, when).ifPresent(time -> at(time, () -> claim(child, task, by)));
  }

  private LocalDate today() {
    return now.toLocalDate();
  }

  private Map<String, Object> today(Map<String, Object> step) {
    Map<String, Object> meant = new HashMap<>(step);
    meant.replaceAll((field, answer) -> "today".equals(answer) ? today() : answer);
    return meant;
  }
}
