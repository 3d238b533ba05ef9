package scot.nrm.register;

import org.springframework.util.StringUtils;
import scot.nrm.engine.StoredCode;

/**
 * The two decisions of a competent authority, in the order in which they are made. The code of each
 * is also the id of its diagram.
 */
public enum Stage implements StoredCode {
  REASONABLE_GROUNDS("reasonable grounds", "rg"),
  CONCLUSIVE_GROUNDS("conclusive grounds", "cg");

  private final String label;
  private final String prefix;

  Stage(String label, String prefix) {
    this.label = label;
    this.prefix = prefix;
  }

  /** The stage in words, such as {@code reasonable grounds}. */
  public String label() {
    return label;
  }

  public String heading() {
    return StringUtils.capitalize(label);
  }

  /** The prefix of the stage's columns, variables and form fields. */
  public String prefix() {
    return prefix;
  }

  /**
   * @throws IllegalArgumentException if no stage has the id, or the id is {@code null}
   */
  public static Stage of(String id) {
    if (id == null) {
      throw new IllegalArgumentException("The stage is missing");
    }
    return StoredCode.of(Stage.class, id);
  }
}
