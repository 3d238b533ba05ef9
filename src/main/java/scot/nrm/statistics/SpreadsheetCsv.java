package scot.nrm.statistics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * CSV by RFC 4180 that a spreadsheet opens as it is meant: in UTF-8, and with no cell taken for a
 * formula.
 */
public final class SpreadsheetCsv {

  /** Tells spreadsheets that the file is UTF-8. */
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** What a spreadsheet may take for a formula, also behind blanks and in wide letters. */
  private static final Pattern FORMULA =
      Pattern.compile(
          "[\\s\\p{Cntrl}\\p{Z}]*[=+\\-@|\uFF1D\uFF0B\uFF0D\uFF20].*|[\\t\\r\\n].*",
          Pattern.DOTALL);

  private final CSVPrinter printer;

  /** Writes the heads of the columns. */
  public SpreadsheetCsv(Writer out, List<String> heads) {
    try {
      out.write(BYTE_ORDER_MARK);
      this.printer =
          CSVFormat.RFC4180.builder().setHeader(heads.toArray(String[]::new)).get().print(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a row of texts, numbers, dates and yes-or-noes; {@code null} is an empty cell. */
  public void row(List<?> cells) {
    try {
      printer.printRecord(cells.stream().map(SpreadsheetCsv::cell).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** To be called after the last row. */
  public void finish() {
    try {
      printer.flush();
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
