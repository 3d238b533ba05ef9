package scot.nrm.documents;

/**
 * A document on its way into a case, checked.
 *
 * @param fileName as it was called where it came from
 * @param description empty where nothing was said
 * @param scanned whether a virus scanner has looked at it
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

  /** Without what will be sealed, for logs. */
  @Override
  public String toString() {
    return kind + " for case " + caseNumber;
  }
}
