package scot.nrm.decision.leave;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.Adulthood;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;

/**
 * Checks whether the person is now an adult and so responsible for expiring leave themselves (D7,
 * D29).
 */
@Component
class LookWhetherAdult implements JavaDelegate {

  private final CaseFile file;
  private final CaseClock clock;

  LookWhetherAdult(CaseFile file, CaseClock clock) {
    this.file = file;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    CaseVariables.ADULT
        .on(execution)
        .set(Adulthood.isAdult(file.read(execution.getProcessBusinessKey()), clock.today()));
  }
}
