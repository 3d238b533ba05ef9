package scot.nrm.forms.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scot.nrm.forms.check.Forms.form;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("quick")
class FormLintTest {

  @Test
  void theFormsOfThisProjectCanBeDeployed() {
    List<FormSchema> forms = FormFile.all().stream().map(FormFile::parsed).toList();

    assertThat(forms).hasSizeGreaterThan(20);
    assertThat(FormLint.check(forms)).isEmpty();
  }

  /** Each Modeler writes its own. Tasklist doesn't read it. */
  @Test
  void aFormOfANewerModelerIsAccepted() {
    FormSchema form =
        FormSchema.parse(
            """
            {"schemaVersion": 19, "id": "ask", "components": [
              {"type": "textfield", "key": "t", "label": "T", "validate": {"maxLength": 9}}]}\
            """
                .getBytes(StandardCharsets.UTF_8));

    assertThat(FormLint.check(List.of(form))).isEmpty();
  }

  @Test
  void freeTextMustNotBecomeAProcessVariable() {
    assertThat(
            lint(
                "report",
                """
            {"type": "textarea", "key": "story", "label": "What happened", "validate": {"maxLength": 9},
             "properties": {"process": "yes"}}\
            """))
        .containsExactly(
            "forms/report.form: The field \"What happened\" (story) is marked process = yes, but text about the child stays in the child's file. Mark only a single choice, a number, a tick or a date.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Case {{caseNumber}", "Case {caseNumber}}"})
  void aPlaceholderWithoutItsBracesIsReported(String text) {
    FormSchema form =
        form(
            "read",
            "{\"type\": \"text\", \"id\": \"Text_Case\", \"text\": \"%s\"}".formatted(text));

    assertThat(FormLint.check(List.of(form)))
        .containsExactly(
            "forms/read.form: The form has a placeholder at Text_Case that would be shown as it is. Write it like {{caseNumber}}.");
  }

  @Test
  void aFieldForColleaguesHasOneOwnOptionAndFillsInOtherFields() {
    assertThat(
            lint(
                "accept",
                """
            {"type": "radio", "key": "lead", "label": "Lead",
             "values": [{"label": "A", "value": "a"}, {"label": "Not listed", "value": "not-listed"}],
             "properties": {"people": "la-lead-professional", "telephone": "phone"}}\
            """))
        .containsExactly(
            "forms/accept.form: The field \"Lead\" (lead) offers people. Make it a select with one option, not-listed, for someone without an account.",
            "forms/accept.form: The field \"Lead\" (lead) has the property name = . Name a field of the form, which gets it from the account.",
            "forms/accept.form: The field \"Lead\" (lead) has the property telephone = phone. Name a field of the form, which gets it from the account.");
  }

  @Test
  void overlongLabelsAreRefused() {
    assertThat(
            lint(
                "report",
                """
            {"type": "radio", "key": "where", "label": "%s", "values": [{"label": "%s", "value": "a"}]}\
            """
                    .formatted("l".repeat(200), "o".repeat(201))))
        .containsExactly(
            "forms/report.form: The form has a label of 201 characters at where. Shorten it to 200.");
  }

