package scot.nrm.decision.deadline;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.DecisionTables.Row;
import scot.nrm.facts.KnownClocks;
import scot.nrm.forms.check.Submissions;
import scot.nrm.processes.Table;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Register;

@Tag("quick")
class TimeLimitsTest {

  private static final LocalDate RECEIVED = LocalDate.of(2023, 1, 16);
  private static final LocalDate DECIDED = LocalDate.of(2023, 1, 31);
  private static final Map<String, Object> FACTS =
      Map.of("receivedOn", "2023-01-16", "startsOn", "2023-01-31");

  private final DecisionTables tables = mock(DecisionTables.class);
  private final TimeLimits limits = new TimeLimits(tables);

  private void rows(String... rows) {
    List<Map<String, Object>> all = new ArrayList<>();
    Arrays.stream(Limit.values())
        .forEach(limit -> all.add(row(limit.id(), 10L, limit.units().get(0).words())));
    for (String row : rows) {
      String[] cells = row.split(", ");
      all.add(row(cells[0], cells[1].isEmpty() ? null : Integer.valueOf(cells[1]), cells[2]));
    }
    when(tables.askAll("time-limits", FACTS)).thenReturn(all);
  }

  private static Map<String, Object> row(String period, Object value, String unit) {
    Map<String, Object> row = new HashMap<>();
    row.put("period", period);
    row.put("value", value);
    row.put("unit", unit);
    return row;
  }

  @Test
  void theLastMatchingRowOfAPeriodApplies() {
    rows("reflection, 45, days", "reasonable-grounds, 7, days", "reflection, 30, days");

    TimeLimit limit = limits.of(RECEIVED, DECIDED);

    assertThat(limit.length(Limit.REFLECTION).words()).isEqualTo("30 days");
    assertThat(limit.length(Limit.REASONABLE_GROUNDS).words()).isEqualTo("7 days");
    assertThat(limit.length(Limit.REVIEW_REMINDER).words()).isEqualTo("10 working days");
    assertThat(limit.reflectionEnd(DECIDED)).isEqualTo("2023-03-02");
  }

  @Test
  void anUnreceivedCaseUsesTheDayThatThePeriodStarts() {
    limits(Map.of("receivedOn", "2023-01-31", "startsOn", "2023-01-31"));

    assertThat(limits.of(null, DECIDED).number(Limit.NRM_FORM)).isEqualTo(48);
  }

  private void limits(Map<String, Object> facts) {
    when(tables.askAll("time-limits", facts))
        .thenReturn(DecisionTable.named("time-limits").ask(facts));
  }

