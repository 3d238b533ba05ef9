package scot.nrm.register;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.register.RegisterCase.StageState;

/** Reads a row of the register's tables. */
public final class RegisterRow {

  /** All columns of a case in {@code case_register c}, with its nationalities. */
  static final String COLUMNS =
      "c.*, array(select n.nationality from register_nationality n"
          + " where n.case_number = c.case_number) as nationalities";

  private RegisterRow() {}

  /** The case in a row of {@link #COLUMNS}. */
  static RegisterCase of(ResultSet row) throws SQLException {
    return of(
        row,
        Arrays.stream((Object[]) row.getArray("nationalities").getArray())
            .map(String::valueOf)
            .sorted()
            .toList());
  }

  /** The case in a row without nationalities, for a caller that knows or doesn't need them. */
  public static RegisterCase of(ResultSet row, List<String> nationalities) throws SQLException {
    return new RegisterCase(
        row.getString("case_number"),
        row.getString("local_authority"),
        row.getString("first_responder_agency"),
        date(row, "opened_on"),
        row.getLong("opened_order"),
        integer(row, "definition_set"),
        date(row, "referral_received_on"),
        nationalities,
        row.getString("sex"),
        integer(row, "age"),
        bool(row, "age_disputed"),
        Authority.of(row.getString("rg_authority")),
        Authority.of(row.getString("cg_authority")),
        row.getString("routing_basis"),
        RemovalHold.of(row.getString("removal_hold")),
        atStage(row, "rg", "due"),
        date(row, "reflection_review"),
        date(row, "reflection_original_end"),
        date(row, "reflection_end"),
        atStage(row, "cg", "target"),
        row.getString("leave_outcome"),
        row.getString("leave_ground"),
        date(row, "leave_decided_on"),
        date(row, "leave_expires_on"),
        CaseOutcome.of(row.getString("case_outcome")),
        date(row, "closed_on"),
        now(row));
  }

  private static RegisterCase.Now now(ResultSet row) throws SQLException {
    return new RegisterCase.Now(
        row.getString("reported_by"),
        date(row, "ukba_copy_on"),
        moment(row, "referral_due_at"),
        moment(row, "referral_sent_at"),
        bool(row, "referral_target_missed"),
        date(row, "missing_since"),
        stage(row, "suspended_stage"),
        date(row, "suspended_on"),
        stage(row, "reconsidered_stage"),
        date(row, "adult_from"),
        row.getString("merged_into"));
  }

  static Stage stage(ResultSet row, String column) throws SQLException {
    return StoredCode.of(Stage.class, row.getString(column));
  }

  private static StageState atStage(ResultSet row, String prefix, String due) throws SQLException {
    return new StageState(
        date(row, prefix + "_original_" + due),
        date(row, prefix + "_" + due),
        Outcome.of(row.getString(prefix + "_outcome")),
        date(row, prefix + "_decided_on"),
        bool(row, prefix + "_late"),
        integer(row, prefix + "_days_late"),
        date(row, prefix + "_late_mark"));
  }

  static LocalDate date(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }

  static Integer integer(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Integer.class);
  }

  private static Boolean bool(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Boolean.class);
  }

  static Instant recordedAt(ResultSet row) throws SQLException {
    return moment(row, "recorded_at");
  }

  public static Instant moment(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
