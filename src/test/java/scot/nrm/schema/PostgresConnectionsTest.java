package scot.nrm.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;

class PostgresConnectionsTest {

  private final PostgresConnections connections = new PostgresConnections();

  @Test
  void postgresCompilesNoStatements() {
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
  void theOperatorsOwnStatementIsKept() {
    try (HikariDataSource pool = pool(Databases.postgres())) {
      pool.setConnectionInitSql("set jit = on");
      connections.postProcessBeforeInitialization(pool, "dataSource");

      assertThat(JdbcClient.create(pool).sql("show jit").query(String.class).single())
          .isEqualTo("on");
    }
  }

  @Test
  void anotherDatabaseIsLeftAlone() {
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
