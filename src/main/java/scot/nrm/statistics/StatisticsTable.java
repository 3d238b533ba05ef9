package scot.nrm.statistics;

import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One table of the figures of a period, as a page draws and shows it and as it is saved.
 *
 * @param id never changes: people who evaluate the table rely on it
 * @param rowHead what the rows are, for people
 * @param rows in the order in which they are shown
 * @param total of the whole table, counted separately; {@code null} where rows are no parts of a
 *     whole
 */
public record StatisticsTable(
    String id,
    String rowHead,
    List<Column> columns,
    List<Row> rows,
    Row total,
    List<Publication> published) {

  /**
   * @param share whether the numbers are shares, from 0 to 1, and not counts
   */
  public record Column(String id, String label, boolean share) {}

  /**
   * @param numbers one for each column; {@code null} where there is none, such as a share of
   *     nothing
   */
  public record Row(String code, String name, List<Number> numbers) {}

  /**
   * A published figure in one of the columns.
   *
   * @param column the id of that column
   */
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

  /** A part of a whole; of nothing there is none. */
  static Double share(long part, long whole) {
    return whole == 0 ? null : (double) part / whole;
  }

  /** This table with the published figures that stand beside it, each in a column of its own. */
  StatisticsTable beside(List<PublishedFigures.Series> series) {
    if (series.isEmpty()) {
      return this;
    }
    List<Column> all = new ArrayList<>(columns);
    series.forEach(one -> all.add(new Column(one.id(), one.label(), one.isShare())));
    return new StatisticsTable(
        id,
        rowHead,
        all,
        rows.stream().map(row -> beside(row, series)).toList(),
        total == null ? null : beside(total, series),
        series.stream()
            .map(
                one ->
                    new Publication(one.id(), one.label(), one.covers(), one.source(), one.note()))
            .toList());
  }

  private static Row beside(Row row, List<PublishedFigures.Series> series) {
    List<Number> numbers = new ArrayList<>(row.numbers());
    series.forEach(one -> numbers.add(one.number(row.code())));
    return new Row(row.code(), row.name(), numbers);
  }

  /**
   * Writes the table; docs/reference/statistics.md has its columns. Shares are written with four
   * decimals.
   *
   * @param period the first and the last month
   * @param authority empty where both are counted
   * @param cases whose cases are counted, in words
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
