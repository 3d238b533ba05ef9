package scot.nrm.access.setup;

import java.util.Map;

/**
 * Groups that describe a person besides the role, such as their police force. They have no grants
 * and no councils, and are created at each start.
 */
public interface AdditionalGroups {

  /** The groups' names, by id. */
  Map<String, String> names();
}
