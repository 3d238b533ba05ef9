package scot.nrm.letters;

import scot.nrm.engine.StoredCode;

/** The state of a letter's delivery. */
public enum DeliveryState implements StoredCode {
  /** To be e-mailed after the transaction has committed. */
  OUTBOX,
  /** The notice "a letter is ready" was e-mailed; the letter itself waits to be posted. */
  NOTIFIED,
  /** The letter itself was e-mailed. */
  EMAILED,
  /** Waits to be posted. */
  PRINT_QUEUE,
  /** Printed and posted. */
  PRINTED;

  /** Whether the letter is in the print queue. */
  public boolean waitsToBePosted() {
    return this == PRINT_QUEUE || this == NOTIFIED;
  }
}
