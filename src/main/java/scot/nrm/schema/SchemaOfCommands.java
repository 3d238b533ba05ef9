package scot.nrm.schema;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import scot.nrm.startup.StartRefused;

/**
 * The operator's commands that go through all tables, such as the one that erases, change no schema
 * and need exactly the one they were built for. In a newer one, even with steps that only add, they
 * would leave out the new tables: their content would stay when a case is erased, and would be lost
 * with the old key once everything else has been re-encrypted.
 */
public final class SchemaOfCommands implements FlywayMigrationStrategy {

  @Override
  public void migrate(Flyway flyway) {
    MigrationInfoService schema = SchemaFits.infoOf(flyway);
    SchemaFits.checkNotNewer(schema, step -> false);
    if (schema.pending().length > 0) {
      throw new StartRefused(
          "The database's schema is older than this application.",
          "Bring it up to date with --nrm.migrate first.");
    }
  }
}
