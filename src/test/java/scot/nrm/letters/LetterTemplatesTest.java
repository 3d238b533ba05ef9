package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.Register.Decision;
import scot.nrm.engine.Stage;
import scot.nrm.letters.LetterWriter.Content;
import scot.nrm.letters.Organisations.NameFrom;
import scot.nrm.letters.Organisations.Organisation;
import scot.nrm.pages.PdfWriter;
import scot.nrm.pages.Templates;

class LetterTemplatesTest {

  private static final LocalDate DECIDED = LocalDate.parse("2009-04-14");
  private static final Map<String, LocalDate> DATES = Map.of(
      "receivedDate", LocalDate.parse("2009-04-06"),
      "rgDue", LocalDate.parse("2009-04-15"),
      "reflectionReview", LocalDate.parse("2009-05-14"),
      "reflectionEnd", LocalDate.parse("2009-05-29"),
      "cgTarget", LocalDate.parse("2009-05-29"));
  private static final String REASONS = "The account is consistent.\nIt was heard twice.";

  private final LetterWriter writer = writer("");

  @ParameterizedTest
  @MethodSource("templates")
  void everyLetterNamesItsCaseItsChildAndWhoToContact(String template) {
    byte[] pdf = writer.write(template, content("", file("An Thi Nguyen"), decision(template), DATES, false));

    assertThat(PdfText.of(pdf))
        .contains("14 April 2009", "Our reference: NRM-2009-000123", "Child: An Thi Nguyen, born 2 March 1995")
        .contains("For the attention of Morag Bain", "Glasgow City Council")
        .contains("Who to contact", "United Kingdom Human Trafficking Centre")
        .doesNotContain("{{");
    assertThat(PdfText.pages(pdf)).isEqualTo(1);
    assertThat(PdfText.title(pdf)).doesNotContain("Nguyen");
  }

  @ParameterizedTest
  @MethodSource("templates")
  void everyLetterCanBeWrittenWhenNothingIsKnown(String template) {
    byte[] pdf = writer.write(
        template, content("", CaseFileContent.empty(), decision(template), Map.of(), false));

    assertThat(PdfText.of(pdf)).contains("Our reference: NRM-2009-000123").doesNotContain("Child:", "null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Nguyễn Thị Ánh Đào", "Ірина Коваленко", "Ελένη Παπαδοπούλου", "Łucja Żółć", "Ọlábísí Adéyẹmí"})
  void namesInManyScriptsAreWrittenAsTheyAre(String names) {
    byte[] pdf = writer.write("nrm-03", content("NRM 03", file(names), decision("nrm-03"), DATES, false));

    assertThat(PdfText.of(pdf)).contains(names);
  }

