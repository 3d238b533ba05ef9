package scot.nrm.letters;

/** The state of a letter's delivery. */
public enum DeliveryState {
  /** To be e-mailed after the transaction has committed. */
  OUTBOX("outbox"),
  /** The notice "a letter is ready" was e-mailed; the letter itself waits to be posted. */
  NOTIFIED("notified"),
  /** The letter itself was e-mailed. */
  EMAILED("emailed"),
  /** Waits to be posted. */
  PRINT_QUEUE("print-queue"),
  /** Printed and posted. */
  PRINTED("printed");

  private final String id;

  DeliveryState(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  /** Whether the letter is in the print queue. */
  public boolean waitsToBePosted() {
    return this == PRINT_QUEUE || this == NOTIFIED;
  }

  static DeliveryState of(String id) {
    for (DeliveryState state : values()) {
      if (state.id.equals(id)) {
        return state;
      }
    }
    throw new IllegalArgumentException("Unknown delivery state: " + id);
  }
}
