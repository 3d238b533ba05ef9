package scot.nrm.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("quick")
class FileNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "report of Nguyễn Thị Đào-Hà.pdf",
        "تقرير الشرطة.pdf",
        "例子.pdf",
        "Ελένη & Иван's “statement” (1).pdf",
        "😀.pdf"
      })
  void aNameInAnyScriptIsUnchanged(String name) {
    assertThat(FileName.of(name).whole()).isEqualTo(name);
    assertThat(FileName.of(name).ending()).isEqualTo("pdf");
  }

  @ParameterizedTest
  @CsvSource({
    "../../etc/passwd, passwd",
    "C:\\Users\\lena\\report.pdf, report.pdf",
    "folder/other\\report.pdf, report.pdf",
    "report.txt:hidden.pdf, hidden.pdf",
    "' report.pdf ', report.pdf",
    "folder/, ''",
    "'', ''"
  })
  void foldersAreRemoved(String sent, String name) {
    assertThat(FileName.of(sent).whole()).isEqualTo(name);
  }

  @Test
  void invisibleCharactersAreRemoved() {
    assertThat(FileName.of("photo\u202Egpj.exe").whole()).isEqualTo("photogpj.exe");
    assertThat(FileName.of("report\0\r\n.pdf").whole()).isEqualTo("report.pdf");
    assertThat(FileName.of(null).whole()).isEmpty();
  }

  @Test
  void aLongNameIsShortenedButKeepsItsExtension() {
    FileName name = FileName.of("例".repeat(300) + ".pdf");

    assertThat(name.whole()).hasSize(255).contains("…").endsWith(".pdf");
  }

  @ParameterizedTest
  @CsvSource({"report.PDF, pdf", "report.pdf.exe, exe", "report, ''", "report., ''", ".pdf, pdf"})
  void theExtensionFollowsTheLastDot(String name, String ending) {
    assertThat(FileName.of(name).ending()).isEqualTo(ending);
  }
}
