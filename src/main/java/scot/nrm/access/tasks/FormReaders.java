package scot.nrm.access.tasks;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.IdentityLink;
import org.springframework.stereotype.Component;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.CouncilsOfRole;
import scot.nrm.access.Roles.RoleSettings;

/**
 * Decides who may read what a task's form shows about the child. Seeing that a task is open is not
 * enough: a local authority's manager sees that an authority has work in the local authority's
 * case, but not its reasons. Administrators see nothing about children.
 */
@Component
public class FormReaders {

  private final Roles roles;

  FormReaders(Roles roles) {
    this.roles = roles;
  }

  /**
   * The people who work on the task, and case viewers; those of a council only if the council's
   * people work on the task. The application itself reads everything.
   */
  public boolean include(TaskEntity task, CommandContext context) {
    Authentication person = context.getAuthentication();
    if (person == null || !context.getProcessEngineConfiguration().isAuthorizationEnabled()) {
      return true;
    }
    List<String> groups = OwnTasks.groupsOf(person);
    return OwnTasks.isOwn(task, context)
        || roles.roles().stream()
            .filter(role -> role.watchesCases() && groups.contains(role.group()))
            .anyMatch(role -> role.councils() == CouncilsOfRole.ALL || isForACouncil(task));
  }

  private boolean isForACouncil(TaskEntity task) {
    Set<String> ofCouncils =
        roles.roles().stream()
            .filter(role -> role.councils() == CouncilsOfRole.OWN)
            .map(RoleSettings::group)
            .collect(Collectors.toSet());
    return task.getIdentityLinks().stream()
        .map(IdentityLink::getGroupId)
        .anyMatch(ofCouncils::contains);
  }
}
