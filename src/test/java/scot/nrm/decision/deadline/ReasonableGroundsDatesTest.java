package scot.nrm.decision.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.calendar.BankHolidayCalendar;
import scot.nrm.calendar.DeadlineCalculator;
import scot.nrm.calendar.KnownBankHolidays;
import scot.nrm.calendar.Length;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/**
 * What has moved the clock is done again from the right date of receipt (D43); all dates are in
 * June 2009.
 */
@Tag("quick")
class ReasonableGroundsDatesTest {

  private static final Instant AT = Instant.parse("2009-06-04T09:00:00Z");

  private final DeadlineCalculator calculator =
      new DeadlineCalculator(
          new WorkingDays(BankHolidayCalendar.ENGLAND_AND_WALES, KnownBankHolidays.ENGLAND));

  @Test
  void d15TheDueDateIsTheFifthWorkingDay() {
    assertThat(from("2009-06-02", null)).isEqualTo(dates("2009-06-09", "2009-06-09", "2009-06-09"));
  }

  @Test
  void d16AHearingMovesTheTargetToTheWorkingDayBefore() {
    assertThat(from("2009-06-02", "2009-06-05"))
        .isEqualTo(dates("2009-06-09", "2009-06-09", "2009-06-04"));
  }

  @Test
  void d15RecalculationKeepsTheWorkingDaysOfEachExtension() {
    assertThat(
            from(
                "2009-06-02",
                null,
                extended("2009-06-10", "2009-06-15"),
                extended("2009-06-15", "2009-06-16")))
        .isEqualTo(dates("2009-06-09", "2009-06-15", "2009-06-15"));
  }

  @Test
  void d36RecalculationKeepsTheDaysRemainingAtASuspension() {
    // Received on the 2nd, suspended on the 4th: three working days were left, and not four.
    assertThat(from("2009-06-02", null, resumed("2009-06-04", "2009-06-22")))
        .isEqualTo(dates("2009-06-09", "2009-06-25", "2009-06-25"));
  }

  @Test
  void aHearingRecordedAfterAnExtensionCounts() {
    assertThat(
            from(
                "2009-06-02",
                "2009-06-12",
                extended("2009-06-10", "2009-06-15"),
                new RegisterEvent(
                    AT, "hearing-recorded", null, null, day("2009-06-12"), null, null, null, null)))
        .isEqualTo(dates("2009-06-09", "2009-06-12", "2009-06-12"));
  }

  /** The extension was beyond the hearing; only what is recorded about the hearing counts again. */
  @ParameterizedTest
  @CsvSource({
    "hearing-recorded,, 2009-06-12",
    "hearing-cancelled,, 2009-06-12",
    "corrected, courtHearingDate, 2009-06-12",
    "corrected, childNames, 2009-06-16",
    "child-missing,, 2009-06-16"
  })
  void d16AHearingCountsAfterAnExtensionOnlyIfItIsRecordedOrCorrectedLater(
      String kind, String field, String inForce) {
    assertThat(
            from(
                "2009-06-02",
                "2009-06-15",
                extended("2009-06-10", "2009-06-17"),
                new RegisterEvent(AT, kind, null, field, null, null, null, null, null)))
        .isEqualTo(dates("2009-06-09", "2009-06-16", inForce));
  }

  @Test
  void d36AHearingRecordedAfterASuspensionDoesNotReduceTheRemainingDays() {
    // Four working days were left at the suspension, when no hearing was known.
    assertThat(
            from(
                "2009-06-02",
                "2009-06-08",
                resumed("2009-06-03", "2009-06-04"),
                aboutAHearing("hearing-recorded", "2009-06-08")))
        .isEqualTo(dates("2009-06-09", "2009-06-10", "2009-06-05"));
  }

  @Test
  void d43AWrongHearingDoesNotReduceTheRemainingDays() {
    assertThat(
            from(
                "2009-06-02",
                "2009-06-30",
                aboutAHearing("hearing-recorded", "2009-06-08"),
                resumed("2009-06-03", "2009-06-04"),
                new RegisterEvent(
                    AT, "corrected", null, "courtHearingDate", null, null, null, null, null)))
        .isEqualTo(dates("2009-06-09", "2009-06-10", "2009-06-10"));
  }

