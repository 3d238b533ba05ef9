package scot.nrm.documents;

/**
 * A checked document that is being added to a case.
 *
 * @param fileName on the sender's computer
 * @param description may be empty
 * @param scanned whether a virus scanner has checked it
 */
record NewDocument(
    String caseNumber,
    String kind,
    String description,
    String fileName,
    FileType type,
    byte[] content,
    boolean scanned,
    String officer) {

  /** Without the parts to be sealed, for logs. */
  @Override
  public String toString() {
    return kind + " for case " + caseNumber;
  }
}
