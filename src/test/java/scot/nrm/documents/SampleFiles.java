package scot.nrm.documents;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/** Small files as programs really write them. */
public final class SampleFiles {

  private SampleFiles() {}

  /** Something more in a PDF. */
  interface Change {
    void to(PDDocument pdf) throws IOException;
  }

  /** A page with a line of text. */
  public static byte[] pdf(String line) {
    return pdf(line, pdf -> {});
  }

  /**
   * @param changed what else it has
   */
  static byte[] pdf(String line, Change changed) {
    try (PDDocument pdf = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      PDPage page = new PDPage();
      pdf.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
        content.beginText();
        content.setFont(new PDType1Font(FontName.HELVETICA), 14);
        content.newLineAtOffset(72, 700);
        content.showText(line);
        content.endText();
      }
      changed.to(pdf);
      pdf.save(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param format as ImageIO calls it: {@code png}, {@code jpg}, {@code tiff}
   */
  public static byte[] image(String format) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      ImageIO.write(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), format, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A TIFF with one tag and no image. */
  static byte[] tiff(int tag) {
    return ByteBuffer.allocate(26)
        .put(text("MM\0*"))
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) tag)
        .putShort((short) 3)
        .putInt(1)
        .putInt(1 << 16)
        .array();
  }

  /**
   * A photograph as a telephone writes it: turned, with a place and a comment, and a film behind
   * it.
   *
   * @param secret is in all of them
   */
  public static byte[] photograph(String secret) {
    byte[] plain = image("jpg");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, 2);
    segment(out, 0xE1, "Exif\0\0II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0" + secret);
    segment(out, 0xE1, "http://ns.adobe.com/xap/1.0/\0" + secret);
    segment(out, 0xE2, "MPF\0" + secret);
    segment(out, 0xED, "Photoshop 3.0\0" + secret);
    segment(out, 0xFE, secret);
    out.write(plain, 2, plain.length - 2);
    out.writeBytes(text(secret));
    return out.toByteArray();
  }

  private static void segment(ByteArrayOutputStream out, int marker, String content) {
    out.writeBytes(
        ByteBuffer.allocate(4)
            .put((byte) 0xFF)
            .put((byte) marker)
            .putShort((short) (content.length() + 2))
            .array());
    out.writeBytes(content.getBytes(StandardCharsets.ISO_8859_1));
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A zip archive; each part is its name, then its content. */
  static byte[] zip(String... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < parts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(parts[i]));
        zip.write(text(parts[i + 1]));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The archive with one more part at its end. */
  static byte[] with(byte[] archive, String name, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry part = in.getNextEntry(); part != null; part = in.getNextEntry()) {
        zip.putNextEntry(new ZipEntry(part.getName()));
        in.transferTo(zip);
      }
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] docx() {
    return docx("", "");
  }

  /**
   * As Word writes it, with a link to a page of the web.
   *
   * @param relationships more of them, of the document
   * @param text more of it
   */
  static byte[] docx(String relationships, String text, String... parts) {
    String word = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    return zip(
        Stream.concat(
                Stream.of(
                    "[Content_Types].xml",
                    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<Types xmlns="
                        + "\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default"
                        + " Extension=\"xml\" ContentType=\"application/xml\"/></Types>",
                    "_rels/.rels",
                    "<Relationships><Relationship Id=\"rId1\" Type=\""
                        + word
                        + "officeDocument\" Target=\"word/document.xml\"/></Relationships>",
                    "word/_rels/document.xml.rels",
                    "<Relationships><Relationship Id=\"rId1\" Type=\""
                        + word
                        + "image\" Target=\"media/image1.png\"/><Relationship Id=\"rId2\" Type=\""
                        + word
                        + "hyperlink\" Target=\"https://www.gov.scot/import/link\" TargetMode=\"External\"/>"
                        + relationships.replace("Type=\"", "Type=\"" + word)
                        + "</Relationships>",
                    "word/document.xml",
                    "<w:document xmlns:w=\"urn:w\"><w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK \"https://www.gov.scot/import link\" </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
                        + text
                        + "</w:document>"),
                Stream.of(parts))
            .toArray(String[]::new));
  }

  static byte[] odt() {
    return odt("");
  }

  /**
   * As LibreOffice writes it, with a picture and a link to a page of the web.
   *
   * @param text more of it
   */
  static byte[] odt(String text, String... parts) {
    String odf = "urn:oasis:names:tc:opendocument:xmlns:";
    return zip(
        Stream.concat(
                Stream.of(
                    "mimetype",
                    "application/vnd.oasis.opendocument.text",
                    "Configurations2/images/Bitmaps/",
                    "",
                    "Configurations2/accelerator/current.xml",
                    "<?xml version=\"1.0\"?><!DOCTYPE accel:acceleratorlist PUBLIC \"-//OpenOffice.org//DTD OfficeDocument 1.0//EN\" \"accelerator.dtd\"><accel:acceleratorlist xmlns:accel=\"urn:accel\"/>",
                    "content.xml",
                    "<office:document-content xmlns:office=\""
                        + odf
                        + "office:1.0\" xmlns:draw=\""
                        + odf
                        + "drawing:1.0\" xmlns:text=\""
                        + odf
                        + "text:1.0\" xmlns:script=\""
                        + odf
                        + "script:1.0\" xmlns:meta=\""
                        + odf
                        + "meta:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"><office:scripts/><draw:image xlink:href=\"Pictures/1.png\"/><text:a xlink:href=\"https://www.gov.scot/\">Scotland</text:a>"
                        + text
                        + "</office:document-content>",
                    "META-INF/manifest.xml",
                    "<manifest/>"),
                Stream.of(parts))
            .toArray(String[]::new));
  }
}
