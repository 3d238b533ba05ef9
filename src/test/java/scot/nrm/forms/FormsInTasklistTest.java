package scot.nrm.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.forms.check.FormFile.choices;
import static scot.nrm.forms.check.FormFile.key;
import static scot.nrm.forms.check.FormFile.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scot.nrm.forms.check.FormFile;
import scot.nrm.forms.check.TasklistsFormJs;

/** Each form, opened by Tasklist's own form-js. */
class FormsInTasklistTest {

  private static final String OPEN =
      """
      async (schema, data) => {
        const container = document.querySelector('#form');
        const form = new FormJs.Form({ container });
        const problems = [];
        form.on('error', ({ error }) => problems.push(String(error)));
        const { warnings } = await form.importSchema(schema, data);
        // Lets it render, then ticks and hides the fields that depend on others.
        for (let i = 0; i < 3; i++) await new Promise(drawn => requestAnimationFrame(drawn));
        const cutOff = [...container.querySelectorAll('label')]
            .filter(label => label.scrollWidth > label.clientWidth + 1).map(label => label.textContent);
        const text = container.textContent;
        const { data: submitted, errors } = form.submit();
        form.destroy();
        return { problems: [...problems, ...warnings.map(String)], cutOff, text, submitted, errors };
      }\
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static TasklistsFormJs formJs;

  @BeforeAll
  static void openTasklistsFormJs() {
    formJs = TasklistsFormJs.open();
  }

  @AfterAll
  static void close() {
    if (formJs != null) {
      formJs.close();
    }
  }

  static Stream<FormFile> forms() {
    return FormFile.all().stream();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void anEmptyFormAsksForItsRequiredFields(FormFile form) {
    var opened = open(form, JSON.createObjectNode());

    assertThat(opened.path("problems")).isEmpty();
    assertThat(opened.path("text").asText()).doesNotContain("null", "undefined", "⚠");
    assertThat(opened.path("errors").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(alwaysRequired(form));
    assertThat(formJs.scriptErrors()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyFieldTakesAValueAndNoLabelIsTruncated(FormFile form) {
    Set<ObjectNode> answers = new LinkedHashSet<>(); // without duplicates if a form has few
    for (int choice = 0; choice < 4; choice++) {
      answers.add(filled(form, choice));
    }
    for (ObjectNode given : answers) {
      var opened = open(form, given);

      assertThat(opened.path("problems")).isEmpty();
      assertThat(opened.path("errors")).isEmpty();
      assertThat(opened.path("cutOff")).isEmpty();
      assertThat(opened.path("submitted").size()).isPositive();
    }
    assertThat(formJs.scriptErrors()).isEmpty();
  }

  private static List<String> alwaysRequired(FormFile form) {
    Set<String> shownOnlySometimes = new HashSet<>();
    form.components().stream()
        .filter(component -> component.has("conditional"))
        .forEach(
            component -> {
              shownOnlySometimes.add(component.path("id").asText());
              // findValuesAsText stops at the first match on each path, which is the group's own.
              component
                  .path("components")
                  .forEach(inside -> shownOnlySometimes.addAll(inside.findValuesAsText("id")));
            });
    return form.fields().stream()
        .filter(field -> field.path("validate").path("required").asBoolean())
        .map(field -> field.path("id").asText())
        .filter(id -> !shownOnlySometimes.contains(id))
        .toList();
  }

  private static JsonNode open(FormFile form, ObjectNode data) {
    return formJs.call(OPEN, form.schema(), data);
  }

  /**
   * A value for each field, with a different answer for each {@code choice}, so that each condition
   * is both true and false.
   */
  private static ObjectNode filled(FormFile form, int choice) {
    var data = JSON.createObjectNode();
    data.put("caseNumber", "NRM-2009-2222-345L");
    for (JsonNode field : form.fields()) {
      var key = key(field);
      var choices = choices(field);
      switch (type(field)) {
        case "radio", "select" -> data.put(key, choices.get(choice % choices.size()));
        case "checklist", "taglist" -> choices.forEach(data.withArray(key)::add);
        case "number" -> data.set(key, field.path("validate").path("max"));
        case "datetime" ->
            data.put(key, field.path("subtype").asText().equals("time") ? "14:20" : "2009-04-14");
        default ->
            data.put(key, key.endsWith("Email") ? "someone@example.org" : "Nguyễn, Ольга, 小龙");
      }
    }
    return data;
  }
}
