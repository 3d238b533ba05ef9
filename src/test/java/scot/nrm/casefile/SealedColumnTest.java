package scot.nrm.casefile;

import static org.assertj.core.api.Assertions.assertThat;

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

  @Test
  void everyColumnOfBytesOutsideTheEngineIsListed() {
    List<String> columns =
        JdbcClient.create(Databases.postgres().dataSource())
            .sql(
                "select table_name || '.' || column_name from information_schema.columns"
                    + " where table_schema = 'public' and data_type = 'bytea'")
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
