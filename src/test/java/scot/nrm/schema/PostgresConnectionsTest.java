package scot.nrm.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.Field;
import java.net.Socket;
import java.sql.Connection;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.postgresql.core.PGStream;
import org.postgresql.core.QueryExecutorBase;
import org.postgresql.jdbc.PgConnection;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;

class PostgresConnectionsTest {

  private final PostgresConnections connections = new PostgresConnections();

  @Test
  void jitCompilationIsOff() {
    try (HikariDataSource pool = pool(Databases.postgres())) {
      connections.postProcessBeforeInitialization(pool, "dataSource");

      assertThat(JdbcClient.create(pool).sql("show jit").query(String.class).single())
          .isEqualTo("off");
    }
  }

  @Test
  void nobodyWaitsLongForALockedRow() {
    try (HikariDataSource pool = pool(Databases.postgres())) {
      connections.postProcessBeforeInitialization(pool, "dataSource");

      assertThat(JdbcClient.create(pool).sql("show lock_timeout").query(String.class).single())
          .isEqualTo("20s");
    }
  }

  @Test
  void connectionsUseKeepAlive() throws Exception {
    try (HikariDataSource pool = pool(Databases.postgres())) {
      connections.postProcessBeforeInitialization(pool, "dataSource");

      try (Connection connection = pool.getConnection()) {
        Socket socket = socketOf(connection);
        assertThat(socket.getKeepAlive()).isTrue();
        assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE))
            .isEqualTo(KeepAliveSockets.IDLE);
      }
    }
  }

  private static Socket socketOf(Connection connection) throws Exception {
    Field stream = QueryExecutorBase.class.getDeclaredField("pgStream");
    stream.setAccessible(true);
    return ((PGStream) stream.get(connection.unwrap(PgConnection.class).getQueryExecutor()))
        .getSocket();
  }

  @Test
  void theOperatorsInitStatementIsKept() {
    try (HikariDataSource pool = pool(Databases.postgres())) {
      pool.setConnectionInitSql("set jit = on");
      connections.postProcessBeforeInitialization(pool, "dataSource");

      assertThat(JdbcClient.create(pool).sql("show jit").query(String.class).single())
          .isEqualTo("on");
    }
  }

  @Test
  void otherDatabasesAreNotConfigured() {
    try (HikariDataSource pool = pool(Databases.h2())) {
      connections.postProcessBeforeInitialization(pool, "dataSource");

      assertThat(pool.getConnectionInitSql()).isNull();
    }
  }

  private static HikariDataSource pool(Database database) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    return pool;
  }
}
