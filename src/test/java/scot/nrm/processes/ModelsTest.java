package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.ProjectText.read;

import io.holunda.camunda.bpm.data.factory.VariableFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.EventDefinition;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.ExtensionElements;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.Lane;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ParallelGateway;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaExecutionListener;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaFailedJobRetryTimeCycle;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.InputValues;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.yaml.snakeyaml.Yaml;
import scot.nrm.ProjectText;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormFile;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.register.Stage;

/**
 * Rules for every diagram. Diagrams are edited by hand, and the engine finds a misspelt name only
 * when a child's case reaches it; these tests find it at once.
 */
@Tag("quick")
class ModelsTest {

  private static final Pattern WORD = Pattern.compile("(?<![.\\w])([A-Za-z_]\\w*)");
  private static final Pattern CALL = Pattern.compile("(?<![.\\w])(\\w+)\\.(\\w+)(\\(([^)]*)\\))?");
  private static final Pattern COMPARED = Pattern.compile("(\\w+)\\s*[!=]=\\s*'([^']*)'");
  private static final Pattern HEADING = Pattern.compile("\"## (.+?)\\\\n");
  private static final Pattern WORDS = Pattern.compile("\\b(\\w+)\\b");
  private static final Pattern CONSTANT =
      Pattern.compile("(VariableFactory<\\w+> )?\\b([A-Z][A-Z0-9_]*)\\b");
  private static final Pattern LITERAL = Pattern.compile("'([^']*)'");
  private static final Set<String> RESERVED =
      Set.of("true", "false", "null", "empty", "not", "and", "or", "eq", "ne", "execution", "task");

  private static final String SOURCES = mainSources();
  private static final Map<String, FormSchema> FORMS = forms();
  private static final Map<String, Class<?>> BEANS = beans();
  private static final Set<String> CASE_VARIABLES = Set.copyOf(caseVariables().values());

  static Stream<Diagram> diagrams() {
    return Diagram.all().stream();
  }

  static Stream<Path> tables() {
    return Diagram.files("dmn");
  }

  // ---- the files

  @ParameterizedTest
  @MethodSource("diagrams")
  void aFileHasOneProcessOfItsNameWithVersionTagAndRetention(Diagram diagram) {
    Bpmn.validateModel(diagram.model());

    assertThat(diagram.process().getId()).isEqualTo(diagram.name());
    assertThat(diagram.process().isExecutable()).isTrue();
    assertThat(diagram.process().getName()).isNotBlank();
    assertThat(diagram.process().getCamundaVersionTag()).matches("\\d{4}-\\d{2}");
    assertThat(diagram.process().getCamundaHistoryTimeToLiveString()).matches("P[1-9]\\d*D");
  }

  @ParameterizedTest
  @MethodSource("tables")
  void aTableHasItsFilesNameAVersionTagAndRetention(Path file) {
    DmnModelInstance table = Dmn.readModelFromFile(file.toFile());
    Dmn.validateModel(table);

    assertThat(table.getModelElementsByType(Decision.class))
        .singleElement()
        .satisfies(
            decision -> {
              assertThat(decision.getId()).isEqualTo(Diagram.name(file));
              assertThat(decision.getVersionTag()).matches("\\d{4}-\\d{2}");
              assertThat(decision.getCamundaHistoryTimeToLiveString()).matches("P[1-9]\\d*D");
              assertThat(quoted(decision.getId(), SOURCES))
                  .as("the program asks for " + decision.getId())
                  .isTrue();
            });
  }

  // ---- how it is drawn

