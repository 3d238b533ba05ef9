package scot.nrm.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class GeneratorProgressTest {

  private static final long SECOND = 1_000_000_000;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
  private long now;

  @Test
  void aTerminalShowsOneProgressBarThatIsUpdated() {
    GeneratorProgress progress = new GeneratorProgress(out, true, 3000, () -> now);

    for (int done = 1; done <= 1501; done++) {
      now += SECOND / 20;
      progress.done(done);
    }
    progress.end();

    String[] renewed = text().strip().split("\r");
    assertThat(text().strip()).doesNotContain("\n");
    assertThat(renewed).as("five times a second").hasSizeBetween(300, 400);
    assertThat(renewed[renewed.length - 1])
        .contains(
            "[===============               ] 50 %: 1,501 of 3,000 cases, 20.0 a second, 1 min 15 s left");
  }

  @Test
  void aShorterLineOverwritesALongerOne() {
    GeneratorProgress progress = new GeneratorProgress(out, true, 100, () -> now);
    now = SECOND;
    progress.done(1);
    now = 2 * SECOND;
    progress.done(100);

    String[] lines = text().split("\r");
    assertThat(lines[2]).hasSameSizeAs(lines[1]).contains("100 %", "0 s left");
  }

  @Test
  void otherOutputGetsALineEveryFivePercent() {
    GeneratorProgress progress = new GeneratorProgress(out, false, 1000, () -> now);

    for (int done = 1; done <= 1000; done++) {
      now += SECOND / 10;
      progress.done(done);
    }
    progress.end();

    assertThat(text().lines())
        .hasSize(20)
        .first()
        .isEqualTo("5 %: 50 of 1,000 cases, 10.0 a second, 1 min 35 s left");
    assertThat(text().lines())
        .last()
        .isEqualTo("100 %: 1,000 of 1,000 cases, 10.0 a second, 0 s left");
    assertThat(text()).doesNotContain("\r");
  }

  @Test
  void theProgressOfFewCasesListsEach() {
    GeneratorProgress progress = new GeneratorProgress(out, false, 3, () -> now);

    for (int done = 1; done <= 3; done++) {
      now += SECOND;
      progress.done(done);
    }

    assertThat(text().lines()).hasSize(3);
  }

  @Test
  void timeIsShownInTheTwoLargestUnits() {
    assertThat(GeneratorProgress.words(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(GeneratorProgress.words(Duration.ofSeconds(61))).isEqualTo("1 min 1 s");
    assertThat(GeneratorProgress.words(Duration.ofSeconds(7261))).isEqualTo("2 h 1 min");
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
