package scot.nrm.access.setup;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.identity.User;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.CouncilsOfRole;
import scot.nrm.access.Roles.RoleSettings;
import scot.nrm.access.Teams;
import scot.nrm.access.Viewer;
import scot.nrm.engine.authorities.Authorities;

/** Compares councils, groups, permissions and filters with {@code config/}. Changes nothing. */
@Component
public class AccessCheck {

  /** Of a larger team, only the first people are checked here; the others can be seen in Admin. */
  private static final int MAX_PEOPLE = 1000;

  private final AccessSetup setup;
  private final Roles roles;
  private final Authorities authorities;
  private final ProcessEngine engine;

  AccessCheck(AccessSetup setup, Roles roles, Authorities authorities, ProcessEngine engine) {
    this.setup = setup;
    this.roles = roles;
    this.authorities = authorities;
    this.engine = engine;
  }

  /** Differences from the files, which the next start corrects. */
  public List<String> differences() {
    return setup.differences(engine);
  }

  /** People whose groups and councils are inconsistent: only an administrator can correct them. */
  public List<String> inconsistentPeople() {
    List<String> remarks = new ArrayList<>();
    for (RoleSettings role : roles.roles()) {
      for (Viewer person : members(role.group())) {
        if (person.isIn(Groups.CAMUNDA_ADMIN)) {
          remarks.add(
              "%s is an administrator and is in %s: an administrator has all permissions and should do no casework"
                  .formatted(person.userId(), role.group()));
        }
        if (role.councils() == CouncilsOfRole.OWN && person.tenants().isEmpty()) {
          remarks.add(
              "%s is in %s and does not belong to a local authority, so sees nothing"
                  .formatted(person.userId(), role.group()));
        }
        if (person.groupsAmong(Role.LOCAL_AUTHORITY).contains(role.group())
            && !authorities.of(person.groups()).isEmpty()) {
          remarks.add(
              "%s is in %s and in a team of a competent authority: nobody should decide what they may refer. They get the tasks of their own local authorities only"
                  .formatted(person.userId(), role.group()));
        }
      }
    }
    return remarks;
  }

  private List<Viewer> members(String group) {
    IdentityService identity = engine.getIdentityService();
    return identity.createUserQuery().memberOfGroup(group).listPage(0, MAX_PEOPLE).stream()
        .map(User::getId)
        .map(userId -> Teams.person(userId, identity))
        .toList();
  }
}
