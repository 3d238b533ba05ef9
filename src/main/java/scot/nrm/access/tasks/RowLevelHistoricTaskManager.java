package scot.nrm.access.tasks;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.history.HistoricTaskInstance;
import org.camunda.bpm.engine.impl.HistoricTaskInstanceQueryImpl;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.db.AuthorizationCheck;
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
    RowLevel.restrictToOwnRows(query, getCommandContext());
    return getDbEntityManager().selectList(RowLevel.SELECT_HISTORIC_TASKS, query, page);
  }

  @Override
  public long findHistoricTaskInstanceCountByQueryCriteria(HistoricTaskInstanceQueryImpl query) {
    if (!RowLevel.appliesTo(getCommandContext(), watchers)) {
      return super.findHistoricTaskInstanceCountByQueryCriteria(query);
    }
    RowLevel.restrictToOwnRows(query, getCommandContext());
    return (Long) getDbEntityManager().selectOne(RowLevel.COUNT_HISTORIC_TASKS, query);
  }

  /**
   * Asks first whether anything is revoked from the person, as the engine does by default. A
   * condition that looks for it with each task is so expensive that PostgreSQL first read all tasks
   * of a local authority, to ask it of fewer.
   */
  @Override
  protected void configureQuery(HistoricTaskInstanceQueryImpl query) {
    super.configureQuery(query);
    AuthorizationCheck check = query.getAuthCheck();
    if (check.isAuthorizationCheckEnabled()) {
      check.setRevokeAuthorizationCheckEnabled(
          getDbEntityManager()
              .selectBoolean(
                  "selectRevokeAuthorization",
                  Map.of(
                      "userId", check.getAuthUserId(), "authGroupIds", check.getAuthGroupIds())));
    }
  }
}
