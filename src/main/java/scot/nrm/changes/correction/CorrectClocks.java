package scot.nrm.changes.correction;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.changes.hearing.HearingTarget;
import scot.nrm.decision.deadline.CorrectedReceipt;
import scot.nrm.decision.deadline.DecisionClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Register;

/**
 * Recalculates the deadline for reasonable grounds if it depends on the date that was wrong (D15,
 * D16, D43).
 */
@Component
class CorrectClocks implements JavaDelegate {

  private final CorrectedReceipt receipt;
  private final HearingTarget hearingTarget;
  private final DecisionClock decisionClock;
  private final Register register;
  private final CaseFile file;

  CorrectClocks(
      CorrectedReceipt receipt,
      HearingTarget hearingTarget,
      DecisionClock decisionClock,
      Register register,
      CaseFile file) {
    this.receipt = receipt;
    this.hearingTarget = hearingTarget;
    this.decisionClock = decisionClock;
    this.register = register;
    this.file = file;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CorrectedFact fact = CorrectedFact.of(CaseVariables.CORRECTED_FACT.from(execution).get());
    if (fact == CorrectedFact.RECEIPT) {
      receipt.workOutAgain(caseNumber);
    } else if (fact == CorrectedFact.HEARING) {
      file.read(caseNumber)
          .date(fact.key())
          .flatMap(hearing -> hearingTarget.moved(register.lock(caseNumber), hearing))
          .ifPresent(
              dates ->
                  decisionClock.moveReasonableGrounds(
                      caseNumber, dates.due(), dates.inForce(), null));
    }
  }
}
