package scot.nrm.age;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.Adulthood;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseClock;
import scot.nrm.register.RegisterUpdates;

/**
 * Records that the person has come of age (D7). The file is read again, because a date that no
 * longer applies makes nobody an adult.
 */
@Component
class RecordComingOfAge implements JavaDelegate {

  private final CaseFile file;
  private final RegisterUpdates onTheWay;
  private final CaseClock clock;

  RecordComingOfAge(CaseFile file, RegisterUpdates onTheWay, CaseClock clock) {
    this.file = file;
    this.onTheWay = onTheWay;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    Adulthood.from(file.read(caseNumber))
        .filter(day -> !day.isAfter(clock.today()))
        .ifPresent(day -> onTheWay.adult(caseNumber, day, "birthday", null));
  }
}
