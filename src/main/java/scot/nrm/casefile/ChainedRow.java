package scot.nrm.casefile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scot.nrm.engine.StoredCode;

/**
 * The kinds of rows whose changes the {@link ChangeChain} records: their names, the case or person
 * they belong to, and the columns that it covers. Only columns that can be calculated from the
 * others are left out, such as the digests of likely matches. A new column of these tables is added
 * here; {@code ChainedRowTest} finds one that was forgotten. It has to be null in older rows,
 * because a column without a value isn't part of a row's digest.
 */
public enum ChainedRow implements StoredCode {
  CASE(
      "case_register",
      "case_number",
      "case_number",
      """
      local_authority, first_responder_agency, opened_on, referral_received_on, sex, age, age_disputed,
      routing_basis, removal_hold, rg_authority, rg_original_due, rg_due, rg_outcome, rg_decided_on, rg_late,
      rg_days_late, rg_late_mark, reflection_review, reflection_original_end, reflection_end, cg_authority,
      cg_original_target, cg_target, cg_outcome, cg_decided_on, cg_late, cg_days_late, cg_late_mark,
      leave_outcome, leave_ground, leave_decided_on, leave_expires_on, case_outcome, closed_on, reported_by,
      ukba_copy_on, referral_target_missed, missing_since, suspended_stage, suspended_on, reconsidered_stage,
      adult_from, merged_into, opened_order, legal_hold_since, erased,
      referral_due_at, definition_set, referral_sent_at"""),
  NATIONALITY("register_nationality", "case_number", "nationality", "nationality"),
  PREVIOUS_AUTHORITY(
      "register_council",
      "case_number",
      "local_authority || '/' || cast(until_date as varchar(10))",
      "local_authority, until_date"),
  LINKED_CASE(
      "register_link",
      "first_case",
      "second_case || '/' || why",
      "second_case, why, linked_on, officer"),
  ENTRY(
      "register_event",
      "case_number",
      "id",
      "recorded_at, kind, stage, code, from_date, to_date, officer, definition_set",
      SealedColumn.EVENT_DETAIL),
  ACT(
      "register_act",
      "case_number",
      "id",
      "recorded_at, stage, act, officer, outcome, acted_as, recorded_as",
      SealedColumn.ACT_REASON),
  DECISION(
      "register_decision",
      "case_number",
      "id",
      "recorded_at, stage, outcome, decided_on, case_owner, second_officer, late, days_late, body",
      SealedColumn.DECISION_REASONS),
  FILE(
      "case_file",
      "case_number",
      "section",
      "version, updated_by, updated_at",
      SealedColumn.CASE_FILE),
  POLICE_FORCE("case_police_force", "case_number", "case_number", "police_force"),
  LETTER(
      "letter",
      "case_number",
      "id",
      """
      occasion, occurrence, code, template, addressee, addressee_name, local_authority, police_force,
      sender, dated, minute_enclosed, delivery, delivery_note, posted_by, posted_at, created_by, created_at""",
      SealedColumn.LETTER_EMAIL),
  DOCUMENT(
      "case_document",
      "case_number",
      "id",
      "number_in_case, kind, type, size_in_bytes, scanned, added_by, added_at",
      SealedColumn.DOCUMENT_NAME,
      SealedColumn.DOCUMENT_DESCRIPTION),
  REPAIR(
      "case_repair",
      "case_number",
      "id",
      """
      asked_by, asked_at, action, diagram, from_element, to_element, state, decision, decided_by, decided_at,
      done_at""",
      SealedColumn.REPAIR_REASON),
  ACCOUNT_REPAIR(
      "case_repair",
      "account",
      "id",
      "account, asked_by, asked_at, action, state, account_reason, decision, decided_by, decided_at, done_at"),
  USER("ACT_ID_USER", "ID_", "ID_", "FIRST_, LAST_, EMAIL_, PWD_, SALT_"),
  MEMBERSHIP("ACT_ID_MEMBERSHIP", "USER_ID_", "GROUP_ID_", "GROUP_ID_"),
  EARLIER_NAME("earlier_name", "user_id", "id", "valid_until, first_name, last_name, roles"),
  AUTHORITY_OF_USER("ACT_ID_TENANT_MEMBER", "USER_ID_", "TENANT_ID_", "TENANT_ID_"),
  AUTHORITY_OF_GROUP("ACT_ID_TENANT_MEMBER", "GROUP_ID_", "TENANT_ID_", "TENANT_ID_");

  private final String table;
  private final String owner;
  private final String key;
  private final List<String> columns;
  private final List<SealedColumn> sealed;

  ChainedRow(String table, String owner, String key, String columns, SealedColumn... sealed) {
    this.table = table;
    this.owner = owner;
    this.key = key;
    this.columns = List.of(columns.split(",\\s*"));
    this.sealed = List.of(sealed);
  }

  String table() {
    return table;
  }

  /** The prefix of the chains of these rows; the remainder is the owner. */
  String prefix() {
    return switch (this) {
      case ACCOUNT_REPAIR, USER, MEMBERSHIP, EARLIER_NAME, AUTHORITY_OF_USER -> ChangeChain.USER;
      case AUTHORITY_OF_GROUP -> ChangeChain.GROUP;
      default -> "";
    };
  }

  /**
   * Whether the application updates such rows. If so, it compares a row with its last link first:
   * otherwise its own link would hide an earlier change by someone else.
   */
  boolean isUpdated() {
    return switch (this) {
      case CASE, NATIONALITY, FILE, LETTER, REPAIR, ACCOUNT_REPAIR, USER -> true;
      default -> false;
    };
  }

  static List<ChainedRow> of(String prefix) {
    return Arrays.stream(values()).filter(kind -> kind.prefix().equals(prefix)).toList();
  }

  /** A value of the key column from its text: PostgreSQL compares no number with a text. */
  Object keyOf(String text) {
    return key.equals("id") ? Long.valueOf(text) : text;
  }

  /** The columns that aren't encrypted. */
  List<String> columns() {
    return columns;
  }

  /**
   * The encrypted columns with short texts. Their decrypted content is covered, so that replacing a
   * key changes no digest.
   */
  List<SealedColumn> sealed() {
    return sealed;
  }

  /**
   * The columns for a digest: {@code owner}, {@code row_id}, the plain columns, and the content and
   * part of each sealed one.
   */
  String list() {
    List<String> all = new ArrayList<>(List.of(owner + " as owner", key + " as row_id"));
    all.addAll(columns);
    sealed.forEach(column -> all.addAll(column.withPart()));
    return String.join(", ", all);
  }

  /** Selects the rows of {@code owners}, and if required only those with an id in {@code ids}. */
  String select(boolean someIds, boolean lock) {
    return "select %s from %s where %s in (:owners)%s%s"
        .formatted(
            list(),
            table,
            owner,
            someIds ? " and " + key + " in (:ids)" : "",
            lock ? " for update" : "");
  }

  /** Selects all owners of a row with the parameter as its id. */
  String ownersOf() {
    return owners() + " and " + key + " = ?";
  }

  String owners() {
    return "select distinct %s as owner from %s where %s is not null"
        .formatted(owner, table, owner);
  }
}
