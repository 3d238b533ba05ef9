package scot.nrm.access;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.IdentityLink;
import org.springframework.stereotype.Component;
import scot.nrm.access.Roles.CouncilsOfRole;
import scot.nrm.access.Roles.RoleSettings;
import scot.nrm.access.tasks.OwnTasks;

/**
 * Who may read what a task's form shows of the child. Seeing that a task is open is not enough: a
 * council's manager sees that an authority has work to do in the council's case, but the
 * authority's reasons only where they were sent. Whoever runs the platform sees no child at all.
 */
@Component
public class FormReaders {

  private final Roles roles;

  FormReaders(Roles roles) {
    this.roles = roles;
  }

  /**
   * Those who work on the task; of those who watch cases, a council's only where the council's
   * people work on it. The deployment's own code reads everything.
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
