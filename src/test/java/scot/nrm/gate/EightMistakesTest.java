package scot.nrm.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.journeys.RevisedFiles;

/**
 * The careless mistakes that once went live unseen: each is refused before anything is deployed, in
 * a sentence that says what to do. Gaps in tables and what a form may mark are checked by {@code
 * TableCheck} and {@code FormLint}.
 */
class EightMistakesTest {

  private static final String FORGETFUL = "review-before-decision";

  /** Its authority is in {@code config/}: see {@code CheckCommandTest}. */
  private static final String OF_AN_AUTHORITY = "local-panel";

  private static final String NEW_QUESTION =
      """
      {"type": "radio", "id": "Field_InterpreterCame", "key": "interpreterCame",
       "label": "Did an interpreter come?", "properties": {"process": "yes"},
       "values": [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}],
       "validate": {"required": true}, "layout": {"row": "Row_InterpreterCame"}},
      """;

  private final ShippedSet set = new ShippedSet();

  /** Everything that is checked before a deployment. */
  @Test
  @Tag("quick")
  void theShippedFilesHaveNoProblem() {
    assertThat(set.problems(Map.of())).isEmpty();
  }

  /**
   * The revisions of later years are correct. This test leaves out what they need in {@code
   * config/}.
   */
  @ParameterizedTest
  @MethodSource("revisions")
  void aCorrectRevisionHasNoProblem(String revision) {
    with(revision);

    assertThat(set.problems())
        .filteredOn(problem -> !problem.contains("config/roles.yaml"))
        .isEmpty();
  }

  static Stream<String> revisions() {
    return RevisedFiles.all().keySet().stream()
        .filter(revision -> !Set.of(FORGETFUL, OF_AN_AUTHORITY).contains(revision));
  }

  /** The review has moved to another diagram, which sends no reminder to those who don't answer. */
  @Test
  void anOmissionOfARevisionIsReported() {
    with(FORGETFUL);

    assertThat(set.problems())
        .containsExactly(
            "D21: no timer waits for reflectionReminderDate any more, so nobody who has not answered would be reminded. Put a timer with the date ${reflectionReminderDate} back.");

    with(RevisedFiles.corrected().get(FORGETFUL));

    assertThat(set.problems()).isEmpty();
  }

  @Test
  void aMissingDiagramIsReportedByItsId() {
    set.files().remove("suspension.bpmn");

    assertThat(set.problems())
        .noneMatch(problem -> problem.contains("null"))
        .anyMatch(
            problem ->
                problem.startsWith(
                    "D36: a row of config/safeguards.yaml names the diagram suspension, which doesn't exist. Use an existing one"));
  }

  private void with(String revision) {
    with(RevisedFiles.all().get(revision));
  }

  private void with(CarelessMistake mistake) {
    with(Map.of(mistake.file(), mistake.content()));
  }

  private void with(Map<String, byte[]> files) {
    files.forEach(
        (file, content) -> {
          if (!file.startsWith("config/")) {
            set.with(
                file.substring(file.indexOf('/') + 1), new String(content, StandardCharsets.UTF_8));
          }
        });
  }

