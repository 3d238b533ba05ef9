package scot.nrm.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases.Database;
import scot.nrm.OnEachDatabase;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseNumber;

@OnEachDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaseFileTest implements OnEachDatabase.Uses {

  private static final LocalDate IN_MAY_2009 = LocalDate.of(2009, 5, 17);

  private Database database;
  private Store store;

  @Override
  public void open(Database database) {
    this.database = database;
    store = new Store(database);
  }

  @Override
  public void close() {
    store.close();
  }

  @Test
  void caseNumbersHaveTheYearOfFirstContactAndAreUnique() throws Exception {
    Set<String> numbers = ConcurrentHashMap.newKeySet();

    atOnce(40, i -> numbers.add(store.file().nextCaseNumber(IN_MAY_2009)));

    assertThat(numbers)
        .hasSize(40)
        .allMatch(number -> number.startsWith("NRM-2009-"))
        .allMatch(CaseNumber::isValid);
    assertThat(store.file().nextCaseNumber(LocalDate.of(2010, 1, 1))).startsWith("NRM-2010-");
  }

  @Test
  void aNumberAlreadyInUseIsReplaced() {
    CaseFile one = drawing(new Random(7));
    CaseFile sameDraws = drawing(new Random(7));

    String first = one.nextCaseNumber(IN_MAY_2009);

    assertThat(store.inTransaction(() -> sameDraws.nextCaseNumber(IN_MAY_2009)))
        .isNotEqualTo(first)
        .isEqualTo(second(new Random(7)));
  }

  @Test
  void drawingStopsIfNoFreeNumberIsFound() {
    RandomGenerator stuck = () -> 0;
    drawing(stuck).nextCaseNumber(IN_MAY_2009);

    assertThatThrownBy(() -> drawing(stuck).nextCaseNumber(IN_MAY_2009))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("No new case number");
  }

  private CaseFile drawing(RandomGenerator random) {
    return file(store.cipher(), random);
  }

  private CaseFile file(ContentCipher cipher, RandomGenerator random) {
    return new CaseFile(
        store.jdbc(),
        cipher,
        new CaseClock(),
        store.chain(),
        store.transactions(),
        event -> {},
        random);
  }

  private static String second(RandomGenerator random) {
    CaseNumber.random(2009, random);
    return CaseNumber.random(2009, random);
  }

  @Test
  void aCaseWithoutEntriesHasAnEmptyFile() {
    assertThat(store.file().read("NRM-2009-2CCC-CCCW").fields()).isEmpty();
  }

  @Test
  void mergingKeepsOtherEntriesAndRemovesOnlyNullOnes() {
    String caseNumber = newCase();
    merge(caseNumber, Map.of("childNames", text("Linh Example"), "carer", text("An aunt")));

    merge(caseNumber, Map.of("carer", NullNode.instance, "childNeeds", text("Sleep")));

    CaseFileContent file = store.file().read(caseNumber);
    assertThat(file.text("childNames")).isEqualTo("Linh Example");
    assertThat(file.text("childNeeds")).isEqualTo("Sleep");
    assertThat(file.fields().has("carer")).isFalse();
  }

  /** If ten requests each waited for a second one, none would get it. */
  @Test
  void aFileIsReadWithOneConnection() {
    String caseNumber = newCase();
    merge(caseNumber, Map.of("carer", text("An aunt")));

    try (Store narrow =
        new Store(
            database,
            "--spring.flyway.enabled=false",
            "--spring.datasource.hikari.maximum-pool-size=1",
            "--spring.datasource.hikari.connection-timeout=250")) {
      assertThat(narrow.file().read(caseNumber).text("carer")).isEqualTo("An aunt");
    }
  }

  @Test
  void aTransactionDecryptsAFileOnce() {
    String caseNumber = newCase();
    merge(caseNumber, Map.of("carer", text("An aunt")));
    ContentCipher cipher = spy(store.cipher());
    CaseFile file = file(cipher, null);

    store.inTransaction(
        () -> {
          assertThat(file.read(caseNumber).text("carer")).isEqualTo("An aunt");
          assertThat(file.read(caseNumber).text("carer")).isEqualTo("An aunt");
        });

    verify(cipher, times(1)).openFor(any(), any(), any());

    file.read(caseNumber);
    file.read(caseNumber);

    verify(cipher, times(3)).openFor(any(), any(), any());
  }

  @Test
  void aTransactionReadsItsOwnChanges() {
    String caseNumber = newCase();
    ContentCipher cipher = spy(store.cipher());
    CaseFile file = file(cipher, null);

    store.inTransaction(
        () -> {
          file.merge(caseNumber, Map.of("carer", text("An aunt")), "la.lead");
          assertThat(file.read(caseNumber).text("carer")).isEqualTo("An aunt");
          file.merge(caseNumber, Map.of("carer", text("An uncle")), "la.lead");
          assertThat(file.read(caseNumber).text("carer")).isEqualTo("An uncle");
        });

    verify(cipher, times(1)).openFor(any(), any(), any());
  }

  @Test
  void aTransactionReadsChangesCommittedMeanwhile() {
    String caseNumber = newCase();
    merge(caseNumber, Map.of("carer", text("An aunt")));
    TransactionTemplate another = new TransactionTemplate(store.transactions());
    another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

    store.inTransaction(
        () -> {
          assertThat(store.file().read(caseNumber).text("carer")).isEqualTo("An aunt");
          another.executeWithoutResult(
              status ->
                  store.file().merge(caseNumber, Map.of("carer", text("An uncle")), "la.lead"));
          assertThat(store.file().read(caseNumber).text("carer")).isEqualTo("An uncle");
        });
  }

  @Test
  void namesInEveryScriptAreReadBackUnchanged() {
    String caseNumber = newCase();
    String names = "Nguyễn Thị Example, Ελένη, Иван, يوسف, 例子 😀";

    merge(caseNumber, Map.of("childNames", text(names)));

    assertThat(store.file().read(caseNumber).text("childNames")).isEqualTo(names);
  }

  @Test
  void noEntryIsReadableInTheTable() {
    String caseNumber = newCase();
    merge(caseNumber, Map.of("childNames", text("Linh Example")));

    byte[] content =
        store
            .jdbc()
            .sql("select content from case_file where case_number = ?")
            .param(caseNumber)
            .query((row, number) -> row.getBytes(1))
            .single();

    assertThat(new String(content, StandardCharsets.ISO_8859_1))
        .doesNotContain("Linh", "childNames");
  }

  @Test
  void aRowMovedToAnotherCaseCannotBeOpened() {
    String caseNumber = newCase();
    String other = CaseNumber.random(2009, new Random());
    merge(caseNumber, Map.of("childNames", text("Linh Example")));

    store
        .jdbc()
        .sql("update case_file set case_number = ? where case_number = ?")
        .param(other)
        .param(caseNumber)
        .update();

    assertThatThrownBy(() -> store.file().read(other))
        .isInstanceOf(UnreadableContent.class)
        .hasMessageNotContaining("Linh");
  }

  @Test
  void theLastAuthorAndTheVersionAreStored() {
    String caseNumber = newCase();
    merge(caseNumber, Map.of("childNeeds", text("Sleep")));

    store.inTransaction(
        () -> store.file().merge(caseNumber, Map.of("childNeeds", text("Safety")), "fife.lead"));

    assertThat(
            store
                .jdbc()
                .sql("select version, updated_by from case_file where case_number = ?")
                .param(caseNumber)
                .query()
                .singleRow())
        .containsEntry("version", 2)
        .containsEntry("updated_by", "fife.lead");
  }

  @Test
  void writingOutsideATransactionIsRefused() {
    assertThatThrownBy(
            () -> store.file().merge(newCase(), Map.of("carer", text("An aunt")), "glasgow.lead"))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  void aRolledBackTransactionLeavesTheFileUnchanged() {
    String caseNumber = newCase();
    merge(caseNumber, Map.of("childNeeds", text("Sleep")));

    assertThatThrownBy(
            () ->
                store.inTransaction(
                    () -> {
                      store
                          .file()
                          .merge(caseNumber, Map.of("childNeeds", text("Safety")), "glasgow.lead");
                      throw new IllegalStateException("a later step fails");
                    }))
        .hasMessage("a later step fails");

    assertThat(store.file().read(caseNumber).text("childNeeds")).isEqualTo("Sleep");
  }

  @Test
  void noneOfManySimultaneousMergesIsLost() throws Exception {
    String caseNumber = newCase();

    atOnce(40, i -> merge(caseNumber, Map.of("field" + i, text("value " + i))));

    CaseFileContent file = store.file().read(caseNumber);
    assertThat(file.fields()).hasSize(40);
    assertThat(file.text("field39")).isEqualTo("value 39");
  }

  private String newCase() {
    return store.file().nextCaseNumber(IN_MAY_2009);
  }

  private void merge(String caseNumber, Map<String, JsonNode> fields) {
    store.inTransaction(() -> store.file().merge(caseNumber, fields, "glasgow.lead"));
  }

  private static TextNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  private interface Numbered {
    void run(int number);
  }

  private static void atOnce(int times, Numbered work) throws Exception {
    int threads = 8;
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        int number = i;
        done.add(
            executor.submit(
                () -> {
                  together.await();
                  work.run(number);
                  return null;
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
