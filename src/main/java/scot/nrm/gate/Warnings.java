package scot.nrm.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.gate.Drawing.Event;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Listener;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.modelcheck.XmlFile;
import scot.nrm.modelcheck.XmlFile.Unreadable;

/**
 * What a revision changes that can be deployed, and is right in one case and a slip in another: its
 * author says why. Nothing here stops a set from being deployed.
 */
public final class Warnings {

  /** The diagram up to the referral, whose deadline counts from the first meeting (D6). */
  private static final String BEFORE_THE_REFERRAL = "local-authority-assessment";

  private static final String PARTS_OF_THE_REFERRAL = "nrm-form-";
  private static final int LONGEST = 1000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Drawing> before;
  private final Map<String, Drawing> after;
  private final List<String> found = new ArrayList<>();

  private Warnings(Map<String, Drawing> before, Map<String, Drawing> after) {
    this.before = before;
    this.after = after;
  }

  /**
   * Compares two whole sets that the check found nothing wrong with.
   *
   * @param before content by file name, with or without the folder
   * @return a sentence for each warning, with its file
   */
  public static List<String> of(Map<String, byte[]> before, Map<String, byte[]> after) {
    Warnings warnings = new Warnings(drawings(before), drawings(after));
    warnings.after.forEach(warnings::compare);
    warnings.noLongerUsed("runs the step", Warnings::steps);
    warnings.noLongerUsed("sends the letters for", Warnings::occasions);
    warnings.noLongerAsked(fields(before), fields(after));
    warnings.typedLimits(texts(before), texts(after));
    after.forEach(
        (file, content) -> {
          byte[] was = before.get(file);
          if (file.endsWith(".bpmn") && !Arrays.equals(was, content)) {
            String diagram = nameOf(file).replace(".bpmn", "");
            DrawingLayout.hidden(Optional.ofNullable(was), content)
                .forEach(sentence -> warnings.found(diagram, sentence));
          }
        });
    return warnings.found.stream()
        .distinct()
        .map(one -> one.length() > LONGEST ? one.substring(0, LONGEST) : one)
        .toList();
  }

  private static Map<String, Drawing> drawings(Map<String, byte[]> files) {
    Map<String, Drawing> drawings = new TreeMap<>();
    files.forEach(
        (file, content) -> {
          if (file.endsWith(".bpmn")) {
            try {
              Drawing.of(XmlFile.read(content))
                  .ifPresent(drawing -> drawings.put(drawing.id, drawing));
            } catch (Unreadable e) {
              // The check has named it.
            }
          }
        });
    return drawings;
  }

  private void found(String diagram, String sentence) {
    found.add("processes/" + diagram + ".bpmn: " + sentence);
  }

  // ------------------------------------------------------------------ in one diagram

  private void compare(String id, Drawing drawing) {
    Drawing old = before.get(id);
    if (old == null) {
      return;
    }
    Set<String> awaited =
        nodes(after)
            .filter(node -> node.event == Event.TIMER)
            .map(node -> node.waitsFor)
            .collect(Collectors.toSet());
    for (Node was : old.nodes.values()) {
      Node is = drawing.nodes.get(was.id);
      if (was.event == Event.TIMER && is == null && !awaited.contains(was.waitsFor)) {
        found(
            id,
            "%s is gone, and nothing else waits for %s. What came then no longer happens."
                .formatted(was, was.waitsFor));
      } else if (is != null) {
        compare(id, was, is);
      }
    }
    if (id.equals(BEFORE_THE_REFERRAL)) {
      drawing.nodes.values().stream()
          .filter(node -> node.is("userTask") && !old.nodes.containsKey(node.id))
          .filter(Warnings::isOnTheWayToTheReferral)
          .forEach(
              node ->
                  found(
                      id,
                      "D6: the task %s is new on the way to the referral, whose deadline counts from the first meeting. Every referral waits for it."
                          .formatted(node)));
    }
  }

  private void compare(String id, Node was, Node is) {
    if (was.event == Event.TIMER && is.event == Event.TIMER && !was.waitsFor.equals(is.waitsFor)) {
      found(id, "%s waited for %s and now waits for %s.".formatted(is, was.waitsFor, is.waitsFor));
    }
    String due = was.camunda("dueDate");
    if (due != null && !due.equals(is.camunda("dueDate"))) {
      found(
          id,
          "The task %s was due by %s and is %s."
              .formatted(
                  is,
                  due,
                  is.camunda("dueDate") == null
                      ? "no longer due by any day"
                      : "now due by " + is.camunda("dueDate")));
    }
    String groups = was.camunda("candidateGroups");
    if (groups != null && !groups.equals(is.camunda("candidateGroups"))) {
      found(
          id,
          "The task %s belonged to %s, whose people no longer see it. It now belongs to %s."
              .formatted(is, groups, is.camunda("candidateGroups")));
    }
  }

