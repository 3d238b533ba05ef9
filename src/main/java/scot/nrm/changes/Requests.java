package scot.nrm.changes;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/**
 * Requests of one kind in a case, from the register. Several may be open at once, but the child's
 * file keeps only the last answer to each question. So each request has a number, and its text
 * comes from the register.
 */
@Component
public class Requests {

  private final Register register;
  private final RegisterUpdates updates;

  Requests(Register register, RegisterUpdates updates) {
    this.register = register;
    this.updates = updates;
  }

  /** Records a request, and its number for the tasks and texts about it. */
  public void record(DelegateExecution step, RegisterEvent request) {
    String caseNumber = step.getProcessBusinessKey();
    updates.addEntry(caseNumber, request);
    CaseVariables.REQUEST_NUMBER.on(step).set(of(caseNumber, request.kind()).size());
  }

  /** All of a kind, oldest first; the first has the number 1. */
  public List<RegisterEvent> of(String caseNumber, EntryKind kind) {
    return register.history(caseNumber).stream().filter(event -> event.is(kind)).toList();
  }

  public RegisterEvent byNumber(String caseNumber, EntryKind kind, int number) {
    return of(caseNumber, kind).get(number - 1);
  }
}
