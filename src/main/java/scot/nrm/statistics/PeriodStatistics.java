package scot.nrm.statistics;

import static scot.nrm.statistics.ReferralCounter.POSITIVE;
import static scot.nrm.statistics.ReferralCounter.UNKNOWN;
import static scot.nrm.statistics.ReferralCounter.numbers;
import static scot.nrm.statistics.ReferralCounter.sum;
import static scot.nrm.statistics.StatisticsTable.count;
import static scot.nrm.statistics.StatisticsTable.row;
import static scot.nrm.statistics.StatisticsTable.share;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.record.CodeNames;
import scot.nrm.register.EntryWords;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;
import scot.nrm.statistics.ReferralCounter.Counts;
import scot.nrm.statistics.ReferralCounter.Outcomes;
import scot.nrm.statistics.ReferralCounter.Received;
import scot.nrm.statistics.StatisticsTable.Column;
import scot.nrm.statistics.StatisticsTable.Row;

/**
 * The figures of a period as tables, with the published figures beside them.
 * docs/reference/statistics.md defines the counts.
 */
@Component
public class PeriodStatistics {

  /** The ids of the tables, in display order. */
  public static final List<String> TABLES =
      List.of(
          new String[] {
            "referrals-by-year", "referrals-by-month", "agencies", "nationalities",
            "rg-in-time", "cg-waits", "rg-by-authority", "rg-by-nationality",
            "rg-by-age", "cg-by-authority", "cg-by-nationality", "cg-by-age",
            "leave-by-authority", "leave-by-nationality", "leave-by-age", "suspended"
          });

  private static final String TOTAL = "total";

  /** The agencies that the published tables list; all others are combined. */
  private static final List<String> PUBLISHED_AGENCIES =
      List.of("ukba", "police", "local-authority");

  private static final String OTHERS = "others";
  private static final List<String> LEAVE =
      List.of("granted", "refused", RegisterCase.NO_LEAVE, UNKNOWN);
  private static final Map<String, String> WAITS =
      Map.of(
          "within-7-days",
          "Within 7 days",
          "8-to-45-days",
          "8 to 45 days",
          "to-3-months",
          "Up to 3 months",
          "to-6-months",
          "Up to 6 months",
          "longer",
          "Longer",
          UNKNOWN,
          "Not known");
  private static final Map<String, String> AGES =
      Map.of(
          "under-12",
          "Under 12",
          "12-to-15",
          "12 to 15",
          "16-to-17",
          "16 and 17",
          "18-or-over",
          "18 or over",
          UNKNOWN,
          "Not known");

  private final ReferralCounter counter;
  private final PublishedFigures published;
  private final CodeNames names;
  private final Authorities authorities;

  PeriodStatistics(
      ReferralCounter counter,
      PublishedFigures published,
      CodeNames names,
      Authorities authorities) {
    this.authorities = authorities;
    this.counter = counter;
    this.published = published;
    this.names = names;
  }

  /**
   * All tables, in the order of {@link #TABLES}.
   *
   * @param authority one of {@link Authorities#ids}, or empty. Tables of a stage count the cases
   *     that the authority decides at that stage; all others count those that it decides at either
   *     stage
   * @param condition a condition on {@code case_register r}
   * @param params its named parameters
   */
  public List<StatisticsTable> tables(
      Period period, String authority, String condition, Map<String, ?> params) {
    return new Tables(counter.of(period, condition, params), period, authority).all();
  }

  private final class Tables {

    private final Counts counted;
    private final Period period;
    private final String authority;

    /** Counts the cases that the authority decides at either stage. */
    private final List<Received> received;

    private final long referrals;

    Tables(Counts counted, Period period, String authority) {
      this.counted = counted;
      this.period = period;
      this.authority = authority;
      this.received =
          counted.received().stream().filter(group -> group.by().either(authority)).toList();
      this.referrals = sum(received);
    }

