package scot.nrm.changes.correction;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterUpdates;

/**
 * Records who is correcting a fact and whether a deadline depends on it. If so, the proposal is
 * also in the register (D43).
 */
@Component
class ProposeCorrection implements JavaDelegate {

  private final Corrections corrections;
  private final CaseFile file;
  private final RegisterUpdates onTheWay;
  private final CaseClock clock;

  ProposeCorrection(
      Corrections corrections, CaseFile file, RegisterUpdates onTheWay, CaseClock clock) {
    this.corrections = corrections;
    this.file = file;
    this.onTheWay = onTheWay;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CorrectedFact fact = CorrectedFact.of(CaseVariables.CORRECTED_FACT.from(execution).get());
    String sender = Officer.of(execution);
    CaseVariables.CORRECTED_BY.on(execution).set(sender);
    CaseVariables.WITH_LOCAL_AUTHORITY
        .on(execution)
        .set(
            Officer.isIn(execution, Role.LA_LEAD_PROFESSIONAL.group())
                || Officer.isIn(execution, Role.LA_MANAGER.group()));
    CaseVariables.WITH_UKBA
        .on(execution)
        .set(Officer.isIn(execution, Role.UKBA_CASE_OWNER.group()));
    CaseVariables.CLOCK_DATE_CHANGES.on(execution).set(fact.isClockDate() ? "yes" : "no");
    if (fact.isClockDate()) {
      onTheWay.note(
          caseNumber,
          EntryKind.CORRECTION_PROPOSED,
          null,
          fact.key(),
          clock.today(),
          sender,
          corrections.inWords(caseNumber, corrections.changes(caseNumber, fact))
              + "\n"
              + file.read(caseNumber).text("correctionReason"));
    }
  }
}
