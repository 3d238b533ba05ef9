package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.casefile.Adulthood;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedAges;
import scot.nrm.journeys.InventedChanges;
import scot.nrm.journeys.InventedSameChild;
import scot.nrm.letters.Letter;
import scot.nrm.letters.LetterOccasion;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Links;
import scot.nrm.register.Outcome;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/** Runs under the number of the case that ends. */
class MergeCasesTest extends DiagramTest {

  @Autowired Links links;

  MergeCasesTest() {
    super("merge-cases");
  }

  @Test
  void theCaseEndsAndTheCaseOwnerOfTheOtherCaseReadsIt() {
    String continuing = caseWithRoute("UKBA");
    opened("2009-06-05", Invented.concern("2009-06-05"));
    ProcessInstance merging = merged(continuing);

    assertThat(merging).isWaitingAtExactly("Task_ReadMergedCase");
    assertThat(child.candidateGroups("Task_ReadMergedCase")).containsExactly("ukba-case-owner");
    assertThat(due("Task_ReadMergedCase")).isEqualTo(endOf("2009-06-09"));
    assertThat(followUp("Task_ReadMergedCase")).isEqualTo(endOf("2009-06-08"));
    assertThat(nrmCase().caseOutcome()).as("D43").isEqualTo(CaseOutcome.CLOSED_OTHER);
    assertThat(nrmCase().now().mergedInto()).isEqualTo(continuing);
    assertThat(links.areLinked(continuing, child.caseNumber(), Links.Why.MERGED)).isTrue();

    child.does("ukba.owner", "Task_ReadMergedCase", InventedSameChild.mergedCaseRead());

    assertThat(merging)
        .isEnded()
        .hasPassedInOrder(
            "Event_SameChildFound",
            "Service_EndMergedCase",
            "Gateway_CaseOwnerAtWork",
            "Task_ReadMergedCase",
            "Event_MergedCaseRead");
  }

