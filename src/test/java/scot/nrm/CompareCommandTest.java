package scot.nrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import scot.nrm.gate.Difference;
import scot.nrm.startup.StartRefused;

/** The command that says what a folder of files would change. */
class CompareCommandTest {

  @TempDir Path folder;

  @Test
  void aFoldersFilesAreComparedWithThoseInForce() throws IOException {
    Path letters = Files.createDirectories(folder.resolve("config/letters"));
    Files.writeString(letters.resolve("nrm-05.html"), "<p>Nothing.</p>");
    Path tables = Files.createDirectories(folder.resolve("processes"));
    Files.writeString(
        tables.resolve("time-limits.dmn"),
        Files.readString(Path.of("processes/time-limits.dmn"))
            .replace("<text>45</text>", "<text>40</text>"));
    Files.copy(Path.of("processes/letters.dmn"), tables.resolve("letters.dmn"));

    assertThat(CompareCommand.run("--nrm.compare=" + folder))
        .extracting(Difference::file, Difference::kind)
        .contains(
            tuple("processes/time-limits.dmn", Difference.Kind.ANSWER),
            tuple("config/letters/nrm-05.html", Difference.Kind.CHANGED))
        .extracting(found -> found.toList().get(0))
        .doesNotContain("processes/letters.dmn");
  }

  @Test
  void aFolderWithoutFilesIsRefused() {
    assertThatThrownBy(() -> CompareCommand.run("--nrm.compare=" + folder))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("There is nothing to compare");
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void aRefusalIsASentenceWithoutAStackTrace(CapturedOutput output) throws InterruptedException {
    Thread main = new Thread(() -> NrmApplication.main(new String[] {"--nrm.compare=" + folder}));

    main.start();
    main.join();

    assertThat(output.getErr())
        .contains("There is nothing to compare in " + folder + ". Give a folder")
        .doesNotContain("\tat ");
  }

  /** The jar calls main by reflection. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void theJarPrintsARefusalAsASentenceToo(CapturedOutput output) {
    NrmApplication.tell(new InvocationTargetException(new StartRefused("Wrong.", "Do this.")));

    assertThat(output.getErr()).isEqualToIgnoringNewLines("Wrong. Do this.");
  }
}
