package scot.nrm.statistics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import scot.nrm.access.CaseCondition;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Outcome;
import scot.nrm.register.ReferralSql;
import scot.nrm.register.Stage;

/**
 * Counts the referrals of a period, for all statistics: by period, year and area. How each case
 * counts is kept in memory, because the database would have to calculate it again for each
 * question. The database decides which cases are counted.
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

  /** Whether the child was ever missing. The entries are read in one query for all cases. */
  private static final String MISSING =
      """
      case when r.missing_since is not null
        or r.case_number in (select e.case_number from register_event e where e.kind = '%s')
        then 1 else 0 end\
      """
          .formatted(EntryKind.CHILD_MISSING.id());

  /** The stages that were ever suspended, each as a power of two, in one query for all cases. */
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

  /** In a reconsideration, the dates are the new ones and the decision the previous one (D30). */
  private static final String TIMING =
      """
      case when r.rg_outcome is null then 'undecided' when r.reconsidered_stage = '%s' then 'being-reconsidered'
        when r.rg_decided_on is null or r.rg_original_due is null or r.rg_due is null then 'unknown'
        else 'decided' end as timing,
      case when r.rg_decided_on <= r.rg_original_due then 1 else 0 end as by_original,
      case when r.rg_decided_on <= r.rg_due then 1 else 0 end as by_target\
      """
          .formatted(Stage.REASONABLE_GROUNDS.id());

  /** A decision that is being reconsidered no longer has a deadline of its own (D30). */
  private static final String DECIDED =
      """
      case when r.%1$s_outcome is not null and (r.reconsidered_stage is null or r.reconsidered_stage <> '%2$s')
        then r.%1$s_decided_on end as %1$s_decided_on, case when r.%1$s_late = false then 1 else 0 end as %1$s_on_time\
      """;

  private static final String COLUMNS =
      String.join(
          ", ",
          "case when " + ReferralSql.COUNTED + " then 1 else 0 end as counted",
          "r.rg_authority, r.cg_authority, r.referral_received_on, r.first_responder_agency",
          TIMING,
          ReferralSql.RG_OUTCOME + " as rg_result",
          ReferralSql.CG_OUTCOME + " as cg_result",
          "r.leave_outcome, r.suspended_stage",
          AGE + " as age_group",
          WAIT + " as waited",
          EVER_SUSPENDED + " as suspended_ever",
          MISSING + " as missing",
          DECIDED.formatted("rg", Stage.REASONABLE_GROUNDS.id()),
          DECIDED.formatted("cg", Stage.CONCLUSIVE_GROUNDS.id()),
          "r.opened_on, case when r.case_outcome is not null then r.closed_on end as closed_on",
          "(select string_agg(n.nationality, ' ') from register_nationality n"
              + " where n.case_number = r.case_number) as nationalities");

  private final JdbcClient jdbc;
  private final RegisterInMemory<Referral> register;

  /**
   * The groups of referrals, each of them once, because few differ. Only one question at a time
   * uses them, like the register.
   */
  private final Map<Object, Object> groups = new HashMap<>();

  ReferralCounter(
      DataSource dataSource,
      PlatformTransactionManager transactionManager,
      @Value("${spring.datasource.url}") String database) {
    this.jdbc = JdbcClient.create(dataSource);
    this.register =
        new RegisterInMemory<>(
            dataSource,
            transactionManager,
            database.startsWith("jdbc:postgresql:"),
            COLUMNS,
            (row, number) -> referral(row),
            Referral::nationalities);
  }

  /** A group of cases that are counted alike. */
  interface Group<T> {
    DecidingAuthorities by();

    long cases();

    T withCases(long number);
  }

  /** The authority at each stage; {@link #UNKNOWN} if there is none yet. */
  record DecidingAuthorities(String reasonableGrounds, String conclusiveGrounds) {

    boolean either(String authority) {
      return at(Stage.REASONABLE_GROUNDS, authority) || at(Stage.CONCLUSIVE_GROUNDS, authority);
    }

    /** Whether an authority decides at a stage; always true for an empty one, which means any. */
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
      DecidingAuthorities by,
      LocalDate month,
      String agency,
      String timing,
      boolean byOriginal,
      boolean byTarget,
      long cases)
      implements Group<Received> {

    String quarter() {
      return Period.quarter(month);
    }

    @Override
    public Received withCases(long number) {
      return new Received(by, month, agency, timing, byOriginal, byTarget, number);
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
      DecidingAuthorities by,
      String part,
      String rgOutcome,
      String cgOutcome,
      String leave,
      String waited,
      String suspendedNow,
      int suspendedEver,
      boolean missing,
      long cases)
      implements Group<Outcomes> {

    boolean wasSuspendedAt(Stage stage) {
      return (suspendedEver & bit(stage)) != 0;
    }

    String at(Stage stage) {
      return stage == Stage.REASONABLE_GROUNDS ? rgOutcome : cgOutcome;
    }

    @Override
    public Outcomes withCases(long number) {
      return new Outcomes(
          by,
          part,
          rgOutcome,
          cgOutcome,
          leave,
          waited,
          suspendedNow,
          suspendedEver,
          missing,
          number);
    }
  }

  /**
   * The decisions that were made in a month, whenever the case was referred.
   *
   * @param onTime by the deadline that applied (D15, D24, D28)
   * @param days from the referral to a decision on conclusive grounds; 0 for reasonable grounds
   */
  record Decided(DecidingAuthorities by, LocalDate month, boolean onTime, int days, long cases)
      implements Group<Decided> {

    @Override
    public Decided withCases(long number) {
      return new Decided(by, month, onTime, days, number);
    }
  }

  /**
   * Cases by the months in which they were opened and closed, with and without an NRM form.
   *
   * @param closed {@code null} if the case is open
   */
  record Open(DecidingAuthorities by, LocalDate opened, LocalDate closed, long cases)
      implements Group<Open> {

    @Override
    public Open withCases(long number) {
      return new Open(by, opened, closed, number);
    }
  }

  /**
   * How a case counts.
   *
   * @param received {@code null} if it does not count as a referral; then all others are too, apart
   *     from {@code open}
   * @param reasonableGrounds {@code null} without a decision that applies
   */
  private record Referral(
      int nationalities,
      Received received,
      Outcomes byAge,
      List<Outcomes> byNationality,
      Decided reasonableGrounds,
      Decided conclusiveGrounds,
      Open open) {}

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

  static long sum(Collection<? extends Group<?>> groups) {
    return groups.stream().mapToLong(Group::cases).sum();
  }

  static <T extends Group<T>> long sum(Collection<T> groups, Predicate<T> condition) {
    return groups.stream().filter(condition).mapToLong(Group::cases).sum();
  }

  /** The number of cases by a code, in the order of the codes. */
  static <T extends Group<T>> Map<String, Long> numbers(
      Collection<T> groups, Function<T, String> code) {
    return groups.stream()
        .collect(Collectors.groupingBy(code, TreeMap::new, Collectors.summingLong(Group::cases)));
  }

  /**
   * All counts, taken at the same moment.
   *
   * @param condition a condition on {@code case_register r}
   * @param params its named parameters
   */
  Counts of(Period period, String condition, Map<String, ?> params) {
    return count(
        condition,
        params,
        cases -> {
          List<Referral> referrals = receivedIn(period, cases);
          return new Counts(
              groups(referrals, Referral::received),
              groups(referrals, Referral::byAge),
              ReferralCounter.<Outcomes>groups(
                  referrals.stream().flatMap(one -> one.byNationality().stream())));
        });
  }

  /**
   * The outcomes in a period and the referrals of a longer one, taken at the same moment.
   *
   * @param condition as in {@link #of}
   */
  Area area(Period period, Period longer, String condition, Map<String, ?> params) {
    return count(
        condition,
        params,
        cases ->
            new Area(
                groups(receivedIn(period, cases), Referral::byAge),
                groups(receivedIn(longer, cases), Referral::received)));
  }

  /** What happened in the months of a period, all counted at the same moment. */
  Trends trends(Period period, String condition, Map<String, ?> params) {
    return count(
        condition,
        params,
        cases ->
            new Trends(
                groups(receivedIn(period, cases), Referral::received),
                decidedIn(period, cases, Referral::reasonableGrounds),
                decidedIn(period, cases, Referral::conclusiveGrounds),
                groups(cases, Referral::open)));
  }

  private <R> R count(
      String condition, Map<String, ?> params, Function<Collection<Referral>, R> counts) {
    return register.ask(
        all ->
            counts.apply(
                condition.equals(CaseCondition.COUNTED.sql())
                    ? all.values()
                    : jdbc.sql("select r.opened_order from case_register r where " + condition)
                        .params(params)
                        .query((row, number) -> all.get(row.getLong(1)))
                        .list()));
  }

  private static List<Referral> receivedIn(Period period, Collection<Referral> cases) {
    return cases.stream()
        .filter(one -> one.received() != null && contains(period, one.received().month()))
        .toList();
  }

  private static List<Decided> decidedIn(
      Period period, Collection<Referral> cases, Function<Referral, Decided> decision) {
    return groups(
        cases.stream().map(decision).filter(one -> one != null && contains(period, one.month())));
  }

  private static boolean contains(Period period, LocalDate month) {
    return !month.isBefore(period.from().atDay(1)) && !month.isAfter(period.to().atDay(1));
  }

  private static <T extends Group<T>> List<T> groups(
      Collection<Referral> cases, Function<Referral, T> group) {
    return groups(cases.stream().map(group));
  }

  private static <T extends Group<T>> List<T> groups(Stream<T> cases) {
    Map<T, int[]> numbers = new IdentityHashMap<>(); // each group exists once
    cases.forEach(group -> numbers.computeIfAbsent(group, first -> new int[1])[0]++);
    return numbers.entrySet().stream()
        .map(each -> each.getKey().withCases(each.getValue()[0]))
        .toList();
  }

  private Referral referral(ResultSet row) throws SQLException {
    String joined = row.getString("nationalities");
    List<String> nationalities =
        joined == null
            ? List.of()
            : Arrays.stream(joined.split(" ")).map(ReferralCounter::code).toList();
    DecidingAuthorities by =
        shared(new DecidingAuthorities(code(row, "rg_authority"), code(row, "cg_authority")));
    Open open = shared(new Open(by, month(row, "opened_on"), month(row, "closed_on"), 1));
    if (row.getInt("counted") == 0) {
      return new Referral(nationalities.size(), null, null, List.of(), null, null, open);
    }
    return new Referral(
        nationalities.size(),
        shared(
            new Received(
                by,
                month(row, "referral_received_on"),
                code(row, "first_responder_agency"),
                row.getString("timing"),
                row.getInt("by_original") == 1,
                row.getInt("by_target") == 1,
                1)),
        shared(
            new Outcomes(
                by,
                row.getString("age_group"),
                row.getString("rg_result"),
                row.getString("cg_result"),
                code(row, "leave_outcome"),
                row.getString("waited"),
                Objects.requireNonNullElse(row.getString("suspended_stage"), ""),
                row.getInt("suspended_ever"),
                row.getInt("missing") == 1,
                1)),
        outcomes(row, by, nationalities.isEmpty() ? List.of(UNKNOWN) : nationalities),
        decided(row, by, "rg", 0),
        decided(row, by, "cg", waited(row)),
        open);
  }

  private List<Outcomes> outcomes(ResultSet row, DecidingAuthorities by, List<String> nationalities)
      throws SQLException {
    List<Outcomes> outcomes = new ArrayList<>();
    for (String nationality : nationalities) {
      outcomes.add(
          shared(
              new Outcomes(
                  by,
                  nationality,
                  row.getString("rg_result"),
                  row.getString("cg_result"),
                  code(row, "leave_outcome"),
                  "",
                  "",
                  0,
                  false,
                  1)));
    }
    return shared(List.copyOf(outcomes));
  }

  private Decided decided(ResultSet row, DecidingAuthorities by, String stage, int days)
      throws SQLException {
    LocalDate month = month(row, stage + "_decided_on");
    return month == null
        ? null
        : shared(new Decided(by, month, row.getInt(stage + "_on_time") == 1, days, 1));
  }

  /** In calendar days. */
  private static int waited(ResultSet row) throws SQLException {
    LocalDate decided = row.getObject("cg_decided_on", LocalDate.class);
    return decided == null
        ? 0
        : (int)
            ChronoUnit.DAYS.between(
                row.getObject("referral_received_on", LocalDate.class), decided);
  }

  private LocalDate month(ResultSet row, String column) throws SQLException {
    LocalDate day = row.getObject(column, LocalDate.class);
    return day == null ? null : shared(day.withDayOfMonth(1));
  }

  @SuppressWarnings("unchecked")
  private <T> T shared(T group) {
    return (T) groups.computeIfAbsent(group, first -> first);
  }

  private static String code(ResultSet row, String column) throws SQLException {
    return code(row.getString(column));
  }

  private static String code(String code) {
    return code == null || code.isBlank() ? UNKNOWN : code.strip();
  }
}
