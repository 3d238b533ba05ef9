package scot.nrm.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.calendar.BankHolidayCalendar.ENGLAND_AND_WALES;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("quick")
class DeadlineCalculatorTest {

  private final DeadlineCalculator calculator =
      new DeadlineCalculator(new WorkingDays(ENGLAND_AND_WALES, KnownBankHolidays.ENGLAND));

  @ParameterizedTest
  @CsvSource({
    "2009-04-01, 2009-04-08",
    "2009-04-08, 2009-04-17",
    "2009-04-11, 2009-04-20",
    "2011-04-21, 2011-05-04"
  })
  void d15ReasonableGroundsAreDueOnTheFifthWorkingDayAfterReceipt(
      LocalDate received, LocalDate due) {
    assertThat(calculator.reasonableGroundsDue(received, Length.workingDays(5))).isEqualTo(due);
  }

  @Test
  void d15AnExtensionIsCountedFromTheDateDueSoFar() {
    assertThat(calculator.extended(LocalDate.parse("2009-04-08"), 3)).isEqualTo("2009-04-15");
  }

  @ParameterizedTest
  @CsvSource({
    // the working day before the hearing, here across Easter
    "2009-04-08, 2009-04-17, 2009-04-14, 2009-04-09",
    // a hearing the day after receipt: the day of receipt
    "2009-04-08, 2009-04-17, 2009-04-09, 2009-04-08",
    // on the day of receipt, or before it: never before receipt
    "2009-04-08, 2009-04-17, 2009-04-08, 2009-04-08",
    "2009-04-08, 2009-04-17, 2009-04-01, 2009-04-08",
    // received on a Saturday, hearing on Monday
    "2009-06-06, 2009-06-12, 2009-06-08, 2009-06-06",
    // not before the due date: no change
    "2009-04-08, 2009-04-17, 2009-04-17, 2009-04-17",
    "2009-04-08, 2009-04-17, 2009-05-20, 2009-04-17"
  })
  void d16AHearingBeforeTheDueDateMakesTheTargetTheWorkingDayBeforeIt(
      LocalDate received, LocalDate due, LocalDate hearing, LocalDate target) {
    assertThat(calculator.reasonableGroundsTarget(received, due, Optional.of(hearing)))
        .isEqualTo(target);
  }

  @Test
  void d16WithoutAHearingTheTargetIsTheDueDate() {
    LocalDate due = LocalDate.parse("2009-04-17");

    assertThat(
            calculator.reasonableGroundsTarget(
                LocalDate.parse("2009-04-08"), due, Optional.empty()))
        .isEqualTo(due);
  }

  @Test
  void d20ReflectionEndsOnTheFortyFifthDayAlsoOnAWeekend() {
    LocalDate decided = LocalDate.parse("2009-05-07");

    assertThat(DeadlineCalculator.reflectionEnd(decided, 45))
        .isEqualTo("2009-06-21")
        .isEqualTo(decided.plusDays(45));
  }

  @Test
  void d21TheReviewIsOnTheThirtiethDayAndTheReminderTenWorkingDaysLater() {
    LocalDate review = DeadlineCalculator.reflectionReview(LocalDate.parse("2009-05-07"), 30);

    assertThat(review).isEqualTo("2009-06-06");
    assertThat(calculator.answerDue(review, Length.workingDays(10))).isEqualTo("2009-06-19");
  }

  @ParameterizedTest
  @CsvSource({
    // suspended on the Wednesday before Easter, due on the Friday after it
    "2009-04-08, 2009-04-17, 5",
    "2009-04-16, 2009-04-17, 1",
    // on the due date, and after it
    "2009-04-17, 2009-04-17, 1",
    "2009-04-20, 2009-04-17, 1",
    // a due date that is no working day
    "2009-04-16, 2009-04-19, 1"
  })
  void d36AtLeastOneWorkingDayRemainsAtASuspension(
      LocalDate stopped, LocalDate due, int remaining) {
    assertThat(calculator.remaining(stopped, due)).isEqualTo(remaining);
  }

  @Test
  void d36TheNewDeadlineIsCountedFromTheDayAfterTheReturn() {
    assertThat(calculator.resumed(LocalDate.parse("2009-04-08"), 5)).isEqualTo("2009-04-17");
  }

  @ParameterizedTest
  @CsvSource({
    "2009-04-17, 2009-04-17, 0",
    "2009-04-16, 2009-04-17, 0",
    "2009-04-20, 2009-04-17, 3"
  })
  void d28DaysLateAreCalendarDaysAfterTheDateInForce(
      LocalDate decided, LocalDate inForce, int late) {
    assertThat(DeadlineCalculator.daysLate(decided, inForce)).isEqualTo(late);
  }
}
