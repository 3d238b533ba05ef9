package scot.nrm.changes;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.DecisionTables;
import scot.nrm.forms.FormRefused;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * The first step of every update process: asks the decision table {@code news} whether the update
 * is possible at the case's current stage. The form has found the case by its number and checked
 * that the sender has access to it. The case is locked until this transaction ends, so a duplicate
 * update is detected here. If the update is not possible, it is refused on the field {@code
 * caseNumber} with the table's message.
 */
@Component
public class FindCase implements JavaDelegate {

  static final String TABLE = "news";

  private final Register register;
  private final CaseInstances instances;
  private final DecisionTables tables;

  FindCase(Register register, CaseInstances instances, DecisionTables tables) {
    this.register = register;
    this.instances = instances;
    this.tables = tables;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    RegisterCase known = register.lock(caseNumber);
    CaseStatus status = CaseStatus.of(known, instances.diagrams(caseNumber));
    String news =
        execution
            .getProcessEngineServices()
            .getRepositoryService()
            .getProcessDefinition(execution.getProcessDefinitionId())
            .getKey();
    Map<String, Object> row = tables.ask(TABLE, status.forTable(news));
    if (!Boolean.TRUE.equals(row.get("fits"))) {
      throw FormRefused.of("caseNumber", "Case number: " + row.get("refusal") + ".");
    }
  }
}
