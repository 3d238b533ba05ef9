package scot.nrm.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.startup.StartRefused;

/** The permissions of the running program. Whole cases go through with them in the journeys. */
class DatabaseRolesTest {

  private static final Map<String, List<String>> CHANGED =
      Map.of(
          "letter",
          List.of("delivery", "delivery_note", "mail_claimed_until", "posted_at", "posted_by"),
          "case_repair",
          List.of("decision", "decided_by", "decided_at", "done_at"),
          "revision_comment",
          List.of("settled_by", "settled_at"),
          "revision_move",
          List.of("finished_at"));

  /** Tables of ours that the running program may change and delete from, and why it may. */
  private static final Map<String, String> CHANGED_FREELY =
      Map.ofEntries(
          Map.entry("awareness_booking", "about no case: places are confirmed, moved, given back"),
          Map.entry("awareness_booking_book", "the last number of a booking"),
          Map.entry("birthday_check", "made again when a date of birth changes"),
          Map.entry("case_match", "made again from the child's file"),
          Map.entry("case_police_force", "made again from the child's file, and in the chain"),
          Map.entry("digest_reader", "who wants e-mails: switched on and off"),
          Map.entry("absence", "deleted when the person is back"),
          Map.entry("form_draft", "deleted when the form is sent"),
          Map.entry("kept_on", "how far the snapshot goes"),
          Map.entry("kept_times", "a snapshot, made again from the history"),
          Map.entry("kept_waiting", "a snapshot, made again from the history"),
          Map.entry("kept_waiting_sum", "a snapshot, made again from the history"),
          Map.entry("kept_work", "a snapshot, made again from the history"),
          Map.entry("notice", "deleted when the e-mail was sent"),
          Map.entry("notice_morning", "which morning's notices were sent"),
          Map.entry("refused_form", "counted up; no case and no person"),
          Map.entry("register_nationality", "replaced by a correction, and in the chain"),
          Map.entry("rehearsal_case", "replaced by the next rehearsal of the revision"),
          Map.entry("revision_file", "replaced in a draft; an approval has a digest of the files"),
          Map.entry("revision_reason", "replaced and removed in a draft, and then no more"),
          Map.entry("saved_view", "a person's own filters of a list, about no case"),
          Map.entry("signed_in_session", "deleted when the session ends"),
          Map.entry("team_task", "follows the engine's tables, which say who may see a task"),
          Map.entry("team_task_of_engine", "a view of the engine's tables"));

  private static Database database;
  private static JdbcClient runtime;

  @BeforeAll
  static void connect() {
    database = Databases.postgres();
    runtime = JdbcClient.create(database.asRuntime().dataSource());
  }

  @Test
  void theGrantedPermissionsMatchTheCheckedOnes() {
    assertThatCode(() -> DatabaseRoles.check(database.asRuntime().dataSource()))
        .doesNotThrowAnyException();
  }

  /** The program would start, and then every form would fail. */
  @Test
  void missingPermissionsAreRefused() {
    Database incomplete = Databases.postgres();
    JdbcClient owner = JdbcClient.create(incomplete.dataSource());
    owner.sql("revoke update on case_register from nrm_runtime").update();
    owner.sql("revoke delete on form_draft from nrm_runtime").update();
    owner.sql("revoke update (posted_at) on letter from nrm_runtime").update();

    assertThatThrownBy(() -> DatabaseRoles.check(incomplete.asRuntime().dataSource()))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(
            "may not do all that this program needs on case_register, form_draft, letter.");
  }

  @Test
  void aStandbyIsRefused() throws SQLException {
    try (Connection connection = database.asRuntime().dataSource().getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      DataSource standby = new SingleConnectionDataSource(connection, true);

      assertThatThrownBy(() -> DatabaseRoles.check(standby))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("The database can only be read.")
          .hasMessageContaining("NRM_DATABASE_URL");
    }
  }

