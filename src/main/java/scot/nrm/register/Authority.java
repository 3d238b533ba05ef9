package scot.nrm.register;

/** A competent authority. The names people read are data by date, in the organisations' file. */
public enum Authority implements StoredCode {
  UKHTC,
  UKBA;

  @Override
  public String id() {
    return name();
  }

  public static Authority of(String id) {
    return StoredCode.of(Authority.class, id);
  }
}
