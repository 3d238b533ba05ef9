package scot.nrm.cockpit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.RowMapper;

/** Reads columns of the engine's tables. */
public final class Columns {

  private Columns() {}

  /**
   * Maps a row to a record by the names of its columns. Timestamps are read as {@link #instant}.
   */
  public static <T extends Record> RowMapper<T> rowMapper(Class<T> type) {
    return new DataClassRowMapper<>(type) {
      @Override
      protected Object getColumnValue(ResultSet row, int index, Class<?> wanted)
          throws SQLException {
        return wanted == Instant.class
            ? instant(row.getTimestamp(index))
            : super.getColumnValue(row, index, wanted);
      }
    };
  }

  /**
   * A timestamp, or {@code null}. The engine stores it without a time zone, in the zone of this
   * machine.
   */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    return instant(row.getTimestamp(column));
  }

  private static Instant instant(Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
