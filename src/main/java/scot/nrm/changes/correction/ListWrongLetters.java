package scot.nrm.changes.correction;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseVariables;
import scot.nrm.letters.WrongLetters;

/**
 * Determines whether any letters contained the wrong fact, so that the person who corrected it can
 * correct them (D43).
 */
@Component
class ListWrongLetters implements JavaDelegate {

  private final WrongLetters letters;

  ListWrongLetters(WrongLetters letters) {
    this.letters = letters;
  }

  @Override
  public void execute(DelegateExecution execution) {
    CorrectedFact fact = CorrectedFact.of(CaseVariables.CORRECTED_FACT.from(execution).get());
    CaseVariables.LETTERS_WRONG
        .on(execution)
        .set(
            letters.containing(execution.getProcessBusinessKey(), fact.key()).isEmpty()
                ? "no"
                : "yes");
  }
}
