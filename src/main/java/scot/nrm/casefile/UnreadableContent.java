package scot.nrm.casefile;

/**
 * Sealed content that cannot be opened. The message names the case and what to check, never any
 * content.
 */
public class UnreadableContent extends IllegalStateException {

  UnreadableContent(String message) {
    super(message);
  }
}