  @Test
  void aKeyIsMarkedInAllItsFormsOrInNone() {
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
            "forms/one.form: The field age is marked process = yes here and not in forms/two.form. Mark it in both, so that the case does not keep two values of it.");
    assertThat(FormLint.check(List.of(one, onlyShown))).isEmpty();
  }

  @Test
  void aComponentThatTheServerCannotCheckIsReported() {
    assertThat(
            lint(
                "odd",
                """
            {"type": "iframe", "id": "Frame", "url": "https://example.org"}\
            """,
                """
            {"type": "html", "id": "Html", "content": "<p>48 hours</p>"}\
            """,
                """
            {"type": "group", "path": "child", "components": []}\
            """,
                """
            {"type": "textfield", "key": "child.name", "label": "Name", "validate": {"maxLength": 9}}\
            """,
                """
            {"type": "select", "key": "council", "label": "Council", "valuesKey": "councils"}\
            """,
                """
            {"type": "select", "key": "force", "label": "Force", "valuesExpression": "=forces"}\
            """,
                """
            {"type": "number", "key": "n", "label": "N", "validate": {"min": "=least"}}\
            """,
                """
            {"type": "number", "key": "n", "label": "N", "readonly": "=true"}\
            """,
                """
            {"type": "textfield", "key": "p", "label": "P", "validate": {"maxLength": 9, "pattern": "["}}\
            """))
        .containsExactly(
            "forms/odd.form: The form uses a component of type iframe at Frame: it shows another site inside the form. Remove it, or use one of checkbox, checklist, datetime, number, radio, select, taglist, textarea, textfield.",
            "forms/odd.form: The form uses a component of type html at Html: the names and periods in it can't be checked, as those of a text view are. Remove it, or use one of checkbox, checklist, datetime, number, radio, select, taglist, textarea, textfield.",
            "forms/odd.form: The form has a group with a path. Remove the path, so that all keys are on one level.",
            "forms/odd.form: The form has the field \"Name\", whose key is not a single word: \"child.name\". Give it a key such as guardianName.",
            "forms/odd.form: The form takes the options of council from the list councils, which is not in config/lists. Name one that is, or write the options into the form.",
            "forms/odd.form: The form takes the options of force from an expression. Name a list of config/lists as input data, or write the options into the form.",
            "forms/odd.form: The form checks n by an expression: =least.",
            "forms/odd.form: The form has two fields with the key n.",
            "forms/odd.form: The form uses an expression to decide whether n is readonly.",
            "forms/odd.form: The form has a pattern for p that the server cannot check: [. Use "
                + FieldPattern.ALLOWED_PARTS
                + ".");
  }

  /** Reading it would need more stack than a thread has. */
  @Test
  void aDeeplyNestedConditionIsRefused() {
    assertThatCode(() -> Condition.parse(nested(40))).doesNotThrowAnyException();
    assertThatThrownBy(() -> Condition.parse(nested(1_900)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Each of them would need more time or stack than there is. */
  @Test
  void aPatternThatTakesTooLongDoesNotMatch() {
    assertThat(FieldPattern.of("(a+)+b").isIn("aab")).isTrue();
    assertThat(FieldPattern.of("(a+)+b").isIn("a".repeat(4_000))).isFalse();
    assertThat(FieldPattern.of("^(a|b)*c").isIn("ab".repeat(50_000))).isFalse();
    assertThatThrownBy(() -> FieldPattern.of("ab".repeat(50_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String nested(int levels) {
    return "(".repeat(levels) + "a = \"x\"" + ")".repeat(levels);
  }

  @Test
  void anUnanswerableFieldIsReported() {
    String field = "forms/odd.form: The field \"A\" (a) has ";
    assertThat(
            lint(
                "odd",
                """
                        {"type": "number", "key": "a", "label": "A", "validate": {"min": 10, "max": 5}}"""))
        .containsExactly(
            field + "a minimum above its maximum, so nobody could answer it. Correct one of them.");
    assertThat(
            lint(
                "odd",
                """
                        {"type": "textfield", "key": "a", "label": "A",
                         "validate": {"minLength": 6, "maxLength": 5}}"""))
        .containsExactly(
            field + "a minimum above its maximum, so nobody could answer it. Correct one of them.");
    assertThat(
            lint(
                "odd",
                """
                        {"type": "radio", "key": "a", "label": "A", "values": [
                          {"label": "Yes", "value": "yes"}, {"label": "No", "value": "yes"}]}"""))
        .containsExactly(
            field
                + "two options with the same value, so nobody could tell which was chosen. Give one of them another value.");
  }

  /** The browser refuses to open a form with an id twice. */
  @Test
  void aDuplicateIdIsReported() {
    assertThat(
            lint(
                "odd",
                """
            {"type": "text", "id": "Text_Heading", "text": "One"},
            {"type": "group", "components": [
              {"type": "text", "id": "Text_Heading", "text": "Two"}]}
            """))
        .containsExactly(
            "forms/odd.form: The form has two parts with the id Text_Heading, so nobody could open it. Give one of them another id.");
  }

  @Test
  void aKeyHasOneTypeInAllForms() {
    String text =
        """
        {"type": "textarea", "key": "control", "label": "Control", "validate": {"maxLength": 9}}""";
    FormSchema one = form("one", text);

    assertThat(FormLint.check(List.of(one, form("two", text)))).isEmpty();
    assertThat(
            FormLint.check(
                List.of(
                    one,
                    form(
                        "two",
                        """
                        {"type": "radio", "key": "control", "label": "Control",
                         "values": [{"label": "Yes", "value": "yes"}]}"""))))
        .containsExactly(
            "forms/two.form: The key control is that of a field of another kind in forms/one.form. The one would show and replace the other's value. Give the new field a key of its own.");
  }

  @Test
  void rulesThatBrowserAndServerReadDifferentlyAreReported() {
    assertThat(
            lint(
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
            """))
        .containsExactly(
            "forms/odd.form: The form checks r by pattern, which has no meaning for a radio.",
            "forms/odd.form: The form checks r by required = yes, which has no meaning.",
            "forms/odd.form: The form needs options with text values for r.",
            "forms/odd.form: The form checks n by min = 5, which has no meaning.",
            "forms/odd.form: The form lets the number n go in steps. Set how many decimals it may have, its minimum and its maximum.",
            "forms/odd.form: The form does not give a number of decimals that n may have.",
            "forms/odd.form: The form checks t by validationType = url, which has no meaning.",
            "forms/odd.form: The form has a pattern for t that the server cannot check: \\p{L}. Use "
                + FieldPattern.ALLOWED_PARTS
                + ".");
  }

  @Test
  void unsupportedPartsAreReportedWithAnAlternative() {
    assertThat(
            lint(
                "odd",
                """
            {"type": "textfield", "key": "tel", "label": "Telephone",
             "validate": {"maxLength": 40, "validationType": "phone"}}\
            """,
                """
            {"type": "datetime", "subtype": "time", "key": "at", "timeLabel": "At",
             "timeSerializingFormat": "utc_offset"}\
            """,
                """
            {"type": "number", "key": "n", "label": "N", "increment": "0.5"}\
            """))
        .containsExactly(
            "forms/odd.form: The form checks tel as a telephone number, in which people write spaces and extensions. Leave the check out, or give it a pattern.",
            "forms/odd.form: The form sends the time at with a time zone. Set its time format to No timezone: every time is meant as in Scotland.",
            "forms/odd.form: The form lets the number n go in steps. Set how many decimals it may have, its minimum and its maximum.");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "=n = = 1 | which the server cannot check. Use only",
        "=n + 1 > 2 | which the server cannot check. Use only",
        "=n | which the server cannot check. Use only",
        "=n = 1 and m | which the server cannot check. Use only",
        "=n = 1 m = \"a\" | which the server cannot check. Use only",
        "=not(n = 1) | which the server cannot check. Use only",
        "=if n = 1 then true else false | which the server cannot check. Use only",
        "=count(list) > 1 | which the server cannot check. Use only",
        "=starts with(m, \"a\") | which the server cannot check. Use only",
        "=n in [1, 2] | which the server cannot check. Use only",
        "=a.b = 1 | which the server cannot check. Use only",
        "=m = \"a\\\"b\" | which the server cannot check. Use only",
        "=m < \"a\" | which the server cannot check. Use only",
        "=m = n | which the server cannot check. Use only",
        "=list contains(m) | which the server cannot check. Use only",
        "=(n = 1 | which the server cannot check. Use only",
        "=x(n) = 1 | which the server cannot check. Use only",
        "=(n = 1) = true | which the server cannot check. Use only",
        "=today = null | which the server cannot check. Use only",
        "=m < 5 | but m is a field of type textfield, which can only be compared with a text.",
        "=n = \"1\" | but n is a field of type number, which can only be compared with a number.",
        "=list contains(m, \"a\") | but m is a field of type textfield, which can only be compared with a text.",
        "=authority = true | but authority is not a field of this form, so it can only be compared with texts.",
        "=showNow = \"\" | but showNow is a text that is only shown.",
        "=limitLeave = \"\" | but limitLeave is a text that is only shown.",
        "=choice = \"Yes\" | but choice has no option with the value \"Yes\". Write the value of an option",
        "=list contains(several, \"c\") | but several has no option with the value \"c\". Write",
        "n = 1 | which does not begin with =.",
      })
  void anUncheckableConditionIsReportedWithItsFormAndField(String condition, String why) {
    String escaped = condition.replace("\\", "\\\\").replace("\"", "\\\"");
    assertThat(
            lint(
                "odd",
                """
            {"type": "number", "key": "n", "label": "N"}\
            """,
                """
            {"type": "radio", "key": "choice", "label": "C", "values": [{"label": "Yes", "value": "yes"}]}\
            """,
                """
            {"type": "checklist", "key": "several", "label": "S", "values": [{"label": "A", "value": "a"}]}\
            """,
                """
            {"type": "textfield", "key": "m", "label": "M", "validate": {"maxLength": 9},
             "conditional": {"hide": "%s"}}\
            """
                    .formatted(escaped)))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem)
                    .startsWith(
                        "forms/odd.form: The form hides m by the condition "
                            + condition
                            + ", "
                            + why));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=m = \"a\"", "=m != \"a\" and (n >= 1 or n < -2.5)", "=list contains(l, \"x\") != true",
        "=contains(m, \"a\")", "=n >= 1 and n <= 5", "=m = null or n = null",
        "=authority = \"UKBA\" and ((t = true))"
      })
  void comparisonsAndOrAndContainsAreAllowed(String condition) {
    assertThat(
            lint(
                "plain",
                """
            {"type": "number", "key": "n", "label": "N"}\
            """,
                """
            {"type": "checkbox", "key": "t", "label": "T"}\
            """,
                """
            {"type": "checklist", "key": "l", "label": "L", "values": [{"label": "X", "value": "x"}]}\
            """,
                """
            {"type": "textfield", "key": "m", "label": "M", "validate": {"maxLength": 9},
             "conditional": {"hide": "%s"}}\
            """
                    .formatted(condition.replace("\"", "\\\""))))
        .isEmpty();
  }

  @Test
  void unknownCustomPropertiesAndTextWithoutALimitAreReported() {
    assertThat(
            lint(
                "odd",
                """
            {"type": "datetime", "subtype": "date", "key": "day", "dateLabel": "Day",
             "properties": {"date": "future", "from": "1 April", "process": "true", "prefill": "yes",
             "notbefore": "concernDate", "daysAhead": "a year", "default": "today+limitLeave"}}\
            """,
                """
            {"type": "textarea", "key": "note", "label": "Note"}\
            """))
        .containsExactly(
            "forms/odd.form: The field \"Day\" (day) has the property process = true, which has no meaning. Write yes.",
            "forms/odd.form: The field \"Day\" (day) has the property prefill = yes, which has no meaning. Write no.",
            "forms/odd.form: The field \"Day\" (day) has the property date = future, which has no meaning. Write past.",
            "forms/odd.form: The field \"Day\" (day) has the property default = today+limitLeave, which has no meaning. Write today, today+14, today+limitNewTarget or sent.",
            "forms/odd.form: The field \"Day\" (day) has the property daysAhead = a year, which is not a number of days. Write one, such as 365.",
            "forms/odd.form: The field \"Day\" (day) has the property notbefore, which has no meaning. Use one of process, prefill, date, notBefore, from, daysAhead, default, note, people, name, telephone, email, print, shared.",
            "forms/odd.form: The field \"Day\" (day) has the property from = 1 April, which is not a date such as 2009-04-01.",
            "forms/odd.form: The field \"Note\" (note) has no maximum length. Give it one.");
  }

  @Test
  void customPropertiesWithAMeaningAreAccepted() {
    assertThat(
            lint(
                "good",
                """
            {"type": "datetime", "subtype": "date", "key": "day", "dateLabel": "Day",
             "properties": {"date": "past", "from": "2009-04-01", "daysAhead": "365", "process": "yes", "prefill": "no"}}\
            """))
        .isEmpty();
  }

  @Test
  void aNameOfAnUnknownOrganisationIsRefused() {
    String form =
        Forms.json(
            "named",
            """
            {"type": "text", "text": "Ask {{authority.intake.the}} and {{authority.soca.the}}"}\
            """);

    assertThat(
            new FormLint(FormFile.lists())
                .problems(Map.of("named.form", form.getBytes(StandardCharsets.UTF_8))))
        .singleElement()
        .asString()
        .startsWith(
            "forms/named.form: The form has {{authority.soca.the}}, which names no organisation.");
  }

  @Test
  void theFormsOfADeploymentUseTheSharedLists() {
    String form =
        Forms.json(
            "shared",
            """
            {"type": "select", "key": "country", "label": "Country", "valuesKey": "countries"}\
            """);
    Map<String, byte[]> deployed = Map.of("shared.form", form.getBytes(StandardCharsets.UTF_8));
    OptionLists lists =
        new OptionLists(Map.of("countries", List.of(new OptionLists.Option("VN", "Vietnam"))));

    assertThat(new FormLint(lists).problems(deployed)).isEmpty();
    assertThat(new FormLint(OptionLists.NONE).problems(deployed))
        .containsExactly(
            "forms/shared.form: The form takes the options of country from the list countries, which is not in config/lists. Name one that is, or write the options into the form.");
  }

  private static List<String> lint(String id, String... components) {
    return FormLint.check(List.of(form(id, components)));
  }
}
