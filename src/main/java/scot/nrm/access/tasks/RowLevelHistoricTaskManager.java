package scot.nrm.access.tasks;

import java.util.List;
import org.camunda.bpm.engine.history.HistoricTaskInstance;
import org.camunda.bpm.engine.impl.HistoricTaskInstanceQueryImpl;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.persistence.entity.HistoricTaskInstanceManager;
import scot.nrm.access.CaseViewers;

/**
 * The history of tasks, which Tasklist queries before it shows comments: people find their own open
 * tasks and the finished ones that were assigned to them. The engine would require permission to
 * read all of the council's history.
 */
class RowLevelHistoricTaskManager extends HistoricTaskInstanceManager {

  private final CaseViewers watchers;

  RowLevelHistoricTaskManager(CaseViewers watchers) {
    this.watchers = watchers;
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<HistoricTaskInstance> findHistoricTaskInstancesByQueryCriteria(
      HistoricTaskInstanceQueryImpl query, Page page) {
    if (!RowLevel.appliesTo(getCommandContext(), watchers)) {
      return super.findHistoricTaskInstancesByQueryCriteria(query, page);
    }
    RowLevel.ownRowsOnly(query, getCommandContext());
    return getDbEntityManager().selectList(RowLevel.SELECT_HISTORIC_TASKS, query, page);
  }

  @Override
  public long findHistoricTaskInstanceCountByQueryCriteria(HistoricTaskInstanceQueryImpl query) {
    if (!RowLevel.appliesTo(getCommandContext(), watchers)) {
      return super.findHistoricTaskInstanceCountByQueryCriteria(query);
    }
    RowLevel.ownRowsOnly(query, getCommandContext());
    return (Long) getDbEntityManager().selectOne(RowLevel.COUNT_HISTORIC_TASKS, query);
  }
}
