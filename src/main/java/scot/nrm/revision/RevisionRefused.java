package scot.nrm.revision;

/** Nothing was done, for a reason that the page shows. */
public class RevisionRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  public RevisionRefused(String sentence) {
    super(sentence);
  }
}
