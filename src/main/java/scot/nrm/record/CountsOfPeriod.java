package scot.nrm.record;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.engine.Stage;

/**
 * Counts the referrals of a period, as {@link CountedCase} has them, in four statements: the database groups, so that
 * few rows come out however many cases there are. All see the same moment.
 */
@Component
class CountsOfPeriod {

  static final String UNKNOWN = "unknown";

  /** Made of the class of a wait; in the order of waiting. */
  static final List<String> WAITS =
      List.of("within-7-days", "8-to-45-days", "to-3-months", "to-6-months", "longer");
  static final List<String> AGES = List.of("under-12", "12-to-15", "16-to-17", "18-or-over", UNKNOWN);

  private static final String RG_AUTHORITY = code("r.rg_authority") + " as rg_authority";
  private static final String CG_AUTHORITY = code("r.cg_authority") + " as cg_authority";
  private static final String AUTHORITIES = RG_AUTHORITY + ", " + CG_AUTHORITY;
  private static final String RG_OUTCOME = CountedCaseSql.RG_OUTCOME + " as rg_outcome";
  private static final String CG_OUTCOME = CountedCaseSql.CG_OUTCOME + " as cg_outcome";
  private static final String LEAVE = code("r.leave_outcome") + " as leave_outcome";
  private static final String YEAR = "cast(extract(year from r.referral_received_on) as integer) as of_year";
  private static final String MONTH = "cast(extract(month from r.referral_received_on) as integer) as of_month";

  private static final String AGE = """
      case when r.age is null or r.age < 0 then 'unknown' when r.age < 12 then 'under-12'
        when r.age < 16 then '12-to-15' when r.age < 18 then '16-to-17' else '18-or-over' end as age_band""";
  /** Published classes: days and months after the day of receipt, the last day included. */
  private static final String WAIT = """
      case when r.cg_outcome is null then 'undecided' when r.cg_decided_on is null then 'unknown'
        when r.cg_decided_on <= r.referral_received_on + interval '7' day then 'within-7-days'
        when r.cg_decided_on <= r.referral_received_on + interval '45' day then '8-to-45-days'
        when r.cg_decided_on <= r.referral_received_on + interval '3' month then 'to-3-months'
        when r.cg_decided_on <= r.referral_received_on + interval '6' month then 'to-6-months'
        else 'longer' end as waited""";
  /** Where a decision is made anew, the dates are those of the new clock and the decision is the one before (D30). */
  private static final String CLOCK = """
      case when r.rg_outcome is null then 'undecided' when r.reconsidered_stage = 'reasonable-grounds' then 'anew'
        when r.rg_decided_on is null or r.rg_original_due is null or r.rg_due is null then 'unknown'
        else 'decided' end as clock,
      case when r.rg_decided_on <= r.rg_original_due then 1 else 0 end as by_original,
      case when r.rg_decided_on <= r.rg_due then 1 else 0 end as by_target""";

  private final JdbcClient jdbc;
  private final TransactionTemplate snapshot;

  CountsOfPeriod(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
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

    /** @param authority empty for whichever it is */
    boolean at(Stage stage, String authority) {
      return authority.isEmpty() || authority.equals(of(stage));
    }

    String of(Stage stage) {
      return stage == Stage.REASONABLE_GROUNDS ? reasonableGrounds : conclusiveGrounds;
    }
  }

  /**
   * Referrals of a month by the agency that met the child, and how the first decision stands against its dates.
   *
   * @param clock {@code decided}, {@code undecided}, {@code anew} or {@link #UNKNOWN}
   */
  record Received(
      Authorities by, YearMonth month, String agency, String clock, boolean byOriginal, boolean byTarget, long cases) {

    /** Such as {@code 2009-Q2}. */
    String quarter() {
      return month.getYear() + "-Q" + month.get(IsoFields.QUARTER_OF_YEAR);
    }
  }

  /** How both stages, and leave, stand. */
  record Standing(
      Authorities by, String age, String rgOutcome, String cgOutcome, String leave, String waited, String suspendedNow,
      long cases) {

    String outcome(Stage stage) {
      return stage == Stage.REASONABLE_GROUNDS ? rgOutcome : cgOutcome;
    }
  }

  /** As before, by nationality: a child with several is in several. */
  record OfNationality(
      Authorities by, String nationality, String rgOutcome, String cgOutcome, String leave, long cases) {

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
    String counted = " from case_register r where " + CountedCaseSql.COUNTS
        + " and r.referral_received_on between :first and :last and (" + which + ")";
    Map<String, Object> all = new HashMap<>(params);
    all.put("first", period.from().atDay(1));
    all.put("last", LocalDate.from(period.to().atEndOfMonth()));
    return snapshot.execute(status -> new Counts(
        groups(String.join(", ", AUTHORITIES, YEAR, MONTH, code("r.first_responder_agency") + " as agency", CLOCK) + counted,
            "rg_authority, cg_authority, of_year, of_month, agency, clock, by_original, by_target", all,
            (row, number) -> new Received(
                new Authorities(row.getString("rg_authority"), row.getString("cg_authority")),
                YearMonth.of(row.getInt("of_year"), row.getInt("of_month")), row.getString("agency"),
                row.getString("clock"), row.getInt("by_original") == 1, row.getInt("by_target") == 1,
                row.getLong("cases"))),
        groups(String.join(", ", AUTHORITIES, AGE, RG_OUTCOME, CG_OUTCOME, LEAVE, WAIT)
                + ", coalesce(r.suspended_stage, '') as suspended_now" + counted,
            "rg_authority, cg_authority, age_band, rg_outcome, cg_outcome, leave_outcome, waited, suspended_now", all,
            (row, number) -> new Standing(
                new Authorities(row.getString("rg_authority"), row.getString("cg_authority")),
                row.getString("age_band"), row.getString("rg_outcome"), row.getString("cg_outcome"),
                row.getString("leave_outcome"), row.getString("waited"), row.getString("suspended_now"),
                row.getLong("cases"))),
        groups(String.join(", ", AUTHORITIES, code("n.nationality") + " as nationality", RG_OUTCOME, CG_OUTCOME, LEAVE)
                + counted.replace("case_register r", "case_register r left join register_nationality n "
                    + "on n.case_number = r.case_number"),
            "rg_authority, cg_authority, nationality, rg_outcome, cg_outcome, leave_outcome", all,
            (row, number) -> new OfNationality(
                new Authorities(row.getString("rg_authority"), row.getString("cg_authority")),
                row.getString("nationality"), row.getString("rg_outcome"), row.getString("cg_outcome"),
                row.getString("leave_outcome"), row.getLong("cases"))),
        groups(AUTHORITIES + ", s.stage" + counted.replace("case_register r", "case_register r join (select distinct "
                    + "case_number, stage from register_event where kind = 'suspended' and stage is not null) s "
                    + "on s.case_number = r.case_number"),
            "rg_authority, cg_authority, stage", all,
            (row, number) -> new Suspended(
                new Authorities(row.getString("rg_authority"), row.getString("cg_authority")),
                row.getString("stage"), row.getLong("cases")))));
  }

  private <T> List<T> groups(String each, String by, Map<String, ?> params, RowMapper<T> mapper) {
    return jdbc.sql("select " + by + ", count(*) as cases from (select " + each + ") counted group by " + by)
        .params(params).query(mapper).list();
  }

  private static String code(String column) {
    return "coalesce(nullif(trim(" + column + "), ''), 'unknown')";
  }
}
