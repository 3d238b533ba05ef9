package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Moving deadlines when the Scottish calendar is configured (D39). */
class ScottishCalendarJourneysTest extends Revised {

  private Journey child;

  @BeforeEach
  void begin() {
    child = new Journey(engine);
  }

  @Test
  void repeatedExtensionsIgnoreTheEnglishAugustHoliday() {
    child
        .referred("2009-08-21", Invented.ukNational("2009-08-21"))
        .logged("2009-08-21")
        .on("2009-08-27")
        .does("ukhtc.owner", "Task_ProposeReasonableGrounds", Invented.extension(2));

    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("one day less than in England")
        .isEqualTo("2009-09-01");

    child.does("ukhtc.owner", "Task_ProposeReasonableGrounds", Invented.extension(3));

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-09-04");
    assertThat(child.day("rgOriginalDueDate")).isEqualTo("2009-08-28");
  }

  @Test
  void theWorkingDayBeforeAHearingFollowsTheScottishCalendar() {
    child
        .referred("2009-08-27", Invented.ukNational("2009-08-27"))
        .logged("2009-08-27")
        .news(
            "glasgow.lead",
            "record-court-hearing",
            InventedTransfers.hearing(child.caseNumber(), "2009-09-01"));

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-08-31");
  }
}
