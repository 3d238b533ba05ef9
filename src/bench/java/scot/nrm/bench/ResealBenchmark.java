package scot.nrm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.BenchTable;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.NrmApplication;
import scot.nrm.casefile.Store;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/**
 * Replaces the master key of many cases by the operator's command, while others write to them. The
 * command is killed in the middle and run again.
 */
class ResealBenchmark {

  private static final int CASES = Integer.getInteger("nrm.bench.cases", 20_000);
  private static final int WRITERS = 4;
  private static final LocalDate OPENED = LocalDate.of(2009, 5, 17);
  private static final Path RESULT = Path.of("target", "benchmarks", "reseal.md");
  private static final String FIRST =
      "--nrm.case-file.key=" + key("an invented key for bench no. 1!");
  private static final String WITHOUT_FIRST = "--nrm.case-file.key=";
  private static final String SECOND =
      "--nrm.keys.2.value=" + key("an invented key for bench no. 2!");
  private static final String SECOND_SEALS = "--nrm.keys.current=2";

  private final Database database = Databases.postgres();

  @Test
  void aKeyIsReplacedUnderLoad() throws Exception {
    List<String> cases = new ArrayList<>();
    try (Store store = new Store(database, FIRST)) {
      inParallel(person -> fill(store, cases));
    }
    Measured.Times before = new Measured.Times();
    Measured.Times during = new Measured.Times();
    long killedAfter;
    long seconds;
    try (Store node = new Store(database, FIRST, SECOND, SECOND_SEALS);
        Load load = new Load(node, cases)) {
      load.measure(before);
      load.await(2_000);
      load.measure(during);
      long start = System.nanoTime();
      runUntil(line -> line.contains("contents have been sealed again"));
      killedAfter = sealedWith(2);
      String said = runUntil(line -> false);
      assertThat(sealedWith(1)).as(said).isZero();
      seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
      load.measure(new Measured.Times());
    }
    assertThat(killedAfter).isBetween(1L, CASES - 1L);
    try (Store store = new Store(database, WITHOUT_FIRST, SECOND, SECOND_SEALS)) {
      for (String number : cases) {
        assertThat(store.file().read(number).text("carer")).isEqualTo("Aunt of " + number);
      }
    }
    BenchTable.add("a change to a case: p95 ms", before.percentile(95), "");
    BenchTable.add("a change to a case while keys are replaced: p95 ms", during.percentile(95), "");
    Files.createDirectories(RESULT.getParent());
    Files.writeString(
        RESULT,
        """
        | cases | replaced in, with a kill -9 after %d | change of a case before: p50 | p95 | meanwhile: p50 | p95 | errors |
        |---:|---:|---:|---:|---:|---:|---:|
        | %d | %d s | %.1f | %.1f | %.1f | %.1f | 0 |
        """
            .formatted(
                killedAfter,
                CASES,
                seconds,
                before.percentile(50),
                before.percentile(95),
                during.percentile(50),
                during.percentile(95)));
  }

  private static void fill(Store store, List<String> cases) {
    for (int i = 0; i < CASES / WRITERS; i++) {
      String number = store.file().nextCaseNumber(OPENED);
      store.inTransaction(
          () -> {
            store.register().openCase(number, "fife", OPENED, "police", null, null);
            Map<String, JsonNode> fields = new TreeMap<>();
            IntStream.range(0, 60)
                .forEach(field -> fields.put("field" + field, new TextNode("x".repeat(60))));
            fields.put("carer", new TextNode("Aunt of " + number));
            fields.put("homeOfficeReference", new TextNode("B" + number.substring(9)));
            store.file().merge(number, fields, "la.lead");
            note(store, number, "first");
          });
      synchronized (cases) {
        cases.add(number);
      }
    }
  }

  private static void note(Store store, String number, String text) {
    new RegisterUpdates(store.register(), store.jdbc())
        .addEntry(
            number,
            RegisterEvent.entry(EntryKind.REFERRAL_RECEIVED)
                .from(OPENED)
                .officer("la.lead")
                .detail(text));
  }

  private long sealedWith(int version) {
    return JdbcClient.create(database.dataSource())
        .sql("select count(*) from case_key where substring(wrapped from 1 for 1) = ?")
        .param(new byte[] {(byte) version})
        .query(Long.class)
        .single();
  }

  /** Runs the command as a process of its own, and kills it at the line that is waited for. */
  private String runUntil(Predicate<String> kill) throws IOException, InterruptedException {
    Process command =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            NrmApplication.class.getName(),
                            "--nrm.reseal",
                            FIRST,
                            SECOND,
                            SECOND_SEALS),
                        Stream.of(database.arguments()))
                    .toList())
            .redirectErrorStream(true)
            .start();
    boolean killed = false;
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = command.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (kill.test(line)) {
          command.destroyForcibly();
          killed = true;
          break;
        }
      }
    }
    int code = command.waitFor();
    String said = String.join("\n", lines);
    assertThat(killed ? 0 : code).as(said).isZero();
    return said;
  }

  private static void inParallel(IntConsumer work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<Future<?>> people = new ArrayList<>();
    for (int person = 0; person < WRITERS; person++) {
      int number = person;
      people.add(threads.submit(() -> work.accept(number)));
    }
    for (Future<?> person : people) {
      person.get();
    }
    threads.shutdown();
  }

  /** People who change cases; any error ends the benchmark. */
  private static final class Load implements AutoCloseable {

    private final AtomicBoolean over = new AtomicBoolean();
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    private final List<Future<?>> people = new ArrayList<>();
    private volatile Measured.Times times = new Measured.Times();
    private volatile CountDownLatch enough = new CountDownLatch(0);

    Load(Store node, List<String> cases) {
      for (int person = 0; person < WRITERS; person++) {
        Random random = new Random(person);
        people.add(threads.submit(() -> work(node, cases, random)));
      }
    }

    private void work(Store node, List<String> cases, Random random) {
      while (!over.get()) {
        String number = cases.get(random.nextInt(cases.size()));
        long start = System.nanoTime();
        node.inTransaction(
            () -> {
              assertThat(node.file().read(number).text("carer")).isEqualTo("Aunt of " + number);
              node.file()
                  .merge(
                      number, Map.of("childNeeds", new TextNode("" + random.nextInt())), "la.lead");
              note(node, number, "" + random.nextInt());
            });
        Measured.Times now = times;
        synchronized (now) {
          now.add(System.nanoTime() - start);
        }
        enough.countDown();
      }
    }

    void measure(Measured.Times into) {
      times = into;
    }

    void await(int changes) throws InterruptedException {
      enough = new CountDownLatch(changes);
      assertThat(enough.await(10, TimeUnit.MINUTES)).isTrue();
    }

    @Override
    public void close() throws Exception {
      over.set(true);
      threads.shutdown();
      for (Future<?> person : people) {
        person.get();
      }
    }
  }

  private static String key(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
