package scot.nrm.statistics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.register.Stage;

/**
 * Counts the referrals of a period, as {@link ReferralCountRule} has them, in four statements: the
 * database groups, so that few rows come out however many cases there are. All see the same moment.
 */
@Component
class PeriodCounts {

  static final String UNKNOWN = "unknown";

  /** Made of the class of a wait; in the order of waiting. */
  static final List<String> WAITS =
      List.of("within-7-days", "8-to-45-days", "to-3-months", "to-6-months", "longer");

  static final List<String> AGES =
      List.of("under-12", "12-to-15", "16-to-17", "18-or-over", UNKNOWN);

  private static final String AUTHORITIES = "r.rg_authority, r.cg_authority";

  /** What the outcome of each stage is told from. */
  private static final String DECIDED =
      "r.rg_outcome, r.cg_outcome, r.leave_outcome, r.suspended_stage, "
          + "case when r.case_outcome is null then 1 else 0 end as open_case";

  private static final String BY_DECIDED =
      "rg_outcome, cg_outcome, leave_outcome, suspended_stage, open_case";
  private static final String MONTH =
      "r.referral_received_on - cast(extract(day from r.referral_received_on) as integer) + 1 as"
          + " received_in";

  private static final String AGE =
      """
      case when r.age is null or r.age < 0 then 'unknown' when r.age < 12 then 'under-12'
        when r.age < 16 then '12-to-15' when r.age < 18 then '16-to-17' else '18-or-over' end as age_band\
      """;

  /** Published classes: days and months after the day of receipt, the last day included. */
  private static final String WAIT =
      """
      case when r.cg_outcome is null then 'undecided' when r.cg_decided_on is null then 'unknown'
        when r.cg_decided_on <= r.referral_received_on + 7 then 'within-7-days'
        when r.cg_decided_on <= r.referral_received_on + 45 then '8-to-45-days'
        when r.cg_decided_on <= r.referral_received_on + interval '3' month then 'to-3-months'
        when r.cg_decided_on <= r.referral_received_on + interval '6' month then 'to-6-months'
        else 'longer' end as waited\
      """;

