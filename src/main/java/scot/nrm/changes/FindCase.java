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
 * The first step of every process that brings news: asks the decision table {@code news} whether
 * the news fits the case as it stands. The form has found the case by its number and has checked
 * that the sender may reach it; nobody else can bring the case news until this transaction ends, so
 * the same news twice is seen here by the second. What does not fit is refused on the field {@code
 * caseNumber} with the table's sentence.
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
    CaseStatus stands = CaseStatus.of(known, instances.diagrams(caseNumber));
    String news =
        execution
            .getProcessEngineServices()
            .getRepositoryService()
            .getProcessDefinition(execution.getProcessDefinitionId())
            .getKey();
    Map<String, Object> row = tables.ask(TABLE, stands.forTable(news));
    if (!Boolean.TRUE.equals(row.get("fits"))) {
      throw FormRefused.of("caseNumber", "Case number: " + row.get("refusal") + ".");
    }
  }
}
