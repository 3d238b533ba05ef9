package scot.nrm.register;

import scot.nrm.engine.StoredCode;

/** What an officer does with a decision (D18). */
public enum Act implements StoredCode {
  PROPOSED,
  CONFIRMED,
  SENT_BACK;

  public static Act of(String id) {
    return StoredCode.of(Act.class, id);
  }
}
