package scot.nrm.gate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.gate.files.TextWarnings;

/** Finds questions that a revision no longer asks, and answers that nobody would use or see. */
final class FormWarnings {

  private final Map<String, Drawing> before;
  private final Map<String, Drawing> after;
  private final Map<String, FormSchema> formsBefore;
  private final Map<String, FormSchema> forms;
  private final List<String> sentences = new ArrayList<>();

  private FormWarnings(
      Map<String, Drawing> before,
      Map<String, Drawing> after,
      Map<String, FormSchema> formsBefore,
      Map<String, FormSchema> forms) {
    this.before = before;
    this.after = after;
    this.formsBefore = formsBefore;
    this.forms = forms;
  }

  /**
   * The warnings for the forms of a set.
   *
   * @param was the set before, content by file name
   * @param is the new set
   */
  static List<String> of(
      Map<String, Drawing> before,
      Map<String, Drawing> after,
      Map<String, byte[]> was,
      Map<String, byte[]> is) {
    FormWarnings warnings = new FormWarnings(before, after, forms(was), forms(is));
    warnings.checkHeadings();
    warnings.checkRemovedQuestions();
    warnings.checkUnaskedAnswers();
    warnings.checkUnseenAnswers();
    warnings.checkMovedQuestions();
    return warnings.sentences;
  }

  private static Map<String, FormSchema> forms(Map<String, byte[]> files) {
    Map<String, FormSchema> forms = new TreeMap<>();
    files.forEach(
        (file, content) -> {
          if (file.endsWith(".form")) {
            FormSchema form = FormSchema.parse(content, OptionLists.NONE);
            forms.put(form.id(), form);
          }
        });
    return forms;
  }

  private void warn(String diagram, String sentence) {
    sentences.add(Finding.inFile(diagram, sentence));
  }

  /** People find a task by its name, and read the heading when they have opened it. */
  private void checkHeadings() {
    after.forEach(
        (id, drawing) -> {
          for (Node node : drawing.nodes.values()) {
            String heading = heading(node, forms);
            if (!node.is("userTask") || heading == null || heading.equals(node.name)) {
              continue;
            }
            Drawing old = before.get(id);
            Node was = old == null ? null : old.nodes.get(node.id);
            if (was == null
                || !was.name.equals(node.name)
                || !heading.equals(heading(was, formsBefore))) {
              warn(
                  id,
                  "The task %s has a form with the heading \"%s\". Give both the same words, in forms/%s.form or here."
                      .formatted(node, heading, node.camunda("formRef")));
            }
          }
        });
  }

  /** A field that a form only shows isn't a question. */
  private void checkRemovedQuestions() {
    Set<String> asked = new HashSet<>();
    questions(forms).values().forEach(questions -> asked.addAll(questions.keySet()));
    Map<String, String> removed = new TreeMap<>();
    questions(formsBefore)
        .forEach(
            (form, questions) ->
                questions.forEach(
                    (key, label) ->
                        removed.put(
                            key,
                            "forms/%s.form: No form asks \"%s\" (%s) any more. It stays empty in new cases, wherever the record, a letter or a table shows it."
                                .formatted(form, label, key))));
    removed.keySet().removeAll(asked);
    sentences.addAll(removed.values());
  }

  /**
   * A task whose form has a question that a gateway of the diagram uses, but none before the next
   * task that asks it: a manager who sends the case back there would change nothing.
   */
  private void checkUnaskedAnswers() {
    after.forEach(
        (id, drawing) -> {
          Drawing old = before.get(id);
          if (old == null) {
            return;
          }
          for (Node node : drawing.nodes.values()) {
            FormSchema form = forms.get(Objects.toString(node.camunda("formRef"), ""));
            if (!node.is("userTask") || form == null) {
              continue;
            }
            Node was = old.nodes.get(node.id);
            questions(Map.of("", form))
                .get("")
                .forEach(
                    (key, label) -> {
                      if (asks(drawing.nodes.values(), key)
                          && !asks(untilAskedAgain(node, key), key)
                          && (was == null || asks(untilAskedAgain(was, key), key))) {
                        warn(
                            id,
                            "The task %s asks \"%s\" (%s), but no gateway after it uses the answer before it is asked again, so every answer leads to the same steps. Lead it to the gateway that uses the answer, draw one, or give the task a form without this question."
                                .formatted(node, label, key));
                      }
                    });
          }
        });
  }

