package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.ProjectText.read;

import io.holunda.camunda.bpm.data.factory.VariableFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.EventDefinition;
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
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import scot.nrm.ProjectText;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormFile;

/** Rules for diagrams and tables beyond those of the check of a revision. */
@Tag("quick")
class ModelsTest {

  private static final Pattern HEADING = Pattern.compile("\"## (.+?)\\\\n");
  private static final Pattern WORDS = Pattern.compile("\\b(\\w+)\\b");
  private static final Pattern CONSTANT =
      Pattern.compile("(VariableFactory<\\w+> )?\\b([A-Z][A-Z0-9_]*)\\b");

  static Stream<Diagram> diagrams() {
    return Diagram.all().stream();
  }

  static Stream<Path> tables() {
    return Diagram.files("dmn");
  }

  // ---- the files

  @ParameterizedTest
  @MethodSource("diagrams")
  void aDiagramHasANameAndAVersionTag(Diagram diagram) {
    assertThat(diagram.process().getName()).isNotBlank();
    assertThat(diagram.process().getCamundaVersionTag()).matches("\\d{4}-\\d{2}");
  }

  @ParameterizedTest
  @MethodSource("tables")
  void aTableHasAVersionTagAndRetention(Path file) {
    assertThat(Dmn.readModelFromFile(file.toFile()).getModelElementsByType(Decision.class))
        .singleElement()
        .satisfies(
            decision -> {
              assertThat(decision.getVersionTag()).matches("\\d{4}-\\d{2}");
              assertThat(decision.getCamundaHistoryTimeToLiveString()).matches("P[1-9]\\d*D");
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
  void everyUserTaskHasDates(Diagram diagram) {
    assertThat(diagram.all(UserTask.class))
        .allSatisfy(
            task -> {
              assertThat(task.getCamundaFollowUpDate()).as(task.getId()).isNotBlank();
              if (diagram.name().equals("child-protection")
                  || task.getId().equals("Task_MonitorSuspendedStage")) {
                assertThat(task.getCamundaDueDate())
                    .as("D1, D36: " + task.getId() + " is never overdue")
                    .isNull();
              } else {
                assertThat(task.getCamundaDueDate()).as(task.getId()).isNotBlank();
              }
            });
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

    assertThat(names.keySet())
        .containsExactlyInAnyOrderElementsOf(FormFile.all().stream().map(FormFile::name).toList());
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

  // ---- names that must exist

  @ParameterizedTest
  @MethodSource("diagrams")
  void callActivitiesPassNamedVariables(Diagram diagram) {
    Set<String> known = new HashSet<>(caseVariables().values());
    FormFile.all().stream()
        .flatMap(form -> form.parsed().fields().values().stream())
        .filter(FormField::toProcess)
        .forEach(field -> known.add(field.key()));

    assertThat(diagram.all(CallActivity.class))
        .allSatisfy(
            call -> {
              assertThat(extensions(call, CamundaIn.class))
                  .as(call.getId())
                  .filteredOn(mapping -> mapping.getCamundaBusinessKey() == null)
                  .allSatisfy(
                      mapping ->
                          assertThat(mapping.getCamundaSource())
                              .isEqualTo(mapping.getCamundaTarget())
                              .isIn(known));
              assertThat(extensions(call, CamundaOut.class))
                  .as(call.getId())
                  .allSatisfy(
                      mapping ->
                          assertThat(mapping.getCamundaSource())
                              .isEqualTo(mapping.getCamundaTarget())
                              .isIn(known));
            });
  }

  @Test
  void theRolesNameExistingDiagrams() {
    Set<String> names = diagrams().map(Diagram::name).collect(Collectors.toSet());

    assertThat(names).containsAll(strings(nrm().get("case-processes")));
    assertThat(roles())
        .allSatisfy(role -> assertThat(names).containsAll(strings(role.get("starts"))));
  }

  // ---- what the engine needs

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
            update ->
                assertThat(update.getChildElementsByType(StartEvent.class))
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

  // ---- nothing unused

  @Test
  void everyVariableOfTheCaseIsUsed() {
    Set<String> drawn =
        Stream.concat(Diagram.files("bpmn"), Diagram.files("dmn"))
            .flatMap(file -> all(WORDS, read(file)).stream())
            .collect(Collectors.toSet());
    Set<String> used =
        CONSTANT
            .matcher(mainSources())
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

  private static List<Integer> numbers(String pattern, String text) {
    return all(Pattern.compile(pattern), text).stream().map(Integer::valueOf).toList();
  }

  /** The first capturing group of each match. */
  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }
}
