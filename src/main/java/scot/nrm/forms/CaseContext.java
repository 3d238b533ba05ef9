package scot.nrm.forms;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;

/** What the engine knows about the case that a task belongs to. */
final class CaseContext {

  private CaseContext() {}

  /**
   * The business key of the root instance, so that called instances need none; {@code null} without
   * a case.
   */
  static String caseNumber(ExecutionEntity execution) {
    ExecutionEntity root = root(execution);
    return root == null ? null : root.getBusinessKey();
  }

  /** The few variables that the task sees, and under them those of the case. */
  static Map<String, Object> variables(TaskEntity task) {
    Map<String, Object> variables = new HashMap<>();
    ExecutionEntity root = root(task.getExecution());
    if (root != null) {
      variables.putAll(root.getVariables());
    }
    variables.putAll(task.getVariables());
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
