package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scot.nrm.journeys.Invented.with;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.access.tasks.LockWait;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedAges;
import scot.nrm.journeys.InventedCopies;
import scot.nrm.journeys.Journey;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.Links;

class ConfirmSameChildTest extends DiagramTest {

  private static final String DAY = "2009-06-03"; // a Wednesday
  private static final String CONFIRM = "Task_CompareCorrectedCase";

  @Autowired Links links;
  @Autowired JdbcClient jdbc;

  ConfirmSameChildTest() {
    super("confirm-same-child");
  }

  @Test
  void aCorrectedNameThatMatchesAnotherCaseLeadsToAMerge() {
    named(child, "1993-02-11", Invented.CHILD).logged(DAY);
    Journey other = named(new Journey(engine), "1993-02-11", "Someone Else").logged("2009-06-04");

    correct(other, "names", "correctedNames", Invented.CHILD);

    assertThat(other.candidateGroups(CONFIRM)).containsExactly("ukhtc-intake");
    assertThat(other.due(CONFIRM)).as("one working day").isEqualTo("2009-06-05");
    assertThat(other.formValues("ukhtc.intake", CONFIRM).get("showLikelyMatches"))
        .asString()
        .contains(child.caseNumber(), "same name and date of birth");
    assertThat(other.has("Task_ProposeReasonableGrounds")).as("nothing waits").isTrue();

    other.does("ukhtc.intake", CONFIRM, InventedCopies.compared("merge", child.caseNumber()));
    other.executeJobs();

    assertThat(register.find(other.caseNumber()).orElseThrow().now().mergedInto())
        .as("the one received first continues")
        .isEqualTo(child.caseNumber());
    assertThat(child.has("Task_ProposeReasonableGrounds")).isTrue();
    assertThat(instances.diagrams(other.caseNumber())).doesNotContain("confirm-same-child");
  }

  @Test
  void theCaseReceivedFirstContinuesEvenIfItWasCorrected() {
    named(child, "1993-02-12", "Someone Else").logged(DAY);
    Journey other = named(new Journey(engine), "1993-02-12", Invented.CHILD).logged("2009-06-04");
    correct(child, "names", "correctedNames", Invented.CHILD);

    child.does("ukhtc.intake", CONFIRM, InventedCopies.compared("merge", other.caseNumber()));
    child.executeJobs();

    assertThat(register.find(other.caseNumber()).orElseThrow().now().mergedInto())
        .isEqualTo(child.caseNumber());
  }

  @Test
  void aCaseCannotBeMergedWithOneThatEndedNegatively() {
    named(child, "1993-02-13", "Someone Else").logged(DAY);
    Journey other = named(new Journey(engine), "1993-02-13", Invented.CHILD).logged("2009-06-04");
    child.reasonableGrounds("ukhtc", "negative", "2009-06-04").executeJobs();
    assertThat(nrmCase().caseOutcome()).isNotEqualTo(CaseOutcome.RECOGNISED).isNotNull();
    correct(child, "names", "correctedNames", Invented.CHILD);

    assertThatThrownBy(
            () ->
                child.does(
                    "ukhtc.intake", CONFIRM, InventedCopies.compared("merge", other.caseNumber())))
        .hasMessageContaining("the case that would continue has already ended");

    child.does("ukhtc.intake", CONFIRM, InventedCopies.compared("link", other.caseNumber()));
    assertThat(links.of(other.caseNumber()))
        .extracting(Links.Link::caseNumber)
        .containsExactly(child.caseNumber());
  }

  /** As every form does: two transactions with different orders would wait for each other. */
  @Test
  void theCaseThatContinuesIsLockedBeforeItsFile() {
    named(child, "1993-02-28", Invented.CHILD).logged(DAY);
    Journey other = named(new Journey(engine), "1993-02-28", "Someone Else").logged("2009-06-04");
    other.hearing("glasgow.lead", "2009-06-10");
    correct(other, "names", "correctedNames", Invented.CHILD);

    CompletableFuture<Void> merge =
        transaction.execute(
            status -> {
              register.lock(child.caseNumber());
              CompletableFuture<Void> sent =
                  CompletableFuture.runAsync(
                      () ->
                          other.does(
                              "ukhtc.intake",
                              CONFIRM,
                              InventedCopies.compared("merge", child.caseNumber())));
              LockWait.awaitWaiter(jdbc);
              file.readForUpdate(child.caseNumber());
              return sent;
            });

    assertThat(merge).succeedsWithin(Duration.ofMinutes(2));
  }

  @Test
  void matchesThatIntakeHasOrWillCheckNeedNoConfirmation() {
    named(child, "1993-02-14", Invented.CHILD);
    Journey other = named(new Journey(engine), "1993-02-14", "Someone Else");

    correct(other, "names", "correctedNames", Invented.CHILD);
    assertThat(other.has(CONFIRM)).as("intake has yet to log the form").isFalse();

    other.on(DAY);
    other.does(
        "ukhtc.intake",
        "Task_LogReferral",
        with(Invented.received(DAY), "matchDecision", "new-child"));
    correct(other, "other-names", "correctedOtherNames", "Dao");
    assertThat(other.has(CONFIRM)).as("it has said that it is a different child").isFalse();

    correct(other, "names", "correctedNames", "Someone Else");
    assertThat(other.has(CONFIRM)).as("nothing matches").isFalse();
  }

  @Test
  void factsSuppliedAndFoundLaterMatchToo() {
    named(child, "1993-02-15", Invented.CHILD);
    child.logged(DAY).claimedAsylum("glasgow.lead", DAY);
    Journey supplied = named(new Journey(engine), "1993-02-16", Invented.CHILD).on(DAY);
    supplied.does("ukhtc.intake", "Task_LogReferral", Invented.receivedWithFactsMissing(DAY));
    supplied.does(
        "glasgow.lead",
        "Task_SupplyMissingFacts",
        with(Invented.missingFacts(), "childDateOfBirth", "1993-02-15"));
    assertThat(supplied.candidateGroups(CONFIRM))
        .as("the date of birth that was missing")
        .containsExactly("ukhtc-intake");

    Journey found = named(new Journey(engine), "1993-02-17", Invented.CHILD).logged(DAY);
    found.updates(
        "glasgow.lead",
        "record-age-finding",
        InventedAges.born(InventedAges.child(found.caseNumber(), DAY), "1993-02-15"));
    assertThat(found.has(CONFIRM)).as("the date of birth that was found").isTrue();

    Journey claimed = named(new Journey(engine), "1993-02-18", "Someone Else").logged(DAY);
    claimed.claimedAsylum("glasgow.lead", DAY);
    assertThat(claimed.formValues("ukhtc.intake", CONFIRM).get("showLikelyMatches"))
        .asString()
        .contains(child.caseNumber(), "same Home Office reference");

    assertThat(child.has(CONFIRM)).as("intake is asked once for each pair").isFalse();
  }

  private static Journey named(Journey journey, String born, String names) {
    return journey.referred(
        "2009-06-01",
        with(
            with(Invented.ukNational("2009-06-01"), "childDateOfBirth", born),
            "childNames",
            names));
  }

  private static void correct(Journey of, String fact, String field, String right) {
    of.corrected("glasgow.lead", fact, field, right);
  }
}