  @Test
  void d43NobodyReadsACaseOfAChildWhoHasDied() {
    String continuing = caseWithRoute("UKBA");
    opened("2009-06-05", Invented.concern("2009-06-05"));
    ProcessInstance merging = merged(continuing);
    assertThat(merging).isWaitingAtExactly("Task_ReadMergedCase");

    child.updates(
        "glasgow.manager",
        "close-case",
        InventedChanges.close(continuing, "child-died", "2009-06-05"));

    assertThat(merging).isEnded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"entered-in-error", "child-died"})
  void d12ACaseThatWasClosedMeanwhileIsOnlyLinked(String why) {
    String continuing = caseWithRoute("UKBA");
    if (why.equals("child-died")) {
      received("2009-06-03");
      decided(Stage.CONCLUSIVE_GROUNDS, Outcome.POSITIVE, "2009-06-04");
      transaction.executeWithoutResult(
          status ->
              register.closed(continuing, CaseOutcome.RECOGNISED, LocalDate.parse("2009-06-04")));
    }
    child.on("2009-06-05");
    child.updates(
        "glasgow.manager", "close-case", InventedChanges.close(continuing, why, "2009-06-05"));
    opened("2009-06-05", Invented.concern("2009-06-05"));

    ProcessInstance merging = merged(continuing);

    assertThat(merging).isEnded().hasNotPassed("Task_ReadMergedCase");
    assertThat(nrmCase().caseOutcome()).as("this case continues").isNull();
    assertThat(nrmCase().now().mergedInto()).isNull();
    assertThat(links.areLinked(continuing, child.caseNumber(), Links.Why.SAME_CHILD_SUSPECTED))
        .isTrue();
  }

  @Test
  void d12ACaseIsMergedWithTheOneThatTheOtherWasMergedWith() {
    String first = caseWithRoute("UKBA");
    opened("2009-06-05", Invented.concern("2009-06-05"));
    String second = child.caseNumber();
    merged(first);
    opened("2009-06-08", Invented.concern("2009-06-08"));

    merged(second);

    assertThat(nrmCase().now().mergedInto()).isEqualTo(first);
  }

  @Test
  void aMergedCaseWithoutARouteIsReadWithTheDecision() {
    opened("2009-06-03", Invented.concern("2009-06-03"));
    String continuing = child.caseNumber();
    opened("2009-06-05", Invented.concern("2009-06-05"));

    mergedAtIntake(continuing);
    ProcessInstance merging = started("mergedInto", continuing, "mergedBy", "");

    assertThat(merging)
        .isEnded()
        .hasPassed("Event_ReadWithTheDecision")
        .hasNotPassed("Task_ReadMergedCase");
    assertThat(nrmCase().now().mergedInto()).isEqualTo(continuing);
  }

  @Test
  void aFindingOnAgeCountsForTheCaseThatContinues() {
    String continuing = caseWithRoute("UKHTC");
    opened("2009-06-05", Invented.concern("2009-06-05"));
    child.foundAdult("glasgow.lead", "2009-06-05");

    merged(continuing);

    assertThat(register.find(continuing).orElseThrow().now().adultFrom())
        .as("D7, D12")
        .isEqualTo("2009-06-05");
    assertThat(Adulthood.isAdult(file.read(continuing), LocalDate.parse("2009-06-05"))).isTrue();
  }

  @Test
  void aFindingThatThePersonIsAChildEndsSupportAsAnAdult() {
    String continuing = caseWithRoute("UKHTC");
    engine
        .getRuntimeService()
        .startProcessInstanceByKey(
            "support-as-adult", continuing, Map.of("localAuthority", "glasgow-city"));
    opened("2009-06-05", Invented.concern("2009-06-05"));
    child.updates(
        "glasgow.lead", "record-age-finding", InventedAges.child(child.caseNumber(), "2009-06-05"));

    merged(continuing);

    assertThat(instances.diagrams(continuing)).as("D7").doesNotContain("support-as-adult");
  }

  /** D12, D34, D35, D37 */
  @Test
  void theReporterIsNotifiedOfWhatOthersAlreadyKnow() {
    String continuing = caseWithRoute("UKHTC");
    received("2009-06-03");
    decided(Stage.REASONABLE_GROUNDS, Outcome.POSITIVE, "2009-06-04");
    sent(continuing, "rg-positive", null);
    sent(continuing, "child-missing", "an earlier absence, which has ended");
    child.on("2009-06-05");
    transaction.executeWithoutResult(
        status -> {
          onTheWay.childMissing(continuing, LocalDate.parse("2009-06-05"), null, null);
          onTheWay.suspended(
              continuing, Stage.CONCLUSIVE_GROUNDS, LocalDate.parse("2009-06-05"), "ukhtc.second");
        });
    sent(continuing, "child-missing", "this absence");
    sent(continuing, "stage-suspended", "this suspension");

    mergeSecondConcernInto(continuing);

    assertThat(letters.of(child.caseNumber()))
        .extracting(Letter::occasion)
        .containsExactlyInAnyOrder("rg-positive", "child-missing", "stage-suspended");
  }

  /** The letters to everyone have not been written yet, and will go to these people too. */
  @Test
  void unsentNoticesAreLeftToTheLettersToEveryone() {
    String continuing = caseWithRoute("UKHTC");
    sent(continuing, "child-missing", "an earlier absence, which has ended");
    child.on("2009-06-05");
    transaction.executeWithoutResult(
        status -> onTheWay.childMissing(continuing, LocalDate.parse("2009-06-05"), null, null));

    mergeSecondConcernInto(continuing);

    assertThat(letters.of(child.caseNumber())).isEmpty();
  }

  /** The concern of someone who has not been sent any letter. */
  private void mergeSecondConcernInto(String continuing) {
    opened(
        "2009-06-08",
        Invented.with(
            Invented.concern("2009-06-08"), "firstResponderName", "Constable Rory Baird"));
    merged(continuing);
  }

  private void sent(String caseNumber, String occasion, String occurrence) {
    transaction.executeWithoutResult(
        status -> letters.send(new LetterOccasion(caseNumber, occasion, occurrence, null)));
  }

  /** D1, D12 */
  @Test
  void afterSuccessiveMergesEveryLocalAuthorityKnowsTheContinuingCase() {
    String first = openedIn("fife");
    String second = openedIn("glasgow-city");
    String third = openedIn("dundee-city");

    merged(first, "fife", second);
    assertThat(elsewhere(first)).containsExactly("glasgow-city " + second);

    merged(second, "glasgow-city", third);
    assertThat(elsewhere(first)).containsExactly("glasgow-city " + second, "dundee-city " + third);
    assertThat(elsewhere(second)).containsExactly("fife " + first, "dundee-city " + third);
    assertThat(elsewhere(third))
        .containsExactlyInAnyOrder("glasgow-city " + second, "fife " + first);
    for (String number : List.of(first, second, third)) {
      assertThat(instances.diagrams(number)).contains("child-protection");
    }
  }

  /** D1, D12 */
  @Test
  void aLocalAuthorityWithTwoOfTheMergedCasesIsNotifiedOnce() {
    String first = openedIn("fife");
    String second = openedIn("fife");
    String third = openedIn("glasgow-city");

    merged(first, "fife", second);
    merged(second, "fife", third);

    assertThat(elsewhere(first)).isEmpty();
    assertThat(elsewhere(second)).containsExactly("glasgow-city " + third);
    assertThat(elsewhere(third)).containsExactly("fife " + second);
  }

  private String openedIn(String localAuthority) {
    child.on("2009-06-03");
    String caseNumber = file.nextCaseNumber(LocalDate.parse("2009-06-03"));
    transaction.executeWithoutResult(
        status ->
            register.openCase(
                caseNumber, localAuthority, LocalDate.parse("2009-06-03"), "police", null, null));
    child.of(caseNumber);
    filed(Invented.concern("2009-06-03"));
    return caseNumber;
  }

  private void merged(String ends, String localAuthority, String continues) {
    child.of(ends);
    mergedAtIntake(continues);
    started("localAuthority", localAuthority, "mergedInto", continues, "mergedBy", "ukhtc.intake");
  }

  private List<String> elsewhere(String caseNumber) {
    return register.history(caseNumber).stream()
        .filter(entry -> entry.is(EntryKind.SAME_CHILD_ELSEWHERE))
        .map(entry -> entry.code() + " " + entry.detail())
        .toList();
  }

  private String caseWithRoute(String authority) {
    opened("2009-06-03", Invented.concern("2009-06-03"));
    transaction.executeWithoutResult(
        status ->
            register.routed(
                child.caseNumber(), Stage.REASONABLE_GROUNDS, Authority.of(authority), "D13.1"));
    return child.caseNumber();
  }

  private ProcessInstance merged(String continuing) {
    mergedAtIntake(continuing);
    return started("mergedInto", continuing, "mergedBy", "ukhtc.intake");
  }

  private void mergedAtIntake(String continues) {
    transaction.executeWithoutResult(
        status ->
            onTheWay.addEntry(
                child.caseNumber(),
                RegisterEvent.entry(EntryKind.MATCH_DECIDED)
                    .code("merge")
                    .from(LocalDate.parse("2009-06-05"))
                    .officer("ukhtc.intake")
                    .detail(continues)));
  }
}
