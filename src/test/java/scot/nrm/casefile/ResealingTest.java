package scot.nrm.casefile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Matches.Match;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/** The master key is replaced while the application runs. */
@OnEachDatabase(usually = Kind.POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResealingTest implements OnEachDatabase.Uses {

  private static final LocalDate OPENED = LocalDate.of(2009, 5, 17);
  private static final String FIRST = "--nrm.case-file.key=" + Keys.key(7);
  private static final String WITHOUT_FIRST = "--nrm.case-file.key=";
  private static final String SECOND = "--nrm.keys.2.value=" + Keys.key(8);
  private static final String SECOND_SEALS = "--nrm.keys.current=2";
  private static final int CASES = 30;

  private boolean postgres;
  private Database database;
  private final List<String> cases = new ArrayList<>();

  @Override
  public void open(Database fresh) {
    postgres = fresh.url().startsWith("jdbc:postgresql");
  }

  @Override
  public void close() {}

  /** Creates cases sealed with the first key. */
  @BeforeEach
  void casesOfTheFirstKey() {
    database = postgres ? Databases.postgres() : Databases.h2();
    cases.clear();
    try (Store store = new Store(database, FIRST)) {
      for (int i = 0; i < CASES; i++) {
        String number = store.file().nextCaseNumber(OPENED);
        cases.add(number);
        int child = i / 2; // two cases for each child
        store.inTransaction(
            () -> {
              store.register().openCase(number, "fife", OPENED, "police", null, null);
              new RegisterUpdates(store.register(), store.jdbc())
                  .addEntry(
                      number,
                      RegisterEvent.entry(EntryKind.REFERRAL_RECEIVED)
                          .from(OPENED)
                          .officer("la.lead")
                          .detail("Reason of " + number));
              store
                  .file()
                  .merge(
                      number,
                      Map.<String, JsonNode>of(
                          "homeOfficeReference", new TextNode("B%07d".formatted(child)),
                          "carer", new TextNode("Aunt of " + number)),
                      "la.lead");
            });
      }
      addDocumentsLettersAndABooking(store);
    }
  }

  @Test
  void everythingOpensOnlyWithTheNewKey() {
    Resealing.Result result;
    try (Store store = new Store(database, FIRST, SECOND, SECOND_SEALS)) {
      result = store.resealing().run();

      assertThat(result.contents()).isGreaterThan(CASES);
      assertThat(store.resealing().run().contents()).as("once is enough").isZero();
    }

    assertThat(result.unreadable()).isZero();
    assertThat(result.isComplete()).isTrue();
    try (Store store = new Store(database, WITHOUT_FIRST, SECOND, SECOND_SEALS)) {
      assertEverythingOpens(store);
      assertThat(tokens(store)).isNotEmpty().allMatch(token -> token.startsWith("02"));
    }
    assertThatThrownBy(() -> new Store(database, FIRST))
        .rootCause()
        .hasMessageContaining("needs a key of the case files that is not set: version 2");
  }

  /** A transaction seals a hundred rows again, and the next one begins after them. */
  @Test
  void moreCaseKeysThanOneTransactionCanHoldAreAllReplaced() {
    try (Store store = new Store(database, FIRST)) {
      IntStream.range(0, 250)
          .mapToObj(i -> "NRM-2009-%06d".formatted(7919 * i % 250))
          .forEach(number -> store.inTransaction(() -> store.dataKeys().of(number)));
    }
    try (Store store = new Store(database, FIRST, SECOND, SECOND_SEALS)) {
      store.resealing().run();
    }
    try (Store store = new Store(database, WITHOUT_FIRST, SECOND, SECOND_SEALS)) {
      assertEverythingOpens(store);
    }
  }

  @Test
  void theOldKeyStaysInUseWhileANodeStillEncryptsWithIt() {
    try (Store other = new Store(database, FIRST, SECOND);
        Store store = new Store(database, FIRST, SECOND, SECOND_SEALS)) {
      CaseFile late = mock(CaseFile.class, delegatesTo(store.file()));
      doAnswer(
              call -> {
                other.inTransaction(() -> other.dataKeys().of("NRM-2009-2CCC-CCCW"));
                return store.file().withoutCurrentDigests();
              })
          .when(late)
          .withoutCurrentDigests(); // when the keys of all cases have been sealed again

      assertThat(resealing(store, store.cipher(), late).run().isComplete()).isFalse();
      assertThat(retired(store)).isEmpty();

      assertThat(store.resealing().run().isComplete()).isTrue();
      assertThat(retired(store)).containsExactly(1);
    }
  }

  private static List<Integer> retired(Store store) {
    return store
        .jdbc()
        .sql("select version from master_key where retired is not null")
        .query(Integer.class)
        .list();
  }

  private static Resealing resealing(Store store, ContentCipher cipher, CaseFile files) {
    return new Resealing(store.jdbc(), store.masterKeys(), cipher, files, store.transactions());
  }

  @Test
  void anInterruptedRunIsContinued() {
    try (Store store = new Store(database, FIRST, SECOND, SECOND_SEALS)) {
      ContentCipher stopping = spy(store.cipher());
      AtomicInteger left = new AtomicInteger(CASES + 1); // the keys of all cases
      doAnswer(
              call -> {
                if (left.decrementAndGet() < 0) {
                  throw new IllegalStateException("killed");
                }
                return call.callRealMethod();
              })
          .when(stopping)
          .seal(any(), any());

      assertThatThrownBy(() -> resealing(store, stopping, store.file()).run()).hasMessage("killed");
      assertEverythingOpens(store);

      store.resealing().run();
    }

    try (Store store = new Store(database, WITHOUT_FIRST, SECOND, SECOND_SEALS)) {
      assertEverythingOpens(store);
    }
  }

  @Test
  void noWorkOnTwoNodesIsLostMeanwhile() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger writes = new AtomicInteger();
    List<String> opened = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Store first = new Store(database, FIRST, SECOND);
        Store second = new Store(database, FIRST, SECOND, SECOND_SEALS)) {
      List<Future<?>> people = new ArrayList<>();
      for (Store node : List.of(first, second)) {
        people.add(
            threads.submit(
                () -> {
                  while (!over.get() || writes.get() < 2 * CASES) {
                    String number = cases.get(writes.incrementAndGet() % CASES);
                    node.inTransaction(
                        () -> {
                          node.file()
                              .merge(
                                  number,
                                  Map.of("childNeeds", new TextNode("Sleep " + number)),
                                  "la.lead");
                          assertThat(node.file().read(number).text("carer"))
                              .isEqualTo("Aunt of " + number);
                        });
                  }
                  return null;
                }));
      }

      second.resealing().run();
      over.set(true);
      for (Future<?> person : people) {
        person.get();
      }
      // Cases written by the node that still encrypted with the first key.
      second.resealing().run();
    } finally {
      threads.shutdownNow();
    }

    try (Store store = new Store(database, WITHOUT_FIRST, SECOND, SECOND_SEALS)) {
      assertEverythingOpens(store);
      assertThat(store.file().read(cases.get(1)).text("childNeeds"))
          .isEqualTo("Sleep " + cases.get(1));
    }
  }

  @Test
  void oldAndNewCasesMatchWhileTheKeyIsReplaced() {
    try (Store store = new Store(database, FIRST, SECOND, SECOND_SEALS)) {
      String number = store.file().nextCaseNumber(OPENED);
      store.inTransaction(
          () -> {
            store.register().openCase(number, "fife", OPENED, "police", null, null);
            store
                .file()
                .merge(number, Map.of("homeOfficeReference", new TextNode("B0000003")), "la.lead");
          });

      assertThat(store.inTransaction(() -> store.matches().of(number)))
          .extracting(Match::caseNumber)
          .containsExactly(cases.get(6), cases.get(7));
    }
  }

  @Test
  void unreadableContentIsReportedAndKeepsTheOldKeyInUse() {
    try (Store store = new Store(database, FIRST, SECOND, SECOND_SEALS)) {
      byte[] damaged = new byte[60];
      damaged[0] = 1;
      store
          .jdbc()
          .sql("update case_key set wrapped = ? where case_number = ?")
          .params(damaged, cases.get(CASES - 1))
          .update();

      Resealing.Result result = store.resealing().run();

      assertThat(result.unreadable()).isPositive();
      assertThat(result.isComplete()).isFalse();
      assertThat(result.contents()).isGreaterThan(CASES);
    }
    assertThatThrownBy(() -> new Store(database, WITHOUT_FIRST, SECOND, SECOND_SEALS))
        .rootCause()
        .hasMessageContaining("needs a key of the case files that is not set: version 1");
  }

  private void assertEverythingOpens(Store store) {
    for (int i = 0; i < CASES; i++) {
      String number = cases.get(i);
      assertThat(store.file().read(number).text("carer")).isEqualTo("Aunt of " + number);
      assertThat(store.inTransaction(() -> store.register().history(number)))
          .extracting(RegisterEvent::detail)
          .contains("Reason of " + number);
      assertThat(store.inTransaction(() -> store.matches().of(number)))
          .extracting(Match::caseNumber)
          .containsExactly(cases.get(i ^ 1));
    }
    for (SealedColumn column : SealedColumn.values()) {
      assertThat(opened(store, column)).as(column.name()).isPositive();
    }
  }

  /** Opens all content and counts it. */
  private static int opened(Store store, SealedColumn column) {
    return store.inTransaction(
        () ->
            store
                .jdbc()
                .sql(SealedColumnTest.all(column))
                .query((row, number) -> SealedColumnTest.open(row, column, store.cipher()))
                .list()
                .size());
  }

  private void addDocumentsLettersAndABooking(Store store) {
    store.inTransaction(
        () -> {
          for (String number : List.of(cases.get(0), cases.get(CASES - 1))) {
            byte[] plain = ("A text of " + number).getBytes(UTF_8);
            String id = "id-" + number;
            store
                .jdbc()
                .sql(
                    """
                    insert into letter (id, case_number, occasion, occurrence, code, template, addressee,
                      addressee_name, sender, dated, minute_enclosed, content, email, delivery, created_at)
                    values (?, ?, 'x', 'x', '', 'x', 'x', 'x', 'UKHTC', ?, false, ?, ?, 'printed', now())\
                    """)
                .params(
                    id,
                    number,
                    OPENED,
                    store.cipher().sealFor(number, plain, "letter/" + id + "/content"),
                    store.cipher().sealFor(number, plain, "letter/" + id + "/email"))
                .update();
            store
                .jdbc()
                .sql(
                    """
                    insert into case_document (id, case_number, number_in_case, kind, type, size_in_bytes, scanned,
                      added_by, added_at, fingerprint, file_name, description, content)
                    values (?, ?, 1, 'other', 'pdf', 1, true, 'la.lead', now(), ?, ?, ?, ?)\
                    """)
                .params(
                    id,
                    number,
                    store.cipher().fingerprintFor(number, plain, "document"),
                    store.cipher().sealFor(number, plain, "document/" + id + "/file_name"),
                    store.cipher().sealFor(number, plain, "document/" + id + "/description"),
                    store.cipher().sealFor(number, plain, "document/" + id + "/content"))
                .update();
            long act =
                store.jdbc().sql("select nextval('register_seq')").query(Long.class).single();
            store
                .jdbc()
                .sql(
                    """
                    insert into register_act (id, case_number, recorded_at, stage, act, officer, reason)
                    values (?, ?, now(), 'reasonable-grounds', 'proposed', 'ukhtc.owner', ?)\
                    """)
                .params(act, number, store.cipher().sealFor(number, plain, "register/act/" + act))
                .update();
            store
                .jdbc()
                .sql(
                    """
                    insert into register_decision (id, case_number, recorded_at, stage, outcome, decided_on, case_owner,
                      second_officer, reasons, late, days_late)
                    values (?, ?, now(), 'reasonable-grounds', 'positive', ?, 'a', 'b', ?, false, 0)\
                    """)
                .params(
                    act,
                    number,
                    OPENED,
                    store.cipher().sealFor(number, plain, "register/decision/" + act))
                .update();
            store
                .jdbc()
                .sql(
                    """
                    insert into case_repair (id, case_number, asked_by, asked_at, action, diagram, reason, state)
                    values (?, ?, 'a', now(), 'move', 'intake', ?, '')\
                    """)
                .params(act, number, store.cipher().sealFor(number, plain, "repair/" + act))
                .update();
          }
          store
              .jdbc()
              .sql(
                  """
                  insert into awareness_booking (booking_number, area, preferred_event, state, preferred_only,
                    gave_back, group_size, spare_names, spare_places, people, booked_at, changed_at)
                  values (12, 'fife', 'first', 'waiting', false, false, 1, 0, 0, ?, now(), now())\
                  """)
              .param(store.cipher().seal("people".getBytes(UTF_8), "awareness-booking/12"))
              .update();
          store
              .jdbc()
              .sql(
                  """
                  insert into form_draft (id, person, form, content, saved_at)
                  values ('draft', 'la.lead', 'task/1', ?, now())\
                  """)
              .param(store.cipher().seal("{}".getBytes(UTF_8), "draft task/1 la.lead"))
              .update();
          store
              .jdbc()
              .sql(
                  """
                  insert into access_log (recorded_at, user_id, roles, councils, what, case_number, reason, allowed)
                  values (now(), 'la.lead', '', '', 'record', ?, ?, true)\
                  """)
              .params(
                  cases.get(0),
                  store
                      .cipher()
                      .seal("why".getBytes(UTF_8), "access-log/" + cases.get(0) + "/la.lead"))
              .update();
        });
  }

  private static List<String> tokens(Store store) {
    return store.jdbc().sql("select token from case_match").query(String.class).list();
  }
}