  private static boolean isOnTheWayToTheReferral(Node task) {
    return leadsToAPart(task, node -> node.out.stream().map(Flow::to), new HashSet<>())
        || leadsToAPart(task, node -> node.in.stream().map(Flow::from), new HashSet<>());
  }

  private static boolean leadsToAPart(
      Node node, Function<Node, Stream<Node>> next, Set<Node> seen) {
    return seen.add(node)
        && (Objects.toString(node.camunda("formRef"), "").startsWith(PARTS_OF_THE_REFERRAL)
            || next.apply(node).anyMatch(one -> leadsToAPart(one, next, seen)));
  }

  // ------------------------------------------------------------------ in the whole set

  private void noLongerUsed(String does, Function<Node, Stream<String>> uses) {
    Set<String> used = nodes(after).flatMap(uses).collect(Collectors.toSet());
    before.forEach(
        (id, drawing) ->
            drawing.nodes.values().stream()
                .flatMap(uses)
                .filter(one -> !used.contains(one))
                .forEach(one -> found(id, "No diagram %s %s any more.".formatted(does, one))));
  }

  private static Stream<Node> nodes(Map<String, Drawing> drawings) {
    return drawings.values().stream().flatMap(drawing -> drawing.nodes.values().stream());
  }

  private static Stream<String> steps(Node node) {
    return Stream.of(
            node.step.stream(),
            node.listeners.stream().map(Listener::step),
            node.out.stream().map(Flow::steps).flatMap(List::stream))
        .flatMap(Function.identity())
        .filter(step -> !step.isEmpty());
  }

  private static Stream<String> occasions(Node node) {
    return Stream.ofNullable(node.inputs.get("occasion")).filter(text -> !text.contains("{"));
  }

  private void noLongerAsked(Map<String, String> was, Map<String, String> is) {
    was.forEach(
        (key, label) -> {
          if (!is.containsKey(key)) {
            found.add(
                "No form asks \"%s\" (%s) any more. It stays empty in new cases, wherever the record, a letter or a table shows it."
                    .formatted(label, key));
          }
        });
  }

  private void typedLimits(Map<String, String> was, Map<String, String> is) {
    is.forEach(
        (where, text) -> {
          List<String> before = TypedLimits.in(was.getOrDefault(where, ""));
          TypedLimits.in(text).stream()
              .filter(limit -> !before.contains(limit))
              .forEach(
                  limit ->
                      found.add(
                          "%s: A text says \"%s\". Periods change in the table time-limits, and this text would stay. In a form, show the period by its placeholder, such as {{limitNegativeDecision}}; in a diagram, call it by its name."
                              .formatted(where, limit)));
        });
  }

  /** Texts of forms, and names on diagrams, by where they are. */
  private static Map<String, String> texts(Map<String, byte[]> files) {
    Map<String, String> texts = new TreeMap<>();
    files.forEach(
        (file, content) -> {
          if (file.endsWith(".form")) {
            try {
              TypedLimits.texts(content)
                  .forEach((text, says) -> texts.put("forms/" + nameOf(file) + ", " + text, says));
            } catch (IOException e) {
              // The check has named it.
            }
          }
        });
    drawings(files)
        .forEach(
            (diagram, drawing) ->
                drawing.nodes.forEach(
                    (id, node) ->
                        texts.put("processes/" + diagram + ".bpmn, " + id, node.title())));
    return texts;
  }

  private static String nameOf(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /** Labels by key, of all forms. */
  private static Map<String, String> fields(Map<String, byte[]> files) {
    Map<String, String> fields = new TreeMap<>();
    files.forEach(
        (file, content) -> {
          if (file.endsWith(".form")) {
            try {
              for (JsonNode field : JSON.readTree(content).findParents("key")) {
                fields.put(
                    field.path("key").asText(),
                    field
                        .path("label")
                        .asText(field.path("dateLabel").asText(field.path("key").asText())));
              }
            } catch (IOException e) {
              // The check has named it.
            }
          }
        });
    return fields;
  }
}
