package scot.nrm.access.tasks;

import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.TaskPermissions;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.impl.cfg.auth.AuthorizationCommandChecker;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import scot.nrm.access.CaseViewers;

/**
 * Checks what a person may do with one task, by the same rule as the {@linkplain
 * RowLevelTaskManager task list}.
 *
 * <p>Reading: the person's own tasks, and for case viewers (managers) also those that their grants
 * allow. Working: only on a task assigned to the person, whatever the grants, administrators
 * included; so the person who completes a task has claimed it. Everything else about a task (dates,
 * candidates, name) comes from the diagram and can't be changed. {@link GuardedTaskService} checks
 * claims and assignments itself.
 */
class TaskChecker extends AuthorizationCommandChecker {

  static final String ASSIGNED_TO_COLLEAGUE =
      "This task is assigned to a colleague. Ask them to hand it back, or their manager to reassign it to you.";

  private final CaseViewers watchers;

  TaskChecker(CaseViewers watchers) {
    this.watchers = watchers;
  }

  @Override
  public void checkReadTask(TaskEntity task) {
    if (task == null) {
      throw new NotFoundException("This task does not exist."); // the engine checks its form first
    }
    if (!OwnTasks.isFromPerson(context()) || mayView(task)) {
      super.checkReadTask(task);
    } else {
      requireOwn(task, Permissions.READ);
    }
  }

  @Override
  public void checkReadTaskVariable(TaskEntity task) {
    if (!OwnTasks.isFromPerson(context()) || mayView(task)) {
      super.checkReadTaskVariable(task);
    } else {
      requireOwn(task, TaskPermissions.READ_VARIABLE);
    }
  }

  @Override
  public void checkTaskWork(TaskEntity task) {
    if (OwnTasks.isSignedIn(context())) {
      requireAssignee(task, Permissions.TASK_WORK);
    } else {
      super.checkTaskWork(task);
    }
  }

  @Override
  public void checkUpdateTaskVariable(TaskEntity task) {
    if (OwnTasks.isSignedIn(context())) {
      requireAssignee(task, TaskPermissions.UPDATE_VARIABLE);
    } else {
      super.checkUpdateTaskVariable(task);
    }
  }

  @Override
  public void checkTaskAssign(TaskEntity task) {
    if (OwnTasks.isSignedIn(context())) {
      throw refusal(task.getId(), Permissions.TASK_ASSIGN);
    }
    super.checkTaskAssign(task);
  }

  private boolean mayView(TaskEntity task) {
    return watchers.includes(context().getAuthentication()) && !OwnTasks.isOwn(task, context());
  }

  private void requireOwn(TaskEntity task, Permission permission) {
    if (!OwnTasks.isOwn(task, context())) {
      throw refusal(task.getId(), permission);
    }
  }

  /** A person who may not see the task learns nothing about it. */
  private void requireAssignee(TaskEntity task, Permission permission) {
    requireOwn(task, permission);
    if (task.getAssignee() == null) {
      throw new AuthorizationException(
          "Claim the task first: only the person assigned to a task can work on it.");
    }
    if (OwnTasks.isAssignedToSomeoneElse(task, context())) {
      throw new AuthorizationException(ASSIGNED_TO_COLLEAGUE);
    }
  }

  static AuthorizationException refusal(String taskId, Permission permission) {
    return new AuthorizationException(
        context().getAuthenticatedUserId(),
        permission.getName(),
        Resources.TASK.resourceName(),
        taskId);
  }

  private static CommandContext context() {
    return Context.getCommandContext();
  }
}
