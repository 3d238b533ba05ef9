package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scot.nrm.journeys.Invented.with;

import java.util.Map;
import org.junit.jupiter.api.Test;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedAges;

class RecordAgeFindingTest extends DiagramTest {

  /** A Wednesday. */
  private static final String DAY = "2009-06-03";

  RecordAgeFindingTest() {
    super("record-age-finding");
  }

  @Test
  void anAdultFindingTakesEffectOnItsDayAndConsentIsRequested() {
    referred(InventedAges.disputed(Invented.referralAndChild(DAY)));
    assertThat(child.birthdayCheck()).as("disputed").isNull();

    child.on("2009-06-08").foundAdult("ukhtc.intake", "2009-06-05");

    assertThat(adultFrom()).isEqualTo("2009-06-05");
    assertThat(said().text("childDateOfBirth"))
        .as("both dates are stored")
        .isEqualTo(Invented.BORN);
    assertThat(said().text("adultFromDate")).isEqualTo("2009-06-05");
    assertThat(child.candidateGroups("Task_RecordConsent")).containsExactly("la-lead-professional");
    assertThat(child.due("Task_RecordConsent")).isEqualTo("2009-06-15");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("age-finding"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("adult");
              assertThat(finding.from()).isEqualTo("2009-06-05");
              assertThat(finding.officer()).isEqualTo("ukhtc.intake");
              assertThat(finding.detail()).contains("school certificate");
            });
    assertThat(kinds()).contains("came-of-age");
  }

  @Test
  void aFoundDateOfBirthSetsTheDayAndBothDatesAreStored() {
    referred(InventedAges.disputed(Invented.referralAndChild(DAY)));

    finding(InventedAges.born(InventedAges.adult(child.caseNumber(), DAY), "1991-02-28"));

    assertThat(adultFrom()).isEqualTo("2009-02-28");
    assertThat(said().text("childDateOfBirth")).isEqualTo(Invented.BORN);
    assertThat(said().text("foundDateOfBirth")).isEqualTo("1991-02-28");
  }

  @Test
  void aFoundDateOfBirthOfAChildMovesTheDay() {
    referred(InventedAges.disputed(Invented.referralAndChild(DAY)));

    finding(InventedAges.born(InventedAges.child(child.caseNumber(), DAY), "1993-01-31"));

    assertThat(child.birthdayCheck()).isEqualTo("2011-01-01");
    assertThat(adultFrom()).isNull();
    assertThat(kinds()).as("always treated as a child").doesNotContain("child-again");

    finding(InventedAges.born(InventedAges.child(child.caseNumber(), DAY), "1993-07-01"));

    assertThat(child.birthdayCheck()).isEqualTo("2011-07-01");

    finding(InventedAges.child(child.caseNumber(), DAY));

    assertThat(child.birthdayCheck()).as("no date of birth is valid any more").isNull();
    assertThat(said().text("foundDateOfBirth")).isEmpty();
  }

  @Test
  void anAdultFoundToBeAChildIsTreatedAsAChildAgain() {
    referred(InventedAges.disputed(Invented.referralAndChild(DAY)));
    finding(InventedAges.adult(child.caseNumber(), DAY));
    assertThat(child.has("Task_RecordConsent")).isTrue();

    finding(InventedAges.born(InventedAges.child(child.caseNumber(), DAY), "1993-01-31"));

    assertThat(adultFrom()).isNull();
    assertThat(said().text("adultFromDate")).isEmpty();
    assertThat(child.has("Task_RecordConsent")).as("a child is not asked for consent").isFalse();
    assertThat(child.birthdayCheck()).isEqualTo("2011-01-01");
    assertThat(kinds()).contains("child-again");
  }

  @Test
  void aPersonWhoHasAnsweredAsAnAdultIsNotAskedAgain() {
    referred(InventedAges.disputed(Invented.referralAndChild(DAY)));
    finding(InventedAges.adult(child.caseNumber(), DAY));
    child.does("glasgow.lead", "Task_RecordConsent", InventedAges.consent("refused", DAY));

    finding(InventedAges.born(InventedAges.adult(child.caseNumber(), DAY), "1991-02-28"));

    assertThat(adultFrom()).isEqualTo("2009-02-28");
    assertThat(child.has("Task_RecordConsent")).as("refused, D7").isFalse();

    finding(InventedAges.born(InventedAges.child(child.caseNumber(), DAY), "1993-01-31"));
    finding(InventedAges.adult(child.caseNumber(), DAY));

    assertThat(child.has("Task_RecordConsent")).as("was a child in between").isTrue();
  }

  @Test
  void anAdultFindingEndsTheWaitForTheBirthday() {
    referred(Invented.referralAndChild(DAY));
    assertThat(child.birthdayCheck()).isNotNull();

    finding(InventedAges.adult(child.caseNumber(), DAY));

    assertThat(child.birthdayCheck()).isNull();
    assertThat(instances.diagrams(child.caseNumber()))
        .doesNotContain("coming-of-age")
        .contains("support-as-adult");
  }

  @Test
  void repeatedOlderAndContradictoryFindingsAreRefused() {
    referred(InventedAges.disputed(Invented.referralAndChild(DAY)));
    finding(InventedAges.adult(child.caseNumber(), DAY));

    refused(
        InventedAges.adult(child.caseNumber(), DAY),
        "this finding is already recorded, with the date 3 June 2009");
    refused(InventedAges.child(child.caseNumber(), "2009-06-02"), "must not be before the finding");
    refused(
        InventedAges.born(InventedAges.child(child.caseNumber(), DAY), "1991-06-03"),
        "was an adult on the day");
    refused(
        InventedAges.born(InventedAges.adult(child.caseNumber(), DAY), "1991-06-04"),
        "was a child on the day");
    assertThat(adultFrom()).as("unchanged").isEqualTo(DAY);
  }

  @Test
  void thePersonCannotBecomeAnAdultOnALaterDate() {
    referred(with(Invented.referralAndChild(DAY), "childDateOfBirth", "1991-06-05"));
    child.on("2009-06-08");
    assertThat(adultFrom()).as("the birthday").isEqualTo("2009-06-05");

    refused(
        InventedAges.adult(child.caseNumber(), "2009-06-08"),
        "the person is already recorded as an adult from 5 June 2009");
    finding(InventedAges.born(InventedAges.adult(child.caseNumber(), "2009-06-08"), "1991-06-04"));
    refused(
        InventedAges.adult(child.caseNumber(), "2009-06-08"),
        "the person is already recorded as an adult from 4 June 2009");

    assertThat(adultFrom()).isEqualTo("2009-06-04");
  }

  @Test
  void emptyFormsFutureDatesAndInaccessibleCasesAreRefused() {
    referred(Invented.referralAndChild(DAY));

    refused(Map.of("caseNumber", child.caseNumber()), "enter an answer");
    refused(InventedAges.adult(child.caseNumber(), "2009-06-04"), "must not be in the future");
    refused(
        InventedAges.adult("NRM-2009-2CCC-CCCW", DAY),
        "you don't have access to a case with this number");
    assertThatThrownBy(() -> child.foundAdult("fife.lead", DAY))
        .hasMessageContaining("you don't have access to a case with this number");
  }

  @Test
  void afterTheEndAFindingIsRecordedWithoutSupport() {
    referred(InventedAges.disputed(Invented.ukNational(DAY)));
    child.reasonableGrounds("ukhtc", "negative", "2009-06-08");

    finding(InventedAges.adult(child.caseNumber(), "2009-06-08"));

    assertThat(adultFrom()).isEqualTo("2009-06-08");
    assertThat(child.has("Task_RecordConsent")).isFalse();
  }

  private void referred(Map<String, Object> referralAndChild) {
    child.referred(DAY, referralAndChild).logged(DAY);
  }

  private void finding(Map<String, Object> values) {
    child.updates("glasgow.lead", "record-age-finding", values);
  }

  private void refused(Map<String, Object> values, String why) {
    assertThatThrownBy(() -> finding(values)).hasMessageContaining(why);
  }

  private CaseFileContent said() {
    return file.read(child.caseNumber());
  }
}
