package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Moving deadlines when the Scottish calendar is configured (D39). */
class ScottishCalendarJourneysTest extends RevisedApplication {

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
  void theCalendarDiffersByTheAuthorityAndTheDayOfReceipt() {
    child
        .referred("2009-08-14", Invented.ukNational("2009-08-14"))
        .logged("2009-08-14")
        .on("2009-08-20")
        .does("ukhtc.owner", "Task_ProposeReasonableGrounds", Invented.extension(6));
    Journey ukba =
        new Journey(engine)
            .referred(
                "2009-08-21",
                Invented.with(Invented.referralAndChild("2009-08-21"), "portCase", "yes"))
            .logged("2009-08-21")
            .on("2009-08-27")
            .does("ukba.owner", "Task_ProposeReasonableGrounds", Invented.extension(2));

    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("received before the day: the English holiday counts")
        .isEqualTo("2009-09-01");
    assertThat(ukba.due("Task_ProposeReasonableGrounds"))
        .as("UKBA keeps the English calendar")
        .isEqualTo("2009-09-02");
  }

  @Test
  void theWorkingDayBeforeAHearingFollowsTheScottishCalendar() {
    child
        .referred("2009-08-27", Invented.ukNational("2009-08-27"))
        .logged("2009-08-27")
        .hearing("glasgow.lead", "2009-09-01");

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-08-31");
  }
}