  @Test
  void mistake1TheSecondOfficerIsDeleted() {
    with(CarelessMistake.SECOND_OFFICER_DELETED);

    assertThat(set.problems())
        .filteredOn(problem -> problem.contains(" records what no task "))
        .as("once, by whichever paths")
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem)
                    .startsWith(
                        "processes/conclusive-grounds.bpmn: \"Record the decision\" (Service_RecordConclusiveGrounds) records what no task before it has done on this path: ")
                    .endsWith(
                        "Put a task with the properties act = confirm and decision = conclusive-grounds on every path before it."));
  }

  @Test
  void aProposalThatWasSentBackIsNotForgotten() {
    set.with(
        "conclusive-grounds.bpmn",
        "<bpmn:extensionElements>\\s*<camunda:executionListener [^>]*forgetProposal[^>]*>\\s*</bpmn:extensionElements>",
        "");

    assertThat(set.problems())
        .containsExactly(
            "processes/conclusive-grounds.bpmn: \"Propose conclusive grounds\" (Task_ProposeConclusiveGrounds) begins while the earlier proposal is still there: Two officers decide → Work begins → Proposal waiting? → Propose conclusive grounds → Confirm conclusive grounds → Confirmed? → Propose conclusive grounds. If a deadline moves then, the second officer gets that proposal again. Give the flow that sends it back the execution listener ${forgetProposal} for the event take.");
  }

  /** Where the route is clear, no one has a task in the called diagram. */
  @Test
  void aLoopThroughACalledDiagramIsReported() {
    loopAroundRoute();

    assertThat(set.problems())
        .containsExactly(
            "processes/nrm-case.bpmn: \"Route the case\" (Call_Route) can lead back to itself without a task, a timer or a message in between, so a case could go round for ever. Lead the path to a task or an end.");
  }

  /** A fork ends when all its paths do. Where the route is clear, the first one isn't reached. */
  @ParameterizedTest
  @CsvSource({"Task_ConfirmRoute, Task_ConfirmRoute, true", "Event_Routed, Service_Again, false"})
  void aCalledDiagramThatForksIsPassedIfAllItsPathsEnd(String from, String to, boolean isPassed) {
    loopAroundRoute();
    set.with(
        "route.bpmn",
        text ->
            text.replace(
                    "sourceRef=\"Gateway_RouteClear\" targetRef=\"%s\"".formatted(from),
                    "sourceRef=\"Gateway_RouteClear\" targetRef=\"Gateway_Fork\"")
                .replace(
                    "<bpmn:endEvent",
                    """
                <bpmn:parallelGateway id="Gateway_Fork" />
                <bpmn:sequenceFlow id="Flow_One" sourceRef="Gateway_Fork" targetRef="Event_Routed" />
                <bpmn:sequenceFlow id="Flow_Other" sourceRef="Gateway_Fork" targetRef="%s" />
                <bpmn:serviceTask id="Service_Again" name="Again" camunda:delegateExpression="${checkRoute}" />
                <bpmn:sequenceFlow id="Flow_Again" sourceRef="Service_Again" targetRef="Task_ConfirmRoute" />
                <bpmn:endEvent"""
                        .formatted(to)));

    assertThat(set.problems().stream().anyMatch(one -> one.contains("can lead back to itself")))
        .isEqualTo(isPassed);
  }

  private void loopAroundRoute() {
    set.with(
        "nrm-case.bpmn",
        text ->
            text.replace(
                "<bpmn:sequenceFlow id=\"Flow_Route_To_ReasonableGrounds\" sourceRef=\"Call_Route\" targetRef=\"Call_ReasonableGrounds\" />",
                """
                <bpmn:exclusiveGateway id="Gateway_Again" name="Again?" default="Flow_Once">
                  <bpmn:incoming>Flow_Route_To_ReasonableGrounds</bpmn:incoming>
                  <bpmn:outgoing>Flow_Again</bpmn:outgoing>
                  <bpmn:outgoing>Flow_Once</bpmn:outgoing>
                </bpmn:exclusiveGateway>
                <bpmn:sequenceFlow id="Flow_Route_To_ReasonableGrounds" sourceRef="Call_Route" targetRef="Gateway_Again" />
                <bpmn:sequenceFlow id="Flow_Again" sourceRef="Gateway_Again" targetRef="Call_Route"><bpmn:conditionExpression>${rgAuthority == 'UKBA'}</bpmn:conditionExpression></bpmn:sequenceFlow>
                <bpmn:sequenceFlow id="Flow_Once" sourceRef="Gateway_Again" targetRef="Call_ReasonableGrounds" />
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          log-referral | referralReceivedDate | "Record the receipt" (Service_RecordReceipt) asks referralReceivedDate, which nothing has set on this path
          propose-reasonable-grounds | rgProposal | "Proposal waiting?" (Gateway_ProposalWaiting) asks rgProposal, which nothing before it sets
          decide-reconsideration | reconsiderationDecision | "Accepted?" (Gateway_Accepted) asks reconsiderationDecision, which nothing before it sets
          """)
  void aKeyThatWasChangedIsReportedOnceWithItsForm(String form, String key, String problem) {
    set.with(form + ".form", "\"key\": \"" + key + "\"", "\"key\": \"quiteDifferent\"");

    assertThat(set.problems())
        .singleElement()
        .asString()
        .contains(problem)
        .endsWith(
            " The form %s has the key quiteDifferent, which nothing uses: if it asks that question, change its key back to %s."
                .formatted(form, key));
  }

  @Test
  void mistake2AGatewayHasNoFlowForEachAnswer() {
    with(CarelessMistake.NO_FLOW_FOR_EACH_ANSWER);

    assertThat(set.problems())
        .contains(
            "processes/local-authority-assessment.bpmn: The gateway \"Believed trafficked?\" (Gateway_BelievedTrafficked) has no flow for believedTrafficked = 'no'. Add one, or make one of its flows the default.",
            "processes/local-authority-assessment.bpmn: The gateway \"Believed trafficked?\" (Gateway_BelievedTrafficked) asks whether believedTrafficked is 'maybe', which it can't be. It can be 'no', 'yes'.");
  }

  @Test
  void anAnswerWithoutQuotationMarksIsReportedWithoutWhatFollows() {
    set.with(
        "local-authority-assessment.bpmn",
        text -> text.replaceFirst("(believedTrafficked ==) 'yes'", "$1 yes"));

    assertThat(set.problems())
        .containsExactly(
            "processes/local-authority-assessment.bpmn: \"Referred after all?\" (Gateway_BelievedAlready) asks yes, which nothing has set on this path: Referred after all?. If it is an answer, write 'yes'. If not, let a form, a step or the calling diagram set it before.");

    set.with(
        "local-authority-assessment.bpmn",
        text -> text.replace("believedTrafficked == 'yes'", "believedTrafficked == yes"));

    assertThat(set.problems())
        .as("with the safeguard that it would break")
        .hasSize(2)
        .anyMatch(
            problem -> problem.contains("If it is an answer, write 'yes'. If not, ask a value"));
  }

  @Test
  void mistake3TheTimerOfTheReflectionPeriodIsRemoved() {
    with(CarelessMistake.TIMER_TAKEN_OUT);

    assertThat(set.problems())
        .contains(
            "processes/reflection-period.bpmn: D20: no timer waits for reflectionEndDate any more, so the reflection period would end before its last day. Put a timer with the date ${reflectionEndDate} back.");
  }

  @Test
  void mistake4ATaskHasNoGroup() {
    with(CarelessMistake.TASK_WITHOUT_A_GROUP);

    assertThat(set.problems())
        .containsExactly(
            "processes/local-authority-assessment.bpmn: The task \"Accept the concern\" (Task_AcceptConcern) belongs to no group, so nobody would see it. Name its group under Candidate groups.");
    set.with(
        "local-authority-assessment.bpmn",
        "camunda:formRef=\"accept-concern\"",
        "camunda:formRef=\"accept-concern\" camunda:candidateGroups=\"la-duty-scoial-work\"");
    assertThat(set.problems())
        .containsExactly(
            "processes/local-authority-assessment.bpmn: The task \"Accept the concern\" (Task_AcceptConcern) belongs to the group la-duty-scoial-work, which isn't in config/roles.yaml, so nobody would see it. Under Candidate groups, write one from that file, such as la-duty-social-work. If the group is new, an operator adds it to that file and restarts the program first.");
  }

  @Test
  void aTaskHasNoName() {
    set.with("local-authority-assessment.bpmn", "name=\"Accept the concern\"", "name=\"\"");

    assertThat(set.problems())
        .containsExactly(
            "processes/local-authority-assessment.bpmn: The task Task_AcceptConcern has no name, which people see in their list. Give it the words of the heading of its form.");
  }

  @Test
  void mistake5AKeyOfAFormIsRenamed() {
    with(CarelessMistake.KEY_RENAMED);

    assertThat(set.problems())
        .as("with the safeguard that it would break")
        .hasSize(2)
        .contains(
            "processes/local-authority-assessment.bpmn: The gateway \"Believed trafficked?\""
                + " (Gateway_BelievedTrafficked) asks believedTrafficked, which nothing before it"
                + " sets, so \"Complete NRM form parts A to E: referral and child\""
                + " (Task_NrmFormReferralAndChild) is never reached from there. Ask a value that a"
                + " form, a table or a step sets before it, or give the form assess-child a field with"
                + " this key and the property process = yes. The form assess-child has the key"
                + " isTrafficked, which nothing uses: if it asks that question, change its key back"
                + " to believedTrafficked.");
  }

  /** In the same gateway, further on, or in the diagram that calls this one. */
  @Test
  void consequencesOfAMistakeAreNotReported() {
    set.with(
        "local-authority-assessment.bpmn",
        text -> text.replace("nrmFormNextStep == 'change-indicators'", "nrmFormNextStep == 'g'"));

    set.with("decide-leave.form", "\"key\": \"leaveDecision\"", "\"key\": \"decision\"");
    set.with(
        "awareness-event-booking.bpmn",
        text ->
            text.replaceFirst(
                "(<bpmn:boundaryEvent id=\"Timer_EventsOver\")([^>]*>)",
                "$1 cancelActivity=\"false\"$2"));

    assertThat(set.problems())
        .filteredOn(problem -> problem.contains("local-authority-assessment"))
        .singleElement()
        .asString()
        .contains("(Gateway_SectionG) asks whether nrmFormNextStep is 'g'");
    assertThat(set.problems())
        .filteredOn(problem -> problem.contains("leave-to-remain"))
        .singleElement()
        .asString()
        .contains("(Gateway_LeaveGranted) asks leaveDecision, which nothing before it sets");
    assertThat(set.problems())
        .as("by whichever paths")
        .filteredOn(problem -> problem.contains("can run twice at once"))
        .hasSize(1);
    assertThat(set.problems())
        .allMatch(problem -> problem.matches("processes/(local|leave|awareness)-.*"));

    ShippedSet withoutAnOption = new ShippedSet();
    withoutAnOption.with(
        "confirm-not-referred.form", "\"value\": \"confirm\"", "\"value\": \"yes\"");

    assertThat(withoutAnOption.problems())
        .as("the path of the case no longer leads to its end")
        .singleElement()
        .asString()
        .contains("(Gateway_NotReferredConfirmed) asks whether notReferredDecision is 'confirm'");
  }

  /** Whatever the steps and paths. */
  @Test
  void aLostSafeguardAndAnUnsetValueAreReportedOncePerDiagram() {
    set.with("conclusive-grounds.bpmn", ">\\$\\{cgTargetDate}<", ">\\${reflectionEndDate}<");
    set.with(
        "reflection-period.bpmn", ">\\$\\{reflectionEndDate}<", ">\\${reflectionReminderDate}<");
    set.with("intake.bpmn", "camunda:delegateExpression=\"\\$\\{recordReceipt}\"", "");

    assertThat(set.problems())
        .filteredOn(problem -> problem.contains("D28: "))
        .as("while the decision is proposed, and while it is confirmed")
        .hasSize(1);
    assertThat(set.problems())
        .filteredOn(problem -> problem.contains("D20: "))
        .singleElement()
        .asString()
        .contains("no timer waits for reflectionEndDate any more");
    assertThat(set.problems())
        .filteredOn(problem -> problem.contains(" asks rgTargetDate, which nothing has set"))
        .hasSize(1);
  }

  /** A late decision would end as one that nobody made. */
  @Test
  void d18ATimerThatInterruptsADecisionIsRefused() {
    List<String> stages = List.of("reasonable-grounds", "conclusive-grounds");
    for (String stage : stages) {
      set.with(
          stage + ".bpmn",
          "name=\"Decision due\" cancelActivity=\"false\"",
          "name=\"Decision due\"");
    }

    for (String stage : stages) {
      assertThat(set.problems())
          .as(stage)
          .anySatisfy(
              problem ->
                  assertThat(problem)
                      .startsWith("processes/" + stage + ".bpmn: D18: a path through ")
                      .contains("so a case that nobody has decided would be closed as negative"));
    }
  }

  /** Modeler keeps the conditions when it changes the gateway, and the engine ignores them. */
  @Test
  void aConditionAtAParallelGatewayIsRefused() {
    set.with(
        "leave-to-remain.bpmn",
        "(?s)exclusiveGateway( id=\"Gateway_AsylumGranted\" name=\"Asylum granted\\?\")[^>]*(.*?</bpmn:)exclusiveGateway",
        "parallelGateway$1$2parallelGateway");

    assertThat(set.problems())
        .containsExactly(
            "processes/leave-to-remain.bpmn: The gateway \"Asylum granted?\" (Gateway_AsylumGranted) is parallel and takes every flow, whatever its condition. Choose an exclusive gateway.");
  }

  /** Only the local authority closes its work (D1). */
  @Test
  void d1ATimerThatEndsProtectionWorkIsRefused() {
    set.with(
        "child-protection.bpmn",
        "<bpmn:endEvent id=\"Event_ProtectionClosed\"",
        """
        <bpmn:boundaryEvent id="Timer_Old" name="A year" attachedToRef="Task_ProtectChild">
          <bpmn:timerEventDefinition><bpmn:timeDuration>P1Y</bpmn:timeDuration></bpmn:timerEventDefinition>
        </bpmn:boundaryEvent>
        <bpmn:sequenceFlow id="Flow_Old" sourceRef="Timer_Old" targetRef="Event_ProtectionClosed" />
        $0""");

    assertThat(set.problems())
        .containsExactly(
            "processes/child-protection.bpmn: D1: a path through \"Child protection\" (child-protection) ends without recordProtectionClosed, so child protection work would end although the local authority has not closed it. Lead all of these cases to it.");
  }

  /** Modeler changes an end event with two clicks. It then ends what runs beside it, too. */
  @Test
  void aTerminateEndEventBesideOtherWorkIsRefused() {
    Map<String, String> ends =
        Map.of(
            "reasonable-grounds", "Event_FactsSupplied",
            "nrm-case", "Event_ReflectionOver",
            "reflection-period", "Event_NextAuthorityNotified");
    ends.forEach(
        (diagram, end) ->
            set.with(
                diagram + ".bpmn",
                "(?s)(<bpmn:endEvent id=\"" + end + "\".*?)(</bpmn:endEvent>)",
                "$1<bpmn:terminateEventDefinition />$2"));

    assertThat(set.problems())
        .hasSize(3)
        .anyMatch(one -> one.startsWith("processes/reasonable-grounds.bpmn: D18: a path through"))
        .anyMatch(one -> one.startsWith("processes/nrm-case.bpmn: D33: a path through"))
        .anyMatch(
            one -> one.startsWith("processes/reflection-period.bpmn: D20: on a path through"));
  }

  /** What must follow directly after it would be required of no path. */
  @Test
  void d1AStepThatASafeguardFollowsIsRefusedIfNoDiagramRunsIt() {
    for (String diagram : List.of("nrm-case", "send-nrm-form-to-ukhtc")) {
      set.with(
          diagram + ".bpmn",
          text -> text.replaceAll("<camunda:executionListener .*openCase}\" />", ""));
    }

    assertThat(set.problems())
        .contains(
            "D1: no diagram runs the step openCase any more, so child protection work would not start immediately. Put the step back.");
  }

  /** The engine would stop each case there. */
  @Test
  void aConditionWithoutAComparisonIsTheOnlyMistake() {
    set.with("intake.bpmn", text -> text.replace("${factsMissing == 'yes'}", "${factsMissing}"));

    assertThat(set.problems())
        .containsExactly(
            "processes/intake.bpmn: The gateway \"Facts missing?\" (Gateway_FactsMissing) uses factsMissing as if it were true or false, but it can be 'no', 'yes'. Compare it, such as ${factsMissing == 'yes'}.");
  }

  @Test
  void aNewDiagramThatIsNotKnownIsReportedOnce() {
    set.with(
        "look-again.bpmn", set.text("route.bpmn").replace("id=\"route\"", "id=\"look-again\""));
    set.with(
        "nrm-case.bpmn",
        text ->
            text.replace("calledElement=\"route\"", "calledElement=\"look-again\"")
                .replace("sets.version('route')", "sets.version('look-again')"));

    assertThat(set.problems(Map.of()))
        .singleElement()
        .asString()
        .startsWith("processes/look-again.bpmn: ")
        .contains("there is no process with this id");
  }

  /** The engine applies the exclamation mark first, and would never take the flow. */
  @Test
  void aNegatedAnswerInAComparisonIsReported() {
    set.with(
        "intake.bpmn",
        text -> text.replace("${factsMissing == 'yes'}", "${!factsMissing == 'yes'}"));

    assertThat(set.problems())
        .singleElement()
        .asString()
        .contains("(Gateway_FactsMissing) uses factsMissing as if it were true or false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<bpmn:multiInstanceLoopCharacteristics camunda:collection=\"officers\" />",
        "<bpmn:multiInstanceLoopCharacteristics camunda:collection=\"${officers}\" />",
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>${officers}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
      })
  void aTaskForEachOfWhatNothingHasSetIsReported(String instances) {
    set.with(
        "leave-to-remain.bpmn",
        text ->
            text.replace(
                "<bpmn:outgoing>Flow_AsylumDecided</bpmn:outgoing>",
                "<bpmn:outgoing>Flow_AsylumDecided</bpmn:outgoing>" + instances));

    assertThat(set.problems())
        .singleElement()
        .asString()
        .contains("(Task_RecordAsylumDecision) asks officers, which nothing has set on this path");
  }

  @Test
  void aGatewayThatWaitsForBothAnswersIsReported() {
    set.with(
        "intake.bpmn",
        text ->
            text.replace("targetRef=\"Event_ReferralLogged\"", "targetRef=\"Gateway_Join\"")
                .replace(
                    "<bpmn:endEvent id=\"Event_ReferralLogged\"",
                    """
                    <bpmn:parallelGateway id="Gateway_Join" />
                    <bpmn:sequenceFlow id="Flow_Joined" sourceRef="Gateway_Join" targetRef="Event_ReferralLogged" />
                    <bpmn:endEvent id="Event_ReferralLogged\""""));

    assertThat(set.problems())
        .containsExactly(
            "processes/intake.bpmn: The gateway Gateway_Join waits for every flow into it, and on this path one never comes: Log the referral → Record the receipt → Acknowledge the referral → Merge or link cases → Facts missing?. Choose an exclusive gateway there if only one of them is taken.");
  }

  @Test
  void anEventOfNoTypeIsReported() {
    set.with(
        "leave-to-remain.bpmn",
        "(?s)<bpmn:messageEventDefinition id=\"Event_AsylumClaimed_Message\".*?/>",
        "");

    assertThat(set.problems())
        .containsExactly(
            "processes/leave-to-remain.bpmn: \"Asylum claimed\" (Event_AsylumClaimed) waits for nothing. Make it a message event or a timer event, or remove it.");
  }

  /** Modeler keeps the condition of a flow that becomes the default. */
  @Test
  void aDiagramThatTheEngineRefusesIsReported() {
    set.with("intake.bpmn", " default=\"Flow_Complete\"", " default=\"Flow_FactsMissing\"");
    set.with(
        "intake.bpmn",
        "(<bpmn:sequenceFlow id=\"Flow_Complete\"[^>]*?) ?/>",
        "$1><bpmn:conditionExpression>\\${factsMissing == 'no'}</bpmn:conditionExpression></bpmn:sequenceFlow>");

    assertThat(set.problems(Map.of()))
        .singleElement()
        .asString()
        .startsWith("processes/intake.bpmn: Camunda can't read this: ")
        .contains("'Flow_FactsMissing' which is the default flow but has a condition too");
  }

  /** A new question that a form of another diagram asks. */
  @Test
  void aMissingValueIsReportedWithTheMappingsThatItNeeds() {
    set.with(
        "log-referral.form",
        text -> text.replaceFirst("\"components\": \\[", "\"components\": [" + NEW_QUESTION));
    set.with(
        "reasonable-grounds.bpmn",
        text ->
            text.replace(
                "${factsMissing == 'yes'}",
                "${factsMissing == 'yes' and interpreterCame == 'yes'}"));

    assertThat(set.problems())
        .containsExactly(
            "processes/reasonable-grounds.bpmn: The gateway \"Facts missing?\" (Gateway_FactsMissing)"
                + " asks interpreterCame, which nothing before it sets, so \"Supply missing facts\""
                + " (Task_SupplyMissingFacts) is never reached from there. Another diagram sets it:"
                + " hand it over under Out mappings of the call of that diagram, and under In"
                + " mappings of the call of this one.");
  }

  /** An extension begins the period again, and its reminder with it. */
  @Test
  void aReminderOfARepeatedStepNeedsAnEndForItsTask() {
    set.with(
        "reflection-period.bpmn",
        text ->
            text.replace(
                "</bpmn:process>",
                reminder("Call", "Two weeks", "SubProcess_Reflection", "P14D", "review-search")
                    + "</bpmn:process>"));

    assertThat(set.problems())
        .singleElement()
        .asString()
        .startsWith("processes/reflection-period.bpmn: \"Act\" (Task_Call) can run twice at once: ")
        .endsWith(
            ". \"Time to recover and reflect\" (SubProcess_Reflection) can begin again while it is open. Attach what begins it again, such as a message, to the task too, so that the task ends.");
  }

  /** A reminder with a task that nothing ends. */
  private static String reminder(
      String id, String name, String host, String duration, String form) {
    return """
        <bpmn:boundaryEvent id="Timer_%1$s" name="%2$s" cancelActivity="false" attachedToRef="%3$s">
          <bpmn:timerEventDefinition id="Timer_%1$s_Timer"><bpmn:timeDuration>%4$s</bpmn:timeDuration></bpmn:timerEventDefinition>
        </bpmn:boundaryEvent>
        <bpmn:userTask id="Task_%1$s" name="Act" camunda:formRef="%5$s" camunda:formRefBinding="deployment" camunda:candidateGroups="la-manager" />
        <bpmn:endEvent id="Event_%1$s" />
        <bpmn:sequenceFlow id="Flow_%1$s" sourceRef="Timer_%1$s" targetRef="Task_%1$s" />
        <bpmn:sequenceFlow id="Flow_%1$s_Done" sourceRef="Task_%1$s" targetRef="Event_%1$s" />
        """
        .formatted(id, name, host, duration, form);
  }

  /** A proposal that is sent back begins the task again, and the question about it stays open. */
  @Test
  void aReminderOfATaskThatIsSentBackBelongsToTheSubProcess() {
    set.with(
        "reasonable-grounds.bpmn",
        text ->
            text.replaceFirst(
                "</bpmn:subProcess>",
                reminder(
                        "Ask",
                        "Two days",
                        "Task_ProposeReasonableGrounds",
                        "P2D",
                        "act-on-late-reasonable-grounds")
                    + "</bpmn:subProcess>"));

    assertThat(set.problems())
        .singleElement()
        .asString()
        .endsWith(
            ". A later step leads back to \"Propose reasonable grounds\" (Task_ProposeReasonableGrounds) while \"Act\" (Task_Ask) is open. Attach \"Two days\" (Timer_Ask) to \"Two officers decide\" (SubProcess_DecideReasonableGrounds) instead, which has all these steps in it.");
  }

  /** The diagram has rules of a case, and steps of the program continue cases in it. */
  @Test
  void aCalledDiagramCannotBeRetired() {
    for (String stage : List.of("reasonable-grounds.bpmn", "conclusive-grounds.bpmn")) {
      set.with(
          stage,
          text ->
              text.replaceAll(
                  "(?s)<bpmn:callActivity (id=\"Call_Suspension\".*?) calledElement.*?</bpmn:callActivity>",
                  "<bpmn:userTask $1 camunda:formRef=\"review-search\" camunda:formRefBinding=\"deployment\" camunda:candidateGroups=\"la-manager\" />"));
    }

    assertThat(set.problems())
        .anyMatch(
            one ->
                one.contains("Nothing begins the diagram")
                    && one.endsWith(
                        "The program needs it for rules of a case, so a revision can't retire it. Call it again, or give its start its form back. Where its rules no longer apply, ask a developer."));
  }

  /** Both flows ask it, and without it neither is taken. */
  @Test
  void aValueThatOnlyTheCaseFileHasIsReportedOnceWithItsForms() {
    set.with(
        "intake.bpmn",
        text ->
            text.replace(" default=\"Flow_Complete\"", "")
                .replace("${factsMissing == 'yes'}", "${ageDisputed == 'yes'}")
                .replaceFirst(
                    "(<bpmn:sequenceFlow id=\"Flow_Complete\"[^>]*?) ?/>",
                    "$1><bpmn:conditionExpression>\\${ageDisputed == 'no'}</bpmn:conditionExpression></bpmn:sequenceFlow>"));

    assertThat(set.problems())
        .containsExactly(
            "processes/intake.bpmn: The gateway \"Facts missing?\" (Gateway_FactsMissing) asks"
                + " ageDisputed, which nothing before it sets, so \"Referral logged\""
                + " (Event_ReferralLogged) is never reached from there. It is only in the child's file:"
                + " give its field in the form nrm-form-referral-and-child and in the form"
                + " send-nrm-form-to-ukhtc the property process = yes, too.");
  }

  /** Two events of the diagram wait for it, and end what would else be there twice. */
  @Test
  void aMisspeltMessageIsReportedOnce() {
    set.with("conclusive-grounds.bpmn", "name=\"decision-changed\"", "name=\"decision changed\"");

    assertThat(set.problems())
        .containsExactly(
            "processes/conclusive-grounds.bpmn: \"Deadline or authority changed\" (Event_DecisionChanged) waits for the message \"decision changed\", which no step of the program sends. Choose one of those that are sent, such as decision-changed.");
  }

  @Test
  void aDeletedFlowIsReportedWithBothEnds() {
    set.with(
        "request-reflection-extension.bpmn",
        text ->
            text.replaceFirst("<bpmn:sequenceFlow id=\"Flow_Extended\"[^>]*/>", "")
                .replace("<bpmn:outgoing>Flow_Extended</bpmn:outgoing>", "")
                .replace("<bpmn:incoming>Flow_Extended</bpmn:incoming>", ""));

    assertThat(set.problems())
        .containsExactly(
            "processes/request-reflection-extension.bpmn: No flow leaves \"Extend the period\" (Service_ExtendReflection), and none leads to \"Notify the local authority\" (Service_NotifyExtension). Draw one between them, or end the path with an end event and remove what no flow leads to.");
  }

  /** Nothing is said of the diagrams and forms whose meaning depends on it. */
  @Test
  void anUnreadableFormIsTheOnlyMistake() {
    assertThat(set.problems(form("{\n\"id\": \"decide-leave\",")))
        .containsExactly(
            "forms/decide-leave.form: Line 2: this is not JSON. Save the form from Camunda Modeler again.");
    assertThat(
            set.problems(
                form(
                    set.text("decide-leave.form")
                        .replace("\"id\": \"decide-leave\"", "\"id\": \"leave\""))))
        .containsExactly(
            "forms/decide-leave.form: The form has the id leave. Its id must be the name of its file, decide-leave.");
  }

  /** Modeler offers other fields there, so what else is wrong can't be corrected in that file. */
  @ParameterizedTest
  @ValueSource(strings = {"processes/intake.bpmn", "processes/letters.dmn", "forms/intake.form"})
  void aFileForCamunda8IsTheOnlyMistake(String file) {
    String blank =
        file.endsWith(".form")
            ? "{\"id\": \"Form_0abc\", \"components\": [], \"executionPlatform\": \"Camunda Cloud\"}"
            : "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:modeler='http://camunda.org/schema/modeler/1.0' modeler:executionPlatform='Camunda Cloud'><process id='Process_0abc' isExecutable='true'/></definitions>";

    assertThat(set.problems(Map.of(file, blank.getBytes(StandardCharsets.UTF_8))))
        .containsExactly(
            file
                + ": This is a file for Camunda 8. Begin again with a new one for Camunda 7 in Camunda Modeler, or with a file of the set in force.");
  }

  private static Map<String, byte[]> form(String content) {
    return Map.of("forms/decide-leave.form", content.getBytes(StandardCharsets.UTF_8));
  }

  /** Left out, or after the step that records the update. */
  @ParameterizedTest
  @ValueSource(strings = {"$2", "$2$1"})
  void anUpdateThatDoesNotFirstAskTheTable(String listeners) {
    set.with(
        "record-court-hearing.bpmn",
        "(<camunda:executionListener .*findCase.*/>)\\s*(<camunda:executionListener .*/>)",
        listeners);

    assertThat(set.problems())
        .containsExactly(
            "processes/record-court-hearing.bpmn: \"Hearing reported\" (Event_HearingReported) has a form that asks for a case number, and its first listener doesn't ask the table Updates whether the update is possible. Give it an execution listener for the event end, above any others, with the delegate expression ${findCase}.");
  }

  /** The program recognises an assessment by its questions. */
  @Test
  void d4AChildMayBeAssessedByAnotherForm() {
    set.with(
        "assess-again.form",
        set.text("assess-child.form")
            .replace("\"id\": \"assess-child\"", "\"id\": \"assess-again\""));
    set.with(
        "local-authority-assessment.bpmn",
        text ->
            text.replaceFirst(
                "(id=\"Flow_AssessAgain\".*targetRef=)\"Task_AssessChild\" />",
                """
                $1"Task_AssessAgain" />
                <bpmn:userTask id="Task_AssessAgain" name="Assess again" camunda:formRef="assess-again" \
                camunda:formRefBinding="deployment" camunda:candidateGroups="la-lead-professional" />
                <bpmn:sequenceFlow id="Flow_Assessed" sourceRef="Task_AssessAgain" targetRef="Gateway_BelievedTrafficked" />\
                """));

    assertThat(set.problems()).isEmpty();
  }

  @Test
  void d4AChangedValueOfAnAnswerIsReported() {
    set.with("assess-child.form", text -> text.replace("\"value\": \"no\"", "\"value\": \"not\""));

    assertThat(set.problems())
        .singleElement()
        .asString()
        .contains(
            "is reached where believedTrafficked is 'not' too, and not only where believedTrafficked == 'no': ")
        .endsWith("If that is the same answer under another value, give it its value back.");
  }

  @Test
  void d43ACorrectionWithoutASecondOfficerIsRefused() {
    set.with(
        "correct-recorded-fact.bpmn",
        "(id=\"Flow_SetsDeadline\".*targetRef=)\"Task_ConfirmCorrection\"",
        "$1\"Service_CorrectFact\"");

    assertThat(set.problems())
        .anyMatch(
            problem ->
                problem.startsWith("processes/correct-recorded-fact.bpmn: D43: ")
                    && problem.contains("so one officer alone could change a deadline."));
  }

  @Test
  void d30ReopeningWithoutAnAgreedReconsiderationIsRefused() {
    set.with("reconsideration.bpmn", "<camunda:property name=\"office-act\".*/>", "");

    assertThat(set.problems(Map.of()))
        .anyMatch(
            problem ->
                problem.startsWith("processes/reconsideration.bpmn: ")
                    && problem.contains("office-act = reconsideration"));
  }

  /** A rule is for each form that asks its field, so that a copy has it too. */
  @Test
  void aCopiedFormIsAcceptedAndARenamedKeyRefused() {
    set.with(
        "find-the-address.form",
        set.text("find-address.form").replace("\"find-address\"", "\"find-the-address\""));
    set.with("find-address.bpmn", "formRef=\"find-address\"", "formRef=\"find-the-address\"");
    assertThat(set.problems(Map.of())).isEmpty();

    set.with("find-the-address.form", text -> text.replace("letterAddressKind", "addressKind"));
    assertThat(set.problems(Map.of()))
        .singleElement()
        .asString()
        .startsWith("No task and no start has a form that asks letterAddressKind any more.");
  }

  @Test
  void aPathThatGoesRoundWithoutWaitingIsReported() {
    set.with(
        "leave-to-remain.bpmn",
        text ->
            text.replaceFirst(
                    "targetRef=\"Event_NoLeaveRecorded\"", "targetRef=\"Gateway_LeaveNeed\"")
                .replaceFirst(
                    "(?s)<bpmn:endEvent id=\"Event_NoLeaveRecorded\".*?</bpmn:endEvent>", ""));

    assertThat(set.problems())
        .containsExactly(
            "processes/leave-to-remain.bpmn: \"Permission needed?\" (Gateway_LeaveNeed) can lead back to itself without a task, a timer or a message in between, so a case could go round for ever. Lead the path to a task or an end.");
  }

  /** Without a pause, the local authority would get one reminder after another. */
  @ParameterizedTest
  @CsvSource({
    "Service_RemindCouncil, \"Still not accepted\" (Timer_Again), ' If it should happen only once, choose Timer boundary event (non-interrupting), which leaves the task open and needs no way back.'",
    "Event_ManagerActed, \"Deadline passed\" (Timer_AnswerDue), ''"
  })
  void aTimerThatOnlyLeadsBackToItsOwnDateIsReported(String target, String timer, String once) {
    set.with("ukba-pre-alert.bpmn", remindsAgain("${answerDueDate}", target))
        .with(
            "ukba-pre-alert.bpmn",
            "(sourceRef=\"SubProcess_Waiting\" targetRef=)\"Service_SetAnswerDate\"",
            "$1\"SubProcess_Waiting\"");

    assertThat(set.problems())
        .containsExactly(
            "processes/ukba-pre-alert.bpmn: %s can lead back to itself without a task that someone completes or a message in between, and nothing on the way changes ${answerDueDate}. Once that date has passed, a case would go round for ever. Write a date that counts from there, such as ${dueDates.inWorkingDays(5)}, set the date again on the way, or lead the path to a task or an end.%s"
                .formatted(timer, once));
  }

  /** Nothing would end the reminders after the task. In the second diagram it can begin again. */
  @ParameterizedTest
  @CsvSource({
    "missing-child, Task_TalkToChild, child-found, no end can be reached from \"Another week\"",
    "leave-expiry, Task_PrepareLeaveRenewal, leave-renewal, \"Another week\" (Timer_Week) can run twice"
  })
  void aReminderThatIsRepeatedAfterItsTaskIsReported(
      String diagram, String task, String occasion, String problem) {
    set.with(diagram + ".bpmn", remindsEachWeek(task, occasion));

    assertThat(set.problems())
        .singleElement()
        .asString()
        .containsIgnoringCase(problem)
        .endsWith(
            "If it repeats something beside a task, such as a reminder, put both into a sub-process, and end the path of the task there with an end event that terminates.");
  }

  @Test
  void aReminderThatIsRepeatedUntilItsTaskIsCompletedIsNoMistake() {
    set.with(
            "confirm-direct-referral.bpmn",
            remindsEachWeek("Task_ConfirmDirectReferral", "direct-referral-reminder"))
        .with(
            "confirm-direct-referral.bpmn",
            "<bpmn:incoming>Flow_Confirmed</bpmn:incoming>",
            "$0<bpmn:terminateEventDefinition id=\"Event_Confirmed_Terminate\" />");

    assertThat(set.problems()).isEmpty();
  }

  private static UnaryOperator<String> remindsEachWeek(String task, String occasion) {
    return text ->
        text.replaceFirst(
            "(?=<bpmn:userTask id=\"" + task + "\")",
            Matcher.quoteReplacement(
                """
                <bpmn:boundaryEvent id="Timer_FirstWeek" name="A week later" cancelActivity="false" attachedToRef="%s">
                  <bpmn:timerEventDefinition id="Timer_FirstWeek_Timer"><bpmn:timeDuration>P7D</bpmn:timeDuration></bpmn:timerEventDefinition>
                </bpmn:boundaryEvent>
                <bpmn:serviceTask id="Service_Remind" name="Remind" camunda:delegateExpression="${sendLetters}">
                  <bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="occasion">%s</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements>
                </bpmn:serviceTask>
                <bpmn:intermediateCatchEvent id="Timer_Week" name="Another week">
                  <bpmn:timerEventDefinition id="Timer_Week_Timer"><bpmn:timeDuration>P7D</bpmn:timeDuration></bpmn:timerEventDefinition>
                </bpmn:intermediateCatchEvent>
                <bpmn:sequenceFlow id="Flow_FirstWeek" sourceRef="Timer_FirstWeek" targetRef="Service_Remind" />
                <bpmn:sequenceFlow id="Flow_RemindedOnce" sourceRef="Service_Remind" targetRef="Timer_Week" />
                <bpmn:sequenceFlow id="Flow_Week" sourceRef="Timer_Week" targetRef="Service_Remind" />
                """
                    .formatted(task, occasion)));
  }

  /** The event ends the part around it, which then begins again. */
  @Test
  void aTimerThatBeginsAnEventSubProcessOfALoopIsReported() {
    set.with(
        "ukba-pre-alert.bpmn",
        text ->
            text.replaceFirst(
                    "(?=<bpmn:endEvent id=\"Event_ManagerActed\")",
                    Matcher.quoteReplacement(
                        """
                        <bpmn:subProcess id="SubProcess_Over" name="Too late" triggeredByEvent="true">
                          <bpmn:startEvent id="Timer_Over" name="Day passed">
                            <bpmn:timerEventDefinition id="Timer_Over_Timer"><bpmn:timeDate>${answerDueDate}</bpmn:timeDate></bpmn:timerEventDefinition>
                          </bpmn:startEvent>
                          <bpmn:endEvent id="Event_Over" />
                          <bpmn:sequenceFlow id="Flow_Over" sourceRef="Timer_Over" targetRef="Event_Over" />
                        </bpmn:subProcess>
                        """))
                .replace(
                    "sourceRef=\"SubProcess_Waiting\" targetRef=\"Service_SetAnswerDate\"",
                    "sourceRef=\"SubProcess_Waiting\" targetRef=\"SubProcess_Waiting\""));

    assertThat(set.problems())
        .singleElement()
        .asString()
        .contains("(Timer_Over) can lead back to itself");
  }

  /** An error in a part is caught at its edge, from where a flow leads back to it. */
  @ParameterizedTest
  @CsvSource({"Gateway_Part, true", "Task_Part, false"})
  void aPathThatGoesRoundThroughAnErrorIsReported(String first, boolean isReported) {
    set.with(
        "leave-to-remain.bpmn",
        text ->
            text.replace(
                    "sourceRef=\"Service_RecordNoLeave\" targetRef=\"Event_NoLeaveRecorded\"",
                    "sourceRef=\"Service_RecordNoLeave\" targetRef=\"SubProcess_Part\"")
                .replaceFirst(
                    "(?=<bpmn:endEvent id=\"Event_NoLeaveRecorded\")",
                    Matcher.quoteReplacement(
                        """
                        <bpmn:subProcess id="SubProcess_Part" name="Part">
                          <bpmn:startEvent id="Event_PartBegins" />
                          <bpmn:exclusiveGateway id="Gateway_Skipped" name="Skipped?" default="Flow_Skipped" />
                          <bpmn:userTask id="Task_Part" name="Decide on leave to remain" camunda:formRef="decide-leave" camunda:candidateGroups="ukba-case-owner" />
                          <bpmn:exclusiveGateway id="Gateway_Part" name="Needed?" />
                          <bpmn:endEvent id="Event_Wrong"><bpmn:errorEventDefinition id="Wrong_1" errorRef="Error_Wrong" /></bpmn:endEvent>
                          <bpmn:endEvent id="Event_PartEnds" />
                          <bpmn:sequenceFlow id="Flow_PartBegins" sourceRef="Event_PartBegins" targetRef="Gateway_Skipped" />
                          <bpmn:sequenceFlow id="Flow_Part" sourceRef="Gateway_Skipped" targetRef="%s"><bpmn:conditionExpression>${leaveNeed == 'no-leave-to-be-granted'}</bpmn:conditionExpression></bpmn:sequenceFlow>
                          <bpmn:sequenceFlow id="Flow_Skipped" sourceRef="Gateway_Skipped" targetRef="Event_PartEnds" />
                          <bpmn:sequenceFlow id="Flow_Task" sourceRef="Task_Part" targetRef="Event_Wrong" />
                          <bpmn:sequenceFlow id="Flow_Wrong" sourceRef="Gateway_Part" targetRef="Event_Wrong" />
                        </bpmn:subProcess>
                        <bpmn:boundaryEvent id="Event_Caught" name="Wrong" attachedToRef="SubProcess_Part"><bpmn:errorEventDefinition id="Wrong_2" errorRef="Error_Wrong" /></bpmn:boundaryEvent>
                        <bpmn:sequenceFlow id="Flow_Again" sourceRef="Event_Caught" targetRef="SubProcess_Part" />
                        <bpmn:sequenceFlow id="Flow_PartEnds" sourceRef="SubProcess_Part" targetRef="Event_NoLeaveRecorded" />
                        """
                            .formatted(first))));

    assertThat(set.problems().stream().anyMatch(one -> one.contains("can lead back to itself")))
        .isEqualTo(isReported);
  }

  /** Reminded once more on the last day, the agencies would then get one after another. */
  @Test
  void twoTimersThatLeadToEachOtherAreReported() {
    set.with(
        "reflection-period.bpmn",
        text ->
            text.replaceFirst(
                "(?=<bpmn:endEvent id=\"Event_Reviewed\")",
                Matcher.quoteReplacement(
                    """
                    <bpmn:boundaryEvent id="Timer_LastDay" name="Last day" attachedToRef="Task_RecordReviewAnswers">
                      <bpmn:timerEventDefinition id="Timer_LastDay_Timer"><bpmn:timeDate>${reflectionEndDate}</bpmn:timeDate></bpmn:timerEventDefinition>
                    </bpmn:boundaryEvent>
                    <bpmn:sequenceFlow id="Flow_LastDay" sourceRef="Timer_LastDay" targetRef="Timer_ReminderDue" />
                    """)));

    assertThat(set.problems())
        .singleElement()
        .asString()
        .contains(
            "(Timer_ReminderDue) can lead back to itself",
            "nothing on the way changes ${reflectionEndDate} or ${reflectionReminderDate}. Once both dates have passed, a case would go round for ever.");
  }

  @Test
  void aTimerThatLeadsBackToItsGatewayOfEventsIsReported() {
    set.with(
        "ukba-pre-alert.bpmn",
        text ->
            text.replaceFirst(
                    "(?=<bpmn:intermediateCatchEvent id=\"Timer_AnswerDue\")",
                    """
                    <bpmn:eventBasedGateway id="Gateway_Events" name="What comes first?" />
                    <bpmn:sequenceFlow id="Flow_Timer" sourceRef="Gateway_Events" targetRef="Timer_AnswerDue" />
                    """)
                .replace(
                    "sourceRef=\"Event_WaitBegins\" targetRef=\"Timer_AnswerDue\"",
                    "sourceRef=\"Event_WaitBegins\" targetRef=\"Gateway_Events\"")
                .replace(
                    "sourceRef=\"Service_RemindCouncil\" targetRef=\"Task_GetConcernAccepted\"",
                    "sourceRef=\"Service_RemindCouncil\" targetRef=\"Gateway_Events\""));

    assertThat(set.problems())
        .anyMatch(problem -> problem.contains("nothing on the way changes ${answerDueDate}"));
  }

  @Test
  void aTimerThatLeadsBackWithAnotherDateIsNoMistake() {
    set.with(
        "ukba-pre-alert.bpmn",
        remindsAgain("${dueDates.inWorkingDays(5)}", "Service_RemindCouncil"));
    assertThat(set.problems()).isEmpty();

    ShippedSet other = new ShippedSet();
    other.with("ukba-pre-alert.bpmn", remindsAgain("${answerDueDate}", "Event_ManagerActed"));
    assertThat(other.problems()).as("it is set again on the way").isEmpty();
  }

  private static UnaryOperator<String> remindsAgain(String date, String target) {
    return text ->
        text.replaceFirst(
            "(?=<bpmn:userTask id=\"Task_GetConcernAccepted\")",
            Matcher.quoteReplacement(
                """
                <bpmn:boundaryEvent id="Timer_Again" name="Still not accepted" attachedToRef="Task_GetConcernAccepted">
                  <bpmn:outgoing>Flow_Again</bpmn:outgoing>
                  <bpmn:timerEventDefinition id="Timer_Again_Timer">
                    <bpmn:timeDate xsi:type="bpmn:tFormalExpression">%s</bpmn:timeDate>
                  </bpmn:timerEventDefinition>
                </bpmn:boundaryEvent>
                <bpmn:sequenceFlow id="Flow_Again" sourceRef="Timer_Again" targetRef="%s" />
                """
                    .formatted(date, target)));
  }

  /** The layout is still there, so only Camunda's schema refuses it. */
  @Test
  void aDiagramThatCamundaCantReadIsReportedWithItsLine() {
    set.with(
        "leave-to-remain.bpmn",
        "(<bpmn:incoming>Flow_DecideLeave_To_RecordLeave</bpmn:incoming>)\\s+(<bpmn:outgoing>Flow_RecordLeave_To_LeaveGranted</bpmn:outgoing>)",
        "$2$1");

    assertThat(set.problems(Map.of()))
        .containsExactly(
            "processes/leave-to-remain.bpmn: Line 74: Camunda can't read this. Save the diagram with Camunda Modeler, which writes every part where it belongs.");
  }

  @Test
  void aRenamedAnswerIsReportedOnce() {
    set.with(
        "decide-leave.form",
        text -> text.replace("\"value\": \"granted\"", "\"value\": \"grantd\""));

    assertThat(set.problems(Map.of()))
        .singleElement()
        .asString()
        .isEqualTo(
            "forms/decide-leave.form: The form hides leaveGround by the condition =leaveDecision != \"granted\", but leaveDecision has no option with the value \"granted\". Write the value of an option, which is not its label, or give the option this value back.");
  }

  @Test
  void aFlowToNothingIsReported() {
    set.with(
        "leave-to-remain.bpmn", "targetRef=\"Gateway_LeaveGranted\"", "targetRef=\"Gateway_Gone\"");

    assertThat(set.problems(Map.of()))
        .singleElement()
        .asString()
        .endsWith(
            "one end of this flow is Gateway_Gone, which isn't in the diagram. Draw the flow again, or remove it.");
  }

  /** A gateway asks it too, and a safeguard. */
  @ParameterizedTest
  @ValueSource(strings = {"believedTraficked", "verdict"})
  void aMisspeltOrChangedKeyIsReportedOnce(String key) {
    set.with(
        "assess-child.form",
        text -> text.replace("\"key\": \"believedTrafficked\"", "\"key\": \"" + key + "\""));

    assertThat(set.problems(Map.of()))
        .containsExactly(
            "No task and no start has a form that asks believedTrafficked any more, only %s in forms/assess-child.form. The program checks and records its answer, and would do neither. Give the field that key, which is not the label."
                .formatted(key));
  }

  @Test
  void mistake7ACallActivityNamesAnUnknownDiagram() {
    with(CarelessMistake.CALL_OF_NO_DIAGRAM);

    assertThat(set.problems())
        .contains(
            "processes/nrm-case.bpmn: \"Consider leave to remain\" (Call_LeaveToRemain) calls the diagram \"leave-to-remian\", which isn't there. Call another one, or add processes/leave-to-remian.bpmn.");
  }

  @Test
  void aDueDateThatIsNoDateIsReported() {
    set.with(
        "leave-to-remain.bpmn",
        text -> text.replace("${dueDates.inWorkingDays(10)}", "${localAuthority}"));

    assertThat(set.problems())
        .hasSize(2)
        .contains(
            "processes/leave-to-remain.bpmn: \"Decide on leave to remain\" (Task_DecideLeave) has \"${localAuthority}\", which is not a date. Write it like ${dueDates.inWorkingDays(5)}, or name a date of the case, such as ${rgTargetDate}.");
  }

  @Test
  void aStartWithAMistakeIsRefusedAndDeploysNothing() {
    var configuration = new StandaloneInMemProcessEngineConfiguration();
    configuration.setProcessEngineName("start");
    configuration.setJdbcUrl("jdbc:h2:mem:start");
    with(CarelessMistake.TIMER_TAKEN_OUT);

    assertThatThrownBy(() -> set.start(configuration))
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageContaining("This cannot be deployed:")
        .hasMessageContaining(CarelessMistake.TIMER_TAKEN_OUT.sentence());
  }
}
