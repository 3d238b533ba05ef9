package scot.nrm.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
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

  /** Starts it, also after a crash, at the same port. */
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

  /** Like {@code pg_ctl stop -m immediate}: it writes nothing more. */
  void crash() {
    try {
      new ProcessBuilder("kill", "-QUIT", String.valueOf(pid().orElseThrow())).start().waitFor();
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !isThere());
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
    return new Database(running.getJdbcUrl(USER, NAME).replaceAll("\\?.*", ""), USER, "");
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