    List<StatisticsTable> all() {
      List<StatisticsTable> all =
          new ArrayList<>(
              List.of(byYear(), byMonth(), agencies(), nationalities(), inTime(), waits()));
      all.addAll(stage("rg", Stage.REASONABLE_GROUNDS, ReferralCounter.RG_OUTCOMES));
      all.addAll(stage("cg", Stage.CONCLUSIVE_GROUNDS, ReferralCounter.CG_OUTCOMES));
      all.addAll(
          outcomes(
              "leave",
              Stage.CONCLUSIVE_GROUNDS,
              Outcomes::leave,
              group -> group.cgOutcome().equals(POSITIVE),
              new OutcomeColumns(LEAVE, "granted", LEAVE.subList(0, 3))));
      all.add(suspended());
      return all.stream()
          .map(table -> table.withPublished(published.forTable(table.id())))
          .toList();
    }

    private StatisticsTable byYear() {
      List<Row> rows =
          IntStream.rangeClosed(period.from().getYear(), period.to().getYear())
              .mapToObj(
                  year ->
                      row(
                          String.valueOf(year),
                          String.valueOf(year),
                          sum(received, group -> group.month().getYear() == year)))
              .toList();
      return table(
          "referrals-by-year",
          "Year",
          List.of(count("referrals", "Referrals")),
          rows,
          row(TOTAL, "Total", referrals));
    }

    private StatisticsTable byMonth() {
      List<String> agencies =
          inOrder(PUBLISHED_AGENCIES, counted.received().stream().map(Received::agency));
      List<Column> columns = new ArrayList<>();
      agencies.forEach(agency -> columns.add(count(agency, agency(agency))));
      columns.add(count("referrals", "Referrals"));
      Map<LocalDate, List<Received>> months =
          received.stream().collect(Collectors.groupingBy(Received::month));
      List<Row> rows =
          period.months().stream()
              .map(
                  month ->
                      agencyRow(
                          month.toString(),
                          Period.words(month),
                          agencies,
                          months.getOrDefault(month.atDay(1), List.of())))
              .toList();
      return table(
          "referrals-by-month",
          "Month",
          columns,
          rows,
          agencyRow(TOTAL, "Total", agencies, received));
    }

    private Row agencyRow(String code, String name, List<String> agencies, List<Received> cases) {
      Map<String, Long> numbers = numbers(cases, Received::agency);
      List<Number> all = new ArrayList<>();
      agencies.forEach(agency -> all.add(numbers.getOrDefault(agency, 0L)));
      all.add(sum(cases));
      return new Row(code, name, all);
    }

    private StatisticsTable agencies() {
      Map<String, Long> numbers = numbers(received, group -> publishedAgency(group.agency()));
      return shares(
          "agencies",
          "Agency",
          Stream.concat(
                  Stream.concat(PUBLISHED_AGENCIES.stream(), Stream.of(OTHERS)),
                  Stream.of(UNKNOWN).filter(numbers::containsKey))
              .toList(),
          code -> code.equals(OTHERS) ? "All others" : agency(code),
          "Total",
          numbers,
          referrals);
    }

    private StatisticsTable nationalities() {
      Map<String, Long> numbers =
          numbers(
              counted.byNationality().stream()
                  .filter(group -> group.by().either(authority))
                  .toList(),
              Outcomes::part);
      // A published nationality is shown even if there are no cases with it here.
      published
          .forTable("nationalities")
          .forEach(
              series -> series.values().forEach(value -> numbers.putIfAbsent(value.code(), 0L)));
      return shares(
          "nationalities",
          "Nationality",
          largestFirst(numbers),
          PeriodStatistics.this::nationality,
          "Children",
          numbers,
          referrals);
    }

    private StatisticsTable shares(
        String id,
        String rowHead,
        List<String> codes,
        UnaryOperator<String> name,
        String total,
        Map<String, Long> numbers,
        long whole) {
      return table(
          id,
          rowHead,
          List.of(
              id.equals("cg-waits")
                  ? count("decisions", "Decisions")
                  : count("referrals", "Referrals"),
              StatisticsTable.share("share", "Share")),
          codes.stream()
              .map(
                  code ->
                      row(
                          code,
                          name.apply(code),
                          numbers.getOrDefault(code, 0L),
                          share(numbers.getOrDefault(code, 0L), whole)))
              .toList(),
          row(TOTAL, total, whole, share(whole, whole)));
    }

