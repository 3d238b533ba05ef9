package db.migration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * What only PostgreSQL or only H2 has. A class, because a script runs on both, and Spring's {@code
 * {vendor}} needs a connection before an unreachable database can be reported.
 */
public class V10__Tasks_and_places extends BaseJavaMigration {

  @Override
  public void migrate(Context context) throws SQLException, IOException {
    String script =
        "/db/%s.sql".formatted(context.getConnection().getMetaData().getDatabaseProductName());
    try (InputStream read = V10__Tasks_and_places.class.getResourceAsStream(script);
        Statement statement = context.getConnection().createStatement()) {
      statement.execute(new String(read.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
