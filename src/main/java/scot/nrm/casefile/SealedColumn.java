package scot.nrm.casefile;

/**
 * Every column that {@link ContentCipher} seals, and in SQL the context of its rows. A new sealed
 * column is added here; {@code SealedColumnTest} finds one that was forgotten.
 */
enum SealedColumn {
  CASE_FILE("case_file", "content", "case_number", "case_number || '/' || section"),
  LETTER_PDF("letter", "pdf", "id", "case_number || '/letter/' || id || '/pdf'"),
  LETTER_EMAIL("letter", "email", "id", "case_number || '/letter/' || id || '/email'"),
  ACT_REASON("register_act", "reason", "id", "case_number || '/register/act/' || id"),
  DECISION_REASONS(
      "register_decision", "reasons", "id", "case_number || '/register/decision/' || id"),
  EVENT_DETAIL("register_event", "detail", "id", "case_number || '/register/event/' || id"),
  DOCUMENT_NAME(
      "case_document", "file_name", "id", "case_number || '/document/' || id || '/file_name'"),
  DOCUMENT_DESCRIPTION(
      "case_document", "description", "id", "case_number || '/document/' || id || '/description'"),
  DOCUMENT_CONTENT(
      "case_document", "content", "id", "case_number || '/document/' || id || '/content'"),
  BOOKED_PEOPLE(
      "awareness_booking", "people", "booking_number", "'awareness-booking/' || booking_number");

  private final String table;
  private final String column;
  private final String key;
  private final String context;

  SealedColumn(String table, String column, String key, String context) {
    this.table = table;
    this.column = column;
    this.key = key;
    this.context = context;
  }

  String table() {
    return table;
  }

  String column() {
    return column;
  }

  /** The oldest content with its context, as {@code sealed} and {@code context}. */
  String oldest() {
    return "select %s as sealed, %s as context from %s where %s is not null order by %s"
            .formatted(column, context, table, column, key)
        + " fetch first 1 rows only";
  }
}
