package scot.nrm.casefile;

/**
 * Thrown if sealed content can't be opened. The message names the case and what to check, never the
 * content.
 */
public class UnreadableContent extends IllegalStateException {

  UnreadableContent(String message) {
    super(message);
  }
}
