package scot.nrm.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("quick")
class ReferralTargetTest {

  private static final Duration TARGET = Duration.ofHours(48);

  @ParameterizedTest
  @CsvSource({
    "2009-06-01, 10:00, 2009-06-03, 10:00, false",
    "2009-06-01, 10:00, 2009-06-03, 10:01, true",
    "2009-06-01, 23:59, 2009-06-03, 23:58, false",
    "2009-06-01, 00:00, 2009-06-03, 00:01, true",
    // over a weekend as well: elapsed hours
    "2009-06-05, 16:00, 2009-06-08, 09:00, true",
    // the clocks go forward on 28 March 2010, and back on 25 October 2009
    "2010-03-27, 10:00, 2010-03-29, 11:00, false",
    "2010-03-27, 10:00, 2010-03-29, 11:01, true",
    "2009-10-24, 10:00, 2009-10-26, 09:00, false",
    "2009-10-24, 10:00, 2009-10-26, 10:00, true"
  })
  void d6MoreThan48HoursMissTheTarget(
      LocalDate met, LocalTime at, LocalDate received, LocalTime receivedAt, boolean missed) {
    assertThat(
            ReferralTarget.missed(TARGET, met, Optional.of(at), received, Optional.of(receivedAt)))
        .isEqualTo(missed);
  }

  @ParameterizedTest
  @CsvSource({
    "2009-06-01, 10:00, 2009-06-03T09:00:00Z",
    "2010-03-27, 10:00, 2010-03-29T10:00:00Z",
    "2009-06-01, , 2009-06-03T22:59:59Z"
  })
  void d6TheLastMomentInTimeIsTheDeadline(LocalDate met, LocalTime at, Instant due) {
    assertThat(ReferralTarget.due(TARGET, met, Optional.ofNullable(at))).isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource({
    "2009-06-01, 10:00, 2009-06-03, , false",
    "2009-06-01, , 2009-06-03, 23:00, false",
    "2009-06-01, , 2009-06-03, , false",
    "2009-06-01, 23:59, 2009-06-04, , true",
    "2009-06-01, , 2009-06-04, 00:01, true",
    "2009-06-01, , 2009-06-04, , true"
  })
  void d6WithoutATimeMoreThanTwoCalendarDaysMissTheTarget(
      LocalDate met, LocalTime at, LocalDate received, LocalTime receivedAt, boolean missed) {
    assertThat(
            ReferralTarget.missed(
                TARGET, met, Optional.ofNullable(at), received, Optional.ofNullable(receivedAt)))
        .isEqualTo(missed);
  }
}
