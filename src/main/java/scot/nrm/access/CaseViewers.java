package scot.nrm.access;

import java.util.Set;
import org.camunda.bpm.engine.impl.identity.Authentication;

/**
 * The groups that may view cases: they read tasks by their grants on process definitions, within
 * their councils. Everyone else sees only their own tasks.
 */
public record CaseViewers(Set<String> groups) {

  public boolean includes(Authentication person) {
    return Viewer.of(person).isInAnyOf(groups);
  }
}
