package scot.nrm.register;

/** What one officer decides about a case, apart from the decisions that need two (D18). */
public enum OfficeAct implements StoredCode {
  /** A manager of the local authority confirms that the child is not referred (D4). */
  NOT_REFERRED("not-referred"),
  /** UKBA's case owner decides on leave to remain (D29). */
  LEAVE("leave"),
  /** The local authority closes its protection work (D1). */
  PROTECTION_CLOSED("protection-closed");

  private final String id;

  OfficeAct(String id) {
    this.id = id;
  }

  /** Kept in the register where other acts have their stage. */
  @Override
  public String id() {
    return id;
  }
}
