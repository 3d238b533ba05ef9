package scot.nrm.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases.Database;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.startup.StartRefused;

/** A database knows its key. */
@OnEachDatabase(usually = Kind.POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MasterKeyCheckTest implements OnEachDatabase.Uses {

  private static final String KEY = Keys.key(7);
  private static final String OTHER_KEY = Keys.key(8);
  private static final String CASE = "NRM-2009-2222-2239";

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
    jdbc.sql("delete from case_key").update();
    jdbc.sql("delete from case_match").update();
    jdbc.sql("delete from awareness_booking").update();
    jdbc.sql("delete from master_key").update();
  }

  @Override
  public void close() {}

  @Test
  void theFirstStartStoresTheDigestOfItsKey() {
    start(KEY).close();

    assertThat(digests())
        .singleElement()
        .satisfies(
            digest ->
                assertThat(digest)
                    .matches("[0-9a-f]{64}")
                    .isEqualTo(Keys.of(KEY).get(1).digest())
                    .isNotEqualTo(Keys.of(OTHER_KEY).get(1).digest()));
  }

  @Test
  void laterStartsNeedTheSameKeyOnEveryNode() {
    start(KEY).close();

    assertRefused(() -> start(OTHER_KEY), "is not the key of this database");

    assertThatCode(() -> start(KEY).close()).doesNotThrowAnyException();
    assertThat(digests()).hasSize(1);
  }

  @Test
  void oneOfTwoSimultaneousFirstStartsWithDifferentKeysIsRefused() throws Exception {
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
        .hasStackTraceContaining("If the key is lost, nobody can read the case files")
        .satisfies(
            refusal ->
                assertThat(refusal.toString()).doesNotContain(KEY).doesNotContain(OTHER_KEY));
  }

  @Test
  void aDatabaseWithoutDigestsAcceptsOnlyAKeyThatOpensItsContent() {
    try (Store store = start(KEY)) {
      store.inTransaction(
          () -> store.file().merge(CASE, Map.of("carer", new TextNode("An aunt")), "la.lead"));
    }
    jdbc.sql("delete from master_key").update();

    assertRefused(() -> start(OTHER_KEY), "does not open what is in this database");
    assertThat(digests()).as("the wrong key is not kept").isEmpty();

    start(KEY).close();
  }

  @Test
  void aSecondKeyIsRequiredOnceItIsAdded() {
    start(KEY).close();

    start(KEY, "--nrm.keys.2.value=" + OTHER_KEY).close();

    assertThat(digests()).hasSize(2);
    assertRefused(() -> start(KEY), "needs a key of the case files that is not set: version 2");
    assertRefused(
        () -> start(KEY, "--nrm.keys.2.value=" + Keys.key(9)),
        "is not the key of this database (key version 2)");
  }

  @Test
  void encryptingAgainRetiresALostKeyThatEncryptedNothing() {
    try (Store store = start(KEY, "--nrm.keys.2.value=" + OTHER_KEY)) {
      store.inTransaction(
          () -> store.file().merge(CASE, Map.of("carer", new TextNode("An aunt")), "la.lead"));
    }
    assertRefused(
        () -> start(KEY), "Nothing is encrypted with it. If it is lost, run --nrm.reseal");

    try (Store store = start(KEY, "--nrm.reseal")) {
      store.resealing().run();
    }

    try (Store store = start(KEY)) {
      assertThat(store.file().read(CASE).text("carer")).isEqualTo("An aunt");
    }
  }

  @Test
  void aRefusedStartStoresNoKey() {
    start(KEY).close();

    assertRefused(
        () -> start(OTHER_KEY, "--nrm.keys.2.value=" + Keys.key(9)),
        "is not the key of this database (key version 1)");

    assertThat(digests()).hasSize(1);
    start(KEY, "--nrm.keys.2.value=" + OTHER_KEY).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"reseal", "erase", "verify"})
  void aCommandAddsNoRequiredKey(String command) {
    start(KEY).close();

    start(KEY, "--nrm." + command, "--nrm.keys.2.value=" + OTHER_KEY).close();

    assertThat(digests()).hasSize(1);
    start(KEY).close();
  }

  @Test
  void aRetiredKeyThatStillEncryptsContentIsRequired() {
    try (Store store = start(KEY)) {
      store.inTransaction(
          () -> store.file().merge(CASE, Map.of("carer", new TextNode("An aunt")), "la.lead"));
    }
    jdbc.sql("update master_key set retired = now()").update();

    assertRefused(
        () -> start("", "--nrm.keys.2.value=" + OTHER_KEY, "--nrm.keys.current=2"),
        "needs a key of the case files that is not set: version 1");
  }

  private Store start(String key, String... settings) {
    return new Store(
        database,
        Stream.concat(Stream.of("--nrm.case-file.key=" + key), Arrays.stream(settings))
            .toArray(String[]::new));
  }

  private List<String> digests() {
    return jdbc.sql("select digest from master_key").query(String.class).list();
  }

  private static void assertRefused(ThrowingCallable start, String says) {
    assertThatThrownBy(start)
        .hasRootCauseInstanceOf(StartRefused.class)
        .rootCause()
        .hasMessageContaining(says)
        .hasMessageContaining("NRM_CASE_FILE_KEY");
  }

  private static final class Nodes implements AutoCloseable {

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }
}
