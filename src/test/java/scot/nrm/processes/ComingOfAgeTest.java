package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static scot.nrm.journeys.Invented.with;

import java.time.LocalDate;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.age.ComingOfAgeWait;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedAges;

class ComingOfAgeTest extends DiagramTest {

  private static final String DAY = "2009-06-03";

  @Autowired ComingOfAgeWait birthdays;
  @Autowired JdbcClient jdbc;

  ComingOfAgeTest() {
    super("coming-of-age");
  }

  /**
   * In summer, on the days on which the clocks change, on the leap day, on a first of the month.
   */
  @ParameterizedTest
  @CsvSource({
    "1991-08-14, 2009-08-01, 2009-08-14",
    "1991-10-25, 2009-10-01, 2009-10-25",
    "1992-03-28, 2010-03-01, 2010-03-28",
    "1992-02-29, 2010-03-01, 2010-03-01",
    "1991-11-01, 2009-11-01, 2009-11-01"
  })
  void aPersonComesOfAgeAtTheStartOfTheLocalDay(String born, String month, LocalDate birthday) {
    born(born);
    assertThat(child.birthdayCheck()).isEqualTo(month);
    assertThat(instances.diagrams(child.caseNumber())).as("nothing waits").isEmpty();

    child.at(birthday.minusDays(1).atTime(23, 59));
    assertThat(adultFrom()).isNull();

    child.at(birthday.atStartOfDay());
    assertThat(adultFrom()).isEqualTo(birthday.toString());
    assertThat(child.birthdayCheck()).isNull();
    assertThat(child.trail("coming-of-age"))
        .containsExactly(
            "Event_Birthday",
            "Service_RecordComingOfAge",
            "Service_StartSupportAsAdult",
            "Event_CameOfAge");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("came-of-age"))
        .singleElement()
        .satisfies(event -> assertThat(event.code()).isEqualTo("birthday"));
  }

  @Test
  void theFileIsOpenedDailyInTheMonthOfTheBirthday() {
    born("1991-08-14");

    child.on("2009-08-05");

    assertThat(adultFrom()).isNull();
    assertThat(child.birthdayCheck()).isEqualTo("2009-08-06");
  }

  @Test
  void aDateOfBirthEnteredAfterTheBirthdayTakesEffectAtOnce() {
    born("1991-06-02");
    child.executeJobs();

    assertThat(adultFrom()).isEqualTo("2009-06-02");
    assertThat(child.birthdayCheck()).isNull();
  }

  @Test
  void aDisputedDateOfBirthSetsNoTimer() {
    opened(DAY, Invented.concern(DAY));
    filed(InventedAges.disputed(Invented.referralAndChild(DAY)));
    follow();

    assertThat(child.birthdayCheck()).isNull();
  }

  @Test
  void aCorrectedDateOfBirthMovesTheDay() {
    born("1991-08-14");
    filed(Map.of("childDateOfBirth", "1991-09-30"));

    follow();

    assertThat(child.birthdayCheck()).isEqualTo("2009-09-01");
  }

  @Test
  void aSupersededDateOfBirthMakesNoOneAnAdult() {
    born("1991-08-14");
    filed(Map.of("ageDisputed", "yes"));

    child.on("2009-08-14");

    assertThat(adultFrom()).isNull();
    assertThat(child.birthdayCheck()).isNull();
    ProcessInstance startedBefore = started();
    assertThat(startedBefore).isEnded().hasPassed("Event_StillAChild");
    assertThat(adultFrom()).isNull();
    assertThat(child.has("Task_RecordConsent")).isFalse();
  }

  /** Each is a transaction of its own, and what was interrupted is still due. */
  @Test
  void anUnreadableFileDoesNotStopTheOthers() {
    born("1991-08-14");
    jdbc.sql("insert into birthday_check (case_number, due_on) values ('A', '2009-06-01')")
        .update();
    jdbc.sql("update birthday_check set due_on = '2009-06-01'").update();

    assertThat(birthdays.checkDue()).hasSize(1);

    assertThat(child.birthdayCheck()).isEqualTo("2009-08-01");
    assertThat(birthdays.nextCheck()).as("of the other one").hasValue(LocalDate.of(2009, 6, 1));
  }

  private void born(String day) {
    opened(DAY, Invented.concern(DAY));
    filed(with(Invented.referralAndChild(DAY), "childDateOfBirth", day));
    follow();
  }

  private void follow() {
    transaction.executeWithoutResult(status -> birthdays.recalculate(child.caseNumber(), null));
  }
}
