package scot.nrm.modelcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import scot.nrm.decision.DecisionTasksCheck;
import scot.nrm.decision.Requirements;
import scot.nrm.engine.Definitions;
import scot.nrm.engine.DiagramValues;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.engine.authorities.AuthorityGroups;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.engine.steps.Step;
import scot.nrm.modelcheck.XmlFile.Element;

/** Tests the permitted content of diagrams, decision tables and expressions. */
@Tag("quick")
class RevisionTest {

  /** Gives a date. */
  public static class Dates implements DiagramValues {
    public Date inDays(int days) {
      return new Date(days);
    }
  }

  /** Needs a stage. */
  @Step(
      value = "Mark as late",
      inputs = {
        @Step.Input(value = "stage", label = "Stage", codes = Team.class),
        @Step.Input(value = "remark", label = "Remark", optional = true)
      })
  public static class MarksLate implements JavaDelegate {
    @Override
    public void execute(DelegateExecution execution) {}
  }

  /** Gives a version. */
  public static class Sets implements DiagramValues {
    public int version(String diagram) {
      return diagram.length();
    }
  }

  private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
  private final DiagramBeans allowed;
  private final Expressions expressions;
  private final DiagramCheck diagrams;
  private final KnownTasks knownTasks;
  private final TableCheck tables = new TableCheck(KnownAuthorities.OF_THE_FILE, List.of());

  RevisionTest() {
    beans.registerSingleton("sendLetters", (JavaDelegate) execution -> {});
    beans.registerSingleton("nameTask", (TaskListener) task -> {});
    beans.registerSingleton("markLate", new MarksLate());
    beans.registerSingleton("dueDates", new Dates());
    beans.registerSingleton("sets", new Sets());
    beans.registerSingleton(
        AuthorityGroups.BEAN,
        new AuthorityGroups(
            KnownAuthorities.OF_THE_FILE, (duty, caseNumber) -> KnownAuthorities.UKHTC));
    beans.registerSingleton("dataSource", new Object());
    allowed = new DiagramBeans(beans, (step, execution) -> {});
    expressions = new Expressions(allowed, KnownAuthorities.OF_THE_FILE);
    diagrams =
        new DiagramCheck(
            allowed,
            expressions,
            new KnownProcesses(
                List.of("p", "q"), List.of("booking"), Map.of("p", List.of("copy-received"))),
            new DecisionTasksCheck(Requirements.OF_THE_FILE));
    knownTasks = new KnownTasks(new Definitions(Path.of("")), expressions);
  }

