package scot.nrm.access.tasks;

import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.TaskServiceImpl;
import org.camunda.bpm.engine.impl.cfg.CommandChecker;
import org.camunda.bpm.engine.impl.cfg.auth.AuthorizationCommandChecker;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.Attachment;
import org.camunda.bpm.engine.task.Comment;
import org.camunda.bpm.engine.task.DelegationState;
import org.camunda.bpm.engine.task.Event;
import scot.nrm.access.Roles;
import scot.nrm.access.Teams;
import scot.nrm.access.Viewer;

/**
 * The task service with the checks that the engine omits: the engine lets anyone who knows an id
 * read comments, events and attachments, even across councils, and lets a candidate claim for
 * someone else or take a task from a colleague.
 *
 * <ul>
 *   <li>Reading needs permission to read the task (or the case, if no task is named).
 *   <li>Nobody writes comments or attachments: text about a child belongs in the child's file.
 *   <li>People claim and hand back for themselves only. A manager assigns the tasks of the teams
 *       that {@code gives-tasks-of} names in {@code config/roles.yaml}, an administrator those that
 *       are stuck, to a person of the task's team and council.
 * </ul>
 *
 * <p>The engine itself is not checked here. Administrators are checked when they assign tasks, but
 * not when they read texts.
 */
public class GuardedTaskService extends TaskServiceImpl {

  /**
   * Checks grants on the process definition. {@link TaskChecker} replaces it in the engine's own
   * list.
   */
  private static final CommandChecker GRANTS = new AuthorizationCommandChecker();

  private static final String NOT_OF_THE_TEAM =
      "Assignee: choose someone from the team that this task is for.";

  private static final String NO_COMMENTS =
      "Comments are not kept here. Write notes about the case in the forms of its tasks.";
  private static final String NO_ATTACHMENTS =
      "Documents are not kept here. Say in the forms of the case's tasks where they are.";

  private final Roles roles;

  public GuardedTaskService(Roles roles) {
    this.roles = roles;
  }

  // --- assignment

  @Override
  public void claim(String taskId, String userId) {
    inContext(
        context -> {
          TaskEntity task = task(taskId, context);
          if (task == null) {
            super.claim(taskId, userId);
          } else {
            mayClaim(task, userId, context);
            context.runWithoutAuthorization(
                () -> {
                  super.claim(taskId, userId);
                  return null;
                });
          }
        });
  }

