package scot.nrm.changes.reflection;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

/** Records that a longer reflection period was refused, and why (D22). No date changes. */
@Component
class RefuseReflectionExtension implements JavaDelegate {

  private final RegisterUpdates onTheWay;
  private final CaseFile file;
  private final CaseClock clock;

  RefuseReflectionExtension(RegisterUpdates onTheWay, CaseFile file, CaseClock clock) {
    this.onTheWay = onTheWay;
    this.file = file;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    onTheWay.note(
        caseNumber,
        EntryKind.EXTENSION_REFUSED,
        Stage.CONCLUSIVE_GROUNDS,
        CaseVariables.REFLECTION_EXTENSION_KIND.from(execution).get(),
        clock.today(),
        Officer.of(execution),
        file.read(caseNumber).text("reflectionExtensionReason"));
  }
}
