package scot.nrm.statistics;

import java.io.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.pages.SpreadsheetCsv;
import scot.nrm.register.EntryKind;
import scot.nrm.register.ReferralSql;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * The register as a table for the national statistics (D38), with a row of codes and dates for each
 * case. It has no names, officers or free text: the case number is enough to find the case. Only a
 * few cases are in memory at a time, and no transaction is open while they are written.
 */
@Component
class RegisterCsv {

  /**
   * A column.
   *
   * @param name the column's name; it never changes, because users of the table rely on it
   * @param meaning a description, also in docs/reference/statistics.md
   * @param sql an expression on {@code case_register r}. Runs on PostgreSQL and on H2
   */
  record Column(String name, String meaning, String sql) {}

  private static final int BATCH_SIZE = 500;

  private static final String NATIONALITIES =
      """
      (select string_agg(n.nationality, ' ') from register_nationality n where n.case_number = r.case_number)\
      """;

  static final List<Column> COLUMNS =
      List.of(
          column(
              "case_number",
              "The number of the case; of an erased case a random one that begins with ERASED"),
          column(
              "counted",
              "Whether the case counts as a referral: yes or no",
              ReferralSql.NOT_COUNTED + " = ''"),
          column(
              "not_counted_because",
              "no-referral (no NRM form received), merged or entered-in-error",
              ReferralSql.NOT_COUNTED),
          column("merged_into", "The case that this one was merged with"),
          column(
              "quarter",
              "Calendar quarter in which {{authority.intake.the}} received the NRM form, such as 2009-Q2",
              "extract(year from r.referral_received_on) || '-Q' || extract(quarter from r.referral_received_on)"),
          column(
              "referral_received_on",
              "The day on which {{authority.intake.the}} received the NRM form"),
          column("opened_on", "The day of first contact"),
          column(
              "ukba_copy_on", "The day of the {{authority.immigration.short}} copy, a pre-alert"),
          column("local_authority", "The local authority that has the case now"),
          column("first_responder_agency", "The type of agency that met the child"),
          column(
              "nationalities",
              "Codes of all nationalities, with spaces between them",
              NATIONALITIES),
          column("sex", "female, male or unknown"),
          column("age", "In whole years on the day of receipt"),
          column("age_disputed", "yes or no"),
          column("adult_from", "The first day as an adult, once determined or reached"),
          column(
              "target_48_hours_missed",
              "yes or no: received late, counted from the first meeting with the child",
              "r.referral_target_missed"),
          column("routing_basis", "The row of the routing table that applies now, such as D13.5"),
          column("rg_authority", "The code of the authority that decides reasonable grounds"),
          column("rg_original_due", "The original date for reasonable grounds"),
          column("rg_due", "The current date"),
          column(
              "rg_outcome",
              "positive, negative, suspended, pending or closed-undecided",
              ifReferred(ReferralSql.RG_OUTCOME)),
          column("rg_decided_on", "The date of the latest decision"),
          column("rg_late", "yes or no"),
          column("rg_days_late", "Calendar days"),
          column(
              "rg_extensions",
              "How often the date was extended",
              extensions(Stage.REASONABLE_GROUNDS)),
          column("reflection_review", "Date of the review of the reflection period"),
          column("reflection_original_end", "Its original end"),
          column("reflection_end", "Its current end"),
          column(
              "reflection_extensions",
              "How often it was extended",
              extensions(Stage.CONCLUSIVE_GROUNDS)),
          column("cg_authority", "The code of the authority that decides conclusive grounds"),
          column("cg_original_target", "The original date for conclusive grounds"),
          column("cg_target", "The current date"),
          column(
              "cg_outcome",
              "positive, negative, suspended, pending, closed-undecided or not-reached",
              ifReferred(ReferralSql.CG_OUTCOME)),
          column("cg_decided_on", "The date of the latest decision"),
          column("cg_late", "yes or no"),
          column("cg_days_late", "Calendar days"),
          column("suspended_stage", "The stage that is suspended now"),
          column("suspended_on", "The date of the suspension"),
          column("times_suspended", "How often a stage was suspended", times(EntryKind.SUSPENDED)),
          column("missing_since", "The date since which the child has been missing"),
          column(
              "times_missing", "How often the child went missing", times(EntryKind.CHILD_MISSING)),
          column("reconsidered_stage", "The stage that is being reconsidered now"),
          column(
              "times_reconsidered",
              "How often reconsideration was accepted",
              times(EntryKind.RECONSIDERATION_ACCEPTED)),
          column("removal_hold", "not-needed, on or ended"),
          column("leave_outcome", "granted, refused or " + RegisterCase.NO_LEAVE),
          column("leave_ground", "The ground for leave"),
          column("leave_decided_on", "The date of that decision"),
          column("leave_expires_on", "The date until which leave was granted"),
          column(
              "case_outcome",
              "recognised, not-recognised, no-reasonable-grounds, not-referred or closed-other"),
          column("closed_on", "The day on which that was recorded"));

  private static final String CASES =
      COLUMNS.stream()
          .map(column -> column.sql() + " as " + column.name())
          .collect(
              Collectors.joining(
                  ", ",
                  "select ",
                  " from case_register r where r.case_number > ? order by r.case_number limit "
                      + BATCH_SIZE));

  private final JdbcClient jdbc;

  RegisterCsv(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Writes all cases, by case number, and returns how many. */
  int write(Writer out) {
    SpreadsheetCsv csv = new SpreadsheetCsv(out, COLUMNS.stream().map(Column::name).toList());
    List<List<Object>> rows = List.of();
    do {
      Object after = rows.isEmpty() ? "" : rows.get(rows.size() - 1).get(0);
      rows = jdbc.sql(CASES).param(after).query(RegisterCsv::cells).list();
      rows.forEach(csv::row);
    } while (rows.size() == BATCH_SIZE);
    return csv.finish();
  }

  private static List<Object> cells(ResultSet row, int number) throws SQLException {
    List<Object> cells = new ArrayList<>();
    for (Column column : COLUMNS) {
      Object cell = row.getObject(column.name());
      // Sorted here because databases may collate differently.
      cells.add(
          cell != null && column.sql().equals(NATIONALITIES)
              ? Arrays.stream(cell.toString().split(" ")).sorted().collect(Collectors.joining(" "))
              : cell);
    }
    return cells;
  }

  private static Column column(String name, String meaning) {
    return column(name, meaning, "r." + name);
  }

  private static Column column(String name, String meaning, String sql) {
    return new Column(name, meaning, sql);
  }

  /** An outcome; empty if there is no referral. */
  private static String ifReferred(String outcome) {
    return "case when r.referral_received_on is null then '' else " + outcome + " end";
  }

  private static String times(EntryKind kind) {
    return times(kind, "");
  }

  private static String extensions(Stage stage) {
    return times(EntryKind.EXTENDED, " and e.stage = '" + stage.id() + "'");
  }

  private static String times(EntryKind kind, String condition) {
    return "(select count(*) from register_event e where e.case_number = r.case_number and e.kind = '%s'%s)"
        .formatted(kind.id(), condition);
  }
}
