package scot.nrm.access.tasks;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.impl.TaskServiceImpl;
import org.camunda.bpm.engine.impl.cfg.CommandChecker;
import org.camunda.bpm.engine.impl.cfg.auth.AuthorizationCommandChecker;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.Comment;
import scot.nrm.access.PersonLock;
import scot.nrm.access.Roles;
import scot.nrm.access.Teams;
import scot.nrm.access.Viewer;

/**
 * The task service with the checks that the engine omits: the engine lets a candidate claim for
 * someone else or take a task from a colleague.
 *
 * <p>People claim and hand back for themselves only. A manager assigns the tasks of the teams that
 * {@code gives-tasks-of} names in {@code config/roles.yaml}, an administrator those that are stuck,
 * to a person of the task's team and council. The engine itself is not checked here.
 */
public class GuardedTaskService extends TaskServiceImpl {

  /** Checks grants on the process definition; {@link TaskChecker} replaces it in the engine. */
  private static final CommandChecker GRANTS = new AuthorizationCommandChecker();

  private static final String NOT_IN_TEAM =
      "Assignee: choose someone from the team that this task is for.";

  private static final String OTHER_TEAM =
      "This task is for another team, so you can't claim it or hand it back.";

  private final Roles roles;

  public GuardedTaskService(Roles roles) {
    this.roles = roles;
  }

  @Override
  public void claim(String taskId, String userId) {
    inContext(
        context -> {
          TaskEntity task = task(taskId, context);
          if (task == null) {
            super.claim(taskId, userId);
          } else {
            checkMayClaim(task, userId, context);
            if (userId != null && task.getAssignee() == null) {
              requireStillInTeam(PersonLock.lockAndRead(userId, context), task);
            }
            if (userId != null) {
              checkClaimRules(task, userId);
            }
            context.runWithoutAuthorization(
                () -> {
                  super.claim(taskId, userId);
                  return null;
                });
          }
        });
  }

  private static void checkMayClaim(TaskEntity task, String userId, CommandContext context) {
    if (userId != null && !userId.equals(context.getAuthenticatedUserId())) {
      throw TaskChecker.refusal(task.getId(), Permissions.TASK_WORK);
    }
    if (!OwnTasks.isOwn(task, context)) { // such as a manager, who may see it
      throw new AuthorizationException(OTHER_TEAM);
    }
    if (OwnTasks.isAssignedToSomeoneElse(task, context)) {
      throw new AuthorizationException(TaskChecker.ASSIGNED_TO_COLLEAGUE);
    }
  }

  /** A person who left the team a moment ago is still signed in as one of it. */
  private static void requireStillInTeam(Viewer person, TaskEntity task) {
    if (!Teams.mayBeAssigned(person, task)) {
      throw new AuthorizationException(OTHER_TEAM);
    }
  }

  private static Viewer person(String userId) {
    return Teams.person(userId, Context.getProcessEngineConfiguration().getIdentityService());
  }

  /**
   * Checks what a rule of the task's form says about the person who claims it.
   *
   * @throws BadUserRequestException with a sentence, if they would be refused when completing it
   */
  protected void checkClaimRules(TaskEntity task, String userId) {}

  @Override
  public void setAssignee(String taskId, String userId) {
    inContext(
        context -> {
          TaskEntity task = task(taskId, context);
          if (task == null) {
            super.setAssignee(taskId, userId);
          } else if (userId == null
              && Objects.equals(task.getAssignee(), context.getAuthenticatedUserId())) {
            // Tasklist hands a task back by setting no assignee, for which the engine requires
            // permission to assign.
            super.claim(taskId, null);
          } else {
            Set<String> teams = assignableTeams(task, context);
            boolean forCouncil = teams.stream().anyMatch(roles::isCouncilTeam);
            if (userId != null) {
              PersonLock.lock(userId, context);
            }
            context.runWithoutAuthorization(
                () -> {
                  if (forCouncil) {
                    requireCouncilMember(userId, task);
                    requireCouncilMember(task.getAssignee(), task);
                  } else if (!teams.isEmpty()) {
                    requireTeamMember(userId, teams, task);
                  }
                  if (userId != null) {
                    checkAssignee(task, userId);
                  }
                  super.setAssignee(taskId, userId);
                  return null;
                });
          }
        });
  }

