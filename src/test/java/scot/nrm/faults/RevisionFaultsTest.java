package scot.nrm.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases.Database;
import scot.nrm.calendar.LocalDay;
import scot.nrm.pages.Browser;
import scot.nrm.revision.SignedRevisions;

/**
 * Two real nodes on a real PostgreSQL, and one of them is killed at a step of bringing a revision
 * into force. It is in force wholly or not at all, on both, and the other node does it. Run by hand
 * ({@code -Pfaults}): docs/develop/testing.md.
 */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevisionFaultsTest {

  private static final long LOCK = 4711;
  private static final String FILE = "processes/close-case.bpmn";

  /** Nodes look each minute, and wait up to 20 seconds for a lock. */
  private static final Duration SOON = Duration.ofMinutes(3);

  /** Where the node waits when it is killed. */
  enum Step {
    BEFORE_THE_DEPLOYMENT("before insert on act_re_deployment"),
    BEFORE_A_FILE("before insert on act_ge_bytearray"),
    BEFORE_A_DIAGRAM("before insert on act_re_procdef"),
    BEFORE_A_TABLE("before insert on act_re_decision_def"),
    BEFORE_THE_REVISION_IS_IN_FORCE("before update on revision"),
    BEFORE_IT_IS_NOTED("before insert on revision_event"),
    AT_THE_COMMIT("after update on revision deferrable initially deferred");

    private final String when;

    Step(String when) {
      this.when = when;
    }

    String trigger() {
      return "create %s trigger stop_here %s for each row execute function stop_here()"
          .formatted(when.startsWith("after") ? "constraint" : "", when);
    }

    String table() {
      return when.split(" ")[3];
    }
  }

  @TempDir static Path temporary;

  private Server server;
  private Node one;
  private Node two;
  private JdbcClient jdbc;
  private Connection lock;

  @BeforeAll
  void twoNodes() throws IOException, SQLException {
    server = new Server(temporary);
    jdbc = JdbcClient.create(server.database().dataSource());
    one = node("one").start();
    two = node("two").start();
    lock = server.database().dataSource().getConnection();
    jdbc.sql(
            """
            create function stop_here() returns trigger language plpgsql as
            $$ begin perform pg_advisory_xact_lock_shared(%d); return new; end $$\
            """
                .formatted(LOCK))
        .update();
  }

  private Node node(String name) {
    Database database = server.database();
    return new Node(
        name,
        temporary,
        database,
        "--nrm.passwords.memory=64KB",
        "--nrm.passwords.passes=1",
        "--spring.datasource.hikari.data-source-properties.ApplicationName=" + name);
  }

  @AfterAll
  void end() throws IOException, SQLException {
    lock.close();
    one.stop();
    two.stop();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void aNodeIsKilledWhileARevisionComesIntoForce(Step step) throws Exception {
    int set = set();
    long files = files(set);
    inPostgres("select pg_advisory_lock(" + LOCK + ")");
    jdbc.sql(step.trigger()).update();
    int revision = dueToday("Closed: " + step);

    Node victim = whoWaits();
    assertThat(set()).as("nothing is in force yet").isEqualTo(set);
    victim.die();
    inPostgres("select pg_advisory_unlock(" + LOCK + ")");

    await().atMost(SOON).until(() -> state(revision).equals("in-force"));
    jdbc.sql("drop trigger stop_here on " + step.table()).update();
    assertThat(set()).as("once").isEqualTo(set + 1);
    assertThat(files(set + 1)).as("all of them").isEqualTo(files);
    assertThat(
            jdbc.sql("select count(*) from revision_event where revision = ? and act = 'IN_FORCE'")
                .param(revision)
                .query(Long.class)
                .single())
        .isEqualTo(1);
    victim.start();
    for (Node node : List.of(one, two)) {
      assertThat(setInForceAt(node)).isEqualTo("set-%d.zip".formatted(set + 1));
    }
    System.out.printf("killed %s: in force once, with %d files%n", step, files);
  }

  /** A revision that was approved and released before, and whose day is today. */
  private int dueToday(String name) throws IOException {
    LocalDate today = LocalDate.now(LocalDay.ZONE);
    byte[] content =
        Files.readString(Path.of(FILE))
            .replace("name=\"Case closed\"", "name=\"" + name + "\"")
            .getBytes(StandardCharsets.UTF_8);
    int number = jdbc.sql("select nextval('revision_seq')").query(Integer.class).single();
    jdbc.sql(
            """
            insert into revision (id, name, reason, rules, in_force_on, author, state, base_set, approver,
              release_officer, digest)
            values (?, ?, 'Invented', '', ?, 'policy.staff', 'draft', ?, 'policy.approver', 'release.officer', ?)\
            """)
        .params(number, name, today, set(), SignedRevisions.digest(today, Map.of(FILE, content)))
        .update();
    jdbc.sql("insert into revision_file (revision, file, content, base_set) values (?, ?, ?, ?)")
        .params(number, FILE, content, set())
        .update();
    // The trigger may be on updates of revisions, so it becomes due in one that skips triggers.
    inPostgres("set session_replication_role = replica");
    inPostgres("update revision set state = 'released' where id = " + number);
    inPostgres("set session_replication_role = default");
    return number;
  }

  private Node whoWaits() {
    String name =
        await()
            .atMost(SOON)
            .until(
                () ->
                    jdbc.sql(
                            "select application_name from pg_stat_activity where wait_event = 'advisory'")
                        .query(String.class)
                        .list(),
                waiting -> !waiting.isEmpty())
            .get(0);
    return name.equals("one") ? one : two;
  }

  private String state(int revision) {
    return jdbc.sql("select state from revision where id = ?")
        .param(revision)
        .query(String.class)
        .single();
  }

  private int set() {
    return jdbc.sql("select max(version_) from act_re_procdef where key_ = 'nrm-case'")
        .query(Integer.class)
        .single();
  }

  private long files(int set) {
    return jdbc.sql(
            """
            select count(*) from act_ge_bytearray b join act_re_procdef d on d.deployment_id_ = b.deployment_id_
            where d.key_ = 'nrm-case' and d.version_ = ?\
            """)
        .param(set)
        .query(Long.class)
        .single();
  }

  /** The state on its page, not in the database. */
  private static String setInForceAt(Node node) {
    return new Browser(node.root())
        .signIn("policy.staff", "development-only", "cockpit")
        .open("/nrm/revisions/set-in-force.zip")
        .headers()
        .firstValue("Content-Disposition")
        .orElseThrow()
        .replaceAll(".*filename=\"([^\"]+)\".*", "$1");
  }

  /** On the connection that holds the lock. */
  private void inPostgres(String sql) {
    try (Statement statement = lock.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
