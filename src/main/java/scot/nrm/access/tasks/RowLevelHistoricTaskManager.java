package scot.nrm.access.tasks;

import java.util.List;
import org.camunda.bpm.engine.history.HistoricTaskInstance;
import org.camunda.bpm.engine.impl.HistoricTaskInstanceQueryImpl;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.persistence.entity.HistoricTaskInstanceManager;

/**
 * The history of tasks, which Tasklist asks before it shows comments: a person finds their own open
 * tasks and the finished ones that they held. The engine would want the right to read all history
 * of the council.
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
