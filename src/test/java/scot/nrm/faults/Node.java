package scot.nrm.faults;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import scot.nrm.Databases.Database;
import scot.nrm.NrmApplication;

/** A node of the application in a process of its own, which can die. */
final class Node {

  private static final Duration STARTS_WITHIN = Duration.ofMinutes(10);
  private static final Duration STOPS_WITHIN = Duration.ofMinutes(1);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

  private final int port = freePort();
  private final Path folder;
  private final List<String> settings = new ArrayList<>();
  private final List<String> java =
      new ArrayList<>(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
  private String classPath = System.getProperty("java.class.path");
  private Process process;

  Node(String name, Path folder, Database database, String... more) {
    this.folder = folder.resolve(name);
    settings.addAll(Arrays.asList(database.arguments()));
    settings.addAll(
        List.of("--server.port=" + port, "--nrm.node=" + name, "--nrm.demo.cases=false"));
    settings.addAll(Arrays.asList(more));
  }

  /** From its next start on, as a program that works for days: with the second compiler too. */
  Node compiledInEarnest() {
    java.remove("-XX:TieredStopAtLevel=1");
    return this;
  }

  /**
   * From its next start on, this is a newer program.
   *
   * @param classes what it has more than the earlier one, such as a step of the schema
   */
  void update(Path classes) {
    classPath = classes + File.pathSeparator + classPath;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String root() {
    return "http://localhost:" + port;
  }

  Node begin() {
    return begin(List.of());
  }

  /**
   * @param more settings for this time
   */
  Node begin(List<String> more) {
    List<String> command = new ArrayList<>();
    command.add(java("java"));
    command.addAll(java);
    command.addAll(List.of("-cp", classPath, NrmApplication.class.getName()));
    command.addAll(settings);
    command.addAll(more);
    try {
      Files.createDirectories(folder);
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Node start() {
    begin();
    ready();
    return this;
  }

  void ready() {
    Awaitility.await(folder.getFileName() + " is ready")
        .atMost(STARTS_WITHIN)
        .until(() -> status("/readyz") == 200);
  }

  /** The status of an answer within 30 seconds; 0 for none. */
  int status(String path) {
    try {
      return CLIENT
          .send(
              HttpRequest.newBuilder(URI.create(root() + path))
                  .timeout(Duration.ofSeconds(30))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Runs a command of the operator.
   *
   * @param command none for a start that is expected to be refused
   */
  int run(String... command) {
    begin(List.of(command));
    end(process, STARTS_WITHIN);
    return process.exitValue();
  }

  private Path log() {
    return folder.resolve("log");
  }

  /** Its log since its first start. */
  String said() throws IOException {
    return Files.readString(log());
  }

  /** The processor time that it has used since it started. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** The used heap after a garbage collection, in megabytes. */
  long heap() throws IOException {
    Process count =
        new ProcessBuilder(java("jcmd"), String.valueOf(process.pid()), "GC.class_histogram")
            .start();
    try (BufferedReader lines = count.inputReader()) {
      String total = lines.lines().reduce((one, next) -> next).orElseThrow();
      return Long.parseLong(total.strip().split("\\s+")[2]) / 1_000_000;
    }
  }

  private static String java(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program).toString();
  }

  /** The diagrams, tables and forms beside the program, which it uses instead of its own. */
  Path processes() {
    return folder.resolve("processes");
  }

  /** Like {@code kill -9}. */
  void die() {
    end(process.destroyForcibly(), STOPS_WITHIN);
  }

  /** Like {@code kill}; returns before it has stopped. */
  void stopSoon() {
    process.destroy();
  }

  void stop() {
    process.destroy();
    end(process, STOPS_WITHIN);
  }

  private static void end(Process process, Duration within) {
    try {
      if (!process.waitFor(within.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
