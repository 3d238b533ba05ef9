package scot.nrm.record;

import java.util.ArrayList;
import java.util.List;

/** A table under a heading; one without column headings has labels and values. */
record Section(String heading, List<String> columns, List<Row> rows) {

  /** The characters in a line of the narrowest column with an officer's text. */
  private static final int LINE_LENGTH = 50;

  private static final int HALF_PAGE_LINES = 25;

  /** Whether the table has headings, for the template, which takes an empty list for true. */
  boolean hasColumns() {
    return !columns.isEmpty();
  }

  /** The number of columns, with or without headings. */
  int width() {
    return hasColumns() ? columns.size() : 2;
  }

  /** The CSS class that sets the widths of the columns. */
  String style() {
    return hasColumns() ? "columns-" + width() : "facts";
  }

  /** A line of cells from left to right; the first one is its label. */
  record Row(List<Cell> cells) {

    Cell head() {
      return cells.get(0);
    }

    /**
     * Whether the line may be longer than half a page, so that the PDF must be able to split it. A
     * shorter line isn't split, so that its date and officer are on the same page as its text.
     */
    boolean isLong() {
      return cells.stream()
              .flatMap(cell -> cell.quote().lines())
              .mapToInt(line -> 1 + line.length() / LINE_LENGTH)
              .sum()
          > HALF_PAGE_LINES;
    }

    List<Cell> rest() {
      return cells.subList(1, cells.size());
    }
  }

  /**
   * @param text a text of the program
   * @param quote an officer's text, with its line breaks; empty if there is none
   * @param address the address that the text links to; empty for none
   */
  record Cell(String text, String quote, String address) {

    static Cell of(String text) {
      return new Cell(text, "", "");
    }
  }

  /** Collects the lines of a section, and omits unknown values. */
  static final class Lines {

    private final String heading;
    private final List<String> columns;
    private final List<Row> rows = new ArrayList<>();

    Lines(String heading, String... columns) {
      this.heading = heading;
      this.columns = List.of(columns);
    }

    /** Adds a label and value, if there is a value. */
    void fact(String label, String value) {
      fact(label, value, "");
    }

    /** The quote may be {@code null}. */
    void fact(String label, String value, String quote) {
      boolean quoted = quote != null && !quote.isBlank();
      if (quoted || value != null && !value.isBlank()) {
        row(Cell.of(label), new Cell(value == null ? "" : value, quoted ? quote.strip() : "", ""));
      }
    }

    void row(Cell... cells) {
      rows.add(new Row(List.of(cells)));
    }

    boolean isEmpty() {
      return rows.isEmpty();
    }

    Section section() {
      return new Section(heading, columns, List.copyOf(rows));
    }
  }
}
