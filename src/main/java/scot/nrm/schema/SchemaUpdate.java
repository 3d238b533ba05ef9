package scot.nrm.schema;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.startup.StartRefused;

/**
 * The operator's command that creates or updates the schema, gives the database's users their
 * permissions and exits, without engine and web applications.
 */
public final class SchemaUpdate {

  /** The command-line option that runs it. */
  public static final String OPTION = "nrm.migrate";

  static final String COMMAND =
      "java -jar national-referral-mechanism-*.jar --spring.profiles.active=production --" + OPTION;

  private static final Logger LOG = LoggerFactory.getLogger(SchemaUpdate.class);

  private SchemaUpdate() {}

  /**
   * Updates the schema if necessary. Nodes may run at the same time only if all steps {@linkplain
   * SchemaCheck#onlyAdds only add}.
   *
   * @throws StartRefused if the database can't be reached or its schema can't be updated
   */
  public static void run(String... args) {
    new SpringApplicationBuilder(Parts.class).web(WebApplicationType.NONE).run(args).close();
  }

  /** The beans of this command; not a component, so that the application doesn't find it. */
  @ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
  @Import(EngineSchema.class)
  static class Parts {

    @Bean
    FlywayMigrationStrategy update(
        @Value("${nrm.database.user:}") String runtime,
        @Value("${nrm.database.eraser:}") String eraser) {
      return flyway -> {
        MigrationInfoService schema = SchemaCheck.info(flyway);
        SchemaCheck.checkNotNewer(schema, step -> false); // or nodes could change its new tables
        boolean onlyAdds = Arrays.stream(schema.pending()).allMatch(SchemaCheck::onlyAdds);
        DataSource database = flyway.getConfiguration().getDataSource();
        requireUnicode(database);
        if (!runtime.isEmpty() && !onlyAdds) {
          DatabaseRoles.checkThatNoNodeRuns(database, runtime);
        }
        try {
          flyway.migrate();
        } catch (FlywayException e) {
          throw new StartRefused(
              "The schema could not be brought up to date: " + e.getMessage().strip(),
              "PostgreSQL has undone the step that failed. Correct the cause and run the command again. A new installation needs an empty database of its own.");
        }
        if (!runtime.isEmpty()) {
          DatabaseRoles.grant(database, new DatabaseRoles.Users(runtime, eraser));
        }
        LOG.info("The schema is up to date, version {}.", flyway.info().current().getVersion());
      };
    }
  }

  /** Otherwise a name in another script would be refused, or cut off, once people work. */
  private static void requireUnicode(DataSource database) {
    JdbcClient jdbc = JdbcClient.create(database);
    String encoding =
        jdbc.sql(
                "select pg_encoding_to_char(encoding) from pg_database where datname = current_database()")
            .query(String.class)
            .single();
    if (!encoding.equals("UTF8")) {
      throw new StartRefused(
          "The database has the encoding %s, in which many names can't be written."
              .formatted(encoding),
          "Create it with the encoding UTF8, as config/database-roles.sql does. Nothing has been changed.");
    }
  }
}
