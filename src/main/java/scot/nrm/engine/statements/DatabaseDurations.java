package scot.nrm.engine.statements;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.mapping.ParameterMapping;
import org.apache.ibatis.mapping.SqlCommandType;
import org.apache.ibatis.mapping.SqlSource;
import org.apache.ibatis.session.Configuration;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;

/**
 * Lets the database calculate the duration of a process, activity or task when it ends: the engine
 * would first read its start. Replaces one expression in the engine's own statements.
 */
final class DatabaseDurations {

  /** Ends with a hyphen, because MyBatis needs a unique name after the last dot. */
  private static final String PREFIX = "scot.nrm.withDuration-";

  private static final String UNKNOWN = "DURATION_ = ?";

  /** In milliseconds, as in the engine. */
  private static final String CALCULATED =
      "DURATION_ = coalesce(?,"
          + " cast(extract(epoch from (cast(? as timestamp) - START_TIME_)) * 1000 as bigint))";

  private static final List<String> UPDATES =
      List.of(
          "updateHistoricProcessInstanceEvent",
          "updateHistoricActivityInstanceEvent",
          "updateHistoricTaskInstanceEvent");

  private DatabaseDurations() {}

  /** Replaces the engine's statements. */
  static void use(DbSqlSessionFactory factory) {
    Configuration statements = factory.getSqlSessionFactory().getConfiguration();
    Map<String, String> names = new HashMap<>();
    if (factory.getStatementMappings() != null) { // PostgreSQL has some
      names.putAll(factory.getStatementMappings());
    }
    for (String update : UPDATES) {
      names.put(update, PREFIX + update);
      if (!statements.hasStatement(PREFIX + update, false)) {
        SqlSource engines = statements.getMappedStatement(update).getSqlSource();
        statements.addMappedStatement(
            new MappedStatement.Builder(
                    statements,
                    PREFIX + update,
                    row -> withDuration(statements, engines.getBoundSql(row), row),
                    SqlCommandType.UPDATE)
                .build());
      }
    }
    factory.setStatementMappings(names);
  }

  private static BoundSql withDuration(Configuration statements, BoundSql engines, Object row) {
    if (!engines.getSql().contains(UNKNOWN)) {
      return engines;
    }
    List<ParameterMapping> parameters = new ArrayList<>();
    ParameterMapping end = null;
    for (ParameterMapping parameter : engines.getParameterMappings()) {
      parameters.add(parameter);
      if (parameter.getProperty().equals("endTime")) {
        end = parameter;
      } else if (parameter.getProperty().equals("durationInMillis")) {
        parameters.add(end);
      }
    }
    return new BoundSql(statements, engines.getSql().replace(UNKNOWN, CALCULATED), parameters, row);
  }
}
