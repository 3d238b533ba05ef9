package scot.nrm.access.tasks;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.IdentityLinkType;

/**
 * The rule of who a task belongs to: its assignee and its candidates, by themselves or by one of
 * their groups. Rows of another council never get this far, the engine's tenant check comes first.
 */
public final class OwnTasks {

  private OwnTasks() {}

  /**
   * Whether a person is asking, and not the engine itself (a job, a delegate, the start of the
   * application) nor an administrator of the platform.
   */
  static boolean personAsks(CommandContext context) {
    return isSignedIn(context)
        && !context.getAuthorizationManager().isCamundaAdmin(context.getAuthentication());
  }

  /** As before, but with the administrators of the platform, who do no casework. */
  static boolean isSignedIn(CommandContext context) {
    Authentication person = context.getAuthentication();
    return context.isAuthorizationCheckEnabled()
        && context.getProcessEngineConfiguration().isAuthorizationEnabled()
        && person != null
        && person.getUserId() != null;
  }

  /** Whether the person who asks is the task's assignee or one of its candidates. */
  public static boolean isOwn(TaskEntity task, CommandContext context) {
    Authentication person = context.getAuthentication();
    if (person.getUserId().equals(task.getAssignee())) {
      return true;
    }
    return task.getIdentityLinks().stream()
        .filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()))
        .anyMatch(link -> names(link, person));
  }

  private static boolean names(IdentityLink link, Authentication person) {
    return person.getUserId().equals(link.getUserId())
        || link.getGroupId() != null && groupsOf(person).contains(link.getGroupId());
  }

  /** The groups that a task waits for. */
  static Set<String> teamsOf(TaskEntity task) {
    return task.getIdentityLinks().stream()
        .filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()))
        .map(IdentityLink::getGroupId)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  public static List<String> groupsOf(Authentication person) {
    return person.getGroupIds() == null ? List.of() : person.getGroupIds();
  }

  static boolean isHeldBySomebodyElse(TaskEntity task, CommandContext context) {
    return task.getAssignee() != null
        && !task.getAssignee().equals(context.getAuthenticatedUserId());
  }
}
