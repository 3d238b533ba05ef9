package scot.nrm.documents;

import java.time.Instant;
import java.time.LocalDate;
import scot.nrm.calendar.LocalDay;

/**
 * A document of a case, without its sealed parts.
 *
 * @param id of its address
 * @param number in its case, from 1
 * @param kind the code of its type, such as {@code police-report}
 * @param kindName the type displayed to people
 * @param sizeInBytes of the file
 * @param scanned whether a virus scanner has checked it
 * @param addedBy user id
 */
public record Document(
    String id,
    String caseNumber,
    int number,
    String kind,
    String kindName,
    FileType type,
    int sizeInBytes,
    boolean scanned,
    String addedBy,
    Instant addedAt) {

  /** The page with the documents of a case, from which they are added and opened. */
  public static String pageOf(String caseNumber) {
    return "/nrm/cases/" + caseNumber + "/documents";
  }

  /** Its address, for those who may read the case. */
  public String address() {
    return pageOf(caseNumber) + "/" + id;
  }

  /** In Europe/London (D40). */
  public LocalDate addedOn() {
    return LocalDay.of(addedAt);
  }

  /** Such as {@code 2.4 MB}. */
  public String size() {
    return FileSize.inWords(sizeInBytes);
  }

  /** A file name without personal data, because browsers keep it in their list of downloads. */
  String downloadName() {
    return caseNumber + "-document-" + number + "." + type.endings().get(0);
  }
}
