package scot.nrm.retention;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static scot.nrm.retention.Retention.State.DUE;
import static scot.nrm.retention.Retention.State.ON_HOLD;
import static scot.nrm.retention.Retention.State.OPEN_WORK;

import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.ConfigFile;
import scot.nrm.Databases.Database;
import scot.nrm.OnEachDatabase;
import scot.nrm.casefile.Store;
import scot.nrm.engine.CaseClock;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Links;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterFacts;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.retention.Retention.Due;

/** Tests when cases are erased, what prevents it, and what is erased. */
@OnEachDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetentionTest implements OnEachDatabase.Uses {

  private static final LocalDate OPENED = LocalDate.of(2009, 5, 18);
  private static final LocalDate CLOSED = LocalDate.of(2009, 9, 1);
  private static final LocalDate BORN = LocalDate.of(1994, 7, 23);
  private static final LocalDate ADULT = LocalDate.of(2012, 7, 23);

  private boolean postgres;
  private Store store;
  private RetentionRules rules;
  private Retention retention;
  private Erasure erasure;
  private LegalHolds holds;
  private RegisterUpdates updates;

  @Override
  public void open(Database database) {
    postgres = database.url().startsWith("jdbc:postgresql");
    store = new Store(database);
    rules = new RetentionFile().retentionRules(ConfigFile.read(RetentionFile.FILE, ""));
    retention = new Retention(store.jdbc(), store.file(), rules);
    CaseClock clock = new CaseClock();
    erasure =
        new Erasure(store.jdbc(), store.transactions(), retention, rules, store.chain(), clock);
    updates = new RegisterUpdates(store.register(), store.jdbc());
    holds = new LegalHolds(store.jdbc(), updates, clock);
  }

  @Override
  public void close() {
    store.close();
  }

  @BeforeEach
  void onTheDayOfTheOpening() {
    on(OPENED);
  }

  @AfterEach
  void eraseAllAndResetTheClock() {
    store.jdbc().sql("delete from ACT_RU_EXECUTION").update();
    store.jdbc().sql("update case_register set legal_hold_since = null").update();
    on(LocalDate.of(2120, 1, 1));
    erasure.run();
    ClockUtil.reset();
  }

  private static void on(LocalDate day) {
    ClockUtil.setCurrentTime(Date.from(Instant.parse(day + "T09:00:00Z")));
  }

  private String closed(String outcome, Integer age, LocalDate born) {
    String number = opened();
    store.inTransaction(
        () -> {
          if (age != null) {
            store
                .register()
                .referralReceived(
                    number, OPENED, new RegisterFacts(List.of("VN"), "female", age, false));
          }
          if (born != null) {
            store
                .file()
                .merge(number, Map.of("childDateOfBirth", new TextNode(born.toString())), "lead");
          }
          store.register().closed(number, CaseOutcome.of(outcome), CLOSED);
        });
    return number;
  }

  private String opened() {
    String number = store.file().nextCaseNumber(OPENED);
    store.inTransaction(
        () -> store.register().openCase(number, "fife", OPENED, "police", "first.responder", null));
    return number;
  }

  private LocalDate due(String number) {
    return retention.dueBy(LocalDate.of(2120, 1, 1)).stream()
        .filter(due -> due.caseNumber().equals(number))
        .map(Due::on)
        .findFirst()
        .orElse(null);
  }

  private Retention.State state(String number) {
    return retention.dueBy(LocalDate.of(2120, 1, 1)).stream()
        .filter(due -> due.caseNumber().equals(number))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private int count(String table, String number) {
    return store
        .jdbc()
        .sql("select count(*) from " + table + " where case_number = ?")
        .param(number)
        .query(Integer.class)
        .single();
  }

  @Test
  void thePeriodCountsFromTheBirthdayOrTheCasesEndWhicheverIsLater() {
    String child = closed("recognised", 14, BORN);
    String adult = closed("not-recognised", 17, LocalDate.of(1991, 6, 1));

    assertThat(due(child)).isEqualTo(ADULT.plusYears(57));
    assertThat(due(adult)).isEqualTo(CLOSED.plusYears(25));
  }

  @Test
  void withoutADateOfBirthTheLatestPossibleDayCounts() {
    assertThat(due(closed("recognised", 14, null))).isEqualTo(OPENED.plusYears(4 + 57));
    assertThat(due(closed("not-referred", null, null))).isEqualTo(OPENED.plusYears(18 + 7));
  }

  @Test
  void aRecordedDayOfAdulthoodCounts() {
    String number = closed("recognised", 14, BORN);
    store.inTransaction(
        () ->
            updates.adult(
                number, LocalDate.of(2010, 2, 3), "finding", LocalDate.of(2010, 2, 3), "lead"));

    assertThat(due(number)).isEqualTo(LocalDate.of(2010, 2, 3).plusYears(57));
  }

  @Test
  void aLateUpdateProlongsRetentionAndAHoldDoesNot() {
    String number = closed("not-recognised", 17, LocalDate.of(1991, 6, 1));
    LocalDate updated = LocalDate.of(2015, 3, 2);
    on(updated);
    store.inTransaction(
        () ->
            updates.addEntry(
                number, RegisterEvent.entry(EntryKind.INFORMATION_RECEIVED).from(updated)));

    assertThat(due(number)).isEqualTo(updated.plusYears(25));

    on(LocalDate.of(2016, 1, 4));
    store.inTransaction(() -> holds.set(number, "manager", "A court needs the file"));
    store.inTransaction(() -> holds.lift(number, "manager", "The court has decided"));

    assertThat(due(number)).isEqualTo(updated.plusYears(25));
  }

  @Test
  void aCaseEnteredInErrorDoesNotWaitForTheBirthday() {
    String number = closed("closed-other", 14, BORN);
    store.inTransaction(
        () -> updates.addEntry(number, RegisterEvent.entry(EntryKind.ERROR_CLOSED).from(CLOSED)));

    assertThat(due(number)).isEqualTo(CLOSED.plusYears(1));
  }

  @Test
  void anOpenCaseIsNeverDue() {
    assertThat(due(opened())).isNull();
  }

  @Test
  void casesOnHoldOrWithOpenWorkOrNotYetDueAreNotErased() {
    String early = closed("not-referred", null, null);
    LocalDate day = due(early);
    on(day.minusDays(1));
    assertThat(erasure.run().cases()).isZero();

    on(day);
    store.inTransaction(() -> holds.set(early, "manager", "A court needs the file"));
    assertThat(state(early)).isEqualTo(ON_HOLD);
    assertThat(erasure.run()).isEqualTo(new Erasure.Result(0, 1, 0, List.of()));

    store.inTransaction(() -> holds.lift(early, "manager", "The court has decided"));
    LocalDate last = day.plus(rules.afterHold());
    assertThat(due(early)).as("a hold that was lifted by mistake").isEqualTo(last);
    on(last.minusDays(1));
    assertThat(erasure.run()).isEqualTo(new Erasure.Result(0, 0, 0, List.of()));

    on(last);
    store
        .jdbc()
        .sql("insert into ACT_RU_EXECUTION (ID_, BUSINESS_KEY_) values ('still-there', ?)")
        .param(early)
        .update();
    assertThat(state(early)).isEqualTo(OPEN_WORK);
    assertThat(erasure.run()).isEqualTo(new Erasure.Result(0, 1, 0, List.of()));
    assertThat(count("case_register", early)).isOne();

    store.jdbc().sql("delete from ACT_RU_EXECUTION").update();
    assertThat(state(early)).isEqualTo(DUE);
    assertThat(erasure.run()).isEqualTo(new Erasure.Result(1, 0, 0, List.of()));
    assertThat(erasure.run()).isEqualTo(new Erasure.Result(0, 0, 0, List.of()));
    assertThat(count("case_register", early)).isZero();
    assertThat(
            store
                .jdbc()
                .sql(
                    "select rule, cast(erased_at as date) as erased_on from case_erasure where case_number = ?")
                .param(early)
                .query()
                .singleRow()
                .toString())
        .contains("not-referred", last.toString());
  }

  /** The person who has locked the case may be reopening it. */
  @Test
  void aCaseOnWhichWorkBeginsWhileTheErasureWaitsIsNotErased() throws Exception {
    String number = closed("not-referred", null, null);
    on(due(number));
    ExecutorService night = Executors.newSingleThreadExecutor();
    try {
      Future<Erasure.Result> run =
          store.inTransaction(
              () -> {
                store.register().lock(number);
                Future<Erasure.Result> waiting = night.submit(erasure::run);
                await().until(this::someoneWaits);
                store
                    .jdbc()
                    .sql("insert into ACT_RU_EXECUTION (ID_, BUSINESS_KEY_) values ('begun', ?)")
                    .param(number)
                    .update();
                return waiting;
              });

      assertThat(run.get()).isEqualTo(new Erasure.Result(0, 1, 0, List.of()));
      assertThat(count("case_register", number)).isOne();
    } finally {
      night.shutdown();
    }
  }

  private boolean someoneWaits() {
    return store
            .jdbc()
            .sql(
                postgres
                    ? "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
                    : "select count(*) from information_schema.sessions where blocker_id is not null")
            .query(Long.class)
            .single()
        > 0;
  }

  @Test
  void mergedCasesAreKeptAndErasedTogether() {
    String first = closed("closed-other", 14, BORN);
    String second = closed("closed-other", 14, BORN);
    String last = closed("recognised", 14, BORN);
    store.inTransaction(() -> updates.merged(first, second, CLOSED, "intake"));
    store.inTransaction(() -> updates.merged(second, last, CLOSED, "intake"));
    LocalDate day = ADULT.plusYears(57);

    assertThat(due(first)).isNull();
    assertThat(due(last)).isEqualTo(day);
    on(day);
    store.inTransaction(() -> holds.set(first, "manager", "A court needs the file"));
    assertThat(state(last)).isEqualTo(ON_HOLD);
    store.inTransaction(() -> holds.lift(first, "manager", "The court has decided"));
    assertThat(due(last)).isEqualTo(day.plus(rules.afterHold()));
    on(day.plus(rules.afterHold()));
    erasure.run();

    assertThat(List.of(first, second, last))
        .allSatisfy(number -> assertThat(count("case_register", number)).isZero())
        .allSatisfy(number -> assertThat(count("case_key", number)).isZero())
        .allSatisfy(number -> assertThat(count("case_erasure", number)).isOne());
  }

  @Test
  void aMergedCaseIsKeptLongerThanAContinuingOneEnteredInError() {
    String merged = closed("closed-other", 14, BORN);
    String inError = closed("closed-other", 14, BORN);
    store.inTransaction(() -> updates.merged(merged, inError, CLOSED, "intake"));
    store.inTransaction(
        () -> updates.addEntry(inError, RegisterEvent.entry(EntryKind.ERROR_CLOSED).from(CLOSED)));

    LocalDate day = ADULT.plusYears(25);
    assertThat(due(inError)).isEqualTo(day);
    assertThat(retention.dueBy(day))
        .filteredOn(due -> due.caseNumber().equals(inError))
        .extracting(due -> due.rule().id())
        .containsExactly("referral");
    assertThat(retention.dueBy(day.minusDays(1))).isEmpty();
  }

  @Test
  void aMergedConcernIsKeptAsAConcern() {
    String merged = closed("closed-other", null, BORN);
    String last = closed("not-referred", null, BORN);
    store.inTransaction(() -> updates.merged(merged, last, CLOSED, "intake"));

    assertThat(due(last)).isEqualTo(ADULT.plusYears(7));
  }

  @Test
  void logReasonsAreErasedWithTheCaseAndEntriesAfterTheirOwnTime() {
    String number = closed("not-referred", null, null);
    on(due(number));
    logged(number, OffsetDateTime.now().minusYears(7).minusDays(1));
    logged(number, OffsetDateTime.now());

    assertThat(erasure.run()).isEqualTo(new Erasure.Result(1, 0, 1, List.of()));
    assertThat(
            store
                .jdbc()
                .sql(
                    "select count(*) from access_log where case_number = ? and reason is null and user_id = 'lead' and what = 'reason'")
                .param(number)
                .query(Integer.class)
                .single())
        .isOne();
    store.jdbc().sql("delete from access_log").update();
  }

  /** Logs that a case was opened with a reason. */
  private void logged(String number, OffsetDateTime at) {
    store
        .jdbc()
        .sql(
            """
            insert into access_log (recorded_at, user_id, roles, councils, what, case_number,
              reason, allowed) values (?, 'lead', '', '', 'reason', ?, ?, true)\
            """)
        .params(at, number, "sealed".getBytes(UTF_8))
        .update();
  }

  @Test
  void anErasedCasesChainEndsAndItsStatisticsChainBegins() {
    String sibling = closed("recognised", 14, BORN);
    String number = closed("not-recognised", 17, LocalDate.of(1991, 6, 1));
    store.inTransaction(() -> store.links().link(sibling, number, Links.Why.SIBLING, "lead"));
    on(due(number));

    assertThat(erasure.run().cases()).isOne();

    assertThat(store.check().checkAll(true, List.of(), took -> {}).findings()).isEmpty();
    assertThat(count("case_register", sibling)).isOne();
  }

  /** As after {@code kill -9}: the connection is gone, and what hasn't been committed with it. */
  /** The error comes from a table that someone has added to the database. */
  @Test
  void aCaseThatCannotBeErasedDoesNotStopTheOthers() {
    String first = closed("not-referred", 14, BORN);
    String second = closed("not-referred", 14, BORN);
    on(LocalDate.of(2100, 1, 1));
    store
        .jdbc()
        .sql(
            "create table added_by_hand (case_number varchar(32) references case_register (case_number))")
        .update();
    store.jdbc().sql("insert into added_by_hand values (?)").param(first).update();
    try {
      assertThat(erasure.run()).isEqualTo(new Erasure.Result(1, 0, 0, List.of(first)));
    } finally {
      store.jdbc().sql("drop table added_by_hand").update();
    }
    assertThat(isErased(first)).isFalse();
    isWholeOrErased(first);
    assertThat(isErased(second)).isTrue();

    assertThat(erasure.run()).isEqualTo(new Erasure.Result(1, 0, 0, List.of()));
  }

  @Test
  void aRunStoppedAtAnyStatementIsCompletedByTheNext() {
    List<String> cases = List.of(closed("recognised", 14, BORN), closed("closed-other", 14, BORN));
    store.inTransaction(
        () -> store.links().link(cases.get(0), cases.get(1), Links.Why.SIBLING, "lead"));
    cases.forEach(number -> logged(number, OffsetDateTime.now()));
    logged(cases.get(0), OffsetDateTime.now().minusYears(8));
    int leftBefore = count("case_register where erased");
    on(ADULT.plusYears(58));

    int stops = 0;
    int gone = 0;
    for (int statement = 1; stoppedAt(statement); statement++) {
      stops++;
      cases.forEach(this::isWholeOrErased);
      int erased = (int) cases.stream().filter(this::isErased).count();
      assertThat(count("case_register where erased")).isEqualTo(leftBefore + erased);
      if (erased > gone) {
        gone = erased;
        statement = 0;
      }
    }

    assertThat(stops).as("statements at which it was stopped").isGreaterThan(60);
    assertThat(cases).allMatch(this::isErased).allSatisfy(this::isWholeOrErased);
    assertThat(count("case_register where erased")).isEqualTo(leftBefore + 2);
    assertThat(count("register_link")).isZero();
    assertThat(count("access_log where reason is not null")).isZero();
    assertThat(count("access_log")).isEqualTo(2);
    assertThat(store.check().checkAll(true, List.of(), took -> {}).findings()).isEmpty();
    store.jdbc().sql("delete from access_log").update();
  }

  /**
   * Runs until the n-th statement, and returns whether the run reached it and was stopped before
   * it.
   */
  private boolean stoppedAt(int statement) {
    AtomicInteger left = new AtomicInteger(statement);
    JdbcClient failing =
        (JdbcClient)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {JdbcClient.class},
                (proxy, method, arguments) -> {
                  if (left.decrementAndGet() == 0) {
                    throw new Error("killed");
                  }
                  return method.invoke(store.jdbc(), arguments);
                });
    try {
      new Erasure(failing, store.transactions(), retention, rules, store.chain(), new CaseClock())
          .run();
      return false;
    } catch (Error killed) {
      assertThat(killed).hasMessage("killed");
      return true;
    }
  }

  private boolean isErased(String number) {
    return count("case_erasure", number) == 1;
  }

  /** Checks that a case has its key and all its content, or nothing at all. */
  private void isWholeOrErased(String number) {
    boolean erased = isErased(number);
    for (String table : List.of("case_register", "case_key", "case_file", "register_nationality")) {
      assertThat(count(table, number)).as(table).isEqualTo(erased ? 0 : 1);
    }
    assertThat(count("register_event", number) > 0).isNotEqualTo(erased);
    if (erased) {
      Erasure.TABLES.forEach(table -> assertThat(count(table, number)).as(table).isZero());
    } else {
      assertThat(store.file().read(number).text("childDateOfBirth")).isEqualTo(BORN.toString());
    }
  }

  private int count(String rows) {
    return store.jdbc().sql("select count(*) from " + rows).query(Integer.class).single();
  }

  /** Add a new table with a case number to {@link Erasure}, or to this list with a reason. */
  @Test
  void everyTableWithACaseNumberIsErased() {
    Set<String> known = new TreeSet<>(Erasure.TABLES);
    known.addAll(
        Set.of(
            "case_register", // replaced by what is counted
            "access_log", // the entries of readers are kept without the reason
            "case_erasure"));

    assertThat(tablesWith("case_number")).isEqualTo(known);
    assertThat(tablesWith("first_case")).containsExactly("register_link");
  }

  /** Tables of running work are left out, because a case with open work is not erased. */
  @Test
  void everyTableOfTheEnginesHistoryIsErased() {
    Set<String> known = new TreeSet<>();
    Erasure.HISTORY.forEach(table -> known.add(table.toLowerCase(Locale.ROOT)));
    known.add("act_hi_procinst");

    assertThat(tablesWith("root_proc_inst_id_").stream().filter(t -> !t.startsWith("act_ru_")))
        .containsExactlyInAnyOrderElementsOf(known);
    assertThat(tablesWith("proc_inst_id_").stream().filter(t -> t.startsWith("act_hi_")))
        .isSubsetOf(known);
  }

  private Set<String> tablesWith(String column) {
    return new TreeSet<>(
        store
            .jdbc()
            .sql(
                """
                select distinct lower(table_name) from information_schema.columns
                where lower(column_name) = ? and lower(table_schema) = 'public'\
                """)
            .param(column)
            .query(String.class)
            .list());
  }
}
