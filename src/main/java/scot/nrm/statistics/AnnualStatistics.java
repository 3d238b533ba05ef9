package scot.nrm.statistics;

import static scot.nrm.statistics.ReferralCounter.UNKNOWN;

import java.io.Writer;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import scot.nrm.access.CaseCondition;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.pages.SpreadsheetCsv;
import scot.nrm.record.CodeNames;
import scot.nrm.register.EntryWords;
import scot.nrm.register.Stage;
import scot.nrm.statistics.ReferralCounter.Counts;
import scot.nrm.statistics.ReferralCounter.Group;

/**
 * The counts of one year by calendar quarter of receipt, like the published tables: all referrals,
 * then by agency, authority, outcome and nationality. The total of each table is counted
 * separately, so that a missing line shows.
 */
@Component
class AnnualStatistics {

  private static final List<String> HEADS =
      List.of("year", "table", "code", "name", "q1", "q2", "q3", "q4", "total", "note");

  private static final String COUNTED_NOTE =
      "By the day on which {{authority.intake.the}} received the NRM form. Pre-alerts, cases that were merged with another and cases that were entered in error are not counted.";
  private static final String NATIONALITIES_NOTE =
      "A child with several nationalities is counted under each; the total counts each child once.";

  private final ReferralCounter counter;
  private final CodeNames names;
  private final Authorities authorities;

  AnnualStatistics(ReferralCounter counter, CodeNames names, Authorities authorities) {
    this.authorities = authorities;
    this.counter = counter;
    this.names = names;
  }

  int write(int year, Writer out) {
    return new Tables(year, new SpreadsheetCsv(out, HEADS)).write();
  }

  private final class Tables {

    private final int year;
    private final SpreadsheetCsv csv;
    private final List<Counts> quarters;
    private final long[] referrals;

    Tables(int year, SpreadsheetCsv csv) {
      this.year = year;
      this.csv = csv;
      this.quarters =
          IntStream.of(1, 4, 7, 10)
              .mapToObj(month -> YearMonth.of(year, month))
              .map(
                  first ->
                      counter.of(
                          new Period(first, first.plusMonths(2)),
                          CaseCondition.COUNTED.sql(),
                          Map.of()))
              .toList();
      this.referrals =
          quarters.stream().mapToLong(quarter -> ReferralCounter.sum(quarter.received())).toArray();
    }

    int write() {
      row(
          "referrals",
          "total",
          "All referrals",
          referrals,
          names.fillNames(COUNTED_NOTE, LocalDate.of(year, 12, 31)));
      table(
          "first-responder-agency",
          List.of(),
          numbers(Counts::received, ReferralCounter.Received::agency),
          code -> code.equals(UNKNOWN) ? "Not known" : names.option("firstResponderAgency", code),
          "");
      stage("rg", Stage.REASONABLE_GROUNDS, ReferralCounter.RG_OUTCOMES);
      stage("cg", Stage.CONCLUSIVE_GROUNDS, ReferralCounter.CG_OUTCOMES);
      table(
          "nationality",
          List.of(),
          numbers(Counts::byNationality, ReferralCounter.Outcomes::part),
          code -> code.equals(UNKNOWN) ? "Not known" : names.option("childNationalities", code),
          NATIONALITIES_NOTE);
      return csv.finish();
    }

    private void stage(String prefix, Stage stage, List<String> outcomes) {
      table(
          prefix + "-authority",
          authorities.ids(),
          numbers(Counts::received, group -> group.by().of(stage)),
          code ->
              code.equals(UNKNOWN)
                  ? "Not yet known"
                  : names.authority(code, LocalDate.of(year, 12, 31)),
          "");
      table(
          prefix + "-outcome",
          outcomes,
          numbers(Counts::byAge, group -> group.at(stage)),
          code -> StringUtils.capitalize(EntryWords.words(code)),
          "");
    }

    /** The number of cases in each quarter, by a code. */
    private <T extends Group<T>> Map<String, long[]> numbers(
        Function<Counts, List<T>> groups, Function<T, String> code) {
      Map<String, long[]> lines = new LinkedHashMap<>();
      for (int quarter = 0; quarter < quarters.size(); quarter++) {
        int quarterIndex = quarter;
        ReferralCounter.numbers(groups.apply(quarters.get(quarter)), code)
            .forEach(
                (line, cases) ->
                    lines.computeIfAbsent(line, one -> new long[quarters.size()])[quarterIndex] =
                        cases);
      }
      return lines;
    }

    /**
     * @param first codes that come first, in this order, even with a count of 0; without any, the
     *     table starts with the greatest number
     */
    private void table(
        String id,
        List<String> first,
        Map<String, long[]> lines,
        UnaryOperator<String> name,
        String note) {
      first.forEach(
          code -> row(id, code, name.apply(code), lines.getOrDefault(code, new long[4]), ""));
      lines.entrySet().stream()
          .filter(line -> !first.contains(line.getKey()))
          .sorted(
              Comparator.<Map.Entry<String, long[]>>comparingLong(line -> -sum(line.getValue()))
                  .thenComparing(Map.Entry::getKey))
          .forEach(line -> row(id, line.getKey(), name.apply(line.getKey()), line.getValue(), ""));
      row(id, "total", "Total", referrals, note);
    }

    private void row(String table, String code, String name, long[] numbers, String note) {
      List<Object> cells = new ArrayList<>(List.of(year, table, code, name));
      Arrays.stream(numbers).forEach(cells::add);
      cells.add(sum(numbers));
      cells.add(note);
      csv.row(cells);
    }
  }

  private static long sum(long[] numbers) {
    return Arrays.stream(numbers).sum();
  }
}
