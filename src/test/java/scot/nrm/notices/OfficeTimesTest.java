package scot.nrm.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scot.nrm.calendar.BankHolidayCalendar;
import scot.nrm.calendar.BankHolidays;
import scot.nrm.calendar.Calendars;
import scot.nrm.calendar.KnownBankHolidays;
import scot.nrm.notices.NoticeSettings.OfficeHours;

@Tag("quick")
class OfficeTimesTest {

  private static final Set<DayOfWeek> WEEK = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);

  private final OfficeTimes england = office(BankHolidayCalendar.ENGLAND_AND_WALES, WEEK);

  private static OfficeTimes office(BankHolidayCalendar calendar, Set<DayOfWeek> days) {
    BankHolidays rows = KnownBankHolidays.always(calendar);
    NoticeSettings settings =
        new NoticeSettings(
            new OfficeHours("09:00", "17:00", days),
            "08:00",
            Duration.ZERO,
            List.of(),
            "",
            List.of());
    return new OfficeTimes(() -> settings, new Calendars(() -> rows));
  }

  private static Instant at(String moment) {
    return Instant.parse(moment);
  }

  @Test
  void d40AnOfficeOpensAndClosesInLocalTime() {
    assertThat(england.isOpenAt(at("2009-05-18T07:59:59Z"))).as("08:59 in London").isFalse();
    assertThat(england.isOpenAt(at("2009-05-18T08:00:00Z"))).isTrue();
    assertThat(england.isOpenAt(at("2009-05-18T15:59:59Z"))).isTrue();
    assertThat(england.isOpenAt(at("2009-05-18T16:00:00Z"))).isFalse();
    assertThat(england.isOpenAt(at("2009-12-01T09:00:00Z"))).as("winter time").isTrue();
    assertThat(england.isOpenAt(at("2009-12-01T08:59:59Z"))).isFalse();
  }

  @Test
  void anOfficeIsClosedAtTheWeekend() {
    assertThat(england.isOpenAt(at("2009-05-16T11:00:00Z"))).isFalse();
    assertThat(england.isOpenAt(at("2009-05-17T11:00:00Z"))).isFalse();
  }

  /** A council is closed on 2 January, which is a working day for UKHTC and the deadlines. */
  @ParameterizedTest
  @EnumSource
  void d39AnOfficeIsClosedOnBankHolidaysOfBothCalendars(BankHolidayCalendar inForce) {
    OfficeTimes office = office(inForce, WEEK);

    assertThat(office.isOpenAt(at("2009-04-13T11:00:00Z"))).as("Easter Monday").isFalse();
    assertThat(office.isOpenAt(at("2009-11-30T11:00:00Z"))).as("St Andrew's Day").isFalse();
    assertThat(office.isOpenAt(at("2013-01-02T11:00:00Z"))).as("2 January").isFalse();
    assertThat(office.isOpenAt(at("2011-04-29T11:00:00Z"))).as("the royal wedding").isFalse();
    assertThat(office.isOpenAt(at("2013-01-03T11:00:00Z"))).isTrue();
  }

  @Test
  void d40AnOfficeOpensByTheNewTimeAfterAChangeOfClocks() {
    OfficeTimes always = office(BankHolidayCalendar.ENGLAND_AND_WALES, EVERY_DAY);

    assertThat(always.isOpenAt(at("2009-03-29T07:59:59Z"))).as("forward: 08:59").isFalse();
    assertThat(always.isOpenAt(at("2009-03-29T08:00:00Z"))).as("forward: 09:00").isTrue();
    assertThat(always.isOpenAt(at("2009-03-29T16:00:00Z"))).as("forward: 17:00").isFalse();
    assertThat(always.isOpenAt(at("2009-10-25T08:59:59Z"))).as("back: 08:59").isFalse();
    assertThat(always.isOpenAt(at("2009-10-25T09:00:00Z"))).as("back: 09:00").isTrue();
    assertThat(always.isOpenAt(at("2009-10-25T16:59:59Z"))).as("back: 16:59").isTrue();
  }

  @Test
  void anOfficeOpenEveryDayIsStillClosedOnBankHolidays() {
    OfficeTimes always = office(BankHolidayCalendar.ENGLAND_AND_WALES, EVERY_DAY);

    assertThat(always.isOpenOn(LocalDate.parse("2009-05-17"))).as("a Sunday").isTrue();
    assertThat(always.isOpenOn(LocalDate.parse("2009-05-25")))
        .as("the spring bank holiday")
        .isFalse();
  }
}
