package scot.nrm.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import scot.nrm.gate.files.TypedLimits;
import scot.nrm.journeys.RevisedFiles;

/** Changes that can be deployed, and for which an author has to give a reason. */
class WarningsTest {

  private final ShippedSet shipped = new ShippedSet();
  private final ShippedSet set = new ShippedSet();

  private List<String> warnings() {
    return set.warningsSince(shipped);
  }

  @Test
  void theShippedFilesHaveNoWarning() {
    assertThat(warnings()).isEmpty();
  }

  /** The revisions that history brought take nothing away by mistake. */
  @ParameterizedTest
  @MethodSource("revisions")
  void aCorrectRevisionHasNoWarning(String revision) {
    RevisedFiles.all()
        .get(revision)
        .forEach(
            (file, content) -> {
              String text = new String(content, UTF_8);
              set.with(
                  file.substring(file.indexOf('/') + 1),
                  file.endsWith(".bpmn") ? RevisedFiles.drawn(text) : text);
            });

    assertThat(warnings()).isEmpty();
  }

  /** What the review's author forgot is an error. */
  static List<String> revisions() {
    return RevisedFiles.all().keySet().stream()
        .filter(revision -> !revision.equals("review-before-decision"))
        .toList();
  }

  @Test
  void aTaskThatIsOnlyDrawnInAnotherLane() {
    String lane =
        "<bpmn:laneSet id=\"Lanes\"><bpmn:lane id=\"Lane_Registry\" name=\"Registry\"><bpmn:flowNodeRef>Task_LogReferral</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>";
    set.with("intake.bpmn", text -> text.replaceFirst("(?=<bpmn:startEvent)", lane));

    assertThat(warnings())
        .containsOnlyOnce(
            "processes/intake.bpmn: The task \"Log the referral\" (Task_LogReferral) is now drawn in the lane Registry, and is still for Intake of the authority that logs NRM forms. A lane only shows who does a step. If others should get the task, change its Candidate groups.");

    set.with(
        "intake.bpmn",
        text -> text.replace("${authorities.group('intake', 'intake')}", "la-duty-social-work"));
    assertThat(warnings()).noneMatch(warning -> warning.contains("lane"));
  }

  @Test
  void aTaskThatWasDrawnAgain() {
    set.with("intake.bpmn", text -> text.replace("Task_LogReferral", "Activity_0x1y2z3"));

    assertThat(warnings())
        .containsExactly(
            "processes/intake.bpmn: \"Log the referral\" (Activity_0x1y2z3) had the id Task_LogReferral. A case that is at this step can't move to this set, and notices and lists that name the id no longer find it. Change the id back, unless it is a different step.");
  }

  @Test
  void anUpdateThatNoRowNames() {
    set.with(
        "updates.dmn", text -> text.replace("\"record-court-hearing\"</text>", "\"-\"</text>"));

    assertThat(warnings())
        .containsOnlyOnce(
            "processes/record-court-hearing.bpmn: No row of the table Updates names this update, so everyone who sends it is refused. Add a row for record-court-hearing above the last one.");
  }

