package scot.nrm.documents;

import java.nio.charset.StandardCharsets;

/** A document in a case, for tests of who opens it. */
public final class InventedDocuments {

  private InventedDocuments() {}

  /**
   * @return the address at which it opens
   */
  public static String add(Documents documents, String caseNumber) {
    return add(documents, caseNumber, "Invented words");
  }

  /**
   * @param words its content and description
   * @return the address at which it opens
   */
  public static String add(Documents documents, String caseNumber, String words) {
    return documents
        .add(
            caseNumber,
            new DocumentUpload(
                "police-report",
                words,
                FileName.of("invented.txt"),
                words.getBytes(StandardCharsets.UTF_8)),
            FileType.TEXT,
            true,
            "glasgow.lead")
        .address();
  }
}
