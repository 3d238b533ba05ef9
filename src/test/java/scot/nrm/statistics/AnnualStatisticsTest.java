package scot.nrm.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.StringWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.record.CodeNames;
import scot.nrm.register.Outcome;
import scot.nrm.register.RegisterRows.Count;
import scot.nrm.register.Stage;

@Tag("quick")
class AnnualStatisticsTest {

  private static final List<String> NUMBERS = List.of("q1", "q2", "q3", "q4", "total");

  /** Counted by hand from the 11 invented cases. */
  @Test
  void d38TheCountsOfAYearMatchItsReferrals() {
    assertThat(lines(figures(InventedRegister.ofEachKind(), 2009)))
        .containsExactly(
            "referrals total 0 3 2 2 7",
            "first-responder-agency police 0 2 1 2 5",
            "first-responder-agency ukba 0 1 0 0 1",
            "first-responder-agency unknown 0 0 1 0 1",
            "first-responder-agency total 0 3 2 2 7",
            "rg-authority UKHTC 0 2 2 2 6",
            "rg-authority UKBA 0 1 0 0 1",
            "rg-authority total 0 3 2 2 7",
            "rg-outcome positive 0 2 0 1 3",
            "rg-outcome negative 0 1 0 1 2",
            "rg-outcome suspended 0 0 1 0 1",
            "rg-outcome pending 0 0 1 0 1",
            "rg-outcome closed-undecided 0 0 0 0 0",
            "rg-outcome total 0 3 2 2 7",
            "cg-authority UKHTC 0 1 0 1 2",
            "cg-authority UKBA 0 1 0 0 1",
            "cg-authority unknown 0 1 2 1 4",
            "cg-authority total 0 3 2 2 7",
            "cg-outcome positive 0 1 0 0 1",
            "cg-outcome negative 0 0 0 0 0",
            "cg-outcome suspended 0 0 0 1 1",
            "cg-outcome pending 0 0 0 0 0",
            "cg-outcome closed-undecided 0 1 0 0 1",
            "cg-outcome not-reached 0 1 2 1 4",
            "cg-outcome total 0 3 2 2 7",
            "nationality VN 0 2 1 2 5",
            "nationality GB 0 1 0 0 1",
            "nationality NG 0 1 0 0 1",
            "nationality unknown 0 0 1 0 1",
            "nationality total 0 3 2 2 7");
  }

  @Test
  void theTableExplainsThatTwoNationalitiesAreCountedTwice() {
    List<CSVRecord> nationalities =
        RegisterCsvTest.parsed(figures(InventedRegister.ofEachKind(), 2009)).stream()
            .filter(line -> line.get("table").equals("nationality"))
            .toList();

    assertThat(nationalities.get(nationalities.size() - 1).get("note"))
        .contains("counted under each", "counts each child once");
  }

  /** The authorities have the names of the last day of the year. */
  @Test
  void everyCodeIsNamedInWords() {
    CodeNames names = mock(CodeNames.class);
    when(names.authority(anyString(), eq(LocalDate.of(2009, 12, 31))))
        .thenAnswer(call -> call.getArgument(0) + " in 2009");
    when(names.option(anyString(), anyString()))
        .thenAnswer(call -> call.getArgument(0) + " " + call.getArgument(1));
    StringWriter out = new StringWriter();

    int rows =
        new AnnualStatistics(
                InventedRegister.ofEachKind().counter(), names, KnownAuthorities.OF_THE_FILE)
            .write(2009, out);

    List<CSVRecord> lines = RegisterCsvTest.parsed(out.toString());
    assertThat(rows).isEqualTo(lines.size());
    assertThat(lines.stream().map(line -> line.get("table") + ": " + line.get("name")))
        .contains(
            "first-responder-agency: firstResponderAgency police",
            "first-responder-agency: Not known",
            "rg-authority: UKBA in 2009",
            "cg-authority: Not yet known",
            "rg-outcome: Positive",
            "nationality: childNationalities VN",
            "nationality: Not known");
  }

  @Test
  void d9APreAlertIsNotAReferral() {
    InventedRegister onlyACopy =
        new InventedRegister().with(c -> c.copy = InventedRegister.day("2009-05-05"));

    assertThat(lines(figures(onlyACopy, 2009))).first().isEqualTo("referrals total 0 0 0 0 0");
  }

