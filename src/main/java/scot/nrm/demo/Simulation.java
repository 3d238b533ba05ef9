package scot.nrm.demo;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntConsumer;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.decision.TimeLimits;
import scot.nrm.demo.InventedChild.News;
import scot.nrm.demo.OpenWork.OpenTask;
import scot.nrm.demo.Workforce.Person;
import scot.nrm.engine.MovableClock;

/**
 * Lets the time pass in which many cases are worked on: whatever is next happens next, in whichever case, so that the
 * clock never goes back. Each act is one transaction; what is done is there, whenever the work is broken off.
 *
 * <p>Who does something and when is left to the {@linkplain Habits habits} of those who work. An act that the
 * application refuses is tried again some days later and then left, as people do.
 */
final class Simulation {

  private static final Logger LOG = LoggerFactory.getLogger(Simulation.class);
  private static final int OFTEN_ENOUGH = 3;
  private static final int SOON = 5;

  private final ProcessEngine engine;
  private final MovableClock clock;
  private final TransactionTemplate transaction;
  private final Workforce workforce;
  private final CompletedForms forms;
  private final Habits habits;
  private final OpenWork openWork;
  private final LocalDateTime until;
  private final Map<String, InventedChild> children = new HashMap<>();
  private final Map<String, String> definitions = new HashMap<>();
  private final PriorityQueue<Act> acts =
      new PriorityQueue<>(Comparator.comparing(Act::at).thenComparing(Act::number));
  private LocalDateTime now = LocalDateTime.MIN;
  private long number;
  private int refused;

  private record Act(LocalDateTime at, long number, Runnable what) {}

  Simulation(ProcessEngine engine, MovableClock clock, TransactionTemplate transaction, Workforce workforce,
      CompletedForms forms, WorkingDays workingDays, TimeLimits limits, OpenWork openWork, LocalDateTime until) {
    this.engine = engine;
    this.clock = clock;
    this.transaction = transaction;
    this.workforce = workforce;
    this.forms = forms;
    this.habits = new Habits(workforce, workingDays, limits, () -> now);
    this.openWork = openWork;
    this.until = until;
  }

  /**
   * @param begun told how many cases have begun, after each
   * @return how often something was refused
   */
  int run(List<InventedChild> stories, IntConsumer begun) {
    for (InventedChild child : stories) {
      at(child.begins, () -> {
        begin(child);
        begun.accept(children.size());
      });
    }
    LocalDate first = stories.stream().map(child -> child.begins.toLocalDate()).min(Comparator.naturalOrder())
        .orElse(until.toLocalDate());
    LocalDateTime look = afterMidnight(first);
    while (!now.equals(until)) {
      LocalDateTime next = acts.isEmpty() ? until : acts.peek().at();
      if (!look.isAfter(next) && look.isBefore(until)) {
        timers(look);
        look = afterMidnight(look.toLocalDate().plusDays(1));
      } else if (next.isBefore(until)) {
        Act act = acts.poll();
        moveTo(act.at());
        act.what().run();
      } else {
        timers(until);
      }
    }
    return refused;
  }

  /** Every timer is set from a date, and goes off when that is over or begins. */
  private static LocalDateTime afterMidnight(LocalDate day) {
    return day.atStartOfDay().plusSeconds(SOON);
  }

  private void at(LocalDateTime time, Runnable what) {
    acts.add(new Act(time, number++, what));
  }

  /** The engine's clock runs on meanwhile, and may be a little further already; it is never put back. */
  private void moveTo(LocalDateTime time) {
    now = time.isAfter(now) ? time : now;
    if (clock.now().isBefore(now)) {
      clock.moveTo(now);
    }
  }

  private void timers(LocalDateTime moment) {
    moveTo(moment);
    for (String caseNumber : openWork.casesWithTimersUpTo(moment)) {
      InventedChild child = children.get(caseNumber);
      if (child != null) {
        act(child, "a timer", () -> { }); // all that is due there by now
      }
    }
  }

