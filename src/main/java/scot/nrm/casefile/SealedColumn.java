package scot.nrm.casefile;

import java.util.Arrays;
import java.util.List;

/**
 * Every column that {@link ContentCipher} seals, with the context of its rows in SQL. A new sealed
 * column is added here; {@code SealedColumnTest} finds one that was forgotten.
 */
enum SealedColumn {
  CASE_KEY(Key.MASTER, "case_key", "wrapped", "case_number", "'case-key/' || case_number"),
  FORM_DRAFT(Key.MASTER, "form_draft", "content", "id", "'draft ' || form || ' ' || person"),
  BOOKED_PEOPLE(
      Key.MASTER,
      "awareness_booking",
      "people",
      "booking_number",
      "'awareness-booking/' || booking_number"),
  ACCESS_REASON(
      Key.MASTER,
      "access_log",
      "reason",
      "id",
      "'access-log/' || coalesce(case_number, 'null') || '/' || coalesce(user_id, 'null')"),
  CASE_FILE(Key.CASE, "case_file", "content", "case_number", "section || '/' || version"),
  LETTER_CONTENT(Key.CASE, "letter", "content", "id", "'letter/' || id || '/content'"),
  LETTER_EMAIL(Key.CASE, "letter", "email", "id", "'letter/' || id || '/email'"),
  ACT_REASON(Key.CASE, "register_act", "reason", "id", "'register/act/' || id"),
  DECISION_REASONS(Key.CASE, "register_decision", "reasons", "id", "'register/decision/' || id"),
  EVENT_DETAIL(Key.CASE, "register_event", "detail", "id", "'register/event/' || id"),
  DOCUMENT_NAME(Key.CASE, "case_document", "file_name", "id", "'document/' || id || '/file_name'"),
  DOCUMENT_DESCRIPTION(
      Key.CASE, "case_document", "description", "id", "'document/' || id || '/description'"),
  DOCUMENT_CONTENT(Key.CASE, "case_document", "content", "id", "'document/' || id || '/content'"),
  REPAIR_REASON(Key.CASE, "case_repair", "reason", "id", "'repair/' || id");

  private enum Key {
    MASTER,
    CASE
  }

  private final Key sealing;
  private final String table;
  private final String column;
  private final String key;
  private final String part;

  SealedColumn(Key sealing, String table, String column, String key, String part) {
    this.sealing = sealing;
    this.table = table;
    this.column = column;
    this.key = key;
    this.part = part;
  }

  static List<SealedColumn> sealedWithMasterKey() {
    return Arrays.stream(values()).filter(column -> column.sealing == Key.MASTER).toList();
  }

  String table() {
    return table;
  }

  String column() {
    return column;
  }

  /** The select list for the content, under the column's own name, and its part. */
  List<String> withPart() {
    return List.of(column, part + " as " + column + "_part");
  }

  /** The first byte of the content, which identifies the key. */
  private String head() {
    return "substring(" + column + " from 1 for 1)";
  }

  /** Selects the first bytes of all content, which identify the keys. */
  String heads() {
    return "select distinct %s as head from %s where %s is not null"
        .formatted(head(), table, column);
  }

  /** Selects the oldest content as {@code sealed} and {@code context}. */
  String oldest() {
    return "select %s as sealed, %s as context from %s where %s is not null order by %s fetch first 1 rows only"
        .formatted(column, part, table, column, key);
  }

  /** Counts the content whose first byte differs from the parameter. */
  String countOthers() {
    return "select count(*) from %s where %s is not null and %s <> ?"
        .formatted(table, column, head());
  }

  /** Selects and locks rows with another first byte than the first parameter, ordered by id. */
  String lockOthers(boolean afterId, boolean skipLocked, int rows) {
    return """
        select %s as id, %s as part, %s as sealed from %s
        where %s is not null and %s <> ?%s order by %s fetch first %d rows only for update%s\
        """
        .formatted(
            key,
            part,
            column,
            table,
            column,
            head(),
            afterId ? " and " + key + " > ?" : "",
            key,
            rows,
            skipLocked ? " skip locked" : "");
  }

  /** Selects all content of the cases in the parameter {@code cases}. */
  String contents() {
    return ("select case_number, %s as id, %s as part, %s as sealed from %s"
            + " where case_number in (:cases) and %s is not null")
        .formatted(key, part, column, table, column);
  }

  /** Replaces content; the parameters are the new content, the id and the old content. */
  String replace() {
    return "update %s set %s = ? where %s = ? and %s = ?".formatted(table, column, key, column);
  }
}
