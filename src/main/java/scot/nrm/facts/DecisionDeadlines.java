package scot.nrm.facts;

import static scot.nrm.engine.CaseVariables.CG_TARGET_DATE;
import static scot.nrm.engine.CaseVariables.RG_DUE_DATE;
import static scot.nrm.engine.CaseVariables.RG_ORIGINAL_DUE_DATE;
import static scot.nrm.engine.CaseVariables.RG_TARGET_DATE;

import io.holunda.camunda.bpm.data.factory.VariableFactory;
import java.time.LocalDate;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseTasks;
import scot.nrm.register.Deadline;
import scot.nrm.register.Register;
import scot.nrm.register.Stage;

/**
 * The date by which a stage is decided: in the register, in the variables of the whole path, and
 * for open work, which restarts with a new date (message {@code decision-changed}), so that task,
 * timer and date always agree. The original date doesn't change unless the decision is reconsidered
 * (D30). Only this class writes the date.
 */
@Component
public class DecisionDeadlines {

  /** Notifies the open stage, which restarts with the case's current variables. */
  public static final String DECISION_CHANGED = "decision-changed";

  private final Register register;
  private final CaseInstances instances;
  private final CaseTasks tasks;
  private final DecisionOutcomes outcomes;
  private final CaseClock clock;

  public DecisionDeadlines(
      Register register,
      CaseInstances instances,
      CaseTasks tasks,
      DecisionOutcomes outcomes,
      CaseClock clock) {
    this.register = register;
    this.tasks = tasks;
    this.instances = instances;
    this.outcomes = outcomes;
    this.clock = clock;
  }

  /** The date in force, from a step of the stage. */
  public static LocalDate target(DelegateExecution step, Stage stage) {
    return LocalDay.of(StageVariables.of(stage).targetDate().from(step).get());
  }

  /** The due date for reasonable grounds without a hearing (D15), from a step of the stage. */
  public static LocalDate reasonableGroundsDue(DelegateExecution step) {
    return LocalDay.of(RG_DUE_DATE.from(step).get());
  }

  /** The same two dates of an open case; empty where reasonable grounds have no date yet. */
  public Optional<ReasonableGrounds> reasonableGrounds(String caseNumber) {
    Map<String, Object> variables = instances.variables(caseNumber);
    return date(caseNumber, variables, RG_TARGET_DATE)
        .map(
            target ->
                new ReasonableGrounds(
                    date(caseNumber, variables, RG_DUE_DATE).orElseThrow(), target));
  }

  /** While the receipt is being acknowledged, only the diagram of the intake has the dates. */
  private Optional<LocalDate> date(
      String caseNumber, Map<String, Object> variables, VariableFactory<Date> variable) {
    return Optional.ofNullable((Date) variables.get(variable.getName()))
        .or(() -> instances.value(caseNumber, "intake", variable))
        .map(LocalDay::of);
  }

  /**
   * Two dates of reasonable grounds.
   *
   * @param due the due date without a hearing (D15)
   * @param target the date in force (D16)
   */
  public record ReasonableGrounds(LocalDate due, LocalDate target) {}

  /** Sets the first date of reasonable grounds, from a step of the path (D15). */
  public void beginReasonableGrounds(DelegateExecution step, LocalDate due, LocalDate target) {
    RG_ORIGINAL_DUE_DATE.on(step).set(LocalDay.endOf(due));
    RG_DUE_DATE.on(step).set(LocalDay.endOf(due));
    RG_TARGET_DATE.on(step).set(LocalDay.endOf(target));
    register.deadlineSet(step.getProcessBusinessKey(), Deadline.RG_DUE, due, target, null);
  }

  /** Sets the first date of conclusive grounds, from a step of the path (D24). */
  public void beginConclusiveGrounds(DelegateExecution step, LocalDate target) {
    CG_TARGET_DATE.on(step).set(LocalDay.endOf(target));
    register.deadlineSet(step.getProcessBusinessKey(), Deadline.CG_TARGET, target, target, null);
  }

  /**
   * @param due the due date without a hearing (D15)
   * @param target the date in force (D16)
   * @param reason kept with the change; may be {@code null}
   */
  public void moveReasonableGrounds(
      String caseNumber, LocalDate due, LocalDate target, String reason) {
    moveReasonableGrounds(
        caseNumber, original(caseNumber, Stage.REASONABLE_GROUNDS, due), due, target, reason);
  }

  /**
   * Does the same as {@link #moveReasonableGrounds(String, LocalDate, LocalDate, String)}, with a
   * new original date (D30, D43).
   */
  public void moveReasonableGrounds(
      String caseNumber, LocalDate original, LocalDate due, LocalDate target, String reason) {
    LocalDate before = register.lock(caseNumber).reasonableGrounds().due();
    if (before != null) { // the local authority supplies missing facts by then (D12)
      tasks.moveDueDates(
          caseNumber,
          Stage.REASONABLE_GROUNDS.id(),
          LocalDay.endOf(before),
          LocalDay.endOf(target));
    }
    instances.set(caseNumber, RG_ORIGINAL_DUE_DATE, LocalDay.endOf(original));
    instances.set(caseNumber, RG_DUE_DATE, LocalDay.endOf(due));
    instances.set(caseNumber, RG_TARGET_DATE, LocalDay.endOf(target));
    register.deadlineSet(caseNumber, Deadline.RG_DUE, original, target, reason);
    moved(caseNumber, Stage.REASONABLE_GROUNDS, target);
  }

  /** Moves the date in force. The reason is kept with the change and may be {@code null}. */
  public void moveConclusiveGrounds(String caseNumber, LocalDate target, String reason) {
    moveConclusiveGrounds(
        caseNumber, original(caseNumber, Stage.CONCLUSIVE_GROUNDS, target), target, reason);
  }

  /**
   * Does the same as {@link #moveConclusiveGrounds(String, LocalDate, String)}, with a new original
   * date (D30, D43).
   */
  public void moveConclusiveGrounds(
      String caseNumber, LocalDate original, LocalDate target, String reason) {
    instances.set(caseNumber, CG_TARGET_DATE, LocalDay.endOf(target));
    register.deadlineSet(caseNumber, Deadline.CG_TARGET, original, target, reason);
    moved(caseNumber, Stage.CONCLUSIVE_GROUNDS, target);
  }

  /**
   * Corrects the dates of reasonable grounds after the decision (D43): in the register only,
   * because nothing waits for them any more.
   */
  public void correctReasonableGrounds(String caseNumber, LocalDate original, LocalDate target) {
    register.deadlineSet(caseNumber, Deadline.RG_DUE, original, target, null);
  }

  private LocalDate original(String caseNumber, Stage stage, LocalDate ifNone) {
    LocalDate original = register.lock(caseNumber).at(stage).originalDue();
    return original == null ? ifNone : original;
  }

  private void moved(String caseNumber, Stage stage, LocalDate target) {
    if (!target.isBefore(clock.today())) {
      outcomes.withdrawLateMark(caseNumber, stage, "The deadline is now " + BritishDate.of(target));
    }
    instances.correlate(caseNumber, DECISION_CHANGED);
  }
}
