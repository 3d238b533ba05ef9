package scot.nrm.engine.authorities;

import scot.nrm.engine.StoredCode;

/**
 * A competent authority, by the code that the register, the decision tables and the diagrams keep.
 * Which there are, what they are called and what they do is in {@link Authorities}.
 */
public record Authority(String id) implements StoredCode {

  /** The authority with a code; {@code null} for {@code null}. */
  public static Authority of(String id) {
    return id == null ? null : new Authority(id);
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