  @Test
  void aTypedNameOfAnAuthority() {
    set.with(
        "record-age-finding.form",
        text -> text.replaceFirst("\"label\": \"([^\"]*)\"", "\"label\": \"$1 (tell UKBA)\""));

    assertThat(warnings())
        .singleElement()
        .asString()
        .startsWith("forms/record-age-finding.form, ")
        .contains(": A text says \"UKBA\". Names of organisations change by day")
        .endsWith("such as {{authority.intake.short}}.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2009-05-31T00:00:00 | 31 May 2009, which is the same day in every case. That day will have passed, so the next step happens as soon as a case reaches it. Name a date of the case, or write a duration.
          2009-06-01 | 1 June 2009, which is the same day in every case. In a case that reaches it later, the next step happens at once. If each case should have a day of its own, name a date of the case, or write a duration.
          """)
  void aTimerWithAFixedDay(String date, String sentence) {
    set.with(
        "reflection-period.bpmn",
        text -> text.replace(">${reflectionReminderDate}<", ">" + date + "<"));

    assertThat(warnings())
        .hasSize(2)
        .contains(
            "processes/reflection-period.bpmn: \"Reminder due\" (Timer_ReminderDue) waits for "
                + sentence);
  }

  private static final String HOLIDAYS = "config/bank-holidays.yaml";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          removed: [] | removed: [{date: 2009-08-31, name: No, calendars: [england-and-wales, scotland]}] | 31 August 2009 was a bank holiday in England and Wales and is now a working day. Deadlines that are counted over it are a day earlier from now on.
          removed: [] | removed: [{date: 2009-12-25, name: No, calendars: [england-and-wales, scotland]}] | 25 December 2009 was a bank holiday in England and Wales and in Scotland and is now a working day. Deadlines that are counted over it are a day earlier from now on.
          date: 2026-06-15 | date: 2026-06-22 | 15 June 2026 was a bank holiday in Scotland and is now a working day. Deadlines that are counted over it are a day earlier from now on.
          date: 2026-06-15 | date: 2009-05-29 | 29 May 2009 was a working day in Scotland and is now a bank holiday, although it is before 1 June 2009. Dates that are set stay, and those that are counted again, such as after a correction, are a day later.
          calendar: england-and-wales } | calendar: scotland } | Another calendar applies to forms received from 1 January 2009. Dates of open cases follow it if they are extended or corrected. Leave the earlier rows, and add one from 1 June 2009 or later.
          """)
  void aRemovedOrPastBankHolidayOrAnEarlierCalendar(String before, String after, String sentence)
      throws IOException {
    assertThat(warnings(HOLIDAYS, before, after)).containsOnlyOnce(HOLIDAYS + ": " + sentence);
  }

  @Test
  void aFutureBankHolidayOrCalendarIsNoWarning() throws IOException {
    assertThat(
            warnings(
                HOLIDAYS,
                "    removed: []\n    calendars:\n",
                """
                      - { date: 2009-06-12, name: A day off, calendars: [scotland] }
                    removed: []
                    calendars:
                      - { from: 2009-06-01, calendar: scotland }
                """))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "config/councils.yaml, id: angus, id: angus-council, nrm.councils [angus]",
    "config/lists/form-options.yaml, value: hospital, value: clinic, nrm.lists.placement-types [hospital]"
  })
  void aRemovedListValueThatCasesHave(String file, String before, String after, String entry)
      throws IOException {
    assertThat(warnings(file, before, after))
        .containsExactly(
            file
                + ": The entry "
                + entry
                + " is gone. Cases that have this value still show its name, but the forms of a case that moves to this set no longer show or offer it. Leave it, unless nobody has ever chosen it.");
  }

  @Test
  void aNewListValueOrLabelIsNoWarning() throws IOException {
    String angus = "    - { id: angus, name: Angus";
    assertThat(
            warnings(
                "config/councils.yaml",
                angus,
                "    - { id: berwick, name: Berwick }\n" + angus + " Council"))
        .isEmpty();
  }

  private List<String> warnings(String file, String before, String after) throws IOException {
    String shipped = Files.readString(Path.of(file));
    assertThat(shipped).contains(before);
    return Warnings.of(
        Map.of(file, shipped.getBytes(UTF_8)),
        Map.of(file, shipped.replace(before, after).getBytes(UTF_8)),
        List.of(),
        group -> group,
        Set.of(),
        LocalDate.parse("2009-06-01"));
  }

  @Test
  void aNewFormOrLetterThatNothingNames() {
    Map<String, byte[]> all = set.all();
    all.put("forms/school.form", all.get("forms/find-address.form"));
    all.put("config/letters/nrm-4.html", new byte[0]);
    all.put("config/letters/nrm-04.html", new byte[0]);

    assertThat(set.warnings(set.all(), all))
        .filteredOn(
            warning -> warning.contains("names this letter") || warning.contains("has this form"))
        .containsExactly(
            "config/letters/nrm-4.html: No row of the table letters names this letter, so nobody gets it. Name it in a row, or give it the name of the letter that it replaces.",
            "forms/school.form: No task and no start has this form, so nobody sees it. Name it under Form reference in a diagram, or give it the name of the form that it replaces.");
  }

  @Test
  void aFormRemovedWithItsTaskIsNoWarning() {
    set.with("find-address.bpmn", "camunda:formRef=\"find-address\"", "");

    assertThat(warnings()).isEmpty();
  }

  @Test
  void aTaskNameThatDiffersFromItsFormsHeading() {
    set.with("intake.bpmn", "name=\"Log the referral\"", "name=\"Log the NRM form\"");
    set.with("find-address.form", "## Find an address for a letter", "## Look for the address");

    assertThat(warnings())
        .containsExactlyInAnyOrder(
            "processes/intake.bpmn: The task \"Log the NRM form\" (Task_LogReferral) has a form with the heading \"Log the referral\". Give both the same words, in forms/log-referral.form or here.",
            "processes/find-address.bpmn: The task \"Find an address for a letter\" (Task_FindAddress) has a form with the heading \"Look for the address\". Give both the same words, in forms/find-address.form or here.");

    set.with("log-referral.form", "## Log the referral", "## Log the NRM form");
    assertThat(warnings()).hasSize(1);
  }

