package scot.nrm.casefile;

/**
 * Thrown if sealed content can't be opened. The message has the case number and the action to take,
 * never the content.
 */
public class UnreadableContent extends IllegalStateException {

  UnreadableContent(String message) {
    super(message);
  }
}
