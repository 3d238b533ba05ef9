package scot.nrm.revision;

import java.util.Map;

/** Handles the cases under way when a revision comes into force. */
public interface RevisedCases {

  /**
   * In the transaction in which a revision comes into force.
   *
   * @param set the number of the set that it has become
   * @param files that it has changed, by their names with the folder
   */
  void comesIntoForce(int revision, int set, Map<String, byte[]> files);

  /** Afterwards, each minute, until all is done. */
  void continueMoving();
}
