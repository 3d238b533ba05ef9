package scot.nrm.decision;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Register;

/**
 * Records how the case ended, with its last decision (D33), ends the removal hold where the outcome
 * ends it (D32), and tells the council's protection work, which goes on (D1).
 */
@Component
class RecordCaseOutcome implements JavaDelegate {

  private final Register register;
  private final CaseClock clock;

  RecordCaseOutcome(Register register, CaseClock clock) {
    this.register = register;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    String rgOutcome = CaseVariables.RG_OUTCOME.from(execution).getOrNull();
    String cgOutcome = CaseVariables.CG_OUTCOME.from(execution).getOrNull();
    String leaveOutcome = CaseVariables.LEAVE_OUTCOME.from(execution).getOrNull();

    String outcome = outcome(rgOutcome, cgOutcome);
    CaseVariables.CASE_OUTCOME.on(execution).set(outcome);
    register.closed(caseNumber, outcome, clock.today());

    boolean ends =
        "not-referred".equals(outcome) // a pre-alert that is closed (D10)
            || "negative".equals(rgOutcome)
            || "negative".equals(cgOutcome)
            || leaveOutcome != null;
    if (ends && "on".equals(CaseVariables.REMOVAL_HOLD.from(execution).getOrNull())) {
      CaseVariables.REMOVAL_HOLD.on(execution).set("ended");
      register.removalHold(caseNumber, "ended");
    }

    execution
        .getProcessEngineServices()
        .getRuntimeService()
        .createMessageCorrelation("case-decided")
        .processInstanceBusinessKey(caseNumber)
        .correlateAllWithResult();
  }

  private static String outcome(String rgOutcome, String cgOutcome) {
    if (rgOutcome == null) {
      return "not-referred"; // decision A (D4)
    }
    if ("negative".equals(rgOutcome)) {
      return "no-reasonable-grounds";
    }
    return "positive".equals(cgOutcome) ? "recognised" : "not-recognised";
  }
}
