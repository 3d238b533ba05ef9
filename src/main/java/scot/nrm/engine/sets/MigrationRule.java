package scot.nrm.engine.sets;

import java.util.List;
import java.util.Set;

/** Whether a running process may be migrated to another version of its diagram. */
public interface MigrationRule {

  /**
   * A migration of one process.
   *
   * @param businessKey the number of the case; {@code null} if it belongs to none
   * @param from the id of its diagram's version; {@code to} is that of the new one
   * @param at the ids of its current elements
   */
  record Migration(
      String instance,
      String businessKey,
      String from,
      String to,
      String fromDeployment,
      String toDeployment,
      Set<String> at) {}

  /** A sentence for each reason against it; empty if it may migrate. */
  List<String> problems(Migration migration);
}
