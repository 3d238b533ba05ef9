package scot.nrm.access.tasks;

import java.util.HashSet;
import java.util.Set;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.springframework.stereotype.Component;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.CouncilsOfRole;
import scot.nrm.access.Roles.FormReader;
import scot.nrm.access.Viewer;

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
  public boolean mayRead(TaskEntity task, CommandContext context) {
    Authentication person = context.getAuthentication();
    if (person == null || !context.getProcessEngineConfiguration().isAuthorizationEnabled()) {
      return true;
    }
    Viewer viewer = Viewer.of(person);
    return OwnTasks.isOwn(task, context)
        || roles.roles().stream()
            .filter(role -> role.watchesCases() && viewer.isIn(role.group()))
            .anyMatch(role -> role.councils() == CouncilsOfRole.ALL || isForCouncil(task));
  }

  /**
   * What the task's form may show to the person who opens it: by the roles through which they have
   * the task, or by all their roles if it was assigned to them or they watch the case. Another role
   * of theirs doesn't open a task that isn't for it.
   */
  public FormReader reader(TaskEntity task, CommandContext context) {
    Authentication person = context.getAuthentication();
    if (person == null || !context.getProcessEngineConfiguration().isAuthorizationEnabled()) {
      return FormReader.UNRESTRICTED;
    }
    Set<String> groups = Viewer.of(person).groups();
    Set<String> teams = new HashSet<>(OwnTasks.teamsOf(task));
    teams.retainAll(groups);
    return roles.formReader(teams.isEmpty() ? groups : teams);
  }

  private boolean isForCouncil(TaskEntity task) {
    return OwnTasks.teamsOf(task).stream().anyMatch(roles::isCouncilTeam);
  }
}
