package scot.nrm.changes.handover;

/**
 * The handover of a case to another local authority, by its names in the register and the engine
 * (D41).
 */
final class HandOver {

  /** The diagram in which the other local authority answers, and the message for each answer. */
  static final String ANSWER = "accept-hand-over";

  static final String ACCEPTED_MESSAGE = "council-changed";
  static final String RETURNED_MESSAGE = "hand-over-returned";

  private HandOver() {}
}
