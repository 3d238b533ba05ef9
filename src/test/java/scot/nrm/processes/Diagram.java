package scot.nrm.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.xml.ModelException;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import scot.nrm.engine.authorities.KnownAuthorities;

/** A diagram's model, for tests that check all diagrams. */
record Diagram(String name, BpmnModelInstance model) {

  private static final Pattern EXPRESSION = Pattern.compile("[$#]\\{([^}]*)}");
  private static final List<String> PROSE = List.of("documentation", "textAnnotation");
  private static final String BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI";

  /** An expression without its braces, and its place. */
  record Expression(String place, String text) {}

  /** Read once; no test changes them. */
  private static final class All {
    static final List<Diagram> DIAGRAMS = files("bpmn").map(Diagram::read).toList();
  }

  static List<Diagram> all() {
    return All.DIAGRAMS;
  }

  private static Diagram read(Path file) {
    try {
      return new Diagram(name(file), Bpmn.readModelFromStream(KnownAuthorities.named(file)));
    } catch (ModelException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new AssertionError(file + " is not BPMN: " + why.getMessage(), e);
    }
  }

  /** The files in {@code processes/} with an extension, ordered by name. */
  static Stream<Path> files(String ending) {
    try (Stream<Path> files = Files.list(Path.of("processes"))) {
      return files
          .filter(file -> file.toString().endsWith("." + ending))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
  }

  Process process() {
    return only(Process.class);
  }

  <T extends ModelElementInstance> T only(Class<T> type) {
    Collection<T> found = all(type);
    if (found.size() != 1) {
      throw new AssertionError(
          name + " has " + found.size() + " elements of the type " + type.getSimpleName());
    }
    return found.iterator().next();
  }

  <T extends ModelElementInstance> Collection<T> all(Class<T> type) {
    return model.getModelElementsByType(type);
  }

  /**
   * Every expression in an attribute or a text, except documentation and names, which are for
   * people.
   */
  List<Expression> expressions() {
    List<Expression> found = new ArrayList<>();
    model
        .getDocument()
        .getElementsByNameNs("http://www.omg.org/spec/BPMN/20100524/MODEL", "process")
        .forEach(process -> collect(process, "", found));
    return found;
  }

  private static void collect(DomElement element, String parent, List<Expression> found) {
    if (PROSE.contains(element.getLocalName()) || BPMNDI.equals(element.getNamespaceURI())) {
      return;
    }
    String id = element.getAttribute("id");
    String place = id == null ? parent : id;
    List<String> texts =
        new ArrayList<>(
            ATTRIBUTES.stream()
                .map(attribute -> attribute.of(element))
                .filter(value -> value != null)
                .toList());
    if (element.getChildElements().isEmpty()) {
      texts.add(element.getTextContent());
    }
    texts.forEach(
        text ->
            EXPRESSION
                .matcher(text)
                .results()
                .forEach(expression -> found.add(new Expression(place, expression.group(1)))));
    element.getChildElements().forEach(child -> collect(child, place, found));
  }

  private record Attribute(String namespace, String name) {

    String of(DomElement element) {
      return namespace == null ? element.getAttribute(name) : element.getAttribute(namespace, name);
    }
  }

  private static final List<Attribute> ATTRIBUTES =
      Stream.concat(
              Stream.of(
                      new String[] {
                        "delegateExpression", "expression", "candidateGroups", "candidateUsers",
                        "assignee", "dueDate", "followUpDate", "priority",
                        "businessKey", "taskPriority", "jobPriority", "resultVariable",
                        "source", "sourceExpression", "target"
                      })
                  .map(name -> new Attribute("http://camunda.org/schema/1.0/bpmn", name)),
              Stream.of(
                      "delegateExpression",
                      "expression",
                      "businessKey",
                      "source",
                      "sourceExpression",
                      "target",
                      "calledElement")
                  .map(name -> new Attribute(null, name)))
          .toList();

  @Override
  public String toString() {
    return name;
  }
}
