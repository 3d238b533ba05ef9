package scot.nrm.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.calendar.BankHolidayCalendar;
import scot.nrm.calendar.KnownBankHolidays;
import scot.nrm.calendar.WorkingDays;

@Tag("quick")
class ScenarioGeneratorTest {

  /** This includes a sibling, who has facts of the other child's case. */
  @Test
  void nobodyMeetsAChildAfterReportingTheConcern() {
    for (long seed = 1; seed <= 50; seed++) {
      List<InventedChild> children =
          new ScenarioGenerator(
                  ManyCasesFile.read(InventedData.file(ManyCasesFile.FILE)),
                  seed,
                  LocalDateTime.parse("2009-04-01T00:00"),
                  LocalDateTime.parse("2009-05-17T14:00"),
                  new WorkingDays(BankHolidayCalendar.ENGLAND_AND_WALES, KnownBankHolidays.ENGLAND))
              .draw(30);
      assertThat(children)
          .as("with the seed " + seed)
          .allMatch(
              child ->
                  !((LocalDate) child.facts.get("firstEncounterDate"))
                      .isAfter(child.begins.toLocalDate()));
    }
  }
}
