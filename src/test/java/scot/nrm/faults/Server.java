package scot.nrm.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.util.FileSystemUtils;
import scot.nrm.Databases.Database;

/** A PostgreSQL of its own, as durable as in production, which can be stopped without warning. */
final class Server implements AutoCloseable {

  private static final String USER = "postgres";
  private static final String NAME = "nrm";

  private final Path data;
  private EmbeddedPostgres running;
  private int port;

  Server(Path folder) throws IOException {
    data = folder.resolve("pg");
    start();
  }

  /** Starts it, even after a crash, at the same port. */
  void start() throws IOException {
    if (running != null) {
      running.close(); // what is left of it
    }
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("fsync", "on")
            .setServerConfig("max_wal_size", "64MB");
    running = (port == 0 ? builder : builder.setPort(port)).start();
    if (port == 0) {
      port = running.getPort();
      sql("create database " + NAME);
    }
  }

  /**
   * Copies its files while people work, as PostgreSQL's own tools for backups do.
   *
   * @param folder where to, which doesn't exist yet
   */
  void copyTo(Path folder) throws IOException {
    try (Connection connection = running.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_backup_start('copy', true)");
      copy(data, folder);
      try (ResultSet stopped = statement.executeQuery("select labelfile from pg_backup_stop()")) {
        stopped.next();
        Files.writeString(folder.resolve("backup_label"), stopped.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    // What was written meanwhile, up to the end of the copy.
    copy(data.resolve("pg_wal"), folder);
    Files.delete(folder.resolve("postmaster.pid"));
  }

  /** With permissions, which PostgreSQL insists on. Files that go meanwhile don't matter. */
  private static void copy(Path from, Path to) {
    run(List.of("cp", "-a", from.toString(), to.toString()));
  }

  /** Starts it with a copy of its files from an earlier moment. */
  void goBackTo(Path copy) throws IOException {
    running.close();
    FileSystemUtils.deleteRecursively(data);
    copy(copy, data);
    start();
  }

  /** Like {@code pg_ctl stop -m immediate}: it writes nothing more. */
  void crash() {
    run(List.of("kill", "-QUIT", String.valueOf(pid().orElseThrow())));
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !isThere());
  }

  /**
   * Each commit waits for the disk this much longer.
   *
   * @param milliseconds 0 to 100
   */
  void slowDown(int milliseconds) {
    sql("alter system set commit_siblings = 0");
    sql("alter system set commit_delay = " + milliseconds * 1000);
    sql("select pg_reload_conf()");
  }

  /** Nothing it does comes to an end any more, as on a disk that doesn't answer. */
  void hang() {
    signal("-STOP");
  }

  void resume() {
    signal("-CONT");
  }

  private void signal(String signal) {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes().forEach(process -> command.add(String.valueOf(process.pid())));
    run(command);
  }

  /** The processor time that its present processes have used. */
  Duration processorTime() {
    return processes()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private Stream<ProcessHandle> processes() {
    ProcessHandle first = pid().flatMap(ProcessHandle::of).orElseThrow();
    return Stream.concat(Stream.of(first), first.descendants());
  }

  private static void run(List<String> command) {
    try {
      new ProcessBuilder(command).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether its process is there; it ends where it can't write to its disk. */
  boolean isThere() {
    return pid().flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).isPresent();
  }

  private Optional<Long> pid() {
    try {
      Path file = data.resolve("postmaster.pid");
      return Files.exists(file)
          ? Files.readAllLines(file).stream().findFirst().map(line -> Long.valueOf(line.strip()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Database database() {
    return database(USER);
  }

  Database database(String user) {
    return new Database(running.getJdbcUrl(USER, NAME).replaceAll("\\?.*", ""), user, "");
  }

  /** Makes its database again as the operator does in production, with the users of it. */
  void asInProduction() {
    sql("drop database " + NAME);
    try (Connection connection = running.getPostgresDatabase().getConnection()) {
      ScriptUtils.executeSqlScript(connection, new FileSystemResource("config/database-roles.sql"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void sql(String statement) {
    try (Connection connection = running.getPostgresDatabase().getConnection();
        Statement statements = connection.createStatement()) {
      statements.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    running.close();
  }
}
