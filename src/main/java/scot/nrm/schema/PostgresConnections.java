package scot.nrm.schema;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Switches off PostgreSQL's just-in-time compilation, which costs more here than it gains: it
 * compiles each of our statements that is estimated to be expensive every time, for about half a
 * second, although the statement takes a tenth of that. The operator's own statement for each
 * connection ({@code spring.datasource.hikari.connection-init-sql}) replaces this one.
 */
@Component
class PostgresConnections implements BeanPostProcessor {

  static final String NO_COMPILATION = "set jit = off";

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource pool
        && pool.getJdbcUrl() != null
        && pool.getJdbcUrl().startsWith("jdbc:postgresql:")
        && pool.getConnectionInitSql() == null) {
      pool.setConnectionInitSql(NO_COMPILATION);
    }
    return bean;
  }
}