  // --- expressions

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain text",
        "${routeClear == 'no'}",
        "${rgTargetDate}",
        "${true}",
        "${searchReviewDate != null}",
        "${'UKBA' == (stage == 'reasonable-grounds' ? rgAuthority : cgAuthority) ? 'ukba-case-owner' : 'ukhtc-case-owner'}",
        "${not empty x and (a < 3 or b >= 2.5)}",
        "${execution.hasVariable('rgProposal')}",
        "#{execution.processBusinessKey}",
        "${dueDates.inDays(2)}",
        "${dueDates.inDays(number)}",
        "${currentUser()}",
        "${dateTime().plusDays(3)}",
        "Decide for ${stage}"
      })
  void anExpressionMayCompareAndUseTheProgramsFunctions(String expression) {
    assertThat(expressions.problem(expression)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${''.getClass()}",
        "${''.class}",
        "${''['class']}",
        "${x.y}",
        "${x['y']}",
        "${x.toString()}",
        "${execution}",
        "${execution.processEngineServices}",
        "${execution.setVariable('a', 'b')}",
        "${execution.hasVariable(x)}",
        "${task.setAssignee('x')}",
        "${dueDates.getClass()}",
        "${dueDates.inDays(''.getClass())}",
        "${dueDates.inDays(1).getClass()}",
        "${dueDates.inDays()}",
        "${dueDates.inDays('two')}",
        "${dueDates.inDays(1, 2)}",
        "${dueDates['inDays'](1)}",
        "${dataSource.connection}",
        "${sendLetters.execute(execution)}",
        "${S('<x/>')}",
        "${XML('<x/>')}",
        "${now().getClass()}",
        "${dateTime().getClass()}",
        "${dateTime().toDate()}",
        "${dateTime().plusDays(x)}",
        "${currentUser().getClass()}",
        "${a + b}",
        "${1 / 0}",
        "${x = 1}",
        "${(x -> x)(1)}",
        "${",
        "#{x",
        "text ${x.y} text",
        "${a ? b : x.getClass()}",
        "${!x.y}",
        "${empty x.y}"
      })
  void anExpressionCannotReachAnythingElse(String expression) {
    assertThat(expressions.problem(expression)).isPresent();
  }

  @Test
  void anExpressionTooDeepForTheParserIsNotParsed() {
    assertThat(expressions.problem("${" + "(".repeat(100_000) + "1" + ")".repeat(100_000) + "}"))
        .hasValueSatisfying(problem -> assertThat(problem).contains("longer than"));
  }

  @ParameterizedTest
  @CsvSource({
    "${currentUser()}, true",
    "${currentUserGroups()}, true",
    "${now()}, true",
    "${dateTime().plusDays(3)}, true",
    "${assignee}, false",
    "${dueDates.inDays(2)}, false",
    "${execution.processBusinessKey}, false",
    "${''.getClass()}, false"
  })
  void aFilterCanOnlyCallTheFunctions(String expression, boolean allowedThere) {
    assertThat(expressions.filterProblem(expression).isEmpty()).isEqualTo(allowedThere);
  }

  @Test
  void theEngineHasAccessToNoOtherBeans() {
    assertThat(allowed.keySet())
        .isEqualTo(
            Set.of("sendLetters", "markLate", "nameTask", "dueDates", "authorities", "sets"));
    assertThat(allowed.get("dataSource")).isNull();
    assertThat(allowed.containsKey("dataSource")).isFalse();
    assertThat(allowed.get("dueDates")).isInstanceOf(Dates.class);
  }

  // --- diagrams

  private static final String BEGIN =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xmlns:activiti="http://activiti.org/bpmn" xmlns:odd="http://odd.example">
        <bpmn:process id="p" isExecutable="true" camunda:historyTimeToLive="1">
      """;

  private List<String> problemsOf(Element diagram) {
    return diagrams.problems(diagram, Set.of());
  }

  private List<String> ofDiagram(String content) throws Exception {
    return problemsOf(diagram(content));
  }

  private static Element diagram(String content) throws Exception {
    return XmlFile.read(
        (BEGIN
                + content
                + "</bpmn:process><bpmn:message id='m' name='copy-received'/><bpmn:message id='other' name='case-decided'/></bpmn:definitions>")
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void d18AMisspeltTaskPropertyIsRefusedWithItsLine() throws Exception {
    assertThat(
            ofDiagram(
                "<bpmn:userTask id='t' name='Look'><bpmn:extensionElements><camunda:properties><camunda:property name='decision' value='conclusive-grounds'/><camunda:property name='act' value='reviews'/></camunda:properties></bpmn:extensionElements></bpmn:userTask>"))
        .singleElement()
        .asString()
        .startsWith(
            "Line 6, \"Look\" (t): the property act has the value \"reviews\". Write propose");
  }

  @Test
  void d18ADiagramWithoutTheSecondOfficerIsReported() throws Exception {
    String sentence =
        "it records a decision on conclusive grounds, which config/decisions.yaml requires to be confirmed, and has no task for that.";
    String complete = Files.readString(Path.of("processes/conclusive-grounds.bpmn"));
    String lost =
        complete.replaceFirst(
            "(?s)<bpmn:userTask id=\"Task_ConfirmConclusiveGrounds\".*?</bpmn:userTask>", "");

    assertThat(problemsOf(xml(lost))).anySatisfy(problem -> assertThat(problem).contains(sentence));
    assertThat(problemsOf(xml(complete)))
        .noneSatisfy(problem -> assertThat(problem).contains(sentence));
  }

  @Test
  void aFlowOrMessageWithoutAnIdIsReported() throws Exception {
    String content =
        BEGIN
            + "<bpmn:startEvent id='s'><bpmn:messageEventDefinition messageRef='m'/></bpmn:startEvent>"
            + "<bpmn:endEvent id='e'/><bpmn:sequenceFlow sourceRef='s' targetRef='e'/></bpmn:process>"
            + "<bpmn:message name='copy-received'/></bpmn:definitions>";

    assertThat(problemsOf(xml(content)))
        .contains(
            "Line 6, sequenceFlow: it has no id. Give it one.",
            "Line 6, \"copy-received\": it has no id. Give it one.");
  }

  @Test
  void d29ADiagramThatRecordsLeaveWithoutItsActIsReported() throws Exception {
    String sentence = "Add a user task with the property office-act = leave.";
    String complete = Files.readString(Path.of("processes/leave-to-remain.bpmn"));
    String property = "<camunda:property name=\"office-act\" value=\"leave\" />";

    assertThat(problemsOf(xml(complete.replace(property, ""))))
        .anySatisfy(problem -> assertThat(problem).contains(sentence));
    assertThat(problemsOf(xml(complete)))
        .noneSatisfy(problem -> assertThat(problem).contains(sentence));
    assertThat(problemsOf(xml(complete.replace(property, property.replace("act", "acts")))))
        .as("a misspelt property is named once")
        .noneSatisfy(problem -> assertThat(problem).contains(sentence))
        .anySatisfy(problem -> assertThat(problem).contains("has no property office-acts"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<bpmn:serviceTask id='t' camunda:delegateExpression='${sendLetters}'/>",
        "<bpmn:userTask id='t' name='Decide' camunda:candidateGroups=\"${a == 'b' ? 'c' : 'd'}\""
            + " camunda:formRef='f' camunda:formRefBinding='deployment'"
            + " camunda:dueDate='${dueDates.inDays(1)}' camunda:followUpDate='2009-04-01T12:00'>"
            + "<bpmn:extensionElements><camunda:taskListener"
            + " event='create'"
            + " delegateExpression='${nameTask}'/></bpmn:extensionElements></bpmn:userTask>",
        "<bpmn:startEvent id='s' camunda:asyncAfter='true'><bpmn:messageEventDefinition messageRef='m'/></bpmn:startEvent>",
        "<bpmn:subProcess id='sp' triggeredByEvent='true'><bpmn:startEvent id='s'><bpmn:timerEventDefinition><bpmn:timeDate>${rgTargetDate}</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:startEvent></bpmn:subProcess>",
        "<bpmn:callActivity id='c' calledElement='q' camunda:calledElementBinding='version'"
            + " camunda:calledElementVersion=\"${sets.version('q')}\"><bpmn:extensionElements>"
            + "<camunda:in businessKey='#{execution.processBusinessKey}'/>"
            + "<camunda:in source='rgTargetDate' target='rgTargetDate'/>"
            + "<camunda:in source='stage' target='suspendedStage'/>"
            + "<camunda:in sourceExpression='${stage}' target='occasion'/>"
            + "<camunda:out source='rgOutcome' target='rgOutcome'/>"
            + "</bpmn:extensionElements></bpmn:callActivity>",
        "<bpmn:userTask id='t'><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name='rgDueDate'>${rgDueDate}</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:userTask>",
        "<bpmn:userTask id='t' camunda:assignee='${leadProfessional}'/>",
        "<bpmn:userTask id='t' camunda:dueDate='2009-04-01T9:00:30.5Z' camunda:followUpDate='2009-04-01T23:59+01:00'/>",
        "<bpmn:serviceTask id='t' camunda:asyncBefore='true'"
            + " camunda:delegateExpression='${sendLetters}'>"
            + "<bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter"
            + " name='letter'>nrm-04</camunda:inputParameter>"
            + "</camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>",
        "<bpmn:serviceTask id='t' camunda:modelerTemplate='nrm.markLate'"
            + " camunda:delegateExpression='${markLate}'><bpmn:extensionElements>"
            + "<camunda:inputOutput><camunda:inputParameter name='stage'>case-owner"
            + "</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements>"
            + "</bpmn:serviceTask>",
        "<bpmn:serviceTask id='t' camunda:delegateExpression='${markLate}'><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name='stage'>${suspendedStage}</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>"
      })
  void aDiagramMayNameStepsListenersAndForms(String content) throws Exception {
    assertThat(ofDiagram(content)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<bpmn:scriptTask id='t' scriptFormat='groovy'><bpmn:script>x</bpmn:script></bpmn:scriptTask> | Scripts do not run",
        "<bpmn:serviceTask id='t' camunda:class='java.lang.Runtime'/> | Name a step of the program",
        "<bpmn:serviceTask id='t' camunda:expression='${sendLetters}'/> | Name a step of the program",
        "<bpmn:serviceTask id='t' camunda:type='external' camunda:topic='x'/> | External tasks are not available",
        "<bpmn:serviceTask id='t' camunda:type='shell'/> | External tasks are not available",
        "<bpmn:serviceTask id='t' camunda:delegateExpression='${dataSource}'/> | names no step",
        "<bpmn:serviceTask id='t' camunda:delegateExpression='${markLaet}'/> | Name one, like ${markLate}.",
        "<bpmn:serviceTask id='t' camunda:delegateExpression='${nameTask}'/> | names no step",
        "<bpmn:serviceTask id='t' camunda:delegateExpression=\"${x.y}\"/> | names no step",
        "<bpmn:serviceTask id='t' activiti:class='java.lang.Runtime'/> | cannot be used",
        "<bpmn:userTask id='t' camunda:formKey='embedded:app:x.html'/> | by its id",
        "<bpmn:userTask id='t' camunda:formRef='f' camunda:formRefBinding='latest'/> | deployment",
        "<bpmn:userTask id='t' camunda:assignee=\"${''.getClass()}\"/> | calls .getClass()",
        "<bpmn:userTask id='t' camunda:dueDate='${dueDates.inDays()}'/> | camunda:dueDate calls dueDates.inDays(), which takes a number.",
        "<bpmn:userTask id='t' camunda:dueDate='5 days'/> | \"5 days\" is not a date. Write it like ${dueDates.inWorkingDays(5)}",
        "<bpmn:userTask id='t' camunda:followUpDate='by ${rgTargetDate}'/> | is not a date",
        "<bpmn:intermediateCatchEvent id='t'><bpmn:timerEventDefinition><bpmn:timeDate>soon</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent> | \"soon\" is not a date",
        "<bpmn:userTask id='t' name=\"${''.getClass()}\"/> | calls .getClass()",
        "<bpmn:userTask id='t'><bpmn:documentation>${x.y}</bpmn:documentation></bpmn:userTask> | reads .y",
        "<bpmn:userTask id='t'><bpmn:extensionElements><camunda:formData/></bpmn:extensionElements></bpmn:userTask> | forms",
        "<bpmn:userTask id='t'><bpmn:extensionElements><camunda:connector/></bpmn:extensionElements></bpmn:userTask> | Connectors",
        "<bpmn:userTask id='t'><bpmn:extensionElements><camunda:executionListener event='start' class='x'/></bpmn:extensionElements></bpmn:userTask> | Name a step",
        "<bpmn:userTask id='t'><bpmn:extensionElements><camunda:executionListener event='start'><camunda:script scriptFormat='x'>y</camunda:script></camunda:executionListener></bpmn:extensionElements></bpmn:userTask> | Scripts do not run",
        "<bpmn:userTask id='t'><bpmn:extensionElements><odd:x/></bpmn:extensionElements></bpmn:userTask> | not known here",
        "<bpmn:sequenceFlow id='f'><bpmn:conditionExpression xsi:type='bpmn:tFormalExpression' language='groovy'>x</bpmn:conditionExpression></bpmn:sequenceFlow> | language cannot be used",
        "<bpmn:startEvent id='s'><bpmn:signalEventDefinition/></bpmn:startEvent> | Use a message",
        "<bpmn:intermediateThrowEvent id='e' name='Further on'><bpmn:linkEventDefinition id='d' name='on'/></bpmn:intermediateThrowEvent> | a link event cannot be used. Draw the flow itself",
        "<bpmn:startEvent id='s'><bpmn:timerEventDefinition><bpmn:timeCycle>R/PT1S</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent> | Use a timer",
        "<bpmn:startEvent id='s'><bpmn:timerEventDefinition><bpmn:timeDate>2009-05-18T10:00:00</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:startEvent> | can't start with this event",
        "<bpmn:startEvent id='s'><bpmn:messageEventDefinition messageRef='other'/></bpmn:startEvent> | can't start with this event",
        "<bpmn:startEvent id='s'><bpmn:messageEventDefinition messageRef='m'/></bpmn:startEvent> | what starts beside the case must not hold it up",
        "<bpmn:startEvent id='s'><bpmn:messageEventDefinition/></bpmn:startEvent> | can't start with this event",
        "<bpmn:callActivity id='c' calledElement='q'><bpmn:extensionElements><camunda:in businessKey='NRM-2026-2222-22CT'/></bpmn:extensionElements></bpmn:callActivity> | businessKey can only be",
        "<bpmn:callActivity id='c' calledElement='q'><bpmn:extensionElements><camunda:in businessKey='${caseNumber}'/></bpmn:extensionElements></bpmn:callActivity> | businessKey can only be",
        "<bpmn:callActivity id='c' calledElement='q'/> | needs the case number",
        "<bpmn:callActivity id='c' calledElement='q' camunda:calledElementBinding='version'"
            + " camunda:calledElementVersion=\"${sets.version('p')}\"><bpmn:extensionElements><camunda:in"
            + " businessKey='#{execution.processBusinessKey}'/></bpmn:extensionElements></bpmn:callActivity>"
            + " | write ${sets.version('q')} as the version",
        "<bpmn:callActivity id='c' calledElement='q'><bpmn:extensionElements><camunda:in businessKey='#{execution.processBusinessKey}'/></bpmn:extensionElements></bpmn:callActivity> | Choose the binding version",
        "<bpmn:callActivity id='c' calledElement='tidy-up'/> | such as intake. If the process is new, an operator adds its id under case-processes",
        "<bpmn:callActivity id='c' calledElement='bookign'/> | Name one by its id, such as booking.",
        "<bpmn:callActivity id='c' calledElement='${which}'/> | calls no known process",
        "<bpmn:callActivity id='c' calledElement='q'><bpmn:extensionElements><camunda:in variables='all'/></bpmn:extensionElements></bpmn:callActivity> | Untick Propagate all variables, and name each value under In mappings or Out mappings.",
        "<bpmn:callActivity id='c' calledElement='q'><bpmn:extensionElements><camunda:out local='true' source='a' target='a'/></bpmn:extensionElements></bpmn:callActivity> | local cannot be used. The value would be lost. Untick Local.",
        "<bpmn:serviceTask id='t' camunda:delegateExpression='${sendLetters}'><bpmn:extensionElements><camunda:failedJobRetryTimeCycle>R0/PT1M</camunda:failedJobRetryTimeCycle></bpmn:extensionElements></bpmn:serviceTask> | Empty Retry time cycle under Job execution.",
        "<bpmn:callActivity id='c' calledElement='q'><bpmn:extensionElements><camunda:in sourceExpression='negative' target='rgOutcome'/></bpmn:extensionElements></bpmn:callActivity> | rgOutcome is set by the program",
        "<bpmn:callActivity id='c' calledElement='q'><bpmn:extensionElements><camunda:in source='stage' target='removalHold'/></bpmn:extensionElements></bpmn:callActivity> | removalHold is set by the program",
        "<bpmn:callActivity id='c' calledElement='q'><bpmn:extensionElements><camunda:out source='typed' target='cgTargetDate'/></bpmn:extensionElements></bpmn:callActivity> | cgTargetDate is set by the program",
        "<bpmn:callActivity id='c' calledElement='q'><bpmn:extensionElements><camunda:in source='a' target='${which}'/></bpmn:extensionElements></bpmn:callActivity> | is set by the program",
        "<bpmn:userTask id='t'><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name='rgAuthority'>UKBA</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:userTask> | rgAuthority is set by the program",
        "<bpmn:userTask id='t'><bpmn:extensionElements><camunda:inputOutput><camunda:outputParameter name='caseOutcome'>${typed}</camunda:outputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:userTask> | caseOutcome is set by the program",
        "<bpmn:subProcess id='sp'><bpmn:multiInstanceLoopCharacteristics camunda:collection='${x}' camunda:elementVariable='cgOutcome'/></bpmn:subProcess> | cgOutcome is set by the program",
        "<bpmn:userTask id='t' camunda:candidateGroups=\"${authorities.group(rgAuthority, 'director')}\"/> | names no team of the authorities",
        "<bpmn:userTask id='t' camunda:candidateGroups=\"${authorities.group('imigration', 'manager')}\"/> | names imigration, which is neither a duty nor an authority; write one of UKBA, UKHTC, immigration, intake.",
        "<bpmn:userTask id='t' camunda:assignee='policy.adviser'/> | names a person",
        "<bpmn:userTask id='t' camunda:candidateUsers=\"${x ? 'a' : 'b'}\"/> | names a person",
        "<bpmn:callActivity id='c' calledElement='q' camunda:calledElementTenantId='fife'/> | set automatically",
        "<bpmn:serviceTask id='t' camunda:delegateExpression='${markLate}'/> | its step \"Mark as late\" needs the input parameter stage",
        "<bpmn:serviceTask id='t' camunda:delegateExpression='${markLate}'>"
            + "<bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name='stage'>"
            + "director</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements>"
            + "</bpmn:serviceTask> | stage can't be \"director\". Write intake or case-owner or",
        "<bpmn:serviceTask id='t' camunda:delegateExpression='${sendLetters}'>"
            + "<bpmn:extensionElements><camunda:inputOutput>"
            + "<camunda:inputParameter name='occasion'>child-missing</camunda:inputParameter>"
            + "<camunda:inputParameter name='occasion'>child-found</camunda:inputParameter>"
            + "</camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>"
            + " | (t): it sets occasion twice. Remove one",
        "<bpmn:callActivity id='c' calledElement='q'><bpmn:extensionElements><camunda:in source='a' target='x'/><camunda:in source='b' target='x'/></bpmn:extensionElements></bpmn:callActivity> | (c): it sets x twice",
        "<bpmn:businessRuleTask id='t' camunda:decisionRef='x'/> | Use a service task",
        "<bpmn:endEvent id='e' name='Escalated'><bpmn:escalationEventDefinition id='d'/></bpmn:endEvent> | an escalation event cannot be used. It reaches nobody here. Use a timer",
        "<bpmn:userTask id='t' camunda:priority='high'/> | (t): \"high\" is not a number. Write a priority as a number",
        "<bpmn:userTask id='t' camunda:dueDate='2009-02-30'/> | \"2009-02-30\" is not a date",
        "<bpmn:userTask id='t' camunda:dueDate='2009-04-01T25:00'/> | \"2009-04-01T25:00\" is not a date",
        "<bpmn:intermediateCatchEvent id='e'><bpmn:timerEventDefinition><bpmn:timeDate>2009-04-01T12:00+1</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent> | (e): \"2009-04-01T12:00+1\" is not a date",
        "<bpmn:boundaryEvent id='e' name='Reminder'><bpmn:timerEventDefinition id='d'><bpmn:timeDuration>5D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent> | \"Reminder\" (e): \"5D\" is not a duration",
        "<bpmn:task id='t' name='Ring them'/> | \"Ring them\" (t): a task without a type cannot be used. A case would pass it, and nobody would be asked",
        "<bpmn:manualTask id='t'/> | (t): a manual task cannot be used. A case would pass it, and nobody would be asked",
        "<bpmn:sendTask id='t'/> | it names no step of the program. Name one",
        "<bpmn:serviceTask id='t'/> | it names no step of the program. Name one",
        "<bpmn:userTask id='t'/><bpmn:userTask id='t' name='Copy'/> | \"Copy\" (t): another element of the diagram has the same id. Remove one",
        "<bpmn:laneSet id='s'><bpmn:lane id='a'><bpmn:flowNodeRef>t</bpmn:flowNodeRef></bpmn:lane><bpmn:lane id='b'><bpmn:flowNodeRef>t</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet><bpmn:userTask id='t'/> | (t): it is in two lanes. Move it",
        "<bpmn:subProcess id='s' name='Work'><bpmn:startEvent id='a'/><bpmn:startEvent id='b'/></bpmn:subProcess> | \"Work\" (s): it has 2 start events. Keep one",
        "<bpmn:endEvent id='t' name='Told'><bpmn:messageEventDefinition id='d' messageRef='m'/></bpmn:endEvent> | \"Told\" (t): it names no step of the program",
        "<bpmn:intermediateThrowEvent id='t'><bpmn:messageEventDefinition id='d'/></bpmn:intermediateThrowEvent> | (t): it names no step of the program",
        "<bpmn:subProcess id='s'><bpmn:endEvent id='e'/></bpmn:subProcess> | (s): nothing begins in this sub-process. Draw a start event in it",
        "<bpmn:sequenceFlow id='f'><bpmn:conditionExpression>factsMissing == 'yes'</bpmn:conditionExpression></bpmn:sequenceFlow> | \"factsMissing == 'yes'\" is not a condition. Write a condition like ${routeClear == 'no'}",
        "<bpmn:sequenceFlow id='f'><bpmn:conditionExpression>=factsMissing = \"yes\"</bpmn:conditionExpression></bpmn:sequenceFlow> | is not a condition",
        "<bpmn:sequenceFlow id='f'><bpmn:conditionExpression> </bpmn:conditionExpression></bpmn:sequenceFlow> | (f): its condition is empty. Write a condition like",
        "<bpmn:userTask id='t'><bpmn:multiInstanceLoopCharacteristics><bpmn:completionCondition>all</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask> | \"all\" is not a condition",
        "<bpmn:userTask id='t'><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>two</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask> | \"two\" is not a number. Write how often it is done, such as 2",
        "<bpmn:userTask id='t'><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>0</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask> | \"0\" is not a number"
      })
  void unsupportedElementsAreRefusedWithAnAlternative(String content, String sentence)
      throws Exception {
    assertThat(ofDiagram(content))
        .anySatisfy(problem -> assertThat(problem).contains(sentence).startsWith("Line "));
  }

  @ParameterizedTest
  @CsvSource({
    "5 days, false",
    "PT5D, false",
    "P2W, false",
    "P, false",
    "P1DT, false",
    "R3/P5D, false",
    "P5D, true",
    "PT4H, true",
    "P1Y2M3DT4H5M6S, true",
    "${reminderAfter}, true"
  })
  void aDurationMustBeReadableForTheEngine(String duration, boolean isRead) throws Exception {
    List<String> problems =
        ofDiagram(
            "<bpmn:intermediateCatchEvent id='e' name='Later'><bpmn:timerEventDefinition><bpmn:timeDuration>%s</bpmn:timeDuration>"
                    .formatted(duration)
                + "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>");

    if (isRead) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems)
          .singleElement()
          .asString()
          .startsWith(
              "Line 6, \"Later\" (e): \"" + duration + "\" is not a duration. Write it like");
    }
  }

  @Test
  void aDiagramThatCannotRunIsReportedOnce() throws Exception {
    String process = BEGIN + "</bpmn:process></bpmn:definitions>";

    assertThat(problemsOf(xml(process.replace("isExecutable=\"true\"", "isExecutable=\"false\""))))
        .containsExactly(
            "Line 5, process (p): no case could run it. Draw a process, and tick Executable in its properties.");
    assertThat(problemsOf(xml(process.replace(" camunda:historyTimeToLive=\"1\"", ""))))
        .containsExactly(
            "Line 5, process (p): it has no time to live, after which its history is removed. Write P180D under History cleanup, Time to live.");
    assertThat(problemsOf(xml(process.replace("TimeToLive=\"1\"", "TimeToLive=\"P6M\""))))
        .containsExactly(
            "Line 5, process (p): it has the time to live \"P6M\", which is not a number of days, after which its history is removed. Write P180D under History cleanup, Time to live.");
  }

  /** The text would not fit into the engine's column, and a case would fail at the task. */
  @Test
  void aTextTooLongForTheEngineIsRefused() throws Exception {
    String task =
        "<bpmn:userTask id=\"t\" name=\"%s\"><bpmn:documentation>%s</bpmn:documentation></bpmn:userTask>";

    assertThat(ofDiagram(task.formatted("n".repeat(150), "d".repeat(3000)))).isEmpty();
    assertThat(ofDiagram(task.formatted("n".repeat(151), "d".repeat(3001))))
        .hasSize(2)
        .anyMatch(one -> one.endsWith("the name has 151 characters. Shorten it to 150."))
        .anyMatch(
            one -> one.endsWith("the documentation has 3001 characters. Shorten it to 3000."));
  }

  @Test
  void aDiagramOfAnUnknownProcessIsRefused() throws Exception {
    for (String other : List.of("id=\"tidy-up\"", "")) {
      String unknown = BEGIN.replace("id=\"p\"", other);
      assertThat(
              problemsOf(
                  XmlFile.read(
                      (unknown
                              + "<bpmn:startEvent id='s'><bpmn:messageEventDefinition messageRef='m'/></bpmn:startEvent></bpmn:process></bpmn:definitions>")
                          .getBytes(StandardCharsets.UTF_8))))
          .singleElement()
          .asString()
          .contains("there is no process with this id")
          .contains(
              "under case-processes, and the message that starts it under message-starts, in config/roles.yaml");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<bpmn:userTask id='Task_ProtectChild' camunda:candidateGroups='la-lead-professional'/>",
        "<bpmn:userTask id='Task_ProtectChild'/>",
        "<bpmn:userTask id='Task_ProposeReasonableGrounds' camunda:candidateGroups='ukba-case-owner'/>",
        "<bpmn:userTask id='Task_ProposeReasonableGrounds' camunda:candidateGroups=\"${authorities.group(cgAuthority, 'case-owner')}\"/>",
        "<bpmn:userTask id='Task_NrmFormIndicators' camunda:assignee='${leadProfessional}'/>",
        "<bpmn:userTask id='Task_New' camunda:candidateGroups='policy-adviser'/>",
        "<bpmn:serviceTask id='Task_ProtectChild' camunda:delegateExpression='${sendLetters}'/>"
      })
  void aDeployedDiagramMayRemoveATaskFromATeam(String content) throws Exception {
    assertThat(knownTasks.problems(diagram(content), Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<bpmn:userTask id='Task_ProtectChild' camunda:candidateGroups='la-lead-professional,policy-adviser'/> | would go to policy-adviser as well",
        "<bpmn:userTask id='Task_ProposeReasonableGrounds' camunda:candidateGroups=\"${authorities.group(rgAuthority, 'manager')}\"/> | would go to ukba-manager, ukhtc-manager as well",
        "<bpmn:userTask id='Task_ProposeReasonableGrounds' camunda:candidateGroups=\"${authorities.group(rgAuthority, team)}\"/> | it is not clear which teams",
        "<bpmn:userTask id='Task_ProtectChild' camunda:candidateGroups=\"${x == 'a' ? 'policy-adviser' : (x == 'b' ? 'police-liaison' : 'la-lead-professional')}\"/> | would go to police-liaison, policy-adviser as well",
        "<bpmn:userTask id='Task_ProtectChild' camunda:candidateGroups='${typed}'/> | not clear which teams",
        "<bpmn:userTask id='Task_ProtectChild' camunda:candidateGroups='la-${typed}'/> | not clear which teams",
        "<bpmn:userTask id='Task_ProtectChild' camunda:assignee='${leadProfessional}'/> | camunda:assignee is not the one",
        "<bpmn:userTask id='Task_NrmFormIndicators' camunda:assignee='${typed}'/> | camunda:assignee is not the one",
        "<bpmn:userTask id='Task_ProtectChild' camunda:candidateUsers='${typed}'/> | camunda:candidateUsers is not the one"
      })
  void aDeployedDiagramCannotGiveATaskToAnotherTeam(String content, String sentence)
      throws Exception {
    assertThat(knownTasks.problems(diagram(content), Map.of()))
        .singleElement()
        .asString()
        .startsWith("Line ")
        .contains(sentence);
  }

  /** Three people gave it to another team, in a revision. */
  @Test
  void candidateGroupsAreComparedWithTheSetInForce() throws Exception {
    String task = "<bpmn:userTask id='Task_ProtectChild' camunda:candidateGroups='%s'/>";
    Map<String, List<Element>> inForce =
        KnownTasks.byId(Stream.of(diagram(task.formatted("la-duty-social-work"))));

    assertThat(knownTasks.problems(diagram(task.formatted("la-duty-social-work")), inForce))
        .isEmpty();
    assertThat(knownTasks.problems(diagram(task.formatted("la-lead-professional")), inForce))
        .singleElement()
        .asString()
        .contains(
            "would go to la-lead-professional as well. One person can't give it to another team");
  }

  // --- decision tables

  private List<String> ofTable(String attributes, String text) throws Exception {
    return tables.problems(
        XmlFile.read(
            ("<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d'><decision id='x'><decisionTable id='t'><input id='i'><inputExpression id='e' "
                    + attributes
                    + "><text>"
                    + text
                    + "</text></inputExpression></input></decisionTable></decision></definitions>")
                .getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aTableComparesValuesOnlyInFeel() throws Exception {
    assertThat(ofTable("", "\"UKBA\",\"a form for a child\"")).isEmpty();
    assertThat(ofTable("expressionLanguage='feel'", "age &lt; 18")).isEmpty();
    assertThat(ofTable("expressionLanguage='javascript'", "1"))
        .anyMatch(problem -> problem.contains("FEEL"));
    assertThat(ofTable("expressionLanguage='juel'", "${x}"))
        .anyMatch(problem -> problem.contains("FEEL"));
    assertThat(ofTable("", "for i in 1..999999999 return i"))
        .anyMatch(problem -> problem.contains("\"for\""));
    assertThat(ofTable("", "function(x) external {java: {class: \"java.lang.Math\"}}"))
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-",
        "true",
        "\"VN\", \"a // text (with) {all} of \\\"it\\\" for each\"",
        "not(\"UKBA\")",
        "[1..5]",
        "]1..5.5[",
        "&lt; 18",
        "&gt;= date(\"2013-04-01\")",
        "stage = \"intake\" and adult",
        "-3"
      })
  void everySupportedComparisonInATableIsAccepted(String text) throws Exception {
    assertThat(ofTable("", text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "// \" for i in 1..1500 return i // \" | /",
        "/* \" */ 1 /* \" */ | /",
        "matches(\"aaaa!\", \"^(a+)+$\") | matches",
        "count ([1,2]) | count",
        "if true then 1 else 2 | if",
        "some x in [1] satisfies x | some",
        "2 ** 99999999 | *",
        "x[item > 1] | [",
        "[1,2][1] | [",
        "{a: 1} | {",
        "a.b | .",
        "@\"2009-01-01\" | @",
        "number(\"1\") | number"
      })
  void aTableDoesNotCalculate(String text, String part) throws Exception {
    assertThat(ofTable("", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")))
        .singleElement()
        .asString()
        .contains("\"" + part + "\" cannot be used in a table");
  }

  @Test
  void aTextWithoutItsSecondQuotationMarkIsReported() throws Exception {
    assertThat(ofTable("", "\"open"))
        .containsExactly(
            "Line 1: \"open lacks a quotation mark. Write one before and after each text.");
  }

  @Test
  void d13ATableAnswersOnlyKnownAuthorities() throws Exception {
    String table = Files.readString(Path.of("processes/competent-authority.dmn"));
    String answer = "<text>\"UKBA\"</text>";

    assertThat(tables.problems(xml(table))).isEmpty();
    assertThat(tables.problems(xml(table.replaceFirst(answer, "<text>\"SCA\"</text>"))))
        .singleElement()
        .asString()
        .startsWith("Line ")
        .endsWith(
            "\"SCA\" is no authority in config/authorities.yaml. Write the code of one, between quotation marks: UKHTC, UKBA.");
    assertThat(tables.problems(xml(table.replaceFirst(answer, "<text></text>"))))
        .singleElement()
        .asString()
        .contains("an empty answer is no authority");
  }

  private static Element xml(String text) throws Exception {
    return XmlFile.read(text.getBytes(StandardCharsets.UTF_8));
  }

  // --- files

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
        "<!DOCTYPE x [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><x>&b;</x>",
        "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'><x/>",
        "<?xml version='1.0' encoding='UTF-16'?><x/>",
        "<x>",
        "",
        "<x>\u0000</x>",
        "not xml"
      })
  void aFileThatParsersMayReadDifferentlyIsRefused(String file) {
    assertThatThrownBy(() -> XmlFile.read(file.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(XmlFile.Unreadable.class)
        .hasMessageEndingWith(".");
  }

  @Test
  void aFileInAnotherEncodingOrNestedTooDeeplyIsRefused() {
    assertThatThrownBy(() -> XmlFile.read("<x>é</x>".getBytes(StandardCharsets.ISO_8859_1)))
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(
            () ->
                XmlFile.read(
                    ("<x>".repeat(60) + "</x>".repeat(60)).getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("nested");
  }
}
