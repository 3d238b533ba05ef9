package scot.nrm.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scot.nrm.BenchTable;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.bench.Measured.Times;
import scot.nrm.casefile.Store;
import scot.nrm.casefile.UnchainedStore;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/**
 * Measures what the chain of changes costs a write, on PostgreSQL: the same transactions with and
 * without it, in turns, so that whatever else the machine does slows both.
 */
class ChainBenchmark {

  private static final Path RESULT = Path.of("target", "benchmarks", "chain.md");
  private static final LocalDate OPENED = LocalDate.of(2009, 5, 17);
  private static final int WARM_UP = 300;
  private static final int ROUNDS = Integer.getInteger("nrm.bench.rounds", 2000);

  private final List<String> rows = new ArrayList<>();

  @Test
  void costOfTheChain() throws IOException {
    Database database = Databases.postgres();
    try (Store with = new Store(database);
        Store without = new UnchainedStore(database)) {
      List<String> chained = cases(with);
      List<String> unchained = cases(without);
      measure("an entry in the register", with, chained, without, unchained, this::note);
      measure("a change to the child's file", with, chained, without, unchained, this::file);
      measure(
          "a form: the file is read and changed, and an entry made",
          with,
          chained,
          without,
          unchained,
          (store, number) -> {
            store.file().read(number);
            file(store, number);
            note(store, number);
          });
    }
    Files.createDirectories(RESULT.getParent());
    Files.writeString(
        RESULT,
        """
        | one transaction | without p50 ms | with p50 ms | ratio | without p95 ms | with p95 ms | ratio |
        |---|---:|---:|---:|---:|---:|---:|
        %s
        """
            .formatted(String.join("\n", rows)));
  }

  private void measure(
      String what,
      Store with,
      List<String> chained,
      Store without,
      List<String> unchained,
      BiConsumer<Store, String> work) {
    Times timesWith = new Times();
    Times timesWithout = new Times();
    for (int round = 0; round < WARM_UP + ROUNDS; round++) {
      int one = round % chained.size();
      long start = System.nanoTime();
      with.inTransaction(() -> work.accept(with, chained.get(one)));
      long between = System.nanoTime();
      without.inTransaction(() -> work.accept(without, unchained.get(one)));
      long end = System.nanoTime();
      if (round >= WARM_UP) {
        timesWith.add(between - start);
        timesWithout.add(end - between);
      }
    }
    double p50 = timesWithout.percentile(50);
    double p95 = timesWithout.percentile(95);
    BenchTable.add(what + ", with the chain: p50 ms", timesWith.percentile(50), "");
    rows.add(
        "| %s | %.2f | %.2f | **%.1f** | %.2f | %.2f | %.1f |"
            .formatted(
                what,
                p50,
                timesWith.percentile(50),
                timesWith.percentile(50) / p50,
                p95,
                timesWith.percentile(95),
                timesWith.percentile(95) / p95));
  }

  private static List<String> cases(Store store) {
    return IntStream.range(0, 100)
        .mapToObj(
            i -> {
              String number = store.file().nextCaseNumber(OPENED);
              store.inTransaction(
                  () -> {
                    store.register().openCase(number, "fife", OPENED, "police", null, null);
                    Map<String, JsonNode> fields = new TreeMap<>();
                    IntStream.range(0, 60)
                        .forEach(field -> fields.put("field" + field, text("x".repeat(60))));
                    store.file().merge(number, fields, "la.lead");
                  });
              return number;
            })
        .toList();
  }

  private void file(Store store, String number) {
    store.file().merge(number, Map.of("childNeeds", text("" + System.nanoTime())), "la.lead");
  }

  private void note(Store store, String number) {
    new RegisterUpdates(store.register(), store.jdbc())
        .addEntry(
            number,
            RegisterEvent.entry(EntryKind.REFERRAL_RECEIVED)
                .from(OPENED)
                .officer("la.lead")
                .detail("a note of some length"));
  }

  private static JsonNode text(String text) {
    return new TextNode(text);
  }
}
