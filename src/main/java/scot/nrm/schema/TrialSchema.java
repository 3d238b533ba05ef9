package scot.nrm.schema;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import scot.nrm.startup.StartRefused;

/**
 * Updates the schema at a start outside production. It refuses a database that other scripts have
 * created: Flyway would suggest a repair, and tables would be missing afterwards.
 */
@Component
@Profile("!production")
class TrialSchema implements FlywayMigrationStrategy {

  @Override
  public void migrate(Flyway flyway) {
    try {
      flyway.migrate();
    } catch (FlywayValidateException e) {
      throw new StartRefused(
          "This database was made by an earlier state of the program and can't be continued.",
          "Start with a new one: move the folder data away, or set spring.datasource.url to another database.");
    }
  }
}
