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
 * The rule for whose task it is: the assignee's and the candidates', as persons or by their groups.
 * The engine's tenant check has already excluded other councils.
 */
public final class OwnTasks {

  private OwnTasks() {}

  /**
   * Whether a person makes the request, and not the engine itself (a job, a delegate, the start of
   * the application) or an administrator.
   */
  static boolean personAsks(CommandContext context) {
    return isSignedIn(context)
        && !context.getAuthorizationManager().isCamundaAdmin(context.getAuthentication());
  }

  /** Like {@link #personAsks}, but includes administrators, who do no casework. */
  static boolean isSignedIn(CommandContext context) {
    Authentication person = context.getAuthentication();
    return context.isAuthorizationCheckEnabled()
        && context.getProcessEngineConfiguration().isAuthorizationEnabled()
        && person != null
        && person.getUserId() != null;
  }

  /** Whether the signed-in person is the task's assignee or one of its candidates. */
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

  /** The task's candidate groups. */
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

  static boolean isAssignedToSomeoneElse(TaskEntity task, CommandContext context) {
    return task.getAssignee() != null
        && !task.getAssignee().equals(context.getAuthenticatedUserId());
  }
}
