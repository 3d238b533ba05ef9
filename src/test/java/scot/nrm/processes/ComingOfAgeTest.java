package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static scot.nrm.journeys.Invented.with;

import java.time.LocalDateTime;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedAges;

class ComingOfAgeTest extends DiagramTest {

  private static final String DAY = "2009-06-03";

  ComingOfAgeTest() {
    super("coming-of-age");
  }

  @Test
  void aPersonComesOfAgeAtTheStartOfTheLocalDay() {
    ProcessInstance wait = born("1991-08-14");

    assertThat(wait).isWaitingAtExactly("Gateway_WhatComesFirst");
    assertThat(child.timer("Timer_ComesOfAge"))
        .as("the month, at midnight in summer, D40")
        .isEqualTo(moment("2009-07-31T23:00:00Z"));

    child.on("2009-08-05");
    assertThat(adultFrom()).isNull();
    assertThat(child.timer("Timer_ComesOfAge"))
        .as("then the next day")
        .isEqualTo(moment("2009-08-05T23:00:00Z"));

    child.at(LocalDateTime.parse("2009-08-13T23:59"));
    assertThat(adultFrom()).isNull();

    child.at(LocalDateTime.parse("2009-08-14T00:00"));
    assertThat(wait)
        .isEnded()
        .hasPassedInOrder(
            "Timer_ComesOfAge",
            "Service_RecordComingOfAge",
            "Gateway_OfAge",
            "Service_StartSupportAsAdult",
            "Event_CameOfAge");
    assertThat(adultFrom()).isEqualTo("2009-08-14");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("came-of-age"))
        .singleElement()
        .satisfies(event -> assertThat(event.code()).isEqualTo("birthday"));
  }

  @Test
  void aPersonBornOn29FebruaryComesOfAgeOn1March() {
    born("1992-02-29");

    assertThat(child.timer("Timer_ComesOfAge")).isEqualTo(moment("2010-03-01T00:00:00Z"));
  }

  @Test
  void aDisputedDateOfBirthSetsNoTimer() {
    opened(DAY, Invented.concern(DAY));
    filed(InventedAges.disputed(Invented.referralAndChild(DAY)));

    assertThat(started())
        .isEnded()
        .hasPassed("Event_NothingToWaitFor")
        .hasNotPassed("Timer_ComesOfAge");
  }

  @Test
  void aCorrectedDateOfBirthMovesTheTimer() {
    ProcessInstance wait = born("1991-08-14");
    filed(Map.of("childDateOfBirth", "1991-09-30"));

    told("age-determined");

    assertThat(wait).hasPassed("Event_AgeDetermined").isWaitingAtExactly("Gateway_WhatComesFirst");
    assertThat(child.timer("Timer_ComesOfAge")).isEqualTo(moment("2009-08-31T23:00:00Z"));
  }

  @Test
  void aSupersededDateOfBirthMakesNoOneAnAdult() {
    ProcessInstance wait = born("1991-08-14");
    filed(Map.of("ageDisputed", "yes"));

    child.on("2009-08-14");

    assertThat(wait).isEnded();
    assertThat(adultFrom()).isNull();
    assertThat(child.has("Task_RecordConsent")).isFalse();
  }

  private ProcessInstance born(String day) {
    opened(DAY, Invented.concern(DAY));
    filed(with(Invented.referralAndChild(DAY), "childDateOfBirth", day));
    return started();
  }

  private String adultFrom() {
    var day = register.find(child.caseNumber()).orElseThrow().now().adultFrom();
    return day == null ? null : day.toString();
  }
}
