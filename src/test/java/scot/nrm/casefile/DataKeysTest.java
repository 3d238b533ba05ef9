package scot.nrm.casefile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases.Database;
import scot.nrm.OnEachDatabase;

/** Each case has a key of its own. */
@OnEachDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DataKeysTest implements OnEachDatabase.Uses {

  private static final byte[] PLAIN = "a story".getBytes(UTF_8);

  private Store store;
  private String caseNumber;

  @Override
  public void open(Database database) {
    store = new Store(database);
  }

  @BeforeEach
  void newCase() {
    caseNumber = store.file().nextCaseNumber(LocalDate.of(2009, 5, 17));
  }

  @Override
  public void close() {
    store.close();
  }

  @Test
  void contentOfOneTransactionCanBeOpenedInAnother() {
    byte[] sealed = seal("part");

    assertThat(open(sealed, "part")).isEqualTo(PLAIN);
    assertThat(sealed[0]).isEqualTo(ContentCipher.CASE_KEY);
  }

  @Test
  void erasingTheKeyOfACaseMakesItUnreadableAtOnce() {
    byte[] sealed = seal("part");

    store.jdbc().sql("delete from case_key where case_number = ?").param(caseNumber).update();

    assertThatThrownBy(() -> open(sealed, "part"))
        .isInstanceOf(UnreadableContent.class)
        .hasMessageContaining("the key of this case is not in the database");
  }

  @Test
  void aRolledBackKeyIsNotUsedAgain() {
    new TransactionTemplate(store.transactions())
        .executeWithoutResult(
            status -> {
              store.cipher().sealFor(caseNumber, PLAIN, "part");
              status.setRollbackOnly();
            });

    byte[] sealed = seal("part");

    assertThat(open(sealed, "part")).isEqualTo(PLAIN);
  }

  @Test
  void aKeyRolledBackToASavepointIsNotUsedAgain() {
    TransactionTemplate savepoint = new TransactionTemplate(store.transactions());
    savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);

    byte[] sealed =
        store.inTransaction(
            () -> {
              savepoint.executeWithoutResult(
                  status -> {
                    store.cipher().sealFor(caseNumber, PLAIN, "part");
                    status.setRollbackOnly();
                  });
              return store.cipher().sealFor(caseNumber, PLAIN, "part");
            });

    assertThat(open(sealed, "part")).isEqualTo(PLAIN);
  }

  @Test
  void aNestedTransactionHasItsOwnKeys() {
    TransactionTemplate another = new TransactionTemplate(store.transactions());
    another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    seal("first");

    byte[] sealed =
        store.inTransaction(
            () -> {
              store.cipher().sealFor(caseNumber, PLAIN, "outer");
              return another.execute(status -> store.cipher().sealFor(caseNumber, PLAIN, "inner"));
            });

    assertThat(open(sealed, "inner")).isEqualTo(PLAIN);
  }

  @Test
  void simultaneousFirstWritersUseOneKey() throws Exception {
    int people = 6;
    CyclicBarrier together = new CyclicBarrier(people);
    ExecutorService threads = Executors.newFixedThreadPool(people);
    List<Future<byte[]>> sealed = new ArrayList<>();
    for (int person = 0; person < people; person++) {
      String part = "part/" + person;
      sealed.add(
          threads.submit(
              () -> {
                together.await();
                return seal(part);
              }));
    }
    for (int person = 0; person < people; person++) {
      assertThat(open(sealed.get(person).get(), "part/" + person)).isEqualTo(PLAIN);
    }
    threads.shutdown();
  }

  @Test
  void anEarlierVersionOfTheCaseFileCannotBeRestored() {
    merge("An aunt");
    byte[] earlier = content();
    merge("An uncle");

    store
        .jdbc()
        .sql("update case_file set content = ? where case_number = ?")
        .param(earlier)
        .param(caseNumber)
        .update();

    assertThatThrownBy(() -> store.file().read(caseNumber))
        .isInstanceOf(UnreadableContent.class)
        .hasMessageContaining(caseNumber + "/main/2")
        .hasMessageContaining("put back");
  }

  private void merge(String carer) {
    store.inTransaction(
        () -> store.file().merge(caseNumber, Map.of("carer", new TextNode(carer)), "la.lead"));
  }

  private byte[] content() {
    return store
        .jdbc()
        .sql("select content from case_file where case_number = ?")
        .param(caseNumber)
        .query((row, number) -> row.getBytes("content"))
        .single();
  }

  private byte[] seal(String part) {
    return store.inTransaction(() -> store.cipher().sealFor(caseNumber, PLAIN, part));
  }

  private byte[] open(byte[] sealed, String part) {
    return store.cipher().openFor(caseNumber, sealed, part);
  }
}