  /** D13: routing needs the answer of each way in. */
  @Test
  void aRoutingQuestionMissingFromOneForm() {
    set.with(
        "nrm-form-referral-and-child.form",
        "\"key\": \"childPlaceOfBirth\"",
        "\"key\": \"birthplace\"");

    assertThat(warnings())
        .containsExactly(
            "forms/nrm-form-referral-and-child.form: The form no longer asks \"Place of birth\" (childPlaceOfBirth). Only send-nrm-form-to-ukhtc does: in a case that comes by this form, the answer stays empty, wherever a table, a letter or the record needs it.");
  }

  @Test
  void d6ANewTaskBeforeTheReferral() {
    set.with(
        "local-authority-assessment.bpmn",
        text ->
            RevisedFiles.drawn(
                text.replaceFirst(
                    "(<bpmn:sequenceFlow id=\"\\w+\" sourceRef=\"Task_NrmFormReferralAndChild\" targetRef=\")(\\w+)(\")",
                    "<bpmn:userTask id=\"Task_AskTheManager\" name=\"Ask the manager\" /><bpmn:sequenceFlow id=\"Flow_Asked\" sourceRef=\"Task_AskTheManager\" targetRef=\"$2\" />$1Task_AskTheManager$3")));

    assertThat(warnings())
        .containsExactly(
            "processes/local-authority-assessment.bpmn: D6: the task \"Ask the manager\" (Task_AskTheManager) is new on the way to the referral, whose deadline counts from the first meeting. Every referral that reaches it will wait for it.");
  }

  /** Routing would wait for it, while the deadline of reasonable grounds is counted. */
  @Test
  void aReminderTaskThatDelaysTheNextStage() {
    set.with(
        "intake.bpmn",
        text ->
            RevisedFiles.drawn(
                text.replace(
                    "</bpmn:process>",
                    """
                    <bpmn:boundaryEvent id="Timer_Remind" name="A day later" cancelActivity="false" attachedToRef="Task_LogReferral">
                      <bpmn:timerEventDefinition id="Timer_Remind_Timer"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>
                    </bpmn:boundaryEvent>
                    """
                        + reminder("Timer_Remind")
                        + "</bpmn:process>")));

    assertThat(warnings())
        .containsExactly(
            "processes/intake.bpmn: \"A day later\" (Timer_Remind) is new and begins the task \"Remind\" (Task_Remind) beside \"Log the referral\" (Task_LogReferral). What comes after the diagram waits until that is completed too. If it should wait for nothing, end it: with an end event that terminates, or in a diagram of its own, started with a message.");
  }

  @Test
  void anEventSubProcessWithATaskThatDelaysTheNextStage() {
    set.with(
        "intake.bpmn",
        text ->
            RevisedFiles.drawn(
                text.replace(
                    "</bpmn:process>",
                    """
                    <bpmn:subProcess id="SubProcess_Slow" name="Slow" triggeredByEvent="true">
                    <bpmn:startEvent id="Timer_Slow" name="A day later" isInterrupting="false">
                      <bpmn:timerEventDefinition id="Timer_Slow_Timer"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>
                    </bpmn:startEvent>
                    """
                        + reminder("Timer_Slow")
                        + "</bpmn:subProcess></bpmn:process>")));

    assertThat(warnings())
        .filteredOn(one -> !one.contains("is not drawn"))
        .containsExactly(
            "processes/intake.bpmn: \"A day later\" (Timer_Slow) is new and begins the task \"Remind\" (Task_Remind) beside the other steps. What comes after the diagram waits until that is completed too. If it should wait for nothing, end it: with an end event that terminates, or in a diagram of its own, started with a message.");
  }