    private StatisticsTable inTime() {
      List<Received> decisions =
          counted.received().stream()
              .filter(group -> group.by().at(Stage.REASONABLE_GROUNDS, authority))
              .toList();
      Map<String, List<Received>> quarters =
          decisions.stream().collect(Collectors.groupingBy(Received::quarter));
      List<Row> rows =
          period.months().stream()
              .map(month -> Period.quarter(month.atDay(1)))
              .distinct()
              .map(
                  quarter ->
                      inTime(
                          quarter,
                          quarter.substring(0, 4) + " " + Period.monthsOf(quarter),
                          quarters.getOrDefault(quarter, List.of())))
              .toList();
      return table(
          "rg-in-time",
          "Quarter of referral",
          List.of(
              count("decided", "Decided"),
              count("by-original", "By the original deadline"),
              share("share-by-original", "Share by the original deadline"),
              count("by-target", "By the current deadline"),
              share("share-by-target", "Share by the current deadline"),
              count("being-reconsidered", "Being reconsidered"),
              count(UNKNOWN, "Date not known"),
              count("undecided", "Not decided")),
          rows,
          inTime(TOTAL, "Total", decisions));
    }

    private Row inTime(String code, String name, List<Received> decisions) {
      Map<String, Long> timing = numbers(decisions, Received::timing);
      long all = timing.getOrDefault("decided", 0L);
      long byOriginal =
          sum(decisions, group -> group.timing().equals("decided") && group.byOriginal());
      long byTarget = sum(decisions, group -> group.timing().equals("decided") && group.byTarget());
      return row(
          code,
          name,
          all,
          byOriginal,
          share(byOriginal, all),
          byTarget,
          share(byTarget, all),
          timing.getOrDefault("being-reconsidered", 0L),
          timing.getOrDefault(UNKNOWN, 0L),
          timing.getOrDefault("undecided", 0L));
    }

    private StatisticsTable waits() {
      List<Outcomes> decided =
          counted.byAge().stream()
              .filter(
                  group ->
                      group.by().at(Stage.CONCLUSIVE_GROUNDS, authority)
                          && !group.waited().equals("undecided"))
              .toList();
      Map<String, Long> waits = numbers(decided, Outcomes::waited);
      return shares(
          "cg-waits",
          "From the referral to the decision",
          Stream.concat(
                  ReferralCounter.WAITS.stream(), Stream.of(UNKNOWN).filter(waits::containsKey))
              .toList(),
          WAITS::get,
          "Total",
          waits,
          sum(decided));
    }

    private List<StatisticsTable> stage(String id, Stage stage, List<String> codes) {
      return outcomes(
          id,
          stage,
          group -> group.at(stage),
          group -> true,
          new OutcomeColumns(codes, POSITIVE, List.of(POSITIVE, ReferralCounter.NEGATIVE)));
    }

    /** Three tables of the outcomes of a stage, or of leave: by authority, nationality and age. */
    private List<StatisticsTable> outcomes(
        String id,
        Stage stage,
        Function<Outcomes, String> outcome,
        Predicate<Outcomes> condition,
        OutcomeColumns columns) {
      Predicate<Outcomes> counts =
          group -> group.by().at(stage, authority) && condition.test(group);
      List<Outcomes> cases = counted.byAge().stream().filter(counts).toList();
      List<Outcomes> nationalities = counted.byNationality().stream().filter(counts).toList();
      OutcomeColumns all = columns.and(cases.stream().map(outcome));
      Map<String, Long> totals = numbers(cases, outcome);
      Map<String, List<Outcomes>> byAuthority =
          cases.stream().collect(Collectors.groupingBy(group -> group.by().of(stage)));
      Map<String, List<Outcomes>> byAge =
          cases.stream().collect(Collectors.groupingBy(Outcomes::part));
      Map<String, List<Outcomes>> byNationality =
          nationalities.stream().collect(Collectors.groupingBy(Outcomes::part));
      return List.of(
          all.table(
              id + "-by-authority",
              "Authority",
              inOrder(
                  authorities.ids().stream()
                      .filter(code -> authority.isEmpty() || authority.equals(code))
                      .toList(),
                  byAuthority.keySet().stream()),
              this::authority,
              code -> numbers(byAuthority.getOrDefault(code, List.of()), outcome),
              totals),
          all.table(
              id + "-by-nationality",
              "Nationality",
              largestFirst(numbers(nationalities, Outcomes::part)),
              PeriodStatistics.this::nationality,
              code -> numbers(byNationality.get(code), outcome),
              totals),
          all.table(
              id + "-by-age",
              "Age on the day of receipt",
              ReferralCounter.AGES.stream()
                  .filter(age -> !age.equals(UNKNOWN) || byAge.containsKey(age))
                  .toList(),
              AGES::get,
              code -> numbers(byAge.getOrDefault(code, List.of()), outcome),
              totals));
    }

