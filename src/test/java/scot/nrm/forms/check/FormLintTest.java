package scot.nrm.forms.check;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.forms.check.Forms.form;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("quick")
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
    FormSchema form =
        form(
            "report",
            """
            {"type": "textarea", "key": "story", "label": "What happened", "validate": {"maxLength": 9},
             "properties": {"process": "yes"}}\
            """);

    assertThat(FormLint.check(List.of(form)))
        .containsExactly(
            "The field \"What happened\" (story) of the form report is marked process = yes, but"
                + " what is said about the child stays in the child's file: only a single choice, a"
                + " number, a tick or a date may be marked.");
  }

  @Test
  void aKeyIsMarkedInEveryFormThatAsksForItOrInNone() {
    FormSchema one =
        form(
            "one",
            """
            {"type": "number", "key": "age", "label": "Age", "properties": {"process": "yes"}}\
            """);
    FormSchema two =
        form(
            "two",
            """
            {"type": "number", "key": "age", "label": "Age"}\
            """);
    FormSchema onlyShown =
        form(
            "three",
            """
            {"type": "number", "key": "age", "label": "Age", "disabled": true}\
            """);

    assertThat(FormLint.check(List.of(one, two)))
        .containsExactly(
            "The field age is marked process = yes in the form one and not in the form two. Mark it"
                + " in both, so that the case does not keep two values of it.");
    assertThat(FormLint.check(List.of(one, onlyShown))).isEmpty();
  }

  @Test
  void whatTheServerCannotCheckIsNamed() {
    FormSchema form =
        form(
            "odd",
            """
            {"type": "iframe", "url": "https://example.org"}\
            """,
            """
            {"type": "group", "path": "child", "components": []}\
            """,
            """
            {"type": "textfield", "key": "child.name", "label": "Name", "validate": {"maxLength": 9}}\
            """,
            """
            {"type": "select", "key": "council", "label": "Council", "valuesExpression": "=councils"}\
            """,
            """
            {"type": "number", "key": "n", "label": "N", "validate": {"min": "=least"}}\
            """,
            """
            {"type": "number", "key": "n", "label": "N", "readonly": "=true"}\
            """,
            """
            {"type": "textfield", "key": "p", "label": "P", "validate": {"maxLength": 9, "pattern": "["}}\
            """);

    assertThat(FormLint.check(List.of(form)))
        .containsExactly(
            "The form odd uses a component of type iframe, which the server cannot check: it shows"
                + " another site inside the form.",
            "The form odd has a group with a path; take the path away, so that all keys stand side"
                + " by side.",
            "The form odd has a field whose key is not one plain word: child.name.",
            "The form odd takes the options of council from elsewhere; write them into the form.",
            "The form odd checks n by an expression: =least.",
            "The form odd has two fields with the key n.",
            "The form odd decides by an expression whether n is readonly.",
            "The form odd has a pattern for p that cannot be read: [.");
  }

  @Test
  void aRuleThatTheBrowserAndTheServerWouldReadDifferentlyIsNamed() {
    FormSchema form =
        form(
            "odd",
            """
            {"type": "radio", "key": "r", "label": "R", "validate": {"pattern": "a", "required": "yes"},
             "values": [{"label": "None", "value": ""}]}\
            """,
            """
            {"type": "number", "key": "n", "label": "N", "validate": {"min": "5"}, "increment": "half",
             "decimalDigits": "2"}\
            """,
            """
            {"type": "textfield", "key": "t", "label": "T",
             "validate": {"maxLength": 9, "validationType": "url", "pattern": "\\\\p{L}"}}\
            """);

    assertThat(FormLint.check(List.of(form)))
        .containsExactly(
            "The form odd checks r by pattern, which means nothing for a radio.",
            "The form odd checks r by required = yes, which means nothing.",
            "The form odd needs options with text values for r.",
            "The form odd checks n by min = 5, which means nothing.",
            "The form odd lets n go in steps that are no number: half.",
            "The form odd does not say by a number how many decimals n may have.",
            "The form odd checks t by validationType = url, which means nothing.",
            "The form odd has a pattern for t that uses \\p: \\p{L}.");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "=n = = 1 | which uses =.",
        "=n + 1 > 2 | which uses +.",
        "=n | which uses n without a comparison.",
        "=n = 1 and m | which uses m without a comparison.",
        "=not(n = 1) | which uses not.",
        "=if n = 1 then true else false | which uses if.",
        "=count(list) > 1 | which uses count.",
        "=starts with(m, \"a\") | which uses starts.",
        "=n in [1, 2] | which uses [.",
        "=a.b = 1 | which uses ..",
        "=m = \"a\\\"b\" | which uses a text with a \\ or without its second quote.",
        "=m < \"a\" | which uses an order of what are no numbers.",
        "=m < 5 | but only numbers have an order, and m is no number field of this form.",
        "=showNow = \"\" | but showNow is a text that is only shown.",
        "=list contains(m) | which uses ).",
        "=(n = 1 | which uses an end where ) is expected.",
        "=x(n) = 1 | which uses x(...).",
        "n = 1 | which does not begin with =.",
      })
  void aConditionThatUsesMoreThanTheServerUnderstandsIsNamedWithItsFormAndField(
      String condition, String why) {
    String escaped = condition.replace("\\", "\\\\").replace("\"", "\\\"");
    FormSchema form =
        form(
            "odd",
            """
            {"type": "number", "key": "n", "label": "N"}\
            """,
            """
            {"type": "textfield", "key": "m", "label": "M", "validate": {"maxLength": 9},
             "conditional": {"hide": "%s"}}\
            """
                .formatted(escaped));

    assertThat(FormLint.check(List.of(form)))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem)
                    .startsWith("The form odd hides m by the condition " + condition + ", " + why));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=m = \"a\"",
        "=m != \"a\" and (n >= 1 or n < -2.5)",
        "=list contains(l, \"x\") != true",
        "=contains(m, \"a\")",
        "=1 <= n and n <= 5",
        "=m = null or n = null",
        "=(m = \"a\") = true"
      })
  void comparisonsAndOrAndContainsAreUnderstood(String condition) {
    FormSchema form =
        form(
            "plain",
            """
            {"type": "number", "key": "n", "label": "N"}\
            """,
            """
            {"type": "textfield", "key": "m", "label": "M", "validate": {"maxLength": 9},
             "conditional": {"hide": "%s"}}\
            """
                .formatted(condition.replace("\"", "\\\"")));

    assertThat(FormLint.check(List.of(form))).isEmpty();
  }

  @Test
  void customPropertiesThatMeanNothingAndTextWithoutALimitAreNamed() {
    FormSchema form =
        form(
            "odd",
            """
            {"type": "datetime", "subtype": "date", "key": "day", "dateLabel": "Day",
             "properties": {"date": "future", "from": "1 April", "process": "true"}}\
            """,
            """
            {"type": "textarea", "key": "note", "label": "Note"}\
            """);

    assertThat(FormLint.check(List.of(form)))
        .containsExactly(
            "The field \"Day\" (day) of the form odd has the property process = true, which means"
                + " nothing. Write yes.",
            "The field \"Day\" (day) of the form odd has the property date = future, which means"
                + " nothing. Write past.",
            "The field \"Day\" (day) of the form odd has the property from = 1 April, which is not"
                + " a date such as 2009-04-01.",
            "The field \"Note\" (note) of the form odd has no maximum length. Give it one.");
  }
}
