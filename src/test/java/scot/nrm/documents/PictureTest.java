package scot.nrm.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static scot.nrm.documents.SampleFiles.docx;
import static scot.nrm.documents.SampleFiles.image;
import static scot.nrm.documents.SampleFiles.odt;
import static scot.nrm.documents.SampleFiles.pdf;
import static scot.nrm.documents.SampleFiles.photograph;
import static scot.nrm.documents.SampleFiles.text;
import static scot.nrm.documents.SampleFiles.tiff;
import static scot.nrm.documents.SampleFiles.with;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of a picture that remain when it is served. */
@Tag("quick")
class PictureTest {

  private static final String PLACE = "55.8642N 4.2518W";

  /** APP1 with one tag: to be turned by 90 degrees. */
  private static final String TURNED =
      "\u00FF\u00E1\0\42Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0";

  @Test
  void onlyTheOrientationOfAPhotographIsKept() {
    byte[] given = Picture.withoutData(FileType.JPEG, photograph(PLACE)).orElseThrow();

    byte[] plain = image("jpg");
    assertThat(new String(given, StandardCharsets.ISO_8859_1))
        .doesNotContain(PLACE)
        .isEqualTo(
            "\u00FF\u00D8"
                + TURNED
                + new String(plain, 2, plain.length - 2, StandardCharsets.ISO_8859_1));
  }

  @Test
  void aPngKeepsOnlyTheImage() throws IOException {
    byte[] plain = image("png");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, 33);
    for (String type : new String[] {"tEXt", "iTXt", "zTXt", "eXIf", "tIME", "caBX"}) {
      out.writeBytes(chunk(type, PLACE));
    }
    out.writeBytes(chunk("pHYs", "\0\0\1\0\0\0\1\0\1"));
    out.write(plain, 33, plain.length - 33);
    out.writeBytes(text(PLACE));

    byte[] given = Picture.withoutData(FileType.PNG, out.toByteArray()).orElseThrow();

    assertThat(new String(given, StandardCharsets.ISO_8859_1))
        .contains("pHYs")
        .doesNotContain(PLACE, "tEXt", "iTXt", "zTXt", "eXIf", "tIME", "caBX");
    assertThat(given).hasSize(plain.length + 21);
    assertThat(pixels(given)).isEqualTo(pixels(plain));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png"})
  void aPictureWithoutMetadataIsUnchanged(String format) {
    byte[] plain = image(format);
    FileType type = format.equals("png") ? FileType.PNG : FileType.JPEG;

    assertThat(Picture.withoutData(type, plain)).hasValue(plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png"})
  void aTruncatedPictureIsReportedAsDamaged(String format) {
    byte[] plain = image(format);
    FileType type = format.equals("png") ? FileType.PNG : FileType.JPEG;

    for (int length = 0; length < plain.length; length++) {
      assertThat(Picture.withoutData(type, Arrays.copyOf(plain, length)))
          .as("%d bytes", length)
          .isEmpty();
    }
  }

  static Stream<Arguments> archives() {
    return Stream.of(
        arguments(FileType.DOCX, docx(), "word/media/image7.jpg"),
        arguments(FileType.DOCX, docx(), "docProps/thumbnail.jpeg"),
        arguments(FileType.ODT, odt(), "Pictures/1000.jpg"),
        arguments(FileType.ODT, odt(), "a part with another name"));
  }

  @ParameterizedTest
  @MethodSource("archives")
  void aPhotographInATextDocumentHasNoMetadata(FileType type, byte[] archive, String name)
      throws IOException {
    byte[] sent = with(archive, name, photograph(PLACE));

    byte[] given = FileCheck.withoutPictureData(type, sent).orElseThrow();

    Map<String, byte[]> before = parts(sent);
    Map<String, byte[]> after = parts(given);
    assertThat(after.keySet()).containsExactlyElementsOf(before.keySet());
    assertThat(after.remove(name))
        .isEqualTo(Picture.withoutData(FileType.JPEG, photograph(PLACE)).orElseThrow());
    after.forEach((part, content) -> assertThat(content).as(part).isEqualTo(before.get(part)));
    assertThat(FileCheck.withoutPictureData(type, given)).isPresent();
    assertThat(FileCheck.withoutPictureData(type, archive)).hasValue(archive);
  }

  /** The first part of an OpenDocument file isn't packed: by it, programs recognise the file. */
  @Test
  void theFirstPartOfAnOpenDocumentFileStaysUncompressed() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String type = FileType.ODT.mediaType();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      ZipEntry first = new ZipEntry("mimetype");
      CRC32 sum = new CRC32();
      sum.update(text(type));
      first.setMethod(ZipEntry.STORED);
      first.setSize(type.length());
      first.setCrc(sum.getValue());
      zip.putNextEntry(first);
      zip.write(text(type));
      zip.putNextEntry(new ZipEntry("content.xml"));
      zip.write(text("<a/>"));
      zip.putNextEntry(new ZipEntry("Pictures/1.jpg"));
      zip.write(photograph(PLACE));
    }

    byte[] given = FileCheck.withoutPictureData(FileType.ODT, out.toByteArray()).orElseThrow();

    assertThat(new String(given, 30, 8 + type.length(), StandardCharsets.ISO_8859_1))
        .isEqualTo("mimetype" + type);
    assertThat(latin1(parts(given).get("Pictures/1.jpg"))).doesNotContain(PLACE);
  }