  @ParameterizedTest
  @MethodSource("diagrams")
  void aDiagramHasUpTo25ElementsAllDrawn(Diagram diagram) {
    Set<String> drawn = new HashSet<>();
    diagram.all(BpmnShape.class).forEach(shape -> drawn.add(shape.getBpmnElement().getId()));
    diagram.all(BpmnEdge.class).forEach(edge -> drawn.add(edge.getBpmnElement().getId()));

    assertThat(diagram.all(FlowNode.class))
        .hasSizeBetween(3, 25)
        .allSatisfy(element -> assertThat(drawn).contains(element.getId()));
    assertThat(diagram.all(SequenceFlow.class))
        .allSatisfy(flow -> assertThat(drawn).contains(flow.getId()));
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void idsAreWordsWithThePrefixOfTheirKind(Diagram diagram) {
    assertThat(diagram.all(FlowNode.class))
        .allSatisfy(
            element -> assertThat(element.getId()).matches(prefix(element) + "_[A-Z][A-Za-z]*"));
    assertThat(diagram.all(SequenceFlow.class))
        .allSatisfy(
            flow -> assertThat(flow.getId()).matches("Flow_[A-Z][A-Za-z]*(_To_[A-Z][A-Za-z]*)?"));
    assertThat(diagram.all(Lane.class))
        .allSatisfy(lane -> assertThat(lane.getId()).matches("Lane_[A-Z][A-Za-z]*"));
    assertThat(diagram.all(Message.class))
        .allSatisfy(
            message -> assertThat(message.getId()).isEqualTo("Message_" + message.getName()));
    assertThat(diagram.all(EventDefinition.class))
        .allSatisfy(
            definition ->
                assertThat(definition.getId())
                    .matches(id(definition.getParentElement()) + "_(Message|Timer|Terminate)"));
  }

  private static String prefix(FlowNode element) {
    if (element instanceof Gateway) {
      return "Gateway";
    } else if (element instanceof Event) {
      return definitions(element).stream().anyMatch(TimerEventDefinition.class::isInstance)
          ? "Timer"
          : "Event";
    } else if (element instanceof UserTask) {
      return "Task";
    } else if (element instanceof ServiceTask) {
      return "Service";
    } else if (element instanceof CallActivity) {
      return "Call";
    } else if (element instanceof SubProcess) {
      return "SubProcess";
    }
    throw new AssertionError(
        element.getId() + " has a type that no diagram uses: " + element.getElementType());
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void everyActivityAndEventNamesItsRule(Diagram diagram) {
    List<BaseElement> carriers = new ArrayList<>(List.of(diagram.process()));
    carriers.addAll(diagram.all(Activity.class));
    diagram
        .all(TimerEventDefinition.class)
        .forEach(timer -> carriers.add((BaseElement) timer.getParentElement()));
    diagram
        .all(MessageEventDefinition.class)
        .forEach(message -> carriers.add((BaseElement) message.getParentElement()));
    List<Integer> rules = numbers("(?m)^### D(\\d+) ", read(Path.of("docs", "rules.md")));

    assertThat(carriers)
        .allSatisfy(
            element -> {
              String said =
                  element.getDocumentations().stream()
                      .map(text -> text.getTextContent())
                      .reduce("", String::concat);
              // The awareness events have their own section in docs/rules.md, without numbers.
              if (!said.startsWith("Awareness events: ")) {
                assertThat(numbers("\\bD(\\d+)", said))
                    .as(element.getId() + ": " + said)
                    .isNotEmpty();
              }
            });
    assertThat(diagram.all(BaseElement.class))
        .allSatisfy(
            element ->
                element
                    .getDocumentations()
                    .forEach(
                        text ->
                            assertThat(rules)
                                .as(element.getId())
                                .containsAll(numbers("\\bD(\\d+)", text.getTextContent()))));
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void activitiesQuestionsAndAnswersAreNamed(Diagram diagram) {
    assertThat(diagram.all(FlowNode.class))
        .allSatisfy(
            element -> {
              if (!(element instanceof Gateway)) {
                assertThat(element.getName()).as(element.getId()).isNotBlank();
              } else if (element.getOutgoing().size() > 1
                  && !(element instanceof ParallelGateway)) {
                assertThat(element.getName()).as(element.getId()).endsWith("?");
                assertThat(element.getOutgoing())
                    .allSatisfy(flow -> assertThat(flow.getName()).as(flow.getId()).isNotBlank());
              }
            });
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void everyElementIsInExactlyOneLaneIfThereAreLanes(Diagram diagram) {
    List<String> inLanes =
        diagram.all(Lane.class).stream()
            .flatMap(lane -> lane.getFlowNodeRefs().stream())
            .map(FlowNode::getId)
            .toList();

    if (!inLanes.isEmpty()) {
      assertThat(inLanes)
          .containsExactlyInAnyOrderElementsOf(
              diagram.process().getFlowElements().stream()
                  .filter(FlowNode.class::isInstance)
                  .map(BaseElement::getId)
                  .toList());
    }
  }

  // ---- what people do

  @ParameterizedTest
  @MethodSource("diagrams")
  void everyUserTaskHasAGroupAFormAndDates(Diagram diagram) {
    Set<String> groups = groups();

    assertThat(diagram.all(UserTask.class))
        .allSatisfy(
            task -> {
              assertThat(task.getCamundaCandidateGroups()).as(task.getId()).isNotBlank();
              assertThat(candidateGroups(task)).as(task.getId()).isNotEmpty().isSubsetOf(groups);
              assertThat(FORMS).as(task.getId()).containsKey(task.getCamundaFormRef());
              assertThat(task.getCamundaFormRefBinding()).as(task.getId()).isEqualTo("deployment");
              assertThat(task.getCamundaFollowUpDate()).as(task.getId()).isNotBlank();
              if (diagram.name().equals("child-protection")
                  || task.getId().equals("Task_WatchSuspendedStage")) {
                assertThat(task.getCamundaDueDate())
                    .as("D1, D36: " + task.getId() + " is never overdue")
                    .isNull();
              } else {
                assertThat(task.getCamundaDueDate()).as(task.getId()).isNotBlank();
              }
            });
  }

  @Test
  void everyFormBelongsToATaskOrAStartEvent() {
    Set<String> shown = new TreeSet<>();
    diagrams()
        .forEach(
            diagram -> {
              diagram.all(UserTask.class).forEach(task -> shown.add(task.getCamundaFormRef()));
              diagram.all(StartEvent.class).stream()
                  .filter(start -> start.getCamundaFormRef() != null)
                  .forEach(
                      start -> {
                        assertThat(start.getCamundaFormRefBinding()).isEqualTo("deployment");
                        shown.add(start.getCamundaFormRef());
                      });
            });

    assertThat(shown).containsExactlyInAnyOrderElementsOf(FORMS.keySet());
  }

  /** If several tasks share a form, each name has a suffix after a colon. */
  @Test
  void tasksAndUpdatesAreNamedLikeTheirForms() {
    Map<String, Set<String>> names = new TreeMap<>();
    diagrams()
        .forEach(
            diagram -> {
              diagram
                  .all(UserTask.class)
                  .forEach(task -> add(names, task.getCamundaFormRef(), task.getName()));
              diagram.all(StartEvent.class).stream()
                  .filter(start -> start.getCamundaFormRef() != null)
                  .forEach(
                      start -> add(names, start.getCamundaFormRef(), diagram.process().getName()));
            });

    assertThat(names.keySet()).containsExactlyInAnyOrderElementsOf(FORMS.keySet());
    names.forEach(
        (form, named) -> {
          String heading =
              KnownAuthorities.named(all(HEADING, read(Path.of("forms", form + ".form"))).get(0));
          if (named.size() == 1) {
            assertThat(named).as(form).containsExactly(heading);
          } else {
            assertThat(named)
                .as(form)
                .allSatisfy(name -> assertThat(name).startsWith(heading + ": "));
          }
        });
  }

  private static void add(Map<String, Set<String>> names, String form, String name) {
    names.computeIfAbsent(form, unknown -> new TreeSet<>()).add(name);
  }

  /** A list with commas, the results of a conditional expression, or a team of the authorities. */
  private static List<String> candidateGroups(UserTask task) {
    String groups = task.getCamundaCandidateGroups();
    if (!groups.startsWith("${")) {
      return List.of(groups.split("\\s*,\\s*"));
    }
    String[] parts = groups.split("authorities\\.group\\(");
    List<String> names =
        new ArrayList<>(
            parts[0].indexOf('?') < 0
                ? List.of()
                : literals(parts[0].substring(parts[0].indexOf('?'))));
    for (int part = 1; part < parts.length; part++) {
      List<String> given = literals(parts[part]);
      String team = given.get(given.size() - 1);
      names.addAll(
          StoredCode.find(Duty.class, given.get(0))
              .map(duty -> KnownAuthorities.OF_THE_FILE.groups(duty, team))
              .orElseGet(() -> KnownAuthorities.OF_THE_FILE.groups(team)));
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void anUpdateFirstFindsItsCase(Diagram diagram) {
    diagram.all(StartEvent.class).stream()
        .filter(start -> start.getCamundaFormRef() != null)
        .filter(
            start ->
                FORMS.get(start.getCamundaFormRef()).fields().containsKey(FormSchema.CASE_NUMBER))
        .forEach(
            start ->
                assertThat(extensions(start, CamundaExecutionListener.class))
                    .extracting(CamundaExecutionListener::getCamundaDelegateExpression)
                    .as(start.getId())
                    .startsWith("${findCase}"));
  }

  // ---- names that must exist

  @ParameterizedTest
  @MethodSource("diagrams")
  void everyVariableAndBeanInAnExpressionExists(Diagram diagram) {
    Set<String> known = new HashSet<>(CASE_VARIABLES);
    known.addAll(fieldsForTheProcess().keySet());
    diagram
        .all(CamundaInputParameter.class)
        .forEach(parameter -> known.add(parameter.getCamundaName()));

    assertThat(diagram.expressions())
        .isNotEmpty()
        .allSatisfy(
            expression -> {
              String code = expression.text().replaceAll("'[^']*'", "0");
              for (String word : all(WORD, code)) {
                assertThat(
                        RESERVED.contains(word) || BEANS.containsKey(word) || known.contains(word))
                    .as("%s: what is \"%s\" in %s?", expression.place(), word, expression.text())
                    .isTrue();
              }
              CALL.matcher(code)
                  .results()
                  .forEach(
                      call ->
                          assertThat(members(call.group(1)))
                              .as("%s: %s", expression.place(), expression.text())
                              .contains(member(call)));
            });
  }

  /** Methods with the number of their parameters, and properties. */
  private static Set<String> members(String owner) {
    Class<?> type = owner.equals("execution") ? DelegateExecution.class : BEANS.get(owner);
    assertThat(type).as(owner).isNotNull();
    Set<String> members = new HashSet<>();
    for (Method method : type.getMethods()) {
      members.add(method.getName() + "/" + method.getParameterCount());
      if (method.getName().startsWith("get") && method.getParameterCount() == 0) {
        members.add(
            Character.toLowerCase(method.getName().charAt(3)) + method.getName().substring(4));
      }
    }
    return members;
  }

  private static String member(MatchResult call) {
    if (call.group(3) == null) {
      return call.group(2);
    }
    String arguments = call.group(4).strip();
    return call.group(2) + "/" + (arguments.isEmpty() ? 0 : arguments.split(",").length);
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void everyComparedValueCanOccur(Diagram diagram) {
    Map<String, Set<String>> choices = fieldsForTheProcess();

    diagram
        .expressions()
        .forEach(
            expression ->
                COMPARED
                    .matcher(expression.text())
                    .results()
                    .forEach(
                        compared -> {
                          String variable = compared.group(1);
                          String value = compared.group(2);
                          if (choices.containsKey(variable)) {
                            assertThat(choices.get(variable))
                                .as(expression.toString())
                                .contains(value);
                          } else {
                            assertThat(quoted(value, SOURCES) || quoted(value, tableSources()))
                                .as(expression.toString())
                                .isTrue();
                          }
                        }));
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void serviceTasksUseBeansOfTheRightType(Diagram diagram) {
    List<String> delegates = new ArrayList<>();
    assertThat(diagram.all(ServiceTask.class))
        .allSatisfy(
            task -> {
              assertThat(task.getCamundaDelegateExpression()).as(task.getId()).isNotBlank();
              delegates.add(task.getCamundaDelegateExpression());
            });
    diagram.all(MessageEventDefinition.class).stream()
        .filter(definition -> !(definition.getParentElement() instanceof CatchEvent))
        .forEach(
            thrown -> {
              assertThat(thrown.getCamundaDelegateExpression()).as(thrown.getId()).isNotBlank();
              delegates.add(thrown.getCamundaDelegateExpression());
            });

    assertThat(delegates)
        .allSatisfy(expression -> assertThat(bean(expression)).isAssignableTo(JavaDelegate.class));
    assertThat(diagram.all(CamundaTaskListener.class))
        .allSatisfy(
            listener ->
                assertThat(bean(listener.getCamundaDelegateExpression()))
                    .isAssignableTo(TaskListener.class));
    assertThat(diagram.all(CamundaExecutionListener.class))
        .allSatisfy(
            listener ->
                assertThat(bean(listener.getCamundaDelegateExpression()))
                    .isAssignableTo(ExecutionListener.class));
  }

  private static Class<?> bean(String expression) {
    String name = expression.replaceAll("^\\$\\{(\\w+)}$", "$1");
    assertThat(BEANS).as(expression).containsKey(name);
    return BEANS.get(name);
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void inputParametersNameExistingStagesAndOccasions(Diagram diagram) {
    DmnModelInstance letters = Dmn.readModelFromFile(Path.of("processes", "letters.dmn").toFile());
    Set<String> occasions =
        letters.getModelElementsByType(InputValues.class).stream()
            .filter(
                values ->
                    values.getParentElement().getAttributeValue("id").equals("Input_Occasion"))
            .flatMap(
                values -> all(Pattern.compile("\"([^\"]+)\""), values.getTextContent()).stream())
            .collect(Collectors.toSet());

    assertThat(diagram.all(CamundaInputParameter.class))
        .allSatisfy(
            parameter -> {
              String value = parameter.getTextContent().strip();
              switch (parameter.getCamundaName()) {
                case "stage" -> assertThat(Stage.of(value).id()).isEqualTo(value);
                case "occasion" ->
                    assertThat(occasions)
                        .containsAll(
                            Stream.of("positive", "negative")
                                .map(outcome -> value.replaceAll("\\$\\{\\w+}", outcome))
                                .toList());
                default ->
                    assertThat(quoted(parameter.getCamundaName(), SOURCES))
                        .as(parameter.getCamundaName())
                        .isTrue();
              }
            });
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void everyMessageIsUsedAndSent(Diagram diagram) {
    assertThat(diagram.all(MessageEventDefinition.class))
        .allSatisfy(event -> assertThat(event.getMessage()).as(event.getId()).isNotNull());
    assertThat(diagram.all(Message.class))
        .allSatisfy(
            message -> {
              assertThat(message.getName()).matches("[a-z]+(-[a-z]+)*");
              assertThat(quoted(message.getName(), SOURCES))
                  .as("is sent: " + message.getName())
                  .isTrue();
              assertThat(diagram.all(MessageEventDefinition.class))
                  .as(message.getName())
                  .anyMatch(event -> event.getMessage().equals(message));
            });
  }

  @Test
  void callActivitiesPassTheCaseNumberAndNamedVariables() {
    Map<String, Diagram> all =
        diagrams().collect(Collectors.toMap(Diagram::name, Function.identity()));
    Set<String> known = new HashSet<>(CASE_VARIABLES);
    known.addAll(fieldsForTheProcess().keySet());

    all.values()
        .forEach(
            diagram ->
                assertThat(diagram.all(CallActivity.class))
                    .allSatisfy(
                        call -> {
                          assertThat(all).as(call.getId()).containsKey(call.getCalledElement());
                          List<CamundaIn> in = extensions(call, CamundaIn.class);
                          assertThat(in)
                              .as(call.getId())
                              .anyMatch(mapping -> mapping.getCamundaBusinessKey() != null);
                          assertThat(in)
                              .as(call.getId())
                              .allSatisfy(
                                  mapping -> {
                                    assertThat(mapping.getCamundaVariables())
                                        .as("variables=\"all\"")
                                        .isNull();
                                    if (mapping.getCamundaBusinessKey() == null) {
                                      assertThat(mapping.getCamundaSource())
                                          .isEqualTo(mapping.getCamundaTarget())
                                          .isIn(known);
                                    }
                                  });
                          assertThat(extensions(call, CamundaOut.class))
                              .as(call.getId())
                              .allSatisfy(
                                  mapping -> {
                                    assertThat(mapping.getCamundaVariables())
                                        .as("variables=\"all\"")
                                        .isNull();
                                    assertThat(mapping.getCamundaSource())
                                        .isEqualTo(mapping.getCamundaTarget())
                                        .isIn(known);
                                  });
                        }));
  }

  @Test
  void theRolesNameExistingDiagrams() {
    Set<String> names = diagrams().map(Diagram::name).collect(Collectors.toSet());

    assertThat(names).containsAll(strings(nrm().get("case-processes")));
    assertThat(roles())
        .allSatisfy(role -> assertThat(names).containsAll(strings(role.get("starts"))));
  }

  // ---- what the engine needs

  /** When failed work is tried again is set once, in {@code config/application.yaml}. */
  @ParameterizedTest
  @MethodSource("diagrams")
  void noElementHasARetryCycleOfItsOwn(Diagram diagram) {
    assertThat(diagram.all(FlowNode.class))
        .allSatisfy(
            element ->
                assertThat(extensions(element, CamundaFailedJobRetryTimeCycle.class))
                    .as(element.getId())
                    .isEmpty());
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void aTimerUsesADateVariableOfTheCase(Diagram diagram) {
    assertThat(diagram.all(TimerEventDefinition.class))
        .allSatisfy(
            timer -> {
              assertThat(timer.getTimeDate()).as(timer.getId()).isNotNull();
              assertThat(timer.getTimeDate().getTextContent()).matches("\\$\\{\\w+}");
            });
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void updatesFromOutsideInterruptNothing(Diagram diagram) {
    diagram.all(SubProcess.class).stream()
        .filter(SubProcess::triggeredByEvent)
        .forEach(
            news ->
                assertThat(news.getChildElementsByType(StartEvent.class))
                    .singleElement()
                    .satisfies(
                        start -> {
                          assertThat(start.isInterrupting()).as(start.getId()).isFalse();
                          assertThat(start.isCamundaAsyncAfter()).as(start.getId()).isTrue();
                          assertThat(definitions(start))
                              .as(start.getId())
                              .singleElement()
                              .isInstanceOf(MessageEventDefinition.class);
                        }));
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void aGatewayHasOneAnswerForEveryCase(Diagram diagram) {
    diagram.all(Gateway.class).stream()
        .filter(gateway -> gateway.getOutgoing().size() > 1)
        .filter(ExclusiveGateway.class::isInstance)
        .forEach(
            gateway -> {
              String otherwise = gateway.getAttributeValue("default");
              assertThat(gateway.getOutgoing())
                  .as(gateway.getId())
                  .extracting(SequenceFlow::getId)
                  .contains(otherwise);
              assertThat(gateway.getOutgoing())
                  .as(gateway.getId())
                  .allSatisfy(
                      flow ->
                          assertThat(flow.getConditionExpression() == null)
                              .as(flow.getId())
                              .isEqualTo(flow.getId().equals(otherwise)));
            });
  }

  // ---- nothing unused

  @Test
  void everyVariableOfTheCaseIsUsed() {
    Set<String> drawn =
        Stream.concat(Diagram.files("bpmn"), Diagram.files("dmn"))
            .flatMap(file -> all(WORDS, read(file)).stream())
            .collect(Collectors.toSet());
    Set<String> used =
        CONSTANT
            .matcher(SOURCES)
            .results()
            .filter(found -> found.group(1) == null)
            .map(found -> found.group(2))
            .collect(Collectors.toSet());
    assertThat(caseVariables())
        .isNotEmpty()
        .allSatisfy(
            (constant, name) ->
                assertThat(drawn.contains(name) || used.contains(constant)).as(constant).isTrue());
  }

  @Test
  void everyElementNamedInATestIsInADiagram() throws IOException {
    Set<String> drawn =
        diagrams()
            .flatMap(diagram -> diagram.all(BaseElement.class).stream())
            .map(BaseElement::getId)
            .collect(Collectors.toSet());
    try (Stream<Path> revised = Files.walk(Path.of("src/test/resources/revisions"))) {
      revised
          .filter(file -> file.toString().matches(".*\\.(bpmn|xml)"))
          .forEach(file -> drawn.addAll(all(Pattern.compile(" id=\"(\\w+)\""), read(file))));
    }
    Pattern named =
        Pattern.compile(
            "\"((?:Task|Timer|Event|Service|Gateway|Call|Flow|SubProcess)_[A-Z][A-Za-z_]*)\"");

    Set<String> unknown = new TreeSet<>();
    for (String folder : List.of("processes", "journeys", "browser")) {
      try (Stream<Path> sources = Files.walk(Path.of("src/test/java/scot/nrm", folder))) {
        sources
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(
                source ->
                    all(named, read(source)).stream()
                        .filter(element -> !drawn.contains(element))
                        .forEach(element -> unknown.add(source.getFileName() + ": " + element)));
      }
    }

    assertThat(unknown).isEmpty();
  }

  // ---- sources

  private static Map<String, FormSchema> forms() {
    return FormFile.all().stream()
        .map(FormFile::parsed)
        .collect(Collectors.toMap(FormSchema::id, Function.identity()));
  }

  /**
   * The fields marked process = yes with their options; fields without options accept any value.
   */
  private static Map<String, Set<String>> fieldsForTheProcess() {
    Map<String, Set<String>> choices = new HashMap<>();
    for (FormSchema form : FORMS.values()) {
      for (FormField field : form.fields().values()) {
        if (field.toProcess()) {
          Set<String> values = choices.computeIfAbsent(field.key(), key -> new HashSet<>());
          field
              .component()
              .path("values")
              .forEach(value -> values.add(value.path("value").asText()));
        }
      }
    }
    return choices;
  }

  /** The names that Spring's scan would give our beans, without starting an application. */
  private static Map<String, Class<?>> beans() {
    SimpleBeanDefinitionRegistry registry = new SimpleBeanDefinitionRegistry();
    ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(registry);
    scanner.setIncludeAnnotationConfig(false);
    scanner.scan("scot.nrm");
    Map<String, Class<?>> beans = new HashMap<>();
    for (String name : registry.getBeanDefinitionNames()) {
      Class<?> type = load(registry.getBeanDefinition(name).getBeanClassName());
      beans.put(name, type);
      Arrays.stream(type.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Bean.class))
          .forEach(method -> beans.put(method.getName(), method.getReturnType()));
    }
    return beans;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ModelsTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Constants of {@link CaseVariables} with the names of their variables. */
  private static Map<String, String> caseVariables() {
    Map<String, String> names = new TreeMap<>();
    for (Field field : CaseVariables.class.getFields()) {
      try {
        names.put(field.getName(), ((VariableFactory<?>) field.get(null)).getName());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
    return names;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> nrm() {
    Map<String, Object> file = new Yaml().load(read(Path.of("config", "roles.yaml")));
    return (Map<String, Object>) file.get("nrm");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> roles() {
    return (List<Map<String, Object>>) nrm().get("roles");
  }

  private static Set<String> groups() {
    return roles().stream().map(role -> (String) role.get("group")).collect(Collectors.toSet());
  }

  @SuppressWarnings("unchecked")
  private static List<String> strings(Object list) {
    return list == null ? List.of() : (List<String>) list;
  }

  private static String mainSources() {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .map(ProjectText::read)
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean quoted(String word, String text) {
    return text.contains('"' + word + '"');
  }

  private static String tableSources() {
    return Diagram.files("dmn").map(ProjectText::read).collect(Collectors.joining("\n"));
  }

  private static List<EventDefinition> definitions(FlowNode element) {
    return List.copyOf(element.getChildElementsByType(EventDefinition.class));
  }

  private static <T extends ModelElementInstance> List<T> extensions(
      BaseElement element, Class<T> type) {
    ExtensionElements extensions = element.getExtensionElements();
    return extensions == null ? List.of() : List.copyOf(extensions.getChildElementsByType(type));
  }

  private static String id(ModelElementInstance element) {
    return element.getAttributeValue("id");
  }

  private static List<String> literals(String expression) {
    return all(LITERAL, expression);
  }

  private static List<Integer> numbers(String pattern, String text) {
    return all(Pattern.compile(pattern), text).stream().map(Integer::valueOf).toList();
  }

  /** The first capturing group of each match. */
  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }
}
