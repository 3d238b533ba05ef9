package scot.nrm.engine.authorities;

import java.util.Locale;
import scot.nrm.engine.StoredCode;

/**
 * A competent authority, by its code in the register, the decision tables and the diagrams. {@link
 * Authorities} has the list of them with their names and duties.
 */
public record Authority(String id) implements StoredCode {

  /** The authority with a code; {@code null} for {@code null}. */
  public static Authority of(String id) {
    return id == null ? null : new Authority(id);
  }

  /** The placeholder for its name; replaced when it is displayed by the name on that day. */
  public String fullName() {
    return placeholder("name");
  }

  /** The placeholder for its short name; replaced when it is displayed by the name on that day. */
  public String shortName() {
    return placeholder("short");
  }

  /** The placeholder for its short name with the article. */
  public String inText() {
    return placeholder("the");
  }

  private String placeholder(String form) {
    return "{{authority.%s.%s}}".formatted(id.toLowerCase(Locale.ROOT), form);
  }

  @Override
  public String name() {
    return id;
  }

  @Override
  public String toString() {
    return id;
  }
}
