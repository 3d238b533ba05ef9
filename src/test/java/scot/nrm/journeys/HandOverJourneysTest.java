package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static scot.nrm.journeys.Invented.with;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;
import scot.nrm.cockpit.workload.CompletedTasks;
import scot.nrm.letters.Letter;
import scot.nrm.letters.LetterReaders;
import scot.nrm.register.RegisterUpdates;

/** Children who move to another local authority during their case (D41), on each database. */
@OnEachDatabase(usually = Kind.POSTGRES)
class HandOverJourneysTest extends CaseJourneys {

  /** A Monday; reasonable grounds are due on Monday 9 November. */
  private static final String RECEIVED = "2009-11-02";

  private static final Viewer OLD =
      new Viewer("glasgow.lead", Set.of("la-lead-professional"), Set.of("glasgow-city"));
  private static final Viewer NEW =
      new Viewer("fife.lead", Set.of("la-lead-professional"), Set.of("fife"));

  @Autowired RegisterUpdates onTheWay;
  @Autowired LetterReaders readers;
  @Autowired CaseAccess access;
  @Autowired CompletedTasks completed;
  @Autowired JdbcClient jdbc;

  @Test
  void afterAHandOverTheNewCouncilGetsTheDecisionLetters() {
    lawfulChild().reasonableGrounds("ukhtc", "positive", "2009-11-09").on("2009-11-16");
    handsOver("2009-11-18");

    assertThat(child.sees("fife.lead", "Task_ProtectChild"))
        .as("not before the new council has accepted")
        .isFalse();
    assertThat(child.sees("glasgow.lead", "Task_ProtectChild")).isTrue();

    child
        .on("2009-11-19")
        .does("fife.duty", "Task_AcceptHandOver", InventedChanges.accepted("2009-11-18"));

    assertThat(child.sees("glasgow.lead", "Task_ProtectChild")).isFalse();
    assertThat(child.sees("glasgow.manager", "Task_ProtectChild")).isFalse();
    assertThat(child.sees("fife.lead", "Task_ProtectChild")).isTrue();
    assertThat(child.candidateGroups("Task_ProtectChild")).containsExactly("la-lead-professional");
    assertThat(child.candidateGroups("Task_ProposeConclusiveGrounds"))
        .containsExactly("ukhtc-case-owner");
    assertThat(child.tasks())
        .allSatisfy(task -> assertThat(task.getTenantId()).as(task.getName()).isEqualTo("fife"));
    assertThat(child.day("reflectionEndDate")).as("deadlines don't change").isEqualTo("2009-12-24");
    assertThat(child.timer("Timer_ReflectionEnds")).isEqualTo(endOf("2009-12-24"));
    assertThat(child.due("Task_ProposeConclusiveGrounds")).isEqualTo("2009-12-24");
    assertThat(child.variable("localAuthority")).isEqualTo("fife");
    assertThat(onTheWay.handedOverOn(child.caseNumber(), "glasgow-city").orElseThrow())
        .isEqualTo("2009-11-18");
    assertThat(completedBefore("2009-11-20"))
        .contains("glasgow-city glasgow.lead", "fife fife.duty")
        .doesNotContain("fife glasgow.lead");

    child
        .on("2009-12-09")
        .does("ukhtc.owner", "Task_ReviewReflection", Invented.review("2009-12-09", "no"))
        .conclusiveGrounds("ukhtc", "positive", "2009-12-14")
        .on("2009-12-14");

    assertThat(letter("acknowledgement").council()).hasValue("glasgow-city");
    assertThat(letter("nrm-03").council()).hasValue("glasgow-city");
    assertThat(letter("nrm-07").council()).as("D41").hasValue("fife");
    assertThat(letter("nrm-07").addresseeName()).contains("Fife");
    assertThat(readers.mayRead(OLD, letter("nrm-03")))
        .as("the old council can open its own letters")
        .isTrue();
    assertThat(readers.mayRead(OLD, letter("nrm-07"))).isFalse();
    assertThat(readers.mayRead(NEW, letter("nrm-03"))).isTrue();
    assertThat(readers.mayRead(NEW, letter("nrm-07"))).isTrue();
    assertThat(access.mayRead(OLD, child.caseNumber())).isFalse();
    assertThat(access.formerCouncil(OLD, child.caseNumber()))
        .as("the old council sees its own part")
        .hasValue("glasgow-city");
    assertThat(access.formerCouncil(NEW, child.caseNumber())).isEmpty();
    assertThat(child.sees("fife.lead", "Task_ReviewProtectionPlan")).isTrue();
  }

