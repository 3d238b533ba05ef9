package scot.nrm.statistics;

import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import scot.nrm.pages.SpreadsheetCsv;

/**
 * A table of the figures of a period, for charts, pages and downloads.
 *
 * @param id the table's id; it never changes, because users of the table rely on it
 * @param rowHead the heading of the rows
 * @param rows the rows in display order
 * @param total the total of the table, counted separately; {@code null} if the rows are not parts
 *     of a total
 */
public record StatisticsTable(
    String id,
    String rowHead,
    List<Column> columns,
    List<Row> rows,
    Row total,
    List<Publication> published) {

  /** A column of numbers, or of shares from 0 to 1. */
  public record Column(String id, String label, boolean share) {}

  /** One number for each column; {@code null} if there is none, such as a share of 0. */
  public record Row(String code, String name, List<Number> numbers) {}

  /** A published figure; {@code column} is the id of its column. */
  public record Publication(
      String column, String label, String covers, String source, String note) {}

  static Column count(String id, String label) {
    return new Column(id, label, false);
  }

  static Column share(String id, String label) {
    return new Column(id, label, true);
  }

  static Row row(String code, String name, Number... numbers) {
    return new Row(code, name, Arrays.asList(numbers));
  }

  /** A share of a total; {@code null} for a total of 0. */
  static Double share(long part, long whole) {
    return whole == 0 ? null : (double) part / whole;
  }

  /** This table with the published figures, each in its own column. */
  StatisticsTable withPublished(List<PublishedFigures.Series> series) {
    if (series.isEmpty()) {
      return this;
    }
    List<Column> all = new ArrayList<>(columns);
    series.forEach(one -> all.add(new Column(one.id(), one.label(), one.isShare())));
    return new StatisticsTable(
        id,
        rowHead,
        all,
        rows.stream().map(row -> withPublished(row, series)).toList(),
        total == null ? null : withPublished(total, series),
        series.stream()
            .map(
                one ->
                    new Publication(one.id(), one.label(), one.covers(), one.source(), one.note()))
            .toList());
  }

  private static Row withPublished(Row row, List<PublishedFigures.Series> series) {
    List<Number> numbers = new ArrayList<>(row.numbers());
    series.forEach(one -> numbers.add(one.number(row.code())));
    return new Row(row.code(), row.name(), numbers);
  }

  /**
   * Writes the table with the columns in docs/reference/statistics.md. Shares have 4 decimal
   * places.
   *
   * @param period the first and the last month
   * @param authority empty if all are counted
   * @param cases the cases that are counted, in words
   */
  public void write(Writer out, Period period, String authority, String cases) {
    SpreadsheetCsv csv =
        new SpreadsheetCsv(
            out,
            Stream.concat(
                    Stream.of("table", "from", "to", "authority", "cases", "code", "name"),
                    columns.stream().map(Column::id))
                .toList());
    Stream.concat(rows.stream(), Stream.ofNullable(total))
        .forEach(
            row -> {
              List<Object> cells =
                  new ArrayList<>(
                      Arrays.asList(
                          id,
                          period.from().toString(),
                          period.to().toString(),
                          authority,
                          cases,
                          row.code(),
                          row.name()));
              row.numbers()
                  .forEach(
                      number ->
                          cells.add(
                              number instanceof Double share
                                  ? Math.round(share * 10_000) / 10_000.0
                                  : number));
              csv.row(cells);
            });
    csv.finish();
  }
}
