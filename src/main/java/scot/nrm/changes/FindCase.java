package scot.nrm.changes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;
import scot.nrm.access.Councils;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.DecisionTables.Row;
import scot.nrm.engine.TableInput;
import scot.nrm.engine.steps.Step;
import scot.nrm.forms.FormRefused;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * Asks the decision table {@code updates}, as the first step of every update process, whether the
 * update is possible at the case's current stage. It uses the newest table, because an update runs
 * on the newest diagram, which an earlier table may not know. The form has found the case by its
 * number and checked that the sender has access to it. The case is locked until this transaction
 * ends, so a duplicate update is detected here. If the update is not possible, it is refused on the
 * field {@code caseNumber} with the table's message.
 */
@Step("Find the case")
@Component
public class FindCase implements ExecutionListener {

  static final String TABLE = "updates";

  private final Register register;
  private final CaseInstances instances;
  private final DecisionTables tables;
  private final Councils councils;

  FindCase(Register register, CaseInstances instances, DecisionTables tables, Councils councils) {
    this.councils = councils;
    this.register = register;
    this.instances = instances;
    this.tables = tables;
  }

  @Override
  public void notify(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    RegisterCase nrmCase = register.lock(caseNumber);
    CaseStatus status = CaseStatus.of(nrmCase, instances.diagrams(caseNumber));
    boolean closed = nrmCase.isClosed() && register.closing(caseNumber).isPresent();
    String update =
        execution
            .getProcessEngineServices()
            .getRepositoryService()
            .getProcessDefinition(execution.getProcessDefinitionId())
            .getKey();
    Map<String, Object> row = tables.ask(TABLE, status.forTable(update, closed));
    if (!Boolean.TRUE.equals(row.get("fits"))) {
      throw FormRefused.of(
          "caseNumber", "Case number: %s.%s".formatted(row.get("refusal"), continuation(nrmCase)));
    }
  }

  /** Which case continues, and who can record the update there if the sender can't (D12). */
  private String continuation(RegisterCase merged) {
    String number = merged.now().mergedInto();
    if (number == null) {
      return "";
    }
    String with = register.find(number).orElseThrow().localAuthority();
    return with.equals(merged.localAuthority())
        ? " It continues as case %s.".formatted(number)
        : " It continues as case %s of %s. If you can't open that case, contact that local authority at once, so that it can record this."
            .formatted(number, councils.name(with));
  }

  @Component
  static final class TableCheck implements DecisionTables.Check {

    @Override
    public String table() {
      return TABLE;
    }

    @Override
    public Map<String, TableInput> inputs() {
      return CaseStatus.inputs();
    }

    @Override
    public Set<String> outputs() {
      return Set.of("fits", "refusal");
    }

    @Override
    public boolean givesOneRow() {
      return true;
    }

    @Override
    public List<String> problems(List<Row> rows) {
      List<String> problems = new ArrayList<>();
      for (Row row : rows) {
        String fits = row.outputs().getOrDefault("fits", "");
        if (!fits.equals("true") && !fits.equals("false")) {
          problems.add(
              "Line %d: the row says neither true nor false under fits. Write one of them."
                  .formatted(row.line()));
        } else if (fits.equals("false")
            && row.outputs().getOrDefault("refusal", "").replace("\"", "").isBlank()) {
          problems.add(
              "Line %d: the row refuses an update and says nothing. Write the message that its sender reads."
                  .formatted(row.line()));
        }
      }
      return problems;
    }
  }
}