  /**
   * A new text field whose answer nobody will see. Forms that open a case, and the NRM form, have
   * no notes, because their answers are shown whole.
   */
  private void checkUnseenAnswers() {
    Set<String> known = new HashSet<>();
    formsBefore.values().forEach(form -> known.addAll(form.fields().keySet()));
    forms.values().stream()
        .flatMap(form -> form.fields().values().stream())
        .filter(field -> field.disabled() || field.readOnly())
        .forEach(shown -> known.add(shown.key()));
    forms.forEach(
        (id, form) -> {
          FormSchema earlier = formsBefore.getOrDefault(id, form);
          boolean hasNote = earlier.fields().values().stream().anyMatch(FormField::isNote);
          form.fields().values().stream()
              .filter(field -> hasNote || !formsBefore.containsKey(id))
              .filter(field -> field.type().startsWith("text") && !field.isNote())
              .filter(field -> !known.contains(field.key()))
              .forEach(
                  field ->
                      sentences.add(
                          "forms/%s.form: Nobody will see the answer to \"%s\" (%s) later: neither another form nor the record shows it. Give the field the property note, with the value everyone or authorities."
                              .formatted(id, field.label(), field.key())));
        });
  }

  /**
   * A question that one form loses and no other form gains: cases with that form no longer have the
   * answer, and others still do.
   */
  private void checkMovedQuestions() {
    Map<String, Map<String, String>> was = questions(formsBefore);
    Map<String, Map<String, String>> is = questions(forms);
    was.forEach(
        (form, questions) ->
            questions.forEach(
                (key, label) -> {
                  if (is.getOrDefault(form, questions).containsKey(key)) {
                    return;
                  }
                  List<String> now =
                      is.keySet().stream().filter(one -> is.get(one).containsKey(key)).toList();
                  if (!now.isEmpty()
                      && now.stream()
                          .allMatch(one -> was.getOrDefault(one, Map.of()).containsKey(key))) {
                    sentences.add(
                        "forms/%s.form: The form no longer asks \"%s\" (%s). Only %s: in a case that comes by this form, the answer stays empty, wherever a table, a letter or the record needs it."
                            .formatted(
                                form,
                                label,
                                key,
                                String.join(" and ", now) + (now.size() == 1 ? " does" : " do")));
                  }
                }));
  }

  private Set<Node> untilAskedAgain(Node task, String key) {
    boolean severalTimes =
        task.element.children("multiInstanceLoopCharacteristics").findAny().isPresent();
    return Drawing.reached(
        severalTimes ? Stream.empty() : Stream.of(task),
        node -> {
          FormSchema form = forms.get(Objects.toString(node.camunda("formRef"), ""));
          boolean again =
              node != task && form != null && questions(Map.of("", form)).get("").containsKey(key);
          return again ? Stream.empty() : next(node);
        });
  }

  /** The steps after a step, and after the sub-process that it is in. */
  private static Stream<Node> next(Node node) {
    return Stream.concat(Stream.of(node), Stream.ofNullable(node.scope))
        .flatMap(one -> one.out.stream())
        .map(Flow::to);
  }

  private static boolean asks(Collection<Node> nodes, String key) {
    return nodes.stream()
        .filter(node -> node.is("exclusiveGateway") || node.is("inclusiveGateway"))
        .flatMap(node -> node.out.stream())
        .anyMatch(flow -> flow.condition() != null && TextWarnings.hasWord(flow.condition(), key));
  }

  /** The heading of a step's form; {@code null} if it has none. */
  private static String heading(Node node, Map<String, FormSchema> forms) {
    FormSchema form = forms.get(Objects.toString(node.camunda("formRef"), ""));
    return form == null ? null : form.heading();
  }

  /** The labels of the questions that can be answered, by form and key. */
  private static Map<String, Map<String, String>> questions(Map<String, FormSchema> forms) {
    Map<String, Map<String, String>> questionsByForm = new TreeMap<>();
    forms.forEach(
        (id, form) -> {
          Map<String, String> questions = new TreeMap<>();
          form.fields().values().stream()
              .filter(field -> !field.disabled() && !field.readOnly())
              .forEach(field -> questions.put(field.key(), field.label()));
          questionsByForm.put(id, questions);
        });
    return questionsByForm;
  }
}
