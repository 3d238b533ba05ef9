package scot.nrm.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.startup.StartRefused;

class SchemaTest {

  @Test
  void theEngineAcceptsTheSchemaOnH2() {
    engineAccepts(Databases.emptyH2());
  }

  @Test
  void theEngineAcceptsTheSchemaOnPostgres() {
    engineAccepts(Databases.emptyPostgres());
  }

  @Test
  void deletionsOfExecutionsAndTasksDoNotLookForTheirIdsAgain() {
    assertThat(
            JdbcClient.create(Databases.postgres().dataSource())
                .sql(
                    "select concat(conname, ' ', confdeltype) from pg_constraint where contype = 'f' and confrelid in ('ACT_RU_EXECUTION'::regclass, 'ACT_RU_TASK'::regclass)")
                .query(String.class)
                .list())
        .hasSize(12)
        .allSatisfy(key -> assertThat(key).endsWith(" r"));
  }

  @Test
  void theProgramStartsOnANewerAdditiveSchemaButRefusesCommands() {
    Database database = Databases.postgres();
    JdbcClient.create(database.dataSource())
        .sql(
            "insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success) values (999, '999', 'additive notes', 'SQL', 'V999__additive_notes.sql', 'nrm', 1, true)")
        .update();
    Flyway flyway = Databases.flyway(database.asRuntime());

    assertThatCode(() -> new SchemaCheck().migrate(flyway)).doesNotThrowAnyException();
    for (FlywayMigrationStrategy command :
        List.of(new SchemaUpdate.Parts().update("", ""), new ExactSchemaCheck())) {
      assertThatThrownBy(() -> command.migrate(flyway))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("is newer than this application");
    }
  }

  @Test
  void aDatabaseThatIsNotUnicodeIsRefused() {
    String url = Databases.emptyPostgres().url();
    JdbcClient server = JdbcClient.create(new DriverManagerDataSource(url, "postgres", ""));
    server
        .sql(
            "create database latin owner nrm_owner encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0")
        .update();
    try {
      Database latin = new Database(url.replaceAll("/[^/]+$", "/latin"), "nrm_owner", "");

      assertThatThrownBy(
              () -> new SchemaUpdate.Parts().update("", "").migrate(Databases.flyway(latin)))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("encoding LATIN1")
          .hasMessageContaining("config/database-roles.sql");
    } finally {
      server.sql("drop database latin with (force)").update();
    }
  }

  @Test
  void aTrialWithChangedScriptsAsksForANewDatabase() {
    Database database = Databases.h2();
    JdbcClient.create(database.dataSource())
        .sql("update \"flyway_schema_history\" set \"checksum\" = 1 where \"version\" = '2'")
        .update();

    assertThatThrownBy(() -> new TrialSchema().migrate(Databases.flyway(database)))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("can't be continued")
        .hasMessageContaining("move the folder data away");
  }

  private static void engineAccepts(Database database) {
    Flyway flyway = Databases.flyway(database);
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