  /** The suspension left four working days, or two up to the hearing that was known by then. */
  @ParameterizedTest
  @CsvSource({
    "hearing-recorded, 2009-06-08, 2009-06-30, 2009-06-10",
    "child-missing, 2009-06-02, 2009-06-08, 2009-06-08"
  })
  void d43AHearingThatWasCorrectedAndThenReplacedCountsWithItsRightDate(
      String first, String on, LocalDate right, String due) {
    assertThat(
            from(
                "2009-06-02",
                "2009-06-25",
                aboutAHearing(first, on),
                resumed("2009-06-03", "2009-06-04"),
                new RegisterEvent(
                    AT, "corrected", null, "courtHearingDate", null, right, null, null, null),
                aboutAHearing("hearing-recorded", "2009-06-25")))
        .isEqualTo(dates("2009-06-09", due, due));
  }

  @Test
  void d36AHearingCancelledAfterASuspensionHadReducedTheRemainingDays() {
    // The day before the hearing was in force at the suspension, two working days later.
    assertThat(
            from(
                "2009-06-02",
                null,
                resumed("2009-06-03", "2009-06-04"),
                aboutAHearing("hearing-cancelled", "2009-06-08")))
        .isEqualTo(dates("2009-06-09", "2009-06-08", "2009-06-08"));
  }

  @ParameterizedTest
  @CsvSource({"2009-06-10, 2009-06-26", "2009-06-22, 2009-06-26", "2009-06-24, 2009-06-23"})
  void d16AHearingThatWasOverBeforeTheReturnMovesNothing(String hearing, String inForce) {
    assertThat(
            from(
                "2009-06-02",
                hearing,
                resumed("2009-06-03", "2009-06-22"),
                aboutAHearing("hearing-recorded", hearing)))
        .isEqualTo(dates("2009-06-09", "2009-06-26", inForce));
  }

  /** Four working days were left at the suspension, or two up to the hearing in the form. */
  @ParameterizedTest
  @CsvSource({
    "hearing-recorded, 2009-06-05,, 2009-06-26",
    "hearing-cancelled,, 2009-06-08, 2009-06-24"
  })
  void d36AHearingDuringASuspensionDoesNotChangeTheRemainingDays(
      String kind, String hearing, String inForm, String due) {
    assertThat(
            from(
                "2009-06-02",
                hearing,
                new RegisterEvent(
                    AT,
                    "suspended",
                    Stage.REASONABLE_GROUNDS,
                    null,
                    day("2009-06-03"),
                    null,
                    null,
                    null,
                    null),
                aboutAHearing(kind, hearing == null ? inForm : hearing),
                resumed("2009-06-03", "2009-06-22")))
        .isEqualTo(dates("2009-06-09", due, due));
  }

  private static RegisterEvent aboutAHearing(String kind, String day) {
    return new RegisterEvent(AT, kind, null, null, day(day), null, null, null, null);
  }

  @Test
  void d36ASuspensionEndedByTheCaseClosingMovesNothing() {
    RegisterEvent ended =
        new RegisterEvent(
            AT,
            "resumed",
            Stage.REASONABLE_GROUNDS,
            "case-ended",
            day("2009-06-04"),
            day("2009-06-22"),
            null,
            null,
            null);

    assertThat(from("2009-06-02", null, ended))
        .isEqualTo(dates("2009-06-09", "2009-06-09", "2009-06-09"));
  }

  @Test
  void d22AnExtensionOfTheReflectionPeriodMovesNothing() {
    RegisterEvent reflection = extended("2009-07-10", "2009-07-15").stage(Stage.CONCLUSIVE_GROUNDS);

    assertThat(from("2009-06-02", null, reflection))
        .isEqualTo(dates("2009-06-09", "2009-06-09", "2009-06-09"));
  }

  private ReasonableGroundsDates from(String received, String hearing, RegisterEvent... history) {
    return ReasonableGroundsDates.of(
        day(received),
        Length.workingDays(5),
        Optional.ofNullable(hearing).map(LocalDate::parse),
        List.of(history),
        calculator);
  }

  private static RegisterEvent extended(String from, String to) {
    return new RegisterEvent(
        AT,
        "extended",
        Stage.REASONABLE_GROUNDS,
        null,
        day(from),
        day(to),
        "ukhtc.owner",
        null,
        null);
  }

  private static RegisterEvent resumed(String suspended, String back) {
    return new RegisterEvent(
        AT,
        "resumed",
        Stage.REASONABLE_GROUNDS,
        "child-found",
        day(suspended),
        day(back),
        null,
        null,
        null);
  }

  private static ReasonableGroundsDates dates(String original, String due, String inForce) {
    return new ReasonableGroundsDates(day(original), day(due), day(inForce));
  }

  private static LocalDate day(String text) {
    return LocalDate.parse(text);
  }
}
