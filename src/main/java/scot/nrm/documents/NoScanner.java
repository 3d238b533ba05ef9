package scot.nrm.documents;

/** Used if no scanner is configured: outside production, or if an operator accepts that. */
final class NoScanner implements VirusScanner {

  @Override
  public Verdict check(byte[] content) {
    return Verdict.NOT_LOOKED_AT;
  }

  @Override
  public boolean isThere() {
    return false;
  }
}
