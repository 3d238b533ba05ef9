package scot.nrm.register;

/** What an officer does with a decision (D18). */
public enum Act implements StoredCode {
  PROPOSED("proposed"),
  CONFIRMED("confirmed"),
  SENT_BACK("sent-back");

  private final String id;

  Act(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  public static Act of(String id) {
    return StoredCode.of(Act.class, id);
  }
}
