package scot.nrm.changes.hearing;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.decision.deadline.DecisionClock;
import scot.nrm.register.Register;

/**
 * Moves the date in force for reasonable grounds to the working day before the court hearing, or
 * back towards the due date if the hearing is postponed (D16). The due date and the original date
 * don't change.
 */
@Component
class MoveTargetToHearing implements JavaDelegate {

  private final Register register;
  private final CaseFile file;
  private final HearingTarget target;
  private final DecisionClock decisionClock;

  MoveTargetToHearing(
      Register register, CaseFile file, HearingTarget target, DecisionClock decisionClock) {
    this.register = register;
    this.file = file;
    this.target = target;
    this.decisionClock = decisionClock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    LocalDate hearing = file.read(caseNumber).date("courtHearingDate").orElseThrow();
    target
        .moved(register.lock(caseNumber), hearing)
        .ifPresent(
            dates ->
                decisionClock.moveReasonableGrounds(
                    caseNumber, dates.due(), dates.inForce(), "Court hearing on " + hearing));
  }
}
