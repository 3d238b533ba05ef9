package scot.nrm.decision.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.engine.DecisionTables;

class TimeLimitsTableTest {

  private static final DecisionTable TABLE = DecisionTable.named("time-limits");

  @ParameterizedTest
  @ValueSource(strings = {"2009-04-01", "2011-04-29", "2013-03-31", "2013-04-01", "2030-01-01"})
  void d15D20D21TheClocksOfADecisionAreTheSameOnEveryDay(LocalDate day) {
    TimeLimit limit = limitOn(day);

    assertThat(limit.rgWorkingDays()).isEqualTo(5);
    assertThat(limit.reflectionReviewDays()).isEqualTo(30);
    assertThat(limit.reflectionDays()).isEqualTo(45);
    assertThat(limit.reviewReminderWorkingDays()).isEqualTo(10);
    assertThat(limit.leaveRenewalDays()).as("D29").isEqualTo(60);
    assertThat(limit.referralTargetHours()).as("D6").isEqualTo(48);
    assertThat(limit.localAuthorityAnswerWorkingDays()).as("D10, D11").isEqualTo(10);
    assertThat(limit.newTargetDays()).as("D36").isEqualTo(14);
  }

  @ParameterizedTest
  @CsvSource({
    // 12 months, neither less nor more
    "2009-06-15, 2010-06-15, 2010-06-15",
    "2012-02-29, 2013-02-28, 2013-02-28",
    "2013-03-31, 2014-03-31, 2014-03-31",
    // 12 months and 1 day to 30 months
    "2013-04-01, 2014-04-02, 2015-10-01",
    "2013-08-31, 2014-09-01, 2016-02-29",
    "2014-08-31, 2015-09-01, 2017-02-28",
    "2016-02-29, 2017-03-01, 2018-08-29"
  })
  void d29LeaveExpiresBetweenTheseDays(LocalDate granted, LocalDate earliest, LocalDate latest) {
    TimeLimit limit = limitOn(granted);

    assertThat(limit.earliestLeaveExpiry(granted)).isEqualTo(earliest);
    assertThat(limit.latestLeaveExpiry(granted)).isEqualTo(latest);
  }

  @Test
  void everyDayFrom2009To2014HasExactlyOneRow() {
    LocalDate.parse("2009-01-01")
        .datesUntil(LocalDate.parse("2015-01-01"))
        .forEach(
            day ->
                assertThat(TABLE.ask(Map.of("onDate", day.toString())))
                    .as(day.toString())
                    .hasSize(1));
  }

  private static TimeLimit limitOn(LocalDate day) {
    DecisionTables tables = mock(DecisionTables.class);
    Map<String, Object> question = Map.of("onDate", day.toString());
    when(tables.ask("time-limits", question)).thenReturn(TABLE.ask(question).get(0));
    return new TimeLimits(tables).on(day);
  }
}
