package scot.nrm.repair;

import scot.nrm.engine.StoredCode;

/** What a repair can do. Nothing else: it sets no value and ends no case. */
enum RepairAction implements StoredCode {
  /** Cancels what is at an element, if anything, and continues before another one. */
  MOVE,
  /** One more attempt at a job that has failed. */
  RETRY_JOB,
  /** Removes a job that can't be done. */
  DELETE_JOB,
  /** What was changed past the application, and has been dealt with, is no longer shown. */
  ACKNOWLEDGE
}
