package scot.nrm.cockpit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/** Reads columns of the engine's tables. */
public final class Columns {

  private Columns() {}

  /** A timestamp, or {@code null}. The engine stores it in the time zone of this machine. */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp timestamp = row.getTimestamp(column);
    return timestamp == null ? null : timestamp.toInstant();
  }
}
