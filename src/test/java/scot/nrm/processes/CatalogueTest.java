package scot.nrm.processes;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.engine.steps.Step;
import scot.nrm.forms.check.FormFile;
import scot.nrm.processes.ElementTemplates.Property;
import scot.nrm.processes.ElementTemplates.Template;

/**
 * Writes the catalogue for policy staff and the templates for Camunda Modeler, and checks that both
 * are as the program, the diagrams and the forms have it, and that a template says exactly what our
 * diagrams have.
 */
@Tag("quick")
class CatalogueTest {

  private static final Path FOLDER = Path.of("docs", "policy");
  private static final boolean RENEWING = Boolean.getBoolean("catalogue.renew");

  private static final Map<String, Template> TEMPLATES =
      ElementTemplates.files().values().stream()
          .flatMap(List::stream)
          .collect(toMap(Template::id, Function.identity()));

  static Stream<Diagram> diagrams() {
    return Diagram.all().stream();
  }

  @Test
  void theCatalogueListsWhatDiagramsCanUse() throws IOException {
    inStep(FOLDER.resolve("catalogue.md"), new Catalogue().page());
  }

  @Test
  void theElementTemplatesMatchTheProgram() throws IOException {
    Path folder = FOLDER.resolve("element-templates");
    Map<Path, String> files = new TreeMap<>();
    ElementTemplates.files()
        .forEach(
            (name, templates) ->
                files.put(folder.resolve(name + ".json"), ElementTemplates.json(templates)));

    for (Map.Entry<Path, String> file : files.entrySet()) {
      inStep(file.getKey(), file.getValue());
    }
    try (Stream<Path> kept = Files.list(folder)) {
      assertThat(kept).containsExactlyInAnyOrderElementsOf(files.keySet());
    }
  }

  private static void inStep(Path file, String written) throws IOException {
    String content = KnownAuthorities.named(written);
    if (RENEWING) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("%s does not say what the program offers. Renew it: %s", file, Catalogue.RENEW)
        .isEqualTo(content);
  }

  // ---- what steps declare

  @Test
  void everyStepDeclaresWhatItDoes() {
    assertThat(DeclaredBean.of(JavaDelegate.class, ExecutionListener.class, TaskListener.class))
        .hasSizeGreaterThan(80)
        .allSatisfy(
            bean -> {
              assertThat(bean.declares().isAnnotationPresent(Step.class)).as(bean.name()).isTrue();
              assertThat(bean.does()).as("the Javadoc of " + bean.name()).isNotBlank();
            });
    assertThat(DeclaredStep.ALL.stream().map(step -> step.declared().value()))
        .doesNotHaveDuplicates();
  }

  @Test
  void stepsNameValuesMessagesAndDiagramsThatExist() {
    Set<String> values = new HashSet<>(fieldsForTheProcess().keySet());
    Arrays.stream(CaseVariables.class.getFields()).forEach(field -> values.add(name(field)));
    Set<String> diagrams = diagrams().map(Diagram::name).collect(toSet());

    assertThat(DeclaredStep.ALL)
        .allSatisfy(
            step -> {
              assertThat(values)
                  .as(step.bean().name())
                  .containsAll(List.of(step.declared().needs()))
                  .containsAll(List.of(step.declared().uses()))
                  .containsAll(List.of(step.declared().sets()));
              assertThat(diagrams)
                  .as(step.bean().name())
                  .containsAll(List.of(step.declared().starts()));
            });
  }

  /** The program refuses to start if this is wrong; other tests of diagrams skip the check. */
  @Test
  void aStepContinuesCasesInTheLastDiagramThatItStarts() {
    assertThat(DeclaredStep.ALL)
        .filteredOn(step -> step.declared().resumesAt().length > 0)
        .isNotEmpty()
        .allSatisfy(
            step -> {
              List<String> starts = List.of(step.declared().starts());
              assertThat(
                      diagrams()
                          .filter(diagram -> diagram.name().equals(starts.get(starts.size() - 1)))
                          .flatMap(diagram -> diagram.all(FlowNode.class).stream())
                          .map(FlowNode::getId))
                  .as(step.bean().name())
                  .contains(step.declared().resumesAt());
            });
  }

