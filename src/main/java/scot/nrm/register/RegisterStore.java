package scot.nrm.register;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.casefile.BoundToTransaction;
import scot.nrm.casefile.ChainedRow;
import scot.nrm.casefile.ChangeChain;
import scot.nrm.casefile.ContentCipher;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.StoredCode;

/**
 * Reads and writes the register's tables. A transaction reads each part of a case once, and locks
 * the case before it changes anything. Every change is added to the chain of changes, and every
 * text is encrypted.
 */
@Transactional(propagation = Propagation.MANDATORY)
public abstract class RegisterStore {

  /** A key for values of a case that a transaction has read; {@link Register} has more. */
  static final String STATE = "state";

  private static final String LOCK = "lock";
  private static final String ENTRIES = "entries";

  final JdbcClient jdbc;
  final CaseClock clock;
  final ChangeChain chain;
  private final ContentCipher cipher;
  private final BoundToTransaction.Memory<String, Map<String, Object>> cases =
      new BoundToTransaction.Memory<>();

  RegisterStore(JdbcClient jdbc, ContentCipher cipher, CaseClock clock, ChangeChain chain) {
    this.jdbc = jdbc;
    this.cipher = cipher;
    this.clock = clock;
    this.chain = chain;
  }

  /** The case as it is now; in a transaction, as it was when first read or locked. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Optional<RegisterCase> find(String caseNumber) {
    return cached(caseNumber, STATE, () -> select(caseNumber, ""));
  }

  /** The current state of several cases, by number, in one statement for all of them. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Map<String, RegisterCase> find(Collection<String> caseNumbers) {
    return caseNumbers.isEmpty()
        ? Map.of()
        : jdbc
            .sql(
                "select %s from case_register c where case_number in (:numbers)"
                    .formatted(RegisterRow.COLUMNS))
            .param("numbers", caseNumbers)
            .query((row, number) -> RegisterRow.of(row))
            .list()
            .stream()
            .collect(Collectors.toMap(RegisterCase::caseNumber, nrmCase -> nrmCase));
  }

  /** All entries about a case, oldest first. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public List<RegisterEvent> history(String caseNumber) {
    return cached(caseNumber, ENTRIES, () -> List.copyOf(selectEntries(caseNumber)));
  }

  private List<RegisterEvent> selectEntries(String caseNumber) {
    return jdbc.sql("select * from register_event where case_number = ? order by id")
        .param(caseNumber)
        .query(
            (row, number) ->
                new RegisterEvent(
                    RegisterRow.recordedAt(row),
                    row.getString("kind"),
                    RegisterRow.stage(row, "stage"),
                    row.getString("code"),
                    RegisterRow.date(row, "from_date"),
                    RegisterRow.date(row, "to_date"),
                    row.getString("officer"),
                    open(row, "detail", caseNumber, "event"),
                    RegisterRow.integer(row, "definition_set")))
        .list();
  }

  /**
   * Locks the case until the transaction ends. A concurrent update of the same case waits here.
   *
   * @throws IllegalStateException if there is no such case
   */
  public RegisterCase lock(String caseNumber) {
    return lockIfKnown(caseNumber)
        .orElseThrow(
            () -> new IllegalStateException("Case " + caseNumber + " is not in the register"));
  }

  /** Locks a case as {@link #lock} does, if there is one. */
  public Optional<RegisterCase> lockIfKnown(String caseNumber) {
    if (known(caseNumber).containsKey(LOCK)) {
      return find(caseNumber);
    }
    Optional<RegisterCase> locked = select(caseNumber, " for update");
    // Values that were read before the lock may have changed.
    known(caseNumber).clear();
    cached(caseNumber, STATE, () -> locked);
    if (locked.isPresent()) {
      cached(caseNumber, LOCK, () -> true);
    }
    return locked;
  }

