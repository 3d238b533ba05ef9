package scot.nrm.register;

import scot.nrm.engine.StoredCode;

/** Whether removal from the United Kingdom is on hold (D32). */
public enum RemovalHold implements StoredCode {
  NOT_NEEDED("no hold needed"),
  ON("on hold"),
  ENDED("hold ended");

  private final String words;

  RemovalHold(String words) {
    this.words = words;
  }

  public static RemovalHold of(String id) {
    return StoredCode.of(RemovalHold.class, id);
  }

  /** The text after <em>Removal</em>. */
  String words() {
    return words;
  }
}