  private static String name(java.lang.reflect.Field variable) {
    try {
      return ((io.holunda.camunda.bpm.data.factory.VariableFactory<?>) variable.get(null))
          .getName();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each field marked process = yes with the forms that have it. */
  private static Map<String, Set<String>> fieldsForTheProcess() {
    Map<String, Set<String>> fields = new HashMap<>();
    FormFile.all()
        .forEach(
            form ->
                form.parsed()
                    .processKeys()
                    .forEach(
                        key ->
                            fields.computeIfAbsent(key, it -> new HashSet<>()).add(form.name())));
    return fields;
  }

  // ---- templates and diagrams

  /**
   * Except calls: Modeler mixes up what a call takes back when it applies the same template again,
   * and does so only to an element that names it.
   */
  @ParameterizedTest
  @MethodSource("diagrams")
  void everyElementWithATemplateNamesIt(Diagram diagram) {
    assertThat(diagram.all(FlowNode.class))
        .allSatisfy(
            element ->
                assertThat(element.getAttributeValueNs(ElementTemplates.CAMUNDA, "modelerTemplate"))
                    .as(element.getId())
                    .isEqualTo(
                        element instanceof CallActivity ? null : ElementTemplates.of(element)));
  }

  /** Modeler writes what the template says and removes other values of the same kinds. */
  @ParameterizedTest
  @MethodSource("diagrams")
  void applyingItsTemplateChangesNothing(Diagram diagram) {
    for (FlowNode element : diagram.all(FlowNode.class)) {
      String id = ElementTemplates.of(element);
      if (id != null) {
        Template template = TEMPLATES.get(id);
        assertThat(template).as(element.getId() + " has the template " + id).isNotNull();
        Map<Map<String, String>, String> written = written(element);
        for (Property property : template.properties()) {
          String value = written.remove(property.binding());
          if (property.type().equals("Hidden")) {
            assertThat(value).as(element.getId() + " " + property).isEqualTo(property.value());
          } else if (property.type().equals("Dropdown")) {
            assertThat(property.choices().keySet()).as(element.getId()).contains(value);
          }
        }
        Set<String> kinds =
            template.properties().stream()
                .map(property -> kind(property.binding()))
                .collect(toSet());
        written.keySet().removeIf(binding -> binding.get("type").equals("property"));
        assertThat(written.keySet())
            .as(element.getId() + " has more than its template")
            .noneMatch(binding -> kinds.contains(kind(binding)));
      }
    }
  }

  /** The values that Modeler replaces together. */
  private static String kind(Map<String, String> binding) {
    return binding.get("type").matches("camunda:(in|out|in:businessKey)")
        ? "mapping"
        : binding.get("type");
  }

  /** The values of an element by the binding of a template. */
  private static Map<Map<String, String>, String> written(FlowNode element) {
    Map<Map<String, String>, String> written = new HashMap<>();
    for (String name :
        List.of(
            "delegateExpression", "asyncBefore",
            "candidateGroups", "assignee",
            "formRef", "formRefBinding",
            "dueDate", "followUpDate",
            "calledElementBinding", "calledElementVersion")) {
      written.put(
          Map.of("type", "property", "name", "camunda:" + name),
          element.getAttributeValueNs(ElementTemplates.CAMUNDA, name));
    }
    written.put(
        Map.of("type", "property", "name", "calledElement"),
        element.getAttributeValue("calledElement"));
    for (CamundaInputParameter input : ElementTemplates.inputs(element)) {
      written.put(
          Map.of("type", "camunda:inputParameter", "name", input.getCamundaName()),
          input.getTextContent().strip());
    }
    for (CamundaIn in : ElementTemplates.extensions(element, CamundaIn.class)) {
      if (in.getCamundaBusinessKey() == null) {
        written.put(
            Map.of("type", "camunda:in", "target", in.getCamundaTarget()), in.getCamundaSource());
      } else {
        written.put(Map.of("type", "camunda:in:businessKey"), in.getCamundaBusinessKey());
      }
    }
    for (CamundaOut out : ElementTemplates.extensions(element, CamundaOut.class)) {
      written.put(
          Map.of("type", "camunda:out", "source", out.getCamundaSource()), out.getCamundaTarget());
    }
    for (CamundaProperties properties :
        ElementTemplates.extensions(element, CamundaProperties.class)) {
      properties
          .getCamundaProperties()
          .forEach(
              property ->
                  written.put(
                      Map.of("type", "camunda:property", "name", property.getCamundaName()),
                      property.getCamundaValue()));
    }
    return written;
  }
}
