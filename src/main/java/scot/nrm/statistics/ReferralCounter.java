package scot.nrm.statistics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Outcome;
import scot.nrm.register.ReferralSql;
import scot.nrm.register.Stage;

/**
 * Counts the referrals of a period, for all statistics: by period, year and area. The database
 * groups them, so that there are few rows however many cases there are.
 */
@Component
class ReferralCounter {

  static final String POSITIVE = Outcome.POSITIVE.id();
  static final String NEGATIVE = Outcome.NEGATIVE.id();
  static final String NOT_REACHED = "not-reached";
  static final String UNKNOWN = "unknown";

  /** The states of reasonable grounds, in display order. */
  static final List<String> RG_OUTCOMES =
      List.of(POSITIVE, NEGATIVE, "suspended", "pending", "closed-undecided");

  static final List<String> CG_OUTCOMES =
      List.of(POSITIVE, NEGATIVE, "suspended", "pending", "closed-undecided", NOT_REACHED);

  /** Codes for the classes of waiting time, shortest first. */
  static final List<String> WAITS =
      List.of("within-7-days", "8-to-45-days", "to-3-months", "to-6-months", "longer");

  static final List<String> AGES =
      List.of("under-12", "12-to-15", "16-to-17", "18-or-over", UNKNOWN);

  private static final String AGE =
      """
      case when r.age is null or r.age < 0 then 'unknown' when r.age < 12 then 'under-12'
        when r.age < 16 then '12-to-15' when r.age < 18 then '16-to-17' else '18-or-over' end\
      """;

  /** The published classes: days and months after the day of receipt, including the last day. */
  private static final String WAIT =
      """
      case when r.cg_outcome is null then 'undecided' when r.cg_decided_on is null then 'unknown'
        when r.cg_decided_on <= r.referral_received_on + 7 then 'within-7-days'
        when r.cg_decided_on <= r.referral_received_on + 45 then '8-to-45-days'
        when r.cg_decided_on <= r.referral_received_on + interval '3' month then 'to-3-months'
        when r.cg_decided_on <= r.referral_received_on + interval '6' month then 'to-6-months'
        else 'longer' end\
      """;

  /** Reads all such entries once: nearly every case is counted. */
  private static final String MISSING =
      """
      case when r.missing_since is not null
        or r.case_number in (select e.case_number from register_event e where e.kind = '%s')
        then 1 else 0 end\
      """
          .formatted(EntryKind.CHILD_MISSING.id());

  /** The stages that were ever suspended, each as a power of two; read once like the above. */
  private static final String EVER_SUSPENDED =
      Arrays.stream(Stage.values())
          .map(
              stage ->
                  """
                  case when r.case_number in (select e.case_number from register_event e
                    where e.kind = '%s' and e.stage = '%s') then %d else 0 end\
                  """
                      .formatted(EntryKind.SUSPENDED.id(), stage.id(), bit(stage)))
          .collect(Collectors.joining(" + "));

  /**
   * If a decision is being reconsidered, the dates are the new ones and the decision is the
   * previous one (D30).
   */
  private static final String RECEIVED =
      monthOf("r.referral_received_on")
          + """
       as received_in,
      r.first_responder_agency as agency,
      case when r.rg_outcome is null then 'undecided' when r.reconsidered_stage = '%s' then 'being-reconsidered'
        when r.rg_decided_on is null or r.rg_original_due is null or r.rg_due is null then 'unknown'
        else 'decided' end as timing,
      case when r.rg_decided_on <= r.rg_original_due then 1 else 0 end as by_original,
      case when r.rg_decided_on <= r.rg_due then 1 else 0 end as by_target\
      """
              .formatted(Stage.REASONABLE_GROUNDS.id());

  /** A decision that is being reconsidered has no deadline of its own any more (D30). */
  private static final String DECIDED =
      "r.%1$s_outcome is not null and (r.reconsidered_stage is null or r.reconsidered_stage <> '%2$s')";

  private static final String WAITED_DAYS =
      "(extract(epoch from r.cg_decided_on) - extract(epoch from r.referral_received_on)) / 86400";

  private static final String OUTCOMES =
      "%s as rg_result, %s as cg_result, r.leave_outcome, "
          .formatted(ReferralSql.RG_OUTCOME, ReferralSql.CG_OUTCOME);
  private static final String BY_OUTCOMES =
      "rg_result, cg_result, leave_outcome, part, waited, suspended_now, suspended_ever, missing";
  private static final String BY_AGE =
      OUTCOMES
          + "%s as part, %s as waited, r.suspended_stage as suspended_now, %s as suspended_ever, %s as missing"
              .formatted(AGE, WAIT, EVER_SUSPENDED, MISSING);
  private static final String BY_NATIONALITY =
      OUTCOMES
          + "n.nationality as part, '' as waited, '' as suspended_now, 0 as suspended_ever, 0 as missing";

