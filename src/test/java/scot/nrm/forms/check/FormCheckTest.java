package scot.nrm.forms.check;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.forms.check.Forms.form;
import static scot.nrm.forms.check.Forms.sentences;
import static scot.nrm.forms.check.Forms.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("quick")
class FormCheckTest {

  private static final LocalDate TODAY = LocalDate.of(2009, 5, 18);
  private static final String NAME =
      """
      {"type": "textfield", "key": "name", "label": "Name", "validate": {"required": true, "maxLength": 20}}\
      """;
  private static final String STORY =
      """
      {"type": "textarea", "key": "story", "label": "What happened", "validate": {"minLength": 3, "maxLength": 100}}\
      """;
  private static final String AGE =
      """
      {"type": "number", "key": "age", "label": "Age", "decimalDigits": 0, "validate": {"min": 0, "max": 20}}\
      """;
  private static final String SEX =
      """
      {"type": "radio", "key": "sex", "label": "Sex",
       "values": [{"label": "Girl", "value": "female"}, {"label": "Boy", "value": "male"}]}\
      """;
  private static final String SIGNS =
      """
      {"type": "checklist", "key": "signs", "label": "Signs",
       "values": [{"label": "Afraid", "value": "E08"}, {"label": "Owes money", "value": "E17"}]}\
      """;
  private static final String BORN =
      """
      {"type": "datetime", "subtype": "date", "key": "born", "dateLabel": "Date of birth"}\
      """;
  private static final String AT =
      """
      {"type": "datetime", "subtype": "time", "key": "at", "timeLabel": "Time of day", "timeInterval": 1}\
      """;
  private static final String TICK =
      """
      {"type": "checkbox", "key": "tick", "label": "Read"}\
      """;

  private static List<String> check(String component, String values) {
    return sentences(FormCheck.check(form("form", component), values(values), Map.of(), TODAY));
  }

  private static Map<String, JsonNode> accepted(FormSchema form, String values) {
    FormCheck.Result result = FormCheck.check(form, values(values), Map.of(), TODAY);
    assertThat(result.errors()).isEmpty();
    return result.accepted();
  }