  /** Reads the case together with its key, which seals its acts, entries and decisions. */
  private Optional<RegisterCase> select(String caseNumber, String lock) {
    return jdbc.sql(
            """
            select %s, (select wrapped from case_key k where k.case_number = c.case_number) as wrapped
            from case_register c where case_number = ?%s\
            """
                .formatted(RegisterRow.COLUMNS, lock))
        .param(caseNumber)
        .query(
            (row, number) -> {
              cipher.foundKey(caseNumber, row.getBytes("wrapped"));
              return RegisterRow.of(row);
            })
        .optional();
  }

  /** Reads a part of a case once in a transaction, and again after it is changed or locked. */
  @SuppressWarnings("unchecked")
  <T> T cached(String caseNumber, String what, Supplier<T> read) {
    Map<String, Object> known = known(caseNumber);
    T value = (T) known.get(what);
    if (value == null) {
      value = read.get();
      known.put(what, value);
    }
    return value;
  }

  void forget(String caseNumber, String what) {
    known(caseNumber).remove(what);
  }

  /** The values of a case that this transaction has read; always empty outside a transaction. */
  private Map<String, Object> known(String caseNumber) {
    return cases.values().computeIfAbsent(caseNumber, any -> new HashMap<>());
  }

  /** Sets columns of a case, and logs the entry if anything has changed. See {@link #set}. */
  void change(String caseNumber, RegisterEvent entry, Object... columns) {
    if (set(caseNumber, columns)) {
      log(caseNumber, entry);
    }
  }

  /**
   * Sets columns of a case.
   *
   * @param columns the name of each column, which is a constant and never user input, and its new
   *     value
   * @return whether anything changed
   */
  boolean set(String caseNumber, Object... columns) {
    lock(caseNumber);
    List<String> names = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < columns.length; i += 2) {
      names.add((String) columns[i]);
      values.add(columns[i + 1] instanceof StoredCode code ? code.id() : columns[i + 1]);
    }
    chain.changed(caseNumber, ChainedRow.CASE, caseNumber);
    Optional<RegisterCase> changed =
        jdbc.sql(
                chain.returning(
                    RegisterRow.COLUMNS,
                    "update case_register c set %s = ? where case_number = ? and (%s is distinct from ?)"
                        .formatted(
                            String.join(" = ?, ", names),
                            String.join(" is distinct from ? or ", names))))
            .params(values)
            .params(caseNumber)
            .params(values)
            .query((row, number) -> RegisterRow.of(row))
            .optional();
    if (changed.isPresent()) {
      known(caseNumber).put(STATE, changed);
    }
    return changed.isPresent();
  }

  void log(String caseNumber, RegisterEvent entry) {
    // A detail is sealed for its entry's id, which is then needed first; otherwise the statement
    // draws it.
    List<Object> values = new ArrayList<>();
    String id = "nextval('register_seq')";
    byte[] detail = null;
    if (entry.detail() != null) {
      long known = nextId();
      id = "?";
      values.add(known);
      detail = seal(entry.detail(), caseNumber, "event", known);
    }
    Collections.addAll(
        values,
        caseNumber,
        clock.timestamp(),
        entry.kindCode(),
        StoredCode.id(entry.stage()),
        entry.code(),
        entry.from(),
        entry.to(),
        entry.officer(),
        detail,
        find(caseNumber).map(RegisterCase::definitionSet).orElse(null));
    chain.insert(
        caseNumber,
        ChainedRow.ENTRY,
        """
        insert into register_event (id, case_number, recorded_at, kind, stage, code, from_date, to_date, officer,
          detail, definition_set) values (%s, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """
            .formatted(id),
        values);
    forget(caseNumber, ENTRIES);
  }

  void changed(String caseNumber, ChainedRow kind, Object id) {
    chain.changed(caseNumber, kind, id);
  }

  long nextId() {
    return jdbc.sql("select nextval('register_seq')").query(Long.class).single();
  }

  byte[] seal(String text, String caseNumber, String kind, long id) {
    return cipher.sealTextFor(caseNumber, text, part(kind, id));
  }

  String open(ResultSet row, String column, String caseNumber, String kind) throws SQLException {
    return cipher.openTextFor(caseNumber, row.getBytes(column), part(kind, row.getLong("id")));
  }

  private static String part(String kind, long id) {
    return "register/" + kind + "/" + id;
  }
}
