package scot.nrm.access.tasks;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.TaskServiceImpl;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.CommandChecker;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.auth.AuthorizationCommandChecker;
import org.camunda.bpm.engine.impl.cfg.auth.DefaultAuthorizationProvider;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantCommandChecker;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.EverLivingJobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.HistoricStatisticsManager;
import org.camunda.bpm.engine.impl.persistence.entity.HistoricTaskInstanceManager;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobManager;
import org.camunda.bpm.engine.impl.persistence.entity.StatisticsManager;
import org.camunda.bpm.engine.impl.persistence.entity.TaskManager;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseViewers;
import scot.nrm.access.Roles;
import scot.nrm.engine.EngineLists;
import scot.nrm.engine.EngineLists.Manager;
import scot.nrm.startup.StartRefused;

/**
 * Shows a task only to its assignee and its candidates, whatever the query; see Separation in
 * docs/develop/architecture.md. Keeps the other entries in the engine's lists.
 */
@Component
public class RowLevelPlugin extends AbstractProcessEnginePlugin {

  private final Roles roles;
  private final CaseViewers watchers;
  private final CaseViewers ofAllCouncils;

  public RowLevelPlugin(Roles roles) {
    this.roles = roles;
    this.watchers = roles.watchers();
    this.ofAllCouncils = roles.watchersOfAllCouncils();
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setCustomSessionFactories(
        EngineLists.with(
            engine.getCustomSessionFactories(),
            new Manager(TaskManager.class, () -> new RowLevelTaskManager(watchers)),
            new Manager(
                HistoricTaskInstanceManager.class, () -> new RowLevelHistoricTaskManager(watchers)),
            new Manager(StatisticsManager.class, () -> new CaseStatistics.RunningCounts(watchers)),
            new Manager(
                HistoricStatisticsManager.class,
                () -> new CaseStatistics.PastCounts(ofAllCouncils)),
            new Manager(JobManager.class, TenantJobManager::new)));
    // Permission to see that a task or a case exists does not include its values.
    engine.setEnforceSpecificVariablePermission(true);
    engine.setCommandCheckers(withTaskChecker(engine.getCommandCheckers()));
    engine.setResourceAuthorizationProvider(new NoGrantsPerTask());
    if (engine.getTaskService().getClass() == TaskServiceImpl.class) {
      // A replacement of the task service must extend the guarded one.
      engine.setTaskService(new GuardedTaskService(roles));
    }
  }

  @Override
  public void postInit(ProcessEngineConfigurationImpl engine) {
    if (!engine.isAuthorizationEnabled() || !engine.isTenantCheckEnabled()) {
      throw new StartRefused(
          "The engine's checks of permissions and tenants are switched off, so everyone could see every child's case.",
          "Remove camunda.bpm.authorization.enabled and the engine's property tenantCheckEnabled: both are on unless something switches them off.");
    }
    if (!(engine.getTaskService() instanceof GuardedTaskService)) {
      throw new IllegalStateException(
          "The engine's task service must extend GuardedTaskService, but is "
              + engine.getTaskService().getClass().getName());
    }
    RowLevel.addStatements(engine.getSqlSessionFactory().getConfiguration());
  }

  private List<CommandChecker> withTaskChecker(List<CommandChecker> present) {
    List<CommandChecker> checkers = new ArrayList<>();
    if (present == null) {
      checkers.add(new TenantCommandChecker());
    } else {
      checkers.addAll(present);
      checkers.removeIf(checker -> checker.getClass() == AuthorizationCommandChecker.class);
    }
    checkers.add(new TaskChecker(watchers));
    return checkers;
  }

  /**
   * The engine's own job, which cleans up its history, belongs to no case, and the engine would
   * show it to everyone. A tenant without people leaves it to administrators.
   */
  private static final class TenantJobManager extends JobManager {

    @Override
    public void insertJob(JobEntity job) {
      if (job instanceof EverLivingJobEntity) {
        job.setTenantId("engine");
      }
      super.insertJob(job);
    }
  }

  /**
   * The engine would write a grant for each assignee and candidate of each task. Such grants are
   * slow, and remain when the candidate is removed.
   */
  private static final class NoGrantsPerTask extends DefaultAuthorizationProvider {

    @Override
    public AuthorizationEntity[] newTaskAssignee(
        Task task, String oldAssignee, String newAssignee) {
      return null;
    }

    @Override
    public AuthorizationEntity[] newTaskOwner(Task task, String oldOwner, String newOwner) {
      return null;
    }

    @Override
    public AuthorizationEntity[] newTaskUserIdentityLink(Task task, String userId, String type) {
      return null;
    }

    @Override
    public AuthorizationEntity[] newTaskGroupIdentityLink(Task task, String groupId, String type) {
      return null;
    }
  }
}
