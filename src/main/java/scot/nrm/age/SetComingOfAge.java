package scot.nrm.age;

import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.Adulthood;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Register;

/**
 * Sets the moment at which the person comes of age (D7): the start of that local day (D40). None if
 * they are already an adult in the register, or if only a finding could decide it.
 */
@Component
class SetComingOfAge implements JavaDelegate {

  private final Register register;
  private final CaseFile file;

  SetComingOfAge(Register register, CaseFile file) {
    this.register = register;
    this.file = file;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    Date begins =
        register.lock(caseNumber).now().adultFrom() != null
            ? null
            : Adulthood.from(file.read(caseNumber)).map(LocalDay::startOf).orElse(null);
    CaseVariables.COMES_OF_AGE.on(execution).set(begins);
  }
}
