package scot.nrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests the content of the jar for production, side by side: the longest test begins first. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Execution(ExecutionMode.CONCURRENT)
class ProductionJarIT {

  @Test
  void theJarHasNoInventedPeopleOrCases() throws IOException {
    assertThat(entries())
        .contains("BOOT-INF/classes/scot/nrm/NrmApplication.class")
        .noneMatch(name -> name.contains("scot/nrm/demo"))
        .noneMatch(name -> name.matches(".*config/(demo-.*|many-cases)\\.yaml"));
  }

  /** Beside Spring's own bridge it makes each command begin with a warning about class paths. */
  @Test
  void theJarHasOneLoggingBridge() throws IOException {
    assertThat(entries())
        .anyMatch(name -> name.startsWith("BOOT-INF/lib/spring-jcl-"))
        .noneMatch(name -> name.startsWith("BOOT-INF/lib/commons-logging-"));
  }

  @Test
  void theJarListsItsComponents() throws IOException {
    assertThat(entries()).contains("META-INF/sbom/application.cdx.json");
  }

  @Test
  void theJarRefusesToCreateInventedCases() throws Exception {
    Process start = started("--nrm.fill=10");

    assertThat(printed(start))
        .contains("This program file can't create invented cases.", "Remove the setting nrm.fill");
    assertThat(start.waitFor()).isNotZero();
  }

  @Test
  void aFailedCommandPrintsTheProblemAndSetsTheExitCode() throws Exception {
    Process check = started("--nrm.check=no-such-folder");

    assertThat(printed(check))
        .startsWith("There is no folder no-such-folder.")
        .endsWith("1 problem. Nothing has been deployed.\n");
    assertThat(check.waitFor()).isEqualTo(1);
  }

  /** A full folder has the same effect. */
  @Test
  void aCheckReportsThatItsFilesCannotBeCopied(@TempDir Path folder) throws Exception {
    Files.createFile(Files.createDirectory(folder.resolve("forms")).resolve("one.form"));
    Path none = folder.resolve("none");

    Process check = started("--nrm.check=" + folder, "-Djava.io.tmpdir=" + none);

    assertThat(printed(check))
        .contains("The files can't be copied to the folder for temporary files, " + none)
        .endsWith("1 problem. Nothing has been deployed.\n");
    assertThat(check.waitFor()).isEqualTo(1);
  }

  /** The program starts a second time for it, in memory, like a rehearsal. */
  @Test
  @Order(1)
  void theJarReplaysAScenario(@TempDir Path folder) throws Exception {
    Path scenarios = Files.createDirectories(folder.resolve("config/scenarios"));
    Files.writeString(
        scenarios.resolve("referred.json"),
        Files.readString(Path.of("docs/policy/rehearse.md")).split("```json\n")[1].split("```")[0]);

    Process check = started("--nrm.check=" + folder);

    assertThat(printed(check)).contains("Nothing is wrong.");
    assertThat(check.waitFor()).isZero();
  }

  private static Process started(String option, String... ofJava) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // a start is over before the second compiler would pay
                "-XX:+UseSerialGC"));
    command.addAll(List.of(ofJava));
    command.addAll(List.of("-jar", System.getProperty("nrm.jar"), option));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String printed(Process program) throws IOException {
    return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static List<String> entries() throws IOException {
    try (ZipFile jar = new ZipFile(System.getProperty("nrm.jar"))) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }
}
