package scot.nrm.register;

import scot.nrm.engine.StoredCode;

/** Whether removal from the United Kingdom is on hold (D32). */
public enum RemovalHold implements StoredCode {
  NOT_NEEDED,
  ON,
  ENDED;

  public static RemovalHold of(String id) {
    return StoredCode.of(RemovalHold.class, id);
  }
}
