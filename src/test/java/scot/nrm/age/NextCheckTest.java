package scot.nrm.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("quick")
class NextCheckTest {

  @ParameterizedTest
  @CsvSource({
    "2012-07-23, 2009-06-03, 2012-07-01",
    "2012-07-23, 2012-06-30, 2012-07-01",
    "2012-07-23, 2012-07-01, 2012-07-02",
    "2012-07-23, 2012-07-22, 2012-07-23",
    "2012-07-01, 2012-06-30, 2012-07-01",
    "2012-12-31, 2012-12-30, 2012-12-31"
  })
  void d7TheBirthdayIsCheckedOnTheFirstOfItsMonthAndThenEachDay(
      LocalDate adultFrom, LocalDate today, LocalDate next) {
    assertThat(ComingOfAgeWait.nextCheck(adultFrom, today)).isEqualTo(next);
  }
}
