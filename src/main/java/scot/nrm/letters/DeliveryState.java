package scot.nrm.letters;

import scot.nrm.engine.StoredCode;

/** The state of a letter's delivery. */
public enum DeliveryState implements StoredCode {
  /** Will be emailed after the transaction has committed. */
  OUTBOX,
  /** The notice "a letter is ready" was emailed; the letter itself waits to be posted. */
  NOTIFIED,
  /** The letter itself was emailed. */
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
