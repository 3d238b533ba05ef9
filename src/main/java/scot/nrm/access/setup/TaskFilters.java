package scot.nrm.access.setup;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The filters of Tasklist, from {@code config/filters.yaml}: what people see on its left side, top
 * to bottom.
 */
@ConfigurationProperties("nrm")
public record TaskFilters(@DefaultValue List<TaskFilter> taskFilters) {

  public TaskFilters {
    taskFilters = List.copyOf(taskFilters);
  }

  /**
   * Finds what the person who looks may see, narrowed by what is given here; sorted by due date.
   * Values are expressions, such as <code>${currentUser()}</code>.
   *
   * @param name what it is known by
   * @param description shown when the pointer rests on it
   * @param color of its bar, such as {@code #1f6f54}
   * @param groups who has it; empty: everybody who uses Tasklist
   * @param tasks only tasks of these ids in the diagrams; empty: all
   * @param assignee tasks that this person holds
   * @param candidateGroups tasks for these groups that nobody holds
   * @param dueBefore tasks due before this moment
   * @param dueAfter tasks due after this moment
   * @param flag tasks of a process in which this variable is true
   */
  public record TaskFilter(
      String name,
      String description,
      String color,
      @DefaultValue List<String> groups,
      @DefaultValue List<String> tasks,
      String assignee,
      String candidateGroups,
      String dueBefore,
      String dueAfter,
      String flag) {

    TaskQuery query(TaskService taskService) {
      TaskQuery query = taskService.createTaskQuery();
      if (!tasks.isEmpty()) {
        query.taskDefinitionKeyIn(tasks.toArray(String[]::new));
      }
      if (assignee != null) {
        query.taskAssigneeExpression(assignee);
      }
      if (candidateGroups != null) {
        query.taskCandidateGroupInExpression(candidateGroups);
      }
      if (dueBefore != null) {
        query.dueBeforeExpression(dueBefore);
      }
      if (dueAfter != null) {
        query.dueAfterExpression(dueAfter);
      }
      if (flag != null) {
        query.processVariableValueEquals(flag, true);
      }
      return query.orderByDueDate().asc();
    }

    /**
     * @param position Tasklist shows the filters by it, and opens on the lowest
     */
    Map<String, Object> properties(int position) {
      return Map.of(
          "description",
          description,
          "color",
          color,
          "priority",
          position,
          "refresh",
          true,
          "showUndefinedVariable",
          false,
          "variables",
          List.of());
    }
  }
}
