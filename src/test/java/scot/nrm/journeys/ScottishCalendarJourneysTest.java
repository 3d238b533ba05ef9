package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import scot.nrm.Databases;

/** Moving deadlines when the Scottish calendar is configured (D39). */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "nrm.calendar=scotland"
    })
class ScottishCalendarJourneysTest implements Databases.OnH2 {

  @Autowired ProcessEngine engine;

  private Journey child;

  @BeforeEach
  void begin() {
    child = new Journey(engine);
  }

  @AfterEach
  void resetTheClock() {
    ClockUtil.reset();
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
