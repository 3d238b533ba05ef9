package scot.nrm.revision;

/** An action on a revision is refused, for a reason that the page shows. Nothing has changed. */
public class RevisionRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  public RevisionRefused(String sentence) {
    super(sentence);
  }
}
