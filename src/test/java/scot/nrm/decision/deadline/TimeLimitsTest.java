package scot.nrm.decision.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.calendar.BankHolidayCalendar;
import scot.nrm.calendar.BankHolidays;
import scot.nrm.calendar.Clocks;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.engine.DecisionTables;
import scot.nrm.forms.check.Submissions;

@Tag("quick")
class TimeLimitsTest {

  private static final LocalDate DAY = LocalDate.of(2009, 4, 14);
  private static final Map<String, Object> ROW =
      Map.ofEntries(
          Map.entry("rgWorkingDays", 5),
          Map.entry("reflectionReviewDays", 30),
          Map.entry("reflectionDays", 45),
          Map.entry("reviewReminderWorkingDays", 10L),
          Map.entry("leaveMinimumMonths", 12),
          Map.entry("leaveMinimumExtraDays", 1),
          Map.entry("leaveMaximumMonths", 30),
          Map.entry("leaveRenewalDays", 60),
          Map.entry("referralTargetHours", 48),
          Map.entry("localAuthorityAnswerWorkingDays", 9),
          Map.entry("newTargetDays", 14));

  private final DecisionTables tables = mock(DecisionTables.class);
  private final TimeLimits limits = new TimeLimits(tables);

  @Test
  void theLimitsOfADayAreReadFromTheTable() {
    TimeLimit expected = new TimeLimit(5, 30, 45, 10, 12, 1, 30, 60, 48, 9, 14);
    when(tables.ask("time-limits", Map.of("onDate", "2009-04-14"))).thenReturn(ROW);

    assertThat(limits.on(DAY)).isEqualTo(expected);
  }

  @Test
  void aTableWithoutANumberIsNamed() {
    Map<String, Object> row = new HashMap<>(ROW);
    row.put("newTargetDays", "14");
    when(tables.ask("time-limits", Map.of("onDate", "2009-04-14"))).thenReturn(row);

    assertThatThrownBy(() -> limits.on(DAY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The decision table time-limits gives no number for newTargetDays: deploy it with one,"
                + " then retry");
  }

  @Test
  void d29MonthsOfLeaveEndAtTheMonthsEnd() {
    TimeLimit limit = new TimeLimit(5, 30, 45, 10, 12, 1, 30, 60, 48, 9, 14);

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
            ": the court hearing is on 7 September 2009, before the new deadline. Say why the"
                + " decision cannot be made before the hearing, or extend by fewer days.");
    assertThat(extension("extend", 5, "2009-09-07", "No social worker")).isEmpty();
    assertThat(extension("positive", 5, "2009-09-07", "")).isEmpty();
    assertThat(extension("extend", 5, "2009-09-01", "")).as("a hearing that is over").isEmpty();
  }

  /** The deadline so far is Tuesday, 1 September 2009. */
  private static List<String> extension(String proposal, int days, String hearing, String reason) {
    Clocks clocks =
        new Clocks(new WorkingDays(BankHolidayCalendar.ENGLAND_AND_WALES, BankHolidays.AS_KNOWN));
    return Submissions.refusals(
        new ExtensionBeyondHearing(clocks),
        Submissions.of(
            "propose-reasonable-grounds",
            """
            {'rgProposal': '%s', 'rgExtensionWorkingDays': %d, 'rgBeyondHearingReason': '%s'}\
            """
                .formatted(proposal, days, reason),
            Map.of("rgDueDate", "2009-09-01", "courtHearingDate", hearing)));
  }
}
