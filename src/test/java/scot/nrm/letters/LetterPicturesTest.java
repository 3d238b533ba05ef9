package scot.nrm.letters;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.authorities.DatedName;
import scot.nrm.letters.LetterWriter.Content;
import scot.nrm.letters.Organisations.Organisation;
import scot.nrm.register.Outcome;

/**
 * Draws the pictures in {@code docs/letters}: every kind of letter, and on its first page the
 * window of the envelope where the sheet lies lowest and highest in it. It is not a test and {@code
 * ./mvnw test} does not run it; docs/develop/testing.md says how to run it when a letter has
 * changed.
 */
@Tag("screens")
class LetterPicturesTest {

  private static final Path PICTURES = Path.of("docs", "letters");
  private static final int DPI = 75;
  private static final Organisation UKBA =
      new Organisation(
          List.of(new DatedName(LocalDate.EPOCH, "United Kingdom Border Agency", "", "")),
          "NRM Team",
          List.of("4 Example Street", "Croydon"),
          "",
          "0114 496 0001",
          "");

  /** Fourteen greys, red and blue: four bits for a pixel. */
  private static final IndexColorModel COLOURS = colours();

  @Test
  void everyLetterCanBeDrawn() throws IOException {
    Files.createDirectories(PICTURES);
    for (String template : LetterTemplatesTest.templates().toList()) {
      draw(template, LetterTemplatesTest.pdf(template, content(template)));
    }
  }

  /** As the table letters addresses it, from the authority that sends it. */
  static Content content(String template) throws IOException {
    boolean person = LetterTemplatesTest.lettersToThePerson().anyMatch(template::equals);
    Map<String, LocalDate> dates = new HashMap<>(LetterTemplatesTest.DATES);
    List.of("copyReceived", "missingSince", "foundOn", "requestedOn")
        .forEach(date -> dates.put(date, LocalDate.parse("2009-04-10")));
    if (template.equals("stage-suspended")) {
      dates.put("suspendedOn", LocalDate.parse("2009-04-10"));
    }
    dates.put("leaveExpires", LocalDate.parse("2009-10-14"));
    Content usual =
        person
            ? LetterTemplatesTest.toPerson(
                "An Thi Nguyen", LetterTemplatesTest.decision(template), dates)
            : LetterLayoutTest.toOrganisation(
                template, LetterTemplatesTest.RECIPIENT, LetterTemplatesTest.UKHTC);
    Addressee addressee =
        switch (template) {
          case "nrm-05", "acknowledgement-to-first-responder" -> Addressee.FIRST_RESPONDER;
          case "transfer" -> Addressee.COMPETENT_AUTHORITY;
          case "asylum-colleagues" -> Addressee.UKBA_ASYLUM;
          case "reconsideration-refused", "reconsideration-not-entitled" -> Addressee.WHO_ASKED;
          default -> usual.addressee();
        };
    Recipient recipient =
        switch (addressee) {
          case FIRST_RESPONDER -> recipient("Example Children's Charity", "Glasgow Project", true);
          case COMPETENT_AUTHORITY -> recipient("United Kingdom Border Agency", "NRM Intake", true);
          case UKBA_ASYLUM -> recipient("United Kingdom Border Agency", "Asylum Liaison", true);
          // Only an entitled agency gets a refusal; anyone else is not entitled (D30).
          case WHO_ASKED ->
              template.equals("reconsideration-refused")
                  ? recipient("Example Children's Charity", "", true)
                  : recipient("Jane Law", "", false);
          default -> usual.recipient();
        };
    boolean fromUkba = List.of("copy-reminder", "leave-renewal").contains(template);
    return new Content(
        usual.code(),
        addressee,
        recipient,
        fromUkba ? UKBA : usual.sender(),
        usual.officer(),
        usual.immigrationAuthority(),
        usual.intakeAuthority(),
        usual.marking(),
        usual.localAuthorityName(),
        usual.onDay(),
        usual.next(),
        usual.decision(),
        dates,
        usual.decision() != null && usual.decision().outcome() == Outcome.NEGATIVE,
        template.startsWith("nrm-07"));
  }

  private static Recipient recipient(String name, String team, boolean mayNameTheChild) {
    return new Recipient(
        name,
        mayNameTheChild ? name : Recipient.APPLICANT,
        team,
        List.of("3 Example Street", "Glasgow G1 1AA"),
        "",
        Optional.empty(),
        Optional.empty(),
        mayNameTheChild);
  }

  private static void draw(String name, byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDFRenderer renderer = new PDFRenderer(document);
      for (int page = 0; page < document.getNumberOfPages(); page++) {
        BufferedImage image = renderer.renderImageWithDPI(page, DPI, ImageType.RGB);
        if (page == 0) {
          window(image);
        }
        BufferedImage small =
            new BufferedImage(
                image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_BINARY, COLOURS);
        small.createGraphics().drawImage(image, 0, 0, null);
        String number = page == 0 ? "" : "-" + (page + 1);
        ImageIO.write(small, "png", PICTURES.resolve(name + number + ".png").toFile());
      }
    }
  }

  private static void window(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setStroke(new BasicStroke(1.5f));
    for (int slip : List.of(0, 11)) {
      graphics.setColor(slip == 0 ? Color.RED : Color.BLUE);
      graphics.drawRoundRect(px(20), px(57 - slip), px(90), px(35), 12, 12);
    }
    graphics.dispose();
  }

  private static IndexColorModel colours() {
    int[] colours = new int[16];
    for (int i = 0; i < 14; i++) {
      colours[i] = 0x010101 * (255 * i / 13);
    }
    colours[14] = Color.RED.getRGB();
    colours[15] = Color.BLUE.getRGB();
    return new IndexColorModel(4, 16, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
  }

  private static int px(double mm) {
    return (int) Math.round(mm / 25.4 * DPI);
  }
}
