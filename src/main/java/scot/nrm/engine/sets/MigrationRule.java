package scot.nrm.engine.sets;

import java.util.List;
import java.util.Set;

/** Whether a running process may be migrated to another version of its diagram. */
public interface MigrationRule {

  /**
   * A migration of one process.
   *
   * @param businessKey the number of the case; {@code null} if it belongs to none
   * @param from the id of its diagram, and {@code to} of the one that it would follow
   * @param at the ids of the elements where it is
   */
  record Migration(
      String instance,
      String businessKey,
      String from,
      String to,
      String fromDeployment,
      String toDeployment,
      Set<String> at) {}

  /** Why not, in sentences; empty if it may. */
  List<String> problems(Migration migration);
}