  // --- required

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'name': null}",
        "{'name': ''}",
        "{'name': ' \\t\\u2003 '}",
        "{'name': []}"
      })
  void aMissingOrBlankRequiredTextIsRefusedByItsLabel(String values) {
    assertThat(check(NAME, values)).containsExactly("Name: enter an answer.");
  }

  @Test
  void aMissingRequiredChoiceAsksToChoose() {
    String required = SEX.replace("\"Sex\",", "\"Sex\", \"validate\": {\"required\": true},");

    assertThat(check(required, "{}")).containsExactly("Sex: choose an option.");
    assertThat(check(required, "{'sex': 'female'}")).isEmpty();
  }

  @Test
  void aRequiredChecklistNeedsOneTick() {
    String required = SIGNS.replace("\"Signs\",", "\"Signs\", \"validate\": {\"required\": true},");

    assertThat(check(required, "{'signs': []}")).containsExactly("Signs: choose an option.");
  }

  @Test
  void aRequiredCheckboxMustBeTickedAsInTheBrowser() {
    String required = TICK.replace("\"Read\"", "\"Read\", \"validate\": {\"required\": true}");

    assertThat(check(required, "{'tick': false}")).containsExactly("Read: must be ticked.");
    assertThat(check(required, "{'tick': true}")).isEmpty();
  }

  @Test
  void allErrorsAreReportedTogether() {
    FormCheck.Result result =
        FormCheck.check(
            form("form", NAME, AGE, SEX),
            values("{'age': 21, 'sex': 'x', 'more': 1}"),
            Map.of(),
            TODAY);

    assertThat(sentences(result))
        .containsExactly(
            "more is not a field of this form.",
            "Name: enter an answer.",
            "Age: must be 20 or less.",
            "Sex: choose one of the options.");
  }

  // --- text

  @Test
  void aTextMayHaveExactlyItsMinimumOrMaximumLength() {
    assertThat(check(NAME, "{'name': '" + "a".repeat(20) + "'}")).isEmpty();
    assertThat(check(NAME, "{'name': '" + "a".repeat(21) + "'}"))
        .containsExactly("Name: must be 20 characters or fewer.");
    assertThat(check(STORY, "{'story': 'abc'}")).isEmpty();
    assertThat(check(STORY, "{'story': 'ab'}"))
        .containsExactly("What happened: must be 3 characters or more.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nguyễn Thị Ánh", "Олександра", "محمد علي", "阮氏映",
        "अनीता", "Ìyábọ̀", "O'Brien-Smith", "👧🏽",
        "ن‌ا"
      })
  void namesInEveryScriptAreAccepted(String name) {
    assertThat(
            FormCheck.check(form("form", NAME), Map.of("name", text(name)), Map.of(), TODAY)
                .accepted())
        .containsEntry("name", text(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\u0007b", "a\u001bb", "a\u0085b", "a\ud800b", "a\uffffb"})
  void controlCharactersAndBrokenTextAreRefused(String name) {
    FormCheck.Result result =
        FormCheck.check(form("form", NAME), Map.of("name", text(name)), Map.of(), TODAY);

    assertThat(sentences(result))
        .containsExactly("Name: must not contain control characters or broken text.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Anna \u202Eannah",
        "NRM\u200F-2009",
        "\u202A0141 496 0000\u202C",
        "\u2067a\u2069",
        "a\u061Cb"
      })
  void charactersThatChangeTheWritingDirectionAreRefusedInOneLineTexts(String typed) {
    assertThat(
            sentences(
                FormCheck.check(form("form", NAME), Map.of("name", text(typed)), Map.of(), TODAY)))
        .containsExactly(
            "Name: has an invisible character that changes the direction of writing, which can come with text that was pasted. Delete the answer and type it.");
    assertThat(
            sentences(
                FormCheck.check(
                    form("form", STORY), Map.of("story", text(typed)), Map.of(), TODAY)))
        .as("a long text that was pasted, in which nobody could find it")
        .isEmpty();
  }

  @Test
  void aTextFieldIsOneLineAndATextAreaMayHaveSeveral() {
    assertThat(check(NAME, "{'name': 'a\\nb'}")).containsExactly("Name: must be on one line.");
    assertThat(check(STORY, "{'story': 'one\\r\\n\\ttwo'}")).isEmpty();
  }

  @Test
  void textWithoutALimitIsLimitedByTheDatabase() {
    String open =
        """
        {"type": "textarea", "key": "open", "label": "Open"}\
        """;

    assertThat(check(open, "{'open': '" + "a".repeat(4000) + "'}")).isEmpty();
    assertThat(check(open, "{'open': '" + "a".repeat(4001) + "'}"))
        .containsExactly("Open: must be 4,000 characters or fewer.");
  }

  @Test
  void whiteSpaceAroundATextIsRemoved() {
    assertThat(accepted(form("form", NAME), "{'name': '  Kim \\n'}"))
        .containsEntry("name", text("Kim"));
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // it took days
  void muchWhiteSpaceInATextTakesNoLongerThanOtherCharacters() {
    String value = "{'name': 'x" + " ".repeat(1_000_000) + "x'}";
    assertThat(check(NAME, value)).hasSize(1).allMatch(error -> error.contains("characters"));
  }

  @Test
  void aPatternMayMatchAnywhereInTheText() {
    String code =
        """
        {"type": "textfield", "key": "code", "label": "Code", "validate": {"pattern": "[A-Z]\\\\d"}}\
        """;

    assertThat(check(code, "{'code': 'xxA1xx'}")).isEmpty();
    assertThat(check(code, "{'code': 'a1'}"))
        .containsExactly("Code: must be in the format that the form asks for.");
  }

  @Test
  void anEmailAddressIsChecked() {
    String mail =
        """
        {"type": "textfield", "key": "mail", "label": "E-mail", "validate": {"validationType": "email"}}\
        """;

    assertThat(check(mail, "{'mail': 'kim@example.org'}")).isEmpty();
    assertThat(check(mail, "{'mail': 'kim at example'}"))
        .containsExactly("E-mail: must be an e-mail address, such as name@example.org.");
    assertThat(check(mail, "{'mail': ' kim@example.org'}"))
        .containsExactly(
            "E-mail: must be an e-mail address, such as name@example.org, without a space before or after it.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "['a']", "{'a': 1}"})
  void aValueThatIsNotTextIsRefused(String value) {
    assertThat(check(NAME, "{'name': " + value + "}")).containsExactly("Name: must be text.");
  }

  // --- numbers

  @ParameterizedTest
  @ValueSource(strings = {"0", "20", "20.0", "null"})
  void aNumberInRangeIsAccepted(String value) {
    assertThat(check(AGE, "{'age': " + value + "}")).isEmpty();
  }

  @Test
  void aNumberOutOfRangeOrWithDecimalsIsRefused() {
    assertThat(check(AGE, "{'age': -1}")).containsExactly("Age: must be 0 or more.");
    assertThat(check(AGE, "{'age': 20.5}")).containsExactly("Age: must be 20 or less.");
    assertThat(check(AGE, "{'age': 3.5}")).containsExactly("Age: must be a whole number.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'12'", "true", "[1]", "1e999"})
  void aValueThatIsNotANumberIsRefused(String value) {
    assertThat(check(AGE, "{'age': " + value + "}")).containsExactly("Age: must be a number.");
  }

  @Test
  void aWholeNumberIsStoredAsOne() {
    assertThat(accepted(form("form", AGE), "{'age': 14.0}"))
        .containsEntry("age", JsonNodeFactory.instance.numberNode(14));
  }

  // --- choices

  @ParameterizedTest
  @ValueSource(strings = {"'other'", "1", "['female']", "{}"})
  void anUnknownOptionIsRefused(String value) {
    assertThat(check(SEX, "{'sex': " + value + "}"))
        .containsExactly("Sex: choose one of the options.");
  }

  @Test
  void aChecklistAcceptsEachOptionOnce() {
    assertThat(check(SIGNS, "{'signs': ['E17', 'E08']}")).isEmpty();
    assertThat(check(SIGNS, "{'signs': ['E08', 'E08']}"))
        .containsExactly("Signs: choose each option only once.");
    assertThat(check(SIGNS, "{'signs': ['E08', 'E99']}"))
        .containsExactly("Signs: choose only from the options.");
    assertThat(check(SIGNS, "{'signs': 'E08'}"))
        .containsExactly("Signs: choose only from the options.");
  }

  @Test
  void aCheckboxIsTickedOrNot() {
    assertThat(check(TICK, "{'tick': false}")).isEmpty();
    assertThat(check(TICK, "{'tick': 'yes'}"))
        .containsExactly("Read: must be either ticked or not ticked.");
  }

  // --- dates and times

  @ParameterizedTest
  @ValueSource(strings = {"2008-02-29", "1995-12-31", "1900-01-01", "2199-12-31"})
  void aDateThatExistsIsAccepted(String day) {
    assertThat(check(BORN, "{'born': '" + day + "'}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2009-02-29", "2009-13-01", "2009-4-1", "14/04/2009", "+002009-04-14",
        "2009-04-14T00:00", "0009-04-14", "1899-12-31", "2200-01-01", "tomorrow"
      })
  void aDateThatDoesNotExistIsRefused(String day) {
    assertThat(check(BORN, "{'born': '" + day + "'}"))
        .containsExactly("Date of birth: must be a real date.");
  }

  @Test
  void aNumberIsNotADate() {
    assertThat(check(BORN, "{'born': 1239667200000}"))
        .containsExactly("Date of birth: must be a date.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00:00", "23:59", "09:30"})
  void aTimeOfDayIsAccepted(String time) {
    assertThat(check(AT, "{'at': '" + time + "'}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"24:00", "9:30", "09:60", "noon", "09:30Z", "09:30+01:00", "09:30:00"})
  void anInvalidTimeIsRefused(String time) {
    assertThat(check(AT, "{'at': '" + time + "'}"))
        .containsExactly("Time of day: must be a real time, such as 14:20.");
  }

  @Test
  void aTimeMustBeOneThatTheBrowserOffers() {
    String halves = AT.replace("\"timeInterval\": 1", "\"timeInterval\": 30");
    String unsaid = AT.replace(", \"timeInterval\": 1", "");

    assertThat(check(halves, "{'at': '09:30'}")).isEmpty();
    assertThat(check(halves, "{'at': '09:45'}"))
        .containsExactly("Time of day: must be in steps of 30 minutes.");
    assertThat(check(unsaid, "{'at': '09:45'}")).isEmpty();
    assertThat(check(unsaid, "{'at': '09:50'}"))
        .containsExactly("Time of day: must be in steps of 15 minutes.");
  }

  @Test
  void aDateWithATimeNeedsBoth() {
    String both =
        """
        {"type": "datetime", "subtype": "datetime", "key": "met", "dateLabel": "Met",
         "timeSerializingFormat": "no_timezone"}\
        """;

    assertThat(check(both, "{'met': '2009-04-14T09:30'}")).isEmpty();
    assertThat(check(both, "{'met': '2009-04-14'}"))
        .containsExactly("Met: must be a real date and time.");
    assertThat(check(both, "{'met': '2009-02-30T09:30'}"))
        .containsExactly("Met: must be a real date and time.");
  }

  @Test
  void aPastDateIsRefusedIfTheFormDisallowsIt() {
    String coming = BORN.replace("\"dateLabel\"", "\"disallowPassedDates\": true, \"dateLabel\"");

    assertThat(check(coming, "{'born': '2009-05-18'}")).isEmpty();
    assertThat(check(coming, "{'born': '2009-05-17'}"))
        .containsExactly("Date of birth: must be today or later.");
  }

  // --- fields that are not there, hidden, disabled, read-only

  @Test
  void anUnknownFieldIsRefusedWithoutRepeatingItsKey() {
    assertThat(check(TICK, "{'rgOutcome': 'positive'}"))
        .containsExactly("rgOutcome is not a field of this form.");
    assertThat(check(TICK, "{'Kim Nguyen': 'x'}"))
        .containsExactly("What was sent is not a field of this form.");
  }

  private static final FormSchema CONDITIONAL =
      form(
          "form",
          """
          {"type": "radio", "key": "believed", "label": "Believed", "values": [
            {"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}]}\
          """,
          """
          {"type": "group", "conditional": {"hide": "=believed != \\"no\\""}, "components": [
            {"type": "textarea", "key": "why", "label": "Why not", "validate": {"required": true, "maxLength": 50}},
            {"type": "textarea", "key": "more", "label": "More", "validate": {"required": true, "maxLength": 50},
             "conditional": {"hide": "=why != \\"long\\""}}]}\
          """);

  @Test
  void aHiddenFieldIsNotRequiredAndItsValueIsIgnored() {
    assertThat(accepted(CONDITIONAL, "{'believed': 'yes'}")).containsOnlyKeys("believed");
    assertThat(accepted(CONDITIONAL, "{'believed': 'yes', 'why': null}"))
        .containsOnlyKeys("believed");
    assertThat(accepted(CONDITIONAL, "{'believed': 'yes', 'why': 'old'}"))
        .containsOnlyKeys("believed");
  }

  @Test
  void onlyAHiddenAnswerThatWasFilledInIsOutdated() {
    assertThat(outdated("{'believed': 'no', 'why': 'old'}")).containsExactly("why");
    assertThat(outdated("{'believed': 'no', 'why': ''}")).isEmpty();
    assertThat(outdated("{'believed': 'yes', 'why': 'old'}")).isEmpty();
  }

  @Test
  void anEarlierAnswerThatIsNoLongerOfferedStaysUntilItIsReplaced() {
    String opened = "{'sex': 'unknown', 'signs': ['E99', 'E08']}";

    assertThat(accepted("{'sex': null, 'signs': ['E17']}", opened))
        .isEqualTo(values("{'sex': 'unknown', 'signs': ['E99', 'E17']}"));
    assertThat(accepted("{'sex': 'female', 'signs': []}", opened))
        .isEqualTo(values("{'sex': 'female', 'signs': ['E99']}"));
    assertThat(accepted("{'sex': null, 'signs': []}", "{'sex': 'male', 'signs': ['E08']}"))
        .as("an answer that is still offered")
        .isEqualTo(values("{'sex': null, 'signs': null}"));
  }

  private static Map<String, JsonNode> accepted(String values, String opened) {
    return FormCheck.check(form("form", SEX, SIGNS), values(values), values(opened), TODAY)
        .accepted();
  }

  private static Set<String> outdated(String opened) {
    return FormCheck.check(CONDITIONAL, values("{'believed': 'yes'}"), values(opened), TODAY)
        .outdated();
  }

  @Test
  void aVisibleFieldIsRequired() {
    FormCheck.Result result =
        FormCheck.check(CONDITIONAL, values("{'believed': 'no'}"), Map.of(), TODAY);

    assertThat(sentences(result)).containsExactly("Why not: enter an answer.");
  }

  @Test
  void aConditionIgnoresTheNewValueOfAHiddenField() {
    FormCheck.Result result =
        FormCheck.check(
            CONDITIONAL,
            values("{'believed': 'yes', 'why': 'long', 'more': 'x'}"),
            Map.of(),
            TODAY);

    assertThat(result.accepted()).containsOnlyKeys("believed");
  }

  @Test
  void aConditionMayUseAValueOfTheCase() {
    FormSchema form =
        form(
            "form",
            """
            {"type": "textarea", "key": "note", "label": "Note", "validate": {"required": true, "maxLength": 9},
             "conditional": {"hide": "=rgAuthority = \\"UKBA\\""}}\
            """);

    assertThat(FormCheck.check(form, Map.of(), values("{'rgAuthority': 'UKBA'}"), TODAY).errors())
        .isEmpty();
    assertThat(FormCheck.check(form, Map.of(), values("{'rgAuthority': 'UKHTC'}"), TODAY).errors())
        .hasSize(1);
  }

  @Test
  void aClearedAnswerCountsAsEmptyInConditions() {
    FormCheck.Result result =
        FormCheck.check(
            CONDITIONAL,
            values("{'believed': null}"),
            values("{'believed': 'no', 'why': 'x'}"),
            TODAY);

    assertThat(result.errors()).isEmpty();
    assertThat(result.accepted()).containsOnlyKeys("believed");
  }

  @Test
  void listConditionsWorkAsTheFormsUseThem() {
    FormSchema form =
        form(
            "form",
            SIGNS,
            """
            {"type": "textfield", "key": "debt", "label": "Debt", "validate": {"required": true, "maxLength": 9},
             "conditional": {"hide": "=list contains(signs, \\"E17\\") != true"}}\
            """);

    assertThat(FormCheck.check(form, values("{'signs': ['E17']}"), Map.of(), TODAY).errors())
        .hasSize(1);
    assertThat(FormCheck.check(form, values("{'signs': ['E08']}"), Map.of(), TODAY).errors())
        .isEmpty();
    assertThat(FormCheck.check(form, Map.of(), Map.of(), TODAY).errors()).isEmpty();
  }

  @Test
  void aDisabledFieldIsNeverAccepted() {
    String disabled = NAME.replace("\"Name\",", "\"Name\", \"disabled\": true,");

    assertThat(check(disabled, "{'name': 'Kim'}"))
        .containsExactly("Name: can't be changed in this form.");
    assertThat(check(disabled, "{'name': null}")).isEmpty();
    assertThat(check(disabled, "{}")).isEmpty();
  }

  @Test
  void aReadOnlyFieldMayComeBackUnchanged() {
    FormSchema form = form("form", NAME.replace("\"Name\",", "\"Name\", \"readonly\": true,"));

    FormCheck.Result same =
        FormCheck.check(form, values("{'name': 'Kim'}"), values("{'name': 'Kim'}"), TODAY);
    FormCheck.Result other =
        FormCheck.check(form, values("{'name': 'Kim'}"), values("{'name': 'Anh'}"), TODAY);

    assertThat(same.errors()).isEmpty();
    assertThat(same.accepted()).isEmpty();
    assertThat(sentences(other)).containsExactly("Name: can't be changed in this form.");
    assertThat(FormCheck.check(form, Map.of(), values("{'name': 'Kim'}"), TODAY).errors())
        .isEmpty();
    assertThat(
            sentences(
                FormCheck.check(form, values("{'name': ''}"), values("{'name': 'Kim'}"), TODAY)))
        .containsExactly("Name: can't be changed in this form.");
  }

  @Test
  void aConditionUsesTheOpeningValueOfAHiddenField() {
    FormCheck.Result result =
        FormCheck.check(
            CONDITIONAL,
            values("{'believed': 'no', 'why': 'x'}"),
            values("{'why': 'long'}"),
            TODAY);
    FormCheck.Result hidden =
        FormCheck.check(
            form(
                "form",
                """
                {"type": "radio", "key": "a", "label": "A", "values": [{"label": "Yes", "value": "yes"}]}\
                """,
                """
                {"type": "textfield", "key": "b", "label": "B", "validate": {"maxLength": 9},
                 "conditional": {"hide": "=a != \\"yes\\""}}\
                """,
                """
                {"type": "textfield", "key": "c", "label": "C", "validate": {"required": true, "maxLength": 9},
                 "conditional": {"hide": "=b != \\"x\\""}}\
                """),
            Map.of(),
            values("{'b': 'x'}"),
            TODAY);

    assertThat(result.errors()).isEmpty();
    assertThat(sentences(hidden)).containsExactly("C: enter an answer.");
  }

  /** Each field as the browser holds it: a wrong value becomes the field's empty value. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'type': 'textfield'                        | 'x'              | a = 'x'",
        "'type': 'textfield'                        | 'x\\ny'         | a = 'x y'",
        "'type': 'textfield'                        | 5                | a = '5'",
        "'type': 'textfield'                        | ['x']            | a = ''",
        "'type': 'textfield'                        | null             | a = ''",
        "'type': 'textarea'                         | 'x'              | a = 'x'",
        "'type': 'number'                           | 5                | a = 5",
        "'type': 'number'                           | '5'              | a = 5",
        "'type': 'number'                           | 'five'           | a = null",
        "'type': 'number'                           | true             | a = null",
        "'type': 'checkbox'                         | true             | a = true",
        "'type': 'checkbox'                         | false            | a = false",
        "'type': 'checkbox'                         | 'true'           | a = false",
        "'type': 'checklist', OPTIONS               | ['v', 'z']       | list contains(a, 'v') = true",
        "'type': 'taglist', OPTIONS                 | 'v'              | list contains(a, 'v') != true",
        "'type': 'datetime', 'subtype': 'date'      | '2009-05-18'     | a = '2009-05-18'",
        "'type': 'datetime', 'subtype': 'date'      | 20090518         | a = null",
        "'type': 'radio', OPTIONS                   | 'v'              | a = 'v'",
        "'type': 'radio', OPTIONS                   | 'z'              | a = null",
        "'type': 'select', OPTIONS                  | ['v']            | a = null",
        "'type': 'number', 'disabled': true         | 5                | a = null",
        "'type': 'number', 'defaultValue': 7, 'disabled': true | 5     | a = 7"
      })
  void aConditionReadsAValueAsTheBrowserDoes(String field, String value, String condition) {
    String options = "'values': [{'label': 'V', 'value': 'v'}]";
    FormSchema form =
        form(
            "form",
            ("{'key': 'a', " + field.replace("OPTIONS", options) + "}").replace('\'', '"'),
            """
            {"type": "number", "key": "b", "conditional": {"hide": "=%s"}}\
            """
                .formatted(condition.replace("'", "\\\"")));

    assertThat(form.problems()).isEmpty();
    assertThat(FormCheck.hidden(form, values("{'a': " + value + "}"), Map.of()))
        .containsExactly("b");
  }

  /** A value of the case may be anything: a list of one value counts as that value. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "['UKBA']         | a = 'UKBA'  | true",
        "['UKBA', 'x']    | a = 'UKBA'  | false",
        "[]               | a = 'UKBA'  | false",
        "'UKBA'           | a = 'UKBA'  | true",
        "5                | a != 'UKBA' | true",
        "'UKBA'           | a = null    | false",
        "null             | a = null    | true"
      })
  void aConditionComparesAValueOfTheCaseByItsOwnType(
      String value, String condition, boolean hides) {
    FormSchema form =
        form(
            "form",
            """
            {"type": "number", "key": "b", "conditional": {"hide": "=%s"}}\
            """
                .formatted(condition.replace("'", "\\\"")));

    assertThat(FormCheck.hidden(form, Map.of(), values("{'a': " + value + "}")).contains("b"))
        .isEqualTo(hides);
  }

  @Test
  void aFormWithoutConditionsHidesNothing() {
    assertThat(FormCheck.hidden(form("form", NAME), Map.of(), Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5.0, true",
    "5, 6, false",
    "5, null, false",
    "null, 5, false",
    "null, null, true"
  })
  void aReadOnlyNumberIsComparedByItsValue(String sent, String shown, boolean unchanged) {
    FormSchema form = form("form", AGE.replace("\"Age\",", "\"Age\", \"readonly\": true,"));

    FormCheck.Result result =
        FormCheck.check(
            form, values("{'age': " + sent + "}"), values("{'age': " + shown + "}"), TODAY);

    assertThat(sentences(result))
        .isEqualTo(unchanged ? List.of() : List.of("Age: can't be changed in this form."));
  }

  @Test
  void everyKindOfValueIsAcceptedUnchanged() {
    assertThat(
            accepted(
                form("form", NAME, STORY, AGE, SEX, SIGNS, BORN, AT, TICK),
                "{'name': 'Kim', 'story': 'abc', 'age': 14, 'sex': 'male', 'signs': ['E17', 'E08'], 'born': '1900-01-01', 'at': '09:30', 'tick': false}"))
        .isEqualTo(
            values(
                "{'name': 'Kim', 'story': 'abc', 'age': 14, 'sex': 'male', 'signs': ['E17', 'E08'], 'born': '1900-01-01', 'at': '09:30', 'tick': false}"));
  }

  @Test
  void aNumberIsStoredWholeUpToTheLargestInteger() {
    FormSchema form = form("form", "{\"type\": \"number\", \"key\": \"n\"}");

    assertThat(accepted(form, "{'n': 2147483647}").get("n").isInt()).isTrue();
    assertThat(accepted(form, "{'n': 2147483648}").get("n"))
        .isEqualTo(JsonNodeFactory.instance.numberNode(2147483648.0));
    assertThat(accepted(form, "{'n': 2.5}").get("n"))
        .isEqualTo(JsonNodeFactory.instance.numberNode(2.5));
  }

  @Test
  void aClearedFieldBecomesEmptyAndAnUnsentFieldKeepsItsValue() {
    assertThat(accepted(form("form", STORY, BORN, SIGNS), "{'story': ' ', 'signs': []}"))
        .containsOnlyKeys("story", "signs")
        .allSatisfy((key, value) -> assertThat(value.isNull()).isTrue());
  }

  @Test
  void aComponentThatTheServerCannotCheckIsNotAField() {
    FormSchema form =
        form(
            "form",
            """
            {"type": "dynamiclist", "id": "Field_siblings", "path": "siblings", "components": []}\
            """);

    assertThat(form.problems())
        .containsExactly(
            "uses a component of type dynamiclist at Field_siblings: Tasklist cannot complete a form with such a list. Remove it, or use one of checkbox, checklist, datetime, number, radio, select, taglist, textarea, textfield");
    assertThat(FormCheck.check(form, values("{'siblings': []}"), Map.of(), TODAY).errors())
        .hasSize(1);
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }
}
