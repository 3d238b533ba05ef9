package scot.nrm.pages;

import java.util.List;
import scot.nrm.access.Viewer;

/**
 * A part of a case's record that another package supplies, such as its documents. All beans of this
 * type are used when a record is opened or printed (D33).
 */
public interface RecordSection {

  String heading();

  /** Whether it is before all other sections of the record. */
  default boolean comesFirst() {
    return false;
  }

  /**
   * The rows that this viewer may see; empty if there are none.
   *
   * @param caseNumber a case that the viewer may read
   */
  List<Row> rows(String caseNumber, Viewer viewer);

  /**
   * One line.
   *
   * @param label the text on the left: a date, or the name of a fact
   * @param text plain text, escaped by the page
   * @param address the URL of one of our own pages, beginning with {@code /nrm/}, that the text
   *     links to; empty for none
   */
  record Row(String label, String text, String address) {}
}
