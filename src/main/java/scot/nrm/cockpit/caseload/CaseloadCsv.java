package scot.nrm.cockpit.caseload;

import java.io.Writer;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import scot.nrm.pages.SpreadsheetCsv;

/** The list of cases for a spreadsheet, with the same words as the page. */
final class CaseloadCsv {

  private record Column(String head, Function<CaseloadRow, Object> cell) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("Case number", CaseloadRow::number),
          new Column("Local authority", CaseloadRow::council),
          new Column("Stage", CaseloadRow::stage),
          new Column("Authority", CaseloadRow::authority),
          new Column("First contact", CaseloadRow::openedOn),
          new Column("NRM form received", CaseloadRow::receivedOn),
          new Column("{{authority.immigration.short}} copy", CaseloadRow::copyOn),
          new Column("Next deadline", row -> row.due() == null ? null : row.due().decision()),
          new Column("Deadline", row -> row.due() == null ? null : row.due().on()),
          new Column("Deadline status", row -> row.due() == null ? null : row.due().words()),
          new Column("Assigned to", CaseloadRow::assigned),
          new Column("Notes", row -> String.join("; ", row.flags())),
          new Column("Missing since", CaseloadRow::missingSince),
          new Column("Suspended since", CaseloadRow::suspendedOn),
          new Column("Removal on hold", row -> row.watched() ? row.removalHold() : null),
          new Column("Adult", row -> row.watched() ? row.adult() : null),
          new Column("Incident", row -> row.watched() ? row.incident() : null),
          new Column("Diagram version", CaseloadRow::version));

  private final SpreadsheetCsv csv;
  private final UnaryOperator<String> names;

  /** The names of organisations are written into each text. */
  CaseloadCsv(Writer out, UnaryOperator<String> names) {
    this.names = names;
    csv = new SpreadsheetCsv(out, COLUMNS.stream().map(Column::head).map(names).toList());
  }

  void row(CaseloadRow row) {
    csv.row(COLUMNS.stream().map(column -> cell(column.cell().apply(row))).toList());
  }

  private Object cell(Object value) {
    return value instanceof String text ? names.apply(text) : value;
  }

  int finish() {
    return csv.finish();
  }
}
