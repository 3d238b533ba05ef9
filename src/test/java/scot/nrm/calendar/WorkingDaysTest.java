package scot.nrm.calendar;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scot.nrm.calendar.BankHolidayCalendar.ENGLAND_AND_WALES;
import static scot.nrm.calendar.BankHolidayCalendar.SCOTLAND;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.calendar.BankHolidays.Day;
import scot.nrm.calendar.BankHolidays.InForce;

@Tag("quick")
class WorkingDaysTest {

  /** The bank holidays as the government published them, substitute days included. */
  private static final Set<LocalDate> PUBLISHED_FOR_ENGLAND_AND_WALES =
      dates(
          "2009-01-01 2009-04-10 2009-04-13 2009-05-04 2009-05-25 2009-08-31 2009-12-25 2009-12-28",
          "2010-01-01 2010-04-02 2010-04-05 2010-05-03 2010-05-31 2010-08-30 2010-12-27 2010-12-28",
          "2011-01-03 2011-04-22 2011-04-25 2011-04-29 2011-05-02 2011-05-30 2011-08-29 2011-12-26 2011-12-27",
          "2012-01-02 2012-04-06 2012-04-09 2012-05-07 2012-06-04 2012-06-05 2012-08-27 2012-12-25 2012-12-26",
          "2013-01-01 2013-03-29 2013-04-01 2013-05-06 2013-05-27 2013-08-26 2013-12-25 2013-12-26");

  private static final Set<LocalDate> PUBLISHED_FOR_SCOTLAND =
      dates(
          "2009-01-01 2009-01-02 2009-04-10 2009-05-04 2009-05-25 2009-08-03 2009-11-30 2009-12-25 2009-12-28",
          "2010-01-01 2010-01-04 2010-04-02 2010-05-03 2010-05-31 2010-08-02 2010-11-30 2010-12-27 2010-12-28",
          "2011-01-03 2011-01-04 2011-04-22 2011-04-29 2011-05-02 2011-05-30 2011-08-01 2011-11-30 2011-12-26",
          "2011-12-27",
          "2012-01-02 2012-01-03 2012-04-06 2012-05-07 2012-06-04 2012-06-05 2012-08-06 2012-11-30 2012-12-25",
          "2012-12-26",
          "2013-01-01 2013-01-02 2013-03-29 2013-05-06 2013-05-27 2013-08-05 2013-12-02 2013-12-25 2013-12-26");

  private static final List<InForce> ENGLAND = KnownBankHolidays.ENGLAND.calendars();

  private final WorkingDays england = new WorkingDays(ENGLAND_AND_WALES, KnownBankHolidays.ENGLAND);
  private final WorkingDays scotland = new WorkingDays(SCOTLAND, KnownBankHolidays.ENGLAND);

  @Test
  void d39EveryDayFrom2009To2013IsAsPublishedForEnglandAndWales() {
    assertThat(weekdaysOff(england)).containsExactlyElementsOf(PUBLISHED_FOR_ENGLAND_AND_WALES);
  }

  @Test
  void d39EveryDayFrom2009To2013IsAsPublishedForScotland() {
    assertThat(weekdaysOff(scotland)).containsExactlyElementsOf(PUBLISHED_FOR_SCOTLAND);
  }

  @Test
  void noWeekendDayIsAWorkingDay() {
    List<LocalDate> weekends = everyDay().filter(WorkingDaysTest::onWeekend).toList();

    assertThat(weekends).noneMatch(england::isWorkingDay).noneMatch(scotland::isWorkingDay);
  }

  @ParameterizedTest
  @CsvSource({"2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08"})
  void d39LaterOneOffDaysAreInBothCalendars(LocalDate day) {
    assertThat(england.isWorkingDay(day)).isFalse();
    assertThat(scotland.isWorkingDay(day)).isFalse();
  }

  @Test
  void d39AnAddedDayAppliesOnlyToItsCalendar() {
    LocalDate worldCup = LocalDate.parse("2026-06-15");
    BankHolidays corrections =
        new BankHolidays(
            List.of(new Day(worldCup, "World Cup", Set.of(SCOTLAND))), List.of(), ENGLAND);

    assertThat(new WorkingDays(SCOTLAND, corrections).isWorkingDay(worldCup)).isFalse();
    assertThat(new WorkingDays(ENGLAND_AND_WALES, corrections).isWorkingDay(worldCup)).isTrue();
  }

