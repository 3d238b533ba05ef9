package scot.nrm.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.Definitions;
import scot.nrm.rehearsal.RevisionTrials.Trial;
import scot.nrm.revision.RevisionContents;
import scot.nrm.revision.RevisionContents.Contents;

/**
 * Tests the files and settings of the second program, and its end. {@code RehearsalOverHttpTest}
 * starts the real one.
 */
@Tag("quick")
class RevisionTrialsTest {

  private static final Contents REVISION =
      new Contents(7, "Tried", true, Map.of("processes/one.bpmn", bytes("revised")), "digest");

  /** It waits for its input, as the second program does. */
  private static final String RUNS = "cat";

  private static final String DIES = "false";
  private static final Duration LONG = Duration.ofHours(1);

  private final RevisionContents revisions = mock(RevisionContents.class);
  private RevisionTrials tried;

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @BeforeEach
  void aSetInForce() throws IOException {
    when(revisions.problems(any())).thenReturn(List.of());
    when(revisions.files(anyInt()))
        .thenReturn(
            Map.of(
                "processes/one.bpmn", bytes("in force"),
                "config/councils.yaml", bytes("in force")));
    tried = tried(freePort(), LONG, RUNS);
  }

  @AfterEach
  void end() {
    tried.stop();
  }

  private RevisionTrials tried(int port, Duration lasts, String program) {
    return new RevisionTrials(
        new Definitions(Path.of("")),
        revisions,
        new CaseClock(),
        new RevisionTrials.Settings(port, lasts),
        "127.0.0.1",
        "one.jar:two.jar") {

      @Override
      ProcessBuilder prepareProcess(Path folder, Contents revision, String password)
          throws IOException {
        return super.prepareProcess(folder, revision, password).command(program);
      }
    };
  }

  @Test
  void noSecretOfThisInstallationReachesTheSecondProgram(@TempDir Path folder) throws IOException {
    ProcessBuilder process =
        new RevisionTrials(
                new Definitions(Path.of("")),
                revisions,
                new CaseClock(),
                new RevisionTrials.Settings(8090, LONG),
                "",
                "one.jar:two.jar")
            .prepareProcess(folder, REVISION, "invented-password");

    assertThat(process.environment()).containsOnlyKeys(RevisionTrials.SETTINGS);
    JsonNode settings =
        new ObjectMapper().readTree(process.environment().get(RevisionTrials.SETTINGS));
    assertThat(settings.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            new String[] {
              "nrm.try.revision", "nrm.try.until", "nrm.try.port",
              "server.port", "nrm.name", "nrm.full-name",
              "server.servlet.context-path", "nrm.node", "nrm.demo.password",
              "nrm.demo.cases-may-stop", "nrm.case-file.key", "nrm.rest.enabled",
              "nrm.clock", "spring.datasource.url"
            });
    assertThat(settings.path("spring.datasource.url").asText()).startsWith("jdbc:h2:mem:try;");
    assertThat(settings.path("nrm.try.until").asText()).matches("\\d\\d:\\d\\d");
    assertThat(settings.path("nrm.demo.password").asText()).isEqualTo("invented-password");
    assertThat(process.command())
        .contains("scot.nrm.NrmApplication")
        .anyMatch(part -> part.endsWith(Path.of("two.jar").toAbsolutePath().toString()))
        .noneMatch(part -> part.contains("invented-password"));
    assertThat(folder.resolve("processes/one.bpmn")).hasContent("revised");
    assertThat(folder.resolve("config/councils.yaml")).hasContent("in force");
    assertThat(folder.resolve("marked/pages/screen-style.html"))
        .content()
        .contains("Rehearsal of revision 7: invented cases only", "max-width");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("roles.yaml", "demo-users.yaml", "demo-cases.yaml")
          .noneMatch(
              file ->
                  file.matches(
                      "application.*|delivery.yaml|organisations.yaml|notices.yaml|.*sql"));
    }
  }

  @Test
  void onlyOneRevisionIsTriedOutAtATime() {
    assertThat(tried.begin(REVISION, "policy.staff")).isEmpty();
    Trial one = tried.running().orElseThrow();
    assertThat(one.person()).isEqualTo("policy.staff");
    assertThat(one.isReady()).isFalse();
    assertThat(one.toString()).doesNotContain(one.password());

    assertThat(tried.begin(REVISION, "policy.approver"))
        .hasValueSatisfying(why -> assertThat(why).contains("already being tried out"));
    assertThat(tried.begin(REVISION, "policy.staff")).as("pressed in another window").isEmpty();
    assertThat(tried.running().orElseThrow()).isSameAs(one);

    tried.end();

    assertThat(tried.running()).isEmpty();
    assertThat(tried.hasFailed(7)).isFalse();
    assertThat(one.process().isAlive()).isFalse();
    assertThat(one.folder()).doesNotExist();
    assertThat(tried.begin(REVISION, "policy.staff")).isEmpty();
    assertThat(tried.running().orElseThrow().password())
        .hasSizeGreaterThanOrEqualTo(12)
        .isNotEqualTo(one.password());
  }

  @Test
  void aTrialEndsWhenItsTimeIsOver() throws IOException {
    tried = tried(freePort(), Duration.ofMillis(50), RUNS);
    tried.begin(REVISION, "policy.staff");

    await().until(() -> tried.running().isEmpty());

    assertThat(tried.hasFailed(7)).isFalse();
    assertThat(tried.hasTimedOut(7)).as("which the page says").isTrue();
    assertThat(tried.hasTimedOut(8)).isFalse();
  }

  @Test
  void aCrashedTrialIsReportedUntilTheNextBegins() throws IOException {
    tried = tried(freePort(), LONG, DIES);
    tried.begin(REVISION, "policy.staff");

    await().until(() -> tried.hasFailed(7));

    assertThat(tried.running()).isEmpty();
    assertThat(tried.hasFailed(8)).isFalse();
  }

  @Test
  void theLogOfACrashedTrialHasNoPassword(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("log"), "first\n".repeat(50) + "with secret-word\nlast");

    assertThat(
            RevisionTrials.lastLines(
                new Trial(7, "digest", "policy.staff", "secret-word", folder, null, null)))
        .hasLineCount(40)
        .endsWith("with (password)\nlast");
  }

  @Test
  void aTrialEndsWithTheProgramThatStartedIt() throws Exception {
    CountDownLatch exit = new CountDownLatch(1);
    try (PipedOutputStream program = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(program)) {
      TrialProgram.afterEndOf(input, exit::countDown);
      program.write(1);
      program.flush();
      assertThat(exit.getCount()).isEqualTo(1);

      program.close();

      assertThat(exit.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aTrialNeedsAFreePortACheckedRevisionAndInventedPeople() throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      tried = tried(other.getLocalPort(), LONG, RUNS);
      assertThat(refusal())
          .isEqualTo(
              "Another program uses port %d, at which the revision would be tried out. Ask the operator to set nrm.try.port to a free one."
                  .formatted(other.getLocalPort()));
    }
    when(revisions.problems(any())).thenReturn(List.of("A step leads nowhere."));
    assertThat(refusal()).startsWith("The check found something to correct.");
    tried = tried(0, LONG, RUNS);
    assertThat(tried.isOffered()).isFalse();
    assertThat(refusal()).startsWith("You can't try a revision out here");
    assertThat(tried.running()).isEmpty();
  }

  private String refusal() {
    Optional<String> refusal = tried.begin(REVISION, "policy.staff");
    assertThat(refusal).isPresent();
    return refusal.get();
  }
}
