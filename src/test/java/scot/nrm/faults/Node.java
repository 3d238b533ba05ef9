package scot.nrm.faults;

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
  private Process process;

  Node(String name, Path folder, Database database, String... more) {
    this.folder = folder.resolve(name);
    settings.addAll(Arrays.asList(database.arguments()));
    settings.addAll(
        List.of("--server.port=" + port, "--nrm.node=" + name, "--nrm.demo.cases=false"));
    settings.addAll(Arrays.asList(more));
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
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NrmApplication.class.getName()));
    command.addAll(settings);
    command.addAll(more);
    try {
      Files.createDirectories(folder);
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
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

  /** Runs a command of the operator. */
  int run(String command) {
    begin(List.of(command));
    end(process, STARTS_WITHIN);
    return process.exitValue();
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
