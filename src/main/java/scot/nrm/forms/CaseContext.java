package scot.nrm.forms;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;

/** The engine's data about the case of a task. */
final class CaseContext {

  private CaseContext() {}

  /** The root instance's business key, also for called instances; {@code null} without a case. */
  static String caseNumber(ExecutionEntity execution) {
    ExecutionEntity root = root(execution);
    return root == null ? null : root.getBusinessKey();
  }

  /** The variables of the task, which override those of the case. */
  static Map<String, Object> variables(TaskEntity task) {
    Map<String, Object> taskVariables = task.getVariables(); // those of the case are read with them
    ExecutionEntity root = root(task.getExecution());
    Map<String, Object> variables = new HashMap<>(root == null ? Map.of() : root.getVariables());
    variables.putAll(taskVariables);
    return variables;
  }

  private static ExecutionEntity root(ExecutionEntity execution) {
    if (execution == null) {
      return null;
    }
    ExecutionEntity instance = execution.getProcessInstance();
    String root = instance.getRootProcessInstanceId();
    return root == null || root.equals(instance.getId())
        ? instance
        : Context.getCommandContext().getExecutionManager().findExecutionById(root);
  }
}
