package scot.nrm.schema;

import java.util.Arrays;
import java.util.function.Predicate;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.output.ValidateResult;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.context.annotation.Profile;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;
import scot.nrm.startup.StartRefused;

/**
 * In production, starting the application never changes the schema: it checks that the schema is
 * the one it was built for, or has further steps that {@linkplain #onlyAdds only add}, and that its
 * user has no more permissions than it needs. Otherwise it refuses to start. The operator changes
 * both with {@link SchemaUpdate}.
 */
@Component
@Profile("production")
class SchemaCheck implements FlywayMigrationStrategy {

  private static final String UPDATE =
      "Make a backup, then bring the schema up to date with\n\n    "
          + SchemaUpdate.COMMAND
          + "\n\nand start again. It says if nodes have to be stopped first.";

  /** How the description of a step that only adds begins, as in {@code V123__additive_….sql}. */
  private static final String ADDITIVE = "additive ";

  private static final String RESTORE =
      "Don't repair it by hand: start the version of the application that made this schema, or restore the backup that was made before it was changed.";

  @Override
  public void migrate(Flyway flyway) {
    MigrationInfoService schema = info(flyway);
    if (schema.applied().length == 0) {
      throw new StartRefused("The database has no schema yet.", UPDATE);
    }
    for (MigrationInfo step : schema.applied()) {
      if (step.getState().isFailed()) {
        throw new StartRefused(
            "Step " + step.getVersion() + " of the database's schema has failed part-way.",
            RESTORE);
      }
    }
    checkNotNewer(schema, SchemaCheck::onlyAdds);
    if (schema.pending().length > 0) {
      throw new StartRefused(
          "The database's schema has version %s; this application needs version %s."
              .formatted(schema.current().getVersion(), newest(schema)),
          UPDATE);
    }
    ValidateResult result = flyway.validateWithResult();
    if (!result.validationSuccessful) {
      String steps =
          String.join(", ", result.invalidMigrations.stream().map(step -> step.version).toList());
      throw new StartRefused(
          "The database's schema was made by different scripts from those in this application (step "
              + steps
              + ").",
          RESTORE);
    }
    DatabaseRoles.check(flyway.getConfiguration().getDataSource());
  }

  /** Whether an older program can work with it: it adds tables, indexes or nullable columns. */
  static boolean onlyAdds(MigrationInfo step) {
    return step.getDescription().startsWith(ADDITIVE);
  }

  /**
   * @param accepted the steps that this program may not know
   * @throws StartRefused if the schema has another unknown step
   */
  static void checkNotNewer(MigrationInfoService schema, Predicate<MigrationInfo> accepted) {
    for (MigrationInfo step : schema.applied()) {
      if (!step.getState().isResolved() && !accepted.test(step)) {
        throw new StartRefused(
            "The database's schema (version %s) is newer than this application, which needs version %s."
                .formatted(schema.current().getVersion(), newest(schema)),
            "Use the newer version of the application. A schema can't be changed back to an older one.");
      }
    }
  }

  /** The version of the last step that this program knows. */
  private static String newest(MigrationInfoService schema) {
    return Arrays.stream(schema.all())
        .filter(step -> step.getState().isResolved())
        .map(step -> step.getVersion().toString())
        .reduce((one, next) -> next)
        .orElse("none");
  }

  static MigrationInfoService info(Flyway flyway) {
    try {
      return flyway.info();
    } catch (FlywayException e) {
      throw new StartRefused(
          "The database can't be read (" + rootMessage(e) + ").",
          "Check NRM_DATABASE_URL, that PostgreSQL runs and can be reached from here, and the user and password. --nrm.migrate uses NRM_DATABASE_OWNER and NRM_DATABASE_OWNER_PASSWORD; --nrm.reseal and --nrm.erase use NRM_DATABASE_ERASER and NRM_DATABASE_ERASER_PASSWORD; everything else uses NRM_DATABASE_USER and NRM_DATABASE_PASSWORD.");
    }
  }

  /** The first line of the database's message. */
  static String rootMessage(Throwable failure) {
    Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
    return String.valueOf(root.getMessage())
        .lines()
        .findFirst()
        .orElse(root.getClass().getSimpleName());
  }
}
