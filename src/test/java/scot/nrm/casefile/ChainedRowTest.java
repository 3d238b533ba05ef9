package scot.nrm.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases;

class ChainedRowTest {

  /** The columns and tables that aren't covered, with the reason. */
  private static final Map<String, Set<String>> NOT_COVERED =
      Map.of(
          // The owner of the row, which is the name of the chain.
          "", Set.of("case_number", "id", "section", "first_case"),
          // In which order lists show cases.
          "case_register", Set.of("opened_order"),
          // When the digests of likely matches were made.
          "case_file", Set.of("match_rules"),
          // Which node sends it at the moment.
          "letter", Set.of("mail_claimed_until"),
          // Calculated from the content again when it is encrypted again.
          "case_document", Set.of("fingerprint"),
          // The engine's bookkeeping.
          "act_id_user", Set.of("id_", "rev_", "lock_exp_time_", "attempts_", "picture_id_"),
          "act_id_membership", Set.of("user_id_"),
          "earlier_name", Set.of("user_id"),
          "act_id_tenant_member", Set.of("id_", "user_id_", "group_id_"));

  /** Tables of cases that can be made again from the rest, or are about reading and sending. */
  private static final Set<String> TABLES_NOT_COVERED =
      Set.of(
          "birthday_check", "case_erasure",
          "case_key", "case_match",
          "case_move", "access_log",
          "kept_waiting", "kept_work",
          "notice", "rehearsal_case");

  @Test
  void everyColumnIsCoveredOrExemptOnPurpose() {
    for (String table :
        Arrays.stream(ChainedRow.values()).map(ChainedRow::table).collect(Collectors.toSet())) {
      Set<String> covered = new TreeSet<>();
      for (ChainedRow kind : ChainedRow.values()) {
        if (kind.table().equals(table)) {
          kind.columns().forEach(column -> covered.add(lower(column)));
          kind.sealed().forEach(column -> covered.add(column.column()));
        }
      }
      for (SealedColumn large :
          List.of(SealedColumn.LETTER_CONTENT, SealedColumn.DOCUMENT_CONTENT)) {
        if (large.table().equals(table)) {
          covered.add(large.column()); // opened instead: sealed for its id, and written once
        }
      }
      Set<String> columns = columns("table_name = '" + lower(table) + "'", "column_name");
      columns.removeAll(NOT_COVERED.get(""));
      columns.removeAll(NOT_COVERED.getOrDefault(lower(table), Set.of()));
      covered.removeAll(NOT_COVERED.getOrDefault(lower(table), Set.of()));

      assertThat(covered).as(table).isEqualTo(columns);
    }
  }

  @Test
  void everyTableOfACaseIsCoveredOrExemptOnPurpose() {
    Set<String> tables = columns("column_name = 'case_number'", "table_name");
    tables.removeAll(TABLES_NOT_COVERED);

    assertThat(Arrays.stream(ChainedRow.values()).map(kind -> lower(kind.table())))
        .containsAll(tables);
  }

  private static Set<String> columns(String where, String name) {
    return new TreeSet<>(
        JdbcClient.create(Databases.postgres().dataSource())
            .sql(
                "select %s from information_schema.columns where table_schema = 'public' and %s"
                    .formatted(name, where))
            .query(String.class)
            .set());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
