package scot.nrm.statistics;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import scot.nrm.Databases;

/** Compares what is in memory with what the database has, after each kind of change. */
class RegisterInMemoryTest {

  private static final DataSource DATA_SOURCE = Databases.postgres().pool();
  private static final JdbcClient JDBC = JdbcClient.create(DATA_SOURCE);
  private static final int CASES = 50;

  private static final String COLUMNS =
      """
      r.case_number, r.rg_outcome,
      case when r.case_number in (select e.case_number from register_event e where e.kind = 'error-closed')
        then 1 else 0 end as error,
      array(select n.nationality from register_nationality n where n.case_number = r.case_number
        order by n.nationality) as nationalities\
      """;

  private record Case(String number, String outcome, boolean error, List<String> nationalities) {}

  private final AtomicInteger read = new AtomicInteger();

  private final RegisterInMemory<Case> register = register();

  @BeforeEach
  void someCasesAreInMemory() {
    for (String table : List.of("register_event", "register_nationality", "case_register")) {
      JDBC.sql("delete from " + table).update();
    }
    for (int i = 0; i < CASES; i++) {
      JDBC.sql(
              "insert into case_register (case_number, local_authority, opened_on) values (?, 'fife', date '2009-04-06')")
          .param(number(i))
          .update();
      JDBC.sql("insert into register_nationality (case_number, nationality) values (?, 'NG')")
          .param(number(i))
          .update();
    }
    assertThat(inMemory()).hasSize(CASES);
  }

  private static String number(int i) {
    return "NRM-%d".formatted(1000 + i);
  }

  private RegisterInMemory<Case> register() {
    return new RegisterInMemory<>(
        DATA_SOURCE,
        new DataSourceTransactionManager(DATA_SOURCE),
        true,
        COLUMNS,
        (row, i) -> {
          read.incrementAndGet();
          return new Case(
              row.getString("case_number"),
              row.getString("rg_outcome"),
              row.getInt("error") == 1,
              Arrays.stream((Object[]) row.getArray("nationalities").getArray())
                  .map(String::valueOf)
                  .toList());
        },
        one -> one.nationalities().size());
  }

  private Map<String, Case> inMemory() {
    return cases(register);
  }

  private static Map<String, Case> cases(RegisterInMemory<Case> register) {
    return register.ask(
        all ->
            new TreeMap<>(all.values().stream().collect(toMap(Case::number, Function.identity()))));
  }

  private void isAsInTheDatabase() {
    assertThat(inMemory()).isEqualTo(cases(register()));
  }

  @Test
  void everyKindOfChangeIsNoticed() {
    for (String change :
        List.of(
            "update case_register set rg_outcome = 'positive' where case_number = 'NRM-1003'",
            "insert into case_register (case_number, local_authority, opened_on) values ('NRM-2000', 'fife', date '2009-04-06')",
            "insert into register_nationality (case_number, nationality) values ('NRM-1004', 'VN')",
            "update register_nationality set nationality = 'GB' where case_number = 'NRM-1005'",
            "delete from register_nationality where case_number = 'NRM-1006'",
            "insert into register_event (id, case_number, recorded_at, kind) values (nextval('register_seq'), 'NRM-1007', current_timestamp, 'error-closed')",
            "delete from case_register where case_number = 'NRM-2000'",
            "update case_register set case_number = 'NRM-2001' where case_number = 'NRM-1006'")) {
      Map<String, Case> before = inMemory();
      assertThat(JDBC.sql(change).update()).as(change).isEqualTo(1);

      isAsInTheDatabase();
      assertThat(inMemory()).as(change).isNotEqualTo(before);
    }
  }

  /**
   * The number of this transaction is lower than that of another one that has already been read.
   */
  @Test
  void aTransactionThatCommitsAfterALaterOneIsNoticed() throws SQLException {
    try (Connection slow = DATA_SOURCE.getConnection();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.executeUpdate(
          "update case_register set rg_outcome = 'positive' where case_number = 'NRM-1000'");
      JDBC.sql("update case_register set rg_outcome = 'negative' where case_number = 'NRM-1001'")
          .update();
      assertThat(inMemory().get("NRM-1000").outcome()).isNull();
      assertThat(inMemory().get("NRM-1001").outcome()).isEqualTo("negative");

      slow.commit();
    }

    assertThat(inMemory().get("NRM-1000").outcome()).isEqualTo("positive");
    isAsInTheDatabase();
  }

  @Test
  void rolledBackChangesAreIgnored() throws SQLException {
    try (Connection slow = DATA_SOURCE.getConnection();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.executeUpdate("update case_register set rg_outcome = 'positive'");
      assertThat(inMemory().get("NRM-1000").outcome()).isNull();

      slow.rollback();
    }

    isAsInTheDatabase();
    assertThat(inMemory().get("NRM-1000").outcome()).isNull();
  }

  /** A failed question must not hide a change from the next one. */
  @Test
  void aChangeIsNoticedAfterAFailedQuery() {
    JDBC.sql("update case_register set rg_outcome = 'positive' where case_number = 'NRM-1000'")
        .update();
    try {
      register.ask(
          all -> {
            throw new IllegalStateException("the question failed");
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("the question failed");
    }

    isAsInTheDatabase();
  }

  /** Waits until no other transaction of this server is open, because more is read until then. */
  @Test
  void onlyChangedRowsAreReadAgain() {
    await().untilAsserted(this::nothingIsRead);
    JDBC.sql("update case_register set rg_outcome = 'positive' where case_number = 'NRM-1000'")
        .update();
    read.set(0);

    inMemory();

    assertThat(read).hasPositiveValue();
    await().untilAsserted(this::nothingIsRead);
  }

  private void nothingIsRead() {
    read.set(0);
    inMemory();
    assertThat(read).hasValue(0);
  }
}
