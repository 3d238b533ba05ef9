package scot.nrm.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for the dates of every case, in both calendars. */
class DatePropertiesTest {

  private static final WorkingDays ENGLAND =
      new WorkingDays(BankHolidayCalendar.ENGLAND_AND_WALES, KnownBankHolidays.ENGLAND);
  private static final WorkingDays SCOTLAND =
      new WorkingDays(BankHolidayCalendar.SCOTLAND, KnownBankHolidays.ENGLAND);

  @Property
  void countingForwardsAndBetweenAgree(
      @ForAll("calendars") WorkingDays days,
      @ForAll("days") LocalDate from,
      @ForAll @IntRange(min = 1, max = 60) int n) {
    LocalDate end = days.plus(from, n);

    assertThat(days.isWorkingDay(end)).isTrue();
    assertThat(days.between(from, end)).isEqualTo(n);
    assertThat(days.between(from, end.minusDays(1))).isEqualTo(n - 1);
  }

  @Property
  void stepsAddUp(
      @ForAll("calendars") WorkingDays days,
      @ForAll("days") LocalDate from,
      @ForAll @IntRange(max = 30) int first,
      @ForAll @IntRange(max = 30) int second) {
    assertThat(days.plus(days.plus(from, first), second))
        .isEqualTo(days.plus(from, first + second));
  }

  @Property
  void oneWorkingDayAfterTheOneBeforeIsNotBeforeTheDay(
      @ForAll("calendars") WorkingDays days, @ForAll("days") LocalDate day) {
    LocalDate before = days.before(day);

    assertThat(before).isBefore(day);
    assertThat(days.isWorkingDay(before)).isTrue();
    assertThat(days.plus(before, 1)).isAfterOrEqualTo(day);
  }

  @Property
  void d16TheTargetIsBetweenReceiptAndDueDateAndBeforeTheHearing(
      @ForAll("calendars") WorkingDays days,
      @ForAll("days") LocalDate received,
      @ForAll @IntRange(min = -30, max = 30) int daysToHearing) {
    DeadlineCalculator calculator = new DeadlineCalculator(days);
    LocalDate due = calculator.reasonableGroundsDue(received, Length.workingDays(5));
    LocalDate hearing = received.plusDays(daysToHearing);

    LocalDate target = calculator.reasonableGroundsTarget(received, due, Optional.of(hearing));

    assertThat(target).isBetween(received, due);
    if (hearing.isAfter(received) && hearing.isBefore(due)) {
      assertThat(target).isBefore(hearing);
    }
    if (!hearing.isBefore(due)) {
      assertThat(target).isEqualTo(due);
    }
  }

  @Property
  void d28ADecisionIsLateExactlyWhenItIsAfterTheDateInForce(
      @ForAll("days") LocalDate decided, @ForAll("days") LocalDate inForce) {
    int late = DeadlineCalculator.daysLate(decided, inForce);

    assertThat(late > 0).isEqualTo(decided.isAfter(inForce));
    assertThat(inForce.plusDays(late)).isEqualTo(decided.isAfter(inForce) ? decided : inForce);
  }

  @Property
  void d7AgeAndComingOfAgeAgree(
      @ForAll("days") LocalDate born, @ForAll @IntRange(max = 12000) int daysLater) {
    LocalDate on = born.plusDays(daysLater);

    assertThat(ComingOfAge.isChild(born, on)).isEqualTo(ComingOfAge.ageOn(born, on) < 18);
  }

  @Property
  void d40ADayKeepsItsDateAcrossAClockChange(@ForAll("days") LocalDate day) {
    assertThat(LocalDay.of(LocalDay.startOf(day))).isEqualTo(day);
    assertThat(LocalDay.of(LocalDay.endOf(day))).isEqualTo(day);
    assertThat(LocalDay.endOf(day).getTime() + 1000)
        .isEqualTo(LocalDay.startOf(day.plusDays(1)).getTime());
  }

  @Provide
  Arbitrary<LocalDate> days() {
    long first = LocalDate.parse("2009-01-01").toEpochDay();
    long last = LocalDate.parse("2030-12-31").toEpochDay();
    return Arbitraries.longs().between(first, last).map(LocalDate::ofEpochDay);
  }

  @Provide
  Arbitrary<WorkingDays> calendars() {
    return Arbitraries.of(ENGLAND, SCOTLAND);
  }
}
