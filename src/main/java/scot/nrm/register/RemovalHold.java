package scot.nrm.register;

/** Whether removal from the United Kingdom is on hold (D32). */
public enum RemovalHold implements StoredCode {
  NOT_NEEDED("not-needed"),
  ON("on"),
  ENDED("ended");

  private final String id;

  RemovalHold(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  public static RemovalHold of(String id) {
    return StoredCode.of(RemovalHold.class, id);
  }
}