  @Test
  void onTheDayOfTheMoveATaskCountsForTheCouncilOfThePersonWhoCompletedIt() {
    lawfulChild();
    handsOver(RECEIVED);
    child.does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted(RECEIVED));

    assertThat(completedBefore("2009-11-03"))
        .containsExactlyInAnyOrder(
            "glasgow-city glasgow.duty", "glasgow-city glasgow.lead", "fife fife.manager");
  }

  /** The acceptance is recorded four days after its date, and letters were sent in between. */
  @Test
  void recordingTheHandOverSendsTheNewAreaTheLettersSinceTheMove() {
    lawfulChild().on("2009-11-04");
    handsOver("2009-11-05");
    child
        .on("2009-11-05")
        .reportedMissing("glasgow.lead", "2009-11-05")
        .on("2009-11-06")
        .reportedFound("glasgow.lead", "2009-11-06")
        .reasonableGrounds("ukhtc", "positive", "2009-11-06");
    assertThat(to("nrm-03")).containsExactly("Glasgow City Council");

    child
        .on("2009-11-10")
        .does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted("2009-11-06"));

    assertThat(to("nrm-03"))
        .containsExactlyInAnyOrder("Glasgow City Council", "Fife Council")
        .hasSize(2);
    Letter again =
        letters.of(child.caseNumber()).stream()
            .filter(letter -> letter.council().filter("fife"::equals).isPresent())
            .filter(letter -> letter.template().equals("nrm-03"))
            .findFirst()
            .orElseThrow();
    assertThat(again.dated()).isEqualTo("2009-11-10");
    assertThat(letters.text(again)).contains("6 November 2009", "21 December 2009");
    assertThat(to("nrm-05"))
        .as("the first responder's own force is written to once")
        .containsExactlyInAnyOrder("Strathclyde Police", "Fife Constabulary");
    assertThat(to("child-found")).contains("Fife Council", "Fife Constabulary");
    assertThat(to("child-missing"))
        .as("sent the day before, and over")
        .doesNotContain("Fife Council");
    assertThat(to("acknowledgement")).as("before the move").containsExactly("Glasgow City Council");

    child.on("2009-11-16").conclusiveGrounds("ukhtc", "positive", "2009-11-16");

    assertThat(to("nrm-07")).containsExactly("Fife Council");
  }

  @Test
  void d41ALetterToStaffWhoReportedTheChildDoesNotReplaceTheirAuthoritys() {
    child
        .referred(
            RECEIVED,
            with(
                Invented.concern(RECEIVED),
                "firstResponderAgency",
                "local-authority",
                "policeForce",
                null),
            with(Invented.lawfulChild(RECEIVED), "firstResponderAgency", "local-authority"))
        .logged(RECEIVED);
    handsOver(RECEIVED);
    child
        .does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted(RECEIVED))
        .reasonableGrounds("ukhtc", "positive", "2009-11-03");
    assertThat(to("nrm-05")).contains("Glasgow City Council");

    child
        .handedOver("fife.manager", "glasgow-city", "2009-11-03")
        .does("glasgow.manager", "Task_AcceptHandOver", InventedChanges.accepted("2009-11-03"));

    assertThat(to("nrm-03")).containsExactlyInAnyOrder("Fife Council", "Glasgow City Council");
  }

  /** The authority changed long after the decision, and the reminder was of another's answer. */
  @Test
  void aRepeatedLetterNamesTheCurrentAuthorityAndAsksForNothing() {
    lawfulChild().on("2009-11-04");
    handsOver("2009-11-04");
    child
        .reasonableGrounds("ukhtc", "positive", "2009-11-04")
        .on("2009-12-04")
        .does("ukhtc.owner", "Task_ReviewReflection", Invented.review("2009-12-04", "no"))
        .on("2009-12-19")
        .claimedAsylum("glasgow.lead", "2009-12-18");
    assertThat(to("review-reminder")).as("the police had not answered").isNotEmpty();
    List<String> reminded = to("review-reminder");

    child
        .on("2009-12-20")
        .does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted("2009-11-04"));

    assertThat(to("review-reminder")).isEqualTo(reminded);
    assertThat(letters.of(child.caseNumber()))
        .filteredOn(letter -> letter.template().equals("nrm-03"))
        .filteredOn(letter -> letter.council().filter("fife"::equals).isPresent())
        .singleElement()
        .satisfies(
            letter ->
                assertThat(letters.text(letter).replaceAll("\\s+", " "))
                    .contains(
                        "The United Kingdom Border Agency is responsible for the case from 19 December 2009"));
  }

  /** What a later step has overtaken isn't sent again, and neither is what a task asks for. */
  @Test
  void onlyLettersThatStillApplyGoToTheNewArea() {
    lawfulChild().on("2009-11-04");
    handsOver("2009-11-04");
    child
        .reasonableGrounds("ukhtc", "negative", "2009-11-04")
        .on("2009-11-05")
        .updates(
            "glasgow.lead",
            "reconsideration",
            InventedReconsiderations.asks(child.caseNumber(), "local-authority", "2009-11-05"))
        .does(
            "ukhtc.owner2",
            "Task_DecideReconsideration",
            InventedReconsiderations.answer("accept"));

    child.does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted("2009-11-04"));

    assertThat(to("nrm-04")).containsExactly("Glasgow City Council");

    child.reconsideredReasonableGrounds("ukhtc", "positive", "2009-11-06");

    assertThat(to("nrm-03")).containsExactly("Fife Council");
  }

  @Test
  void aNegativeDecisionAfterTheMoveReachesTheNewCouncilWithReasons() {
    lawfulChild().on("2009-11-04");
    handsOver("2009-11-04");
    child
        .reasonableGrounds("ukhtc", "negative", "2009-11-04")
        .on("2009-11-06")
        .does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted("2009-11-04"));

    assertThat(letters.of(child.caseNumber()))
        .filteredOn(letter -> letter.template().equals("nrm-04"))
        .extracting(letter -> letter.council().orElseThrow(), Letter::minuteEnclosed)
        .containsExactlyInAnyOrder(tuple("glasgow-city", true), tuple("fife", true));
  }

  @Test
  void aReturnedHandOverLeavesTheCaseWithTheCouncil() {
    lawfulChild().reasonableGrounds("ukhtc", "positive", "2009-11-09").on("2009-11-16");
    handsOver("2009-11-16");

    child.does("fife.manager", "Task_AcceptHandOver", InventedChanges.returned());

    assertThat(child.tasks())
        .allSatisfy(task -> assertThat(task.getTenantId()).isEqualTo("glasgow-city"));
    assertThat(child.sees("glasgow.manager", "Task_ActOnReturnedCase")).isTrue();

    child
        .does("glasgow.manager", "Task_ActOnReturnedCase", InventedChanges.returnRead())
        .conclusiveGrounds("ukhtc", "positive", "2009-12-14");

    assertThat(letter("nrm-07").council()).hasValue("glasgow-city");
  }

  @Test
  void theCouncilChangesWhileReasonableGroundsAreSuspended() {
    lawfulChild()
        .on("2009-11-04")
        .updates(
            "glasgow.lead",
            "report-child-missing",
            InventedMissing.missing(child.caseNumber(), "2009-11-03"))
        .reasonableGrounds("ukhtc", "suspend", "2009-11-05");
    handsOver("2009-11-06");
    child
        .on("2009-11-06")
        .does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted("2009-11-06"));

    assertThat(child.variable("suspendedStage")).isEqualTo("reasonable-grounds");
    assertThat(child.candidateGroups("Task_MonitorSuspendedStage"))
        .containsExactly("ukhtc-case-owner");
    assertThat(child.sees("fife.duty", "Task_ReportToPolice")).isTrue();
    assertThat(child.sees("glasgow.duty", "Task_ReportToPolice")).isFalse();
    assertThat(child.tasks()).allSatisfy(task -> assertThat(task.getTenantId()).isEqualTo("fife"));

    child.on("2009-11-16").reportedFound("fife.lead", "2009-11-16");

    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("two working days remained, D36")
        .isEqualTo("2009-11-18");
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf("2009-11-18"));
    assertThat(child.sees("fife.lead", "Task_TalkToChild")).isTrue();

    child.reasonableGrounds("ukhtc", "positive", "2009-11-17");

    assertThat(to("child-missing"))
        .as("the force that is to search now, too")
        .contains("Strathclyde Police", "Fife Constabulary");
    assertThat(to("child-found"))
        .as("the force of the new area, and the officer who reported the concern")
        .contains("Strathclyde Police", "Fife Constabulary");
    assertThat(letter("stage-suspended").council()).hasValue("glasgow-city");
    assertThat(letter("nrm-03").council()).hasValue("fife");
    assertThat(child.tasks()).allSatisfy(task -> assertThat(task.getTenantId()).isEqualTo("fife"));
  }

  /** D34: also without being the first responder, and if the case has come back since. */
  @Test
  void eachForceAndLocalAuthorityOfTheSearchIsNotifiedOfTheReturn() {
    child
        .referred(
            RECEIVED,
            with(Invented.concern(RECEIVED), "firstResponderAgency", "voluntary-organisation"),
            with(Invented.lawfulChild(RECEIVED), "firstResponderAgency", "voluntary-organisation"))
        .logged(RECEIVED)
        .on("2009-11-03")
        .reportedMissing("glasgow.lead", "2009-11-03");
    handsOver("2009-11-03");
    child
        .does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted("2009-11-03"))
        .on("2009-11-04")
        .reportedFound("fife.lead", "2009-11-04");

    assertThat(to("child-found"))
        .contains("Strathclyde Police", "Fife Constabulary", "Fife Council", "Glasgow City Council")
        .doesNotHaveDuplicates();
    Letter former =
        letters.of(child.caseNumber()).stream()
            .filter(letter -> letter.template().equals("child-found"))
            .filter(letter -> letter.council().filter("glasgow-city"::equals).isPresent())
            .findFirst()
            .orElseThrow();
    assertThat(letters.text(former))
        .contains("Glasgow City Council", "was found on 4 November 2009")
        .doesNotContain("For the attention of");

    child
        .reportedMissing("fife.lead", "2009-11-04")
        .handedOver("fife.manager", "glasgow-city", "2009-11-04")
        .does("glasgow.manager", "Task_AcceptHandOver", InventedChanges.accepted("2009-11-04"))
        .on("2009-11-05")
        .reportedFound("glasgow.lead", "2009-11-05");

    assertThat(
            letters.of(child.caseNumber()).stream()
                .filter(letter -> letter.template().equals("child-found"))
                .filter(letter -> letter.dated().toString().equals("2009-11-05"))
                .map(Letter::addresseeName))
        .contains("Strathclyde Police", "Fife Constabulary", "Glasgow City Council", "Fife Council")
        .doesNotHaveDuplicates();
  }

  /** D7, D41: also where the address came with the move. */
  @Test
  void aLetterThatWaitsForAnAddressIsSentToTheOneOfTheNewArea() {
    child
        .referred(
            RECEIVED, with(Invented.referralAndChild(RECEIVED), "childDateOfBirth", "1991-11-06"))
        .logged(RECEIVED)
        .reasonableGrounds("ukhtc", "positive", "2009-11-06");
    assertThat(child.has("Task_FindAddress")).isTrue();
    handsOver("2009-11-06");

    child
        .does(
            "fife.manager",
            "Task_AcceptHandOver",
            with(
                InventedChanges.accepted("2009-11-06"),
                "placementAddress",
                "9 Sample Street, Kirkcaldy"))
        .executeJobs();

    assertThat(child.has("Task_FindAddress")).isFalse();
    assertThat(to("nrm-03-to-adult")).hasSize(1);
  }

  /** D11, D41 */
  @Test
  void theReminderOfADirectReferralDoesNotAskForALeadProfessionalWhoIsKnown() {
    child
        .on(RECEIVED)
        .begins("first.responder", "send-nrm-form-to-ukhtc", InventedCopies.directForm(RECEIVED))
        .logged(RECEIVED);
    handsOver(RECEIVED);
    child
        .does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted(RECEIVED))
        .on("2009-11-17");

    assertThat(letters.text(letter("direct-referral-reminder")).replaceAll("\\s+", " "))
        .contains("Dear Skye Lorimer", "Letters on the child's behalf will come to you.")
        .doesNotContain("addressed to anyone by name");
  }

  /** A child with leave to remain: UKHTC decides both stages by D13.7. */
  private Journey lawfulChild() {
    return child.referred(RECEIVED, Invented.lawfulChild(RECEIVED)).logged(RECEIVED);
  }

  private void handsOver(String moves) {
    child.handedOver("glasgow.manager", "fife", moves);
  }

  /** The council and officer of each task of a local authority's team. */
  private List<String> completedBefore(String day) {
    completed.run(LocalDate.parse(day));
    return jdbc.sql(
            "select distinct council || ' ' || officer from kept_work where case_number = ? and team like 'la-%'")
        .param(child.caseNumber())
        .query(String.class)
        .list();
  }

  /** Who got letters from this template. */
  private List<String> to(String template) {
    return letters.of(child.caseNumber()).stream()
        .filter(letter -> letter.template().equals(template))
        .map(Letter::addresseeName)
        .toList();
  }

  /** The letter from this template that went to a council. */
  private Letter letter(String template) {
    return letters.of(child.caseNumber()).stream()
        .filter(letter -> letter.template().equals(template) && letter.council().isPresent())
        .findFirst()
        .orElseThrow();
  }
}
