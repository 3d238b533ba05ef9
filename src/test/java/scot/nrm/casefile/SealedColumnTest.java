package scot.nrm.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases;

class SealedColumnTest {

  /**
   * Lengths of time without a case; keyed digests, which can't be opened; and diagrams, tables and
   * forms, in which no case is.
   */
  private static final Set<String> NOT_SEALED =
      Set.of(
          "kept_times.days",
          "case_document.fingerprint",
          "chain_link.digest",
          "chain_link.mac",
          "revision_file.content");

  /** In SQL: all rows of a column, with the case of each, its content and its part. */
  static String all(SealedColumn column) {
    return "select %s as of_case, %s from %s where %s is not null"
        .formatted(
            SealedColumn.sealedWithMasterKey().contains(column) ? "null" : "case_number",
            String.join(", ", column.withPart()),
            column.table(),
            column.column());
  }

  /** Opens a row of {@link #all}. */
  static byte[] open(ResultSet row, SealedColumn column, ContentCipher cipher) throws SQLException {
    String of = row.getString("of_case");
    byte[] sealed = row.getBytes(column.column());
    String part = row.getString(column.column() + "_part");
    return of == null ? cipher.open(sealed, part) : cipher.openFor(of, sealed, part);
  }

  @Test
  void everyBinaryColumnOutsideTheEngineIsListed() {
    List<String> columns =
        JdbcClient.create(Databases.postgres().dataSource())
            .sql(
                "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public' and data_type = 'bytea'")
            .query(String.class)
            .list()
            .stream()
            .filter(column -> !column.toLowerCase(Locale.ROOT).startsWith("act_"))
            .filter(column -> !NOT_SEALED.contains(column))
            .toList();

    assertThat(Arrays.stream(SealedColumn.values()).map(c -> c.table() + "." + c.column()))
        .containsExactlyInAnyOrderElementsOf(columns);
  }
}
