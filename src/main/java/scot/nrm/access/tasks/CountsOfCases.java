package scot.nrm.access.tasks;

import java.util.Date;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.history.HistoricActivityStatistics;
import org.camunda.bpm.engine.history.HistoricCaseActivityStatistics;
import org.camunda.bpm.engine.impl.HistoricActivityStatisticsQueryImpl;
import org.camunda.bpm.engine.impl.HistoricCaseActivityStatisticsQueryImpl;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.ProcessDefinitionStatisticsQueryImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.metrics.MetricsQueryImpl;
import org.camunda.bpm.engine.impl.persistence.entity.HistoricStatisticsManager;
import org.camunda.bpm.engine.impl.persistence.entity.MeterLogManager;
import org.camunda.bpm.engine.impl.persistence.entity.StatisticsManager;
import org.camunda.bpm.engine.management.MetricIntervalValue;
import org.camunda.bpm.engine.management.ProcessDefinitionStatistics;

/**
 * Counts that the engine gives to whoever may see a diagram, or to everybody, of the cases of every
 * council. They are for those who may read those cases. The figures for statistics have pages of
 * their own.
 */
final class CountsOfCases {

  private CountsOfCases() {}

  private static void allCouncilsOnly(CommandContext context, CaseViewers ofAllCouncils) {
    if (RowLevel.appliesTo(context, ofAllCouncils)) {
      throw new AuthorizationException(
          "These numbers count the cases of all local authorities. Only people who may read all "
              + "cases can see them. Other figures are under /nrm/.");
    }
  }

  /**
   * Running cases of each diagram: who may see the diagram's picture need not know how many cases
   * there are.
   */
  static final class Running extends StatisticsManager {

    private final CaseViewers watchers;

    Running(CaseViewers watchers) {
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

  /** What has happened in each diagram. The engine's statement knows no councils. */
  static final class Past extends HistoricStatisticsManager {

    private final CaseViewers ofAllCouncils;

    Past(CaseViewers ofAllCouncils) {
      this.ofAllCouncils = ofAllCouncils;
    }

    @Override
    public List<HistoricActivityStatistics> getHistoricStatisticsGroupedByActivity(
        HistoricActivityStatisticsQueryImpl query, Page page) {
      allCouncilsOnly(getCommandContext(), ofAllCouncils);
      return super.getHistoricStatisticsGroupedByActivity(query, page);
    }

    @Override
    public long getHistoricStatisticsCountGroupedByActivity(
        HistoricActivityStatisticsQueryImpl query) {
      allCouncilsOnly(getCommandContext(), ofAllCouncils);
      return super.getHistoricStatisticsCountGroupedByActivity(query);
    }

    @Override
    public List<HistoricCaseActivityStatistics> getHistoricStatisticsGroupedByCaseActivity(
        HistoricCaseActivityStatisticsQueryImpl query, Page page) {
      allCouncilsOnly(getCommandContext(), ofAllCouncils);
      return super.getHistoricStatisticsGroupedByCaseActivity(query, page);
    }

    @Override
    public long getHistoricStatisticsCountGroupedByCaseActivity(
        HistoricCaseActivityStatisticsQueryImpl query) {
      allCouncilsOnly(getCommandContext(), ofAllCouncils);
      return super.getHistoricStatisticsCountGroupedByCaseActivity(query);
    }
  }

  /** The engine's meters: for whoever runs the platform, and nobody else. */
  static final class Meters extends MeterLogManager {

    private static final CaseViewers NOBODY = new CaseViewers(Set.of());

    @Override
    public Long executeSelectSum(MetricsQueryImpl query) {
      allCouncilsOnly(getCommandContext(), NOBODY);
      return super.executeSelectSum(query);
    }

    @Override
    public List<MetricIntervalValue> executeSelectInterval(MetricsQueryImpl query) {
      allCouncilsOnly(getCommandContext(), NOBODY);
      return super.executeSelectInterval(query);
    }

    @Override
    public long findUniqueTaskWorkerCount(Date startTime, Date endTime) {
      allCouncilsOnly(getCommandContext(), NOBODY);
      return super.findUniqueTaskWorkerCount(startTime, endTime);
    }
  }
}
