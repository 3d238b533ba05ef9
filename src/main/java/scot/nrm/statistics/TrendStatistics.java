package scot.nrm.statistics;

import static scot.nrm.statistics.ReferralCounter.sum;
import static scot.nrm.statistics.StatisticsTable.count;
import static scot.nrm.statistics.StatisticsTable.share;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.register.Stage;
import scot.nrm.statistics.ReferralCounter.Decided;
import scot.nrm.statistics.ReferralCounter.Group;
import scot.nrm.statistics.ReferralCounter.Open;
import scot.nrm.statistics.ReferralCounter.Received;
import scot.nrm.statistics.ReferralCounter.Trends;
import scot.nrm.statistics.StatisticsTable.Row;

/**
 * What happened in each month and quarter of a period: referrals, decisions and how many of them
 * were on time, waiting times, and open cases. Unlike the other figures, a decision counts in the
 * month in which it was made. docs/reference/statistics.md defines the counts.
 */
@Component
public class TrendStatistics {

  public static final String BY_MONTH = "trend-by-month";
  public static final String BY_QUARTER = "trend-by-quarter";

  private final ReferralCounter counter;

  TrendStatistics(ReferralCounter counter) {
    this.counter = counter;
  }

  /**
   * The table by month and the one by quarter.
   *
   * @param authority as in {@link PeriodStatistics#tables}
   * @param condition a condition on {@code case_register r}
   * @param params its named parameters
   */
  public List<StatisticsTable> tables(
      Period period, String authority, String condition, Map<String, ?> params) {
    Months months = new Months(counter.trends(period, condition, params), authority);
    return List.of(
        months.table(BY_MONTH, "Month", period, YearMonth::toString, Period::words),
        months.table(
            BY_QUARTER,
            "Quarter",
            period,
            first -> Period.quarter(first.atDay(1)),
            first -> Period.monthsOf(Period.quarter(first.atDay(1))) + " " + first.getYear()));
  }

  /** The counts by the first day of the month. */
  private static final class Months {

    private final TreeMap<LocalDate, List<Received>> received;
    private final TreeMap<LocalDate, List<Decided>> reasonableGrounds;
    private final TreeMap<LocalDate, List<Decided>> conclusiveGrounds;
    private final List<Open> open;

    Months(Trends trends, String authority) {
      received =
          byMonth(
              trends.received().stream().filter(one -> one.by().either(authority)).toList(),
              Received::month);
      reasonableGrounds =
          byMonth(
              trends.reasonableGrounds().stream()
                  .filter(one -> one.by().at(Stage.REASONABLE_GROUNDS, authority))
                  .toList(),
              Decided::month);
      conclusiveGrounds =
          byMonth(
              trends.conclusiveGrounds().stream()
                  .filter(one -> one.by().at(Stage.CONCLUSIVE_GROUNDS, authority))
                  .toList(),
              Decided::month);
      open = trends.open().stream().filter(one -> one.by().either(authority)).toList();
    }

    private static <T extends Group<T>> TreeMap<LocalDate, List<T>> byMonth(
        List<T> groups, Function<T, LocalDate> month) {
      return groups.stream()
          .collect(Collectors.groupingBy(month, TreeMap::new, Collectors.toList()));
    }

    /** Months of the period with the same code are one row. */
    StatisticsTable table(
        String id,
        String rowHead,
        Period period,
        Function<YearMonth, String> code,
        Function<YearMonth, String> name) {
      TreeMap<String, List<YearMonth>> rows =
          period.months().stream()
              .collect(Collectors.groupingBy(code, TreeMap::new, Collectors.toList()));
      return new StatisticsTable(
          id,
          rowHead,
          List.of(
              count("referrals", "Referrals"),
              count("rg-decided", "Reasonable grounds decided"),
              count("rg-on-time", "Reasonable grounds on time"),
              StatisticsTable.share("rg-share-on-time", "Share of reasonable grounds on time"),
              count("cg-decided", "Conclusive grounds decided"),
              count("cg-on-time", "Conclusive grounds on time"),
              StatisticsTable.share("cg-share-on-time", "Share of conclusive grounds on time"),
              count("cg-median-days", "Median days from the referral to conclusive grounds"),
              count("open", "Open cases at the end")),
          rows.entrySet().stream()
              .map(
                  each ->
                      row(
                          each.getKey(),
                          name.apply(each.getValue().get(0)),
                          each.getValue().get(0).atDay(1),
                          each.getValue().get(each.getValue().size() - 1).atDay(1)))
              .toList(),
          null,
          List.of());
    }

    private Row row(String code, String name, LocalDate first, LocalDate last) {
      List<Decided> rg = between(reasonableGrounds, first, last);
      List<Decided> cg = between(conclusiveGrounds, first, last);
      return StatisticsTable.row(
          code,
          name,
          sum(between(received, first, last)),
          sum(rg),
          sum(rg, Decided::onTime),
          share(sum(rg, Decided::onTime), sum(rg)),
          sum(cg),
          sum(cg, Decided::onTime),
          share(sum(cg, Decided::onTime), sum(cg)),
          medianDays(cg),
          sum(
              open,
              one ->
                  !one.opened().isAfter(last)
                      && (one.closed() == null || one.closed().isAfter(last))));
    }

    private static <T> List<T> between(
        TreeMap<LocalDate, List<T>> months, LocalDate first, LocalDate last) {
      return months.subMap(first, true, last, true).values().stream()
          .flatMap(Collection::stream)
          .toList();
    }

    /** The lower of the two middle ones where their number is even; {@code null} for none. */
    private static Integer medianDays(List<Decided> decisions) {
      long middle = (sum(decisions) + 1) / 2;
      TreeMap<Integer, Long> days =
          decisions.stream()
              .collect(
                  Collectors.groupingBy(
                      Decided::days, TreeMap::new, Collectors.summingLong(Decided::cases)));
      for (Map.Entry<Integer, Long> each : days.entrySet()) {
        middle -= each.getValue();
        if (middle <= 0) {
          return each.getKey();
        }
      }
      return null;
    }
  }
}