  /** The agencies would get the letter after each of the two talks. */
  @ParameterizedTest
  @CsvSource({
    "serviceTask, '', true",
    "exclusiveGateway, '', true",
    "parallelGateway, '', false",
    "serviceTask, <bpmn:terminateEventDefinition id=\"Terminate\" />, false"
  })
  void aStepAfterTwoPathsThatNothingJoins(String after, String end, boolean isWarned) {
    boolean isStep = after.equals("serviceTask");
    set.with(
        "missing-child.bpmn",
        text ->
            RevisedFiles.drawn(
                text.replace(
                        "sourceRef=\"Gateway_Found\" targetRef=\"Task_TalkToChild\"",
                        "sourceRef=\"Gateway_Found\" targetRef=\"Gateway_Both\"")
                    .replace(
                        "sourceRef=\"Task_TalkToChild\" targetRef=\"Event_BackSafely\"",
                        "sourceRef=\"Task_TalkToChild\" targetRef=\"After\"")
                    .replaceFirst("(<bpmn:endEvent id=\"Event_BackSafely\".*>)", "$1" + end)
                    .replace(
                        "</bpmn:process>",
                        """
                        <bpmn:parallelGateway id="Gateway_Both" />
                        <bpmn:userTask id="Task_Carer" name="Talk to the child" camunda:formRef="talk-to-child" />
                        <bpmn:%1$s id="After" name="Notify" %2$s />
                        <bpmn:serviceTask id="Service_Last" name="Notify" camunda:delegateExpression="${sendLetters}" />
                        <bpmn:sequenceFlow id="Flow_One" sourceRef="Gateway_Both" targetRef="Task_TalkToChild" />
                        <bpmn:sequenceFlow id="Flow_Other" sourceRef="Gateway_Both" targetRef="Task_Carer" />
                        <bpmn:sequenceFlow id="Flow_Carer" sourceRef="Task_Carer" targetRef="After" />
                        <bpmn:sequenceFlow id="Flow_After" sourceRef="After" targetRef="Service_Last" />
                        <bpmn:sequenceFlow id="Flow_Last" sourceRef="Service_Last" targetRef="Event_BackSafely" />
                        </bpmn:process>"""
                            .formatted(
                                after,
                                isStep ? "camunda:delegateExpression=\"${sendLetters}\"" : ""))));

    assertThat(warnings())
        .isEqualTo(
            isWarned
                ? List.of(
                    "processes/missing-child.bpmn: \"Notify\" (%s) comes after paths that are taken at the same time and that nothing joins, so it happens once for each of them. If it should happen once, join them before it with a parallel gateway."
                        .formatted(isStep ? "After" : "Service_Last"))
                : List.of());
  }

  /** A task after an event, which ends there. */
  private static String reminder(String event) {
    return """
        <bpmn:userTask id="Task_Remind" name="Remind" />
        <bpmn:endEvent id="Event_Reminded" />
        <bpmn:sequenceFlow id="Flow_Remind" sourceRef="%s" targetRef="Task_Remind" />
        <bpmn:sequenceFlow id="Flow_Reminded" sourceRef="Task_Remind" targetRef="Event_Reminded" />
        """
        .formatted(event);
  }

  /** D4: a second manager who disagrees would change nothing. */
  @Test
  void aCopiedTaskWhoseAnswerNoGatewayAsks() {
    set.with(
        "local-authority-assessment.bpmn",
        text ->
            RevisedFiles.drawn(
                text.replace(
                        "sourceRef=\"Gateway_NotReferredConfirmed\" targetRef=\"Event_NotReferred\">",
                        "sourceRef=\"Gateway_NotReferredConfirmed\" targetRef=\"Task_Second\">")
                    .replace(
                        "</bpmn:process>",
                        """
                        <bpmn:userTask id="Task_Second" name="Confirm the decision not to refer" camunda:formRef="confirm-not-referred" />
                        <bpmn:sequenceFlow id="Flow_Second" sourceRef="Task_Second" targetRef="Event_NotReferred" />
                        </bpmn:process>""")));

    assertThat(warnings())
        .containsExactly(
            "processes/local-authority-assessment.bpmn: The task \"Confirm the decision not to refer\" (Task_Second) asks \"Do you agree with the decision?\" (notReferredDecision), but no gateway after it uses the answer before it is asked again, so every answer leads to the same steps. Lead it to the gateway that uses the answer, draw one, or give the task a form without this question.");
  }

  /** D18: the answer of the officer after would replace "send back". */
  @Test
  void d18ACopiedTaskThatAsksTheAnswerAgain() {
    set.with(
        "conclusive-grounds.bpmn",
        text ->
            RevisedFiles.drawn(
                text.replace(
                    "sourceRef=\"Task_ConfirmConclusiveGrounds\" targetRef=\"Gateway_Confirmed\" />",
                    """
                        sourceRef="Task_ConfirmConclusiveGrounds" targetRef="Task_Third" />
                        <bpmn:userTask id="Task_Third" name="Confirm conclusive grounds" camunda:formRef="confirm-conclusive-grounds" />
                        <bpmn:sequenceFlow id="Flow_Third" sourceRef="Task_Third" targetRef="Gateway_Confirmed" />""")));

    assertThat(warnings())
        .singleElement()
        .asString()
        .contains(
            "The task \"Confirm conclusive grounds\" (Task_ConfirmConclusiveGrounds) asks \"Do you agree with the proposal?\" (cgConfirmation), but no gateway after it uses the answer before it is asked again");
  }

  /** D18: the last of several officers would answer for all. */
  @Test
  void d18ATaskThatIsDoneSeveralTimes() {
    String flow = "<bpmn:outgoing>Flow_ConfirmConclusiveGrounds_To_Confirmed</bpmn:outgoing>";
    set.with(
        "conclusive-grounds.bpmn",
        text ->
            text.replace(
                flow,
                flow
                    + "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"));

    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("(Task_ConfirmConclusiveGrounds) asks \"Do you agree with the proposal?\"");
  }

