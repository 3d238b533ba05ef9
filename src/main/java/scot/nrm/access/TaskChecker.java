package scot.nrm.access;

import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.TaskPermissions;
import org.camunda.bpm.engine.impl.cfg.auth.AuthorizationCommandChecker;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;

/**
 * What a person may do with one task, by the same rule as the {@linkplain RowLevelTaskManager task list}.
 *
 * <p>Reading: the person's own tasks, and for those who watch (managers) also what their grants open. Working: the own
 * tasks only, whatever the grants, and only while no colleague holds them. Everything else about a task (dates,
 * candidates, name) comes from the diagram and is changed by nobody; a new assignee goes through
 * {@link GuardedTaskService#setAssignee}.
 */
class TaskChecker extends AuthorizationCommandChecker {

  private final Watchers watchers;

  TaskChecker(Watchers watchers) {
    this.watchers = watchers;
  }

  @Override
  public void checkReadTask(TaskEntity task) {
    if (!OwnTasks.personAsks(context()) || watches(task)) {
      super.checkReadTask(task);
    } else {
      mustBeOwn(task, Permissions.READ);
    }
  }

  @Override
  public void checkReadTaskVariable(TaskEntity task) {
    if (!OwnTasks.personAsks(context()) || watches(task)) {
      super.checkReadTaskVariable(task);
    } else {
      mustBeOwn(task, TaskPermissions.READ_VARIABLE);
    }
  }

  @Override
  public void checkTaskWork(TaskEntity task) {
    if (OwnTasks.personAsks(context())) {
      mustBeFreeForMe(task, Permissions.TASK_WORK);
    } else {
      super.checkTaskWork(task);
    }
  }

  @Override
  public void checkUpdateTaskVariable(TaskEntity task) {
    if (OwnTasks.personAsks(context())) {
      mustBeFreeForMe(task, TaskPermissions.UPDATE_VARIABLE);
    } else {
      super.checkUpdateTaskVariable(task);
    }
  }

  @Override
  public void checkTaskAssign(TaskEntity task) {
    if (OwnTasks.personAsks(context())) {
      throw refusal(task, Permissions.TASK_ASSIGN);
    }
    super.checkTaskAssign(task);
  }

  private boolean watches(TaskEntity task) {
    return watchers.includes(context().getAuthentication()) && !OwnTasks.isOwn(task, context());
  }

  private void mustBeOwn(TaskEntity task, Permission permission) {
    if (!OwnTasks.isOwn(task, context())) {
      throw refusal(task, permission);
    }
  }

  private void mustBeFreeForMe(TaskEntity task, Permission permission) {
    if (!OwnTasks.isOwn(task, context()) || OwnTasks.isHeldBySomebodyElse(task, context())) {
      throw refusal(task, permission);
    }
  }

  private static AuthorizationException refusal(TaskEntity task, Permission permission) {
    return new AuthorizationException(
        context().getAuthenticatedUserId(), permission.getName(), Resources.TASK.resourceName(), task.getId());
  }

  private static CommandContext context() {
    return Context.getCommandContext();
  }
}
