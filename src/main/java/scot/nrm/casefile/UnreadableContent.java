package scot.nrm.casefile;

/** Sealed content can't be opened. The message has the case number, never the content. */
public class UnreadableContent extends IllegalStateException {

  UnreadableContent(String message) {
    super(message);
  }
}
