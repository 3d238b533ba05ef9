package scot.nrm.changes.copy;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.changes.immigration.ImmigrationNews;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterUpdates;

/**
 * Adds a UKBA copy to an existing case (D9). Removal is on hold from the date of the copy (D32).
 */
@Component
class JoinCopy implements JavaDelegate {

  private final RegisterUpdates onTheWay;
  private final CaseFile file;
  private final Register register;
  private final RemovalHolds removalHolds;
  private final CaseInstances instances;

  JoinCopy(
      RegisterUpdates onTheWay,
      CaseFile file,
      Register register,
      RemovalHolds removalHolds,
      CaseInstances instances) {
    this.onTheWay = onTheWay;
    this.file = file;
    this.register = register;
    this.removalHolds = removalHolds;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    onTheWay.copyReceived(
        caseNumber,
        file.read(caseNumber).date("ukbaCopyReceivedDate").orElseThrow(),
        Officer.of(execution));
    RegisterCase known = register.lock(caseNumber);
    removalHolds.begin(caseNumber);
    // That step also checks whether the case moves, as for any other new process (D13, D14).
    instances.startAnother(
        "record-immigration-news",
        caseNumber,
        known.localAuthority(),
        Map.of(CaseVariables.IMMIGRATION_NEWS.getName(), ImmigrationNews.UKBA_COPY));
  }
}
