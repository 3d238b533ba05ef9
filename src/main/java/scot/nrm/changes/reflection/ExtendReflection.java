package scot.nrm.changes.reflection;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;

/** Extends the reflection period as its case owner has decided (D22). */
@Component
class ExtendReflection implements JavaDelegate {

  private final CaseFile file;
  private final ReflectionEnd end;

  ExtendReflection(CaseFile file, ReflectionEnd end) {
    this.file = file;
    this.end = end;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    LocalDate until =
        end.extend(
            caseNumber,
            CaseVariables.REFLECTION_EXTENSION_DAYS.from(execution).get(),
            file.read(caseNumber).text("reflectionExtensionReason"),
            Officer.of(execution));
    // The letter gives the date that this decision set, even if another one moves it before the
    // letter is sent.
    CaseVariables.REFLECTION_END_DATE.on(execution).set(LocalDay.endOf(until));
  }
}
