package scot.nrm.casefile;

import java.util.Arrays;
import java.util.List;

/**
 * Every column that {@link ContentCipher} seals, and in SQL what its rows are sealed for. A new
 * sealed column is added here; {@code SealedColumnTest} finds one that was forgotten.
 */
enum SealedColumn {
  CASE_KEY("case_key", "wrapped", "case_number", "'case-key/' || case_number"),
  FORM_DRAFT("form_draft", "content", "id", "'draft ' || form || ' ' || person"),
  BOOKED_PEOPLE(
      "awareness_booking", "people", "booking_number", "'awareness-booking/' || booking_number"),
  ACCESS_REASON(
      "access_log",
      "reason",
      "id",
      "'access-log/' || coalesce(case_number, 'null') || '/' || coalesce(user_id, 'null')"),
  CASE_FILE("case_file", "content", "case_number", "section || '/' || version", "section"),
  LETTER_PDF(Size.LARGE, "letter", "pdf", "'letter/' || id || '/pdf'"),
  LETTER_EMAIL(Size.SMALL, "letter", "email", "'letter/' || id || '/email'"),
  ACT_REASON(Size.SMALL, "register_act", "reason", "'register/act/' || id"),
  DECISION_REASONS(Size.SMALL, "register_decision", "reasons", "'register/decision/' || id"),
  EVENT_DETAIL(Size.SMALL, "register_event", "detail", "'register/event/' || id"),
  DOCUMENT_NAME(Size.SMALL, "case_document", "file_name", "'document/' || id || '/file_name'"),
  DOCUMENT_DESCRIPTION(
      Size.SMALL, "case_document", "description", "'document/' || id || '/description'"),
  REPAIR_REASON(Size.SMALL, "case_repair", "reason", "'repair/' || id"),
  DOCUMENT_CONTENT(Size.LARGE, "case_document", "content", "'document/' || id || '/content'");

  private enum Size {
    SMALL,
    LARGE
  }

  private final String table;
  private final String column;
  private final String key;
  private final String part;
  private final String olderPart;
  private final boolean ofACase;
  private final Size size;

  /** Of no case: sealed with a master key. */
  SealedColumn(String table, String column, String key, String context) {
    this(table, column, key, context, context, false, Size.SMALL);
  }

  /** Of a case, where older content was sealed as another part. */
  SealedColumn(String table, String column, String key, String part, String olderPart) {
    this(table, column, key, part, olderPart, true, Size.SMALL);
  }

  /** Of a case. */
  SealedColumn(Size size, String table, String column, String part) {
    this(table, column, "id", part, part, true, size);
  }

  SealedColumn(
      String table,
      String column,
      String key,
      String part,
      String olderPart,
      boolean ofACase,
      Size size) {
    this.table = table;
    this.column = column;
    this.key = key;
    this.part = part;
    this.olderPart = olderPart;
    this.ofACase = ofACase;
    this.size = size;
  }

  static List<SealedColumn> withoutACase() {
    return Arrays.stream(values()).filter(column -> !column.ofACase).toList();
  }

  String table() {
    return table;
  }

  String column() {
    return column;
  }

  /** Whether it is sealed with the data key of a case, in place of a master key. */
  boolean ofACase() {
    return ofACase;
  }

  /** In SQL: the content under the column's own name, and what it was sealed as, now and before. */
  List<String> withParts() {
    return List.of(
        column, part + " as " + column + "_part", olderPart + " as " + column + "_older_part");
  }

  /** How many rows are sealed again in one transaction. */
  int batch() {
    return size == Size.LARGE ? 5 : 100;
  }

  /** The first byte of content, which says which key sealed it. */
  private String head() {
    return "substring(" + column + " from 1 for 1)";
  }

  /** Which keys have sealed it, as the first byte of content. */
  String heads() {
    return "select distinct %s as head from %s where %s is not null"
        .formatted(head(), table, column);
  }

  /**
   * The oldest content that was sealed with a master key, as {@code sealed} and {@code context}.
   */
  String oldest() {
    return "select %s as sealed, %s as context from %s where %s is not null and %s <> ? order by %s"
            .formatted(
                column,
                ofACase ? "case_number || '/' || " + olderPart : part,
                table,
                column,
                head(),
                key)
        + " fetch first 1 rows only";
  }

  /** All rows, as {@code case_number}, {@code part} and {@code sealed}. */
  String all() {
    return "select %s as case_number, %s as part, %s as sealed from %s where %s is not null"
        .formatted(ofACase ? "case_number" : "null", part, column, table, column);
  }

  /** How much has another first byte than the parameter. */
  String countOthers() {
    return "select count(*) from %s where %s is not null and %s <> ?"
        .formatted(table, column, head());
  }

  /** Locks rows with another first byte than the first parameter, in the order of their ids. */
  String lockOthers(boolean afterId, boolean skipLocked, int rows) {
    return """
        select %s as id, %s as case_number, %s as part, %s as older_part, %s as sealed from %s
        where %s is not null and %s <> ?%s order by %s.%s fetch first %d rows only for update%s\
        """
        .formatted(
            key,
            ofACase ? "case_number" : "null",
            part,
            olderPart,
            column,
            table,
            column,
            head(),
            afterId ? " and " + key + " > ?" : "",
            table, // or it would be the selected case number, which may be null
            key,
            rows,
            skipLocked ? " skip locked" : "");
  }

  /** All content of the parameter {@code cases}. */
  String contents() {
    return ("select case_number, %s as id, %s as part, %s as older_part, %s as sealed from %s"
            + " where case_number in (:cases) and %s is not null")
        .formatted(key, part, olderPart, column, table, column);
  }

  /** Replaces content: the new one, the id, the old one. */
  String replace() {
    return "update %s set %s = ? where %s = ? and %s = ?".formatted(table, column, key, column);
  }
}
