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
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.letters.LetterWriter.Content;

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

  /** Fourteen greys, red and blue: four bits for a pixel. */
  private static final IndexColorModel COLOURS = colours();

  @Test
  void everyLetter() throws IOException {
    Files.createDirectories(PICTURES);
    for (String template : LetterTemplatesTest.templates().toList()) {
      Content content =
          LetterTemplatesTest.lettersToThePerson().anyMatch(template::equals)
              ? LetterTemplatesTest.toPerson(
                  "An Thi Nguyen",
                  LetterTemplatesTest.decision(template),
                  LetterTemplatesTest.DATES)
              : LetterLayoutTest.toOrganisation(
                  template, LetterTemplatesTest.RECIPIENT, LetterTemplatesTest.UKHTC);
      draw(template, LetterTemplatesTest.WRITER.write(template, content));
    }
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
