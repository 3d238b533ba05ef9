package scot.nrm.schema;

import java.sql.Connection;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.stereotype.Component;

/**
 * The first step of the schema: the engine's own tables, created by the scripts that come with the
 * engine, so that they always match its version.
 */
@Component
public class EngineSchema implements JavaMigration {

  /** The engine's scripts, in the order in which the engine runs them. */
  private static final List<String> PARTS =
      List.of(
          "engine",
          "history",
          "identity",
          "case.engine",
          "case.history",
          "decision.engine",
          "decision.history");

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("1");
  }

  @Override
  public String getDescription() {
    return "engine tables";
  }

  /** None: the scripts are the engine's, and the engine checks the version of its tables itself. */
  @Override
  public Integer getChecksum() {
    return null;
  }

  /** In a transaction, so that PostgreSQL creates all tables or none. */
  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }

  @Override
  public void migrate(Context context) throws Exception {
    Connection connection = context.getConnection();
    String database =
        switch (connection.getMetaData().getDatabaseProductName()) {
          case "PostgreSQL" -> "postgres";
          case "H2" -> "h2";
          default -> throw new IllegalStateException("The schema supports only PostgreSQL and H2");
        };
    for (String part : PARTS) {
      String script =
          "org/camunda/bpm/engine/db/create/activiti.%s.create.%s.sql".formatted(database, part);
      ScriptUtils.executeSqlScript(
          connection,
          new EncodedResource(
              new ClassPathResource(script, ProcessEngine.class.getClassLoader()), "UTF-8"));
    }
  }
}
