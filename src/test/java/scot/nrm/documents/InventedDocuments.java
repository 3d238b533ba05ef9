package scot.nrm.documents;

import java.nio.charset.StandardCharsets;

/** A document in a case, for tests of who opens it. */
public final class InventedDocuments {

  private InventedDocuments() {}

  /**
   * @return the address at which it opens
   */
  public static String add(Documents documents, String caseNumber) {
    return documents
        .add(
            new NewDocument(
                caseNumber,
                "police-report",
                "Invented",
                "invented.txt",
                FileType.TEXT,
                "Invented words".getBytes(StandardCharsets.UTF_8),
                true,
                "glasgow.lead"))
        .address();
  }
}