  @Test
  void aTableWithoutANumberIsReported() {
    for (String wrong : List.of("new-target, , days", "new-target, 3, months")) {
      rows(wrong);

      assertThatThrownBy(() -> limits.of(RECEIVED, DECIDED))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "The decision table time-limits gives no number for new-target: deploy it with one, then retry");
    }
  }

  @Test
  void d22WithoutALimitAPeriodCanBeExtendedAnyNumberOfTimes() {
    rows("reflection-extensions, , times");

    assertThat(limits.of(RECEIVED, DECIDED).number(Limit.REFLECTION_EXTENSIONS))
        .isEqualTo(TimeLimit.ANY_NUMBER);
  }

  /** Changes of the table that are refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reflection,,30,days | reflection has two rows without a day. Remove one, or give it its day",
        "leave-maximum,2013-04-01,24,months | leave-maximum has two rows from 1 April 2013. Remove one",
        "leave-maximum,2011-04-01,24,months | the row of leave-maximum from 1 April 2011 is below one from 1 April 2013. Put the rows of a period in the order of their days",
        "reflection,2023-13-01,30,days | reflection needs one day",
        "reflexion,2023-01-30,30,days | \"reflexion\" is no period. Write one of \"reasonable-grounds\"",
        "reflection,2023-01-30,,days | the value of reflection is a number such as 10",
        "reflection,2023-01-30,0,days | the value of reflection is 1 or more",
        "reasonable-grounds,2023-01-30,0,working days | the value of reasonable-grounds is 1 or more",
        "nrm-form,2023-01-30,0,hours | the value of nrm-form is 1 or more",
        "local-authority-answer,2023-01-30,0,working days | the value of local-authority-answer is 1 or more",
        "reflection,2023-01-30,30,working days | reflection is counted in days",
        "reasonable-grounds,2023-01-30,1,months | reasonable-grounds is counted in working days or days"
      })
  void aRowThatLeavesAGapOrADuplicateIsRefused(String row, String problem) {
    List<Row> rows = new ArrayList<>(file());
    rows.add(row(row.split(",")));

    assertThat(check(rows)).singleElement().asString().startsWith("Line 99: " + problem);
  }

  @Test
  void aPeriodWithoutItsFirstRowIsRefused() {
    List<Row> rows = new ArrayList<>(file());
    rows.removeIf(row -> row.outputs().get("period").equals("\"reflection\""));
    assertThat(check(rows))
        .containsExactly("The period reflection has no row. Add one without a day.");
    rows.add(row("reflection", "2023-01-30", "30", "days"));
    assertThat(check(rows))
        .containsExactly(
            "Line 99: reflection has no length before 30 January 2023. Put a row without a day above this one.");
  }

  @Test
  void d21TheReviewCannotBeAfterThePeriod() {
    List<Row> rows = new ArrayList<>(file());
    rows.add(row("reflection", "2023-01-30", "20", "days"));
    assertThat(check(rows))
        .containsExactly(
            "D21: reflection has 20 days from 30 January 2023, and the review would be after that, on day 30. Give reflection-review its own row with an earlier day.");

    rows.add(row("reflection-review", "2023-01-30", "20", "days"));
    assertThat(check(rows)).isEmpty();
  }

  @Test
  void aRowNeedsExactlyOneDate() {
    List<Row> rows = new ArrayList<>(file());
    String day = ">= date(\"2023-01-30\")";
    rows.add(
        new Row(
            99,
            Map.of("date(receivedOn)", day, "date(startsOn)", day),
            Map.of("period", "\"reflection\"", "value", "30", "unit", "\"days\"")));

    assertThat(check(rows)).singleElement().asString().contains("reflection needs one day");
  }

  @Test
  void theShippedTableAndTwoVariantsAreAccepted() {
    List<Row> rows = new ArrayList<>(file());
    assertThat(check(rows)).isEmpty();
    rows.add(row("reflection", "2023-01-30", "30", "days"));
    rows.add(row("reasonable-grounds", "2010-04-06", "3", "working days"));
    rows.add(row("reflection-extensions", "2023-01-30", "", "times"));
    assertThat(check(rows)).isEmpty();
  }

  private static List<String> check(List<Row> rows) {
    return new TimeLimitsCheck().problems(rows);
  }

  private static Row row(String... cells) {
    return new Row(
        99,
        Map.of(
            "date(receivedOn)",
            "-",
            "date(startsOn)",
            cells[1].isEmpty() ? "-" : ">= date(\"" + cells[1] + "\")"),
        Map.of("period", '"' + cells[0] + '"', "value", cells[2], "unit", '"' + cells[3] + '"'));
  }

  private static List<Row> file() {
    return Table.named("time-limits").rows().stream()
        .map(
            row ->
                new Row(
                    1,
                    row.when().entrySet().stream()
                        .collect(
                            toMap(
                                Map.Entry::getKey,
                                cell ->
                                    cell.getValue()
                                        .replaceAll("(\\d{4}-\\d\\d-\\d\\d)", "\"$1\""))),
                    row.then().entrySet().stream()
                        .collect(
                            toMap(
                                Map.Entry::getKey,
                                cell ->
                                    cell.getKey().equals("value")
                                        ? cell.getValue()
                                        : '"' + cell.getValue() + '"'))))
        .toList();
  }

  @Test
  void d29MonthsOfLeaveAreClippedToTheMonthsEnd() {
    TimeLimit limit = DecisionTable.limits().on(LocalDate.of(2013, 4, 1));

    assertThat(limit.earliestLeaveExpiry(LocalDate.of(2012, 2, 29))).isEqualTo("2013-03-01");
    assertThat(limit.latestLeaveExpiry(LocalDate.of(2012, 8, 31))).isEqualTo("2015-02-28");
  }

  @Test
  void d16AnExtensionBeyondTheHearingNeedsAReason() {
    assertThat(extension("extend", 3, "2009-09-07", "")).isEmpty();
    assertThat(extension("extend", 4, "2009-09-07", ""))
        .singleElement()
        .asString()
        .endsWith(
            ": the court hearing is on 7 September 2009, before the new deadline. Say why the decision cannot be made before the hearing, or extend by fewer days.");
    assertThat(extension("extend", 5, "2009-09-07", "No social worker")).isEmpty();
    assertThat(extension("positive", 5, "2009-09-07", "")).isEmpty();
    assertThat(extension("extend", 5, "2009-09-01", "")).as("a hearing that is over").isEmpty();
  }

  @Test
  void d15AnExtensionEndsOnADayThatIsNotOver() {
    assertThat(extension("2009-08-27", "extend", 1, "", ""))
        .singleElement()
        .asString()
        .endsWith(
            ": the new deadline would be 28 August 2009, which has passed. Enter more working days, or propose a decision.");
    assertThat(extension("2009-08-27", "extend", 2, "", "")).isEmpty();
  }

  /** The deadline so far is today: Tuesday, 1 September 2009. */
  private static List<String> extension(String proposal, int days, String hearing, String reason) {
    return extension("2009-09-01", proposal, days, hearing, reason);
  }

  private static List<String> extension(
      String due, String proposal, int days, String hearing, String reason) {
    Register register = mock(Register.class);
    when(register.find(any(String.class)))
        .thenReturn(
            Optional.of(
                InventedCase.with(known -> known.referralReceivedOn = LocalDate.of(2009, 8, 25))));
    return Submissions.refusals(
        new ExtensionRule(KnownClocks.ENGLAND, register),
        Submissions.of(
            "propose-reasonable-grounds",
            """
            {'rgProposal': '%s', 'rgExtensionWorkingDays': %d, 'rgBeyondHearingReason': '%s'}\
            """
                .formatted(proposal, days, reason),
            Map.of("rgDueDate", due, "courtHearingDate", hearing)));
  }
}
