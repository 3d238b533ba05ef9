package scot.nrm.schema;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * The settings of each connection to PostgreSQL. The operator's own statement ({@code
 * spring.datasource.hikari.connection-init-sql}) replaces it.
 *
 * <p>Just-in-time compilation costs more here than it gains: statements that are estimated to be
 * expensive are compiled every time, for about half a second, although they take a tenth of that.
 * Nobody waits long for a locked row: the waiting transaction is rolled back, a person gets a
 * message, and a job is retried.
 *
 * <p>Managers' pages count some hundred thousand rows, which don't fit into PostgreSQL's usual four
 * megabytes and would be sorted in files. No other statement needs that much.
 *
 * <p>Rows that the engine adds to one table together are sent as one statement.
 *
 * <p>A connection whose database has disappeared is closed after two minutes.
 */
@Component
class PostgresConnections implements BeanPostProcessor {

  static final String INIT_SQL = "set jit = off; set lock_timeout = '20s'; set work_mem = '32MB'";

  private static final String BATCHED_INSERTS = "reWriteBatchedInserts";

  /** Without {@code tcpKeepAlive}, the driver switches off the keepalive of the sockets. */
  private static final String KEEPALIVE = "tcpKeepAlive";

  private static final String SOCKET_FACTORY = "socketFactory";

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource pool
        && pool.getJdbcUrl() != null
        && pool.getJdbcUrl().startsWith("jdbc:postgresql:")) {
      if (pool.getConnectionInitSql() == null) {
        pool.setConnectionInitSql(INIT_SQL);
      }
      add(pool, BATCHED_INSERTS, "true");
      add(pool, KEEPALIVE, "true");
      add(pool, SOCKET_FACTORY, KeepAliveSockets.class.getName());
    }
    return bean;
  }

  /** Adds a property, unless it is in the operator's URL of the database. */
  private static void add(HikariDataSource pool, String name, String value) {
    if (!pool.getJdbcUrl().contains(name)) {
      pool.addDataSourceProperty(name, value);
    }
  }
}
