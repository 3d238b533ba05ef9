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
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.demo.InventedChild.News;
import scot.nrm.demo.OpenWork.OpenTask;
import scot.nrm.demo.Workforce.Person;

/**
 * Lets the time pass for a family of cases, which is a case and one that it may be linked with:
 * whatever is next happens next, so that the clock never goes back. Each act is one transaction;
 * what is done is there, whenever the work is broken off. One thread at a time, not always the
 * same.
 *
 * <p>Who does something and when is left to the {@linkplain CaseworkerBehaviour habits} of those
 * who work. An act that the application refuses is tried again some days later and then left, as
 * people do.
 */
final class Simulation implements LinkedCases {

  private static final Logger LOG = LoggerFactory.getLogger(Simulation.class);
  private static final int OFTEN_ENOUGH = 3;
  private static final int SOON = 5;

  /**
   * What all families have in common.
   *
   * @param definitions the newest version of each process, by its key
   * @param until up to when time passes
   * @param begunBy when, by the engine's clock, the case that began last had begun: no other begins
   *     before
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

  /**
   * Where the engine's clock has been with this family, a little further than what happened last.
   */
  private LocalDateTime clockWas = LocalDateTime.MIN;

  private long number;
  private int refused;

  /**
   * @param begins who begins with this act, else {@code null}
   */
  private record Act(LocalDateTime at, long number, InventedChild begins, Runnable what) {}

  /**
   * @param family in the order in which their cases begin
   * @param place which family it is
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
    return next().filter(time -> !isTimers(time)).map(time -> acts.peek().begins());
  }

  @Override
  public void goOn() {
    LocalDateTime time = next().orElseThrow();
    now = time.isAfter(now) ? time : now;
    boolean begins = begins().isPresent();
    // The engine's clock runs on while something happens.
    Stream.of(now, clockWas, begins ? world.begunBy().get() : now)
        .max(Comparator.naturalOrder())
        .ifPresent(world.clock()::moveTo);
    if (isTimers(time)) {
      timers();
    } else {
      acts.poll().what().run();
    }
    clockWas = world.clock().now().plusSeconds(1); // it is told without its fraction
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

  // ------------------------------------------------------------------ timers

  private Optional<LocalDateTime> nextTimer() {
    return begun.stream()
        .map(child -> child.nextTimer)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder());
  }

  private boolean isTimers(LocalDateTime time) {
    return nextTimer().filter(time::equals).isPresent();
  }

  private void timers() {
    LocalDateTime moment = now;
    begun.stream()
        .filter(child -> child.nextTimer != null && !child.nextTimer.isAfter(moment))
        .toList()
        .forEach(child -> act(child, "a timer", () -> {})); // all that is due there by now
  }

  private void remember(InventedChild child, Optional<LocalDateTime> due) {
    child.nextTimer =
        due.filter(time -> !time.isAfter(world.until()))
            .map(this::looked)
            .filter(time -> time.isAfter(now))
            .orElse(null);
  }

  /**
   * Every timer is set from a date, and goes off when that is over or begins: looked at just after
   * midnight.
   */
  private LocalDateTime looked(LocalDateTime due) {
    LocalDateTime time =
        (due.isAfter(now) ? due : now).toLocalDate().atStartOfDay().plusSeconds(SOON);
    LocalDateTime next = time.isBefore(due) || !time.isAfter(now) ? time.plusDays(1) : time;
    return next.isBefore(world.until()) ? next : world.until();
  }

  // ------------------------------------------------------------------ what happens

  private void begin(InventedChild child) {
    Person by =
        workforce.one(
            child.begunBy.equals("send-ukba-copy") ? "ukba-port-officer" : "first-responder",
            null,
            child.chance,
            Set.of());
    world
        .transaction()
        .executeWithoutResult(
            running -> {
              child.caseNumber =
                  starts(
                      child,
                      child.begunBy,
                      by,
                      child.answers.getOrDefault(child.begunBy, Map.of()));
              remember(child, openWork.workOff(child.caseNumber));
            });
    begun.add(child);
    look(child);
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

  private void bring(InventedChild child, News news) {
    Map<String, Object> step = new HashMap<>(news.answers());
    step.put("caseNumber", child.caseNumber);
    if (child.sibling != null && news.process().equals("link-siblings")) {
      step.put("siblingCaseNumber", child.sibling.caseNumber);
    }
    habits.brings(child, news);
    boolean done =
        act(
            child,
            news.process(),
            () -> starts(child, news.process(), habits.bringer(child, news), step));
    if (!done && child.suspends != null) {
      String waiting = child.suspends;
      child.suspends = null; // what was to follow from it does not come
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
    Person by = habits.holds(task, wanted) ? wanted : habits.worker(child, task);
    Map<String, Object> step = new HashMap<>(child.answers.getOrDefault(task.name(), Map.of()));
    step.putAll(habits.answers(child, task, by, times));
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
      if (child.suspends != null && habits.hasChosen(child)) {
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

  /** Does something in a case, with all that follows from it at once, in one transaction. */
  private boolean act(InventedChild child, String what, Runnable work) {
    try {
      world
          .transaction()
          .executeWithoutResult(
              running -> {
                work.run();
                // In the other case of the family something may have happened too.
                family(child).forEach(one -> remember(one, openWork.workOff(one.caseNumber)));
              });
      family(child).forEach(this::look);
      return true;
    } catch (ProcessEngineException e) {
      refused++;
      LOG.debug("{} {} {}: {}", now, child.caseNumber, what, e.getMessage());
      family(child).forEach(one -> remember(one, openWork.nextTimer(one.caseNumber)));
      look(child);
      return false;
    }
  }

  private List<InventedChild> family(InventedChild first) {
    return Stream.concat(Stream.of(first), begun.stream().filter(other -> other != first)).toList();
  }

  /** Sees what is open in a case now, and what will come of it. */
  private void look(InventedChild child) {
    List<OpenTask> open = openWork.of(child.caseNumber);
    Set<String> gone = new HashSet<>(child.open.keySet());
    for (OpenTask task : open) {
      gone.remove(task.id());
      if (child.open.put(task.id(), task.name()) == null) {
        schedule(child, task);
        if (child.happened.add(task.name())) {
          child.news.stream()
              .filter(news -> news.after().equals(task.name()))
              .forEach(news -> at(habits.after(child, news.days()), () -> bring(child, news)));
        }
      }
    }
    child.open.keySet().removeAll(gone);
  }

  /** Comes back to a task of this name, if it is open. */
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
