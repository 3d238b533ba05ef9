package db.migration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * The open tasks of each team, which PostgreSQL keeps in a table of its own (docs/adr/0051). H2,
 * for the few cases of a trial, has none: a class, because a script runs on both.
 */
public class V63__Tasks_of_teams extends BaseJavaMigration {

  private static final String SCRIPT = "/db/team-tasks.sql";

  @Override
  public void migrate(Context context) throws SQLException, IOException {
    if (!context.getConnection().getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
      return;
    }
    try (InputStream script = V63__Tasks_of_teams.class.getResourceAsStream(SCRIPT);
        Statement statement = context.getConnection().createStatement()) {
      statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
