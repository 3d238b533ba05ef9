package scot.nrm.randomised;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.Adulthood;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.StoredCode;
import scot.nrm.letters.Addressee;
import scot.nrm.letters.Letter;
import scot.nrm.letters.Letters;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterCase.StageState;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;
import scot.nrm.routing.LeaveNeed;

/** Conditions that hold for a case at every moment. */
final class Invariants {

  private static final Set<String> NEW_CLOCK =
      Set.of("reconsideration-accepted", "corrected", "merged");

  private final ProcessEngine engine;
  private final Register register;
  private final CaseFile file;
  private final Letters letters;
  private final CaseInstances instances;
  private final LeaveNeed leaveNeed;
  private String caseNumber;
  private int clocks;
  private LocalDate rgOriginal;
  private LocalDate cgOriginal;

  Invariants(
      ProcessEngine engine,
      Register register,
      CaseFile file,
      Letters letters,
      CaseInstances instances,
      LeaveNeed leaveNeed) {
    this.leaveNeed = leaveNeed;
    this.engine = engine;
    this.register = register;
    this.file = file;
    this.letters = letters;
    this.instances = instances;
  }

  void begin(String newCase) {
    caseNumber = newCase;
    clocks = 0;
    rgOriginal = null;
    cgOriginal = null;
    check();
  }

  private RegisterCase nrmCase() {
    return register.find(caseNumber).orElseThrow();
  }

  boolean isClosed() {
    return nrmCase().isClosed();
  }

  CaseOutcome outcome() {
    return nrmCase().caseOutcome();
  }

  /**
   * The update that can reopen a case after a negative decision or after "not referred"; empty if
   * there was neither.
   */
  Optional<String> continuesBy() {
    RegisterCase nrmCase = nrmCase();
    if (nrmCase.caseOutcome() == CaseOutcome.NOT_REFERRED) {
      return Optional.of("refer-after-all");
    }
    boolean negative =
        nrmCase.reasonableGrounds().outcome() == Outcome.NEGATIVE
            || nrmCase.conclusiveGrounds().outcome() == Outcome.NEGATIVE;
    return negative ? Optional.of("reconsideration") : Optional.empty();
  }

  boolean isReconsidered() {
    return nrmCase().now().reconsideredStage() != null;
  }

  boolean isMissing() {
    return nrmCase().now().missingSince() != null;
  }

  String localAuthority() {
    return caseNumber == null ? "glasgow-city" : nrmCase().localAuthority();
  }

  /** The size of a case's recorded history, which a refusal does not change. */
  int trace() {
    return caseNumber == null
        ? 0
        : register.history(caseNumber).size()
            + letters.of(caseNumber).size()
            + (int)
                engine
                    .getRuntimeService()
                    .createProcessInstanceQuery()
                    .processInstanceBusinessKey(caseNumber)
                    .count();
  }

  void nothingHappened(int before, String refused) {
    assertThat(trace()).as("%s was refused, but something has changed", refused).isEqualTo(before);
  }

  void check() {
    RegisterCase nrmCase = nrmCase();
    List<RegisterEvent> history = register.history(caseNumber);
    noIncident();
    noLetterIsAddressedToAChild(history);
    onlyChildrenHaveABirthdayTimerAndOnlyAdultsAreAskedForConsent(nrmCase);
    everyLetterIsInTheRegister(history);
    aMissingChildIsKnownToTheLocalAuthorityThatHasTheCase(nrmCase);
    twoOfficersDecide();
    originalDatesDoNotChange(nrmCase, history);
    for (Stage stage : Stage.values()) {
      oneDecisionAtATime(stage);
      taskTimerAndVariableAgree(nrmCase, stage);
    }
    theEngineAgreesWithTheRegister(nrmCase);
    theRemovalHoldFollowsTheDecisions(nrmCase);
  }

  /**
   * The case has its outcome, and only a reflection period may still be open until its end (D25).
   */
  void checkEnd() {
    RegisterCase nrmCase = nrmCase();
    assertThat(nrmCase.caseOutcome()).as("every case can still reach an end").isNotNull();
    assertThat(instances.diagrams(caseNumber))
        .as("open parts of the path")
        .doesNotContain(
            "reasonable-grounds", "conclusive-grounds", "intake", "leave-to-remain", "suspension");
  }

  private void noIncident() {
    assertThat(engine.getRuntimeService().createIncidentQuery().list())
        .extracting(incident -> incident.getActivityId() + ": " + incident.getIncidentMessage())
        .as("incidents")
        .isEmpty();
    assertThat(engine.getManagementService().createJobQuery().noRetriesLeft().count())
        .as("failed jobs")
        .isZero();
  }

