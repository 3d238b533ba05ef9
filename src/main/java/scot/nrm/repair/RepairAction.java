package scot.nrm.repair;

import scot.nrm.engine.StoredCode;

/** What a repair can do. It can neither set a value nor end a case. */
enum RepairAction implements StoredCode {
  /** Cancels everything at an element, if one is given, and continues before another one. */
  MOVE,
  /** Tries a failed job once more. */
  RETRY_JOB,
  /** Removes a job that can't be done. */
  DELETE_JOB,
  /** Stops showing a change that was made outside the application and has been dealt with. */
  ACKNOWLEDGE
}
