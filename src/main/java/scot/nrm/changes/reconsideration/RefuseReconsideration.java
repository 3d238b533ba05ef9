package scot.nrm.changes.reconsideration;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

/**
 * Records that an officer does not accept a request for reconsideration, and why (D30). The
 * decision still applies.
 */
@Component
class RefuseReconsideration implements JavaDelegate {

  private final RegisterUpdates onTheWay;
  private final CaseFile file;
  private final CaseClock clock;

  RefuseReconsideration(RegisterUpdates onTheWay, CaseFile file, CaseClock clock) {
    this.onTheWay = onTheWay;
    this.file = file;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CaseFileContent said = file.read(caseNumber);
    onTheWay.note(
        caseNumber,
        EntryKind.RECONSIDERATION_REFUSED,
        Stage.of(CaseVariables.RECONSIDERED_STAGE.from(execution).get()),
        said.text("reconsiderationAskedBy"),
        clock.today(),
        Officer.of(execution),
        said.text("reconsiderationReason"));
  }
}
