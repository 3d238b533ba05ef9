package scot.nrm.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static scot.nrm.forms.check.Forms.json;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.ProcessInstanceQuery;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.spin.plugin.variable.SpinValues;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseNumber;
import scot.nrm.journeys.Journey;

@ExtendWith(OutputCaptureExtension.class)
class FormPluginTest {

  private static final String CONCERN =
      json(
          "concern",
          """
          {"type": "select", "key": "localAuthority", "label": "Council", "validate": {"required": true},
           "properties": {"process": "yes"}, "values": [{"label": "Glasgow City", "value": "glasgow-city"}]}\
          """,
          """
          {"type": "datetime", "subtype": "date", "key": "concernDate", "dateLabel": "Date of the concern",
           "validate": {"required": true}, "properties": {"default": "today"}}\
          """,
          """
          {"type": "text", "text": "Within {{limitReferral}}, and not after {{ limitReferral }}"}\
          """,
          """
          {"type": "textfield", "key": "childNames", "label": "Names", "validate": {"maxLength": 100}}\
          """,
          """
          {"type": "taglist", "key": "childNationalities", "label": "Nationalities",
           "values": [{"label": "Vietnam", "value": "VN"}, {"label": "Nigeria", "value": "NG"}]}\
          """);

  private static final String ASSESS =
      json(
          "assess",
          """
          {"type": "text", "text": "# {{caseNumber}}, {{localAuthorityName}}\\n{{childNames}} {{concernDate}} {{showReferral}}"}\
          """,
          """
          {"type": "taglist", "key": "childNationalities", "label": "Nationalities",
           "values": [{"label": "Vietnam", "value": "VN"}, {"label": "Nigeria", "value": "NG"}]}\
          """,
          """
          {"type": "datetime", "subtype": "date", "key": "assessmentDate", "dateLabel": "Date of the assessment",
           "properties": {"default": "today", "date": "past", "notBefore": "concernDate"}}\
          """,
          """
          {"type": "radio", "key": "believedTrafficked", "label": "Trafficked?", "validate": {"required": true},
           "properties": {"process": "yes", "prefill": "no"},
           "values": [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}]}\
          """,
          """
          {"type": "textarea", "key": "notReferredReasons", "label": "Reasons",
           "validate": {"required": true, "maxLength": 200}, "conditional": {"hide": "=believedTrafficked != \\"no\\""}}\
          """);

  private static FormEngine forms;
  private static ProcessEngine engine;

  @BeforeAll
  static void deploy() {
    forms = new FormEngine();
    engine = forms.engine();
    forms.deploy(diagram("nrm-case", "${1}"), Map.of("concern", CONCERN, "assess", ASSESS));
  }

  /** A start form, two tasks with the same form, and a step after each that may fail. */
  private static BpmnModelInstance diagram(String id, String afterwards) {
    return Bpmn.createExecutableProcess(id)
        .camundaHistoryTimeToLive(1)
        .startEvent()
        .camundaFormRef("concern")
        .camundaFormRefBinding("deployment")
        .userTask("Task_Assess")
        .camundaFormRef("assess")
        .camundaFormRefBinding("deployment")
        .serviceTask()
        .camundaExpression(afterwards)
        .camundaResultVariable("answer")
        .userTask("Task_AssessAgain")
        .camundaFormRef("assess")
        .camundaFormRefBinding("deployment")
        .endEvent()
        .done();
  }

  @BeforeEach
  void setTheClock() {
    ClockUtil.setCurrentTime(
        Date.from(LocalDateTime.parse("2009-05-18T10:00").atZone(LocalDay.ZONE).toInstant()));
  }

  @AfterAll
  static void close() {
    ClockUtil.reset();
    forms.close();
  }

  private static Map<String, Object> concern() {
    return new HashMap<>(
        Map.of(
            "localAuthority", "glasgow-city",
            "concernDate", "2009-05-14",
            "childNames", "Thi *Anh* Nguyen",
            "childNationalities", SpinValues.jsonValue("[\"VN\"]").create()));
  }

  private static ProcessInstance start(String process, Map<String, Object> values) {
    String definition = Journey.definition(engine, process);
    return forms.as(
        "glasgow.duty", () -> engine.getFormService().submitStartForm(definition, values));
  }

  private static Task task(ProcessInstance instance) {
    return engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceId(instance.getId())
        .singleResult();
  }

