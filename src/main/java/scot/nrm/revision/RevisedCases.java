package scot.nrm.revision;

import java.util.Map;

/** Handles the cases under way when a revision comes into force. */
public interface RevisedCases {

  /**
   * Is called in the transaction in which a revision comes into force.
   *
   * @param set the number of the set that the revision has become
   * @param files the files that it changes, by name with the folder
   */
  void beginMoving(int revision, int set, Map<String, byte[]> files);

  /** Continues to move cases. Is called each minute, even when there are none. */
  void continueMoving();
}
