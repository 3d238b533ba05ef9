package scot.nrm.access;

import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;

/** The members of teams, and the teams of tasks. */
public final class Teams {

  private Teams() {}

  /** A person with their current groups and councils from the database. */
  public static Viewer person(String userId, IdentityService identity) {
    return new Viewer(
        userId,
        identity.createGroupQuery().groupMember(userId).list().stream()
            .map(Group::getId)
            .collect(Collectors.toSet()),
        identity.createTenantQuery().userMember(userId).includingGroupsOfUser(true).list().stream()
            .map(Tenant::getId)
            .collect(Collectors.toSet()));
  }

  /** Whether a person may be assigned a task: they must be a candidate and of its council. */
  public static boolean mayBeAssigned(Viewer person, DelegateTask task) {
    return isInCouncilOf(person, task) && isCandidate(person, task);
  }

  /** Whether a person belongs to the task's council; a task without a case has none. */
  public static boolean isInCouncilOf(Viewer person, DelegateTask task) {
    return task.getTenantId() == null || person.tenants().contains(task.getTenantId());
  }

  /** Whether the task waits for this person, or for a team of theirs. */
  public static boolean isCandidate(Viewer person, DelegateTask task) {
    return task.getCandidates().stream()
        .anyMatch(
            link ->
                person.userId().equals(link.getUserId())
                    || link.getGroupId() != null && person.isIn(link.getGroupId()));
  }
}
