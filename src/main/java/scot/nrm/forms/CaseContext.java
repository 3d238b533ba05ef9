package scot.nrm.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFileContent;

/** What the engine knows about the case that a task belongs to. */
public final class CaseContext {

  private CaseContext() {}

  /**
   * The business key of the root instance, so that no called instance need be told; {@code null}
   * without a case.
   */
  public static String caseNumber(ExecutionEntity execution) {
    ExecutionEntity root = root(execution);
    return root == null ? null : root.getBusinessKey();
  }

  /** The few variables that the task sees, and under them those of the case. */
  public static Map<String, Object> variables(TaskEntity task) {
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

  /**
   * File and variables by name, as a form sees them. Where both have a name, the variable decides.
   */
  public static Map<String, JsonNode> known(CaseFileContent file, Map<String, Object> variables) {
    Map<String, JsonNode> known = new HashMap<>();
    file.fields().fields().forEachRemaining(field -> known.put(field.getKey(), field.getValue()));
    variables.forEach((name, value) -> known.put(name, json(value)));
    return known;
  }

  /** A variable as a form takes it: clocks are dates. */
  private static JsonNode json(Object value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (value instanceof Date clock) {
      return json.textNode(LocalDay.of(clock).toString());
    } else if (value instanceof String text) {
      return json.textNode(text);
    } else if (value instanceof Boolean bool) {
      return json.booleanNode(bool);
    } else if (value instanceof Integer || value instanceof Short || value instanceof Long) {
      return json.numberNode(((Number) value).longValue());
    } else if (value instanceof Number number) {
      return json.numberNode(number.doubleValue());
    }
    return NullNode.getInstance();
  }
}
