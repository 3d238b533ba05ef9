package scot.nrm.forms.check;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.forms.check.FormFile.choices;
import static scot.nrm.forms.check.FormFile.key;
import static scot.nrm.forms.check.FormFile.type;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests what {@link FormLint} doesn't check in a form, so that Tasklist can show it and people can
 * read it.
 */
@Tag("quick")
class FormFilesTest {

  private static final Set<String> CHOICES = Set.of("radio", "select", "checklist", "taglist");
  private static final Set<String> TEXTS = Set.of("textfield", "textarea");

  /**
   * The component types of form-js 1.8.7 that forms may use. A dynamic list blocks Tasklist, and an
   * HTML view may contain scripts.
   */
  private static final Set<String> TYPES =
      Set.of(
          "textfield", "textarea",
          "number", "datetime",
          "radio", "select",
          "checklist", "taglist",
          "group", "text");

  static Stream<FormFile> forms() {
    return FormFile.all().stream();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void isAFormForCamunda7(FormFile form) {
    assertThat(form.schema().path("type").asText()).isEqualTo("default");
    assertThat(form.schema().path("executionPlatformVersion").asText()).isEqualTo("7.24.0");
    assertThat(form.components()).allSatisfy(component -> assertThat(type(component)).isIn(TYPES));
  }

  /** Nobody decides about a missing child, or one whose case was transferred, unaware of it. */
  @ParameterizedTest
  @MethodSource("forms")
  void showsTheStatusOfTheCaseThatItDescribes(FormFile form) {
    List<String> texts =
        form.components().stream().map(component -> component.path("text").asText()).toList();
    if (texts.contains("{{showReferral}}") || texts.contains("{{showDates}}")) {
      assertThat(texts).contains("{{showNow}}");
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void namesItsPartsAndFields(FormFile form) {
    assertThat(form.components())
        .extracting(component -> component.path("id").asText())
        .allSatisfy(id -> assertThat(id).matches("(Text|Group|Field)_[A-Za-z0-9]+"));
    assertThat(form.fields())
        .extracting(FormFile::key)
        .allSatisfy(key -> assertThat(key).matches("[a-z][A-Za-z0-9]*"))
        .as("the names of texts and limits")
        .noneMatch(key -> key.matches("(show|limit)[A-Z].*"));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void startsWithOneHeading(FormFile form) {
    var first = form.components().get(0);

    assertThat(type(first)).isEqualTo("text");
    assertThat(first.path("text").asText()).startsWith("## ").contains(".");
    assertThat(form.components().stream().skip(1))
        .noneMatch(other -> other.path("text").asText().startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void labelsEachFieldAndGroup(FormFile form) {
    assertThat(form.components())
        .filteredOn(component -> !type(component).equals("text"))
        .allSatisfy(
            component ->
                assertThat(label(component)).as(component.path("id").asText()).isNotBlank());
    // A refusal identifies a field only by its label.
    assertThat(form.fields()).extracting(FormFilesTest::label).doesNotHaveDuplicates();
  }

  /** A full stop ends each of several sentences, but no example, and not a sentence alone. */
  @ParameterizedTest
  @MethodSource("forms")
  void endsHintsLikeEachOther(FormFile form) {
    assertThat(form.components())
        .extracting(component -> component.path("description").asText())
        .allSatisfy(
            hint ->
                assertThat(hint.endsWith("."))
                    .as(hint)
                    .isEqualTo(
                        hint.matches(".*[.] [A-Z].*")
                            && !hint.matches(".* For example, [-:A-Z0-9]+")));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void limitsEachTextAndNumber(FormFile form) {
    for (JsonNode field : form.fields()) {
      var validate = field.path("validate");
      if (TEXTS.contains(type(field))) {
        assertThat(validate.path("maxLength").asInt()).as(key(field)).isBetween(1, 8000);
      }
      if (type(field).equals("number")) {
        assertThat(validate.has("min") && validate.has("max")).as(key(field)).isTrue();
        assertThat(field.path("decimalDigits").asInt(-1)).as(key(field)).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void offersEachChoiceOnceAndInWords(FormFile form) {
    for (JsonNode field : form.fields()) {
      if (CHOICES.contains(type(field))) {
        boolean offersPeople = field.path("properties").has("people");
        assertThat(choices(field))
            .as(key(field))
            .hasSizeGreaterThan(offersPeople ? 0 : 1)
            .doesNotHaveDuplicates()
            .allSatisfy(value -> assertThat(value).matches("[a-z]+[a-z-]*|[A-Z]{2}|[EMR][0-9]{2}"));
        assertThat(field.path("values"))
            .as(key(field))
            .allSatisfy(choice -> assertThat(choice.path("label").asText()).isNotBlank());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void explainsEachDate(FormFile form) {
    assertThat(form.fields())
        .filteredOn(field -> type(field).equals("datetime"))
        .allSatisfy(
            field -> {
              assertThat(field.path("subtype").asText()).isIn("date", "time");
              if (field.path("subtype").asText().equals("time")) {
                // A time without a zone, to the minute. With one, form-js would convert it by the
                // browser's zone.
                assertThat(field.path("timeSerializingFormat").asText()).isEqualTo("no_timezone");
                assertThat(field.path("timeInterval").asInt()).isEqualTo(1);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("forms")
  void showsNamesInTextsOnly(FormFile form) {
    for (JsonNode component : form.components()) {
      assertThat(component.path("text").asText()).doesNotStartWith("=");
      assertThat(label(component)).doesNotContain("{{").doesNotStartWith("=");
      // A hint can show a time limit, but nothing about the case.
      assertThat(component.path("description").asText()).doesNotContainPattern("\\{\\{(?!limit)");
    }
  }

  @Test
  void aKeyHasTheSameMeaningInEveryForm() {
    var first = new HashMap<String, JsonNode>();

    for (FormFile form : FormFile.all()) {
      for (JsonNode field : form.fields()) {
        var same = first.putIfAbsent(key(field), field);
        if (same != null) {
          assertThat(meaning(field)).as(form + " " + key(field)).isEqualTo(meaning(same));
        }
      }
    }
  }

  @Test
  void everyFormOffersTheSameNationalities() {
    var nationalities = only("childNationalities");

    // Kosovo has no code in ISO 3166-1; passports and the European Union use XK.
    var known = Set.of(Locale.getISOCountries());
    assertThat(nationalities)
        .startsWith("VN", "NG", "SK", "RO", "GB", "AL")
        .endsWith("stateless", "unknown")
        .filteredOn(code -> !Set.of("XK", "stateless", "unknown").contains(code))
        .hasSizeGreaterThan(190)
        .allSatisfy(code -> assertThat(known).contains(code));
  }

  @Test
  void the32CouncilsAreOffered() {
    assertThat(only("localAuthority")).hasSize(32).isSorted();
  }

  @Test
  void yesAndNoHaveTheSameWordsEverywhere() {
    assertThat(FormFile.all())
        .flatMap(FormFile::fields)
        .filteredOn(field -> choices(field).contains("yes"))
        .allSatisfy(
            field ->
                assertThat(choices(field))
                    .as(key(field))
                    .isIn(List.of("yes", "no"), List.of("yes", "no", "unknown")));
  }

  @Test
  void everyIndicatorCanBeTickedAsObservedOrSuspected() {
    var groups =
        Map.of("Exploitation", codes("E", 19), "Movement", codes("M", 14), "Risk", codes("R", 27));

    for (String name : List.of("assess-child", "nrm-form-indicators")) {
      var fields =
          FormFile.all().stream()
              .filter(form -> form.name().equals(name))
              .findAny()
              .orElseThrow()
              .fields()
              .stream()
              .collect(Collectors.toMap(FormFile::key, Function.identity()));
      groups.forEach(
          (group, codes) -> {
            var observed = fields.get("indicators" + group + "Observed");
            var suspected = fields.get("indicators" + group + "Suspected");
            assertThat(choices(observed)).isEqualTo(codes);
            assertThat(suspected.path("values")).isEqualTo(observed.path("values"));
            // Paper forms and letters use the code, so the form must show it too.
            assertThat(observed.path("values"))
                .allSatisfy(
                    choice ->
                        assertThat(choice.path("label").asText())
                            .startsWith(choice.path("value").asText() + " "));
          });
    }
  }

  private static List<String> codes(String letter, int last) {
    return IntStream.rangeClosed(1, last)
        .mapToObj(number -> letter + "%02d".formatted(number))
        .toList();
  }

  /** The options of a field, which are the same in every form that has it. */
  private static List<String> only(String key) {
    var found =
        FormFile.all().stream()
            .flatMap(form -> form.fields().stream())
            .filter(field -> key(field).equals(key))
            .map(FormFile::choices)
            .distinct()
            .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /**
   * The properties that must be the same in all forms: how a value is stored, where it goes, and
   * its allowed values.
   */
  private static List<Object> meaning(JsonNode field) {
    return List.of(
        type(field),
        field.path("subtype").asText(),
        field.path("values"),
        field.path("properties").path("process").asText(),
        field.path("validate").path("maxLength").asInt(),
        field.path("validate").path("min").asInt(),
        field.path("validate").path("max").asInt());
  }

  private static String label(JsonNode component) {
    var name =
        switch (component.path("subtype").asText()) {
          case "date" -> "dateLabel";
          case "time" -> "timeLabel";
          default -> "label";
        };
    return component.path(name).asText();
  }
}
