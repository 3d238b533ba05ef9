package scot.nrm.register;

/** The two decisions of a competent authority, in the order in which they are made. */
public enum Stage {
  REASONABLE_GROUNDS("reasonable-grounds"),
  CONCLUSIVE_GROUNDS("conclusive-grounds");

  private final String id;

  Stage(String id) {
    this.id = id;
  }

  /**
   * The value that process variables, decision tables and the register use; also the id of the
   * stage's diagram.
   */
  public String id() {
    return id;
  }

  public static Stage of(String id) {
    for (Stage stage : values()) {
      if (stage.id.equals(id)) {
        return stage;
      }
    }
    throw new IllegalArgumentException("No stage has the id " + id);
  }
}
