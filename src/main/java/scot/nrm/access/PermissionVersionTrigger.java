package scot.nrm.access;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.api.Trigger;

/**
 * Raises the version in {@code permission_version} with each change of the engine's permissions on
 * H2, whose triggers are in Java. PostgreSQL's is in {@code PostgreSQL.sql}.
 */
public final class PermissionVersionTrigger implements Trigger {

  @Override
  public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("update permission_version set version = version + 1");
    }
  }
}
