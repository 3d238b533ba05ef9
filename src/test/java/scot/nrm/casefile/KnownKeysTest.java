package scot.nrm.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases.Database;
import scot.nrm.OnEachDatabase;
import scot.nrm.startup.StartRefused;

/** A database knows its key. */
@OnEachDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownKeysTest implements OnEachDatabase.Uses {

  private static final String KEY = key((byte) 7);
  private static final String OTHER_KEY = key((byte) 8);
  private static final String CASE = "NRM-2009-000001";

  private Database database;
  private JdbcClient jdbc;

  @Override
  public void open(Database fresh) {
    database = fresh;
    jdbc = JdbcClient.create(database.dataSource());
    start(KEY).close();
  }

  @BeforeEach
  void empty() {
    jdbc.sql("delete from case_file").update();
    jdbc.sql("delete from awareness_booking").update();
    jdbc.sql("delete from master_key").update();
  }

  @Override
  public void close() {}

  @Test
  void theFirstStartWritesDownWhichKeyItWas() {
    start(KEY).close();

    assertThat(digests())
        .singleElement()
        .satisfies(
            digest ->
                assertThat(digest)
                    .matches("[0-9a-f]{64}")
                    .isEqualTo(new ContentCipher(KEY).keyDigest())
                    .isNotEqualTo(new ContentCipher(OTHER_KEY).keyDigest()));
  }

  @Test
  void laterStartsNeedTheSameKeyOnEveryNode() {
    start(KEY).close();

    assertRefused(() -> start(OTHER_KEY), "is not the key of this database");

    assertThatCode(() -> start(KEY).close()).doesNotThrowAnyException();
    assertThat(digests()).hasSize(1);
  }

  @Test
  void anOlderDatabaseTakesTheKeyThatOpensItsCaseFiles() {
    fileSealedWith(KEY);
    jdbc.sql("delete from master_key").update();

    assertRefused(() -> start(OTHER_KEY), "does not open what is in this database");
    assertThat(digests()).as("the wrong key is not kept").isEmpty();

    start(KEY).close();

    assertThat(digests()).hasSize(1);
    assertRefused(() -> start(OTHER_KEY), "is not the key of this database");
  }

  @Test
  void anOlderDatabaseWithoutACaseTakesTheKeyThatOpensItsBookings() {
    jdbc.sql(
            """
            insert into awareness_booking (booking_number, area, preferred_event, state, preferred_only, gave_back,
              group_size, spare_names, spare_places, people, booked_at, changed_at)
            values (12, 'fife', 'first', 'waiting', false, false, 1, 0, 0, ?, now(), now())\
            """)
        .param(new ContentCipher(KEY).seal("people".getBytes(), "awareness-booking/12"))
        .update();

    assertRefused(() -> start(OTHER_KEY), "awareness-booking/12 cannot be opened");

    start(KEY).close();
  }

  @Test
  void ofTwoFirstStartsWithDifferentKeysAtTheSameMomentOneIsRefused() throws Exception {
    List<String> keys = List.of(KEY, OTHER_KEY);
    CyclicBarrier together = new CyclicBarrier(keys.size());
    List<Future<Boolean>> starts = new ArrayList<>();
    try (Nodes nodes = new Nodes()) {
      for (String key : keys) {
        starts.add(
            nodes.threads.submit(
                () -> {
                  together.await();
                  try {
                    start(key).close();
                    return true;
                  } catch (Exception e) {
                    assertThat(e).hasRootCauseInstanceOf(StartRefused.class);
                    return false;
                  }
                }));
      }
      List<Boolean> started = new ArrayList<>();
      for (Future<Boolean> start : starts) {
        started.add(start.get());
      }
      assertThat(started).containsExactlyInAnyOrder(true, false);
    }
    assertThat(digests()).hasSize(1);
  }

  @Test
  void aRefusalDoesNotShowAKey() {
    start(KEY).close();

    assertThatThrownBy(() -> start(OTHER_KEY))
        .hasStackTraceContaining("If the key is lost")
        .satisfies(
            refusal ->
                assertThat(refusal.toString()).doesNotContain(KEY).doesNotContain(OTHER_KEY));
  }

  private void fileSealedWith(String key) {
    try (Store store = start(key)) {
      store.inTransaction(
          () -> store.file().merge(CASE, Map.of("carer", new TextNode("An aunt")), "la.lead"));
    }
  }

  private Store start(String key) {
    return new Store(database, "--nrm.case-file.key=" + key);
  }

  private List<String> digests() {
    return jdbc.sql("select digest from master_key").query(String.class).list();
  }

  private static void assertRefused(ThrowingCallable start, String says) {
    assertThatThrownBy(start)
        .hasRootCauseInstanceOf(StartRefused.class)
        .rootCause()
        .hasMessageContaining(says)
        .hasMessageContaining("Set NRM_CASE_FILE_KEY");
  }

  private static String key(byte fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, fill);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static final class Nodes implements AutoCloseable {

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }
}
