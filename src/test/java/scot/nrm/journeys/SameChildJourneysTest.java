package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scot.nrm.journeys.Invented.with;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.WholeApplication;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.letters.Letter;
import scot.nrm.letters.Letters;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.Links;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RemovalHold;

/** Two forms for one child (D12), and siblings (D5), on each database. */
@WholeApplication
@OnEachDatabase(usually = Kind.POSTGRES)
class SameChildJourneysTest {

  private static final String NO_SUCH_CASE = "you don't have access to a case with this number";

  @Autowired ProcessEngine engine;
  @Autowired Register register;
  @Autowired Links links;
  @Autowired Letters letters;

  @AfterEach
  void noIncidentIsLeft() {
    assertThat(new Journey(engine).incidents()).as("incidents").isZero();
    ClockUtil.reset();
  }

  // ---- one child, two forms

  @Test
  void twoFormsForOneChildAreMergedAndTheEarliestReceiptCounts() {
    Journey first = referred("2009-06-03", "childDateOfBirth", "1993-02-01").logged("2009-06-03");
    Journey second =
        referred(
            "2009-06-05", "childDateOfBirth", "1993-02-01", "childNames", "Ha DAO, Nguyen Thi");

    assertThat(shown(second, "ukhtc.intake", "Task_LogReferral", "showLikelyMatches"))
        .contains(
            first.caseNumber(),
            "same name and date of birth",
            "Glasgow City",
            "received on 3 June 2009",
            "/nrm/cases/" + first.caseNumber() + "/nrm-form.pdf")
        .doesNotContain(second.caseNumber());

    assertThatThrownBy(
            () ->
                second.does(
                    "ukhtc.intake",
                    "Task_LogReferral",
                    Invented.with(Invented.received("2009-06-05"), "matchDecision", null)))
        .as("no answer is no decision about the child")
        .hasMessageContaining("choose an answer, because other cases match");
    assertThat(kinds(second)).doesNotContain("match-decided");

    logs(second, "2009-06-05", "merge", first.caseNumber().toLowerCase().replace('-', ' '));

    assertThat(second.ended()).isTrue();
    assertThat(second.variable("caseOutcome")).isEqualTo("closed-other");
    assertThat(inRegister(second).now().mergedInto()).isEqualTo(first.caseNumber());
    assertThat(inRegister(second).caseOutcome()).isEqualTo(CaseOutcome.CLOSED_OTHER);
    assertThat(inRegister(second).referralReceivedOn())
        .as("unchanged, D33")
        .isEqualTo(LocalDate.of(2009, 6, 5));
    assertThat(kinds(second)).contains("match-decided", "linked", "merged", "case-ended", "closed");
    assertThat(second.has("Task_ProposeReasonableGrounds")).isFalse();
    assertThat(second.has("Task_ProtectChild")).as("only the council closes it, D1").isTrue();
    assertThat(second.sees("glasgow.lead", "Task_ReviewProtectionPlan")).isTrue();
    assertThat(shown(second, "glasgow.lead", "Task_ReviewProtectionPlan", "showLinkedCases"))
        .contains(first.caseNumber(), "the same child, merged");

    assertThat(first.ended()).isFalse();
    assertThat(first.has("Task_ReviewProtectionPlan"))
        .as("the local authority is the same")
        .isFalse();
    assertThat(first.day("rgOriginalDueDate"))
        .as("from the earliest receipt, D12, D15")
        .isEqualTo("2009-06-10");
    assertThat(shown(first, "ukhtc.owner", "Task_ProposeReasonableGrounds", "showLinkedCases"))
        .contains(second.caseNumber(), "/nrm/cases/" + second.caseNumber() + "/nrm-form.pdf");
    assertThat(second.sees("ukba.owner", "Task_ReadMergedCase")).isFalse();
    assertThat(shown(second, "ukhtc.owner", "Task_ReadMergedCase", "showReferral"))
        .contains("Nguyen Thi");

    second.does("ukhtc.owner", "Task_ReadMergedCase", InventedSameChild.mergedCaseRead());
    first.reasonableGrounds("ukhtc", "positive", "2009-06-10");

    assertThat(first.variable("rgOutcome")).isEqualTo("positive");
    assertThat(first.variable("rgLate")).isEqualTo(false);
  }