  // ------------------------------------------------------------------ what happens

  private void begin(InventedChild child) {
    Person by = workforce.one(
        child.begunBy.equals("send-ukba-copy") ? "ukba-port-officer" : "first-responder", null, child.chance, Set.of());
    transaction.executeWithoutResult(running -> {
      child.caseNumber = starts(child, child.begunBy, by, child.answers.getOrDefault(child.begunBy, Map.of()));
      children.put(child.caseNumber, child);
      openWork.workOff(child.caseNumber);
    });
    look(child);
  }

  private String starts(InventedChild child, String process, Person by, Map<String, Object> step) {
    String definition = definitions.computeIfAbsent(process, key -> engine.getRepositoryService()
        .createProcessDefinitionQuery().processDefinitionKey(key).latestVersion().singleResult().getId());
    Map<String, Object> answers = forms.complete(process,
        () -> engine.getFormService().getDeployedStartForm(definition), today(step), child.facts, today());
    return workforce.as(by, () -> engine.getFormService().submitStartForm(definition, answers)).getBusinessKey();
  }

  private void bring(InventedChild child, News news) {
    Map<String, Object> step = new HashMap<>(news.answers());
    step.put("caseNumber", child.caseNumber);
    if (child.sibling != null && news.process().equals("link-siblings")) {
      step.put("siblingCaseNumber", child.sibling.caseNumber);
    }
    habits.brings(child, news);
    boolean done = act(child, news.process(),
        () -> starts(child, news.process(), habits.bringer(child, news), step));
    if (!done && child.suspends != null) {
      String waiting = child.suspends;
      child.suspends = null; // what was to follow from it does not come
      schedule(child, waiting);
    }
  }

  private void complete(InventedChild child, OpenTask opened, Person wanted, int times) {
    Optional<OpenTask> still = child.open.containsKey(opened.id()) ? openWork.find(opened.id()) : Optional.empty();
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
    boolean done = act(child, task.name(), () -> workforce.as(by, () -> {
      if (task.assignee() == null) {
        engine.getTaskService().claim(task.id(), by.id());
      }
      engine.getFormService().submitTaskForm(task.id(), forms.complete(
          task.name(), () -> engine.getFormService().getDeployedTaskForm(task.id()), today(step), child.facts, today()));
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
      act(child, "claim " + task.name(), () -> workforce.as(by, () -> {
        engine.getTaskService().claim(task.id(), by.id());
        return null;
      }));
    }
  }

  /** Does something in a case, with all that follows from it at once, in one transaction. */
  private boolean act(InventedChild child, String what, Runnable work) {
    try {
      transaction.executeWithoutResult(running -> {
        work.run();
        openWork.workOff(child.caseNumber);
        others(child).forEach(other -> openWork.workOff(other.caseNumber));
      });
      look(child);
      others(child).forEach(this::look);
      return true;
    } catch (ProcessEngineException e) {
      refused++;
      LOG.debug("{} {} {}: {}", now, child.caseNumber, what, e.getMessage());
      look(child);
      return false;
    }
  }

  /** In whose cases something may have happened too. */
  private static List<InventedChild> others(InventedChild child) {
    List<InventedChild> others = new ArrayList<>();
    Optional.ofNullable(child.sibling).filter(other -> other.caseNumber != null).ifPresent(others::add);
    Optional.ofNullable(child.sameChild).filter(other -> other.caseNumber != null).ifPresent(others::add);
    return others;
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
          child.news.stream().filter(news -> news.after().equals(task.name())).forEach(news ->
              at(habits.after(child, news.days()), () -> bring(child, news)));
        }
      }
    }
    child.open.keySet().removeAll(gone);
  }

  /** Comes back to a task of this name, if it is open. */
  private void schedule(InventedChild child, String name) {
    openWork.of(child.caseNumber).stream().filter(task -> task.name().equals(name))
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
