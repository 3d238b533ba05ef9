package scot.nrm.engine.statements;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.mapping.SqlCommandType;
import org.apache.ibatis.session.Configuration;
import org.camunda.bpm.engine.impl.db.ListQueryParameterObject;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceManager;

/**
 * Reads all variables of a process, and of the one that opened the case, when the engine asks for
 * those of a task or of an execution. It asks for the others afterwards, because executions inherit
 * variables and a called process takes its values from its caller.
 */
class PrefetchingVariableManager extends VariableInstanceManager {

  private static final String SELECT = "scot.nrm.selectVariables";

  /** Adds the statement to the engine's, whose own joins tables that only its API needs. */
  static void addStatement(Configuration statements) {
    OwnStatements.add(
        statements,
        SELECT,
        SqlCommandType.SELECT,
        ListQueryParameterObject.class,
        """
        select * from ACT_RU_VARIABLE
        where PROC_INST_ID_ in (#{parameter.process}, #{parameter.ofTheCase})\
        """,
        VariableInstanceEntity.class.getName() + ".variableInstanceResultMap");
  }

  /** The variables in the database, by process, then by task or execution. */
  private final Map<String, Map<String, List<VariableInstanceEntity>>> read = new HashMap<>();

  @Override
  public List<VariableInstanceEntity> findVariableInstancesByExecutionIdAndVariableNames(
      String id, Collection<String> names) {
    ExecutionEntity execution = getDbEntityManager().getCachedEntity(ExecutionEntity.class, id);
    return names != null || execution == null
        ? super.findVariableInstancesByExecutionIdAndVariableNames(id, names)
        : of(execution, id);
  }

  @Override
  public List<VariableInstanceEntity> findVariableInstancesByTaskIdAndVariableNames(
      String id, Collection<String> names) {
    TaskEntity task =
        names == null ? getDbEntityManager().getCachedEntity(TaskEntity.class, id) : null;
    ExecutionEntity execution = task == null ? null : task.getExecution();
    return execution == null
        ? super.findVariableInstancesByTaskIdAndVariableNames(id, names)
        : of(execution, id);
  }

  @SuppressWarnings("unchecked")
  private List<VariableInstanceEntity> of(ExecutionEntity execution, String id) {
    String process = execution.getProcessInstanceId();
    if (!read.containsKey(process)) {
      // Null if another transaction has ended it: the engine detects that when it writes.
      ExecutionEntity instance = execution.getProcessInstance();
      String rootProcess = instance == null ? process : instance.getRootProcessInstanceId();
      Map<String, Map<String, List<VariableInstanceEntity>>> found = new HashMap<>();
      found.put(process, new HashMap<>());
      found.put(rootProcess, new HashMap<>());
      for (VariableInstanceEntity variable :
          (List<VariableInstanceEntity>)
              getDbEntityManager()
                  .selectList(SELECT, Map.of("process", process, "ofTheCase", rootProcess))) {
        String scope =
            variable.getTaskId() == null ? variable.getExecutionId() : variable.getTaskId();
        if (scope != null && found.containsKey(variable.getProcessInstanceId())) {
          // A variable that this command has removed has neither.
          found
              .get(variable.getProcessInstanceId())
              .computeIfAbsent(scope, any -> new ArrayList<>())
              .add(variable);
        }
      }
      found.forEach(read::putIfAbsent);
    }
    return new ArrayList<>(read.get(process).getOrDefault(id, List.of()));
  }
}