    private String authority(String code) {
      return code.equals(UNKNOWN)
          ? "Not yet known"
          : names.authority(code, period.to().atEndOfMonth());
    }

    private StatisticsTable suspended() {
      List<Row> rows =
          Arrays.stream(Stage.values())
              .map(
                  stage -> {
                    long ever =
                        sum(
                            counted.byAge(),
                            group -> group.by().either(authority) && group.wasSuspendedAt(stage));
                    long now =
                        sum(
                            counted.byAge(),
                            group ->
                                group.by().either(authority)
                                    && group.suspendedNow().equals(stage.id()));
                    return row(
                        stage.id(),
                        "Before " + stage.label(),
                        referrals,
                        ever,
                        share(ever, referrals),
                        now,
                        share(now, referrals));
                  })
              .toList();
      return table(
          "suspended",
          "Stage",
          List.of(
              count("referrals", "Referrals"),
              count("ever", "Ever suspended"),
              share("share-ever", "Share ever suspended"),
              count("now", "Suspended now"),
              share("share-now", "Share suspended now")),
          rows,
          null);
    }
  }

  /** A table's columns: one for each outcome, the total, and one outcome's share of the decided. */
  private record OutcomeColumns(List<String> codes, String shareOf, List<String> decided) {

    /** The codes of the list, then any others that occur. */
    OutcomeColumns and(Stream<String> occurring) {
      return new OutcomeColumns(inOrder(codes, occurring), shareOf, decided);
    }

    StatisticsTable table(
        String id,
        String rowHead,
        List<String> rows,
        UnaryOperator<String> name,
        Function<String, Map<String, Long>> numbers,
        Map<String, Long> totals) {
      List<Column> columns = new ArrayList<>();
      codes.forEach(
          code ->
              columns.add(
                  count(
                      code,
                      code.equals(UNKNOWN)
                          ? "None recorded"
                          : StringUtils.capitalize(EntryWords.words(code)))));
      columns.add(count("all", "All"));
      columns.add(share("share-" + shareOf, "Share " + shareOf + " of decisions"));
      return PeriodStatistics.table(
          id,
          rowHead,
          columns,
          rows.stream().map(code -> line(code, name.apply(code), numbers.apply(code))).toList(),
          line(TOTAL, id.endsWith("nationality") ? "Children" : "Total", totals));
    }

    private Row line(String code, String name, Map<String, Long> numbers) {
      List<Number> all = new ArrayList<>();
      codes.forEach(outcome -> all.add(numbers.getOrDefault(outcome, 0L)));
      all.add(numbers.values().stream().mapToLong(Long::longValue).sum());
      all.add(
          share(
              numbers.getOrDefault(shareOf, 0L),
              decided.stream().mapToLong(outcome -> numbers.getOrDefault(outcome, 0L)).sum()));
      return new Row(code, name, all);
    }
  }

  private static StatisticsTable table(
      String id, String rowHead, List<Column> columns, List<Row> rows, Row total) {
    return new StatisticsTable(id, rowHead, columns, rows, total, List.of());
  }

  private String agency(String code) {
    return code.equals(UNKNOWN) ? "Not known" : names.option("firstResponderAgency", code);
  }

  private static String publishedAgency(String code) {
    return code.equals(UNKNOWN) || PUBLISHED_AGENCIES.contains(code) ? code : OTHERS;
  }

  private String nationality(String code) {
    return code.equals(UNKNOWN) ? "Not known" : names.option("childNationalities", code);
  }

  /** The given codes first, then the others in their own order, and the unknown last. */
  private static List<String> inOrder(List<String> first, Stream<String> others) {
    return Stream.concat(
            first.stream(),
            others
                .filter(code -> !first.contains(code))
                .distinct()
                .sorted(
                    Comparator.<String, Boolean>comparing(UNKNOWN::equals)
                        .thenComparing(Comparator.naturalOrder())))
        .toList();
  }

  private static List<String> largestFirst(Map<String, Long> numbers) {
    return numbers.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }
}
