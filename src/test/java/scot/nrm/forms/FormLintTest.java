package scot.nrm.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.forms.Forms.form;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FormLintTest {

  @Test
  void theFormsOfThisProjectCanBeDeployed() throws IOException {
    List<FormSchema> forms = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("forms"))) {
      for (Path file : files.sorted().toList()) {
        forms.add(FormSchema.parse(Files.readAllBytes(file)));
      }
    }

    assertThat(forms).hasSizeGreaterThan(20);
    assertThat(FormLint.check(forms)).isEmpty();
  }

  @Test
  void freeTextMustNotBecomeAProcessVariable() {
    FormSchema form = form("report", """
        {"type": "textarea", "key": "story", "label": "What happened", "validate": {"maxLength": 9},
         "properties": {"process": "yes"}}""");

    assertThat(FormLint.check(List.of(form))).containsExactly(
        "The field \"What happened\" (story) of the form report is marked process = yes, but what is said about the"
            + " child stays in the child's file: only a single choice, a number, a tick or a date may be marked.");
  }

  @Test
  void aKeyIsMarkedInEveryFormThatAsksForItOrInNone() {
    FormSchema one = form("one", """
        {"type": "number", "key": "age", "label": "Age", "properties": {"process": "yes"}}""");
    FormSchema two = form("two", """
        {"type": "number", "key": "age", "label": "Age"}""");
    FormSchema onlyShown = form("three", """
        {"type": "number", "key": "age", "label": "Age", "disabled": true}""");

    assertThat(FormLint.check(List.of(one, two))).containsExactly(
        "The field age is marked process = yes in the form one and not in the form two. Mark it in both, so that the"
            + " case does not keep two values of it.");
    assertThat(FormLint.check(List.of(one, onlyShown))).isEmpty();
  }

  @Test
  void whatTheServerCannotCheckIsNamed() {
    FormSchema form = form("odd", """
        {"type": "iframe", "url": "https://example.org"}""", """
        {"type": "group", "path": "child", "components": []}""", """
        {"type": "textfield", "key": "child.name", "label": "Name", "validate": {"maxLength": 9}}""", """
        {"type": "select", "key": "council", "label": "Council", "valuesExpression": "=councils"}""", """
        {"type": "number", "key": "n", "label": "N", "validate": {"min": "=least"}}""", """
        {"type": "number", "key": "n", "label": "N", "readonly": "=true"}""", """
        {"type": "textfield", "key": "p", "label": "P", "validate": {"maxLength": 9, "pattern": "["},
         "conditional": {"hide": "=n = = 1"}}""");

    assertThat(FormLint.check(List.of(form))).containsExactly(
        "The form odd uses a component of type iframe, which the server cannot check.",
        "The form odd has a group with a path; take the path away, so that all keys stand side by side.",
        "The form odd has a field whose key is not one plain word: child.name.",
        "The form odd takes the options of council from elsewhere; write them into the form.",
        "The form odd checks n by an expression: =least.",
        "The form odd has two fields with the key n.",
        "The form odd decides by an expression whether n is readonly.",
        "The form odd hides p by a condition that is not FEEL: =n = = 1.",
        "The form odd has a pattern for p that cannot be read: [.");
  }

  @Test
  void customPropertiesThatMeanNothingAndTextWithoutALimitAreNamed() {
    FormSchema form = form("odd", """
        {"type": "datetime", "subtype": "date", "key": "day", "dateLabel": "Day",
         "properties": {"date": "future", "from": "1 April", "process": "true"}}""", """
        {"type": "textarea", "key": "note", "label": "Note"}""");

    assertThat(FormLint.check(List.of(form))).containsExactly(
        "The field \"Day\" (day) of the form odd has the property process = true, which means nothing. Write yes.",
        "The field \"Day\" (day) of the form odd has the property date = future, which means nothing. Write past.",
        "The field \"Day\" (day) of the form odd has the property from = 1 April, which is not a date such as"
            + " 2009-04-01.",
        "The field \"Note\" (note) of the form odd has no maximum length. Give it one.");
  }
}
