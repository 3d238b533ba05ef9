package scot.nrm.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases.Database;
import scot.nrm.NrmApplication;

/**
 * This application, or stock Camunda, as a process of its own with both of Java's compilers. Its
 * processor time is what it used itself, whatever else the machine does meanwhile.
 *
 * <p>{@code -Dnrm.bench.java=} gives both further options of Java, such as {@code
 * -XX:StartFlightRecording=filename=recording.jfr}. They run in folders of {@code
 * target/benchmarks}, with what they log.
 */
final class Program implements AutoCloseable {

  /** What all invented people have here, and stock's people are given. */
  static final String PASSWORD = "development-only";

  private static final Path FOLDERS = Path.of("target", "benchmarks").toAbsolutePath();
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(15); // also on a busy machine
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** The name of connections that are not the program's. */
  private static final String CLIENT = "client";

  /** Linux counts in hundredths of a second. */
  private static final int MILLISECONDS_OF_A_TICK = 10;

  /** Libraries of tests that Spring Boot would configure. */
  private static final String OF_TESTS =
      ".*/(freemarker|gson|jackson-module-kotlin|netty|okhttp|spring-boot-test|spring-test)[^/]*";

  /** Libraries that a bare Camunda doesn't have, and that Spring Boot would configure. */
  private static final String NOT_OF_STOCK =
      ".*/(flyway|jackson-dataformat|jakarta.mail|jmustache|micrometer-(core|jakarta9|registry)|spring-boot-actuator|spring-boot-starter-(actuator|mail|oauth2)|spring-security)[^/]*";

  private final Process process;
  private final Path log;
  private final int port;
  private final HikariDataSource connections;
  private final JdbcClient database;
  private final Map<Long, Long> backends = new HashMap<>();

  /**
   * Starts this application without invented cases, and waits until it is ready.
   *
   * @param settings such as {@code --nrm.clock=2013-06-03T12:00}
   */
  static Program here(Database database, String... settings) {
    List<String> all = new ArrayList<>(List.of("--nrm.demo.cases=false"));
    all.addAll(Arrays.asList(settings));
    Program program =
        new Program("here", NrmApplication.class, database, all, ".*/test-classes", OF_TESTS);
    return program.whenReady(program::acceptsRequests);
  }

  /** Starts stock Camunda, and waits until it is ready. */
  static Program stock(Database database) {
    Program program =
        new Program(
            "stock",
            StockProgram.class,
            database,
            List.of(
                "--camunda.bpm.auto-deployment-enabled=false", // it would deploy diagrams of tests
                "--camunda.bpm.authorization.enabled=true",
                "--camunda.bpm.admin-user.id=admin",
                "--camunda.bpm.generic-properties.properties.general-resource-whitelist-pattern=[a-zA-Z0-9.-]+",
                "--straight-case.forms=" + Path.of("forms").toAbsolutePath()),
            ".*/target/classes",
            OF_TESTS,
            NOT_OF_STOCK);
    return program.whenReady(program::hasStarted);
  }

  private Program(
      String name, Class<?> main, Database database, List<String> settings, String... without) {
    port = freePort();
    connections =
        (HikariDataSource)
            new Database(
                    database.url() + "?ApplicationName=" + CLIENT,
                    database.user(),
                    database.password())
                .pool();
    this.database = JdbcClient.create(connections);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.add("-XX:-UseDynamicNumberOfCompilerThreads"); // what has ended isn't counted
    Arrays.stream(System.getProperty("nrm.bench.java", "").split(" "))
        .filter(option -> !option.isEmpty())
        .forEach(command::add);
    command.addAll(List.of("-cp", classPath(without), main.getName(), "--server.port=" + port));
    command.addAll(Arrays.asList(database.arguments()));
    command.addAll(settings);
    Path folder = FOLDERS.resolve(name);
    log = folder.resolve("log");
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(log);
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Program whenReady(Callable<Boolean> ready) {
    try {
      Awaitility.await("a start, see " + log)
          .atMost(STARTS_WITHIN)
          .failFast("it has ended, see " + log, () -> !process.isAlive())
          .until(ready);
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Spring Boot's line, after which stock does nothing more. */
  private boolean hasStarted() throws IOException {
    return log().contains("process running for");
  }

  /** This application prepares more after that line. */
  private boolean acceptsRequests() throws IOException, InterruptedException {
    return hasStarted()
        && HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/readyz"))
                        .build(),
                    BodyHandlers.discarding())
                .statusCode()
            == 200;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath(String... without) {
    Pattern left = Pattern.compile(String.join("|", without));
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !left.matcher(entry).matches())
        .collect(Collectors.joining(File.pathSeparator));
  }

  int port() {
    return port;
  }

  /** What it has logged. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** What else is asked of its database, by connections that are not counted as the program's. */
  JdbcClient database() {
    return database;
  }

  /**
   * Milliseconds of processor time.
   *
   * @param java without the compilers
   * @param compilers those of Java, which have less to do with time
   * @param postgres for the program's connections
   */
  record Spent(double java, double compilers, double postgres) {

    Spent since(Spent earlier) {
      return new Spent(
          java - earlier.java, compilers - earlier.compilers, postgres - earlier.postgres);
    }

    Spent dividedBy(int number) {
      return new Spent(java / number, compilers / number, postgres / number);
    }
  }

  /** What it has used since its start. */
  Spent spent() {
    database
        .sql(
            "select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and application_name <> :client")
        .param("client", CLIENT)
        .query(Long.class)
        .list()
        .forEach(backend -> backends.put(backend, used(Path.of("/proc/" + backend), "")));
    Path java = Path.of("/proc/" + process.pid());
    long compilers = compilers(java.resolve("task"));
    return new Spent(
        used(java, "") - compilers,
        compilers,
        backends.values().stream().mapToLong(Long::longValue).sum());
  }

  private static long compilers(Path threads) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
      long used = 0;
      for (Path thread : all) {
        used += used(thread, "C[12] CompilerThre.*");
      }
      return used;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * In user and system mode, as Linux says it: number, name in brackets, state and more.
   *
   * @param name of the process or thread, as a regular expression; empty for any
   */
  private static long used(Path running, String name) {
    try {
      String all = Files.readString(running.resolve("stat"));
      int end = all.lastIndexOf(')');
      String[] fields = all.substring(end + 2).split(" ");
      return name.isEmpty() || all.substring(all.indexOf('(') + 1, end).matches(name)
          ? (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLISECONDS_OF_A_TICK
          : 0;
    } catch (IOException e) {
      return 0; // it has ended
    }
  }

  @Override
  public void close() {
    connections.close();
    process.destroy();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
