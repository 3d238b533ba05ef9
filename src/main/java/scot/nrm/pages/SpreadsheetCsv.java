package scot.nrm.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** CSV (RFC 4180) that spreadsheets open correctly: in UTF-8, with no cell read as a formula. */
public final class SpreadsheetCsv {

  /** The mark by which spreadsheets recognise UTF-8. */
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** What a spreadsheet may read as a formula, also after spaces or in full-width characters. */
  private static final Pattern FORMULA =
      Pattern.compile(
          "[\\s\\p{Cntrl}\\p{Z}]*[=+\\-@|\uFF1D\uFF0B\uFF0D\uFF20].*|[\\t\\r\\n].*",
          Pattern.DOTALL);

  private final CSVPrinter printer;
  private int rows;

  public SpreadsheetCsv(Writer out, List<String> heads) {
    try {
      out.write(BYTE_ORDER_MARK);
      this.printer =
          CSVFormat.RFC4180.builder().setHeader(heads.toArray(String[]::new)).get().print(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a row of texts, numbers, dates and booleans; {@code null} is an empty cell. */
  public void row(List<?> cells) {
    try {
      printer.printRecord(cells.stream().map(SpreadsheetCsv::cell).toList());
      rows++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Call this after the last row; returns the number of rows, without the headings. */
  public int finish() {
    try {
      printer.flush();
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object cell(Object value) {
    if (value instanceof Boolean yes) {
      return yes ? "yes" : "no";
    }
    if (value == null || value instanceof Number || value instanceof LocalDate) {
      return value;
    }
    String text = value.toString();
    return FORMULA.matcher(text).matches() ? "'" + text : text;
  }
}
