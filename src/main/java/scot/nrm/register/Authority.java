package scot.nrm.register;

import java.util.Arrays;
import java.util.List;
import scot.nrm.engine.StoredCode;

/** A competent authority. The names people read are data by date, in the organisations' file. */
public enum Authority implements StoredCode {
  UKHTC,
  UKBA;

  @Override
  public String id() {
    return name();
  }

  /** The codes of all of them. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Authority::id).toList();
  }

  public static Authority of(String id) {
    return StoredCode.of(Authority.class, id);
  }
}
