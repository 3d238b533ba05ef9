package scot.nrm.letters.forms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.forms.check.FormFile;
import scot.nrm.letters.PdfText;
import scot.nrm.letters.PdfText.Glyph;
import scot.nrm.pages.PdfWriter;
import scot.nrm.pages.Templates;

@Tag("quick")
class PrintedFormTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARKING = "RESTRICTED: concerns a child";
  private static final List<String> PARTS =
      List.of(
          "nrm-form-referral-and-child",
          "nrm-form-exploitation",
          "nrm-form-indicators",
          "nrm-form-check-and-send");

  @Test
  void theBlankFormHasEveryFieldAndChoiceOfTheFourParts() throws IOException {
    String text = PdfText.of(pdf(PrintedForm.blank()));

    for (String part : PARTS) {
      everyField(
          part,
          field -> {
            // The label of a list in the matrix without the words it shares with the one beside it.
            assertThat(text)
                .containsIgnoringCase(
                    label(field).replaceFirst("^(Exploitation|Movement|Other risk): ", ""));
            if (field.path("values").size() <= 12
                || field.path("type").asText().equals("checklist")) {
              field
                  .path("values")
                  .forEach(option -> assertThat(text).contains(words(option.path("label"))));
            }
          });
    }
    assertThat(text)
        .contains("\u2610")
        .doesNotContain("\u2612", "Type to search")
        .doesNotContain("What do you want to do?");
  }

  @Test
  void theFilledFormShowsTheFileInTheWordsOfTheForm() throws IOException {
    ObjectNode file = JSON.createObjectNode();
    file.put("childNames", "Nguyễn Thị Ánh");
    file.put("referralDate", "2009-04-06");
    file.put("firstResponderAgency", "police");
    file.putArray("childNationalities").add("VN").add("unknown");
    file.putArray("indicatorsExploitationObserved").add("E02");
    file.put("evidence", "Found in a house\nwith plants.");
    file.put("nrmFormNextStep", "send");

    String text = PdfText.of(pdf(PrintedForm.filled(new CaseFileContent(file))));

    assertThat(text)
        .contains("Nguyễn Thị Ánh", "6 April 2009")
        .contains("First responder's agency Police", "Nationality Vietnam, Not known")
        .contains("Found in a house with plants.")
        .containsPattern("\u2612 \u2610 E03|E02 [^\u2610\u2612]* \u2612 \u2610")
        .doesNotContain("Send the form to UKHTC")
        // Asked only where the age is disputed.
        .doesNotContain("Who disputes the age?");
  }

  @Test
  void everyPageIsMarkedAtTopAndBottom() throws IOException {
    byte[] pdf = pdf(PrintedForm.blank());

    for (int page = 1; page <= PdfText.pages(pdf); page++) {
      List<Glyph> glyphs = PdfText.glyphs(pdf, page);
      assertThat(glyphs.stream().filter(glyph -> glyph.bottom() < 20).map(Glyph::text))
          .containsExactly(MARKING.replace(" ", "").split(""));
      assertThat(
              glyphs.stream()
                  .filter(glyph -> glyph.top() > 275)
                  .map(Glyph::text)
                  .collect(Collectors.joining()))
          .isEqualTo(
              "%sNRMform·page%dof%d".formatted(MARKING.replace(" ", ""), page, PdfText.pages(pdf)));
    }
  }

  @Test
  void aScreenReaderFindsEachPartByHeadingAndEachAnswerByItsQuestion() throws IOException {
    byte[] pdf = pdf(PrintedForm.blank());
    List<String> tags = PdfText.tags(pdf);

    assertThat(tags.stream().filter("Table"::equals).count())
        .as("one table for each part, and one for the local authority")
        .isEqualTo(tags.stream().filter("H2"::equals).count() + 1);
    assertThat(String.join(" ", tags)).contains("TR TH TD").doesNotContain("TR TD");
    assertThat(PdfText.of(pdf))
        .contains(
            "To be sent to UKHTC by the child", "Local authority area", "Sign Observed Suspected");
  }

  @Test
  void anEmptyFileCanBePrinted() throws IOException {
    assertThat(PdfText.of(pdf(PrintedForm.filled(CaseFileContent.empty()))))
        .contains("All names of the child \u2014");
  }

  @Test
  void theLongestTextsArePrintedInFull() throws IOException {
    ObjectNode file = JSON.createObjectNode();
    file.put("evidence", "word ".repeat(1_599) + "end.");
    file.put("professionalView", "x".repeat(7_990) + "y");
    file.put("childNames", "z".repeat(200));

    String text = PdfText.of(pdf(PrintedForm.filled(new CaseFileContent(file))));

    assertThat(text).contains("word end.");
    assertThat(text.chars().filter(character -> character == 'x').count())
        .isGreaterThanOrEqualTo(7_990);
    assertThat(text.chars().filter(character -> character == 'z').count())
        .isGreaterThanOrEqualTo(200);
  }

  @Test
  void aRevisedFormIsPrintedAsRevised() throws IOException {
    JsonNode form =
        JSON.readTree(
            """
            {"components": [
              {"type": "text", "text": "Not printed"},
              {"type": "textfield", "key": "alone", "label": "Outside of a group"},
              {"type": "group", "label": "Z. New", "components": [
                {"type": "radio", "key": "choice", "label": "Choice", "values": [{"label": "One", "value": "1"}]},
                {"type": "textfield", "key": "hidden", "label": "Hidden", "conditional": {"hide": "=true"}},
                {"type": "textfield", "key": "step", "label": "Step", "properties": {"print": "no"}}]}]}\
            """);
    ObjectNode file = JSON.createObjectNode();
    file.put("choice", "a value that the form no longer has");

    List<Map<String, Object>> groups = PrintedForm.filled(new CaseFileContent(file)).groups(form);

    assertThat(groups).extracting(group -> group.get("label")).containsExactly("", "Z. New");
    assertThat(groups.get(1).get("fields"))
        .isEqualTo(
            List.of(
                Map.of(
                    "questions",
                    List.of(
                        Map.of(
                            "label", "Choice", "value", "a value that the form no longer has")))));
  }

  private static byte[] pdf(PrintedForm printed) throws IOException {
    List<Map<String, Object>> groups = new ArrayList<>();
    for (String part : PARTS) {
      groups.addAll(printed.groups(form(part)));
    }
    String xhtml =
        new Templates(Path.of("config", "letters"), KnownAuthorities.OF_THE_FILE)
            .letter(
                "nrm-form",
                new HashMap<>(
                    Map.of(
                        "title",
                        "NRM form",
                        "marking",
                        MARKING,
                        "footer",
                        "NRM form",
                        "groups",
                        groups)),
                KnownAuthorities.IN_2009);
    return new PdfWriter("", "/usr/share/fonts").write(xhtml, "the NRM form");
  }

  private static JsonNode form(String part) {
    return FormFile.of(part).schema();
  }

  private static void everyField(String part, Consumer<JsonNode> check) throws IOException {
    everyField(form(part), check);
  }

  private static void everyField(JsonNode parent, Consumer<JsonNode> check) {
    for (JsonNode component : parent.path("components")) {
      if (component.has("key")
          && !component.path("properties").path("print").asText().equals("no")) {
        check.accept(component);
      }
      everyField(component, check);
    }
  }

  private static String label(JsonNode field) {
    return words(
        field.has("label")
            ? field.path("label")
            : field.has("dateLabel") ? field.path("dateLabel") : field.path("timeLabel"));
  }

  private static String words(JsonNode text) {
    return text.asText().strip().replaceAll("\\s+", " ");
  }
}
