package scot.nrm.decision.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeLimitsTableTest {

  private static final TimeLimits LIMITS = DecisionTable.limits();

  @ParameterizedTest
  @ValueSource(strings = {"2009-04-01", "2011-04-29", "2013-03-31", "2013-04-01", "2030-01-01"})
  void d15D20D21TheTimeLimitsOfADecisionAreTheSameOnEveryDate(LocalDate day) {
    TimeLimit limit = limitOn(day);

    assertThat(limit.length(Limit.REASONABLE_GROUNDS).words()).isEqualTo("5 working days");
    assertThat(limit.length(Limit.REFLECTION_REVIEW).words()).isEqualTo("30 days");
    assertThat(limit.length(Limit.REFLECTION).words()).isEqualTo("45 days");
    assertThat(limit.length(Limit.REVIEW_REMINDER).words()).isEqualTo("10 working days");
    assertThat(limit.number(Limit.REFLECTION_EXTENSIONS)).isEqualTo(TimeLimit.ANY_NUMBER);
    assertThat(limit.number(Limit.EARLIEST_POSITIVE)).as("D25").isZero();
    assertThat(limit.number(Limit.EARLIEST_AGREED_NEGATIVE)).as("D25").isZero();
    assertThat(limit.length(Limit.EARLIEST_NEGATIVE).words()).as("D25").isEqualTo("1 day");
    assertThat(limit.length(Limit.LEAVE_RENEWAL).words()).as("D29").isEqualTo("60 days");
    assertThat(limit.length(Limit.NRM_FORM).words()).as("D6").isEqualTo("48 hours");
    assertThat(limit.length(Limit.LOCAL_AUTHORITY_ANSWER).words())
        .as("D10, D11")
        .isEqualTo("10 working days");
    assertThat(limit.length(Limit.NEW_TARGET).words()).as("D36").isEqualTo("14 days");
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

  private static TimeLimit limitOn(LocalDate day) {
    return LIMITS.on(day);
  }
}
