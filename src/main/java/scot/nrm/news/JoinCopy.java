package scot.nrm.news;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.OnTheWay;
import scot.nrm.casefile.Register;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;

/**
 * Joins a UKBA copy to a case that is there (D9). From its day on removal is held back (D32).
 */
@Component
class JoinCopy implements JavaDelegate {

  private final OnTheWay onTheWay;
  private final CaseFile file;
  private final Register register;
  private final CaseInstances instances;

  JoinCopy(OnTheWay onTheWay, CaseFile file, Register register, CaseInstances instances) {
    this.onTheWay = onTheWay;
    this.file = file;
    this.register = register;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    onTheWay.copyReceived(caseNumber, file.read(caseNumber).date("ukbaCopyReceivedDate").orElseThrow(),
        Sender.of(execution));
    if (!"ended".equals(register.lock(caseNumber).removalHold())) {
      instances.set(caseNumber, CaseVariables.REMOVAL_HOLD, "on");
      register.removalHold(caseNumber, "on");
    }
  }
}
