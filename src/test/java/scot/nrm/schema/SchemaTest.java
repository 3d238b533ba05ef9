package scot.nrm.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;

class SchemaTest {

  @Test
  void theEngineAcceptsTheSchemaOnH2() {
    engineAccepts(Databases.emptyH2());
  }

  @Test
  void theEngineAcceptsTheSchemaOnPostgres() {
    engineAccepts(Databases.emptyPostgres());
  }

  private static void engineAccepts(Database database) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(database.dataSource())
            .javaMigrations(new EngineSchema())
            .load();
    flyway.migrate();

    ProcessEngine engine =
        new StandaloneProcessEngineConfiguration()
            .setProcessEngineName("schema-test")
            .setJdbcUrl(database.url())
            .setJdbcUsername(database.user())
            .setJdbcPassword(database.password())
            .setJdbcDriver(
                database.url().startsWith("jdbc:h2") ? "org.h2.Driver" : "org.postgresql.Driver")
            .setDatabaseSchemaUpdate("false")
            .setJobExecutorActivate(false)
            .buildProcessEngine();
    try {
      assertThat(engine.getHistoryService().createHistoricDecisionInstanceQuery().count()).isZero();
      assertThat(engine.getHistoryService().createHistoricCaseInstanceQuery().count()).isZero();
      assertThat(engine.getManagementService().getTableCount())
          .containsKeys("ACT_ID_USER", "ACT_RE_DECISION_DEF");
      assertThat(flyway.validateWithResult().validationSuccessful).isTrue();
    } finally {
      engine.close();
    }
  }
}
