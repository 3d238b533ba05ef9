package scot.nrm.register;

/** The two decisions of a competent authority, in the order in which they are made. */
public enum Stage implements StoredCode {
  REASONABLE_GROUNDS("reasonable-grounds", "reasonable grounds", "rg"),
  CONCLUSIVE_GROUNDS("conclusive-grounds", "conclusive grounds", "cg");

  private final String id;
  private final String label;
  private final String prefix;

  Stage(String id, String label, String prefix) {
    this.id = id;
    this.label = label;
    this.prefix = prefix;
  }

  /**
   * The value that process variables, decision tables and the register use; also the id of the
   * stage's diagram.
   */
  @Override
  public String id() {
    return id;
  }

  /** The stage in words, such as {@code reasonable grounds}. */
  public String label() {
    return label;
  }

  /** How the names of the stage's columns, variables and form fields begin. */
  public String prefix() {
    return prefix;
  }

  /**
   * @throws IllegalArgumentException if no stage has the id, or there is none
   */
  public static Stage of(String id) {
    if (id == null) {
      throw new IllegalArgumentException("The stage is missing");
    }
    return StoredCode.of(Stage.class, id);
  }
}
