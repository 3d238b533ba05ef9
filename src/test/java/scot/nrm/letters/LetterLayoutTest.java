package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.engine.CaseNumber;
import scot.nrm.engine.authorities.DatedName;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.letters.LetterWriter.Content;
import scot.nrm.letters.Organisations.Organisation;
import scot.nrm.letters.PdfText.Glyph;
import scot.nrm.pages.PdfWriter;

/**
 * Letters in an envelope with a window (DL, 110 mm high; the window 35 mm high and 90 mm wide, 20
 * mm from the left and 18 mm from the bottom). An A4 sheet folded in three is 99 mm high and 210 mm
 * wide, so it can slip by 11 mm upwards and by 10 mm sideways.
 */
@Tag("quick")
class LetterLayoutTest {

  /** The area of the sheet that the window may show, however the sheet lies in the envelope. */
  private static final Predicate<Glyph> MAY_SHOW = glyph -> glyph.lies(10, 110, 46, 92);

  /** The area that the window always shows. */
  private static final Predicate<Glyph> ALWAYS_SHOWS =
      glyph ->
          glyph.left() >= 20 && glyph.right() <= 100 && glyph.top() >= 57 && glyph.bottom() <= 81;

  private static final Organisation LONG_SENDER =
      new Organisation(
          List.of(
              new DatedName(
                  LocalDate.EPOCH,
                  "Directorate for the Protection of Trafficked Children and Young People",
                  "",
                  "")),
          "National Competent Authority for Conclusive Decisions, Third Team",
          Collections.nCopies(9, "Extraordinarily Long Building Name, Example Street 123"),
          "a.team.with.a.very.long.address.without.any.break@conclusive-decisions.example",
          "0114 496 0000",
          "");

  private static final Recipient LONG_RECIPIENT =
      new Recipient(
          "Comhairle nan Eilean Siar and Partners",
          "Comhairle nan Eilean Siar and Partners",
          "Social Work, Child Protection",
          List.of(
              "Children's Services",
              "Council Offices",
              "Third Floor",
              "Sandwick Road",
              "Stornoway",
              "HS1 2BW"),
          "Catriona MacDonald",
          Optional.empty(),
          Optional.of("na-h-eileanan-siar"),
          true);

  @ParameterizedTest
  @MethodSource("letters")
  void onlyTheAddressShowsThroughTheWindowAndEveryPageIsMarkedAndNumbered(
      String template, Content content) {
    byte[] pdf = LetterTemplatesTest.pdf(template, content);
    List<Glyph> first = PdfText.glyphs(pdf, 1);

    assertThat(text(first, MAY_SHOW))
        .isEqualTo(String.join("", content.recipient().addressLines()).replace(" ", ""));
    assertThat(first.stream().filter(MAY_SHOW)).allMatch(ALWAYS_SHOWS);
    assertThat(text(first, glyph -> glyph.bottom() < 100)).doesNotContain("Child:", "Concerning:");

    String marking = content.recipient().isPrivatePerson() ? "PERSONAL" : "RESTRICTED:concernsa";
    int pages = PdfText.pages(pdf);
    for (int i = 1; i <= pages; i++) {
      List<Glyph> page = PdfText.glyphs(pdf, i);
      assertThat(text(page, glyph -> glyph.bottom() < 20)).startsWith(marking);
      assertThat(text(page, glyph -> glyph.top() > 275))
          .startsWith(marking)
          .endsWith("NRM-2009-2222-345L·page" + i + "of" + pages);
      assertThat(page).allMatch(glyph -> glyph.size() > 10.9 && glyph.right() <= 191);
    }
  }

  /** At every position at which the line could end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        CaseNumber.EXAMPLE,
        "d.oakeshott@nrm-team.example.gov",
        "0114 496 0123",
        "3/2",
        "e-mail"
      })
  void aNumberOrEmailAddressIsNotBrokenAcrossLines(String whole) {
    for (int width = 20; width <= 120; width += 5) {
      isNotBroken(whole, width);
    }
  }

  private static void isNotBroken(String whole, int width) {
    List<Glyph> glyphs =
        PdfText.glyphs(
            new PdfWriter("", "")
                .write(
                    "<html lang=\"en-GB\"><head><title>Letter</title></head><body><p style=\"font-family: 'DejaVu Sans Condensed'; width: "
                        + width
                        + "mm\">Please use "
                        + whole
                        + " in a well-known place.</p></body></html>",
                    "a test"),
            1);
    String all = glyphs.stream().map(Glyph::text).collect(Collectors.joining());
    String printed = whole.replace(" ", "");
    int start = all.indexOf(printed);

    assertThat(start).isPositive();
    assertThat(glyphs.subList(start, start + printed.length()).stream().map(Glyph::top))
        .as("at %s mm", width)
        .containsOnly(glyphs.get(start).top());
  }

  static Stream<Arguments> letters() throws Exception {
    List<String> toThePerson = LetterTemplatesTest.lettersToThePerson().toList();
    return LetterTemplatesTest.templates()
        .flatMap(
            template ->
                toThePerson.contains(template)
                    ? Stream.of(person(template))
                    : Stream.of(
                        organisation(
                            template, LetterTemplatesTest.RECIPIENT, LetterTemplatesTest.UKHTC),
                        organisation(template, LONG_RECIPIENT, LONG_SENDER)));
  }

  private static Arguments person(String template) {
    return Arguments.of(
        template,
        LetterTemplatesTest.toPerson(
            "An Thi Nguyen", LetterTemplatesTest.decision(template), LetterTemplatesTest.DATES));
  }

  private static Arguments organisation(String template, Recipient to, Organisation sender) {
    return Arguments.of(template, toOrganisation(template, to, sender));
  }

  static Content toOrganisation(String template, Recipient to, Organisation sender) {
    return new Content(
        template.startsWith("nrm-") ? "NRM " + template.substring(4) : "",
        Addressee.LOCAL_AUTHORITY,
        to,
        sender,
        LetterTemplatesTest.OFFICER,
        "United Kingdom Border Agency",
        "United Kingdom Human Trafficking Centre",
        "RESTRICTED",
        "Glasgow City Council",
        new CaseOnDay(
            LetterTemplatesTest.nrmCase(null),
            LetterTemplatesTest.file("An Thi Nguyen"),
            LetterTemplatesTest.DECIDED,
            KnownAuthorities.OF_THE_FILE),
        KnownAuthorities.UKBA,
        LetterTemplatesTest.decision(template),
        LetterTemplatesTest.DATES,
        false,
        true);
  }

  private static String text(List<Glyph> page, Predicate<Glyph> which) {
    return page.stream()
        .filter(which)
        .map(Glyph::text)
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(), text -> Normalizer.normalize(text, Normalizer.Form.NFKC)));
  }
}
