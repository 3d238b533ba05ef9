package scot.nrm.statistics;

import static scot.nrm.statistics.StatisticsTable.count;
import static scot.nrm.statistics.StatisticsTable.row;
import static scot.nrm.statistics.StatisticsTable.share;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.record.CodeNames;
import scot.nrm.register.Stage;
import scot.nrm.statistics.PeriodCounts.Counts;
import scot.nrm.statistics.PeriodCounts.OfNationality;
import scot.nrm.statistics.PeriodCounts.Received;
import scot.nrm.statistics.PeriodCounts.Standing;
import scot.nrm.statistics.StatisticsTable.Column;
import scot.nrm.statistics.StatisticsTable.Row;

/**
 * The figures of a period as tables, each with what was published of it beside it. What counts, and
 * how, is in docs/reference/statistics.md.
 */
@Component
public class PeriodStatistics {

  /** In the order in which they are shown. */
  public static final List<String> TABLES =
      List.of(
          "referrals-by-year",
          "referrals-by-month",
          "agencies",
          "nationalities",
          "rg-in-time",
          "cg-waits",
          "rg-by-authority",
          "rg-by-nationality",
          "rg-by-age",
          "cg-by-authority",
          "cg-by-nationality",
          "cg-by-age",
          "leave-by-authority",
          "leave-by-nationality",
          "leave-by-age",
          "suspended");

  public static final List<String> AUTHORITIES = List.of("UKHTC", "UKBA");

  private static final String UNKNOWN = PeriodCounts.UNKNOWN;
  private static final String TOTAL = "total";

  /** The agencies that the published tables name; they have all others together. */
  private static final List<String> PUBLISHED_AGENCIES =
      List.of("ukba", "police", "local-authority");

  private static final String OTHERS = "others";
  private static final List<String> RG_OUTCOMES =
      List.of(
          ReferralCountRule.POSITIVE,
          ReferralCountRule.NEGATIVE,
          ReferralCountRule.SUSPENDED,
          ReferralCountRule.PENDING,
          ReferralCountRule.CLOSED);
  private static final List<String> CG_OUTCOMES =
      List.of(
          ReferralCountRule.POSITIVE,
          ReferralCountRule.NEGATIVE,
          ReferralCountRule.SUSPENDED,
          ReferralCountRule.PENDING,
          ReferralCountRule.CLOSED,
          ReferralCountRule.NOT_REACHED);
  private static final List<String> LEAVE =
      List.of("granted", "refused", "no-leave-to-be-granted", UNKNOWN);
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

  private final PeriodCounts counts;
  private final PublishedFigures published;
  private final CodeNames names;

  PeriodStatistics(PeriodCounts counts, PublishedFigures published, CodeNames names) {
    this.counts = counts;
    this.published = published;
    this.names = names;
  }

  /**
   * All tables, in the order of {@link #TABLES}.
   *
   * @param authority one of {@link #AUTHORITIES}, or empty: tables of a stage count the cases that
   *     it decides there, all others those that it decides at either stage
   * @param which a condition on {@code case_register r}
   * @param params its named parameters
   */
  public List<StatisticsTable> tables(
      Period period, String authority, String which, Map<String, ?> params) {
    return new Tables(counts.of(period, which, params), period, authority).all();
  }

  /** The tables of one set of counts. */
  private final class Tables {

    private final Counts counted;
    private final Period period;
    private final String authority;
    private final long referrals;

    Tables(Counts counted, Period period, String authority) {
      this.counted = counted;
      this.period = period;
      this.authority = authority;
      this.referrals = sum(received(), Received::cases);
    }

    List<StatisticsTable> all() {
      List<StatisticsTable> all =
          new ArrayList<>(
              List.of(byYear(), byMonth(), agencies(), nationalities(), inTime(), waits()));
      for (Stage stage : Stage.values()) {
        all.addAll(
            outcomes(
                stage == Stage.REASONABLE_GROUNDS ? "rg" : "cg",
                stage,
                stage == Stage.REASONABLE_GROUNDS ? RG_OUTCOMES : CG_OUTCOMES,
                standing -> standing.outcome(stage),
                nationality -> nationality.outcome(stage),
                outcome -> true,
                ReferralCountRule.POSITIVE,
                List.of(ReferralCountRule.POSITIVE, ReferralCountRule.NEGATIVE)));
      }
      all.addAll(
          outcomes(
              "leave",
              Stage.CONCLUSIVE_GROUNDS,
              LEAVE,
              Standing::leave,
              OfNationality::leave,
              ReferralCountRule.POSITIVE::equals,
              "granted",
              LEAVE.subList(0, 3)));
      all.add(suspended());
      return all.stream().map(table -> table.beside(published.beside(table.id()))).toList();
    }

