package scot.nrm.accesslog;

import scot.nrm.engine.StoredCode;

/**
 * A kind of access that someone should look into. Its code is in the log, the metric and the table.
 */
enum AlertRule implements StoredCode {
  MANY_CASES("opened many different cases within 24 hours"),
  WITHOUT_TASK("opened cases without a task in them within 24 hours"),
  OWN_PROMOTION("changed their own groups, local authorities or permissions"),
  REPAIR("repaired a case past the forms, or decided on a repair"),
  UNUSUAL_HOURS("opened cases at night");

  private final String words;

  AlertRule(String words) {
    this.words = words;
  }

  /** What the person did, for an e-mail. */
  String words() {
    return words;
  }
}
