package scot.nrm.access.setup;

import java.util.Map;

/**
 * Groups that say something of a person besides the role, such as which police force they are of.
 * They have no grants and no councils; at each start they are there.
 */
public interface AdditionalGroups {

  /** By id, what people call them. */
  Map<String, String> names();
}