    private List<Received> received() {
      return counted.received().stream().filter(group -> group.by().either(authority)).toList();
    }

    private StatisticsTable byYear() {
      List<Row> rows =
          IntStream.rangeClosed(period.from().getYear(), period.to().getYear())
              .mapToObj(
                  year ->
                      row(
                          String.valueOf(year),
                          String.valueOf(year),
                          sum(
                              received().stream()
                                  .filter(group -> group.month().getYear() == year)
                                  .toList(),
                              Received::cases)))
              .toList();
      return table(
          "referrals-by-year",
          "Year",
          List.of(count("referrals", "Referrals")),
          rows,
          row(TOTAL, "Total", referrals));
    }

    private StatisticsTable byMonth() {
      List<String> agencies = new ArrayList<>(PUBLISHED_AGENCIES);
      counted.received().stream()
          .map(Received::agency)
          .distinct()
          .sorted(unknownLast())
          .filter(agency -> !agencies.contains(agency))
          .forEach(agencies::add);
      List<Column> columns = new ArrayList<>();
      agencies.forEach(agency -> columns.add(count(agency, agency(agency))));
      columns.add(count("referrals", "Referrals"));
      Map<YearMonth, Map<String, Long>> months =
          received().stream()
              .collect(
                  Collectors.groupingBy(
                      Received::month,
                      Collectors.groupingBy(
                          Received::agency, Collectors.summingLong(Received::cases))));
      List<Row> rows =
          period.months().stream()
              .map(
                  month ->
                      ofAgencies(
                          month.toString(),
                          Period.words(month),
                          agencies,
                          months.getOrDefault(month, Map.of())))
              .toList();
      return table(
          "referrals-by-month",
          "Month",
          columns,
          rows,
          ofAgencies(
              TOTAL,
              "Total",
              agencies,
              received().stream()
                  .collect(
                      Collectors.groupingBy(
                          Received::agency, Collectors.summingLong(Received::cases)))));
    }

    private Row ofAgencies(
        String code, String name, List<String> agencies, Map<String, Long> numbers) {
      List<Number> all = new ArrayList<>();
      agencies.forEach(agency -> all.add(numbers.getOrDefault(agency, 0L)));
      all.add(numbers.values().stream().mapToLong(Long::longValue).sum());
      return new Row(code, name, all);
    }

    private StatisticsTable agencies() {
      List<Row> rows = new ArrayList<>();
      Stream.concat(PUBLISHED_AGENCIES.stream(), Stream.of(OTHERS, UNKNOWN))
          .forEach(
              published -> {
                long cases =
                    sum(
                        received().stream()
                            .filter(group -> published.equals(publishedAgency(group.agency())))
                            .toList(),
                        Received::cases);
                if (cases > 0 || !published.equals(UNKNOWN)) {
                  rows.add(
                      row(
                          published,
                          published.equals(OTHERS) ? "All others" : agency(published),
                          cases,
                          StatisticsTable.share(cases, referrals)));
                }
              });
      return table(
          "agencies",
          "Agency",
          List.of(count("referrals", "Referrals"), share("share", "Share")),
          rows,
          row(TOTAL, "Total", referrals, StatisticsTable.share(referrals, referrals)));
    }

    private StatisticsTable nationalities() {
      Map<String, Long> numbers =
          counted.nationalities().stream()
              .filter(group -> group.by().either(authority))
              .collect(
                  Collectors.groupingBy(
                      OfNationality::nationality, Collectors.summingLong(OfNationality::cases)));
      // What was published of a nationality that we have not is shown, too.
      published
          .beside("nationalities")
          .forEach(
              series -> series.values().forEach(value -> numbers.putIfAbsent(value.code(), 0L)));
      List<Row> rows =
          numbers.entrySet().stream()
              .sorted(
                  Comparator.<Map.Entry<String, Long>>comparingLong(line -> -line.getValue())
                      .thenComparing(Map.Entry::getKey))
              .map(
                  line ->
                      row(
                          line.getKey(),
                          nationality(line.getKey()),
                          line.getValue(),
                          StatisticsTable.share(line.getValue(), referrals)))
              .toList();
      return table(
          "nationalities",
          "Nationality",
          List.of(count("referrals", "Referrals"), share("share", "Share")),
          rows,
          row(TOTAL, "Children", referrals, StatisticsTable.share(referrals, referrals)));
    }

