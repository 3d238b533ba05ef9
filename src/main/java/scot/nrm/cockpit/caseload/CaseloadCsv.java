package scot.nrm.cockpit.caseload;

import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import scot.nrm.pages.SpreadsheetCsv;

/** The list of cases for a spreadsheet, with the same words as the page. */
final class CaseloadCsv {

  private static final List<String> HEADS =
      List.of(
          "Case number",
          "Local authority",
          "Stage",
          "Authority",
          "First contact",
          "NRM form received",
          "UKBA copy",
          "Decision due",
          "Deadline",
          "In words",
          "Missing since",
          "Suspended since",
          "Removal on hold",
          "Adult",
          "Incident",
          "Diagram version");

  private final SpreadsheetCsv csv;

  CaseloadCsv(Writer out) {
    csv = new SpreadsheetCsv(out, HEADS);
  }

  void row(CaseloadRow row) {
    List<Object> cells = new ArrayList<>();
    cells.add(row.number());
    cells.add(row.council());
    cells.add(row.stage());
    cells.add(row.authority());
    cells.add(row.openedOn());
    cells.add(row.receivedOn());
    cells.add(row.copyOn());
    cells.add(row.due() == null ? null : row.due().decision());
    cells.add(row.due() == null ? null : row.due().on());
    cells.add(row.due() == null ? null : row.due().words());
    cells.add(row.missingSince());
    cells.add(row.suspendedOn());
    cells.add(row.watched() ? row.removalHold() : null);
    cells.add(row.watched() ? row.adult() : null);
    cells.add(row.watched() ? row.incident() : null);
    cells.add(row.version());
    csv.row(cells);
  }

  int finish() {
    return csv.finish();
  }
}
