package scot.nrm.statistics;

import java.io.Writer;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import scot.nrm.record.CodeNames;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * The counts of one year, by calendar quarter of receipt, as the published tables have them: all
 * referrals, then the same referrals by agency, authority, outcome and nationality. The total of
 * each table is counted by itself, so that it shows where a line is missing.
 */
final class AnnualStatistics {

  static final List<String> HEADS =
      List.of("year", "table", "code", "name", "q1", "q2", "q3", "q4", "total", "note");

  private static final int QUARTERS = 4;
  private static final String TOTAL = "total";
  private static final String UNKNOWN = "unknown";
  private static final String COUNTED =
      "By the day on which UKHTC received the NRM form. Pre-alerts, cases that were "
          + "joined to another and cases that were entered in error are not counted.";
  private static final String SEVERAL =
      "A child with several nationalities is counted under each; the total counts "
          + "each child once.";
  private static final List<String> AUTHORITIES = List.of("UKHTC", "UKBA");
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

  private final int year;
  private final int[] referrals = new int[QUARTERS];
  private final Table agencies;
  private final Table rgAuthorities;
  private final Table rgOutcomes;
  private final Table cgAuthorities;
  private final Table cgOutcomes;
  private final Table nationalities;

  AnnualStatistics(int year, CodeNames names) {
    this.year = year;
    UnaryOperator<String> authority =
        code ->
            code.equals(UNKNOWN)
                ? "Not yet known"
                : names.authority(code, LocalDate.of(year, 12, 31));
    this.agencies =
        new Table(
            "first-responder-agency",
            List.of(),
            code ->
                code.equals(UNKNOWN) ? "Not known" : names.option("firstResponderAgency", code));
    this.rgAuthorities = new Table("rg-authority", AUTHORITIES, authority);
    this.rgOutcomes = new Table("rg-outcome", RG_OUTCOMES, AnnualStatistics::words);
    this.cgAuthorities = new Table("cg-authority", AUTHORITIES, authority);
    this.cgOutcomes = new Table("cg-outcome", CG_OUTCOMES, AnnualStatistics::words);
    this.nationalities =
        new Table(
            "nationality",
            List.of(),
            code -> code.equals(UNKNOWN) ? "Not known" : names.option("childNationalities", code));
  }

  /** Counts a case, if it counts and was received in the year. */
  void add(ReferralCountRule counted) {
    RegisterCase known = counted.known();
    if (!counted.counts() || known.referralReceivedOn().getYear() != year) {
      return;
    }
    int quarter = known.referralReceivedOn().get(IsoFields.QUARTER_OF_YEAR) - 1;
    referrals[quarter]++;
    agencies.add(quarter, code(known.firstResponderAgency()));
    rgAuthorities.add(quarter, code(known.rgAuthority()));
    rgOutcomes.add(quarter, counted.outcome(Stage.REASONABLE_GROUNDS));
    cgAuthorities.add(quarter, code(known.cgAuthority()));
    cgOutcomes.add(quarter, counted.outcome(Stage.CONCLUSIVE_GROUNDS));
    nationalities.add(
        quarter,
        known.nationalities().isEmpty()
            ? new String[] {UNKNOWN}
            : known.nationalities().toArray(String[]::new));
  }

  void write(Writer out) {
    SpreadsheetCsv csv = new SpreadsheetCsv(out, HEADS);
    csv.row(cells("referrals", TOTAL, "All referrals", referrals, COUNTED));
    for (Table table :
        List.of(agencies, rgAuthorities, rgOutcomes, cgAuthorities, cgOutcomes, nationalities)) {
      table.lines.entrySet().stream()
          .sorted(
              table.fixed
                  ? (a, b) -> 0
                  : Comparator.<Map.Entry<String, int[]>>comparingInt(line -> -sum(line.getValue()))
                      .thenComparing(Map.Entry::getKey))
          .forEach(
              line ->
                  csv.row(
                      cells(
                          table.id,
                          line.getKey(),
                          table.name.apply(line.getKey()),
                          line.getValue(),
                          "")));
      csv.row(cells(table.id, TOTAL, "Total", table.cases, table == nationalities ? SEVERAL : ""));
    }
    csv.finish();
  }

  private List<Object> cells(String table, String code, String name, int[] quarters, String note) {
    List<Object> cells = new ArrayList<>(List.of(year, table, code, name));
    Arrays.stream(quarters).forEach(cells::add);
    cells.add(sum(quarters));
    cells.add(note);
    return cells;
  }

  private static int sum(int[] quarters) {
    return Arrays.stream(quarters).sum();
  }

  private static String code(String code) {
    return code == null || code.isBlank() ? UNKNOWN : code;
  }

  private static String words(String outcome) {
    return CodeNames.sentence(CodeNames.words(outcome));
  }

  /** One table: a line for each code, and how many cases were put into it. */
  private static final class Table {

    private final String id;
    private final boolean fixed;
    private final UnaryOperator<String> name;
    private final Map<String, int[]> lines = new LinkedHashMap<>();
    private final int[] cases = new int[QUARTERS];

    /**
     * @param codes lines that come first, in this order, and are there also where nothing is
     *     counted; none for a table that begins with the greatest number
     */
    Table(String id, List<String> codes, UnaryOperator<String> name) {
      this.id = id;
      this.fixed = !codes.isEmpty();
      this.name = name;
      codes.forEach(code -> lines.put(code, new int[QUARTERS]));
    }

    void add(int quarter, String... codes) {
      for (String code : codes) {
        lines.computeIfAbsent(code, line -> new int[QUARTERS])[quarter]++;
      }
      cases[quarter]++;
    }
  }
}