  private static void submit(ProcessInstance instance, Map<String, Object> values) {
    String task = task(instance).getId();
    forms.as(
        "glasgow.lead",
        () -> {
          engine.getFormService().submitTaskForm(task, values);
          return null;
        });
  }

  private static Map<String, Object> variables(ProcessInstance instance) {
    return engine.getRuntimeService().getVariables(instance.getId());
  }

  private static void refused(ThrowingCallable work, String sentence) {
    assertThatThrownBy(work).isInstanceOf(FormFieldValidationException.class).hasMessage(sentence);
  }

  // --- splitting

  @Test
  void aConcernGetsACaseNumberAndOnlyMarkedFieldsReachTheEngine() {
    ProcessInstance started = start("nrm-case", concern());

    String caseNumber = started.getBusinessKey();
    assertThat(caseNumber).startsWith("NRM-2009-").matches(CaseNumber::isValid);
    assertThat(variables(started)).containsOnly(Map.entry("localAuthority", "glasgow-city"));
    assertThat(forms.file(caseNumber).text("childNames")).isEqualTo("Thi *Anh* Nguyen");
    assertThat(forms.file(caseNumber).list("childNationalities")).containsExactly("VN");
    assertThat(forms.file(caseNumber).text("localAuthority")).isEmpty();
    assertThat(forms.isInTheDatabase("Anh")).isFalse();
    assertThat(forms.isInTheDatabase("glasgow-city")).isTrue();
  }

  @Test
  void aHiddenFieldKeepsItsValueAndAClearedFieldLosesIt() {
    ProcessInstance started = start("nrm-case", concern());
    submit(
        started,
        Map.of(
            "believedTrafficked", "no",
            "notReferredReasons", "A mistake",
            "assessmentDate", "2009-05-15"));

    Map<String, Object> again = new HashMap<>();
    again.put("believedTrafficked", "yes");
    again.put("notReferredReasons", null);
    again.put("assessmentDate", null);
    submit(started, again);

    assertThat(forms.file(started.getBusinessKey()).text("notReferredReasons"))
        .isEqualTo("A mistake");
    assertThat(forms.file(started.getBusinessKey()).text("childNames"))
        .isEqualTo("Thi *Anh* Nguyen");
    assertThat(forms.file(started.getBusinessKey()).text("assessmentDate")).isEmpty();
  }

  @Test
  void aClientCannotChooseACaseNumber() {
    String definition = Journey.definition(engine, "nrm-case");

    refused(
        () -> engine.getFormService().submitStartForm(definition, "NRM-2009-2222-2239", concern()),
        "The case number is given by the system.");
  }

  @Test
  void anOutdatedStartFormStartsNothing() {
    Map<String, String> files = Map.of("concern", CONCERN, "assess", ASSESS);
    forms.deploy(diagram("send-ukba-copy", "${1}"), files);
    String before = Journey.definition(engine, "send-ukba-copy");
    forms.deploy(diagram("send-ukba-copy", "${2}"), files);

    refused(
        () ->
            forms.as(
                "glasgow.duty", () -> engine.getFormService().submitStartForm(before, concern())),
        "This form has been revised since you opened it, so nothing was sent. Open it again under Start process: what you typed is in it.");

    assertThat(engine.getRuntimeService().createProcessInstanceQuery().processDefinitionId(before))
        .returns(0L, ProcessInstanceQuery::count);
    assertThat(start("send-ukba-copy", concern()).getProcessDefinitionId()).isNotEqualTo(before);
  }

  @Test
  void aProcessWithoutAFormAcceptsNoValues() {
    forms.deploy(
        Bpmn.createExecutableProcess("bare")
            .camundaHistoryTimeToLive(1)
            .startEvent()
            .userTask()
            .endEvent()
            .done(),
        Map.of());

    refused(() -> start("bare", concern()), "This has no form, so no values can be sent.");
    ProcessInstance started = start("bare", Map.of());
    refused(
        () ->
            engine
                .getTaskService()
                .complete(task(started).getId(), Map.of("rgOutcome", "positive")),
        "This has no form, so no values can be sent.");
  }

  @Test
  void aFormWithoutACaseCannotStoreAnswers() {
    forms.deploy(diagram("no-case", "${1}"), Map.of("concern", CONCERN, "assess", ASSESS));

    refused(
        () -> start("no-case", concern()),
        "This form belongs to no case, so its answers cannot be kept.");
  }

