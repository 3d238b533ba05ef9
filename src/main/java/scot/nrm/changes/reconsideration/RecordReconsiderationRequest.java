package scot.nrm.changes.reconsideration;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.changes.PathVariables;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

/**
 * Records who requested reconsideration, of which decision, and why (D30). A request from someone
 * who isn't entitled is recorded as a different kind. The officer who records a request may also
 * decide it.
 */
@Component
class RecordReconsiderationRequest implements JavaDelegate {

  private final Register register;
  private final RegisterUpdates onTheWay;
  private final CaseFile file;

  RecordReconsiderationRequest(Register register, RegisterUpdates onTheWay, CaseFile file) {
    this.register = register;
    this.onTheWay = onTheWay;
    this.file = file;
  }

  @Override
  public void execute(DelegateExecution execution) {
    RegisterCase known = register.lock(execution.getProcessBusinessKey());
    Stage stage = Reconsiderations.stage(known).orElseThrow();
    CaseFileContent asked = file.read(known.caseNumber());
    String who = asked.text("reconsiderationAskedBy");
    boolean entitled = Reconsiderations.isEntitled(who);
    onTheWay.note(
        known.caseNumber(),
        entitled ? EntryKind.RECONSIDERATION_ASKED : EntryKind.RECONSIDERATION_NOT_ENTITLED,
        stage,
        who,
        LocalDate.parse(CaseVariables.RECONSIDERATION_REQUEST_DATE.from(execution).get()),
        Officer.of(execution),
        asked.text("reconsiderationText"));

    CaseVariables.RECONSIDERED_STAGE.on(execution).set(stage.id());
    CaseVariables.RECONSIDERATION_ENTITLED.on(execution).set(entitled ? "yes" : "no");
    execution.setVariables(PathVariables.of(known));
  }
}
