package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.journeys.Invented.BORN;
import static scot.nrm.journeys.Invented.with;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedCopies;
import scot.nrm.journeys.Journey;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;

class SendUkbaCopyTest extends DiagramTest {

  private static final String DAY = "2009-09-03";
  private static final String CONFIRM = "Task_ConfirmSameChild";

  @Autowired CaseAccess access;

  SendUkbaCopyTest() {
    super("send-ukba-copy");
  }

  @Test
  void aCopyOpensACaseButIsNotAReferral() {
    child.on(DAY).begins("ukba.port", "send-ukba-copy", InventedCopies.copy(DAY));

    assertThat(child.caseNumber()).startsWith("NRM-2009-");
    assertThat(child.sees("glasgow.duty", "Task_AcceptConcern")).as("D9").isTrue();
    assertThat(child.sees("ukba.intake", "Task_RecordUkbaCopy")).isTrue();
    assertThat(child.variable("removalHold")).as("D32").isEqualTo("on");
    assertThat(nrmCase().referralReceivedOn()).isNull();
    assertThat(nrmCase().firstResponderAgency()).isEqualTo("ukba");
    assertThat(nrmCase().now().ukbaCopyOn()).isEqualTo(DAY);
  }

  @Test
  void aCopyThatNamesACaseChangesNothingThereUntilConfirmed() {
    child.on(DAY).concern("first.responder", with(Invented.concern(DAY), "childDateOfBirth", BORN));
    RegisterCase before = inRegister(child);
    List<String> happened = happened(child);

    Journey copy = child.copySent(DAY);

    assertThat(copy.caseNumber()).isNotEqualTo(child.caseNumber());
    assertThat(copy.variable("removalHold")).as("D32").isEqualTo("on");
    assertThat(copy.sees("glasgow.duty", "Task_AcceptConcern")).as("D1").isTrue();
    assertThat(copy.sees("ukba.intake", "Task_RecordUkbaCopy")).isTrue();
    assertThat(copy.candidateGroups(CONFIRM)).containsExactly("ukhtc-intake");
    assertThat(copy.due(CONFIRM)).as("one working day").isEqualTo("2009-09-04");
    assertThat(copy.formValues("ukhtc.intake", CONFIRM))
        .containsEntry("matchCaseNumber", child.caseNumber())
        .extractingByKey("showLikelyMatches")
        .asString()
        .contains(child.caseNumber(), "same name and date of birth");
    assertThat(copy.formValues("glasgow.duty", "Task_AcceptConcern").get("showReferral"))
        .asString()
        .contains("already has a case, **" + child.caseNumber() + "**");
    assertThat(inRegister(child)).isEqualTo(before);
    assertThat(happened(child)).isEqualTo(happened);
    assertThat(child.has("Task_RecordUkbaCopy")).isFalse();
    assertThat(mayUpdate(child)).isFalse();

    copy.does("ukhtc.intake", CONFIRM, InventedCopies.compared("merge", child.caseNumber()));

    assertThat(inRegister(child).now().ukbaCopyOn()).isEqualTo(DAY);
    assertThat(child.variable("removalHold")).isEqualTo("on");
    assertThat(child.sees("ukba.intake", "Task_RecordUkbaCopy")).isTrue();
    assertThat(inRegister(copy).now().mergedInto()).isEqualTo(child.caseNumber());
    assertThat(mayUpdate(child)).as("the copy's sender, from now on").isTrue();
  }

  @Test
  void theDeadlineForTheCouncilsAnswerRunsFromWhenTheCopyArrived() {
    child.on(DAY).concern("first.responder", with(Invented.concern(DAY), "childDateOfBirth", BORN));
    Journey copy = child.copySent(DAY).on("2009-09-10");

    copy.does("ukhtc.intake", CONFIRM, InventedCopies.compared("merge", child.caseNumber()));
    child.on("2009-09-18");

    assertThat(lettersSent())
        .as("ten working days after the copy, not after the merge, D10")
        .contains("copy-reminder to LOCAL_AUTHORITY");
    assertThat(child.has("Task_GetConcernAccepted")).isTrue();
  }

  @Test
  void linkedCopiesAndCopiesForOtherChildrenRemainSeparateCases() {
    child.on(DAY).concern("first.responder", with(Invented.concern(DAY), "childDateOfBirth", BORN));

    for (String decision : List.of("link", "new-child")) {
      Journey copy = child.copySent(DAY);
      copy.does("ukhtc.intake", CONFIRM, InventedCopies.compared(decision, child.caseNumber()));

      assertThat(copy.has("Task_AcceptConcern")).isTrue();
      assertThat(copy.variable("removalHold")).isEqualTo("on");
      assertThat(happened(copy)).contains("match-decided");
      assertThat(inRegister(child).now().ukbaCopyOn()).isNull();
    }
    assertThat(happened(child)).as("link").contains("linked");
  }

  @Test
  void aNumberWithoutAMatchingFactIsNoDifferentFromAnUnknownOne() {
    child.on(DAY).concern("first.responder", with(Invented.concern(DAY), "childDateOfBirth", BORN));
    Map<String, Object> right = InventedCopies.copyFor(child.caseNumber(), DAY);

    for (Map<String, Object> sent :
        List.of(
            with(right, "matchCaseNumber", "NRM-2009-2CCC-CCCW"),
            with(right, "childDateOfBirth", "1995-07-23"),
            with(right, "childNames", "Someone Else"),
            with(right, "childDateOfBirth", null))) {
      Journey copy = new Journey(engine).begins("ukba.port", "send-ukba-copy", sent);

      assertThat(copy.has(CONFIRM)).isFalse();
      assertThat(copy.has("Task_AcceptConcern")).as("nothing is lost").isTrue();
    }
    assertThat(inRegister(child).now().ukbaCopyOn()).isNull();
  }

  @Test
  void thePortOfficerLearnsNothingAboutANumber() {
    child.on(DAY).concern("first.responder", with(Invented.concern(DAY), "childDateOfBirth", BORN));
    Map<String, Object> right = InventedCopies.copyFor(child.caseNumber(), DAY);

    assertThat(
            Stream.of(
                    right,
                    with(right, "childDateOfBirth", "1995-07-23"),
                    with(right, "matchCaseNumber", "NRM-2009-2CCC-CCCW"))
                .map(this::answer)
                .distinct())
        .as("the same for a case that matches, a wrong fact, and no case")
        .hasSize(1);
  }

  /** The engine's response before it has compared anything. */
  private List<Object> answer(Map<String, Object> sent) {
    return child.as(
        "ukba.port",
        () -> {
          ProcessInstance started =
              engine
                  .getFormService()
                  .submitStartForm(Journey.definition(engine, "send-ukba-copy"), sent);
          return List.of(
              started.isEnded(), started.isSuspended(), started.getBusinessKey().length());
        });
  }

  private boolean mayUpdate(Journey of) {
    return access.mayUpdate(
        new Viewer("ukba.port", Set.of("ukba-port-officer"), Set.of()), of.caseNumber());
  }

  private RegisterCase inRegister(Journey of) {
    return register.find(of.caseNumber()).orElseThrow();
  }

  private List<String> happened(Journey of) {
    return register.history(of.caseNumber()).stream().map(RegisterEvent::kindCode).toList();
  }
}
