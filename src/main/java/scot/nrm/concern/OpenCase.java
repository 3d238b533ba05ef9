package scot.nrm.concern;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.Register;

/**
 * Opens the case in the register under the case number that it was given when the concern was
 * reported (D33).
 */
@Component
class OpenCase implements JavaDelegate {

  private final Register register;
  private final CaseFile file;
  private final CaseClock clock;

  OpenCase(Register register, CaseFile file, CaseClock clock) {
    this.register = register;
    this.file = file;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    register.openCase(
        caseNumber,
        CaseVariables.LOCAL_AUTHORITY.from(execution).get(),
        clock.today(),
        file.read(caseNumber).text("firstResponderAgency"),
        Officer.of(execution)); // may later send updates about the case; null if a job opens it
  }
}
