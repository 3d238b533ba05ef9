package scot.nrm.letters;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.engine.DecisionTables;

/**
 * The table {@code letters}, which policy staff revise: which letters an occasion sends, and to
 * whom.
 */
@Component
class LetterTable {

  static final String KEY = "letters";

  private final DecisionTables tables;

  LetterTable(DecisionTables tables) {
    this.tables = tables;
  }

  /** A matching row. */
  record Row(String code, String letter, Addressee addressee, boolean minuteEnclosed) {}

  List<Row> lettersFor(String occasion, Map<String, Object> facts) {
    Map<String, Object> variables = new HashMap<>(facts);
    variables.put("occasion", occasion);
    return tables.askForAll(KEY, variables).stream().map(LetterTable::row).toList();
  }

  private static Row row(Map<String, Object> row) {
    return new Row(
        text(row, "code"),
        text(row, "letter"),
        Addressee.of(text(row, "addressee")),
        Boolean.TRUE.equals(row.get("minuteEnclosed")));
  }

  private static String text(Map<String, Object> row, String output) {
    Object value = row.get(output);
    return value == null ? "" : value.toString();
  }
}
