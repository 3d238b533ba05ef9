package scot.nrm.changes.direct;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterUpdates;

/**
 * Passes a form that the police or a voluntary organisation sent directly to UKHTC to its intake
 * (D11). The case starts there, and the deadline is calculated from the day of receipt that intake
 * logs.
 */
@Component
class PassToIntake implements JavaDelegate {

  private final CaseInstances instances;
  private final RegisterUpdates onTheWay;
  private final CaseClock clock;

  PassToIntake(CaseInstances instances, RegisterUpdates onTheWay, CaseClock clock) {
    this.instances = instances;
    this.onTheWay = onTheWay;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    instances.begin(
        "nrm-form-received",
        caseNumber,
        CaseVariables.LOCAL_AUTHORITY.from(execution).get(),
        Map.of());
    onTheWay.note(
        caseNumber,
        EntryKind.DIRECT_REFERRAL,
        null,
        null,
        clock.today(),
        Officer.of(execution),
        null);
  }
}