  /** The letter that requests the facts would request nothing; another form still shows them. */
  @Test
  void aRemovedQuestionThatAnotherFormShows() {
    set.with("log-referral.form", text -> text.replace("missingFacts\"", "factsToSupply\""));

    assertThat(warnings())
        .containsExactly(
            "forms/log-referral.form: No form asks \"Which facts are missing?\" (missingFacts) any more. It stays empty in new cases, wherever the record, a letter or a table shows it.");
  }

  @Test
  void aNewTextThatNobodyReads() {
    String field =
        ", {\"type\": \"textarea\", \"id\": \"Field_Advice\", \"key\": \"legalAdvice\", \"label\": \"Advice\"}]}";
    String end = "\\s*]\\s*}\\s*$";
    set.with("assess-child.form", end, field);
    set.with("nrm-form-exploitation.form", end, field.replace("legalAdvice", "lawyer"));

    assertThat(warnings())
        .containsExactly(
            "forms/assess-child.form: Nobody will see the answer to \"Advice\" (legalAdvice) later: neither another form nor the record shows it. Give the field the property note, with the value everyone or authorities.");

    set.with(
        "assess-child.form",
        text -> text.replace("\"Advice\"", "\"Advice\", \"properties\": {\"note\": \"everyone\"}"));
    assertThat(warnings()).isEmpty();
  }

  @Test
  void aTaskWithAnAdditionalTeam() {
    set.with(
        "local-authority-assessment.bpmn",
        "camunda:candidateGroups=\"la-duty-social-work\"",
        "camunda:candidateGroups=\"la-duty-social-work, la-manager\"");

    assertThat(warnings())
        .containsExactly(
            "processes/local-authority-assessment.bpmn: The task \"Accept the concern\" (Task_AcceptConcern) was for la-duty-social-work. It is now for others too: for la-duty-social-work, la-manager.");
  }

