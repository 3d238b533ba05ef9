package scot.nrm.journeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scot.nrm.journeys.Invented.with;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.register.Act;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/** Whole cases, worked on by people of several agencies with authorization on, on each database. */
@OnEachDatabase(usually = Kind.POSTGRES)
class JourneysTest extends CaseJourneys {

  @Test
  void aUkNationalIsRecognisedByUkhtcAndLeaveIsNotNeeded() {
    child.referred("2009-04-08", Invented.ukNational("2009-04-08")).logged("2009-04-08");

    assertThat(child.variable("rgAuthority")).isEqualTo("UKHTC");
    assertThat(child.variable("routingBasis")).isEqualTo("D13.2");
    assertThat(child.variable("removalHold")).isEqualTo("not-needed");
    // D15, D39: Good Friday, the weekend and Easter Monday do not count.
    assertThat(child.day("rgOriginalDueDate")).isEqualTo("2009-04-17");
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-04-17");
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(moment("2009-04-17T22:59:59Z"));
    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukhtc-case-owner");

    child.reasonableGrounds("ukhtc", "positive", "2009-04-16");

    assertThat(child.variable("rgOutcome")).isEqualTo("positive");
    assertThat(child.variable("rgLate")).isEqualTo(false);
    assertThat(child.day("reflectionReviewDate")).as("a Saturday, D21").isEqualTo("2009-05-16");
    assertThat(child.day("reflectionEndDate")).as("a Sunday, D20").isEqualTo("2009-05-31");
    assertThat(child.day("cgTargetDate")).isEqualTo("2009-05-31");
    assertThat(child.variable("cgAuthority")).isEqualTo("UKHTC");

    child.at(LocalDateTime.parse("2009-05-16T00:00:01"));

    assertThat(child.due("Task_ReviewReflection")).isEqualTo("2009-05-16");

    child
        .on("2009-05-18")
        .does("ukhtc.owner", "Task_ReviewReflection", Invented.review("2009-05-18", "yes"));
    child.conclusiveGrounds("ukhtc", "positive", "2009-05-28");

    assertThat(child.variable("cgOutcome")).isEqualTo("positive");
    assertThat(child.variable("cgLate")).isEqualTo(false);
    assertThat(child.variable("leaveOutcome")).isNull();
    assertThat(child.variable("caseOutcome"))
        .as("with the last decision, D33")
        .isEqualTo("recognised");
    assertThat(child.ended()).as("reflection support is shown until its end, D25").isFalse();
    assertThat(child.trail("nrm-case"))
        .containsExactly(
            "Event_ConcernReported",
            "Service_StartChildProtection",
            "Call_LocalAuthorityAssessment",
            "Call_Intake",
            "Call_Route",
            "Call_ReasonableGrounds",
            "Service_GrantReflectionPeriod",
            "Service_RouteConclusiveGrounds",
            "Call_ConclusiveGrounds",
            "Call_ReflectionPeriod",
            "Call_LeaveToRemain",
            "Event_Recognised");
    assertThat(lettersSent())
        .containsExactlyInAnyOrder(
            "acknowledgement to LOCAL_AUTHORITY",
                "acknowledgement-to-first-responder to FIRST_RESPONDER",
            "NRM 03 to LOCAL_AUTHORITY", "NRM 05 to FIRST_RESPONDER",
            "NRM 07 to LOCAL_AUTHORITY", "NRM 05 to FIRST_RESPONDER");
    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.RECOGNISED);

    child.at(LocalDateTime.parse("2009-06-01T00:00:00"));

    assertThat(child.ended()).isTrue();
    assertThat(child.has("Task_ProtectChild"))
        .as("protection continues until the council closes it, D1")
        .isTrue();
    assertThat(child.sees("glasgow.lead", "Task_ReviewProtectionPlan")).isTrue();

    child
        .does("glasgow.lead", "Task_ReviewProtectionPlan", Invented.planReview("2009-06-01"))
        .does("glasgow.lead", "Task_ProtectChild", Invented.protectionClosed("2009-06-01"));