    private StatisticsTable inTime() {
      List<Received> clocks =
          counted.received().stream()
              .filter(group -> group.by().at(Stage.REASONABLE_GROUNDS, authority))
              .toList();
      Map<String, List<Received>> quarters =
          clocks.stream().collect(Collectors.groupingBy(Received::quarter));
      List<Row> rows =
          period.months().stream()
              .map(month -> month.getYear() + "-Q" + (month.getMonthValue() + 2) / 3)
              .distinct()
              .map(
                  quarter ->
                      inTime(
                          quarter,
                          quarter.substring(0, 4) + " " + quarterInWords(quarter),
                          quarters.getOrDefault(quarter, List.of())))
              .toList();
      return table(
          "rg-in-time",
          "Quarter of referral",
          List.of(
              count("decided", "Decided"),
              count("by-original", "By the date first set"),
              share("share-by-original", "Share by the date first set"),
              count("by-target", "By the date in force"),
              share("share-by-target", "Share by the date in force"),
              count("anew", "Being decided anew"),
              count(UNKNOWN, "Date not known"),
              count("undecided", "Not decided")),
          rows,
          inTime(TOTAL, "Total", clocks));
    }

    private Row inTime(String code, String name, List<Received> clocks) {
      List<Received> decided =
          clocks.stream().filter(group -> group.clock().equals("decided")).toList();
      long all = sum(decided, Received::cases);
      long byOriginal =
          sum(decided.stream().filter(Received::byOriginal).toList(), Received::cases);
      long byTarget = sum(decided.stream().filter(Received::byTarget).toList(), Received::cases);
      return row(
          code,
          name,
          all,
          byOriginal,
          StatisticsTable.share(byOriginal, all),
          byTarget,
          StatisticsTable.share(byTarget, all),
          of(clocks, "anew"),
          of(clocks, UNKNOWN),
          of(clocks, "undecided"));
    }

    private long of(List<Received> clocks, String which) {
      return sum(
          clocks.stream().filter(group -> group.clock().equals(which)).toList(), Received::cases);
    }

    private StatisticsTable waits() {
      Map<String, Long> waits =
          counted.standings().stream()
              .filter(
                  group ->
                      group.by().at(Stage.CONCLUSIVE_GROUNDS, authority)
                          && !group.waited().equals("undecided"))
              .collect(
                  Collectors.groupingBy(Standing::waited, Collectors.summingLong(Standing::cases)));
      long decided = waits.values().stream().mapToLong(Long::longValue).sum();
      List<Row> rows =
          Stream.concat(PeriodCounts.WAITS.stream(), Stream.of(UNKNOWN).filter(waits::containsKey))
              .map(
                  wait ->
                      row(
                          wait,
                          WAITS.get(wait),
                          waits.getOrDefault(wait, 0L),
                          StatisticsTable.share(waits.getOrDefault(wait, 0L), decided)))
              .toList();
      return table(
          "cg-waits",
          "From the referral to the decision",
          List.of(count("decisions", "Decisions"), share("share", "Share")),
          rows,
          row(TOTAL, "Total", decided, StatisticsTable.share(decided, decided)));
    }

