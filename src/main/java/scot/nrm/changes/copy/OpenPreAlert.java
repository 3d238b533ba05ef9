package scot.nrm.changes.copy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.register.RegisterUpdates;

/**
 * Opens a new case for a UKBA copy (D9): the local authority receives the concern in the normal
 * way, under a new number. Removal is on hold from the date of the copy (D32). The case doesn't
 * count as a referral yet, and no deadline is set.
 */
@Component
class OpenPreAlert implements JavaDelegate {

  private final CaseInstances instances;
  private final CaseFile file;
  private final RegisterUpdates onTheWay;
  private final RemovalHolds removalHolds;

  OpenPreAlert(
      CaseInstances instances, CaseFile file, RegisterUpdates onTheWay, RemovalHolds removalHolds) {
    this.instances = instances;
    this.file = file;
    this.onTheWay = onTheWay;
    this.removalHolds = removalHolds;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    String officer = Officer.of(execution);
    file.merge(caseNumber, Map.of("firstResponderAgency", TextNode.valueOf("ukba")), officer);
    instances.begin(
        "ukba-copy-received",
        caseNumber,
        CaseVariables.LOCAL_AUTHORITY.from(execution).get(),
        RemovalHolds.fromTheStart());
    onTheWay.copyReceived(
        caseNumber, file.read(caseNumber).date("ukbaCopyReceivedDate").orElseThrow(), officer);
    removalHolds.begin(caseNumber);
  }
}
