package scot.nrm.casefile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.register.RecordedActs.act;
import static scot.nrm.register.RecordedActs.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases.Database;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.register.Act;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.Links.Why;
import scot.nrm.register.Outcome;
import scot.nrm.register.Proposal;
import scot.nrm.register.RegisterFacts;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

/** Changes by someone who can write to the database, but doesn't have the key, are reported. */
@OnEachDatabase(usually = Kind.POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TamperingTest implements OnEachDatabase.Uses {

  private static final LocalDate OPENED = LocalDate.of(2009, 5, 17);

  private Store store;
  private String a;
  private String b;
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> own = new HashSet<>();
  private String night;

  @Override
  public void open(Database fresh) {
    store = new Store(fresh, "--nrm.case-file.key=" + Keys.key(7));
    List<String> numbers = // in order: a row about two cases is with the smaller number
        Stream.generate(() -> store.file().nextCaseNumber(OPENED)).limit(2).sorted().toList();
    a = caseWithEverything(numbers.get(0), "fife");
    b = caseWithEverything(numbers.get(1), "moray");
    store.inTransaction(() -> store.links().link(a, b, Why.SIBLING, "la.lead"));
    users();
    night = store.heads().record(OPENED).orElseThrow().line().toString();
    names.put("A", a);
    names.put("B", b);
    names.put("NIGHT", night);
    for (String name : List.of("event", "act", "decision")) {
      name("first-" + name, "select min(id) from register_" + name + " where case_number = ?", a);
      name("last-" + name, "select max(id) from register_" + name + " where case_number = ?", a);
      name("other-" + name, "select min(id) from register_" + name + " where case_number = ?", b);
    }
    name("second-event", "select min(id) + 1 from register_event where case_number = ?", a);
    name("last-link - 1", "select max(seq) - 1 from chain_link where chain = ?", a);
    name("letter", "select id from letter where case_number = ?", a);
    name("document", "select id from case_document where case_number = ?", a);
    name("last-link", "select max(seq) from chain_link where chain = ?", a);
  }

  @Override
  public void close() {
    store.close();
  }

  private void name(String name, String sql, String caseNumber) {
    names.put(name, store.jdbc().sql(sql).param(caseNumber).query(String.class).single());
  }

  private String caseWithEverything(String number, String authority) {
    RegisterUpdates updates = new RegisterUpdates(store.register(), store.jdbc());
    store.inTransaction(
        () -> store.register().openCase(number, authority, OPENED, "police", "r", null));
    for (String carer : List.of("Aunt", "Uncle", "Foster home")) {
      store.inTransaction(() -> merge(number, carer));
    }
    store.inTransaction(
        () ->
            store
                .register()
                .referralReceived(
                    number, OPENED, new RegisterFacts(List.of("vn", "cn"), "female", 15, false)));
    store.inTransaction(
        () ->
            store
                .register()
                .act(
                    number,
                    act(
                        Stage.REASONABLE_GROUNDS,
                        Act.PROPOSED,
                        "ukhtc.owner",
                        Proposal.POSITIVE,
                        "She was found in a nail bar.")));
    store.inTransaction(
        () ->
            store
                .register()
                .act(
                    number,
                    act(Stage.REASONABLE_GROUNDS, Act.CONFIRMED, "ukhtc.second", null, null)));
    store.inTransaction(
        () ->
            store
                .register()
                .decided(
                    number,
                    decision(
                        Stage.REASONABLE_GROUNDS,
                        Outcome.POSITIVE,
                        OPENED.plusDays(5),
                        "ukhtc",
                        "The minute.")));
    store.inTransaction(
        () -> updates.councilChanged(number, "glasgow-city", OPENED.plusDays(9), "la.manager"));
    store.inTransaction(() -> letterAndDocument(number, "id-" + number));
    store.inTransaction(() -> updates.childMissing(number, OPENED.plusDays(20), "la.lead", "Gone"));
    return number;
  }

  private void merge(String number, String carer) {
    store
        .file()
        .merge(
            number,
            Map.<String, JsonNode>of(
                "carer", new TextNode(carer), "policeForce", new TextNode("tayside")),
            "la.lead");
  }

  /** As other packages write them. */
  private void letterAndDocument(String number, String id) {
    byte[] plain = "text".getBytes(UTF_8);
    store.chain().changed(number, ChainedRow.LETTER, id);
    store
        .jdbc()
        .sql(
            """
            insert into letter (id, case_number, occasion, occurrence, code, template, addressee, addressee_name, sender,
              dated, minute_enclosed, content, email, delivery, created_at)
            values (?, ?, 'decision', ?, 'NRM 03', 'positive', 'police', 'Tayside Police', 'UKHTC', ?, true, ?, ?,
              'print-queue', now())\
            """)
        .params(
            id,
            number,
            id,
            OPENED,
            store.cipher().sealFor(number, plain, "letter/" + id + "/content"),
            store.cipher().sealFor(number, plain, "letter/" + id + "/email"))
        .update();
    store.chain().changed(number, ChainedRow.DOCUMENT, id);
    store
        .jdbc()
        .sql(
            """
            insert into case_document (id, case_number, number_in_case, kind, type, size_in_bytes, scanned, added_by,
              added_at, fingerprint, file_name, description, content)
            values (?, ?, ?, 'police-report', 'pdf', 4, true, 'la.lead', now(), ?, ?, ?, ?)\
            """)
        .params(
            id,
            number,
            id.hashCode(),
            store.cipher().fingerprintFor(number, id.getBytes(UTF_8), "document"),
            store.cipher().sealFor(number, plain, "document/" + id + "/file_name"),
            store.cipher().sealFor(number, plain, "document/" + id + "/description"),
            store.cipher().sealFor(number, plain, "document/" + id + "/content"))
        .update();
  }

  private void users() {
    store.inTransaction(
        () -> {
          for (String group : List.of("first-responder", "nrm-manager")) {
            sql(
                "insert into ACT_ID_GROUP (ID_, REV_, NAME_) values ('%s', 1, 'x')"
                    .formatted(group));
          }
          sql("insert into ACT_ID_TENANT (ID_, REV_, NAME_) values ('fife', 1, 'Fife')");
          for (String user : List.of("responder", "manager")) {
            store.chain().changed(ChangeChain.USER + user, ChainedRow.USER, user);
            sql(
                "insert into ACT_ID_USER (ID_, REV_, FIRST_, LAST_, PWD_, SALT_) values ('%1$s', 1, '%1$s', 'X', 'h-%1$s', 's')"
                    .formatted(user));
          }
          store
              .chain()
              .changed(ChangeChain.USER + "responder", ChainedRow.MEMBERSHIP, "first-responder");
          sql("insert into ACT_ID_MEMBERSHIP values ('responder', 'first-responder')");
          store.chain().changed(ChangeChain.USER + "responder", ChainedRow.EARLIER_NAME, 5L);
          sql(
              "insert into earlier_name values (5, 'responder', now(), 'Rhona', 'X', 'ukhtc-second-officer')");
        });
  }

  @Test
  void changesByTheApplicationAreNotReported() {
    assertThat(found()).isEmpty();
    assertThat(store.check().check(a)).isEmpty();
    assertThat(store.check().isAccountUnchanged("responder")).isTrue();
  }

  @Test
  void anOlderFileRestoredWithItsVersionIsReported() {
    String number = ownCase();
    Map<String, Object> older =
        store
            .jdbc()
            .sql("select * from case_file where case_number = ?")
            .param(number)
            .query()
            .singleRow();
    store.inTransaction(() -> merge(number, "Someone else"));
    store
        .jdbc()
        .sql(
            "update case_file set content = ?, version = ?, updated_by = ?, updated_at = ? where case_number = ?")
        .params(
            older.get("content"),
            older.get("version"),
            older.get("updated_by"),
            older.get("updated_at"),
            number)
        .update();

    assertThat(store.file().read(number).text("carer")).isEqualTo("Foster home");
    assertThat(found(number))
        .containsExactly("The child's file was replaced with an older version.");
  }

  @Test
  void aChangedRowIsStillReportedAfterTheApplicationHasUpdatedIt() {
    String number = ownCase();
    sql("update case_register set age = 21 where case_number = '%s'".formatted(number));
    store.inTransaction(() -> store.register().closed(number, CaseOutcome.RECOGNISED, OPENED));

    assertThat(found(number))
        .containsExactly(
            "The case in the register had been changed before the application changed it: %s."
                .formatted(BritishDate.of(LocalDay.of(Instant.now()))));
  }

  @Test
  void anErasedCaseEndsItsChain() {
    String number = ownCase();
    store.inTransaction(
        () -> {
          for (ChainedRow kind : ChainedRow.of("")) {
            if (kind != ChainedRow.CASE && kind != ChainedRow.LINKED_CASE) {
              sql("delete from %s where case_number = '%s'".formatted(kind.table(), number));
            }
          }
          sql("delete from case_key where case_number = '%s'".formatted(number));
          sql(
              "update case_register set reported_by = null where case_number = '%s'"
                  .formatted(number));
          store.chain().erased(number);
        });

    assertThat(found(number)).isEmpty();

    sql("update case_register set age = 21 where case_number = '%s'".formatted(number));

    assertThat(found(number)).containsExactly("The case in the register was changed.");
  }

  @Test
  void aRolledBackChangeLeavesNoLink() {
    String number = ownCase();
    new TransactionTemplate(store.transactions())
        .executeWithoutResult(
            status -> {
              merge(number, "Nobody");
              status.setRollbackOnly();
            });
    TransactionTemplate savepoint = new TransactionTemplate(store.transactions());
    savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    store.inTransaction(
        () ->
            savepoint.executeWithoutResult(
                status -> {
                  store.register().documentAdded(number, "photograph", "la.lead");
                  status.setRollbackOnly();
                }));

    assertThat(found(number)).isEmpty();
  }

  @Test
  void simultaneousTransactionsExtendOneChainInTurn() throws Exception {
    String number = ownCase();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> people = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String id = number + "-" + i;
        people.add(threads.submit(() -> store.inTransaction(() -> letterAndDocument(number, id))));
      }
      for (Future<?> person : people) {
        person.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(found(number)).isEmpty();
  }

  private String ownCase() {
    String number = caseWithEverything(store.file().nextCaseNumber(OPENED), "fife");
    own.add(number);
    return number;
  }

  private List<String> found(String number) {
    return store.check().checkAll(true, List.of(), took -> {}).findings().stream()
        .filter(finding -> finding.chain().equals(number))
        .map(ChainCheck.Finding::sentence)
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> everyChangeMadeOutsideTheApplicationIsReported() {
    return Stream.of(
        change(
            "the outcome of a decision",
            "update register_decision set outcome = 'negative' where case_number = '{A}'",
            "{A}: Decision {first-decision} was changed."),
        change(
            "the date of a decision",
            "update register_decision set decided_on = date '2009-05-01' where case_number = '{A}'",
            "{A}: Decision {first-decision} was changed."),
        change(
            "the second officer of a decision",
            "update register_decision set second_officer = 'x' where case_number = '{A}'",
            "{A}: Decision {first-decision} was changed."),
        change(
            "the minute of a decision",
            "update register_decision set reasons = null where case_number = '{A}'",
            "{A}: Decision {first-decision} was changed."),
        change(
            "a deleted decision",
            "delete from register_decision where case_number = '{A}'",
            "{A}: Decision {first-decision} was removed."),
        change(
            "the officer of an act",
            "update register_act set officer = 'x' where id = {first-act}",
            "{A}: Officer's act {first-act} was changed."),
        change(
            "an inserted act",
            "insert into register_act (id, case_number, recorded_at, stage, act, officer) values (9999, '{A}', now(), 'conclusive-grounds', 'confirmed', 'ukhtc.second')",
            "{A}: Officer's act 9999 was added."),
        change(
            "a deleted act",
            "delete from register_act where id = {first-act}",
            "{A}: Officer's act {first-act} was removed."),
        change(
            "the text of an act from another case",
            "update register_act set reason = (select reason from register_act where id = {other-act}) where id = {first-act}",
            "{A}: Officer's act {first-act} can't be opened: it was changed, moved or replaced with an older version."),
        change(
            "the date of an entry",
            "update register_event set from_date = date '2009-01-01' where id = {first-event}",
            "{A}: Register entry {first-event} was changed."),
        change(
            "the time of an entry",
            "update register_event set recorded_at = now() where id = {first-event}",
            "{A}: Register entry {first-event} was changed."),
        change(
            "a deleted entry",
            "delete from register_event where id = {first-event}",
            "{A}: Register entry {first-event} was removed."),
        change(
            "the last entry",
            "delete from register_event where id = {last-event}",
            "{A}: Register entry {last-event} was removed."),
        change(
            "an entry with its link at the end of the chain",
            "delete from register_event where id = {last-event}",
            "delete from register_link where first_case = '{A}'",
            "delete from chain_link where chain = '{A}' and seq = {last-link}",
            "delete from chain_link where chain = '{A}' and seq = {last-link} - 1",
            "{A}: The end of the chain, from link {last-link - 1} on, was removed."),
        change(
            "entries of two cases that are exchanged",
            "update register_event set case_number = '{B}' where id = {first-event}",
            "update register_event set case_number = '{A}' where id = {other-event}",
            "{A}: Register entry {first-event} was moved to another case: {B}.",
            "{B}: Register entry {first-event} was added.",
            "{B}: Register entry {other-event} was moved to another case: {A}.",
            "{A}: Register entry {other-event} was added."),
        change(
            "the order of entries",
            "update register_event set id = -1 where id = {first-event}",
            "update register_event set id = {first-event} where id = {second-event}",
            "update register_event set id = {second-event} where id = -1",
            "{A}: Register entry {first-event} has the content of another one, so the order was changed.",
            "{A}: Register entry {second-event} has the content of another one, so the order was changed."),
        change(
            "the outcome of a case",
            "update case_register set case_outcome = 'not-referred' where case_number = '{A}'",
            "{A}: The case in the register was changed."),
        change(
            "the removal hold",
            "update case_register set removal_hold = 'ended' where case_number = '{A}'",
            "{A}: The case in the register was changed."),
        change(
            "a row that is put back as it was before the child went missing",
            "update case_register set missing_since = null where case_number = '{A}'",
            "{A}: The case in the register was replaced with an older version."),
        change(
            "a nationality",
            "update register_nationality set nationality = 'gb' where case_number = '{A}' and nationality = 'vn'",
            "{A}: Nationality gb was added.",
            "{A}: Nationality vn was removed."),
        change(
            "a previous local authority, which may then read",
            "insert into register_council values ('{A}', 'fife', date '2010-01-01')",
            "{A}: Previous local authority fife/2010-01-01 was added."),
        change(
            "a link between cases",
            "delete from register_link where first_case = '{A}'",
            "{A}: Link to case {B}/sibling was removed."),
        change(
            "the police force, which may then read",
            "update case_police_force set police_force = 'strathclyde' where case_number = '{A}'",
            "{A}: Police force of the case was changed."),
        change(
            "the child's file from another case",
            "update case_file set content = (select content from case_file where case_number = '{B}') where case_number = '{A}'",
            "{A}: The child's file can't be opened: it was changed, moved or replaced with an older version."),
        change(
            "the number of the file's version",
            "update case_file set version = version + 1 where case_number = '{A}'",
            "{A}: The child's file can't be opened: it was changed, moved or replaced with an older version."),
        change(
            "who wrote the file last",
            "update case_file set updated_by = 'x' where case_number = '{A}'",
            "{A}: The child's file was changed."),
        change(
            "a deleted file",
            "delete from case_file where case_number = '{A}'",
            "{A}: The child's file was removed."),
        change(
            "a deleted letter",
            "delete from letter where case_number = '{A}'",
            "{A}: Letter {letter} was removed."),
        change(
            "the addressee of a letter",
            "update letter set addressee_name = 'x' where case_number = '{A}'",
            "{A}: Letter {letter} was changed."),
        change(
            "a letter's text",
            "update letter set content = (select content from letter where case_number = '{B}') where case_number = '{A}'",
            "{A}: Letter {letter} can't be opened: it was changed, moved or replaced with an older version."),
        change(
            "a deleted document",
            "delete from case_document where case_number = '{A}'",
            "{A}: Document {document} was removed."),
        change(
            "a document's content",
            "update case_document set content = (select content from case_document where case_number = '{B}') where case_number = '{A}'",
            "{A}: Document {document} can't be opened: it was changed, moved or replaced with an older version."),
        change(
            "who added a document",
            "update case_document set added_by = 'x' where case_number = '{A}'",
            "{A}: Document {document} was changed."),
        change(
            "the key of a case",
            "delete from case_key where case_number = '{A}'",
            "{A}: The key of the case was removed."),
        change(
            "the name that someone had when they acted",
            "update earlier_name set first_name = 'x' where id = 5",
            "user/responder: Earlier name 5 was changed."),
        change(
            "the roles that someone had when they acted",
            "delete from earlier_name where id = 5",
            "user/responder: Earlier name 5 was removed."),
        change(
            "a group that someone gives themselves",
            "insert into ACT_ID_MEMBERSHIP values ('responder', 'nrm-manager')",
            "user/responder: Membership of group nrm-manager was added."),
        change(
            "a group that someone is taken out of",
            "delete from ACT_ID_MEMBERSHIP where USER_ID_ = 'responder'",
            "user/responder: Membership of group first-responder was removed."),
        change(
            "a local authority that someone gives themselves",
            "insert into ACT_ID_TENANT_MEMBER (ID_, TENANT_ID_, USER_ID_) values ('x', 'fife', 'responder')",
            "user/responder: Membership of local authority fife was added."),
        change(
            "a local authority for a whole group",
            "insert into ACT_ID_TENANT_MEMBER (ID_, TENANT_ID_, GROUP_ID_) values ('x', 'fife', 'first-responder')",
            "group/first-responder: Everything is in no chain: it was added, or its chain was removed."),
        change(
            "someone else's password, replaced with one's own",
            "update ACT_ID_USER set PWD_ = 'h-responder' where ID_ = 'manager'",
            "user/manager: Account manager was changed."),
        change(
            "an added account",
            "insert into ACT_ID_USER (ID_, REV_, PWD_, SALT_) values ('ghost', 1, 'h', 's')",
            "user/ghost: Everything is in no chain: it was added, or its chain was removed."),
        change(
            "a changed link",
            "update chain_link set row_id = '1' where chain = '{A}' and seq = 4",
            "{A}: Link 4 was changed or moved.",
            "{A}: The child's file was removed."),
        change(
            "a deleted link",
            "delete from chain_link where chain = '{A}' and seq = 1",
            "{A}: Link 1 was removed."),
        change(
            "the whole chain of a case",
            "delete from chain_link where chain = '{A}'",
            "{A}: Everything was removed."),
        change(
            "a whole case with its chain",
            "delete from register_nationality where case_number = '{A}'",
            "delete from register_council where case_number = '{A}'",
            "delete from register_link where first_case = '{A}'",
            "delete from register_act where case_number = '{A}'",
            "delete from register_decision where case_number = '{A}'",
            "delete from register_event where case_number = '{A}'",
            "delete from case_document where case_number = '{A}'",
            "delete from letter where case_number = '{A}'",
            "delete from case_file where case_number = '{A}'",
            "delete from case_police_force where case_number = '{A}'",
            "delete from case_register where case_number = '{A}'",
            "delete from case_key where case_number = '{A}'",
            "delete from chain_link where chain = '{A}'",
            "{A}: Everything was removed."),
        change(
            "all chains",
            "delete from chain_link",
            "heads: What was known on 2009-05-17 was removed.",
            "{A}: Everything is in no chain: it was added, or its chain was removed.",
            "{B}: Everything is in no chain: it was added, or its chain was removed.",
            "user/manager: Everything is in no chain: it was added, or its chain was removed.",
            "user/responder: Everything is in no chain: it was added, or its chain was removed."),
        change(
            "the chain of the ends",
            "delete from chain_link where chain = 'heads' and seq > 2",
            "heads: What was known on 2009-05-17 was removed."),
        change(
            "the key of the chains",
            "delete from case_key where case_number = 'chain/1'",
            "heads: The chain can't be checked: its key is missing.",
            "{A}: The chain can't be checked: its key is missing.",
            "{B}: The chain can't be checked: its key is missing.",
            "user/manager: The chain can't be checked: its key is missing.",
            "user/responder: The chain can't be checked: its key is missing."));
  }

  /**
   * @param what statements, then what is found
   */
  private DynamicTest change(String name, String... what) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          List<String> texts = Arrays.stream(what).map(this::filled).toList();
          List<String> statements = texts.stream().filter(TamperingTest::isSql).toList();
          List<String> findings = texts.stream().filter(text -> !isSql(text)).toList();

          List<String> found =
              new TransactionTemplate(store.transactions())
                  .execute(
                      status -> {
                        status.setRollbackOnly();
                        statements.forEach(this::sql);
                        return found();
                      });

          assertThat(found).containsExactlyInAnyOrderElementsOf(findings);
        });
  }

  private static boolean isSql(String text) {
    return text.matches("(?s)(insert|update|delete) .*");
  }

  private String filled(String text) {
    String filled = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      filled = filled.replace("{" + name.getKey() + "}", name.getValue());
    }
    return filled;
  }

  private List<String> found() {
    return store
        .check()
        .checkAll(true, ChainHeads.Line.in("Line of the night: " + night), took -> {})
        .findings()
        .stream()
        .filter(finding -> !own.contains(finding.chain()))
        .map(ChainCheck.Finding::toString)
        .toList();
  }

  private void sql(String statement) {
    store.jdbc().sql(statement).update();
  }
}