    /**
     * Three tables of how a stage, or leave, stands: by authority, nationality and age.
     *
     * @param conclusive which outcomes of conclusive grounds are counted
     * @param wanted the outcome of which there is a share, of those that are {@code decided}
     */
    private List<StatisticsTable> outcomes(
        String id,
        Stage stage,
        List<String> codes,
        Function<Standing, String> outcome,
        Function<OfNationality, String> outcomeOfNationality,
        Predicate<String> conclusive,
        String wanted,
        List<String> decided) {
      List<Standing> standings =
          counted.standings().stream()
              .filter(
                  group -> group.by().at(stage, authority) && conclusive.test(group.cgOutcome()))
              .toList();
      List<OfNationality> nationalities =
          counted.nationalities().stream()
              .filter(
                  group -> group.by().at(stage, authority) && conclusive.test(group.cgOutcome()))
              .toList();
      List<String> all = new ArrayList<>(codes);
      new TreeSet<>(standings.stream().map(outcome).toList())
          .stream().filter(code -> !all.contains(code)).forEach(all::add);
      Outcomes lines = new Outcomes(all, wanted, decided);
      Map<String, Long> totals = grouped(standings, outcome, Standing::cases);
      List<String> deciding =
          new ArrayList<>(
              AUTHORITIES.stream()
                  .filter(code -> authority.isEmpty() || authority.equals(code))
                  .toList());
      standings.stream()
          .map(group -> group.by().of(stage))
          .distinct()
          .sorted(unknownLast())
          .filter(code -> !deciding.contains(code))
          .forEach(deciding::add);
      Map<String, List<Standing>> byAuthority =
          standings.stream().collect(Collectors.groupingBy(group -> group.by().of(stage)));
      Map<String, List<Standing>> byAge =
          standings.stream().collect(Collectors.groupingBy(Standing::age));
      Map<String, List<OfNationality>> byNationality =
          nationalities.stream().collect(Collectors.groupingBy(OfNationality::nationality));
      return List.of(
          lines.table(
              id + "-by-authority",
              "Authority",
              deciding,
              this::authority,
              code -> grouped(byAuthority.getOrDefault(code, List.of()), outcome, Standing::cases),
              totals),
          lines.table(
              id + "-by-nationality",
              "Nationality",
              byNationality.keySet().stream()
                  .sorted(
                      Comparator.<String>comparingLong(
                              code -> -sum(byNationality.get(code), OfNationality::cases))
                          .thenComparing(Comparator.naturalOrder()))
                  .toList(),
              PeriodStatistics.this::nationality,
              code -> grouped(byNationality.get(code), outcomeOfNationality, OfNationality::cases),
              totals),
          lines.table(
              id + "-by-age",
              "Age on the day of receipt",
              PeriodCounts.AGES.stream()
                  .filter(age -> !age.equals(UNKNOWN) || byAge.containsKey(age))
                  .toList(),
              AGES::get,
              code -> grouped(byAge.getOrDefault(code, List.of()), outcome, Standing::cases),
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
                            counted.suspended().stream()
                                .filter(
                                    group ->
                                        group.by().either(authority)
                                            && group.stage().equals(stage.id()))
                                .toList(),
                            PeriodCounts.Suspended::cases);
                    long now =
                        sum(
                            counted.standings().stream()
                                .filter(
                                    group ->
                                        group.by().either(authority)
                                            && group.suspendedNow().equals(stage.id()))
                                .toList(),
                            Standing::cases);
                    return row(
                        stage.id(),
                        "Before " + CodeNames.stage(stage),
                        referrals,
                        ever,
                        StatisticsTable.share(ever, referrals),
                        now,
                        StatisticsTable.share(now, referrals));
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

  /**
   * The columns of a table of outcomes: one for each, then all, then the share of one of them among
   * the decided ones.
   */
  private record Outcomes(List<String> codes, String wanted, List<String> decided) {

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
                          : CodeNames.sentence(CodeNames.words(code)))));
      columns.add(count("all", "All"));
      columns.add(share("share-" + wanted, "Share " + wanted + " of the decided"));
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
          StatisticsTable.share(
              numbers.getOrDefault(wanted, 0L),
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

  private static String quarterInWords(String quarter) {
    return switch (quarter.charAt(6)) {
      case '1' -> "January to March";
      case '2' -> "April to June";
      case '3' -> "July to September";
      default -> "October to December";
    };
  }

  private static Comparator<String> unknownLast() {
    return Comparator.<String, Boolean>comparing(UNKNOWN::equals)
        .thenComparing(Comparator.naturalOrder());
  }

  private static <T> Map<String, Long> grouped(
      List<T> groups, Function<T, String> by, ToLongFunction<T> cases) {
    return groups.stream()
        .collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.summingLong(cases)));
  }

  private static <T> long sum(List<T> groups, ToLongFunction<T> cases) {
    return groups.stream().mapToLong(cases).sum();
  }
}
