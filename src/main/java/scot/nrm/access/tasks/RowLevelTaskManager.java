package scot.nrm.access.tasks;

import java.util.List;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.persistence.entity.TaskManager;
import org.camunda.bpm.engine.task.Task;
import scot.nrm.access.CaseViewers;

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
    RowLevel.ownRowsOnly(query, getCommandContext());
    return getDbEntityManager()
        .selectList(
            findsEachTaskOnce(query) ? RowLevel.SELECT_TASKS : RowLevel.SELECT_DISTINCT_TASKS,
            query);
  }

  @Override
  public long findTaskCountByQueryCriteria(TaskQueryImpl query) {
    if (!RowLevel.appliesTo(getCommandContext(), watchers)) {
      return super.findTaskCountByQueryCriteria(query);
    }
    RowLevel.ownRowsOnly(query, getCommandContext());
    return (Long)
        getDbEntityManager()
            .selectOne(
                findsEachTaskOnce(query) ? RowLevel.COUNT_TASKS : RowLevel.COUNT_DISTINCT_TASKS,
                query);
  }

  /**
   * No filter or order joins a table with several rows per task, so the costly DISTINCT isn't
   * needed.
   */
  private static boolean findsEachTaskOnce(TaskQueryImpl query) {
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
