package scot.nrm.decision.leave;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterUpdates;

/** Records that leave was renewed, with its new expiry date, or why it was not (D29, D33). */
@Component
class RecordLeaveRenewal implements JavaDelegate {

  private final Register register;
  private final RegisterUpdates onTheWay;
  private final CaseFile file;
  private final CaseInstances instances;
  private final CaseClock clock;

  RecordLeaveRenewal(
      Register register,
      RegisterUpdates onTheWay,
      CaseFile file,
      CaseInstances instances,
      CaseClock clock) {
    this.register = register;
    this.onTheWay = onTheWay;
    this.file = file;
    this.instances = instances;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    String officer = Officer.of(execution);
    if (CaseVariables.LEAVE_RENEWED.from(execution).get().equals("yes")) {
      String expiry = CaseVariables.LEAVE_RENEWAL_EXPIRY_DATE.from(execution).get();
      register.leaveRenewed(
          caseNumber,
          LocalDate.parse(CaseVariables.LEAVE_RENEWAL_GRANT_DATE.from(execution).get()),
          LocalDate.parse(expiry),
          officer);
      instances.set(caseNumber, CaseVariables.LEAVE_EXPIRY_DATE, expiry);
    } else {
      onTheWay.note(
          caseNumber,
          EntryKind.LEAVE_NOT_RENEWED,
          null,
          null,
          clock.today(),
          officer,
          file.read(caseNumber).text("leaveNotRenewedReason"));
    }
  }
}
