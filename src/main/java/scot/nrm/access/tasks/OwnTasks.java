package scot.nrm.access.tasks;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.IdentityLink;
import scot.nrm.access.Teams;
import scot.nrm.access.Viewer;

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
  static boolean isFromPerson(CommandContext context) {
    return isSignedIn(context)
        && !context.getAuthorizationManager().isCamundaAdmin(context.getAuthentication());
  }

  /** Like {@link #isFromPerson}, but includes administrators, who do no casework. */
  static boolean isSignedIn(CommandContext context) {
    Authentication person = context.getAuthentication();
    return context.isAuthorizationCheckEnabled()
        && context.getProcessEngineConfiguration().isAuthorizationEnabled()
        && person != null
        && person.getUserId() != null;
  }

  /** Whether the signed-in person is the task's assignee or one of its candidates. */
  public static boolean isOwn(TaskEntity task, CommandContext context) {
    Viewer person = Viewer.of(context.getAuthentication());
    return person.userId().equals(task.getAssignee()) || Teams.isCandidate(person, task);
  }

  /** The task's candidate groups. */
  static Set<String> teamsOf(TaskEntity task) {
    return task.getCandidates().stream()
        .map(IdentityLink::getGroupId)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  static boolean isAssignedToSomeoneElse(TaskEntity task, CommandContext context) {
    return task.getAssignee() != null
        && !task.getAssignee().equals(context.getAuthenticatedUserId());
  }
}
