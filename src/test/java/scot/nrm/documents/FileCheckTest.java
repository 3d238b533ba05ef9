package scot.nrm.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static scot.nrm.documents.SampleFiles.docx;
import static scot.nrm.documents.SampleFiles.image;
import static scot.nrm.documents.SampleFiles.odt;
import static scot.nrm.documents.SampleFiles.pdf;
import static scot.nrm.documents.SampleFiles.text;
import static scot.nrm.documents.SampleFiles.zip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageXYZDestination;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import scot.nrm.documents.DocumentSettings.Scanner;

@Tag("quick")
class FileCheckTest {

  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private final FileCheck files = new FileCheck(settings(FileType.values()));

  static DocumentSettings settings(FileType... types) {
    return new DocumentSettings(
        DataSize.ofKilobytes(500),
        10,
        List.of(types),
        List.of(),
        new Scanner("", 3310, Duration.ofSeconds(1), false));
  }

  static Stream<Arguments> acceptedFiles() {
    return Stream.of(
        arguments("report.pdf", pdf("A report"), FileType.PDF),
        arguments("REPORT.PDF", pdf("A report"), FileType.PDF),
        arguments("photo.jpg", image("jpg"), FileType.JPEG),
        arguments("photo.jpeg", image("jpg"), FileType.JPEG),
        arguments("photo.png", image("png"), FileType.PNG),
        arguments("scan.tif", image("tiff"), FileType.TIFF),
        arguments("note.txt", text("Seen at the house.\r\n\tTwice."), FileType.TEXT),
        arguments("note.txt", text("Nguyễn Thị Đào-Hà, يوسف, 例子"), FileType.TEXT),
        arguments("note.txt", "Café, “quoted” – 20 €".getBytes(WINDOWS), FileType.TEXT),
        arguments(
            "note.txt", ("\uFEFF" + "Nguyễn").getBytes(StandardCharsets.UTF_16LE), FileType.TEXT),
        arguments(
            "mail.txt",
            text("From: a@example.org\nSubject: The child\nDate: Mon, 6 Apr 2009\n\nHello"),
            FileType.TEXT),
        arguments("statement.docx", docx(), FileType.DOCX),
        arguments(
            "statement.docx",
            zip("docProps/app.xml", "", "word/document.xml", "", "[Content_Types].xml", ""),
            FileType.DOCX),
        arguments("statement.odt", odt(), FileType.ODT));
  }

  @ParameterizedTest
  @MethodSource("acceptedFiles")
  void aFileIsAcceptedByItsContent(String name, byte[] content, FileType type) {
    assertThat(files.check(FileName.of(name), content)).isEqualTo(type);
  }

