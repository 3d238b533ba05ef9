package scot.nrm.changes.handover;

/**
 * The hand-over of a case to another council, by the names under which register and engine have it
 * (D41).
 */
final class HandOver {

  /** The diagram in which the other council answers, and the message for each of its answers. */
  static final String ANSWER = "accept-hand-over";

  static final String ACCEPTED_MESSAGE = "council-changed";
  static final String RETURNED_MESSAGE = "hand-over-returned";

  private HandOver() {}
}