  /**
   * D37. A person who counted as an adult when a letter was sent may since have been found to be a
   * child.
   */
  private void noLetterIsAddressedToAChild(List<RegisterEvent> history) {
    for (Letter letter : letters.of(caseNumber)) {
      if (letter.addressee() == Addressee.PERSON_OR_REPRESENTATIVE) {
        assertThat(
                Adulthood.isAdult(file.read(caseNumber), letter.dated())
                    || history.stream()
                        .anyMatch(
                            event ->
                                event.kindCode().equals("came-of-age")
                                    && !event.from().isAfter(letter.dated())))
            .as("a letter of %s to a person who is a child", letter.dated())
            .isTrue();
      }
    }
  }

  /** D7, D29. */
  private void onlyChildrenHaveABirthdayTimerAndOnlyAdultsAreAskedForConsent(RegisterCase nrmCase) {
    for (String once : List.of("coming-of-age", "support-as-adult", "leave-expiry")) {
      assertThat(instances.ids(caseNumber, Set.of(once)).size()).as(once).isLessThanOrEqualTo(1);
    }
    assertThat(instances.diagrams(caseNumber))
        .doesNotContain(nrmCase.now().adultFrom() == null ? "support-as-adult" : "coming-of-age");
  }

  /** D38. */
  private void everyLetterIsInTheRegister(List<RegisterEvent> history) {
    assertThat(history.stream().filter(event -> event.kindCode().equals("letter-sent")).count())
        .as("letters in the register")
        .isEqualTo(letters.of(caseNumber).size());
  }

  /** D34, D41: also if the child has moved since. */
  private void aMissingChildIsKnownToTheLocalAuthorityThatHasTheCase(RegisterCase nrmCase) {
    List<Letter> notices =
        letters.of(caseNumber).stream()
            .filter(letter -> letter.template().equals("child-missing"))
            .filter(letter -> !letter.dated().isBefore(missingSince(nrmCase)))
            .toList();
    if (!notices.isEmpty()) {
      assertThat(notices)
          .as("who was notified that the child is missing")
          .anyMatch(
              letter -> letter.council().filter(nrmCase.localAuthority()::equals).isPresent());
    }
  }

  /** No letter is on or after the day if the child is not missing. */
  private static LocalDate missingSince(RegisterCase nrmCase) {
    LocalDate since = nrmCase.now().missingSince();
    return since == null ? LocalDate.MAX : since;
  }

  /** D18; D30: different officers each time. */
  private void twoOfficersDecide() {
    List<Register.Decision> decisions = register.decisions(caseNumber);
    decisions.forEach(
        decision ->
            assertThat(decision.secondOfficer())
                .as("second officer")
                .isNotEqualTo(decision.caseOwner()));
    for (Stage stage : Stage.values()) {
      List<String> officers =
          decisions.stream()
              .filter(decision -> decision.stage() == stage)
              .flatMap(decision -> Stream.of(decision.caseOwner(), decision.secondOfficer()))
              .toList();
      assertThat(officers).as("officers of %s", stage).doesNotHaveDuplicates();
    }
  }

  /** D15, D30: within one time limit. */
  private void originalDatesDoNotChange(RegisterCase nrmCase, List<RegisterEvent> history) {
    int now = (int) history.stream().filter(event -> NEW_CLOCK.contains(event.kindCode())).count();
    LocalDate rg = nrmCase.reasonableGrounds().originalDue();
    LocalDate cg = nrmCase.conclusiveGrounds().originalDue();
    if (now == clocks) {
      if (rgOriginal != null) {
        assertThat(rg).as("original date of reasonable grounds").isEqualTo(rgOriginal);
      }
      if (cgOriginal != null) {
        assertThat(cg).as("original date of conclusive grounds").isEqualTo(cgOriginal);
      }
    }
    clocks = now;
    rgOriginal = rg;
    cgOriginal = cg;
  }

  private void oneDecisionAtATime(Stage stage) {
    assertThat(instances.ids(caseNumber, Set.of(stage.id())).size())
        .as("open at %s", stage)
        .isLessThanOrEqualTo(1);
    assertThat(decisionTasks(stage).size())
        .as("decision tasks at %s", stage)
        .isLessThanOrEqualTo(1);
  }

  private List<Task> decisionTasks(Stage stage) {
    String what = stage == Stage.REASONABLE_GROUNDS ? "ReasonableGrounds" : "ConclusiveGrounds";
    return engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceBusinessKey(caseNumber)
        .taskDefinitionKeyIn("Task_Propose" + what, "Task_Confirm" + what)
        .list();
  }