  static Stream<Arguments> refusedFiles() {
    byte[] longPdf = Arrays.copyOf(pdf("A report"), 600 * 1024);
    byte[] program = Arrays.copyOf(new byte[] {'M', 'Z', (byte) 0x90, 0, 3}, 500);
    String type = "This type of file cannot be added";
    String name = "does not end in";
    return Stream.of(
        arguments("report.pdf", new byte[0], "is empty", 400),
        arguments("report.pdf", longPdf, "larger than 500 KB", 413),
        arguments("program.exe", program, type, 415),
        arguments("program.pdf", program, type, 415),
        arguments("photo.exe", image("png"), name, 415),
        arguments("report.pdf.exe", pdf("A report"), name, 415),
        arguments("report", pdf("A report"), name, 415),
        arguments("photo.png", image("jpg"), "The content of the file is JPEG", 415),
        arguments("report.txt", pdf("A report"), name, 415),
        arguments(
            "page.txt", text("<!DOCTYPE html><html><script>alert(1)</script></html>"), type, 415),
        arguments("page.html", text("<html><body>Hello</body></html>"), type, 415),
        arguments(
            "picture.svg",
            text("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            type,
            415),
        arguments("note.txt", text("Text, and then\0something else"), type, 415),
        arguments("archive.zip", zip("a.txt", "a"), type, 415),
        arguments("archive.docx", zip("a.txt", "a"), type, 415),
        arguments("sheet.docx", zip("[Content_Types].xml", "", "xl/workbook.xml", ""), type, 415),
        arguments("statement.odt", docx(), name, 415),
        arguments(
            "statement.docx",
            zip("[Content_Types].xml", "", "word/document.xml", "", "word/vbaProject.bin", ""),
            "contains macros",
            415),
        arguments(
            "statement.odt",
            zip(
                "mimetype", "application/vnd.oasis.opendocument.text",
                "content.xml", "",
                "Basic/Standard/Module1.xml", ""),
            "contains macros",
            415),
        arguments("statement.docx", Arrays.copyOf(docx(), docx().length / 3), "damaged", 415),
        arguments("report.pdf", text("%PDF-1.7\nnothing else"), "damaged", 415),
        arguments("photo.jpg", Arrays.copyOf(image("jpg"), 300), "damaged", 415),
        arguments("photo.png", Arrays.copyOf(image("png"), 50), "damaged", 415));
  }

  static Stream<Arguments> officeFiles() {
    return Stream.of(
        arguments(
            "statement.docx",
            docx(
                "<Relationship Type=\"attachedTemplate\" Target=\"https://evil.example/a.dotm\" TargetMode=\"External\"/>",
                ""),
            OfficeFile.REMOTE),
        arguments(
            "statement.docx",
            docx(
                "<Relationship Type=\"image\" Target=\"https://evil.example/a.png\" TargetMode=\"external\"/>",
                ""),
            OfficeFile.REMOTE),
        arguments(
            "statement.docx",
            docx("<Relationship Type=\"frame\" Target=\"\\\\evil.example\\a\"/>", ""),
            OfficeFile.REMOTE),
        arguments(
            "statement.docx",
            docx(
                "<Relationship Type=\"hyperlink\" Target=\"file://evil.example/a.exe\" TargetMode=\"External\"/>",
                ""),
            OfficeFile.REMOTE),
        arguments(
            "statement.docx",
            docx("<Relationship Type=\"oleObject\" Target=\"a.bin\"/>", ""),
            OfficeFile.OBJECTS),
        arguments(
            "statement.docx",
            docx("<Relationship Type=\"aFChunk\" Target=\"a.html\"/>", ""),
            OfficeFile.OBJECTS),
        arguments(
            "statement.docx",
            docx("<Relationship Type=\"control\" Target=\"a.xml\"/>", ""),
            OfficeFile.OBJECTS),
        arguments(
            "statement.docx",
            docx("<Relationship Type=\"vbaProject\" Target=\"a.bin\"/>", ""),
            OfficeFile.MACROS),
        arguments(
            "statement.docx",
            docx("", "", "word/embeddings/oleObject1.bin", "a"),
            OfficeFile.OBJECTS),
        arguments(
            "statement.docx", docx("", "", "word\\Embeddings\\a.xlsx", "a"), OfficeFile.OBJECTS),
        arguments("statement.docx", docx("", "", "word/activeX/a.bin", "a"), OfficeFile.OBJECTS),
        arguments(
            "statement.docx",
            docx(
                "",
                "",
                "a.xml",
                "<Types><Override ContentType=\"a.macroEnabled.main+xml\"/></Types>"),
            OfficeFile.MACROS),
        arguments(
            "statement.docx", docx("", "<w:fldSimple w:instr=\" DDE a b\"/>"), OfficeFile.REMOTE),
        arguments(
            "statement.docx",
            docx(
                "",
                "<w:fldChar w:fldCharType=\"begin\"/><w:p><w:instrText> DDE</w:instrText></w:p><w:p><w:instrText>AUTO cmd</w:instrText></w:p>"),
            OfficeFile.REMOTE),
        arguments(
            "statement.odt", odt("", "Basic/Standard/Module1.xml", "<a/>"), OfficeFile.MACROS),
        arguments("statement.odt", odt("", "./Scripts/python/a.py", "a"), OfficeFile.MACROS),
        arguments("statement.odt", odt("<script:event-listener/>"), OfficeFile.MACROS),
        arguments("statement.odt", odt("<text:script>a</text:script>"), OfficeFile.MACROS),
        arguments(
            "statement.odt",
            odt("<draw:object xlink:href=\"./Object 1\"/>", "Object 1/content.xml", "<a/>"),
            OfficeFile.OBJECTS),
        arguments(
            "statement.odt", odt("<draw:object-ole xlink:href=\"./a\"/>"), OfficeFile.OBJECTS),
        arguments("statement.odt", odt("<draw:floating-frame/>"), OfficeFile.OBJECTS),
        arguments(
            "statement.odt",
            odt("<draw:image xlink:href=\"https://evil.example/a.png\"/>"),
            OfficeFile.REMOTE),
        arguments(
            "statement.odt",
            odt("<meta:template xlink:href=\"//evil.example/a.ott\"/>"),
            OfficeFile.REMOTE),
        arguments(
            "statement.odt",
            odt("<text:a xlink:href=\"vnd.sun.star.script:a\">a</text:a>"),
            OfficeFile.REMOTE),
        arguments("statement.odt", odt("<text:dde-connection-decl/>"), OfficeFile.REMOTE));
  }

  @ParameterizedTest
  @MethodSource("officeFiles")
  void aFileWithActiveContentIsRefused(String name, byte[] content, String sentence) {
    assertThatThrownBy(() -> files.check(FileName.of(name), content))
        .isInstanceOf(DocumentRefused.class)
        .hasMessage(sentence);
  }

  /** One program reads the directory at the end of an archive, another one from its beginning. */
  @Test
  void anAmbiguousArchiveIsRefused() {
    byte[] macros = odt("", "Basic/Standard/Module1.xml", "<a/>");
    byte[] first = odt();

    refused("a.odt", withGap(macros, indexOf(macros, "Basic/") - 30), "damaged");
    refused("a.odt", withGap(first, 0), "damaged");
    refused("a.odt", withGap(first, indexOf(first, "PK\1\2")), "damaged");
    refused("a.odt", withGap(first, indexOf(first, "PK\5\6")), "damaged");
    refused("a.odt", withGap(first, first.length), "damaged");
    refused("a.odt", odt("", "Content.xml", "<a/>"), "damaged");
    refused("a.odt", odt("", "Pictures/../Basic/a.xml", "<a/>"), "damaged");
    byte[] renamed = odt("", "Pictur/a.xml", "<a/>");
    int inDirectory = new String(renamed, StandardCharsets.ISO_8859_1).lastIndexOf("Pictur/a.xml");
    System.arraycopy(text("Basic/"), 0, renamed, inDirectory, 6);
    refused("a.odt", renamed, "damaged");
    refused("a.odt", odt("", "a.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "damaged");
    refused("a.odt", odt("", "a.xml", "<a>"), "damaged");
    refused("a.odt", odt("", "a.xml", "Lo§”"), "damaged");
  }

  private static byte[] withGap(byte[] content, int at) {
    byte[] wider = new byte[content.length + 4];
    System.arraycopy(content, 0, wider, 0, at);
    System.arraycopy(text("PK\3\4"), 0, wider, at, 4);
    System.arraycopy(content, at, wider, at + 4, content.length - at);
    // The entries of the directory and its end give the new positions.
    ByteBuffer zip = ByteBuffer.wrap(wider).order(ByteOrder.LITTLE_ENDIAN);
    int end = new String(wider, StandardCharsets.ISO_8859_1).lastIndexOf("PK\5\6");
    int directory = zip.getInt(end + 16) + (at <= zip.getInt(end + 16) ? 4 : 0);
    zip.putInt(end + 16, directory);
    for (int entry = directory; zip.getInt(entry) == 0x02014b50; ) {
      int local = zip.getInt(entry + 42);
      zip.putInt(entry + 42, local >= at ? local + 4 : local);
      entry += 46 + zip.getShort(entry + 28) + zip.getShort(entry + 30) + zip.getShort(entry + 32);
    }
    return wider;
  }

  private static int indexOf(byte[] content, String text) {
    return new String(content, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  private void refused(String name, byte[] content, String says) {
    assertThatThrownBy(() -> files.check(FileName.of(name), content))
        .isInstanceOf(DocumentRefused.class)
        .hasMessageContaining(says);
  }

  static Stream<Arguments> pdfs() {
    return Stream.of(
        arguments("JavaScript", "OpenAction", "JS", null),
        arguments("Launch", "OpenAction", "F", null),
        arguments("SubmitForm", "AA", "F", null),
        arguments("ImportData", "Unused", "F", null),
        arguments("GoToR", "Unused", "F", null),
        arguments("GoToE", "Unused", "F", null),
        arguments("Rendition", "Unused", "F", null),
        arguments(null, "AcroForm", "XFA", null),
        arguments(null, "Names", "JavaScript", null),
        arguments(null, "Names", "EmbeddedFiles", null),
        arguments(null, "Unused", "EF", null),
        arguments(null, "Unused", "F", "RichMedia"),
        arguments(null, "Unused", "F", "FileAttachment"),
        arguments("URI", "OpenAction", "F", null));
  }

  /** Even if the object is compressed with others, which is usual. */
  @ParameterizedTest
  @MethodSource("pdfs")
  void aPdfWithActionsIsRefused(String action, String at, String key, String subtype) {
    byte[] content =
        pdf(
            "A report",
            pdf -> {
              COSDictionary dictionary = new COSDictionary();
              if (action != null) {
                dictionary.setName(COSName.S, action);
              }
              if (subtype != null) {
                dictionary.setName(COSName.SUBTYPE, subtype);
              }
              dictionary.setString(COSName.getPDFName(key), "a");
              pdf.getDocumentCatalog()
                  .getCOSObject()
                  .setItem(COSName.getPDFName(at), new COSObject(dictionary));
            });

    refused("report.pdf", content, PdfFile.ACTIONS);
  }

  @Test
  void aScriptMissingFromTheObjectTableIsFound() {
    byte[] content = text("99 0 obj\n<< /S /#4aavaScript /JS (app.alert) >>\nendobj\n");
    byte[] report = pdf("A report");
    byte[] both = Arrays.copyOf(report, report.length + content.length);
    int table = indexOf(report, "startxref");
    System.arraycopy(content, 0, both, table, content.length);
    System.arraycopy(report, table, both, table + content.length, report.length - table);

    refused("report.pdf", both, PdfFile.ACTIONS);
  }

  @Test
  void aPdfMayHaveWebLinksAndAnOpeningPage() {
    byte[] content = pdf("A report", pdf -> link(pdf, "https://www.gov.scot/"));

    assertThat(files.check(FileName.of("report.pdf"), content)).isEqualTo(FileType.PDF);
    refused(
        "report.pdf", pdf("A report", pdf -> link(pdf, "javascript:alert(1)")), PdfFile.ACTIONS);
  }

  private static void link(PDDocument pdf, String address) throws IOException {
    PDActionURI action = new PDActionURI();
    action.setURI(address);
    PDAnnotationLink link = new PDAnnotationLink();
    link.setAction(action);
    pdf.getPage(0).setAnnotations(List.of(link));
    PDPageXYZDestination first = new PDPageXYZDestination();
    first.setPage(pdf.getPage(0));
    pdf.getDocumentCatalog().setOpenAction(first);
  }

  @Test
  void aPdfBombIsNotRead() throws IOException {
    byte[] spaces = new byte[70 * 1024 * 1024];
    ByteArrayOutputStream once = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(once)) {
      out.write(spaces);
    }
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(twice)) {
      once.writeTo(out);
    }

    for (ByteArrayOutputStream packed : List.of(once, twice)) {
      ByteArrayOutputStream bomb = new ByteArrayOutputStream();
      bomb.write(
          text("%PDF-1.5\n3 0 obj\n<</Type/ObjStm/N 1/First 5/Filter/FlateDecode>>stream\r\n"));
      packed.writeTo(bomb);
      refused("report.pdf", bomb.toByteArray(), PdfFile.TOO_LARGE);
    }
  }

  /** Each part contains all that follow it, so unpacking them all would take hours. */
  @Test
  void nestedPartsOfAPdfAreNotUnpackedRepeatedly() {
    StringBuilder file = new StringBuilder("%PDF-1.5\nstream..");
    String empty = "\0\0\0\u00FF\u00FF";
    while (file.length() < 300 * 1024) {
      file.append("\0\b\0\u00F7\u00FFstream..").append(empty.repeat(50));
    }

    refused("report.pdf", file.toString().getBytes(StandardCharsets.ISO_8859_1), PdfFile.TOO_LARGE);
  }

  /** To find the end of each part, the parser reads the rest of the file. */
  @Test
  void unterminatedPartsOfAPdfAreNotReadRepeatedly() {
    String report = new String(pdf("A report"), StandardCharsets.ISO_8859_1);
    StringBuilder file = new StringBuilder("%PDF-1.4\n");
    for (int number = 100; file.length() < 300 * 1024; number++) {
      file.append(number).append(" 0 obj<</Length 99999999>>stream\nx\n");
    }

    refused(
        "report.pdf",
        file.append(report).toString().getBytes(StandardCharsets.ISO_8859_1),
        "damaged");
  }

  @Test
  void aProtectedPdfIsRefusedWithAndWithoutAPassword() {
    refused("a.pdf", pdf("A report", pdf -> protect(pdf, "")), PdfFile.PROTECTED);
    refused("a.pdf", pdf("A report", pdf -> protect(pdf, "password")), PdfFile.PROTECTED);
  }

  private static void protect(PDDocument pdf, String password) throws IOException {
    StandardProtectionPolicy policy =
        new StandardProtectionPolicy("owner", password, new AccessPermission());
    policy.setEncryptionKeyLength(256);
    pdf.protect(policy);
  }

  @Test
  void aTiffWithALocationIsRefused() {
    refused("scan.tif", SampleFiles.tiff(0x8825), Picture.HAS_DATA);
    refused("scan.tif", SampleFiles.tiff(0x8769), Picture.HAS_DATA);
    refused("scan.tif", SampleFiles.tiff(700), Picture.HAS_DATA);
    assertThat(files.check(FileName.of("scan.tif"), SampleFiles.tiff(256)))
        .isEqualTo(FileType.TIFF);
  }

  @ParameterizedTest
  @MethodSource("refusedFiles")
  void aFileIsRefusedWithAReason(String name, byte[] content, String says, int status) {
    assertThatThrownBy(() -> files.check(FileName.of(name), content))
        .isInstanceOfSatisfying(
            DocumentRefused.class,
            refused -> {
              assertThat(refused).hasMessageContaining(says).hasMessageNotContaining(name);
              assertThat(refused.status()).isEqualTo(HttpStatus.valueOf(status));
            });
  }

  @Test
  void anInstallationCanAcceptFewerTypes() {
    FileCheck pdfOnly = new FileCheck(settings(FileType.PDF));

    assertThat(pdfOnly.check(FileName.of("report.pdf"), pdf("A report"))).isEqualTo(FileType.PDF);
    assertThatThrownBy(() -> pdfOnly.check(FileName.of("photo.png"), image("png")))
        .isInstanceOf(DocumentRefused.class);
    assertThatThrownBy(() -> pdfOnly.check(FileName.of("a.docx"), docx()))
        .isInstanceOf(DocumentRefused.class);
  }

  @Test
  void unpackingStopsForAZipBomb() {
    byte[] bomb =
        zip("word/document.xml", "0".repeat(210 * 1024 * 1024), "[Content_Types].xml", "");
    assertThat(bomb.length).isLessThan(400 * 1024);

    assertThatThrownBy(() -> files.check(FileName.of("a.docx"), bomb))
        .hasMessageContaining("cannot be unpacked");
  }

  @Test
  void anArchiveWithAnXmlBombIsNotRead() {
    String longest = "a".repeat(16 * 1024 * 1024);

    refused("a.odt", odt("", "a.xml", "<a b=\"" + longest + "\"/>"), "cannot be unpacked");
    refused(
        "a.odt", odt("", "a.xml", "<a>".repeat(1001) + "</a>".repeat(1001)), "cannot be unpacked");
    assertThat(
            files.check(
                FileName.of("a.odt"), odt("", "a.xml", "<a>".repeat(1000) + "</a>".repeat(1000))))
        .isEqualTo(FileType.ODT);
  }
}
