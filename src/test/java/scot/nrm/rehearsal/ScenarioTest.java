package scot.nrm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.ProjectText;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.rehearsal.CaseCourse.Kind;

@Tag("quick")
class ScenarioTest {

  private static final String NAME = "config/scenarios/recognised.json";

  private static final Set<String> IDS =
      Set.of("nrm-case", "Task_AssessChild", "Task_ProposeReasonableGrounds");

  /** The example in the guide, which people copy. */
  static final String EXAMPLE = example();

  private static String example() {
    return ProjectText.read(Path.of("docs/policy/rehearse.md"))
        .split("```json\n")[1]
        .split("```")[0];
  }

  private static Scenario scenario(String text) {
    return new Scenario(NAME, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theGuidesExampleIsRead() throws IOException {
    Scenario example = scenario(EXAMPLE);

    assertThat(example.about()).startsWith("A child from Vietnam");
    assertThat(example.until()).isEqualTo(LocalDateTime.of(2009, 6, 12, 23, 59, 59));
    PastCase entered = example.asPastCase();
    assertThat(entered.acts()).extracting(PastCase.Act::starts).containsExactly(true, false);
    assertThat(entered.acts().get(0).values())
        .containsEntry("childNationalities", List.of("VN"))
        .containsEntry("localAuthority", "glasgow-city");
    assertThat(entered.tasks())
        .containsExactly("Task_AssessChild", "Task_ProposeReasonableGrounds");
    assertThat(
            example.problems(
                fields("report-concern", "assess-child", "nrm-form-check-and-send"), IDS))
        .isEmpty();
  }

  @Test
  void anAcceptedResultChangesNothingElseInTheFile() {
    Scenario example = scenario(EXAMPLE);
    Map<Kind, List<String>> lines = new EnumMap<>(CaseCourse.NOTHING.lines());
    lines.put(Kind.OUTCOME, List.of("Outcome recognised"));
    CaseCourse came = new CaseCourse(lines);

    Scenario accepted = new Scenario(NAME, example.withResult(came));

    assertThat(example.course().differencesTo(came))
        .containsOnlyKeys(Kind.AUTHORITY, Kind.OUTCOME, Kind.DEADLINE, Kind.LETTERS, Kind.TASKS);
    assertThat(accepted.course().differencesTo(came)).isEmpty();
    assertThat(accepted.key("set")).as("replayed in the same way").isEqualTo(example.key("set"));
    assertThat(accepted.withResult(CaseCourse.NOTHING)).isNotEqualTo(accepted.withResult(came));
  }

  @Test
  void freeTextAndUnknownNamesAreRefused() throws IOException {
    Scenario wrong =
        scenario(
            EXAMPLE
                .replace("\"believedTrafficked\": \"yes\"", "\"childNeeds\": \"rest\"")
                .replace("\"childNationalities\"", "\"childNationality\"")
                .replace(
                    "[\"Task_ProposeReasonableGrounds\"]", "[\"Task_ProposeReasonableGround\"]")
                .replace("[\"evidence\", \"professionalView\"]", "[\"childSex\"]"));

    assertThat(wrong.problems(fields("report-concern", "assess-child"), IDS))
        .containsExactly(
            NAME
                + ": no diagram has Task_ProposeReasonableGround. Write the id of a task or process, such as Task_ProposeReasonableGrounds, or leave it out.",
            NAME
                + ": no form asks for childNationality, which is entered at nrm-case. Correct the key, or leave it out.",
            NAME
                + ": childNeeds, which is entered at Task_AssessChild, is a text. Leave it out, or name it in \"texts\": texts are invented.",
            NAME
                + ": \"texts\" has childSex, which is no text of any form. Correct the key, or leave it out.");
  }

  @Test
  void aTriedOutCaseBecomesAFileWithoutFreeText() throws IOException {
    PastCase tried = scenario(EXAMPLE).asPastCase();

    byte[] file =
        Scenario.of(
            tried,
            "Tried out by hand",
            LocalDate.of(2009, 6, 12),
            Map.of("nrm-case", form("report-concern"), "Task_AssessChild", form("assess-child")),
            null);

    Scenario kept = new Scenario(NAME, file);
    assertThat(kept.until()).isEqualTo(scenario(EXAMPLE).until());
    assertThat(kept.problems(fields("report-concern", "assess-child"), IDS)).isEmpty();
    PastCase entered = kept.asPastCase();
    assertThat(entered.tasks()).isEqualTo(tried.tasks());
    assertThat(entered.acts())
        .extracting(PastCase.Act::at, PastCase.Act::officer)
        .isEqualTo(tried.acts().stream().map(act -> tuple(act.at(), act.officer())).toList());
    assertThat(entered.acts().get(0).values())
        .containsAllEntriesOf(tried.acts().get(0).values())
        .doesNotContainKeys("childLocation", "policeForce");
    assertThat(new String(file, StandardCharsets.UTF_8)).doesNotContain("Invented");
  }

  private static Map<String, FormField> fields(String... forms) throws IOException {
    Map<String, FormField> fields = new TreeMap<>();
    for (String form : forms) {
      fields.putAll(form(form).fields());
    }
    return fields;
  }

  private static FormSchema form(String name) throws IOException {
    return FormSchema.parse(Files.readAllBytes(Path.of("forms", name + ".form")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"until\": \"2009-06-12\",      | \"until\": \"2009-06-12\" | It is not well-formed JSON (line 4).",
        "\"until\"                       | \"untill\"                | A scenario has no \"untill\". It has about, until,",
        "2009-06-12                      | 2009-02-30                | \"until\" must be the last day to replay, like 2009-12-31: up to 5 years",
        "2009-06-12                      | 2009-05-31                | \"until\" must be the last day to replay",
        "2009-06-12                      | 2015-05-31                | \"until\" must be the last day to replay",
        "2009-06-01T10:00                | 1/6/2009 10:00            | Form 1: \"at\" must be a date and time like 2009-06-01T10:00.",
        "2009-06-01T10:00                | 2009-07-01T10:00          | The first form must open the case: give it \"starts\"",
        "\"starts\": \"nrm-case\",         | ''                        | Form 1 must have either \"starts\"",
        "first.responder                 | Jo Bloggs                 | Form 1: \"by\" must name an invented person in small letters",
        "[\"VN\"]                        | {\"a\": 1}                | Form 1: the answer to childNationalities must be a choice",
        "\"values\"                      | \"answers\"               | Form 1 has no \"answers\". It has at, starts, task, by, values."
      })
  void anUnreadableScenarioIsRefusedInASentence(String from, String to, String sentence) {
    assertThat(EXAMPLE).contains(from);
    String changed = EXAMPLE.replaceFirst(Pattern.quote(from), to);

    assertThatThrownBy(() -> scenario(changed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(NAME + ": " + sentence);
  }

  @Test
  void aScenarioIsLimitedAndCanBeRetired() {
    assertThatThrownBy(() -> scenario("{\"about\": \"" + "x".repeat(301) + "\"}"))
        .hasMessageContaining("in up to 300 characters");
    assertThatThrownBy(() -> scenario(" ".repeat(65 * 1024)))
        .hasMessageContaining("larger than 64 kB");
    assertThatThrownBy(() -> scenario("[]")).hasMessageContaining("one JSON object");
    assertThat(scenario("{\"about\": \"Retired\", \"entered\": []}").isReplayed()).isFalse();
  }
}
