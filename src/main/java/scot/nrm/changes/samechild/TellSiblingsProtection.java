package scot.nrm.changes.samechild;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseInstances;

/**
 * Notifies the local authority's open child protection work for both children that they are
 * siblings (D1, D5).
 */
@Component
class TellSiblingsProtection implements JavaDelegate {

  private final CaseFile files;
  private final CaseInstances instances;

  TellSiblingsProtection(CaseFile files, CaseInstances instances) {
    this.files = files;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    for (String told : List.of(caseNumber, LinkSiblings.sibling(files, caseNumber))) {
      instances.tell(told, "sibling-linked");
    }
  }
}
