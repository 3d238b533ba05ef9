package scot.nrm.schema;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import scot.nrm.startup.StartRefused;

/**
 * The operator's commands that process all tables, such as the one that erases, don't change the
 * schema, and need exactly the one they were built for. With a newer one, even if its steps only
 * add, they would omit the new tables: their content would remain when a case is erased, and would
 * be lost with the old key once all other content has been re-encrypted.
 */
public final class ExactSchemaCheck implements FlywayMigrationStrategy {

  @Override
  public void migrate(Flyway flyway) {
    MigrationInfoService schema = SchemaCheck.info(flyway);
    SchemaCheck.checkNotNewer(schema, step -> false);
    if (schema.pending().length > 0) {
      throw new StartRefused(
          "The database's schema is older than this application.",
          "Bring it up to date with --nrm.migrate first.");
    }
  }
}