  @Test
  void theSchemaCannotChangeWhileANodeIsConnected() throws SQLException {
    DataSource owner = database.dataSource();
    try (Connection node = database.asRuntime().dataSource().getConnection()) {
      assertThatThrownBy(
              () -> DatabaseRoles.checkThatNoNodeRuns(owner, node.getMetaData().getUserName()))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("still connected to this database as ")
          .hasMessageContaining("from 127.0.0.1");
    }
    assertThatCode(() -> DatabaseRoles.checkThatNoNodeRuns(owner, "another"))
        .doesNotThrowAnyException();
  }

  @Test
  void aNodeMayBeConnectedWhileTheSchemaIsUpToDate() throws SQLException {
    try (Connection node = database.asRuntime().dataSource().getConnection()) {
      String runtime = node.getMetaData().getUserName();

      assertThatCode(
              () ->
                  new SchemaUpdate.Parts()
                      .update(runtime, "nrm_eraser")
                      .migrate(Databases.flyway(database)))
          .doesNotThrowAnyException();
    }
  }

  /**
   * A new table is added to {@link DatabaseRoles}, or to the list above with a reason. Otherwise
   * the running program could remove what is in it.
   */
  @Test
  void everyTableIsProtectedOrListedAsUnprotected() {
    Set<String> known = new TreeSet<>(CHANGED_FREELY.keySet());
    known.addAll(DatabaseRoles.protectedTables());
    known.addAll(DatabaseRoles.NEVER_DELETED);

    assertThat(
            JdbcClient.create(database.dataSource())
                .sql(
                    "select relname from pg_class where relkind in ('r', 'p', 'v', 'm') and relnamespace = current_schema()::regnamespace and relname not like 'act\\_%'")
                .query(String.class)
                .list())
        .containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void theInstallPageListsTheProtectedTables() throws IOException {
    String documented = Files.readString(Path.of("docs/operate/install.md"));

    assertThat(
            Stream.concat(
                DatabaseRoles.protectedTables().stream(), DatabaseRoles.NEVER_DELETED.stream()))
        .allMatch(table -> documented.contains("`" + table + "`"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "access_alert", "access_log", "case_document", "case_erasure", "case_key", "chain_link",
        "earlier_name", "case_repair", "letter", "master_key", "person_at_provider", "register_act",
        "register_council", "register_decision", "register_event", "register_link"
      })
  void evidenceCanBeNeitherChangedNorDeleted(String table) {
    for (String column : columns(table)) {
      if (!CHANGED.getOrDefault(table, List.of()).contains(column)) {
        assertRefused("update %s set %s = default".formatted(table, column));
      }
    }
    assertRefused("delete from " + table);
    assertRefused("truncate " + table);
    assertRefused("alter table %s disable trigger all".formatted(table));
    assertRefused("drop table " + table);
  }

  @Test
  void aCaseCannotBeDeletedNorTheSchemaChanged() {
    assertRefused("delete from case_register");
    assertRefused("delete from case_file");
    assertRefused("create table another (id integer)");
    assertRefused("update flyway_schema_history set checksum = 1");
  }

  @Test
  void aLettersDeliveryCanBeRecorded() {
    assertThat(
            runtime
                .sql(
                    "update letter set delivery = 'printed', delivery_note = null, mail_claimed_until = null, posted_by = 'a', posted_at = now() where id = 'unknown'")
                .update())
        .isZero();
  }

  private static List<String> columns(String table) {
    List<String> columns =
        runtime
            .sql("select column_name from information_schema.columns where table_name = ?")
            .param(table)
            .query(String.class)
            .list();
    assertThat(columns).as(table).isNotEmpty();
    return columns;
  }

  private static void assertRefused(String statement) {
    assertThatThrownBy(() -> runtime.sql(statement).update())
        .as(statement)
        .rootCause()
        .hasMessageMatching("(?s).*(permission denied|must be owner).*");
  }
}
