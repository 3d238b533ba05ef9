package scot.nrm.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class CaseFileContentTest {

  @Test
  void aFieldIsReadByItsType() {
    CaseFileContent content =
        content(
            """
            {"childNames": " Linh Example ", "ageDisputed": "yes", "childEstimatedAge": 15,
             "childDateOfBirth": "1994-02-28", "childNationalities": ["VN", "UK"]}\
            """);

    assertThat(content.text("childNames")).isEqualTo("Linh Example");
    assertThat(content.is("ageDisputed", "yes")).isTrue();
    assertThat(content.text("childEstimatedAge")).isEqualTo("15");
    assertThat(content.date("childDateOfBirth")).contains(LocalDate.of(1994, 2, 28));
    assertThat(content.list("childNationalities")).containsExactly("VN", "UK");
    assertThat(content.list("ageDisputed")).containsExactly("yes");
  }

  @Test
  void missingAndMistypedValuesCountAsEmpty() {
    CaseFileContent content =
        content(
            """
            {"nothing": null, "aList": ["one", null, {}], "anObject": {}, "notADate": "soon",
             "noSuchDay": "2009-02-30"}\
            """);

    assertThat(content.get("absent").isMissingNode()).isTrue();
    for (String key : List.of("absent", "nothing", "aList", "anObject")) {
      assertThat(content.text(key)).isEmpty();
      assertThat(content.date(key)).isEmpty();
      assertThat(content.is(key, "yes")).isFalse();
    }
    assertThat(content.date("notADate")).isEmpty();
    assertThat(content.date("noSuchDay")).isEmpty();
    assertThat(content.list("absent")).isEmpty();
    assertThat(content.list("anObject")).isEmpty();
    assertThat(content.list("aList")).containsExactly("one");
  }

  @Test
  void toStringDoesNotRevealTheChild() {
    assertThat(content("{\"childNames\": \"Linh Example\"}").toString())
        .doesNotContain("Linh", "childNames");
  }

  private static CaseFileContent content(String json) {
    try {
      return new CaseFileContent((ObjectNode) new ObjectMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
