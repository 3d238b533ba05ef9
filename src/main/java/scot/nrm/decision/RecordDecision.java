package scot.nrm.decision;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import scot.nrm.calendar.Clocks;
import scot.nrm.calendar.LocalDay;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.casefile.CaseFile;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.Stage;

/**
 * Records a decision that two different officers have made (D18) in the register, with its date,
 * reasons and whether it was late (D28, D33). Lateness depends on the date of the decision, not the
 * day on which it is entered. A late mark raised before a back-dated decision was entered is
 * withdrawn, and the register records this.
 */
class RecordDecision implements JavaDelegate {

  private final Stage stage;
  private final StageVariables variables;
  private final Register register;
  private final CaseFile file;
  private final WorkingDays workingDays;

  RecordDecision(Stage stage, Register register, CaseFile file, WorkingDays workingDays) {
    this.stage = stage;
    this.variables = StageVariables.of(stage);
    this.register = register;
    this.file = file;
    this.workingDays = workingDays;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    OfficersOnRecord officers = OfficersOnRecord.of(register, caseNumber, stage);
    OfficerAct proposed = officers.proposed();
    OfficerAct confirmed = officers.confirmed();

    LocalDate decidedOn = LocalDate.parse(variables.decisionDate().from(execution).get());
    LocalDate target = LocalDay.of(variables.targetDate().from(execution).get());
    Outcome outcome = Outcome.of(proposed.outcome());
    boolean late = decidedOn.isAfter(lastDayInTime(outcome, target));
    boolean marked = Boolean.TRUE.equals(variables.late().from(execution).getOrNull());
    if (marked && !late) {
      register.lateWithdrawn(
          caseNumber,
          stage,
          "The decision is dated %s, the date in force was %s".formatted(decidedOn, target));
    }
    variables.late().on(execution).set(late);
    variables.outcome().on(execution).set(outcome.id());
    register.decided(
        caseNumber,
        stage,
        outcome,
        decidedOn,
        proposed.officer(),
        confirmed.officer(),
        file.read(caseNumber).text(variables.reasonsField()),
        late,
        late ? Clocks.daysLate(decidedOn, target) : 0);
  }

  /**
   * A negative decision on conclusive grounds is only possible after the reflection period (D25),
   * so it has one more day (D28).
   */
  private LocalDate lastDayInTime(Outcome outcome, LocalDate target) {
    boolean hadToWait = stage == Stage.CONCLUSIVE_GROUNDS && outcome == Outcome.NEGATIVE;
    return hadToWait ? workingDays.plus(target, 1) : target;
  }
}
