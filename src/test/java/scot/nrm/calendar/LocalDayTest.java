package scot.nrm.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("quick")
class LocalDayTest {

  @ParameterizedTest
  @CsvSource({
    "2009-01-14, 2009-01-14T00:00:00Z, 2009-01-14T23:59:59Z",
    "2009-07-14, 2009-07-13T23:00:00Z, 2009-07-14T22:59:59Z",
    // the days on which summer time starts and ends
    "2009-03-29, 2009-03-29T00:00:00Z, 2009-03-29T22:59:59Z",
    "2009-10-25, 2009-10-24T23:00:00Z, 2009-10-25T23:59:59Z"
  })
  void d40ADayStartsAndEndsAtMidnightInLondon(LocalDate day, Instant start, Instant end) {
    assertThat(LocalDay.startOf(day)).isEqualTo(start);
    assertThat(LocalDay.endOf(day)).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({
    "2009-01-14T23:59:59.999Z, 2009-01-14",
    "2009-07-14T22:59:59.999Z, 2009-07-14",
    "2009-07-14T23:00:00Z, 2009-07-15"
  })
  void d40AMomentBelongsToItsDayInLondon(Instant moment, LocalDate day) {
    assertThat(LocalDay.of(moment)).isEqualTo(day);
    assertThat(LocalDay.of(Date.from(moment))).isEqualTo(day);
  }

  @Test
  void aStoredDateIsRead() {
    assertThat(LocalDay.parse("2009-04-14")).contains(LocalDate.of(2009, 4, 14));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2009-4-14",
        "2009-02-30",
        "+2009-04-1",
        "-2009-04-1",
        "+002009-04-14",
        "２００９-04-14",
        "2009-04-14T12:00",
        "Long-named"
      })
  void anyOtherStoredTextIsNoDate(String text) {
    assertThat(LocalDay.parse(text)).isEmpty();
  }

  @Test
  void aDateIsWrittenInFull() {
    assertThat(BritishDate.of(LocalDate.parse("2009-04-01"))).isEqualTo("1 April 2009");
  }

  /** In the ways that the guide for caseworkers names. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1/4/2009",
        "01/04/2009",
        "1.4.2009",
        "01042009",
        "2009-04-01",
        "1 April 2009",
        "wednesday 1 april 2009"
      })
  void aDateIsReadAsPeopleTypeIt(String typed) {
    assertThat(BritishDate.parse(typed)).contains(LocalDate.parse("2009-04-01"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1/4/09", "31/2/2009", "4/13/2009", "31022009", "Monday 1 April 2009"})
  void anyOtherTextIsNotRead(String typed) {
    assertThat(BritishDate.parse(typed)).isEmpty();
  }
}
