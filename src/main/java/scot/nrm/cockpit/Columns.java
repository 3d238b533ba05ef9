package scot.nrm.cockpit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/** What the columns of the engine's tables mean. */
public final class Columns {

  private Columns() {}

  /**
   * A moment; the engine keeps them in columns that know no zone, in that of this machine. {@code
   * null} for none.
   */
  public static Instant moment(ResultSet row, String column) throws SQLException {
    Timestamp moment = row.getTimestamp(column);
    return moment == null ? null : moment.toInstant();
  }
}