  /**
   * The same counts from the other table: each row of the CSV in a map of table, code and quarter.
   */
  @Test
  void theCountsMatchTheTableOfAllCases() {
    InventedRegister register = random(400, 20090401);
    for (int year : List.of(2009, 2010)) {
      Map<String, Integer> counted = new TreeMap<>();
      for (CSVRecord row : RegisterCsvTest.parsed(RegisterCsvTest.csv(register))) {
        if (row.get("counted").equals("yes") && row.get("quarter").startsWith(year + "-")) {
          String quarter = row.get("quarter").substring(5).toLowerCase();
          Stream.of(
                  Stream.of("referrals total"),
                  codes("first-responder-agency", row.get("first_responder_agency")),
                  codes("rg-authority", row.get("rg_authority")),
                  codes("rg-outcome", row.get("rg_outcome")),
                  codes("cg-authority", row.get("cg_authority")),
                  codes("cg-outcome", row.get("cg_outcome")),
                  codes("nationality", row.get("nationalities")))
              .flatMap(codes -> codes)
              .forEach(code -> counted.merge(code + " " + quarter, 1, Integer::sum));
        }
      }

      Map<String, Integer> figures = new TreeMap<>();
      for (CSVRecord line : RegisterCsvTest.parsed(figures(register, year))) {
        int total = 0;
        for (String quarter : NUMBERS.subList(0, 4)) {
          int number = Integer.parseInt(line.get(quarter));
          total += number;
          boolean ofATable =
              line.get("code").equals("total") && !line.get("table").equals("referrals");
          if (number > 0 && !ofATable) {
            figures.put(line.get("table") + " " + line.get("code") + " " + quarter, number);
          }
        }
        assertThat(line.get("total")).isEqualTo(String.valueOf(total));
      }

      assertThat(figures).isEqualTo(counted);
    }
  }

  @Test
  void everyTableAddsUpToAllReferrals() {
    List<CSVRecord> lines = RegisterCsvTest.parsed(figures(random(300, 42), 2009));
    String all = lines.get(0).get("total");

    assertThat(lines)
        .filteredOn(line -> line.get("code").equals("total"))
        .hasSize(7)
        .allSatisfy(line -> assertThat(line.get("total")).isEqualTo(all));
    for (String table :
        List.of(
            "first-responder-agency", "rg-authority", "rg-outcome", "cg-authority", "cg-outcome")) {
      assertThat(lines)
          .filteredOn(line -> line.get("table").equals(table) && !line.get("code").equals("total"))
          .extracting(line -> Integer.parseInt(line.get("total")))
          .satisfies(
              totals ->
                  assertThat(totals.stream().mapToInt(Integer::intValue).sum())
                      .isEqualTo(Integer.parseInt(all)));
    }
  }

  private static Stream<String> codes(String table, String cell) {
    return cell.isEmpty()
        ? Stream.of(table + " unknown")
        : Stream.of(cell.split(" ")).map(code -> table + " " + code);
  }

  private static InventedRegister random(int cases, long seed) {
    Random random = new Random(seed);
    InventedRegister register = new InventedRegister();
    for (int i = 0; i < cases; i++) {
      register.with(
          c -> {
            c.received =
                random.nextInt(8) == 0
                    ? null
                    : InventedRegister.day("2009-04-01").plusDays(random.nextInt(600));
            c.agency = oneOf(random, "police", "ukba", "health", null);
            c.rgAuthority = oneOf(random, KnownAuthorities.UKHTC, KnownAuthorities.UKBA, null);
            c.cgAuthority = oneOf(random, KnownAuthorities.UKHTC, KnownAuthorities.UKBA, null);
            c.nationalities =
                oneOf(
                    random,
                    List.of("VN"),
                    List.of("NG", "RO"),
                    List.of("unknown"),
                    List.<String>of());
            c.rg =
                InventedRegister.decided(
                    "2009-04-15", oneOf(random, "positive", "negative", null), "2009-04-14", 0);
            if (c.rg.outcome() == Outcome.POSITIVE) {
              c.cg =
                  InventedRegister.decided(
                      "2009-05-29", oneOf(random, "positive", "negative", null), "2009-05-29", 0);
            }
            c.suspended =
                oneOf(random, Stage.REASONABLE_GROUNDS, Stage.CONCLUSIVE_GROUNDS, null, null);
            c.caseOutcome = oneOf(random, "closed-other", null, null);
            c.mergedInto = oneOf(random, "NRM-2009-000001", null, null, null);
            c.counts =
                random.nextInt(6) == 0 ? List.of(new Count("error-closed", null, 1)) : List.of();
          });
    }
    return register;
  }

  @SafeVarargs
  private static <T> T oneOf(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static String figures(InventedRegister register, int year) {
    CodeNames names = mock(CodeNames.class);
    when(names.authority(anyString(), any())).thenAnswer(call -> call.getArgument(0));
    when(names.option(anyString(), anyString())).thenAnswer(call -> call.getArgument(1));
    StringWriter out = new StringWriter();
    new AnnualStatistics(register.counter(), names, KnownAuthorities.OF_THE_FILE).write(year, out);
    return out.toString();
  }

  private static List<String> lines(String csv) {
    List<String> lines = new ArrayList<>();
    for (CSVRecord line : RegisterCsvTest.parsed(csv)) {
      lines.add(
          line.get("table")
              + " "
              + line.get("code")
              + " "
              + String.join(" ", NUMBERS.stream().map(line::get).toList()));
    }
    return lines;
  }
}