  @Test
  void theFormHasNoDefaultAnswerAboutTheSameChild() throws IOException {
    Journey child = referred("2009-06-03");

    try (InputStream form =
        engine.getFormService().getDeployedTaskForm(child.task("Task_LogReferral").getId())) {
      assertThat(
              FormSchema.parse(form.readAllBytes())
                  .fields()
                  .get("matchDecision")
                  .component()
                  .has("defaultValue"))
          .as("it would be sent by someone who has not looked")
          .isFalse();
    }
  }

  @Test
  void theCaseReceivedFirstContinuesEvenIfLoggedLater() {
    Journey loggedFirst =
        referred("2009-06-09", "homeOfficeReference", "Z 5550001").logged("2009-06-09");
    Journey loggedLast =
        referred("2009-06-08", "homeOfficeReference", "z555-0001", "childNames", "Quite Another");
    loggedLast.on("2009-06-09");

    assertThat(shown(loggedLast, "ukhtc.intake", "Task_LogReferral", "showLikelyMatches"))
        .contains(loggedFirst.caseNumber(), "same Home Office reference");

    logs(loggedLast, "2009-06-08", "merge", loggedFirst.caseNumber());

    assertThat(loggedFirst.ended()).isTrue();
    assertThat(loggedFirst.has("Task_ProposeReasonableGrounds")).isFalse();
    assertThat(inRegister(loggedFirst).now().mergedInto()).isEqualTo(loggedLast.caseNumber());
    assertThat(inRegister(loggedFirst).removalHold()).as("D32").isEqualTo(RemovalHold.ENDED);
    assertThat(loggedLast.ended()).isFalse();
    assertThat(loggedLast.day("rgOriginalDueDate")).isEqualTo("2009-06-15");
    assertThat(loggedLast.variable("removalHold"))
        .as("the child's removal hold continues, D32")
        .isEqualTo("on");
    assertThat(shown(loggedLast, "ukba.owner", "Task_ProposeReasonableGrounds", "showLinkedCases"))
        .contains(loggedFirst.caseNumber());
  }

  @Test
  void linkedCasesBothContinue() {
    Journey first = referred("2009-06-03", "childDateOfBirth", "1993-02-02").logged("2009-06-03");
    Journey second = referred("2009-06-04", "childDateOfBirth", "1993-02-02");

    logs(second, "2009-06-04", "link", first.caseNumber());

    assertThat(first.sees("ukhtc.owner", "Task_ProposeReasonableGrounds")).isTrue();
    assertThat(second.sees("ukhtc.owner", "Task_ProposeReasonableGrounds")).isTrue();
    assertThat(shown(first, "glasgow.lead", "Task_ProtectChild", "showLinkedCases"))
        .contains(second.caseNumber(), "possibly the same child")
        .doesNotContain("/nrm/");
    assertThat(kinds(first)).contains("linked");
  }

