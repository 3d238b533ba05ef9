package scot.nrm.statistics;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.register.EntryKind;

/**
 * Facts about each case of the register, in memory. They match the register at each question: on
 * PostgreSQL, only the cases that have changed since the last question are read again, and on H2
 * all of them.
 *
 * <p>PostgreSQL writes the number of the transaction into each version of a row ({@code xmin}). A
 * version that a snapshot doesn't have, and a later one does, is from a transaction that had not
 * ended at the first, so its number is not below that of the oldest one of these ({@code
 * pg_snapshot_xmin}). Removed rows are noticed by the number of rows.
 *
 * @param <T> what is read of a case, from its row, its nationalities and {@link #ENTRIES}
 */
final class RegisterInMemory<T> {

  /** The kinds of entries that may be read. Entries are only ever added. */
  private static final String ENTRIES =
      Stream.of(EntryKind.SUSPENDED, EntryKind.CHILD_MISSING, EntryKind.ERROR_CLOSED)
          .map(kind -> "'" + kind.id() + "'")
          .collect(Collectors.joining(", "));

  /**
   * The condition for changed cases, with the age of the oldest transaction that may have changed
   * something, in transactions.
   */
  private static final String CHANGED =
      """
       where age(r.xmin) <= %1$d
        or r.case_number in (select n.case_number from register_nationality n where age(n.xmin) <= %1$d)
        or r.case_number in (select e.case_number from register_event e
          where e.kind in (%2$s) and age(e.xmin) <= %1$d)\
      """;

  /**
   * The greatest difference that is compared: rows have only the last 32 bits of the number of a
   * transaction, which compare correctly up to half of these numbers.
   */
  private static final long MAX_COMPARABLE_AGE = 1L << 30;

  private static final long XID_RANGE = 1L << 32;

  private static final int FETCH_SIZE = 1_000;

  private final JdbcClient jdbc;
  private final TransactionTemplate snapshot;
  private final boolean isPostgres;
  private final String columns;
  private final RowMapper<T> mapper;
  private final ToIntFunction<T> nationalities;
  private final Map<Long, T> cases = new HashMap<>();
  private long oldest;

  /**
   * @param columns of {@code case_register r}
   * @param nationalities the number of nationalities of a case
   */
  RegisterInMemory(
      DataSource dataSource,
      PlatformTransactionManager transactionManager,
      boolean isPostgres,
      String columns,
      RowMapper<T> mapper,
      ToIntFunction<T> nationalities) {
    JdbcTemplate template = new JdbcTemplate(dataSource);
    template.setFetchSize(FETCH_SIZE);
    this.jdbc = JdbcClient.create(template);
    this.isPostgres = isPostgres;
    this.columns = columns;
    this.mapper = mapper;
    this.nationalities = nationalities;
    snapshot = new TransactionTemplate(transactionManager);
    snapshot.setReadOnly(true);
    snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    // Not the caller's transaction, whose changes may never be committed.
    snapshot.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** Answers a question about all cases, by {@code opened_order}, as of one moment. */
  synchronized <R> R ask(Function<Map<Long, T>, R> question) {
    return snapshot.execute(
        status -> {
          update();
          return question.apply(cases);
        });
  }

  private void update() {
    if (!isPostgres) {
      readAll();
      return;
    }
    long now =
        jdbc.sql("select cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint)")
            .query(Long.class)
            .single();
    if (cases.isEmpty() || now < oldest || now - oldest > MAX_COMPARABLE_AGE) {
      readAll();
    } else {
      int age =
          jdbc.sql("select age(xid '%d')".formatted(oldest % XID_RANGE))
              .query(Integer.class)
              .single();
      read(CHANGED.formatted(age, ENTRIES));
      if (!count("case_register").equals((long) cases.size())
          || !count("register_nationality").equals(sum(cases.values()))) {
        readAll();
      }
    }
    oldest = now; // last: after a failure, the same is read again
  }

  private void readAll() {
    cases.clear();
    read("");
  }

  private void read(String condition) {
    jdbc.sql("select r.opened_order, %s from case_register r%s".formatted(columns, condition))
        .query(
            row -> {
              cases.put(row.getLong("opened_order"), mapper.mapRow(row, 0));
            });
  }

  private Long count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }

  private long sum(Collection<T> all) {
    return all.stream().mapToLong(nationalities::applyAsInt).sum();
  }
}