  /**
   * The teams that the task is for and whose tasks the person assigns; none if an administrator
   * helps with a task.
   *
   * @throws AuthorizationException if the person may not assign this task
   */
  private Set<String> assignableTeams(TaskEntity task, CommandContext context) {
    Set<String> teams =
        new HashSet<>(roles.teamsAssignableBy(Viewer.of(context.getAuthentication()).groups()));
    teams.retainAll(OwnTasks.teamsOf(task));
    if (teams.isEmpty() || !OwnTasks.isFromPerson(context)) {
      GRANTS.checkTaskAssign(task);
      return Set.of();
    }
    return teams;
  }

  /** The task of a person's request; {@code null} if the engine itself answers. */
  private static TaskEntity task(String taskId, CommandContext context) {
    return taskId == null || !OwnTasks.isSignedIn(context) ? null : find(taskId, context);
  }

  /**
   * Refuses a person who is not of the task's council. Central officers belong to every council by
   * their group, so a council can't decide who among them works on a task.
   */
  private static void requireCouncilMember(String userId, TaskEntity task) {
    if (userId != null
        && Context.getProcessEngineConfiguration()
                .getIdentityService()
                .createTenantQuery()
                .userMember(userId)
                .tenantId(task.getTenantId())
                .count()
            == 0) {
      throw new BadUserRequestException(
          "Assignee: this task is not for the people of your local authority.");
    }
  }

  /**
   * Refuses an assignee outside these teams, and a task that is assigned to another team: an
   * authority's manager assigns within the authority.
   */
  private static void requireTeamMember(String userId, Set<String> teams, TaskEntity task) {
    if (userId != null && !person(userId).isInAnyOf(teams)) {
      throw new BadUserRequestException(NOT_IN_TEAM);
    }
    if (task.getAssignee() != null) {
      Viewer assignee = person(task.getAssignee());
      if (!assignee.isInAnyOf(teams) && Teams.mayBeAssigned(assignee, task)) {
        throw new BadUserRequestException(
            "Assignee: this task is assigned to someone in another team.");
      }
    }
  }

  /**
   * Checks that a person may be assigned the task: only people of its team and council.
   *
   * @throws BadUserRequestException with a sentence if not
   */
  protected void checkAssignee(TaskEntity task, String userId) {
    if (!Teams.mayBeAssigned(person(userId), task)) {
      throw new BadUserRequestException(NOT_IN_TEAM);
    }
  }

  /**
   * Those of some people who may not be assigned a task now, because they aren't of its team or
   * council, or a rule of its form would refuse them (D18, D30). None, if the task is no longer
   * open: someone may complete it while the others are chosen.
   */
  public Set<String> refusedAssignees(String taskId, Collection<String> userIds) {
    return commandExecutor.execute(
        context ->
            context.runWithoutAuthorization(
                () -> {
                  TaskEntity task = find(taskId, context);
                  return userIds.stream()
                      .filter(userId -> task != null && !isAllowed(task, userId))
                      .collect(Collectors.toSet());
                }));
  }

  /** Whether a person may be assigned the task. */
  boolean isAllowed(TaskEntity task, String userId) {
    try {
      checkAssignee(task, userId);
      return true;
    } catch (BadUserRequestException e) {
      return false;
    }
  }

  /** Nobody writes comments, but the engine would tell strangers that there is such a task. */
  @Override
  public List<Comment> getTaskComments(String taskId) {
    inContext(
        context -> {
          if (OwnTasks.isFromPerson(context)) {
            TaskEntity task = find(taskId, context);
            if (task == null) {
              throw TaskChecker.refusal(taskId, Permissions.READ);
            }
            context
                .getProcessEngineConfiguration()
                .getCommandCheckers()
                .forEach(checker -> checker.checkReadTask(task));
          }
        });
    return super.getTaskComments(taskId);
  }

  /** An open task; {@code null} if none or another council's, so that no refusal reveals it. */
  public static TaskEntity find(String taskId, CommandContext context) {
    TaskEntity task = context.getTaskManager().findTaskById(taskId);
    return task == null || context.getTenantManager().isAuthenticatedTenant(task.getTenantId())
        ? task
        : null;
  }

  private void inContext(Consumer<CommandContext> work) {
    commandExecutor.execute(
        context -> {
          work.accept(context);
          return null;
        });
  }
}