  // --- refusing

  @Test
  void aRefusedConcernStoresNothing() {
    long before = engine.getHistoryService().createHistoricProcessInstanceQuery().count();
    Map<String, Object> wrong = concern();
    wrong.remove("localAuthority");
    wrong.put("concernDate", "2009-02-30");
    wrong.put("rgOutcome", "positive");

    refused(
        () -> start("nrm-case", wrong),
        "rgOutcome is not a field of this form. Council: choose an option. Date of the concern: must be a real date.");

    assertThat(engine.getHistoryService().createHistoricProcessInstanceQuery().count())
        .isEqualTo(before);
  }

  @Test
  void d8AConcernBeforeTheMechanismOrInTheFutureIsRefused() {
    Map<String, Object> early = concern();
    early.put("concernDate", "2009-03-31");
    Map<String, Object> late = concern();
    late.put("concernDate", "2009-05-19");

    refused(
        () -> start("nrm-case", early),
        "Date of the concern: must not be before 1 April 2009, when the National Referral Mechanism began.");
    refused(() -> start("nrm-case", late), "Date of the concern: must not be in the future.");
  }

  @Test
  void aDateIsComparedWithAnotherDateInTheCaseFile() {
    ProcessInstance started = start("nrm-case", concern());

    refused(
        () -> submit(started, Map.of("believedTrafficked", "yes", "assessmentDate", "2009-05-13")),
        "Date of the assessment: must not be before the date of the concern (14 May 2009).");
    submit(started, Map.of("believedTrafficked", "yes", "assessmentDate", "2009-05-14"));
  }

  @Test
  void everyWayToCompleteATaskIsChecked() {
    ProcessInstance started = start("nrm-case", concern());
    String task = task(started).getId();
    TaskService tasks = engine.getTaskService();
    Map<String, Object> wrong = Map.of("believedTrafficked", "perhaps");

    String sentence = "Trafficked: choose one of the options.";
    refused(() -> engine.getFormService().submitTaskForm(task, wrong), sentence);
    refused(
        () -> engine.getFormService().submitTaskFormWithVariablesInReturn(task, wrong, false),
        sentence);
    refused(
        () ->
            engine
                .getFormService()
                .submitTaskFormData(task, Map.of("believedTrafficked", "perhaps")),
        sentence);
    refused(() -> tasks.complete(task, wrong), sentence);
    refused(() -> tasks.completeWithVariablesInReturn(task, wrong, false), sentence);
    refused(() -> tasks.complete(task), "Trafficked: choose an option.");
  }

  @Test
  void aFileOrAJavaObjectIsRefused() {
    Map<String, Object> wrong = concern();
    wrong.put("childNames", Variables.fileValue("story.txt").file(new byte[] {1}).create());

    refused(() -> start("nrm-case", wrong), "Names: cannot be read.");
  }

  @Test
  void aFailureAfterTheFormRollsBackFileAndEngine() {
    forms.deploy(
        diagram("nrm-case", "${1 / missing}"), Map.of("concern", CONCERN, "assess", ASSESS));
    try {
      ProcessInstance started = start("nrm-case", concern());

      assertThatThrownBy(
              () ->
                  submit(
                      started, Map.of("believedTrafficked", "yes", "assessmentDate", "2009-05-15")))
          .hasMessageContaining("missing");

      assertThat(task(started).getTaskDefinitionKey()).isEqualTo("Task_Assess");
      assertThat(variables(started)).doesNotContainKey("believedTrafficked");
      assertThat(forms.file(started.getBusinessKey()).text("assessmentDate")).isEmpty();
    } finally {
      forms.deploy(diagram("nrm-case", "${1}"), Map.of("concern", CONCERN, "assess", ASSESS));
    }
  }

