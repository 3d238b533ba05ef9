package scot.nrm.revision;

/** Nothing was done, for a reason that the page shows. */
class RevisionRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  RevisionRefused(String sentence) {
    super(sentence);
  }
}