  /**
   * Where a decision is made anew, the dates are those of the new clock and the decision is the one
   * before (D30).
   */
  private static final String CLOCK =
      """
      case when r.rg_outcome is null then 'undecided' when r.reconsidered_stage = 'reasonable-grounds' then 'anew'
        when r.rg_decided_on is null or r.rg_original_due is null or r.rg_due is null then 'unknown'
        else 'decided' end as clock,
      case when r.rg_decided_on <= r.rg_original_due then 1 else 0 end as by_original,
      case when r.rg_decided_on <= r.rg_due then 1 else 0 end as by_target\
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate snapshot;

  PeriodCounts(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
    this.jdbc = jdbc;
    this.snapshot = new TransactionTemplate(transactionManager);
    this.snapshot.setReadOnly(true);
    this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  /** Who decides at each stage; {@link #UNKNOWN} where nobody does yet. */
  record Authorities(String reasonableGrounds, String conclusiveGrounds) {

    boolean either(String authority) {
      return at(Stage.REASONABLE_GROUNDS, authority) || at(Stage.CONCLUSIVE_GROUNDS, authority);
    }

    /**
     * @param authority empty for whichever it is
     */
    boolean at(Stage stage, String authority) {
      return authority.isEmpty() || authority.equals(of(stage));
    }

    String of(Stage stage) {
      return stage == Stage.REASONABLE_GROUNDS ? reasonableGrounds : conclusiveGrounds;
    }
  }

  /**
   * Referrals of a month by the agency that met the child, and how the first decision stands
   * against its dates.
   *
   * @param clock {@code decided}, {@code undecided}, {@code anew} or {@link #UNKNOWN}
   */
  record Received(
      Authorities by,
      YearMonth month,
      String agency,
      String clock,
      boolean byOriginal,
      boolean byTarget,
      long cases) {

    /** Such as {@code 2009-Q2}. */
    String quarter() {
      return month.getYear() + "-Q" + month.get(IsoFields.QUARTER_OF_YEAR);
    }
  }

  /** How both stages, and leave, stand. */
  record Standing(
      Authorities by,
      String age,
      String rgOutcome,
      String cgOutcome,
      String leave,
      String waited,
      String suspendedNow,
      long cases) {

    String outcome(Stage stage) {
      return stage == Stage.REASONABLE_GROUNDS ? rgOutcome : cgOutcome;
    }
  }

  /** As before, by nationality: a child with several is in several. */
  record OfNationality(
      Authorities by,
      String nationality,
      String rgOutcome,
      String cgOutcome,
      String leave,
      long cases) {

    String outcome(Stage stage) {
      return stage == Stage.REASONABLE_GROUNDS ? rgOutcome : cgOutcome;
    }
  }

  /** Referrals of which a stage was ever suspended. */
  record Suspended(Authorities by, String stage, long cases) {}

  record Counts(
      List<Received> received,
      List<Standing> standings,
      List<OfNationality> nationalities,
      List<Suspended> suspended) {}

  /**
   * @param which a condition on {@code case_register r}
   * @param params its named parameters
   */
  Counts of(Period period, String which, Map<String, ?> params) {
    // The days stand in the statement: PostgreSQL plans parameters, after some times, for a few
    // cases whatever they are.
    String counted =
        " from case_register r where "
            + ReferralCountSql.COUNTS
            + " and r.referral_received_on between date '%s' and date '%s' and (%s)"
                .formatted(period.from().atDay(1), period.to().atEndOfMonth(), which);
    return snapshot.execute(
        status ->
            new Counts(
                groups(
                    String.join(", ", AUTHORITIES, MONTH, "r.first_responder_agency", CLOCK)
                        + counted,
                    "rg_authority, cg_authority, received_in, first_responder_agency, clock,"
                        + " by_original, by_target",
                    params,
                    (row, number) ->
                        new Received(
                            authorities(row),
                            YearMonth.from(row.getObject("received_in", LocalDate.class)),
                            code(row, "first_responder_agency"),
                            row.getString("clock"),
                            row.getInt("by_original") == 1,
                            row.getInt("by_target") == 1,
                            row.getLong("cases"))),
                groups(
                    String.join(", ", AUTHORITIES, AGE, DECIDED, WAIT) + counted,
                    "rg_authority, cg_authority, age_band, waited, " + BY_DECIDED,
                    params,
                    (row, number) ->
                        new Standing(
                            authorities(row),
                            row.getString("age_band"),
                            outcome(Stage.REASONABLE_GROUNDS, row),
                            outcome(Stage.CONCLUSIVE_GROUNDS, row),
                            code(row, "leave_outcome"),
                            row.getString("waited"),
                            Objects.requireNonNullElse(row.getString("suspended_stage"), ""),
                            row.getLong("cases"))),
                groups(
                    String.join(", ", AUTHORITIES, "n.nationality", DECIDED)
                        + counted.replace(
                            "case_register r",
                            "case_register r left join register_nationality n "
                                + "on n.case_number = r.case_number"),
                    "rg_authority, cg_authority, nationality, " + BY_DECIDED,
                    params,
                    (row, number) ->
                        new OfNationality(
                            authorities(row),
                            code(row, "nationality"),
                            outcome(Stage.REASONABLE_GROUNDS, row),
                            outcome(Stage.CONCLUSIVE_GROUNDS, row),
                            code(row, "leave_outcome"),
                            row.getLong("cases"))),
                groups(
                    AUTHORITIES
                        + ", s.stage"
                        + counted.replace(
                            "case_register r",
                            "case_register r join (select distinct case_number, stage from"
                                + " register_event where kind = 'suspended' and stage is not null)"
                                + " s on s.case_number = r.case_number"),
                    "rg_authority, cg_authority, stage",
                    params,
                    (row, number) ->
                        new Suspended(
                            authorities(row), row.getString("stage"), row.getLong("cases")))));
  }

  private <T> List<T> groups(String each, String by, Map<String, ?> params, RowMapper<T> mapper) {
    return jdbc.sql(
            "select "
                + by
                + ", count(*) as cases from (select "
                + each
                + ") counted group by "
                + by)
        .params(params)
        .query(mapper)
        .list();
  }

  // What can be told of a group is not told of each case: there are so many more of them.

  private static String outcome(Stage stage, ResultSet row) throws SQLException {
    return ReferralCountRule.outcome(
        stage,
        row.getString("rg_outcome"),
        row.getString("cg_outcome"),
        stage.id().equals(row.getString("suspended_stage")),
        row.getInt("open_case") == 1);
  }

  private static Authorities authorities(ResultSet row) throws SQLException {
    return new Authorities(code(row, "rg_authority"), code(row, "cg_authority"));
  }

  private static String code(ResultSet row, String column) throws SQLException {
    String code = row.getString(column);
    return code == null || code.isBlank() ? UNKNOWN : code.strip();
  }
}
