package scot.nrm.changes.reflection;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.changes.Requests;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;
import scot.nrm.register.StoredCode;

/**
 * Records a request for a longer reflection period, and which authority's case owner decides on it
 * (D22).
 */
@Component
public class RecordExtensionRequest implements JavaDelegate {

  private final Register register;
  private final RegisterUpdates onTheWay;
  private final CaseFile file;
  private final Requests requests;
  private final CaseClock clock;

  RecordExtensionRequest(
      Register register,
      RegisterUpdates onTheWay,
      CaseFile file,
      Requests requests,
      CaseClock clock) {
    this.register = register;
    this.onTheWay = onTheWay;
    this.file = file;
    this.requests = requests;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    RegisterCase known = register.lock(caseNumber);
    onTheWay.note(
        caseNumber,
        EntryKind.EXTENSION_REQUESTED,
        Stage.CONCLUSIVE_GROUNDS,
        CaseVariables.REFLECTION_EXTENSION_KIND.from(execution).get(),
        clock.today(),
        Officer.of(execution),
        file.read(caseNumber).text("reflectionExtensionRequest"));
    CaseVariables.REQUEST_NUMBER
        .on(execution)
        .set(requests.of(caseNumber, EntryKind.EXTENSION_REQUESTED).size());
    CaseVariables.CG_AUTHORITY.on(execution).set(StoredCode.id(known.cgAuthority()));
    CaseVariables.REFLECTION_END_DATE.on(execution).set(LocalDay.endOf(known.reflectionEnd()));
  }
}
