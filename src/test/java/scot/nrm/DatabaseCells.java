package scot.nrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Every value in every table of the engine and of ours. */
public final class DatabaseCells {

  private DatabaseCells() {}

  @FunctionalInterface
  public interface Cell {

    /**
     * @param place the table and column
     */
    void look(String place, byte[] content);
  }

  /** Reads them as the owner of the tables. */
  public static void forEach(DataSource application, Cell cell) throws SQLException {
    try (Connection connection = Databases.asOwner(application).getConnection();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet found =
          connection
              .getMetaData()
              .getTables(
                  connection.getCatalog(),
                  connection.getSchema(),
                  "%",
                  new String[] {"TABLE", "BASE TABLE"})) {
        while (found.next()) {
          tables.add(found.getString("TABLE_NAME"));
        }
      }
      assertThat(tables).hasSizeGreaterThan(50);
      for (String table : tables) {
        try (ResultSet rows = statement.executeQuery("select * from \"" + table + "\"")) {
          ResultSetMetaData columns = rows.getMetaData();
          while (rows.next()) {
            for (int i = 1; i <= columns.getColumnCount(); i++) {
              byte[] content = content(rows, columns, i);
              if (content != null) {
                cell.look(table + "." + columns.getColumnName(i), content);
              }
            }
          }
        }
      }
    }
  }

  private static byte[] content(ResultSet rows, ResultSetMetaData columns, int column)
      throws SQLException {
    switch (columns.getColumnType(column)) {
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB:
        return rows.getBytes(column);
      default:
        String text = rows.getString(column);
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
