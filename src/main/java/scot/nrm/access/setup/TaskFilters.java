package scot.nrm.access.setup;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import scot.nrm.engine.sets.NamedTasks;

/** The filters of Tasklist, from {@code config/filters.yaml}, in the order on its left side. */
@ConfigurationProperties("nrm")
public record TaskFilters(@DefaultValue List<TaskFilter> taskFilters) implements NamedTasks.Source {

  public TaskFilters {
    taskFilters = List.copyOf(taskFilters);
  }

  @Override
  public String file() {
    return "config/filters.yaml";
  }

  @Override
  public Stream<String> ids() {
    return taskFilters.stream().flatMap(filter -> filter.tasks().stream());
  }

  /**
   * Finds the tasks that the viewer may see and that match these conditions. Values are
   * expressions, such as <code>${currentUser()}</code>. The query has no order, because the engine
   * would put it before the one that the reader chooses.
   *
   * @param name its key
   * @param description shown when the pointer is over it
   * @param color the colour of its bar, such as {@code #1f6f54}
   * @param groups whose members have it, or teams that every authority has, such as {@code
   *     case-owner}; empty for everyone who uses Tasklist
   * @param tasks ids in the diagrams; empty for all
   * @param assignee tasks assigned to this person
   * @param candidateGroups unassigned tasks for these groups
   * @param dueBefore tasks due before this moment
   * @param dueAfter tasks due after this moment
   * @param flag tasks of processes in which this variable is true
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
      return query;
    }

    /** Tasklist shows the filters by position, and opens on the lowest. */
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
