package scot.nrm.access.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.QueryOrderingProperty;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.TaskQueryProperty;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskManager;
import org.camunda.bpm.engine.task.Task;
import scot.nrm.access.CaseViewers;
import scot.nrm.access.Viewer;

/**
 * Task lists and counts: a person finds their own tasks only. The engine's own way, a grant per
 * task and person, takes a second per page at the size of Scotland; this adds one condition to the
 * engine's own statement.
 *
 * <p>The engine's check is removed where the condition is added: without this class, the engine's
 * check would show nobody anything.
 */
class RowLevelTaskManager extends TaskManager {

  private final CaseViewers watchers;

  RowLevelTaskManager(CaseViewers watchers) {
    this.watchers = watchers;
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<Task> findTasksByQueryCriteria(TaskQueryImpl query) {
    if (!RowLevel.appliesTo(getCommandContext(), watchers)) {
      return super.findTasksByQueryCriteria(query);
    }
    Viewer person = RowLevel.restrictToOwnRows(query, getCommandContext());
    if (TeamTasks.isOneTask(query)) {
      return getDbEntityManager().selectList(RowLevel.SELECT_ONE_TASK, query);
    }
    oldestFirst(query);
    Optional<Map<String, Object>> ofTeams = TeamTasks.page(query, person);
    query.setParameter(ofTeams.orElse(null));
    String statement =
        hasDistinctRows(query) ? RowLevel.SELECT_TASKS : RowLevel.SELECT_DISTINCT_TASKS;
    return getDbEntityManager()
        .selectList(ofTeams.isPresent() ? RowLevel.SELECT_TASKS_OF_TEAMS : statement, query);
  }

  @Override
  public long findTaskCountByQueryCriteria(TaskQueryImpl query) {
    if (!RowLevel.appliesTo(getCommandContext(), watchers)) {
      return super.findTaskCountByQueryCriteria(query);
    }
    Viewer person = RowLevel.restrictToOwnRows(query, getCommandContext());
    Optional<Map<String, Object>> ofTeams = TeamTasks.count(query, person);
    query.setParameter(ofTeams.orElse(null));
    String statement =
        hasDistinctRows(query) ? RowLevel.COUNT_TASKS : RowLevel.COUNT_DISTINCT_TASKS;
    return (Long)
        getDbEntityManager()
            .selectOne(ofTeams.isPresent() ? RowLevel.COUNT_TASKS_OF_TEAMS : statement, query);
  }

  /** There are no subtasks, but the engine looks for them at the end of each task. */
  @Override
  public List<Task> findTasksByParentTaskId(String task) {
    return List.of();
  }

  /** An execution has one task at a time, which is usually in the engine's cache already. */
  @Override
  public List<TaskEntity> findTasksByExecutionId(String execution) {
    List<TaskEntity> known =
        getDbEntityManager().getCachedEntitiesByType(TaskEntity.class).stream()
            .filter(task -> execution.equals(task.getExecutionId()))
            .collect(Collectors.toCollection(ArrayList::new));
    return known.isEmpty() ? super.findTasksByExecutionId(execution) : known;
  }

  /** Sorts tasks with the same due date, or with none, such as protection work, by their age. */
  private static void oldestFirst(TaskQueryImpl query) {
    List<QueryOrderingProperty> order = query.getOrderingProperties();
    if (order.size() == 1 && order.get(0).getQueryProperty().equals(TaskQueryProperty.DUE_DATE)) {
      query.orderByTaskCreateTime().asc();
    }
  }

  /** Whether no joined table has several rows per task: then the costly DISTINCT isn't needed. */
  private static boolean hasDistinctRows(TaskQueryImpl query) {
    return query.getQueries().stream().noneMatch(RowLevelTaskManager::filtersByCandidates)
        && query.getOrderingProperties().stream().allMatch(order -> order.getRelation() == null);
  }

  private static boolean filtersByCandidates(TaskQueryImpl part) {
    return part.getCandidateUser() != null
        || part.getCandidateGroups() != null
        || part.getCandidateGroupLike() != null
        || part.getInvolvedUser() != null
        || part.isWithCandidateGroups()
        || part.isWithCandidateUsers();
  }
}
