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

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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

  private static DocumentSettings settings(FileType... types) {
    return new DocumentSettings(
        DataSize.ofKilobytes(500),
        10,
        List.of(types),
        List.of(),
        new Scanner("", 3310, Duration.ofSeconds(1), false));
  }

  static Stream<Arguments> whatIsTaken() {
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
  @MethodSource("whatIsTaken")
  void isTakenForWhatItIsInside(String name, byte[] content, FileType type) {
    assertThat(files.check(FileName.of(name), content)).isEqualTo(type);
  }

  static Stream<Arguments> whatIsNot() {
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
                "mimetype",
                "application/vnd.oasis.opendocument.text",
                "content.xml",
                "",
                "Basic/Standard/Module1.xml",
                ""),
            "contains macros",
            415),
        arguments("statement.docx", Arrays.copyOf(docx(), docx().length / 3), "damaged", 415));
  }

  @ParameterizedTest
  @MethodSource("whatIsNot")
  void isRefusedWithASentence(String name, byte[] content, String says, int status) {
    assertThatThrownBy(() -> files.check(FileName.of(name), content))
        .isInstanceOfSatisfying(
            NotAdded.class,
            refused -> {
              assertThat(refused).hasMessageContaining(says).hasMessageNotContaining(name);
              assertThat(refused.status()).isEqualTo(HttpStatus.valueOf(status));
            });
  }

  @Test
  void anInstallationMayTakeFewerTypes() {
    FileCheck pdfOnly = new FileCheck(settings(FileType.PDF));

    assertThat(pdfOnly.check(FileName.of("report.pdf"), pdf("A report"))).isEqualTo(FileType.PDF);
    assertThatThrownBy(() -> pdfOnly.check(FileName.of("photo.png"), image("png")))
        .isInstanceOf(NotAdded.class);
    assertThatThrownBy(() -> pdfOnly.check(FileName.of("a.docx"), docx()))
        .isInstanceOf(NotAdded.class);
  }

  @Test
  void anArchiveThatGrowsBeyondAllMeasureIsNotUnpackedToItsEnd() {
    byte[] bomb =
        zip("word/document.xml", "0".repeat(210 * 1024 * 1024), "[Content_Types].xml", "");
    assertThat(bomb.length).isLessThan(400 * 1024);

    assertThatThrownBy(() -> files.check(FileName.of("a.docx"), bomb))
        .hasMessageContaining("cannot be unpacked");
  }
}
