package scot.nrm.record;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of the record as the page and the PDF show it: a heading over a table.
 *
 * @param columns heads of the columns; empty for a table of label and value
 */
record Section(String heading, List<String> columns, List<Row> rows) {

  /** Whether the table has heads; asked by the template, to which an empty list is not false. */
  boolean hasColumns() {
    return !columns.isEmpty();
  }

  /** How many columns the table has, with heads or without. */
  int width() {
    return hasColumns() ? columns.size() : 2;
  }

  /** The style of the table, by which the templates give its columns their widths. */
  String style() {
    return hasColumns() ? "columns-" + width() : "facts";
  }

  /** Cells from left to right; the first one says what the line is about. */
  record Row(List<Cell> cells) {

    Cell head() {
      return cells.get(0);
    }

    /**
     * Whether the line may be longer than a page, and must be allowed to continue on the next one.
     */
    boolean isLong() {
      return cells.stream().anyMatch(cell -> !cell.quote().isEmpty());
    }

    List<Cell> rest() {
      return cells.subList(1, cells.size());
    }
  }

  /**
   * @param text in our own words
   * @param quote what an officer has written, with its lines; empty where there is nothing
   * @param address that the text links to; empty for none
   */
  record Cell(String text, String quote, String address) {

    static Cell of(String text) {
      return new Cell(text, "", "");
    }
  }

  /** Collects the lines of a section, and leaves out what is not known. */
  static final class Lines {

    private final String heading;
    private final List<String> columns;
    private final List<Row> rows = new ArrayList<>();

    Lines(String heading, String... columns) {
      this.heading = heading;
      this.columns = List.of(columns);
    }

    /** A label with its value; nothing where there is no value. */
    Lines fact(String label, String value) {
      return fact(label, value, "");
    }

    /**
     * @param quote may be {@code null}
     */
    Lines fact(String label, String value, String quote) {
      boolean quoted = quote != null && !quote.isBlank();
      if (quoted || value != null && !value.isBlank()) {
        row(Cell.of(label), new Cell(value == null ? "" : value, quoted ? quote.strip() : "", ""));
      }
      return this;
    }

    Lines row(Cell... cells) {
      rows.add(new Row(List.of(cells)));
      return this;
    }

    boolean isEmpty() {
      return rows.isEmpty();
    }

    Section section() {
      return new Section(heading, columns, List.copyOf(rows));
    }
  }
}
