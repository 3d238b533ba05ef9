package scot.nrm.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import scot.nrm.documents.VirusScanner.Verdict;

@ExtendWith(OutputCaptureExtension.class)
@Tag("quick")
class VirusScannerTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  @ParameterizedTest
  @ValueSource(ints = {1, 64 * 1024, 64 * 1024 + 1, 3_000_000})
  void theWholeFileIsScanned(int size) {
    byte[] file = new byte[size];
    new Random(size).nextBytes(file);

    try (FakeClamd clamd = new FakeClamd()) {
      assertThat(scanner(clamd).check(file)).isEqualTo(Verdict.CLEAN);
      assertThat(clamd.seen()).singleElement().isEqualTo(file);
    }
  }

  @Test
  void aVirusIsFoundAndLogged(CapturedOutput output) {
    try (FakeClamd clamd = new FakeClamd()) {
      assertThat(scanner(clamd).check(SampleFiles.text(FakeClamd.EICAR)))
          .isEqualTo(Verdict.INFECTED);
    }

    assertThat(output).contains("Eicar-Test-Signature FOUND");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSTREAM size limit exceeded. ERROR",
        "stream: Can't allocate memory ERROR",
        "OK",
        ""
      })
  void anUnclearAnswerCountsAsNoAnswer(String answer) {
    try (FakeClamd clamd = new FakeClamd(answer)) {
      assertThat(scanner(clamd).check(SampleFiles.text("A note"))).isEqualTo(Verdict.NO_ANSWER);
    }
  }

  @Test
  void aMissingScannerGivesNoAnswer(CapturedOutput output) {
    FakeClamd clamd = new FakeClamd();
    clamd.close();

    assertThat(scanner(clamd).check(SampleFiles.text("A note"))).isEqualTo(Verdict.NO_ANSWER);

    assertThat(output).contains("does not answer").doesNotContain("A note");
  }

  /** It takes nothing of a large file: then sending it would never end. */
  @ParameterizedTest
  @ValueSource(ints = {1, 20_000_000})
  @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
  void aSilentScannerGivesNoAnswer(int size) throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      VirusScanner scanner =
          new VirusScanner("localhost", silent.getLocalPort(), Duration.ofMillis(50));

      assertThat(scanner.check(new byte[size])).isEqualTo(Verdict.NO_ANSWER);
    }
  }

  private static VirusScanner scanner(FakeClamd clamd) {
    return new VirusScanner("localhost", clamd.port(), SOON);
  }
}