  /** D28, D36, D40. */
  private void taskTimerAndVariableAgree(RegisterCase nrmCase, Stage stage) {
    List<String> open = instances.ids(caseNumber, Set.of(stage.id()));
    Optional<Job> timer =
        open.isEmpty()
            ? Optional.empty()
            : engine
                .getManagementService()
                .createJobQuery()
                .processInstanceId(open.get(0))
                .timers()
                .list()
                .stream()
                .findFirst();
    if (nrmCase.now().suspendedStage() == stage) {
      assertThat(timer).as("a suspended stage has no timer").isEmpty();
      assertThat(decisionTasks(stage)).as("a suspended stage has no decision task").isEmpty();
      return;
    }
    StageState clock = nrmCase.at(stage);
    for (Task task : decisionTasks(stage)) {
      Date variable =
          (Date) engine.getRuntimeService().getVariable(open.get(0), stage.prefix() + "TargetDate");
      assertThat(task.getDueDate()).as("task and variable of %s", stage).isEqualTo(variable);
      assertThat(LocalDay.of(variable))
          .as("variable and register of %s", stage)
          .isEqualTo(clock.due());
      timer.ifPresent(
          job -> assertThat(job.getDuedate()).as("timer of %s", stage).isEqualTo(variable));
      if (timer.isEmpty()) {
        assertThat(clock.lateMark())
            .as("an expired timer of %s has set the late mark", stage)
            .isNotNull();
      }
    }
  }

  private void theEngineAgreesWithTheRegister(RegisterCase nrmCase) {
    Map<String, Object> variables = instances.variables(caseNumber);
    if (variables.isEmpty()) {
      return;
    }
    assertThat(variables.get("localAuthority")).as("council").isEqualTo(nrmCase.localAuthority());
    if (variables.get("referralTargetMissed") != null) {
      assertThat(variables.get("referralTargetMissed"))
          .as("48 hours, D6")
          .isEqualTo(nrmCase.now().referralTargetMissed());
    }
    assertThat(variables.get("missingSince"))
        .as("missing")
        .isEqualTo(
            nrmCase.now().missingSince() == null ? null : nrmCase.now().missingSince().toString());
    assertThat(variables.get("suspendedStage"))
        .as("suspended")
        .isEqualTo(
            nrmCase.now().suspendedStage() == null ? null : nrmCase.now().suspendedStage().id());
    assertThat(variables.get("removalHold"))
        .as("removal hold")
        .isEqualTo(StoredCode.id(nrmCase.removalHold()));
    if (variables.get("rgAuthority") != null) {
      assertThat(variables.get("rgAuthority"))
          .as("authority")
          .isEqualTo(StoredCode.id(nrmCase.rgAuthority()));
    }
    Set<String> councils =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(caseNumber)
            .list()
            .stream()
            .filter(instance -> !instance.getProcessDefinitionId().startsWith("accept-hand-over"))
            .map(ProcessInstance::getTenantId)
            .collect(Collectors.toSet());
    assertThat(councils).as("tenants").containsOnly(nrmCase.localAuthority());
  }

  /** D32. */
  private void theRemovalHoldFollowsTheDecisions(RegisterCase nrmCase) {
    if (nrmCase.removalHold() == null) {
      return;
    }
    if (nrmCase.now().reconsideredStage() != null) {
      assertThat(nrmCase.removalHold())
          .as("removal hold while a decision is reconsidered")
          .isIn(RemovalHold.ON, RemovalHold.NOT_NEEDED);
      assertThat(nrmCase.caseOutcome()).as("open again").isNull();
      return;
    }
    boolean over =
        nrmCase.reasonableGrounds().outcome() == Outcome.NEGATIVE
            || nrmCase.conclusiveGrounds().outcome() == Outcome.NEGATIVE
            || nrmCase.leaveOutcome() != null;
    if (nrmCase.caseOutcome() != null && over) {
      assertThat(nrmCase.removalHold())
          .as("removal hold after the end")
          .isNotEqualTo(RemovalHold.ON);
    }
    if (nrmCase.caseOutcome() == CaseOutcome.RECOGNISED && !over) {
      assertThat(
              leaveNeed.of(
                  file.read(caseNumber),
                  nrmCase.referralReceivedOn(),
                  nrmCase.conclusiveGrounds().decidedOn()))
          .as("the need for leave, on which nothing is recorded, D29")
          .isIn(
              LeaveNeed.NOT_NEEDED,
              nrmCase.removalHold() == RemovalHold.ON
                  ? LeaveNeed.NOT_NEEDED
                  : RegisterCase.NO_LEAVE);
    }
    boolean begun = nrmCase.referralReceivedOn() != null || nrmCase.now().ukbaCopyOn() != null;
    if (begun && !over && nrmCase.caseOutcome() == null) {
      assertThat(nrmCase.removalHold())
          .as("removal hold before the end")
          .isIn(RemovalHold.ON, RemovalHold.NOT_NEEDED);
    }
  }
}
