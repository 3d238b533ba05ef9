package scot.nrm.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("quick")
class ComingOfAgeDayTest {

  @ParameterizedTest
  @CsvSource({
    "1993-06-15, 2011-06-15",
    "1992-02-29, 2010-03-01",
    "1994-03-01, 2012-03-01",
    "1994-02-28, 2012-02-28"
  })
  void d7AdulthoodStartsOnThe18thBirthdayOr1March(LocalDate born, LocalDate adultFrom) {
    assertThat(ComingOfAge.adultFrom(born)).isEqualTo(adultFrom);
    assertThat(ComingOfAge.isChild(born, adultFrom.minusDays(1))).isTrue();
    assertThat(ComingOfAge.isChild(born, adultFrom)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1993-06-15, 2009-06-14, 15",
    "1993-06-15, 2009-06-15, 16",
    "1992-02-29, 2009-02-28, 16",
    "1992-02-29, 2009-03-01, 17",
    "1992-02-29, 2012-02-28, 19",
    "1992-02-29, 2012-02-29, 20"
  })
  void d7AgeIncreasesOnTheBirthdayItself(LocalDate born, LocalDate on, int age) {
    assertThat(ComingOfAge.ageOn(born, on)).isEqualTo(age);
  }

  @Test
  void aNewbornIsZeroYearsOld() {
    LocalDate born = LocalDate.parse("2009-04-01");

    assertThat(ComingOfAge.ageOn(born, born)).isZero();
    assertThat(ComingOfAge.isChild(born, born)).isTrue();
  }
}