  private final JdbcClient jdbc;
  private final TransactionTemplate snapshot;

  ReferralCounter(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
    this.jdbc = jdbc;
    this.snapshot = new TransactionTemplate(transactionManager);
    this.snapshot.setReadOnly(true);
    this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  /** A group of cases in the result of a statement. */
  interface Group {
    Authorities by();

    long cases();
  }

  /** The authority at each stage; {@link #UNKNOWN} if there is none yet. */
  record Authorities(String reasonableGrounds, String conclusiveGrounds) {

    boolean either(String authority) {
      return at(Stage.REASONABLE_GROUNDS, authority) || at(Stage.CONCLUSIVE_GROUNDS, authority);
    }

    /**
     * @param authority or empty for any
     */
    boolean at(Stage stage, String authority) {
      return authority.isEmpty() || authority.equals(of(stage));
    }

    String of(Stage stage) {
      return stage == Stage.REASONABLE_GROUNDS ? reasonableGrounds : conclusiveGrounds;
    }
  }

  /**
   * The referrals of a month by the agency that met the child and the timing of the first decision.
   *
   * @param timing {@code decided}, {@code undecided}, {@code being-reconsidered} or {@link
   *     #UNKNOWN}
   */
  record Received(
      Authorities by,
      LocalDate month,
      String agency,
      String timing,
      boolean byOriginal,
      boolean byTarget,
      long cases)
      implements Group {

    String quarter() {
      return Period.quarter(month);
    }
  }

  /**
   * The outcomes at both stages and for leave.
   *
   * @param part an age or a nationality; a child with several nationalities is counted in each
   * @param waited empty for counts by nationality, like {@code suspendedNow} and {@code
   *     suspendedEver}
   */
  record Outcomes(
      Authorities by,
      String part,
      String rgOutcome,
      String cgOutcome,
      String leave,
      String waited,
      String suspendedNow,
      int suspendedEver,
      boolean missing,
      long cases)
      implements Group {

    boolean wasSuspendedAt(Stage stage) {
      return (suspendedEver & bit(stage)) != 0;
    }

    String at(Stage stage) {
      return stage == Stage.REASONABLE_GROUNDS ? rgOutcome : cgOutcome;
    }
  }

  /**
   * The decisions that were made in a month, whenever the case was referred.
   *
   * @param onTime by the deadline that applied (D15, D24, D28)
   * @param days from the referral to a decision on conclusive grounds; 0 for reasonable grounds
   */
  record Decided(Authorities by, LocalDate month, boolean onTime, int days, long cases)
      implements Group {}

  /**
   * Cases by the months in which they were opened and closed, with and without an NRM form.
   *
   * @param closed {@code null} if the case is open
   */
  record Open(Authorities by, LocalDate opened, LocalDate closed, long cases) implements Group {}

  record Trends(
      List<Received> received,
      List<Decided> reasonableGrounds,
      List<Decided> conclusiveGrounds,
      List<Open> open) {}

  record Area(List<Outcomes> byAge, List<Received> received) {}

  record Counts(List<Received> received, List<Outcomes> byAge, List<Outcomes> byNationality) {}

  private static int bit(Stage stage) {
    return 1 << stage.ordinal();
  }

  static long sum(Collection<? extends Group> groups) {
    return groups.stream().mapToLong(Group::cases).sum();
  }

  static <T extends Group> long sum(Collection<T> groups, Predicate<T> which) {
    return groups.stream().filter(which).mapToLong(Group::cases).sum();
  }

  /** The number of cases by a code, in the order of the codes. */
  static <T extends Group> Map<String, Long> numbers(
      Collection<T> groups, Function<T, String> code) {
    return groups.stream()
        .collect(Collectors.groupingBy(code, TreeMap::new, Collectors.summingLong(Group::cases)));
  }

  /**
   * All counts, taken at the same moment.
   *
   * @param which a condition on {@code case_register r}
   * @param params its named parameters
   */
  Counts of(Period period, String which, Map<String, ?> params) {
    return snapshot.execute(
        status ->
            new Counts(
                received(period, which, params),
                byAge(period, which, params),
                groups(
                    BY_NATIONALITY,
                    "left join register_nationality n on n.case_number = r.case_number",
                    BY_OUTCOMES,
                    referredIn(period, which),
                    params,
                    ReferralCounter::outcomes)));
  }

  /**
   * The outcomes in a period and the referrals of a longer one, taken at the same moment.
   *
   * @param which as in {@link #of}
   */
  Area area(Period period, Period longer, String which, Map<String, ?> params) {
    return snapshot.execute(
        status -> new Area(byAge(period, which, params), received(longer, which, params)));
  }

  private List<Outcomes> byAge(Period period, String which, Map<String, ?> params) {
    return groups(
        BY_AGE, "", BY_OUTCOMES, referredIn(period, which), params, ReferralCounter::outcomes);
  }

  /** What happened in the months of a period, all counted at the same moment. */
  Trends trends(Period period, String which, Map<String, ?> params) {
    return snapshot.execute(
        status ->
            new Trends(
                received(period, which, params),
                decided(Stage.REASONABLE_GROUNDS, "rg", "0", period, which, params),
                decided(Stage.CONCLUSIVE_GROUNDS, "cg", WAITED_DAYS, period, which, params),
                groups(
                    "%s as opened_in, case when r.case_outcome is not null then %s end as closed_in"
                        .formatted(monthOf("r.opened_on"), monthOf("r.closed_on")),
                    "",
                    "opened_in, closed_in",
                    "(" + which + ")",
                    params,
                    (row, number) ->
                        new Open(
                            authorities(row),
                            row.getObject("opened_in", LocalDate.class),
                            row.getObject("closed_in", LocalDate.class),
                            row.getLong("cases")))));
  }

  private List<Received> received(Period period, String which, Map<String, ?> params) {
    return groups(
        RECEIVED,
        "",
        "received_in, agency, timing, by_original, by_target",
        referredIn(period, which),
        params,
        (row, number) ->
            new Received(
                authorities(row),
                row.getObject("received_in", LocalDate.class),
                code(row, "agency"),
                row.getString("timing"),
                row.getInt("by_original") == 1,
                row.getInt("by_target") == 1,
                row.getLong("cases")));
  }

  private List<Decided> decided(
      Stage stage, String column, String days, Period period, String which, Map<String, ?> params) {
    String decidedOn = "r." + column + "_decided_on";
    return groups(
        "%s as decided_in, case when r.%s_late = false then 1 else 0 end as on_time, %s as waited_days"
            .formatted(monthOf(decidedOn), column, days),
        "",
        "decided_in, on_time, waited_days",
        counted(decidedOn, period, which) + " and " + DECIDED.formatted(column, stage.id()),
        params,
        (row, number) ->
            new Decided(
                authorities(row),
                row.getObject("decided_in", LocalDate.class),
                row.getInt("on_time") == 1,
                row.getInt("waited_days"),
                row.getLong("cases")));
  }

  /** The first day of the month of a day. */
  private static String monthOf(String day) {
    return "%1$s - cast(extract(day from %1$s) as integer) + 1".formatted(day);
  }

  private static String referredIn(Period period, String which) {
    return counted("r.referral_received_on", period, which);
  }

  /**
   * The referrals whose day is in the period. The days are literals because PostgreSQL, after some
   * calls, plans every parameter as if it selected only a few cases.
   */
  private static String counted(String day, Period period, String which) {
    return "%s between date '%s' and date '%s' and %s and (%s)"
        .formatted(
            day, period.from().atDay(1), period.to().atEndOfMonth(), ReferralSql.COUNTED, which);
  }

  private <T> List<T> groups(
      String columns,
      String join,
      String by,
      String where,
      Map<String, ?> params,
      RowMapper<T> mapper) {
    return jdbc.sql(
            """
            select rg_authority, cg_authority, %3$s, count(*) as cases
            from (select r.rg_authority, r.cg_authority, %1$s from case_register r %2$s where %4$s) counted
            group by rg_authority, cg_authority, %3$s\
            """
                .formatted(columns, join, by, where))
        .params(params)
        .query(mapper)
        .list();
  }

  private static Outcomes outcomes(ResultSet row, int number) throws SQLException {
    return new Outcomes(
        authorities(row),
        code(row, "part"),
        row.getString("rg_result"),
        row.getString("cg_result"),
        code(row, "leave_outcome"),
        row.getString("waited"),
        Objects.requireNonNullElse(row.getString("suspended_now"), ""),
        row.getInt("suspended_ever"),
        row.getInt("missing") == 1,
        row.getLong("cases"));
  }

  private static Authorities authorities(ResultSet row) throws SQLException {
    return new Authorities(code(row, "rg_authority"), code(row, "cg_authority"));
  }

  private static String code(ResultSet row, String column) throws SQLException {
    String code = row.getString(column);
    return code == null || code.isBlank() ? UNKNOWN : code.strip();
  }
}
