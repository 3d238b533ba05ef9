package scot.nrm.access.tasks;

import java.util.Set;
import org.camunda.bpm.engine.impl.identity.Authentication;

/**
 * The groups that watch cases: they read tasks by their grants on process definitions, within their
 * councils. Everybody else sees their own tasks only.
 */
public record CaseViewers(Set<String> groups) {

  boolean includes(Authentication person) {
    return OwnTasks.groupsOf(person).stream().anyMatch(groups::contains);
  }
}
