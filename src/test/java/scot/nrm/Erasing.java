package scot.nrm;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import scot.nrm.retention.Erasure;

/** Runs the command that erases cases, on the database of an application that is running. */
public final class Erasing {

  private Erasing() {}

  public static Erasure.Result run(DataSource application) {
    try (Connection connection = Databases.asOwner(application).getConnection()) {
      return EraseCommand.run(
          "--" + EraseCommand.OPTION,
          "--spring.datasource.url=" + connection.getMetaData().getURL(),
          "--spring.datasource.username=" + connection.getMetaData().getUserName());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