  @Test
  void aDifferentChildIsLoggedAndTheCheckIsRecorded() {
    referred("2009-06-03", "childDateOfBirth", "1993-02-03").logged("2009-06-03");
    Journey second = referred("2009-06-04", "childDateOfBirth", "1993-02-03").logged("2009-06-04");

    assertThat(second.sees("ukhtc.owner", "Task_ProposeReasonableGrounds")).isTrue();
    assertThat(links.of(second.caseNumber())).isEmpty();
    assertThat(register.history(second.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("match-decided"))
        .extracting(RegisterEvent::code)
        .containsExactly("new-child");

    Journey alone = referred("2009-06-04", "childDateOfBirth", "1993-02-04");

    assertThat(shown(alone, "ukhtc.intake", "Task_LogReferral", "showLikelyMatches"))
        .isEqualTo("No other case matches.");
  }

  @Test
  void anImpossibleNumberIsRefusedAndNothingIsLogged() {
    Journey merged = referred("2009-06-03", "childDateOfBirth", "1993-02-05");
    Journey continuing =
        referred("2009-06-03", "childDateOfBirth", "1993-02-05").logged("2009-06-03");
    logs(merged, "2009-06-03", "merge", continuing.caseNumber());
    Journey survivor = merged.ended() ? continuing : merged;
    Journey ended = merged.ended() ? merged : continuing;
    Journey child = referred("2009-06-04", "childDateOfBirth", "1993-02-06");

    for (String decision : List.of("link", "merge")) {
      assertThatThrownBy(() -> logs(child, "2009-06-04", decision, child.caseNumber()))
          .hasMessageContaining("Number of the other case")
          .hasMessageContaining("is the number of this case");
      assertThatThrownBy(() -> logs(child, "2009-06-04", decision, "NRM-2009-2CCC-CCCW"))
          .hasMessageContaining("no such case");
      assertThatThrownBy(() -> logs(child, "2009-06-04", decision, "somebody's name"))
          .hasMessageContaining("that isn't a case number")
          .hasMessageNotContaining("somebody");
      assertThatThrownBy(() -> logs(child, "2009-06-04", decision, ended.caseNumber()))
          .hasMessageContaining("was merged with " + survivor.caseNumber());
      assertThatThrownBy(() -> logs(child, "2009-06-04", decision, null))
          .hasMessageContaining("Number of the other case");
    }
    assertThat(inRegister(child).referralReceivedOn()).isNull();
    assertThat(child.sees("ukhtc.intake", "Task_LogReferral")).isTrue();
  }

  @Test
  void aReferralIsNotMergedWithACaseThatEndedNegatively() {
    Journey first =
        referred("2009-06-03", "childDateOfBirth", "1993-02-07")
            .logged("2009-06-03")
            .reasonableGrounds("ukhtc", "negative", "2009-06-09");
    Journey second = referred("2009-07-01", "childDateOfBirth", "1993-02-07");

    assertThatThrownBy(() -> logs(second, "2009-07-01", "merge", first.caseNumber()))
        .as("no one would decide on it")
        .hasMessageContaining("has already ended")
        .hasMessageContaining("Link");

    logs(second, "2009-07-01", "link", first.caseNumber());

    assertThat(second.sees("ukhtc.owner", "Task_ProposeReasonableGrounds")).isTrue();
  }

  /** D12, D30: the end of the reflection period is no decision. */
  @Test
  void aMergeDoesNotEndTheOnlyPositiveDecision() {
    Journey first = referred("2009-06-03", "childDateOfBirth", "1993-02-08");
    Journey second =
        referred("2009-06-04", "childDateOfBirth", "1993-02-09")
            .logged("2009-06-04")
            .reasonableGrounds("ukhtc", "positive", "2009-06-05");
    first.on("2009-06-08");

    assertThatThrownBy(() -> logs(first, "2009-06-03", "merge", second.caseNumber()))
        .hasMessageContaining("only the case that would end has a positive decision")
        .hasMessageContaining("Link");

    second.conclusiveGrounds("ukba", "positive", "2009-06-08");
    first.reportedMissing("glasgow.lead", "2009-06-08");
    logs(first, "2009-06-03", "merge", second.caseNumber());

    assertThat(first.ended()).as("received first, but not recognised").isTrue();
    assertThat(second.sees("ukba.owner", "Task_DecideLeave")).isTrue();
    assertThat(second.sees("glasgow.duty", "Task_ReportToPolice")).isTrue();
    assertThat(second.has("Task_ConsiderSuspension")).as("no decision is open, D35").isFalse();
  }

  /** D1, D12 */
  @Test
  void mergingCasesNotifiesEachLocalAuthorityOfTheOther() {
    Journey inFife = new Journey(engine).on("2009-06-02");
    inFife
        .concern("first.responder", with(Invented.concern("2009-06-02"), "localAuthority", "fife"))
        .does("fife.duty", "Task_AcceptConcern", Invented.acceptance("2009-06-02"));
    Journey inGlasgow = referred("2009-06-05", "childDateOfBirth", "1993-02-10");

    logs(inGlasgow, "2009-06-05", "merge", inFife.caseNumber());

    assertThat(inFife.ended()).as("a form that was received goes before a concern").isTrue();
    assertThat(entries(inGlasgow))
        .contains("same-child-elsewhere fife 2009-06-02 " + inFife.caseNumber());
    assertThat(entries(inFife))
        .contains("same-child-elsewhere glasgow-city 2009-06-05 " + inGlasgow.caseNumber());
    assertThat(shown(inGlasgow, "glasgow.lead", "Task_ReviewProtectionPlan", "showLinkedCases"))
        .contains(inFife.caseNumber(), "Fife")
        .doesNotContain("/nrm/cases/" + inFife.caseNumber());
    assertThat(shown(inFife, "fife.lead", "Task_ReviewProtectionPlan", "showLinkedCases"))
        .contains(inGlasgow.caseNumber(), "Glasgow City");
    assertThatThrownBy(() -> inFife.reportedMissing("fife.lead", "2009-06-05"))
        .as("whom to tell, because the other case can't be opened")
        .hasMessageContaining(inGlasgow.caseNumber() + " of Glasgow City. If you can't open");
    assertThat(inGlasgow.sees("ukhtc.owner", "Task_ProposeReasonableGrounds"))
        .as("nothing is decided by it")
        .isTrue();
  }

  /** D1, D12 */
  @Test
  void mergingAcrossLocalAuthoritiesRestartsEndedProtectionWork() {
    Journey inFife = new Journey(engine).on("2009-06-02");
    inFife
        .concern("first.responder", with(Invented.concern("2009-06-02"), "localAuthority", "fife"))
        .does("fife.duty", "Task_AcceptConcern", Invented.acceptance("2009-06-02"))
        .does("fife.lead", "Task_ProtectChild", Invented.protectionClosed("2009-06-02"));
    Journey inGlasgow = referred("2009-06-05", "childDateOfBirth", "1993-02-11");

    logs(inGlasgow, "2009-06-05", "merge", inFife.caseNumber());

    assertThat(shown(inFife, "fife.lead", "Task_ProtectChild", "showLinkedCases"))
        .contains(inGlasgow.caseNumber(), "Glasgow City");
    assertThat(inGlasgow.has("Task_ReviewProtectionPlan")).isTrue();
  }

  @Test
  void theSearchForAMissingChildMovesToTheMergedCase() {
    Journey first = referred("2009-06-03", "childDateOfBirth", "1993-02-08").logged("2009-06-03");
    Journey second = referred("2009-06-05", "childDateOfBirth", "1993-02-08");
    second.reportedMissing("glasgow.lead", "2009-06-04");

    logs(second, "2009-06-05", "merge", first.caseNumber());

    assertThat(inRegister(first).now().missingSince())
        .as("D34")
        .isEqualTo(LocalDate.of(2009, 6, 4));
    assertThat(first.variable("missingSince")).isEqualTo("2009-06-04");
    assertThat(second.has("Task_ReportToPolice")).isFalse();
    assertThat(inRegister(second).now().missingSince())
        .as("nobody would find the child under this number, D43")
        .isNull();
    assertThat(first.formValues("glasgow.duty", "Task_ReportToPolice"))
        .containsEntry("missingSinceDate", "2009-06-04")
        .containsKey("missingCircumstances");
    assertThat(first.sees("ukhtc.owner", "Task_ConsiderSuspension")).as("D35").isTrue();
  }

  @Test
  void d34TheLocalAuthorityOfAMergedCaseIsNotifiedOfTheReturn() {
    Journey inFife = new Journey(engine).on("2009-06-02");
    inFife
        .concern("first.responder", with(Invented.concern("2009-06-02"), "localAuthority", "fife"))
        .does("fife.duty", "Task_AcceptConcern", Invented.acceptance("2009-06-02"))
        .reportedMissing("fife.lead", "2009-06-02");
    Journey inGlasgow = referred("2009-06-05", "childDateOfBirth", "1993-02-13");
    logs(inGlasgow, "2009-06-05", "merge", inFife.caseNumber());

    inGlasgow.reportedFound("glasgow.lead", "2009-06-05");

    assertThat(letters.of(inFife.caseNumber()))
        .filteredOn(letter -> letter.template().equals("child-found"))
        .as("under the number that it may open")
        .extracting(Letter::addresseeName)
        .containsOnlyOnce("Fife Council");
    assertThat(letters.of(inGlasgow.caseNumber()))
        .filteredOn(letter -> letter.template().equals("child-found"))
        .extracting(Letter::addresseeName)
        .contains("Glasgow City Council")
        .doesNotContain("Fife Council");
  }

  @Test
  void d34AMergedMissingChildIsSearchedForEvenIfATalkAfterAnEarlierReturnIsOpen() {
    Journey first = referred("2009-06-03", "childDateOfBirth", "1993-02-12").logged("2009-06-03");
    first.reportedMissing("glasgow.lead", "2009-06-03").reportedFound("glasgow.lead", "2009-06-03");
    assertThat(first.has("Task_TalkToChild")).isTrue();
    Journey second = referred("2009-06-05", "childDateOfBirth", "1993-02-12");
    second.reportedMissing("glasgow.lead", "2009-06-04");

    logs(second, "2009-06-05", "merge", first.caseNumber());

    assertThat(inRegister(first).now().missingSince()).isEqualTo(LocalDate.of(2009, 6, 4));
    assertThat(first.has("Task_ReportToPolice")).isTrue();
    assertThat(first.has("Task_TalkToChild")).as("there is one, after the next return").isFalse();
  }

  @Test
  void d12AMergeEndsTheSuspensionOfTheCaseThatEnds() {
    Journey later = referred("2009-06-03", "childDateOfBirth", "1993-02-10").logged("2009-06-03");
    later
        .reportedMissing("glasgow.lead", "2009-06-03")
        .reasonableGrounds("ukhtc", "suspend", "2009-06-03");
    Journey earlier =
        new Journey(engine)
            .referred(
                "2009-06-05",
                Invented.concern("2009-06-02"),
                with(Invented.referralAndChild("2009-06-02"), "childDateOfBirth", "1993-02-10"));

    logs(earlier, "2009-06-02", "merge", later.caseNumber());

    assertThat(inRegister(later).now().suspendedStage()).isNull();
    assertThat(inRegister(earlier).now().missingSince()).as("D34").isEqualTo("2009-06-03");
    assertThat(earlier.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-09");
  }

  @Test
  void aPreAlertIsMergedAndItsCopyCountsForTheOtherCase() {
    Journey preAlert =
        new Journey(engine)
            .on("2009-06-03")
            .begins(
                "ukba.port",
                "send-ukba-copy",
                with(InventedCopies.copy("2009-06-03"), "homeOfficeReference", "Q771"));
    Journey form = referred("2009-06-04", "homeOfficeReference", "q-771");

    assertThat(shown(form, "ukhtc.intake", "Task_LogReferral", "showLikelyMatches"))
        .contains(preAlert.caseNumber(), "same Home Office reference", "not yet received");

    logs(form, "2009-06-04", "merge", preAlert.caseNumber());

    assertThat(form.ended()).as("a form that was received goes before a copy, D12").isFalse();
    assertThat(preAlert.ended()).isTrue();
    assertThat(preAlert.instance("ukba-pre-alert")).isNull();
    assertThat(inRegister(form).now().ukbaCopyOn()).as("D9").isEqualTo(LocalDate.of(2009, 6, 3));
    assertThat(form.variable("removalHold")).as("D32").isEqualTo("on");
  }

  /** D12, D14, D16: what the form of the case that ends says moves the case that continues. */
  @Test
  void theHearingAndTheClaimOfTheMergedCaseCountInTheOther() {
    Journey first = referred("2009-06-03", "childDateOfBirth", "1993-02-14").logged("2009-06-03");
    Journey second =
        referred(
            "2009-06-04",
            "childDateOfBirth",
            "1993-02-14",
            "courtHearingDate",
            "2009-06-09",
            "asylumClaimMade",
            "yes",
            "asylumClaimDate",
            "2009-06-02",
            "portCase",
            "yes");
    assertThat(first.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-10");

    logs(second, "2009-06-04", "merge", first.caseNumber());
    first.executeJobs();

    assertThat(entries(first))
        .contains(
            "immigration-update asylum-claim 2009-06-02 null",
            "immigration-update port-case 2009-06-04 null",
            "hearing-recorded null 2009-06-09 ");
    assertThat(first.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-08");
    assertThat(first.day("rgOriginalDueDate")).as("D15").isEqualTo("2009-06-10");
    assertThat(first.sees("ukba.owner", "Task_ProposeReasonableGrounds")).isTrue();
    assertThat(second.sees("ukba.owner", "Task_ReadMergedCase")).isTrue();
    assertThat(inRegister(first).routingBasis()).isEqualTo("D13.1");
  }

  /** D11, D12 */
  @Test
  void theLeadProfessionalOfAMergedConcernIsThatOfTheDirectForm() {
    Journey concern = new Journey(engine).on("2009-06-03");
    concern
        .concern("first.responder", Invented.concern("2009-06-03"))
        .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance("2009-06-03"));
    Journey direct =
        new Journey(engine)
            .begins(
                "first.responder",
                "send-nrm-form-to-ukhtc",
                with(InventedCopies.directForm("2009-06-03"), "childDateOfBirth", "1993-02-16"));

    logs(direct, "2009-06-03", "merge", concern.caseNumber());

    assertThat(direct.formValues("glasgow.duty", "Task_ConfirmDirectReferral"))
        .as("still asked whether it agrees")
        .containsEntry("leadProfessionalName", "Lena Hart");
  }

  /** D12, D14: a claim that has ended still counts as a process, and is no claim any more. */
  @Test
  void aClaimThatWasWithdrawnInTheMergedCaseIsWithdrawnInTheOther() {
    Journey first =
        referred("2009-06-03", "childDateOfBirth", "1993-02-15", "courtHearingDate", "2009-06-05")
            .logged("2009-06-03");
    Journey second =
        referred("2009-06-04", "childDateOfBirth", "1993-02-15", "courtHearingDate", "2009-06-09");
    second
        .claimedAsylum("glasgow.lead", "2009-06-02")
        .updates(
            "glasgow.lead",
            "record-immigration-update",
            InventedTransfers.claimWithdrawn(second.caseNumber(), "2009-06-03"));

    logs(second, "2009-06-04", "merge", first.caseNumber());
    first.executeJobs();

    assertThat(first.sees("ukba.owner", "Task_ProposeReasonableGrounds")).isTrue();
    assertThat(entries(first))
        .contains(
            "immigration-update asylum-claim 2009-06-02 null",
            "immigration-update claim-withdrawn 2009-06-03 null")
        .as("the earlier hearing is kept")
        .noneMatch(entry -> entry.startsWith("hearing-recorded"));
    assertThat(first.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-04");
  }

  @Test
  void dutySocialWorkSeesHowALinkedCaseEnded() {
    Journey first =
        referred("2009-06-03", "childDateOfBirth", "1993-02-09")
            .logged("2009-06-03")
            .reasonableGrounds("ukhtc", "negative", "2009-06-05");
    Journey direct =
        new Journey(engine)
            .on("2009-06-08")
            .begins(
                "first.responder",
                "send-nrm-form-to-ukhtc",
                with(InventedCopies.directForm("2009-06-08"), "childDateOfBirth", "1993-02-09"));

    logs(direct, "2009-06-08", "link", first.caseNumber());

    assertThat(shown(direct, "glasgow.duty", "Task_ConfirmDirectReferral", "showLinkedCases"))
        .contains(first.caseNumber() + "**: possibly the same child; no reasonable grounds");
  }

  @Test
  void onlyTheContinuingCaseAcceptsUpdates() {
    Journey first = referred("2009-06-03", "childDateOfBirth", "1993-02-09").logged("2009-06-03");
    Journey second = referred("2009-06-05", "childDateOfBirth", "1993-02-09");
    logs(second, "2009-06-05", "merge", first.caseNumber());

    assertThatThrownBy(() -> links("glasgow.lead", second, first.caseNumber()))
        .hasMessageContaining("merged with another case")
        .hasMessageContaining("It continues as case " + first.caseNumber());
  }

  @Test
  void aCaseMergedTwiceShowsTheLatestContinuingNumber() {
    Journey second = referred("2009-06-04", "childDateOfBirth", "1993-02-12").logged("2009-06-04");
    Journey third = referred("2009-06-05", "childDateOfBirth", "1993-02-12");
    logs(third, "2009-06-05", "merge", second.caseNumber());
    Journey first = referred("2009-06-03", "childDateOfBirth", "1993-02-12").on("2009-06-08");

    logs(first, "2009-06-03", "merge", second.caseNumber());

    assertThat(second.ended()).isTrue();
    assertThat(inRegister(third).now().mergedInto()).isEqualTo(first.caseNumber());
    assertThat(links.mergedInto(first.caseNumber()))
        .containsExactlyInAnyOrder(second.caseNumber(), third.caseNumber());
    assertThat(shown(first, "ukhtc.owner", "Task_ProposeReasonableGrounds", "showLinkedCases"))
        .as("both forms can be read with the decision")
        .contains(
            "/nrm/cases/" + second.caseNumber() + "/nrm-form.pdf",
            "/nrm/cases/" + third.caseNumber() + "/nrm-form.pdf");
    assertThatThrownBy(() -> links("glasgow.lead", third, first.caseNumber()))
        .hasMessageContaining("It continues as case " + first.caseNumber());
    Journey fourth = referred("2009-06-08", "childDateOfBirth", "1993-02-13");
    assertThatThrownBy(() -> logs(fourth, "2009-06-08", "merge", third.caseNumber()))
        .hasMessageContaining("was merged with " + first.caseNumber());

    third.does("glasgow.lead", "Task_ProtectChild", Invented.protectionClosed("2009-06-08"));
    assertThat(third.has("Task_ProtectChild")).as("D1: where it was merged").isFalse();
  }

  // ---- siblings

  @Test
  void linkedSiblingsEachHaveTheirOwnDecision() {
    Journey elder = referred("2009-06-03", "childDateOfBirth", "1993-03-01").logged("2009-06-03");
    Journey younger = referred("2009-06-03", "childDateOfBirth", "1995-03-01").logged("2009-06-03");

    links("glasgow.lead", elder, younger.caseNumber());

    for (Journey sibling : List.of(elder, younger)) {
      String other = (sibling == elder ? younger : elder).caseNumber();
      assertThat(shown(sibling, "ukhtc.owner", "Task_ProposeReasonableGrounds", "showLinkedCases"))
          .contains(other, "sibling");
      assertThat(shown(sibling, "glasgow.lead", "Task_ConsiderSibling", "showLinkedCases"))
          .contains(other);
      assertThat(kinds(sibling)).contains("linked");
      sibling.does(
          "glasgow.lead",
          "Task_ConsiderSibling",
          InventedSameChild.siblingConsidered("2009-06-03"));
    }

    elder.reasonableGrounds("ukhtc", "positive", "2009-06-09");
    younger.reasonableGrounds("ukhtc", "negative", "2009-06-09");

    assertThat(elder.variable("rgOutcome")).isEqualTo("positive");
    assertThat(elder.ended()).as("D5: the other's decision is not this child's").isFalse();
    assertThat(younger.variable("caseOutcome")).isEqualTo("no-reasonable-grounds");

    elder.conclusiveGrounds("ukba", "positive", "2009-07-20");

    assertThat(elder.variable("cgOutcome")).isEqualTo("positive");

    younger.updates(
        "glasgow.lead",
        "reconsideration",
        InventedReconsiderations.asks(younger.caseNumber(), "local-authority", "2009-07-20"));

    assertThat(shown(younger, "ukhtc.owner2", "Task_DecideReconsideration", "showLinkedCases"))
        .as("D30: a sibling who was recognised is new evidence")
        .contains(elder.caseNumber());
  }

  @Test
  void twoLinksLinkThreeSiblingsAndEachPlanIsReviewedOnce() {
    List<Journey> family =
        Stream.of("1993-03-03", "1995-03-03", "1997-03-03")
            .map(born -> referred("2009-06-03", "childDateOfBirth", born))
            .toList();

    links("glasgow.lead", family.get(0), family.get(1).caseNumber());
    links("glasgow.lead", family.get(2), family.get(1).caseNumber());

    for (Journey sibling : family) {
      assertThat(links.familyOf(sibling.caseNumber()))
          .as("D5")
          .containsExactlyInAnyOrderElementsOf(family.stream().map(Journey::caseNumber).toList());
      assertThat(sibling.tasks("Task_ConsiderSibling")).hasSize(1);
    }
    assertThat(shown(family.get(0), "glasgow.lead", "Task_ConsiderSibling", "showLinkedCases"))
        .contains(family.get(1).caseNumber(), family.get(2).caseNumber());
    assertThatThrownBy(() -> links("glasgow.lead", family.get(0), family.get(2).caseNumber()))
        .hasMessageContaining("is already linked to this case");
  }

  /** D5, D12 */
  @Test
  void theCaseThatContinuesHasTheSiblingsOfTheMergedOne() {
    Journey elder = referred("2009-06-03", "childDateOfBirth", "1993-03-04").logged("2009-06-03");
    Journey younger =
        referred("2009-06-03", "childDateOfBirth", "1995-03-04", "childNames", "Younger Brother")
            .logged("2009-06-03");
    Journey again =
        referred("2009-06-04", "childDateOfBirth", "1995-03-04", "childNames", "Younger Brother");
    links("glasgow.lead", elder, again.caseNumber());

    logs(again, "2009-06-04", "merge", younger.caseNumber());

    assertThat(links.familyOf(elder.caseNumber()))
        .containsExactlyInAnyOrder(elder.caseNumber(), younger.caseNumber());
    assertThat(shown(younger, "glasgow.lead", "Task_ConsiderSibling", "showLinkedCases"))
        .contains(elder.caseNumber() + "**: sibling");
    assertThat(shown(elder, "ukhtc.owner", "Task_ProposeReasonableGrounds", "showLinkedCases"))
        .contains(
            younger.caseNumber() + "**: sibling\n",
            again.caseNumber() + "**: sibling; merged with " + younger.caseNumber())
        .doesNotContain("closed for another reason");
  }

  @Test
  void refusingToLinkASiblingRevealsNoOtherCases() {
    Journey child = referred("2009-06-03", "childDateOfBirth", "1993-03-02");
    Journey sibling = referred("2009-06-03", "childDateOfBirth", "1995-03-02");
    Journey inFife =
        new Journey(engine)
            .on("2009-06-03")
            .concern(
                "first.responder", with(Invented.concern("2009-06-03"), "localAuthority", "fife"));

    assertThatThrownBy(() -> links("glasgow.lead", child, child.caseNumber()))
        .hasMessageContaining("the case itself");
    assertThatThrownBy(() -> links("glasgow.lead", child, "NRM-2009-2CCC-CCCW"))
        .hasMessageContaining(NO_SUCH_CASE);
    assertThatThrownBy(() -> links("glasgow.lead", child, inFife.caseNumber()))
        .hasMessageContaining(NO_SUCH_CASE);
    assertThatThrownBy(() -> links("fife.lead", child, inFife.caseNumber()))
        .hasMessageContaining(NO_SUCH_CASE);
    assertThat(links.of(child.caseNumber())).isEmpty();

    links("glasgow.duty", child, sibling.caseNumber());

    assertThatThrownBy(() -> links("glasgow.manager", sibling, child.caseNumber()))
        .hasMessageContaining("is already linked to this case");
  }

  // ---- parts of the path

  /** A referral of the usual invented child, with some facts changed. */
  private Journey referred(String day, Object... changes) {
    return new Journey(engine).referred(day, with(Invented.referralAndChild(day), changes));
  }

  private void logs(Journey child, String day, String decision, String other) {
    child.does(
        "ukhtc.intake", "Task_LogReferral", InventedSameChild.received(day, decision, other));
  }

  private void links(String user, Journey child, String sibling) {
    child.updates(user, "link-siblings", InventedSameChild.siblings(child.caseNumber(), sibling));
  }

  private static String shown(Journey child, String user, String task, String text) {
    return child.formValues(user, task).get(text).toString();
  }

  private RegisterCase inRegister(Journey child) {
    return register.find(child.caseNumber()).orElseThrow();
  }

  private List<String> entries(Journey child) {
    return register.history(child.caseNumber()).stream()
        .map(
            event ->
                String.join(
                    " ",
                    event.kindCode(),
                    event.code(),
                    String.valueOf(event.from()),
                    event.detail()))
        .toList();
  }

  private List<String> kinds(Journey child) {
    return register.history(child.caseNumber()).stream().map(RegisterEvent::kindCode).toList();
  }
}