  /** Someone may close the case while a form waits for it. */
  @Test
  void aTaskThatEndsWhileItsFormWaitsForTheCaseIsNoLongerNeeded() throws Exception {
    forms.deploy(
        diagram("nrm-case", "${localAuthority}"), Map.of("concern", CONCERN, "assess", ASSESS));
    ExecutorService officer = Executors.newSingleThreadExecutor();
    try {
      ProcessInstance started = start("nrm-case", concern());
      forms.open(started.getBusinessKey());
      Future<?> sent =
          forms.inTransaction(
              () -> {
                forms.register().lock(started.getBusinessKey());
                Future<?> waiting =
                    officer.submit(() -> submit(started, Map.of("believedTrafficked", "yes")));
                await().until(FormPluginTest::someoneWaits);
                engine.getRuntimeService().deleteProcessInstance(started.getId(), "closed");
                return waiting;
              });

      assertThatThrownBy(sent::get)
          .hasCauseInstanceOf(FormFieldValidationException.class)
          .hasMessageEndingWith(
              "This task has already been completed or is no longer needed, so nothing was sent. Refresh the list of tasks.");
    } finally {
      officer.shutdown();
      forms.deploy(diagram("nrm-case", "${1}"), Map.of("concern", CONCERN, "assess", ASSESS));
    }
  }

  private static boolean someoneWaits() {
    return forms
            .jdbc()
            .sql("select count(*) from information_schema.sessions where blocker_id is not null")
            .query(Long.class)
            .single()
        > 0;
  }

  @Test
  void aRefusalIsNotLoggedAsAnError(CapturedOutput log) {
    refused(
        () -> start("nrm-case", Map.of()),
        "Council: choose an option. Date of the concern: enter a date.");

    assertThat(log).doesNotContain("FormFieldValidationException").doesNotContain("ENGINE-16004");
  }

  // --- showing

  @Test
  void anOpenFormShowsOnlyTheValuesItUses() {
    ProcessInstance started = start("nrm-case", concern());

    Map<String, Object> shown = engine.getFormService().getTaskFormVariables(task(started).getId());

    assertThat(shown)
        .containsOnlyKeys(
            "caseNumber",
            "localAuthorityName",
            "childNames",
            "concernDate",
            "showReferral",
            "childNationalities",
            "assessmentDate");
    assertThat(shown)
        .containsEntry("caseNumber", started.getBusinessKey())
        .containsEntry("localAuthorityName", "Glasgow City")
        .containsEntry("childNames", "Thi \\*Anh\\* Nguyen")
        .containsEntry("concernDate", "14 May 2009")
        .containsEntry("assessmentDate", "2009-05-18");
    assertThat(shown.get("childNationalities")).hasToString("[\"VN\"]");
    assertThat((String) shown.get("showReferral"))
        .contains("**Names:** Thi \\*Anh\\* Nguyen")
        .contains("**Nationalities:** Vietnam");
  }

  @Test
  void aRepeatedQuestionIsNotPrefilled() {
    ProcessInstance started = start("nrm-case", concern());
    submit(started, Map.of("believedTrafficked", "no", "notReferredReasons", "A mistake"));

    Map<String, Object> shown = engine.getFormService().getTaskFormVariables(task(started).getId());

    assertThat(shown)
        .doesNotContainKey("believedTrafficked")
        .containsEntry("notReferredReasons", "A mistake");
  }

  @Test
  void onlyRequestedNamesAreReturned() {
    ProcessInstance started = start("nrm-case", concern());

    assertThat(
            engine
                .getFormService()
                .getTaskFormVariables(task(started).getId(), List.of("concernDate", "x"), false))
        .containsOnlyKeys("concernDate");
  }

  @Test
  void aStartFormOpensWithTodaysDateAndTheTimeLimits() throws IOException {
    String definition = Journey.definition(engine, "nrm-case");

    String form =
        new String(engine.getFormService().getDeployedStartForm(definition).readAllBytes());

    assertThat(form)
        .contains("\"defaultValue\":\"2009-05-18\"")
        .contains("Within 48 hours, and not after 48 hours");
  }

  // --- the net

  @Test
  void anUndeclaredNameNeverBecomesAProcessVariable() {
    ProcessInstance started = start("nrm-case", concern());
    var runtime = engine.getRuntimeService();

    assertThatThrownBy(() -> runtime.setVariable(started.getId(), "childNames", "Anh"))
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageContaining("The value childNames cannot become a process variable");
    assertThatThrownBy(() -> runtime.setVariable(started.getId(), "Thi Anh", "x"))
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageStartingWith("This value cannot become a process variable");
    assertThatThrownBy(
            () ->
                runtime.startProcessInstanceByKey(
                    "nrm-case", "NRM-2009-2CC2-223H", Map.of("foo", "x")))
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageContaining("The value foo cannot become a process variable");
    runtime.setVariable(started.getId(), "rgAuthority", "UKHTC");
    runtime.setVariable(started.getId(), "answer", 1);
  }