  @Test
  void d39ARemovedDayIsAWorkingDayAgain() {
    LocalDate wedding = LocalDate.parse("2011-04-29");
    BankHolidays corrections =
        new BankHolidays(
            List.of(),
            List.of(new Day(wedding, "Not here", EnumSet.allOf(BankHolidayCalendar.class))),
            ENGLAND);

    assertThat(new WorkingDays(SCOTLAND, corrections).isWorkingDay(wedding)).isTrue();
    assertThat(new WorkingDays(ENGLAND_AND_WALES, corrections).isWorkingDay(wedding)).isTrue();
  }

  @Test
  void aCorrectionWithoutADateOrACalendarIsRefused() {
    LocalDate day = LocalDate.parse("2026-06-15");

    assertThatThrownBy(() -> new Day(null, "World Cup", Set.of(SCOTLAND)))
        .hasMessageContaining("config/bank-holidays.yaml");
    assertThatThrownBy(() -> new Day(day, "World Cup", Set.of()))
        .hasMessageContaining("config/bank-holidays.yaml");
    assertThatThrownBy(() -> new Day(day, "World Cup", null))
        .hasMessageContaining("config/bank-holidays.yaml");
  }

  @ParameterizedTest
  @CsvSource({
    // an ordinary week
    "2009-06-01, 5, 2009-06-08",
    // over Good Friday and Easter Monday
    "2009-04-08, 5, 2009-04-17",
    // over Christmas 2010, whose substitutes are Monday and Tuesday
    "2010-12-23, 5, 2011-01-04",
    // received on a Saturday: counting begins on Monday
    "2009-06-06, 5, 2009-06-12",
    "2009-06-06, 0, 2009-06-06"
  })
  void workingDaysAreCountedStrictlyAfterTheDay(LocalDate from, int days, LocalDate expected) {
    assertThat(england.plus(from, days)).isEqualTo(expected);
  }

  @Test
  void d39TheCalendarsDifferAtEaster() {
    LocalDate received = LocalDate.parse("2009-04-08");

    assertThat(england.plus(received, 5)).isEqualTo("2009-04-17");
    assertThat(scotland.plus(received, 5)).isEqualTo("2009-04-16");
  }

  @ParameterizedTest
  @CsvSource({
    "2009-04-14, 2009-04-09",
    "2009-06-08, 2009-06-05",
    "2009-06-05, 2009-06-04",
    "2009-06-07, 2009-06-05"
  })
  void theWorkingDayBeforeIsStrictlyBefore(LocalDate day, LocalDate expected) {
    assertThat(england.before(day)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2009-06-01, 2009-06-08, 5",
    "2009-04-09, 2009-04-14, 1",
    "2009-06-05, 2009-06-07, 0",
    "2009-06-05, 2009-06-05, 0",
    "2009-06-05, 2009-06-01, 0"
  })
  void workingDaysBetweenExcludeTheFirstDayAndIncludeTheLast(
      LocalDate after, LocalDate upTo, int expected) {
    assertThat(england.between(after, upTo)).isEqualTo(expected);
  }

  @Test
  void workingDaysAreNotCountedBackwards() {
    assertThatThrownBy(() -> england.plus(LocalDate.parse("2009-06-01"), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static TreeSet<LocalDate> weekdaysOff(WorkingDays workingDays) {
    return everyDay()
        .filter(day -> !onWeekend(day))
        .filter(day -> !workingDays.isWorkingDay(day))
        .collect(toCollection(TreeSet::new));
  }

  private static Stream<LocalDate> everyDay() {
    return LocalDate.parse("2009-01-01").datesUntil(LocalDate.parse("2014-01-01"));
  }

  private static boolean onWeekend(LocalDate day) {
    return EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY).contains(day.getDayOfWeek());
  }

  private static Set<LocalDate> dates(String... lines) {
    return Arrays.stream(lines)
        .flatMap(line -> Arrays.stream(line.split(" ")))
        .map(LocalDate::parse)
        .collect(toCollection(TreeSet::new));
  }
}
