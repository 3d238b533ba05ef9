package scot.nrm.decision.leave;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseVariables;
import scot.nrm.facts.RequiredActs;
import scot.nrm.register.Register;

/**
 * Records the decision of UKBA's case owner on leave to remain, with its ground and dates (D29,
 * D33).
 */
@Component
class RecordLeave implements JavaDelegate {

  private final Register register;
  private final CaseFile file;
  private final RequiredActs acts;

  RecordLeave(Register register, CaseFile file, RequiredActs acts) {
    this.acts = acts;
    this.register = register;
    this.file = file;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CaseFileContent content = file.read(caseNumber);
    String outcome = CaseVariables.LEAVE_DECISION.from(execution).get();
    LocalDate decidedOn = LocalDate.parse(CaseVariables.LEAVE_GRANT_DATE.from(execution).get());
    String until =
        "granted".equals(outcome) ? CaseVariables.LEAVE_EXPIRY_DATE.from(execution).get() : null;

    acts.ofLeave(caseNumber);
    CaseVariables.LEAVE_OUTCOME.on(execution).set(outcome);
    register.leaveDecided(
        caseNumber,
        outcome,
        content.text("leaveGround"),
        decidedOn,
        until == null ? null : LocalDate.parse(until),
        CaseVariables.LEAVE_OFFICER.from(execution).getOrNull());
  }
}