    assertThat(child.has("Task_ProtectChild")).isFalse();
  }

  @Test
  void anAsylumSeekerIsRecognisedByUkbaAndGrantedLeave() {
    child.referred("2010-12-20", Invented.asylumSeeker("2010-12-20")).logged("2010-12-20");

    assertThat(child.variable("rgAuthority")).isEqualTo("UKBA");
    assertThat(child.variable("routingBasis")).isEqualTo("D13.1");
    assertThat(child.variable("removalHold")).isEqualTo("on");
    // D39: Christmas Day and Boxing Day 2010 fell on a weekend; Monday 27 and Tuesday 28 are their
    // substitutes.
    assertThat(child.day("rgOriginalDueDate")).isEqualTo("2010-12-29");
    assertThat(child.sees("ukhtc.owner", "Task_ProposeReasonableGrounds")).isFalse();

    child.reasonableGrounds("ukba", "positive", "2010-12-29");

    assertThat(child.variable("rgLate")).isEqualTo(false);
    assertThat(child.day("reflectionEndDate")).isEqualTo("2011-02-12");
    assertThat(child.variable("cgAuthority")).isEqualTo("UKBA");

    child.conclusiveGrounds("ukba", "positive", "2011-01-20");

    assertThat(child.has("Task_ReviewReflection")).isFalse();
    assertThat(child.timer("Timer_ReviewOpens"))
        .as("an early decision ends the review, D25")
        .isNull();
    assertThat(child.timer("Timer_ReflectionEnds")).isEqualTo(moment("2011-02-12T23:59:59Z"));
    assertThat(child.variable("caseOutcome")).as("not before leave is decided, D33").isNull();
    assertThat(child.has("Task_DecideLeave")).as("an asylum claim first, D29").isFalse();

    child
        .does(
            "ukba.asylum",
            "Task_RecordAsylumDecision",
            Invented.asylumDecision("refused", "2011-01-20"))
        .on("2011-01-31")
        .does("ukba.owner", "Task_DecideLeave", Invented.leaveGranted("2011-01-31", "2012-01-31"));

    assertThat(child.variable("leaveOutcome")).isEqualTo("granted");
    assertThat(child.variable("leaveExpiryDate")).isEqualTo("2012-01-31");
    assertThat(child.variable("removalHold"))
        .as("a leave decision of any kind ends it, D32")
        .isEqualTo("ended");
    assertThat(child.variable("caseOutcome")).isEqualTo("recognised");
    assertThat(child.trail("leave-to-remain"))
        .containsExactly(
            "Event_VictimRecognised",
            "Service_CheckLeaveNeed",
            "Task_RecordAsylumDecision",
            "Task_DecideLeave",
            "Service_RecordLeave",
            "Service_StartLeaveExpiry",
            "Event_LeaveDecided");
    assertThat(nrmCase().leaveOutcome()).isEqualTo("granted");

    child.on("2011-02-13");

    assertThat(child.ended()).isTrue();
  }

  @Test
  void aHybridCaseMovesToUkbaForConclusiveGrounds() {
    child.referred("2011-04-21", Invented.referralAndChild("2011-04-21")).logged("2011-04-21");

    assertThat(child.variable("routingBasis")).isEqualTo("D13.5");
    // D39: Good Friday, Easter Monday, the royal wedding of 29 April and the early May holiday do
    // not count.
    assertThat(child.day("rgOriginalDueDate")).isEqualTo("2011-05-04");
    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukhtc-case-owner");

    child.reasonableGrounds("ukhtc", "positive", "2011-05-04");

    assertThat(child.variable("rgAuthority")).isEqualTo("UKHTC");
    assertThat(child.variable("cgAuthority")).isEqualTo("UKBA");
    assertThat(child.candidateGroups("Task_ProposeConclusiveGrounds"))
        .containsExactly("ukba-case-owner");
    assertThat(child.sees("ukhtc.owner", "Task_ProposeConclusiveGrounds")).isFalse();
    assertThat(child.sees("ukba.owner", "Task_ProposeConclusiveGrounds")).isTrue();

    child.conclusiveGrounds("ukba", "positive", "2011-06-17");

    assertThat(child.variable("removalHold")).isEqualTo("on");

    child.does("ukba.owner", "Task_DecideLeave", Invented.leaveRefused("2011-06-17"));

    assertThat(child.variable("leaveOutcome")).isEqualTo("refused");
    assertThat(child.variable("removalHold")).isEqualTo("ended");
  }

  @Test
  void aManagerConfirmsThatAChildIsNotReferred() {
    child.on("2009-09-01").concern("first.responder", Invented.concern("2009-09-01"));
    child
        .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance("2009-09-01"))
        .does("glasgow.lead", "Task_AssessChild", Invented.notBelieved("2009-09-01"));

    assertThat(child.sees("glasgow.manager", "Task_ConfirmNotReferred")).isTrue();
    assertThat(child.sees("fife.manager", "Task_ConfirmNotReferred")).isFalse();

    child.does("glasgow.manager", "Task_ConfirmNotReferred", Invented.sentBackToAssessment());

    assertThat(child.sees("glasgow.lead", "Task_AssessChild")).isTrue();

    child
        .does("glasgow.lead", "Task_AssessChild", Invented.notBelieved("2009-09-01"))
        .does(
            "glasgow.manager",
            "Task_ConfirmNotReferred",
            Invented.confirmedNotReferred("2009-09-01"));

    assertThat(child.ended()).isTrue();
    assertThat(child.variable("caseOutcome")).isEqualTo("not-referred");
    assertThat(child.variable("referralReceivedDate")).as("never counted as a referral").isNull();
    assertThat(child.has("Task_ProtectChild"))
        .as("ordinary child protection continues, D4")
        .isTrue();
    assertThat(lettersSent()).isEmpty();
  }

  @Test
  void negativeReasonableGroundsEndTheCaseButNotProtection() {
    child
        .referred("2009-06-03", Invented.referralAndChild("2009-06-03"))
        .logged("2009-06-03")
        .reasonableGrounds("ukhtc", "negative", "2009-06-09");

    assertThat(child.ended()).isTrue();
    assertThat(child.variable("caseOutcome")).isEqualTo("no-reasonable-grounds");
    assertThat(child.variable("removalHold")).isEqualTo("ended");
    assertThat(child.variable("reflectionEndDate")).isNull();
    assertThat(child.has("Task_ProtectChild")).isTrue();
    assertThat(lettersSent())
        .contains("NRM 04 to LOCAL_AUTHORITY with the minute", "NRM 05 to FIRST_RESPONDER")
        .doesNotContain("NRM 03 to LOCAL_AUTHORITY");
    assertThat(register.decisions(child.caseNumber()))
        .singleElement()
        .satisfies(
            decision -> {
              assertThat(decision.caseOwner()).isEqualTo("ukhtc.owner");
              assertThat(decision.secondOfficer()).isEqualTo("ukhtc.second");
              assertThat(decision.reasons()).isEqualTo(Invented.MINUTE);
            });
  }

  @Test
  void aNegativeDecisionWaitsForDay46AndIsInTimeOnTheNextWorkingDay() {
    child
        .referred("2009-09-21", Invented.referralAndChild("2009-09-21"))
        .logged("2009-09-21")
        .reasonableGrounds("ukhtc", "positive", "2009-09-28");

    assertThat(child.day("reflectionEndDate")).isEqualTo("2009-11-12");

    child
        .on("2009-11-12")
        .does(
            "ukba.owner",
            "Task_ProposeConclusiveGrounds",
            Invented.conclusiveGrounds("negative", "2009-11-12"));

    assertThatThrownBy(
            () ->
                child.does(
                    "ukba.second",
                    "Task_ConfirmConclusiveGrounds",
                    Invented.confirmConclusiveGrounds("2009-11-12")))
        .hasMessageContaining("before 13 November 2009");

    child
        .on("2009-11-13")
        .does(
            "ukba.second",
            "Task_ConfirmConclusiveGrounds",
            Invented.confirmConclusiveGrounds("2009-11-13"));

    assertThat(child.variable("cgOutcome")).isEqualTo("negative");
    assertThat(child.variable("cgLate")).as("D28").isEqualTo(false);
    assertThat(child.variable("caseOutcome")).isEqualTo("not-recognised");
    assertThat(child.variable("removalHold")).isEqualTo("ended");
    assertThat(child.ended()).isTrue();
    assertThat(lettersSent())
        .contains("negative-conclusive-grounds to LOCAL_AUTHORITY with the minute");
  }

  @Test
  void theSecondOfficerSendsBackAndMustBeAnotherPerson() {
    child.referred("2012-05-28", Invented.ukNational("2012-05-28")).logged("2012-05-28");
    // D39: the diamond jubilee moved the spring holiday to 4 June 2012 and added 5 June.
    assertThat(child.day("rgOriginalDueDate")).isEqualTo("2012-06-06");

    child.does(
        "ukhtc.owner",
        "Task_ProposeReasonableGrounds",
        Invented.reasonableGrounds("negative", "2012-05-28"));

    assertThat(child.sees("ukhtc.owner", "Task_ConfirmReasonableGrounds")).isFalse();

    child.does(
        "ukhtc.second", "Task_ConfirmReasonableGrounds", Invented.sentBackReasonableGrounds());

    assertThat(
            child
                .formValues("ukhtc.owner", "Task_ProposeReasonableGrounds")
                .get("showSentBack")
                .toString())
        .contains("Ask the police about the house");

    child.does(
        "ukhtc.owner",
        "Task_ProposeReasonableGrounds",
        Invented.reasonableGrounds("positive", "2012-05-28"));
    engine.getIdentityService().createMembership("ukhtc.owner", "ukhtc-second-officer");
    try {
      assertThatThrownBy(
              () ->
                  child.does(
                      "ukhtc.owner",
                      "Task_ConfirmReasonableGrounds",
                      Invented.confirmReasonableGrounds("2012-05-28")))
          .hasMessageContaining("second officer");
    } finally {
      engine.getIdentityService().deleteMembership("ukhtc.owner", "ukhtc-second-officer");
      String confirm = child.task("Task_ConfirmReasonableGrounds").getId();
      engine.getTaskService().setAssignee(confirm, null);
    }

    assertThat(child.variable("rgOutcome")).as("nothing has changed").isNull();

    child.does(
        "ukhtc.second",
        "Task_ConfirmReasonableGrounds",
        Invented.confirmReasonableGrounds("2012-05-28"));

    assertThat(child.variable("rgOutcome")).isEqualTo("positive");
    assertThat(register.acts(child.caseNumber(), Stage.REASONABLE_GROUNDS))
        .extracting(Register.OfficerAct::act)
        .containsExactly(Act.PROPOSED, Act.SENT_BACK, Act.PROPOSED, Act.CONFIRMED);
  }

  @Test
  void overdueReasonableGroundsAreEscalatedAndDecidedByOfficers() {
    child.referred("2009-10-22", Invented.ukNational("2009-10-22")).logged("2009-10-22");

    // D40: the clocks went back on 25 October 2009.
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(moment("2009-10-29T23:59:59Z"));

    child.at(LocalDateTime.parse("2009-10-29T23:59:58"));

    assertThat(child.variable("rgLate")).isNull();

    child.at(LocalDateTime.parse("2009-10-30T00:00:00"));

    assertThat(child.variable("rgLate")).isEqualTo(true);
    assertThat(child.variable("rgOutcome")).as("never an automatic outcome, D28").isNull();
    assertThat(child.candidateGroups("Task_ActOnLateReasonableGrounds"))
        .containsExactly("ukhtc-manager");
    assertThat(child.sees("ukhtc.owner", "Task_ProposeReasonableGrounds")).isTrue();

    child
        .does("ukhtc.manager", "Task_ActOnLateReasonableGrounds", Invented.lateAction())
        .reasonableGrounds("ukhtc", "positive", "2009-11-02");

    assertThat(child.variable("rgLate")).isEqualTo(true);
    assertThat(register.decisions(child.caseNumber()).get(0).daysLate())
        .as("calendar days")
        .isEqualTo(4);
  }

  @Test
  void enteringTheTrueDecisionDateWithdrawsALateMark() {
    child
        .referred("2009-10-22", Invented.ukNational("2009-10-22"))
        .logged("2009-10-22")
        .on("2009-11-02");

    assertThat(child.variable("rgLate")).isEqualTo(true);

    child
        .does(
            "ukhtc.owner",
            "Task_ProposeReasonableGrounds",
            Invented.reasonableGrounds("positive", "2009-10-28"))
        .does(
            "ukhtc.second",
            "Task_ConfirmReasonableGrounds",
            Invented.confirmReasonableGrounds("2009-10-29"));

    assertThat(child.variable("rgLate")).isEqualTo(false);
    assertThat(child.has("Task_ActOnLateReasonableGrounds")).isFalse();
    assertThat(register.history(child.caseNumber()))
        .extracting(RegisterEvent::kindCode)
        .contains("late-marked", "late-withdrawn");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("late-withdrawn"))
        .extracting(RegisterEvent::detail)
        .containsExactly(
            "The decision is dated 29 October 2009, and the deadline was 29 October 2009");
    assertThat(child.day("reflectionEndDate"))
        .as("from the day of the decision")
        .isEqualTo("2009-12-13");
  }

  @Test
  void overdueConclusiveGroundsAreEscalatedToTheDecidingAuthority() {
    child
        .referred("2010-02-08", Invented.referralAndChild("2010-02-08"))
        .logged("2010-02-08")
        .reasonableGrounds("ukhtc", "positive", "2010-02-12");

    // D40: the clocks went forward on 28 March 2010.
    assertThat(child.timer("Timer_ConclusiveGroundsDue")).isEqualTo(moment("2010-03-29T22:59:59Z"));
    assertThat(child.timer("Timer_ReflectionEnds")).isEqualTo(moment("2010-03-29T22:59:59Z"));

    child.on("2010-03-30");

    assertThat(child.variable("cgLate")).isEqualTo(true);
    assertThat(child.candidateGroups("Task_ActOnLateConclusiveGrounds"))
        .containsExactly("ukba-manager");
    assertThat(child.has("Task_ReviewReflection")).isTrue();
    assertThat(child.trail("reflection-period")).contains("Event_ReflectionOver");

    child.conclusiveGrounds("ukba", "positive", "2010-04-06");

    assertThat(child.variable("cgLate")).isEqualTo(true);
    assertThat(register.decisions(child.caseNumber()).get(1).daysLate()).isEqualTo(8);
    assertThat(child.has("Task_ReviewReflection")).as("D21").isFalse();
    assertThat(child.has("Task_ActOnLateConclusiveGrounds")).isFalse();
  }

  @Test
  void anExtensionMovesTaskTimerAndTargetButNotTheOriginalDate() {
    child
        .referred("2009-06-03", Invented.ukNational("2009-06-03"))
        .logged("2009-06-03")
        .on("2009-06-09")
        .does("ukhtc.owner", "Task_ProposeReasonableGrounds", Invented.extension(3));

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-15");
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(moment("2009-06-15T22:59:59Z"));
    assertThat(lettersSent()).contains("reasonable-grounds-extended to LOCAL_AUTHORITY");

    child.reasonableGrounds("ukhtc", "positive", "2009-06-15");

    assertThat(child.day("rgOriginalDueDate")).isEqualTo("2009-06-10");
    assertThat(child.day("rgDueDate")).isEqualTo("2009-06-15");
    assertThat(child.variable("rgLate")).isEqualTo(false);
  }

  @Test
  void missingFactsDoNotDelayTheDecision() {
    child.referred("2009-06-03", unknownFacts());
    child.does("ukhtc.intake", "Task_LogReferral", Invented.receivedWithFactsMissing("2009-06-03"));

    assertThat(child.variable("routingBasis")).as("unknown facts take row 8").isEqualTo("D13.8");
    assertThat(child.variable("rgAuthority")).isEqualTo("UKHTC");
    assertThat(child.sees("glasgow.lead", "Task_SupplyMissingFacts")).isTrue();
    assertThat(lettersSent()).contains("request-for-missing-facts to LOCAL_AUTHORITY");

    child
        .does("glasgow.lead", "Task_SupplyMissingFacts", Invented.missingFacts())
        .reasonableGrounds("ukhtc", "positive", "2009-06-10");

    assertThat(child.variable("cgAuthority"))
        .as("routed again with the new facts")
        .isEqualTo("UKBA");
    assertThat(child.variable("routingBasis")).isEqualTo("D13.5");
  }

  @ParameterizedTest
  @CsvSource({
    "VN, leave,          2009-05-31, ,   UKBA,  D13.5",
    "VN, leave,          2009-06-30, ,   UKHTC, D13.7",
    "PL, eea,            ,           no, UKHTC, D13.4",
    "PL, eea,            ,           yes, UKBA, D13.3"
  })
  void d13EveryUnknownFactCanBeSupplied(
      String nationality,
      String status,
      String leaveUntil,
      String removalDecision,
      String authority,
      String basis) {
    child.referred("2009-06-03", unknownFacts());
    child.does("ukhtc.intake", "Task_LogReferral", Invented.receivedWithFactsMissing("2009-06-03"));
    assertThat(child.variable("routingBasis")).isEqualTo("D13.8");

    child
        .does(
            "glasgow.lead",
            "Task_SupplyMissingFacts",
            with(
                Invented.missingFacts(),
                "childNationalities",
                List.of(nationality),
                "immigrationStatus",
                status,
                "leaveUntil",
                leaveUntil,
                "removalOrExclusionDecision",
                removalDecision))
        .reasonableGrounds("ukhtc", "positive", "2009-06-10");

    assertThat(child.variable("cgAuthority")).isEqualTo(authority);
    assertThat(child.variable("routingBasis")).isEqualTo(basis);
  }

  private static Map<String, Object> unknownFacts() {
    return with(
        Invented.referralAndChild("2009-06-03"),
        "childNationalities",
        List.of("unknown"),
        "immigrationStatus",
        "unknown",
        "removalOrExclusionDecision",
        "unknown");
  }

  @Test
  void unansweredReviewsAreRemindedAfterTenWorkingDays() {
    child
        .referred(
            "2009-06-03",
            with(
                Invented.concern("2009-06-03"),
                "firstResponderAgency",
                "education",
                "policeForce",
                null),
            with(Invented.ukNational("2009-06-03"), "firstResponderAgency", "education"))
        .logged("2009-06-03")
        .reasonableGrounds("ukhtc", "positive", "2009-06-10")
        .on("2009-07-10")
        .does("ukhtc.owner", "Task_ReviewReflection", Invented.review("2009-07-10", "no"));

    assertThat(child.timer("Timer_ReminderDue")).isEqualTo(moment("2009-07-24T22:59:59Z"));

    child.on("2009-07-25");

    assertThat(lettersSent())
        .contains("review-reminder to POLICE")
        .doesNotContain("review-reminder to LOCAL_AUTHORITY", "review-reminder to FIRST_RESPONDER");
    assertThat(child.sees("ukhtc.owner", "Task_RecordReviewAnswers")).isTrue();
  }

  @Test
  void aManagerConfirmsTheRouteOfAUkNationalInAProcess() {
    child
        .referred("2009-06-03", with(Invented.ukNational("2009-06-03"), "portCase", "yes"))
        .logged("2009-06-03");

    assertThat(child.has("Task_ProposeReasonableGrounds")).isFalse();

    child.reportedMissing("glasgow.lead", "2009-06-03").executeJobs();

    assertThat(letters("child-missing"))
        .as("no authority decides yet, but UKHTC has the form")
        .containsExactlyInAnyOrder("LOCAL_AUTHORITY", "FIRST_RESPONDER", "COMPETENT_AUTHORITY");

    child.does("ukhtc.manager", "Task_ConfirmRoute", Invented.route("no"));

    assertThat(child.variable("routingBasis")).isEqualTo("D13.2");
    assertThat(child.sees("ukhtc.owner", "Task_ProposeReasonableGrounds")).isTrue();

    Journey other =
        new Journey(engine)
            .referred("2009-06-03", with(Invented.ukNational("2009-06-03"), "portCase", "yes"))
            .logged("2009-06-03")
            .does("ukhtc.manager", "Task_ConfirmRoute", Invented.route("yes"));

    assertThat(other.variable("routingBasis")).isEqualTo("D13.1");
    assertThat(other.sees("ukba.owner", "Task_ProposeReasonableGrounds")).isTrue();
  }

  @Test
  void reasonsMayBeAsLongAsTheFormAllows() {
    String reasons = "ё".repeat(8_000);
    child
        .referred("2009-06-03", Invented.ukNational("2009-06-03"))
        .logged("2009-06-03")
        .does(
            "ukhtc.owner",
            "Task_ProposeReasonableGrounds",
            with(Invented.reasonableGrounds("negative", "2009-06-03"), "rgReasons", reasons))
        .does(
            "ukhtc.second",
            "Task_ConfirmReasonableGrounds",
            Invented.confirmReasonableGrounds("2009-06-03"));

    assertThat(register.decisions(child.caseNumber()))
        .singleElement()
        .satisfies(decision -> assertThat(decision.reasons()).isEqualTo(reasons));
    assertThat(lettersSent()).contains("NRM 04 to LOCAL_AUTHORITY with the minute");
  }

  @Test
  void aCouncilManagerSeesTheAuthoritysTaskButNotItsForm() {
    child
        .referred("2009-06-03", Invented.ukNational("2009-06-03"))
        .logged("2009-06-03")
        .does(
            "ukhtc.owner",
            "Task_ProposeReasonableGrounds",
            Invented.reasonableGrounds("negative", "2009-06-03"));

    assertThat(child.sees("glasgow.manager", "Task_ConfirmReasonableGrounds")).isTrue();
    assertThat(child.formValues("glasgow.manager", "Task_ConfirmReasonableGrounds")).isEmpty();
    assertThat(formOfConfirmation("glasgow.manager"))
        .contains("Only those who work on this task see the case here.")
        .doesNotContain("{{", "Confirm reasonable grounds");
    for (String reader : List.of("ukhtc.second", "nrm.manager")) {
      assertThat(child.formValues(reader, "Task_ConfirmReasonableGrounds").toString())
          .contains("The account of the journey");
      assertThat(formOfConfirmation(reader)).contains("Confirm reasonable grounds");
    }
    assertThat(child.formValues("glasgow.manager", "Task_ProtectChild").toString())
        .contains("Nguyễn Thị");
  }

  private String formOfConfirmation(String user) {
    String task = child.task("Task_ConfirmReasonableGrounds").getId();
    try (InputStream form =
        child.as(user, () -> engine.getFormService().getDeployedTaskForm(task))) {
      return new String(form.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anEeaNationalIsRecordedWithNoLeaveToBeGranted() {
    child
        .referred(
            "2012-03-05",
            with(
                Invented.referralAndChild("2012-03-05"),
                "childNationalities",
                List.of("SK"),
                "immigrationStatus",
                "eea"))
        .logged("2012-03-05");

    assertThat(child.variable("routingBasis")).isEqualTo("D13.4");

    child
        .reasonableGrounds("ukhtc", "positive", "2012-03-09")
        .conclusiveGrounds("ukhtc", "positive", "2012-04-20");

    assertThat(child.variable("leaveOutcome")).isEqualTo("no-leave-to-be-granted");
    assertThat(child.variable("caseOutcome")).isEqualTo("recognised");
  }

  private static Date moment(String instant) {
    return Date.from(Instant.parse(instant));
  }
}
