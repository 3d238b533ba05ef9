package scot.nrm.access.tasks;

import java.util.List;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.history.HistoricActivityStatistics;
import org.camunda.bpm.engine.impl.HistoricActivityStatisticsQueryImpl;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.ProcessDefinitionStatisticsQueryImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.HistoricStatisticsManager;
import org.camunda.bpm.engine.impl.persistence.entity.StatisticsManager;
import org.camunda.bpm.engine.management.ProcessDefinitionStatistics;
import scot.nrm.access.CaseViewers;

/**
 * Restricts the engine's counts over the cases of all councils, which it shows to anyone who may
 * see a diagram, or to everyone, to those who may read these cases. Statistics have pages of their
 * own.
 */
final class CaseStatistics {

  private CaseStatistics() {}

  private static void requireAllCouncils(CommandContext context, CaseViewers ofAllCouncils) {
    if (RowLevel.appliesTo(context, ofAllCouncils)) {
      throw new AuthorizationException(
          "These numbers count the cases of all local authorities. Only people who may read all cases can see them. Other figures are under /nrm/.");
    }
  }

  /** Running cases of each diagram: not everyone who sees the diagram may know how many. */
  static final class RunningCounts extends StatisticsManager {

    private final CaseViewers watchers;

    RunningCounts(CaseViewers watchers) {
      this.watchers = watchers;
    }

    @Override
    public List<ProcessDefinitionStatistics> getStatisticsGroupedByProcessDefinitionVersion(
        ProcessDefinitionStatisticsQueryImpl query, Page page) {
      return RowLevel.appliesTo(getCommandContext(), watchers)
          ? List.of()
          : super.getStatisticsGroupedByProcessDefinitionVersion(query, page);
    }

    @Override
    public long getStatisticsCountGroupedByProcessDefinitionVersion(
        ProcessDefinitionStatisticsQueryImpl query) {
      return RowLevel.appliesTo(getCommandContext(), watchers)
          ? 0
          : super.getStatisticsCountGroupedByProcessDefinitionVersion(query);
    }
  }

  /** Past activities of each diagram. The engine's statement ignores councils. */
  static final class PastCounts extends HistoricStatisticsManager {

    private final CaseViewers ofAllCouncils;

    PastCounts(CaseViewers ofAllCouncils) {
      this.ofAllCouncils = ofAllCouncils;
    }

    @Override
    public List<HistoricActivityStatistics> getHistoricStatisticsGroupedByActivity(
        HistoricActivityStatisticsQueryImpl query, Page page) {
      requireAllCouncils(getCommandContext(), ofAllCouncils);
      return super.getHistoricStatisticsGroupedByActivity(query, page);
    }

    @Override
    public long getHistoricStatisticsCountGroupedByActivity(
        HistoricActivityStatisticsQueryImpl query) {
      requireAllCouncils(getCommandContext(), ofAllCouncils);
      return super.getHistoricStatisticsCountGroupedByActivity(query);
    }
  }
}