  @Test
  void aTaskWithAChangedGroupOrDueDate() {
    set.with(
        "local-authority-assessment.bpmn",
        "camunda:candidateGroups=\"la-duty-social-work\"",
        "camunda:candidateGroups=\"la-manager\"");
    set.with(
        "reflection-period.bpmn",
        text ->
            text.replace(
                "camunda:dueDate=\"${reflectionReviewDate}\"",
                "camunda:dueDate=\"${reflectionEndDate}\""));

    assertThat(warnings())
        .containsExactly(
            "processes/local-authority-assessment.bpmn: The task \"Accept the concern\" (Task_AcceptConcern) was for Local authority duty social work, whose people no longer see it. It is now for Local authority manager.",
            "processes/reflection-period.bpmn: The task \"Review the reflection period\" (Task_ReviewReflection) was due by ${reflectionReviewDate} and is now due by ${reflectionEndDate}.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ${authorities.group('intake', 'manager')} | Manager of the authority that logs NRM forms
          ${authorities.group('immigration', 'intake')} | Intake of the authority that receives copies
          la-manager,policy-adviser | Local authority manager and Policy adviser
          """)
  void anAuthoritysTeamHasItsNameInModeler(String groups, String team) {
    set.with(
        "intake.bpmn", text -> text.replace("${authorities.group('intake', 'intake')}", groups));

    assertThat(warnings())
        .first(as(STRING))
        .contains(" was for Intake of the authority that logs NRM forms, whose people")
        .endsWith("It is now for " + team + ".");
  }

  /** Nobody would see the difference in words. */
  @Test
  void aChangedChoiceBetweenTheSameTeamsIsShownAsAnExpression() {
    set.with(
        "record-withdrawal-request.bpmn",
        text ->
            text.replace(
                "${withLocalAuthority ? &#39;la-lead-professional&#39;",
                "${!withLocalAuthority ? &#39;la-lead-professional&#39;"));

    assertThat(warnings())
        .first(as(STRING))
        .contains(
            "for ${withLocalAuthority ? 'la-lead", "now for ${!withLocalAuthority ? 'la-lead");
  }

  /** Modeler's first choice for an event on a task is one that interrupts. */
  @Test
  void anInterruptingReminder() {
    String reminder =
        "<bpmn:boundaryEvent id=\"Event_Remind\" name=\"Reminder\" attachedToRef=\"Task_ReviewReflection\">"
            + "<bpmn:timerEventDefinition><bpmn:timeDuration>P5D</bpmn:timeDuration>"
            + "</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
            + "<bpmn:endEvent id=\"Event_Reminded\" /><bpmn:sequenceFlow id=\"Flow_Reminded\""
            + " sourceRef=\"Event_Remind\" targetRef=\"Event_Reminded\" />$1";
    String before = "(<bpmn:userTask id=\"Task_ReviewReflection\")";
    set.with(
        "reflection-period.bpmn", text -> RevisedFiles.drawn(text.replaceFirst(before, reminder)));

    assertThat(warnings())
        .containsExactly(
            "processes/reflection-period.bpmn: \"Reminder\" (Event_Remind) is new and ends \"Review the reflection period\" (Task_ReviewReflection) on its day, even if nobody has completed it. If work on it should continue, such as after a reminder, choose an event that doesn't interrupt.");

    ShippedSet reminds = new ShippedSet();
    reminds.with(
        "reflection-period.bpmn",
        text ->
            RevisedFiles.drawn(
                text.replaceFirst(
                    before,
                    reminder.replace("name=\"Rem", "cancelActivity=\"false\" name=\"Rem"))));
    assertThat(reminds.warningsSince(shipped)).isEmpty();
  }

  @Test
  void anEventThatChangesWhetherItInterrupts() {
    set.with(
        "reasonable-grounds.bpmn",
        text ->
            text.replaceFirst("name=\"Decision due\" cancelActivity=\"false\"", "name=\"Due\""));
    set.with(
        "reflection-period.bpmn",
        text ->
            text.replaceFirst(
                "name=\"Conclusive grounds decided\" attached",
                "name=\"Conclusive grounds decided\" cancelActivity=\"false\" attached"));

    assertThat(warnings())
        .containsExactly(
            "processes/reasonable-grounds.bpmn: \"Due\" (Timer_ReasonableGroundsDue) left \"Two officers decide\" (SubProcess_DecideReasonableGrounds) open, and now ends it on its day, even if nobody has completed it.",
            "processes/reflection-period.bpmn: \"Conclusive grounds decided\" (Event_ConclusiveGroundsDecided) ended \"Review of the reflection period\" (SubProcess_Review), and now leaves it open.");
  }

  @Test
  void aNewEventThatWaitsForAMessage() {
    set.with(
        "leave-to-remain.bpmn",
        text ->
            RevisedFiles.drawn(
                text.replace(
                        "sourceRef=\"Event_VictimRecognised\" targetRef=\"Service_CheckLeaveNeed\"",
                        "sourceRef=\"Event_VictimRecognised\" targetRef=\"Event_Found\"")
                    .replace(
                        "</bpmn:process>",
                        "<bpmn:intermediateCatchEvent id=\"Event_Found\" name=\"Child found\">"
                            + "<bpmn:messageEventDefinition messageRef=\"Message_Found\" />"
                            + "</bpmn:intermediateCatchEvent><bpmn:sequenceFlow id=\"Flow_Found\""
                            + " sourceRef=\"Event_Found\" targetRef=\"Service_CheckLeaveNeed\" />"
                            + "</bpmn:process><bpmn:message id=\"Message_Found\""
                            + " name=\"child-found\" />")));

    assertThat(warnings())
        .containsExactly(
            "processes/leave-to-remain.bpmn: \"Child found\" (Event_Found) is new and waits for the message \"child-found\". A case that reaches it waits until the message arrives, and nobody has a task in the meantime. Check that it arrives in every case, after this step has begun.");
  }

  @Test
  void aTimerWithAnotherDate() {
    set.with(
        "reflection-period.bpmn",
        text -> text.replace(">${reflectionReminderDate}<", ">${reflectionEndDate}<"));

    assertThat(warnings())
        .containsExactly(
            "processes/reflection-period.bpmn: \"Reminder due\" (Timer_ReminderDue) waited for ${reflectionReminderDate} and now waits for ${reflectionEndDate}.");
  }

  @Test
  void unsentLettersAndARemovedTimer() {
    set.with(
        "reflection-period.bpmn",
        text ->
            text.replaceAll(
                "(?s)<bpmn:(\\w+) id=\"(Service_RemindAgencies|Timer_ReminderDue)\".*?</bpmn:\\1>",
                ""));

    assertThat(warnings())
        .containsExactly(
            "processes/reflection-period.bpmn: \"Reminder due\" (Timer_ReminderDue) is gone, and nothing else waits for ${reflectionReminderDate}. The steps after it no longer happen.",
            "processes/reflection-period.bpmn: No diagram sends the letters for review-reminder any more.");
  }

  @Test
  void anUnusedStepAndARemovedField() {
    set.with("intake.bpmn", text -> text.replace("${recordReceipt}", "${sendLetters}"));
    set.with("assess-child.form", text -> text.replace("believedTrafficked", "trafficked"));

    assertThat(warnings())
        .hasSize(2)
        .contains("processes/intake.bpmn: No diagram runs the step recordReceipt any more.")
        .anyMatch(
            one ->
                one.startsWith("forms/assess-child.form: No form asks \"")
                    && one.contains("(believedTrafficked) any more."));
  }

  private static final String TABLE = "time-limits.dmn";
  private static final String REFLECTION = "(?s)(\"reflection\"</text>.*?<text>)45(</text>)";

  @Test
  void aChangedRowForEarlierDays() {
    set.with(TABLE, REFLECTION, "$130$2");

    assertThat(warnings())
        .containsExactly(
            "processes/time-limits.dmn: The table gives another answer for days before 1 June 2009,"
                + " if \"Period starts\" is until 31 March 2013: before Period: reflection, Value: 45,"
                + " Unit: days, now Period: reflection, Value: 30, Unit: days. Open cases and"
                + " corrections ask about these days. Leave the earlier rows as they are, and add a"
                + " row from 1 June 2009 or later.");
  }

  @Test
  void aNewRowFromBeforeTheSetComesIntoForce() {
    set.with(TABLE, text -> withReflectionFrom(text, "2009-05-01"));

    assertThat(warnings())
        .singleElement(as(STRING))
        .contains(
            "for days before 1 June 2009, if \"Period starts\" is from 1 May 2009 to ",
            ": before Period: reflection, Value: 45");
  }

  @Test
  void futureRowsAndPastDescriptionsMayChange() {
    set.with(TABLE, text -> withReflectionFrom(text, "2009-06-01"));
    set.with(TABLE, "<description>D20, D24: from", "<description>D20, D24: counted from");

    assertThat(warnings()).isEmpty();
  }

  private static String withReflectionFrom(String table, String day) {
    Matcher row = Pattern.compile("(?s)<rule id=\"Rule_Reflection\".*?</rule>").matcher(table);
    assertThat(row.find()).isTrue();
    String added =
        row.group()
            .replaceAll("id=\"(\\w+)\"", "id=\"$1_Later\"")
            .replaceFirst("(?s)(StartsOn_Later\">\\s*<text>)-", "$1&gt;= date(\"" + day + "\")")
            .replace("<text>45</text>", "<text>30</text>");
    int end = table.lastIndexOf("</rule>") + "</rule>".length();
    return table.substring(0, end) + added + table.substring(end);
  }

  @Test
  void aPeriodTypedIntoAText() {
    set.with(
        "reflection-period.bpmn",
        text ->
            text.replace("\"Reminder due\"", "\"Three days\"")
                .replace("name=\"Reflection period\"", "name=\"Reflection at UKBA\"")
                .replace(
                    "timeDate xsi:type=\"bpmn:tFormalExpression\">${reflectionReminderDate}</bpmn:timeDate",
                    "timeDuration xsi:type=\"bpmn:tFormalExpression\">P3D</bpmn:timeDuration"));
    set.with(
        "assess-child.form", text -> text.replaceFirst("\"label\": \"", "$0Within 48 hours: "));
    set.with("intake.bpmn", text -> text.replace("\"Log the referral\"", "\"Log it in two days\""));
    set.with("log-referral.form", "## Log the referral", "## Log it in two days");

    assertThat(warnings())
        .filteredOn(one -> one.contains("A text says"))
        .hasSize(4)
        .anyMatch(one -> one.contains("reflection-period: A text says \"UKBA\""))
        .anyMatch(
            one ->
                one.matches(
                    "forms/assess-child.form, .*: A text says \"48 hours\"\\. The table time-limits says the same of nrm-form now\\. .*"))
        .anyMatch(
            one ->
                one.startsWith(
                    "processes/intake.bpmn, Task_LogReferral: A text says \"two days\". The table time-limits has no such period, but 60 days (leave-renewal), 14 days (new-target), 45 days (reflection), 30 days (reflection-review). Periods change in the table time-limits, and this text would stay."));
  }

  @ParameterizedTest
  @CsvSource({
    "45 days, 45 days",
    "forty-five calendar days, 45 days",
    "day 30, 30 days",
    "48-hour, 48 hours",
    "Five working days, 5 working days"
  })
  void aPeriodInWordsIsRecognised(String typed, String length) {
    assertThat(TypedLimits.limitsIn("It takes " + typed + ", and 1 day."))
        .singleElement()
        .satisfies(limit -> assertThat(TypedLimits.length(limit)).isEqualTo(length));
  }

  @Test
  void aTextThatTheChangedTableContradicts() {
    for (ShippedSet each : List.of(shipped, set)) {
      each.with("nrm-03.html", "<p>A period of forty-five days.</p>");
      each.with(
          "intake.bpmn",
          "<bpmn:documentation>",
          "<bpmn:documentation>It is reviewed on day 30. A target is 14 days. ");
      each.with("assess-child.form", "\"label\": \"", "$0In 48 hours: ");
    }
    assertThat(warnings()).isEmpty();

    set.with("time-limits.dmn", text -> text.replace("<text>45</text>", "<text>30</text>"));
    set.with(
        "time-limits.dmn",
        text ->
            text.replaceFirst(
                "(?s)(<rule id=\"Rule_)ReflectionReview(\".*?)>30<(.*?</rule>)",
                "$0$1Later$2>20<$3"));

    assertThat(warnings())
        .filteredOn(one -> !one.contains("for days before"))
        .containsExactlyInAnyOrder(
            "config/letters/nrm-03.html: A text says \"forty five days\", and the table time-limits changes the period reflection from 45 days to 30 days. Correct the text, or call the period by its name.",
            "processes/intake.bpmn, intake: A text says \"day 30\", and the table time-limits changes the period reflection-review from 30 days to 20 days. Correct the text, or call the period by its name.");
  }

  @Test
  void elementsHiddenInTheDrawing() {
    String shape =
        "(?s)<bpmndi:BPMNShape [^>]*bpmnElement=\"Service_RecordReceipt\".*?</bpmndi:BPMNShape>";
    String bounds = "(?s)(bpmnElement=\"%s\".*?)<dc:Bounds [^>]*>";
    set.with("intake.bpmn", text -> text.replaceFirst(shape, ""));
    set.with(
        "intake.bpmn",
        text -> {
          for (String task : List.of("Task_LogReferral", "Service_AcknowledgeReferral")) {
            text =
                text.replaceFirst(
                    bounds.formatted(task),
                    "$1<dc:Bounds x=\"1\" y=\"9000\" width=\"100\" height=\"80\" />");
          }
          return text;
        });

    assertThat(warnings())
        .containsExactlyInAnyOrder(
            "processes/intake.bpmn: \"Record the receipt\" (Service_RecordReceipt) is no longer drawn, so nobody sees it. Draw it in Camunda Modeler.",
            "processes/intake.bpmn: \"Log the referral\" (Task_LogReferral) and \"Acknowledge the referral\" (Service_AcknowledgeReferral) overlap in the drawing. Move one of them.");
  }

  @Test
  void newElementsNotDrawnAndFlowsAcrossAStep() {
    String bounds = "<dc:Bounds x=\"%d\" y=\"%d\" width=\"100\" height=\"80\" />";
    String task = "<bpmn:userTask id=\"%s\" name=\"%s\" />";
    String shape = "<bpmndi:BPMNShape bpmnElement=\"%s\">%s</bpmndi:BPMNShape>";
    String flow = "<bpmn:sequenceFlow id=\"%s\" sourceRef=\"%s\" targetRef=\"%s\" />";
    set.with(
        "intake.bpmn",
        text ->
            text.replace(
                    "</bpmn:process>",
                    task.formatted("Task_Left", "Left")
                        + task.formatted("Task_Middle", "Middle")
                        + task.formatted("Task_Right", "Right")
                        + task.formatted("Task_Hidden", "Hidden")
                        + flow.formatted("Flow_Across", "Task_Left", "Task_Right")
                        + flow.formatted("Flow_Hidden", "Task_Middle", "Task_Right")
                        + flow.formatted("Flow_ToTheHidden", "Task_Middle", "Task_Hidden")
                        + "</bpmn:process>")
                .replace(
                    "</bpmndi:BPMNPlane>",
                    shape.formatted("Task_Left", bounds.formatted(0, 9000))
                        + shape.formatted("Task_Middle", bounds.formatted(200, 9000))
                        + shape.formatted("Task_Right", bounds.formatted(400, 9000))
                        + "<bpmndi:BPMNEdge bpmnElement=\"Flow_Across\"><di:waypoint x=\"100\" y=\"9040\" /><di:waypoint x=\"400\" y=\"9040\" /><bpmndi:BPMNLabel>"
                        + bounds.formatted(210, 9050)
                        + "</bpmndi:BPMNLabel></bpmndi:BPMNEdge></bpmndi:BPMNPlane>"));

    assertThat(warnings())
        .containsExactlyInAnyOrder(
            "processes/intake.bpmn: \"Hidden\" (Task_Hidden) is not drawn, so nobody sees it. Draw it in Camunda Modeler.",
            "processes/intake.bpmn: The flow from \"Middle\" (Task_Middle) to \"Right\" (Task_Right) is not drawn, so nobody sees it. Draw it in Camunda Modeler.",
            "processes/intake.bpmn: The flow from \"Left\" (Task_Left) to \"Right\" (Task_Right) runs across \"Middle\" (Task_Middle) in the drawing. Route it around.",
            "processes/intake.bpmn: The label of the flow from \"Left\" (Task_Left) to \"Right\" (Task_Right) lies on \"Middle\" (Task_Middle) in the drawing. Move the label.");
  }
}