  @Test
  void anArabicNameIsWrittenInArabicLetters() {
    byte[] pdf = writer.write("nrm-03", content("NRM 03", file("محمد علي"), decision("nrm-03"), DATES, false));

    assertThat(PdfText.of(pdf)).contains("محمد").contains("علي");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"李小龍", "ይርጋለም", "ณัฐพล", "😀", "a\u0000b\u000Bc\uD800", "</div><script>alert(1)</script>&amp;"})
  void aNameThatCannotBeWrittenOrReadDoesNotStopTheLetter(String names) {
    byte[] pdf = writer.write("nrm-03", content("NRM 03", file(names), decision("nrm-03"), DATES, false));

    assertThat(PdfText.of(pdf)).contains("there are reasonable grounds to believe that this child may be a victim");
  }

  @Test
  void whatSomeoneTypedIsNeverMarkup() {
    byte[] pdf = writer.write(
        "nrm-03", content("NRM 03", file("<b>Bold</b> & {{code}}"), decision("nrm-03"), DATES, false));

    assertThat(PdfText.of(pdf)).contains("<b>Bold</b> & {{code}}");
  }

  @Test
  void d20Nrm03SaysWhenTheFortyFiveDaysEnd() {
    String text = PdfText.of(
        writer.write("nrm-03", content("NRM 03", file("An"), decision("nrm-03"), DATES, false)));

    assertThat(text)
        .contains("NRM-2009-000123 · NRM 03")
        .contains("On 14 April 2009 the United Kingdom Human Trafficking Centre decided that there are")
        .contains("reflection and recovery period of 45 days, from 14 April 2009 until 29 May 2009")
        .contains("On 14 May 2009 we review the case");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nrm-04", "negative-conclusive-grounds"})
  void d37TheMinuteIsASecondPageWhereTheTableEnclosesIt(String template) {
    byte[] with = writer.write(template, content("", file("An"), decision(template), DATES, true));
    byte[] without = writer.write(template, content("", file("An"), decision(template), DATES, false));

    assertThat(PdfText.pages(with)).isEqualTo(2);
    assertThat(PdfText.of(with)).contains("Enclosed: minute of reasons", "The account is consistent.", "heard twice");
    assertThat(PdfText.pages(without)).isEqualTo(1);
    assertThat(PdfText.of(without)).doesNotContain("consistent", "Enclosed");
  }

  @Test
  void d27ConclusiveDecisionsUseTheScottishWording() {
    String positive = PdfText.of(
        writer.write("nrm-07", content("NRM 07", file("An"), decision("nrm-07"), DATES, false)));
    String negative = PdfText.of(writer.write(
        "negative-conclusive-grounds",
        content(Letter.NO_CODE_KNOWN, file("An"), decision("negative-conclusive-grounds"), DATES, true)));

    assertThat(positive).contains("recognised as a victim of human trafficking");
    assertThat(negative)
        .contains("insufficient evidence to recognise the individual as a victim of human trafficking")
        .doesNotContain(Letter.NO_CODE_KNOWN);
  }

  @Test
  void nrm05TellsEachOutcomeOfEachStage() {
    assertThat(nrm05(Stage.REASONABLE_GROUNDS, "positive")).contains("period of 45 days, until 29 May 2009");
    assertThat(nrm05(Stage.REASONABLE_GROUNDS, "negative")).contains("there are no reasonable grounds");
    assertThat(nrm05(Stage.CONCLUSIVE_GROUNDS, "positive")).contains("is recognised as a victim");
    assertThat(nrm05(Stage.CONCLUSIVE_GROUNDS, "negative")).contains("insufficient evidence to recognise");
  }

  @Test
  void theRequestSaysWhichFactsAreMissing() {
    String text = PdfText.of(writer.write(
        "request-for-missing-facts", content("", file("An"), null, DATES, false)));

    assertThat(text).contains("Which nationality?", "until 15 April 2009");
  }

  @Test
  void aFileThatIsNoFontDoesNotStopTheLetters(@TempDir Path fonts) throws IOException {
    Files.writeString(fonts.resolve("broken.ttf"), "not a font");
    Files.write(fonts.resolve("mono.ttf"),
        getClass().getResourceAsStream("/net/sf/jasperreports/fonts/dejavu/DejaVuSansMono.ttf").readAllBytes());

    byte[] pdf = writer(fonts.toString())
        .write("nrm-03", content("NRM 03", file("李小龍"), decision("nrm-03"), DATES, false));

    assertThat(PdfText.of(pdf)).contains("reasonable grounds");
    assertThat(PdfText.of(writer(fonts.resolve("missing").toString())
        .write("nrm-03", content("NRM 03", file("An"), decision("nrm-03"), DATES, false)))).contains("Child: An");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../application", "no-such-letter", "A", ""})
  void aTemplateThatIsNotThereIsSaidToBeMissing(String template) {
    assertThatThrownBy(() -> writer.write(template, content("", file("An"), null, DATES, false)))
        .hasMessageContaining("template");
  }

  private String nrm05(Stage stage, String outcome) {
    return PdfText.of(writer.write(
        "nrm-05", content("NRM 05", file("An"), decision(stage, outcome), DATES, false)));
  }

  static Stream<String> templates() throws IOException {
    Set<String> pieces = Set.of("letterhead", "close", "nrm-form");
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/letters"))) {
      return files.map(file -> file.getFileName().toString().replace(".html", ""))
          .filter(name -> !name.startsWith("page-") && !pieces.contains(name))
          .sorted().toList().stream();
    }
  }

  private static LetterWriter writer(String fonts) {
    return new LetterWriter(
        new Templates(), new PdfWriter(fonts));
  }

  private static Content content(
      String code, CaseFileContent file, Decision decision, Map<String, LocalDate> dates, boolean minute) {
    Organisation ukhtc = new Organisation(
        List.of(new NameFrom(LocalDate.parse("2006-10-03"), "United Kingdom Human Trafficking Centre")),
        "Competent Authority", List.of("1 Example Street", "Sheffield"), "", "0114 496 0000", "");
    Recipient recipient = new Recipient(
        "Glasgow City Council", "Social Work", List.of("2 Example Street"), "Morag Bain", Optional.empty());
    return new Content(
        "NRM-2009-000123", code, Addressee.LOCAL_AUTHORITY, recipient, ukhtc, "Glasgow City Council", file, decision,
        dates, minute, DECIDED);
  }

  private static CaseFileContent file(String names) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("childNames", names);
    fields.put("childDateOfBirth", "1995-03-02");
    fields.put("missingFacts", "Which nationality?");
    return new CaseFileContent(fields);
  }

  private static Decision decision(String template) {
    return switch (template) {
      case "nrm-03", "nrm-05" -> decision(Stage.REASONABLE_GROUNDS, "positive");
      case "nrm-04" -> decision(Stage.REASONABLE_GROUNDS, "negative");
      case "nrm-07" -> decision(Stage.CONCLUSIVE_GROUNDS, "positive");
      case "negative-conclusive-grounds" -> decision(Stage.CONCLUSIVE_GROUNDS, "negative");
      default -> null;
    };
  }

  private static Decision decision(Stage stage, String outcome) {
    return new Decision(stage, outcome, DECIDED, "ukhtc.owner", "ukhtc.second", REASONS, false, 0);
  }
}