  private static void mayClaim(TaskEntity task, String userId, CommandContext context) {
    if (userId != null && !userId.equals(context.getAuthenticatedUserId())
        || !OwnTasks.isOwn(task, context)) {
      throw refusal(context, Permissions.TASK_WORK, Resources.TASK.resourceName(), task.getId());
    }
    if (OwnTasks.isAssignedToSomeoneElse(task, context)) {
      throw new AuthorizationException(TaskChecker.HELD_BY_A_COLLEAGUE);
    }
  }

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
            Set<String> given = mayGive(task, context);
            boolean ofACouncil = given.stream().anyMatch(roles::isOfCouncils);
            context.runWithoutAuthorization(
                () -> {
                  if (ofACouncil) {
                    mustBeOfTheCouncilItself(userId, task);
                    mustBeOfTheCouncilItself(task.getAssignee(), task);
                  } else if (!given.isEmpty()) {
                    mustBeOfTheTeam(userId, given, task);
                  }
                  if (userId != null) {
                    mayHold(task, userId);
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
  private Set<String> mayGive(TaskEntity task, CommandContext context) {
    Set<String> given =
        new HashSet<>(roles.givenBy(Viewer.of(context.getAuthentication()).groups()));
    given.retainAll(OwnTasks.teamsOf(task));
    if (given.isEmpty() || !OwnTasks.personAsks(context)) {
      GRANTS.checkTaskAssign(task);
      return Set.of();
    }
    return given;
  }

  /**
   * Hands back a delegated task. The engine would accept any task, and let its form be sent
   * repeatedly.
   */
  @Override
  public void resolveTask(String taskId) {
    mustBeDelegated(taskId);
    super.resolveTask(taskId);
  }

  @Override
  public void resolveTask(String taskId, Map<String, Object> variables) {
    mustBeDelegated(taskId);
    super.resolveTask(taskId, variables);
  }

  private void mustBeDelegated(String taskId) {
    inContext(
        context -> {
          TaskEntity task = task(taskId, context);
          if (task != null && task.getDelegationState() != DelegationState.PENDING) {
            checkers(context).forEach(checker -> checker.checkTaskWork(task));
            throw new BadUserRequestException(
                "This task was not delegated to you. Complete it, or hand it back.");
          }
        });
  }

  /** The task of a person's request; {@code null} if the engine itself answers. */
  private static TaskEntity task(String taskId, CommandContext context) {
    return taskId == null || !OwnTasks.isSignedIn(context) ? null : find(taskId, context);
  }

  /**
   * Central officers belong to every council by their group, so a council can't decide who among
   * them works on a task.
   */
  private static void mustBeOfTheCouncilItself(String userId, TaskEntity task) {
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
   * An authority's manager assigns within the authority; other teams keep their part in the same
   * task.
   */
  private static void mustBeOfTheTeam(String userId, Set<String> given, TaskEntity task) {
    IdentityService identity = Context.getProcessEngineConfiguration().getIdentityService();
    if (userId != null && !Teams.person(userId, identity).isInAnyOf(given)) {
      throw new BadUserRequestException(NOT_OF_THE_TEAM);
    }
    if (task.getAssignee() != null) {
      Viewer holder = Teams.person(task.getAssignee(), identity);
      if (!holder.isInAnyOf(given) && Teams.include(holder, task)) {
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
  protected void mayHold(TaskEntity task, String userId) {
    if (!Teams.include(
        Teams.person(userId, Context.getProcessEngineConfiguration().getIdentityService()), task)) {
      throw new BadUserRequestException(NOT_OF_THE_TEAM);
    }
  }

  // --- comments and events

  @Override
  public List<Comment> getTaskComments(String taskId) {
    mayRead(taskId, null);
    return super.getTaskComments(taskId);
  }

  @Override
  public Comment getTaskComment(String taskId, String commentId) {
    mayRead(taskId, null);
    return super.getTaskComment(taskId, commentId);
  }

  @Override
  public List<Comment> getProcessInstanceComments(String processInstanceId) {
    mayRead(null, processInstanceId);
    return super.getProcessInstanceComments(processInstanceId);
  }

  @Override
  public List<Event> getTaskEvents(String taskId) {
    mayRead(taskId, null);
    return super.getTaskEvents(taskId);
  }

  @Override
  public Comment createComment(String taskId, String processInstanceId, String message) {
    throw new BadUserRequestException(NO_COMMENTS);
  }

  @Override
  public void addComment(String taskId, String processInstanceId, String message) {
    throw new BadUserRequestException(NO_COMMENTS);
  }

  @Override
  public void updateTaskComment(String taskId, String commentId, String message) {
    throw new BadUserRequestException(NO_COMMENTS);
  }

  @Override
  public void updateProcessInstanceComment(
      String processInstanceId, String commentId, String message) {
    throw new BadUserRequestException(NO_COMMENTS);
  }

  // --- attachments

  @Override
  public Attachment createAttachment(
      String type,
      String taskId,
      String processInstanceId,
      String name,
      String description,
      InputStream content) {
    throw new BadUserRequestException(NO_ATTACHMENTS);
  }

  @Override
  public Attachment createAttachment(
      String type,
      String taskId,
      String processInstanceId,
      String name,
      String description,
      String url) {
    throw new BadUserRequestException(NO_ATTACHMENTS);
  }

  @Override
  public void saveAttachment(Attachment attachment) {
    throw new BadUserRequestException(NO_ATTACHMENTS);
  }

  @Override
  public List<Attachment> getTaskAttachments(String taskId) {
    mayRead(taskId, null);
    return super.getTaskAttachments(taskId);
  }

  @Override
  public Attachment getTaskAttachment(String taskId, String attachmentId) {
    mayRead(taskId, null);
    return super.getTaskAttachment(taskId, attachmentId);
  }

  @Override
  public InputStream getTaskAttachmentContent(String taskId, String attachmentId) {
    mayRead(taskId, null);
    return super.getTaskAttachmentContent(taskId, attachmentId);
  }

  @Override
  public void deleteTaskAttachment(String taskId, String attachmentId) {
    throw new BadUserRequestException(NO_ATTACHMENTS);
  }

  @Override
  public List<Attachment> getProcessInstanceAttachments(String processInstanceId) {
    mayRead(null, processInstanceId);
    return super.getProcessInstanceAttachments(processInstanceId);
  }

  @Override
  public Attachment getAttachment(String attachmentId) {
    Attachment attachment = super.getAttachment(attachmentId);
    if (attachment != null) {
      mayRead(attachment.getTaskId(), attachment.getProcessInstanceId());
    }
    return attachment;
  }

  @Override
  public InputStream getAttachmentContent(String attachmentId) {
    getAttachment(attachmentId);
    return super.getAttachmentContent(attachmentId);
  }

  @Override
  public void deleteAttachment(String attachmentId) {
    throw new BadUserRequestException(NO_ATTACHMENTS);
  }

  // --- the checks

  private void mayRead(String taskId, String processInstanceId) {
    whenPersonAsks(
        context -> {
          if (taskId != null) {
            mayReadTask(taskId, context);
          } else {
            mayReadCase(processInstanceId, context);
          }
        });
  }

  private static void mayReadTask(String taskId, CommandContext context) {
    TaskEntity task = find(taskId, context);
    if (task != null) {
      checkers(context).forEach(checker -> checker.checkReadTask(task));
    } else if (context
            .getProcessEngineConfiguration()
            .getHistoryService()
            .createHistoricTaskInstanceQuery()
            .taskId(taskId)
            .count()
        == 0) {
      throw refusal(context, Permissions.READ, Resources.TASK.resourceName(), taskId);
    }
  }

  private static void mayReadCase(String processInstanceId, CommandContext context) {
    ExecutionEntity instance =
        processInstanceId == null
            ? null
            : context.getExecutionManager().findExecutionById(processInstanceId);
    if (instance != null) {
      checkers(context).forEach(checker -> checker.checkReadProcessInstance(instance));
    } else if (processInstanceId == null
        || context
                .getProcessEngineConfiguration()
                .getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceId(processInstanceId)
                .count()
            == 0) {
      throw refusal(
          context, Permissions.READ, Resources.PROCESS_INSTANCE.resourceName(), processInstanceId);
    }
  }

  /**
   * An open task; {@code null} if there is none, or if it is another council's, so that no refusal
   * reveals its assignee.
   */
  public static TaskEntity find(String taskId, CommandContext context) {
    TaskEntity task = context.getTaskManager().findTaskById(taskId);
    return task == null || context.getTenantManager().isAuthenticatedTenant(task.getTenantId())
        ? task
        : null;
  }

  private static List<CommandChecker> checkers(CommandContext context) {
    return context.getProcessEngineConfiguration().getCommandCheckers();
  }

  private static AuthorizationException refusal(
      CommandContext context, Permission permission, String resource, String id) {
    return new AuthorizationException(
        context.getAuthenticatedUserId(), permission.getName(), resource, id);
  }

  private void whenPersonAsks(Consumer<CommandContext> check) {
    inContext(
        context -> {
          if (OwnTasks.personAsks(context)) {
            check.accept(context);
          }
        });
  }

  private void inContext(Consumer<CommandContext> work) {
    commandExecutor.execute(
        context -> {
          work.accept(context);
          return null;
        });
  }
}
