package scot.nrm.statistics;

import static scot.nrm.statistics.ReferralCounter.POSITIVE;
import static scot.nrm.statistics.ReferralCounter.RG_OUTCOMES;

import java.io.Writer;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import scot.nrm.engine.CaseClock;
import scot.nrm.pages.SmallNumbers;
import scot.nrm.pages.SpreadsheetCsv;
import scot.nrm.record.CodeNames;
import scot.nrm.register.EntryWords;
import scot.nrm.statistics.ReferralCounter.Area;
import scot.nrm.statistics.ReferralCounter.Outcomes;
import scot.nrm.statistics.ReferralCounter.Received;

/**
 * The counts of one year for the area of a Child Protection Committee, which covers one or more
 * councils, and its referrals in each quarter and year. Numbers below 5 are suppressed, with any
 * other number that would reveal them. Parts of a total are shown only if the total is; those of
 * conclusive grounds add up to the positive decisions on reasonable grounds.
 */
@Component
public class AreaStatistics {

  static final String NOT_SHOWN = "not shown";

  private static final List<String> HEADS = List.of("year", "table", "code", "name", "number");

  private static final List<String> MISSING_CODES = List.of("missing", "never-missing");

  /** The only table that covers more than the chosen year. */
  private static final String BY_YEAR = "referrals-by-year";

  private final ReferralCounter counter;
  private final CodeNames names;
  private final CaseClock clock;

  AreaStatistics(ReferralCounter counter, CodeNames names, CaseClock clock) {
    this.counter = counter;
    this.names = names;
    this.clock = clock;
  }

  /** A line of a table; the number is in words if it is suppressed. */
  public record Line(String table, String heading, String code, String name, String number) {}

  public static void write(int year, List<Line> lines, Writer out) {
    SpreadsheetCsv csv = new SpreadsheetCsv(out, HEADS);
    lines.forEach(
        line -> csv.row(List.of(year, line.table(), line.code(), line.name(), line.number())));
  }

  /** The councils of an area, in words; empty for none. */
  public String areaName(Set<String> councils) {
    return councils.stream().map(names::council).sorted().collect(Collectors.joining(", "));
  }

  public List<Line> of(Set<String> councils, int year) {
    YearMonth thisMonth = YearMonth.from(clock.today());
    Period toDate = new Period(Period.FIRST, YearMonth.of(Math.max(year, thisMonth.getYear()), 12));
    Area counted =
        councils.isEmpty()
            ? new Area(List.of(), List.of())
            : counter.area(
                Period.ofYear(year),
                toDate,
                "r.local_authority in (:councils)",
                Map.of("councils", councils));
    List<Line> lines = lines(counted.byAge(), quarters(counted, year, thisMonth));
    Map<String, Long> years =
        ReferralCounter.numbers(counted.received(), one -> String.valueOf(one.month().getYear()));
    // Also those without a referral: a missing line would reveal the number.
    toDate.months().forEach(month -> years.putIfAbsent(String.valueOf(month.getYear()), 0L));
    years.forEach(
        (code, number) ->
            lines.add(
                new Line(
                    BY_YEAR,
                    "Referrals by year",
                    code,
                    code,
                    SmallNumbers.words(number.intValue()))));
    return lines;
  }

  /** The referrals of each quarter that has begun. */
  private static Map<String, Long> quarters(Area counted, int year, YearMonth thisMonth) {
    Map<String, Long> quarters = new TreeMap<>();
    Period.ofYear(year).months().stream()
        .filter(month -> !month.isBefore(Period.FIRST) && !month.isAfter(thisMonth))
        .forEach(month -> quarters.put(Period.quarter(month.atDay(1)), 0L));
    quarters.putAll(
        ReferralCounter.numbers(
            counted.received().stream().filter(one -> one.month().getYear() == year).toList(),
            Received::quarter));
    return quarters;
  }

  private static List<Line> lines(List<Outcomes> referrals, Map<String, Long> quarters) {
    List<Line> lines = new ArrayList<>();
    int number = (int) ReferralCounter.sum(referrals);
    OptionalInt all = SmallNumbers.shown(number);
    lines.add(
        new Line("referrals", "Referrals", "total", "All referrals", SmallNumbers.words(number)));
    OptionalInt positive =
        parts(
                lines,
                "rg-outcome",
                "Decision on reasonable grounds",
                RG_OUTCOMES,
                ReferralCounter.numbers(referrals, Outcomes::rgOutcome),
                all)
            .getOrDefault(POSITIVE, OptionalInt.empty());
    parts(
        lines,
        "cg-outcome",
        "Decision on conclusive grounds, after positive reasonable grounds",
        RG_OUTCOMES,
        ReferralCounter.numbers(
            referrals.stream().filter(group -> group.rgOutcome().equals(POSITIVE)).toList(),
            Outcomes::cgOutcome),
        positive);
    parts(
        lines,
        "missing",
        "Children who went missing",
        MISSING_CODES,
        ReferralCounter.numbers(referrals, group -> MISSING_CODES.get(group.missing() ? 0 : 1)),
        all);
    parts(lines, "referrals-by-quarter", "Referrals by quarter", List.of(), quarters, all);
    return lines;
  }

  /** These codes are always listed, in this order. */
  private static Map<String, OptionalInt> parts(
      List<Line> lines,
      String table,
      String heading,
      List<String> codes,
      Map<String, Long> numbers,
      OptionalInt total) {
    Map<String, Integer> parts = new LinkedHashMap<>();
    codes.forEach(code -> parts.put(code, 0));
    numbers.forEach((code, number) -> parts.put(code, number.intValue()));
    Map<String, OptionalInt> shown = total.isPresent() ? SmallNumbers.shown(parts) : Map.of();
    parts
        .keySet()
        .forEach(
            code ->
                lines.add(
                    new Line(
                        table,
                        heading,
                        code,
                        table.equals("referrals-by-quarter")
                            ? Period.monthsOf(code)
                            : StringUtils.capitalize(EntryWords.words(code)),
                        words(shown.getOrDefault(code, OptionalInt.empty())))));
    return shown;
  }

  private static String words(OptionalInt number) {
    return number.isPresent() ? String.valueOf(number.getAsInt()) : NOT_SHOWN;
  }
}