  @Test
  void aPhotographInAPdfHasNoMetadata() throws IOException {
    byte[] sent =
        pdf(
            "A report",
            pdf -> {
              PDImageXObject picture =
                  PDImageXObject.createFromByteArray(pdf, photograph(PLACE), "a.jpg");
              picture.setMetadata(xmp(pdf));
              pdf.getPage(0).getResources().put(COSName.getPDFName("Im1"), picture);
              PDImageXObject packed =
                  PDImageXObject.createFromByteArray(pdf, photograph(PLACE), "b.jpg");
              COSArray filters = new COSArray();
              filters.add(COSName.FLATE_DECODE);
              filters.add(COSName.DCT_DECODE);
              try (OutputStream raw = packed.getCOSObject().createRawOutputStream();
                  OutputStream flate = new DeflaterOutputStream(raw)) {
                flate.write(photograph(PLACE));
              }
              packed.getCOSObject().setItem(COSName.FILTER, filters);
              pdf.getPage(0).getResources().put(COSName.getPDFName("Im2"), packed);
              pdf.getDocumentCatalog().setMetadata(xmp(pdf));
              COSDictionary ofProgram = new COSDictionary();
              ofProgram.setString("Private", PLACE);
              pdf.getPage(0).getCOSObject().setItem("PieceInfo", ofProgram);
            });

    byte[] given = FileCheck.withoutPictureData(FileType.PDF, sent).orElseThrow();

    assertThat(latin1(given)).doesNotContain(PLACE, "Metadata", "PieceInfo", "xmpmeta");
    try (PDDocument pdf = Loader.loadPDF(given)) {
      assertThat(new PDFTextStripper().getText(pdf).strip()).isEqualTo("A report");
      for (String name : new String[] {"Im1", "Im2"}) {
        PDImageXObject picture =
            (PDImageXObject) pdf.getPage(0).getResources().getXObject(COSName.getPDFName(name));
        assertThat(picture.getCOSObject().getFilters()).isEqualTo(COSName.DCT_DECODE);
        try (InputStream raw = picture.getCOSObject().createRawInputStream()) {
          assertThat(raw.readAllBytes())
              .isEqualTo(Picture.withoutData(FileType.JPEG, photograph(PLACE)).orElseThrow());
        }
        assertThat(picture.getImage().getWidth()).isEqualTo(16);
      }
    }
  }

  /** It may be signed, and would no longer match its signature. */
  @Test
  void aPdfWithoutMetadataIsUnchanged() throws IOException {
    byte[] sent =
        pdf(
            "A report",
            pdf ->
                pdf.getPage(0)
                    .getResources()
                    .put(
                        COSName.getPDFName("Im1"),
                        PDImageXObject.createFromByteArray(pdf, image("jpg"), "a.jpg")));

    assertThat(FileCheck.withoutPictureData(FileType.PDF, sent)).hasValue(sent);
  }

  static Stream<Arguments> unremovableMetadata() {
    String gif = "GIF89a and XMP DataXMP";
    return Stream.of(
        arguments("a.docx", with(docx(), "word/media/1.tiff", tiff(0x8825))),
        arguments("a.docx", with(docx(), "word/media/1.jpg", Arrays.copyOf(image("jpg"), 300))),
        arguments("a.odt", with(odt(), "Pictures/1.webp", text("RIFF1234WEBPVP8X EXIF"))),
        arguments("a.odt", with(odt(), "Pictures/1.gif", text(gif))),
        arguments("a.odt", with(odt(), "Pictures/1.heic", text("1234ftypheic"))),
        arguments("a.odt", odt("<draw:image xlink:href=\" data:image/jpeg;base64,/9j/\"/>")),
        arguments("a.odt", odt("<office:binary-data>/9j/</office:binary-data>")),
        arguments("a.pdf", withStream(COSName.JPX_DECODE, text("jP   jp2c uuid"))),
        arguments("a.pdf", withStream(COSName.DCT_DECODE, Arrays.copyOf(photograph(PLACE), 300))));
  }

  @ParameterizedTest
  @MethodSource("unremovableMetadata")
  void aFileWithMetadataThatCannotBeRemovedIsRefused(String name, byte[] content) {
    FileCheck files = new FileCheck(FileCheckTest.settings(FileType.values()));

    assertThatThrownBy(() -> files.check(FileName.of(name), content))
        .isInstanceOf(DocumentRefused.class)
        .hasMessage(Picture.INSIDE_HAS_DATA);
  }

  private static byte[] withStream(COSName filter, byte[] content) {
    return pdf(
        "A report",
        pdf -> {
          COSStream stream = new COSStream();
          try (OutputStream raw = stream.createRawOutputStream()) {
            raw.write(content);
          }
          stream.setItem(COSName.FILTER, filter);
          pdf.getDocumentCatalog().getCOSObject().setItem("Unused", stream);
        });
  }

  private static PDMetadata xmp(PDDocument pdf) throws IOException {
    return new PDMetadata(
        pdf, new ByteArrayInputStream(text("<x:xmpmeta>" + PLACE + "</x:xmpmeta>")));
  }

  private static Map<String, byte[]> parts(byte[] archive) throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry part = in.getNextEntry(); part != null; part = in.getNextEntry()) {
        parts.put(part.getName(), in.readAllBytes());
      }
    }
    return parts;
  }

  private static String latin1(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1);
  }

  private static byte[] chunk(String type, String content) {
    byte[] named = (type + content).getBytes(StandardCharsets.ISO_8859_1);
    CRC32 sum = new CRC32();
    sum.update(named);
    return ByteBuffer.allocate(named.length + 8)
        .putInt(content.length())
        .put(named)
        .putInt((int) sum.getValue())
        .array();
  }

  private static int[] pixels(byte[] picture) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture));
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