  @Test
  void aBusinessKeyMustBeACaseNumber() {
    assertThatThrownBy(
            () -> engine.getRuntimeService().startProcessInstanceByKey("nrm-case", "Anh Nguyen"))
        .isInstanceOf(BadUserRequestException.class)
        .hasMessage("The business key must be a case number such as NRM-2009-7Q4X-8KD9.");
  }

  @Test
  void variablesForACalledDiagramAreDeclared() {
    forms.deploy(
        Bpmn.createExecutableProcess("called")
            .camundaHistoryTimeToLive(1)
            .startEvent()
            .userTask()
            .endEvent()
            .done(),
        Map.of());
    forms.deploy(
        Bpmn.createExecutableProcess("calling")
            .camundaHistoryTimeToLive(1)
            .startEvent()
            .callActivity()
            .calledElement("called")
            .camundaIn("rgAuthority", "authority")
            .camundaOut("authority", "answered")
            .endEvent()
            .done(),
        Map.of());

    ProcessInstance calling =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey(
                "calling", "NRM-2009-2CC2-224F", Map.of("rgAuthority", "UKBA"));

    ProcessInstance called =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .superProcessInstanceId(calling.getId())
            .singleResult();
    assertThat(variables(called)).containsEntry("authority", "UKBA");
    engine.getTaskService().complete(task(called).getId());
    assertThat(
            engine
                .getHistoryService()
                .createHistoricVariableInstanceQuery()
                .processInstanceId(calling.getId())
                .variableName("answered")
                .singleResult()
                .getValue())
        .isEqualTo("UKBA");
  }

  // --- texts and values past the form

  @Test
  void aPersonCannotSetATasksVariables() {
    String task = task(start("nrm-case", concern())).getId();
    TaskService tasks = engine.getTaskService();

    for (Runnable way :
        List.<Runnable>of(
            () -> tasks.setVariable(task, "believedTrafficked", "yes"),
            () -> tasks.setVariableLocal(task, "believedTrafficked", "yes"),
            () -> tasks.setVariables(task, Map.of("believedTrafficked", "yes")),
            () -> tasks.setVariablesLocal(task, Map.of("believedTrafficked", "yes")),
            () -> tasks.removeVariable(task, "localAuthority"),
            () -> tasks.removeVariables(task, List.of("localAuthority")))) {
      assertThatThrownBy(
              () ->
                  forms.as(
                      "glasgow.lead",
                      () -> {
                        way.run();
                        return null;
                      }))
          .isInstanceOf(BadUserRequestException.class)
          .hasMessage("Values of a case are entered in the forms of its tasks.");
    }
  }

  @Test
  void theEngineAcceptsNoFreeText() {
    ProcessInstance started = start("nrm-case", concern());
    Task task = task(started);
    TaskService tasks = engine.getTaskService();

    Map<ThrowingCallable, String> ways = new LinkedHashMap<>();
    ways.put(
        () -> tasks.createComment(task.getId(), started.getId(), "Anh is afraid"),
        "Comments are not kept here.");
    ways.put(
        () -> tasks.addComment(task.getId(), started.getId(), "Anh is afraid"),
        "Comments are not kept here.");
    ways.put(
        () -> tasks.createAttachment("x", task.getId(), null, "Anh", "", "https://example.org"),
        "Documents are not kept here.");
    ways.put(() -> tasks.setDescription(task.getId(), "Anh"), "The name and the description");
    ways.put(() -> tasks.setName(task.getId(), "Anh"), "The name and the description");
    Task own = tasks.newTask();
    ways.put(() -> tasks.saveTask(own), "The name and the description");
    task.setDescription("Anh is afraid");
    ways.put(() -> tasks.saveTask(task), "The name and the description");

    ways.forEach(
        (way, sentence) ->
            assertThatThrownBy(
                    () ->
                        forms.as(
                            "glasgow.lead",
                            () -> {
                              try {
                                way.call();
                              } catch (RuntimeException refusal) {
                                throw refusal;
                              } catch (Throwable other) {
                                throw new AssertionError(other);
                              }
                              return null;
                            }))
                .isInstanceOf(BadUserRequestException.class)
                .hasMessageStartingWith(sentence));
    assertThat(forms.isInTheDatabase("Anh")).isFalse();
  }
}
