package scot.nrm.casefile;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.Ordered;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A record of every change to a case, protected against forgery. Each change of a {@link
 * ChainedRow} adds a link with a keyed digest of the row and of the link before, so that nobody who
 * may write to the database, but doesn't have the key, changes, removes or adds a row unnoticed:
 * {@link ChainCheck} finds it.
 *
 * <p>The links are written at the end of the transaction that changes the rows, so both are stored
 * or neither, and several changes of a row need one link. No other lock is taken after that, so two
 * transactions that extend the same chain can't deadlock.
 *
 * <p>The key is random and kept with the {@linkplain DataKeys keys of the cases}: there is one for
 * each version of the master key that was current when links were written, so replacing the master
 * key changes no link. Users, groups and their local authorities have chains too.
 */
@Component
public class ChangeChain {

  /** What the chains of users begin with, before the user id. */
  public static final String USER = "user/";

  /** What the chains of groups begin with, before the id of the group. */
  public static final String GROUP = "group/";

  /** The kind of a link that ends what came before it: the case was erased. */
  static final String ERASED = "erased";

  /** The kind of a link with a row that wasn't what its link said when it was changed next. */
  static final String UNEXPLAINED = "unexplained";

  /** The kind of a link that says that someone has dealt with an {@link #UNEXPLAINED} one. */
  static final String ACKNOWLEDGED = "acknowledged";

  private static final int ATTEMPTS = 20;

  /** In one statement: each has seven values, and PostgreSQL takes at most 65,535. */
  private static final int LINKS_TOGETHER = 1000;

  private static final int COLUMNS = 7;
  private static final String INSERT =
      "insert into chain_link (chain, seq, kind, row_id, digest, linked_at, mac) ";
  private static final String ROW = "(?, ?, ?, ?, ?, ?, ?)";

  /** A row as PostgreSQL needs it where no column says what type it has. */
  private static final String TYPED =
      "(?, cast(? as int), ?, ?, cast(? as bytea), cast(? as timestamptz), cast(? as bytea))";

  /** PostgreSQL would end the transaction otherwise. */
  private static final String UNLESS_TAKEN = " on conflict do nothing";

  private final JdbcClient jdbc;
  private final ChainReader reader;
  private final MasterKeys masterKeys;
  private final ApplicationEventPublisher events;
  private final boolean isPostgres;

  ChangeChain(
      JdbcClient jdbc,
      ChainReader reader,
      MasterKeys masterKeys,
      ApplicationEventPublisher events,
      @Value("${spring.datasource.url}") String database) {
    this.jdbc = jdbc;
    this.reader = reader;
    this.masterKeys = masterKeys;
    this.events = events;
    this.isPostgres = database.startsWith("jdbc:postgresql:");
  }

  /** No chain at all, for a database in memory with nobody's cases. */
  public static ChangeChain none(JdbcClient jdbc) {
    return new None(jdbc);
  }

  private static final class None extends ChangeChain {

    private final JdbcClient database;

    None(JdbcClient database) {
      super(database, null, null, null, "");
      this.database = database;
    }

    @Override
    public void changed(String chain, ChainedRow kind, Object id) {}

    @Override
    public void added(String chain, ChainedRow kind, Object id) {}

    @Override
    public void insert(String chain, ChainedRow kind, String insert, List<Object> values) {
      database.sql(insert).params(values).update();
    }

    @Override
    public void allChanged(String chain) {}

    @Override
    public void changedForAll(ChainedRow kind, String id) {}

    @Override
    public void erased(String caseNumber) {}

    @Override
    public void acknowledged(String chain) {}

    @Override
    void append(String chain, List<New> links) {}
  }

  /**
   * A row of a case is added, changed or removed in the current transaction. Call it before the
   * statement, with the row locked, as often as you like. If the row was changed past the
   * application before, that is written down too.
   *
   * @param chain the case number; or {@link #USER} with the user id, {@link #GROUP} with the group
   * @param id what the kind's rows are found by: the id of an entry or letter, the case number of a
   *     case, and so on
   * @throws IllegalStateException if there is no transaction
   */
  public void changed(String chain, ChainedRow kind, Object id) {
    Changes changes = changes(chain);
    changes.inserted().removeIf(row -> row.kind() == kind && row.id().equals(String.valueOf(id)));
    if (changes.rows().computeIfAbsent(kind, any -> new LinkedHashSet<>()).add(id)
        && kind.isUpdated()
        && !fits(chain, kind, id, false)
        && !fits(chain, kind, id, true)) {
      changes.unexplained().add(kind.id() + "/" + id);
      events.publishEvent(ChainCheck.unexplained(chain, kind, id));
    }
  }

  /**
   * A row is added in the current transaction whose id nothing has had before, so there is nothing
   * to compare it with. Otherwise as {@link #changed}.
   */
  public void added(String chain, ChainedRow kind, Object id) {
    changes(chain).rows().computeIfAbsent(kind, any -> new LinkedHashSet<>()).add(id);
  }

  /**
   * Adds a row with a number as id, of a kind that nobody changes afterwards, and notes it as it is
   * in the database then.
   *
   * @param insert the statement
   * @throws IllegalArgumentException if the application changes such rows
   */
  public void insert(String chain, ChainedRow kind, String insert, List<Object> values) {
    if (kind.isUpdated()) {
      throw new IllegalArgumentException("Rows of " + kind.table() + " are changed later");
    }
    for (ChainReader.Row row :
        reader.rows(kind, jdbc.sql(returning(kind.list(), insert)).params(values))) {
      added(chain, kind, Long.valueOf(row.id()));
      changes(chain).inserted().add(row);
    }
  }

  /**
   * A statement that writes rows and gives this of each as it is then.
   *
   * @param list with {@code c} as the name of the table, if it needs one
   */
  public String returning(String list, String statement) {
    return isPostgres
        ? statement + " returning " + list
        : "select %s from final table (%s) c".formatted(list, statement);
  }

  /** All rows that a user or group has now are changed or removed in the current transaction. */
  public void allChanged(String chain) {
    for (ChainedRow kind : ChainedRow.of(prefix(chain))) {
      reader.rows(kind, List.of(chain)).forEach(row -> changed(chain, kind, row.id()));
    }
  }

  /**
   * All rows of a kind with this id are removed in the current transaction, in whichever chains
   * they are.
   */
  public void changedForAll(ChainedRow kind, String id) {
    jdbc.sql(kind.ownersOf())
        .param(id)
        .query(String.class)
        .list()
        .forEach(owner -> changed(kind.prefix() + owner, kind, id));
  }

  /** Whether a row is still what its latest link says. Locks it where someone else may be at it. */
  private boolean fits(String chain, ChainedRow kind, Object id, boolean lock) {
    List<ChainReader.Row> rows = reader.rows(kind, List.of(chain), List.of(id), lock);
    ChainReader.Ends ends = reader.ends(chain, kind, String.valueOf(id));
    ends.head().ifPresent(head -> ofTransaction().heads().put(chain, head));
    byte[] linked = ends.ofTheRow().map(ChainReader.Link::digest).orElse(null);
    if (rows.isEmpty() || linked == null) {
      return rows.isEmpty() && linked == null || ends.head().isEmpty();
    }
    byte[] content = rows.get(0).content();
    return content != null
        && reader
            .remembered(linked[0])
            .map(key -> ChainReader.digest(key, linked[0], kind, content))
            .filter(digest -> Arrays.equals(digest, linked))
            .isPresent();
  }

  /**
   * The case is erased in the current transaction: call it once in the transaction that removes its
   * rows and its key, before or after that, instead of {@link #changed} for each row. What was in
   * the chain before isn't expected any more. What of the case is still there at the end of the
   * transaction, such as the anonymous row of the register, begins again with the content that it
   * has then. The links themselves stay: a digest is not about anything once the key of the case
   * has gone. They must not be deleted.
   *
   * <p>A row of <em>another</em> case that is removed with it needs {@link #changed} with that
   * case: in {@code register_link}, the row belongs to the smaller number.
   *
   * @throws IllegalStateException if there is no transaction
   */
  public void erased(String caseNumber) {
    changes(caseNumber).erased().set(true);
  }

  /**
   * What had been changed past the application before the application changed it, and was noticed,
   * isn't reported any more. It stays in the chain, and so does this. Part of the current
   * transaction.
   */
  public void acknowledged(String chain) {
    changes(chain).acknowledged().addAll(reader.unexplained(chain));
  }

  private ChangesOfTransaction ofTransaction() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("What is recorded in a chain needs a transaction");
    }
    return BoundToTransaction.of(
        ChangesOfTransaction.class,
        this,
        () -> new ChangesOfTransaction(this, new TreeMap<>(), new HashMap<>()));
  }

  private Changes changes(String chain) {
    return ofTransaction()
        .byChain()
        .computeIfAbsent(
            chain,
            any ->
                new Changes(
                    new EnumMap<>(ChainedRow.class),
                    new ArrayList<>(),
                    new AtomicBoolean(),
                    new LinkedHashSet<>(),
                    new LinkedHashSet<>()));
  }

  private void write(String chain, Changes changes) {
    List<New> links = new ArrayList<>();
    int version = masterKeys.current();
    SealingKey key = reader.key(version);
    changes.acknowledged().forEach(row -> links.add(new New(ACKNOWLEDGED, row, null)));
    changes.unexplained().forEach(row -> links.add(new New(UNEXPLAINED, row, null)));
    if (!changes.erased().get()) {
      changes
          .rows()
          .forEach(
              (kind, ids) ->
                  links.addAll(
                      links(key, version, kind, ids, now(chain, kind, ids, changes.inserted()))));
    } else {
      links.add(new New(ERASED, chain, null));
      ChainedRow.of(prefix(chain))
          .forEach(
              kind ->
                  links.addAll(
                      links(
                          key,
                          version,
                          kind,
                          List.of(),
                          reader.rows(kind, List.of(chain), null, true))));
    }
    append(chain, links);
  }

  /** Adds links to the end of a chain, one after the other with other transactions. */
  void append(String chain, List<New> links) {
    int version = masterKeys.current();
    SealingKey key = reader.key(version);
    ChangesOfTransaction known = BoundToTransaction.find(ChangesOfTransaction.class, this);
    Optional<ChainReader.Link> head =
        Optional.ofNullable(known == null ? null : known.heads().remove(chain));
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (tryAppend(chain, links, key, version, head.or(() -> reader.head(chain)))) {
        return;
      }
      head = Optional.empty(); // Another transaction was first, and has committed.
    }
    throw new ConcurrencyFailureException(
        "The chain " + chain + " was always extended by others at the same time");
  }

  /**
   * Adds links after this end of a chain. Waits for another transaction that is extending it.
   *
   * @return whether they were added; not if another transaction was first
   */
  boolean tryAppend(Optional<ChainReader.Link> head, String chain, List<New> links) {
    int version = masterKeys.current();
    return tryAppend(chain, links, reader.key(version), version, head);
  }

  /**
   * The transaction that adds the link after the head holds the chain until it ends: others wait
   * there, and don't get that number.
   */
  private boolean tryAppend(
      String chain, List<New> links, SealingKey key, int version, Optional<ChainReader.Link> head) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    int seq = head.map(ChainReader.Link::seq).orElse(0);
    byte[] mac = head.map(ChainReader.Link::mac).orElse(ChainReader.Link.NO_MAC);
    List<Object> values = new ArrayList<>();
    int added = 0;
    for (New link : links) {
      seq++;
      mac =
          new ChainReader.Link(
                  chain,
                  seq,
                  link.kind(),
                  link.rowId(),
                  link.digest(),
                  now,
                  ChainReader.Link.NO_MAC)
              .macAfter(mac, key, version);
      Collections.addAll(
          values,
          chain,
          seq,
          link.kind(),
          link.rowId(),
          link.digest(),
          now.atOffset(ZoneOffset.UTC),
          mac);
      if (values.size() == LINKS_TOGETHER * COLUMNS
          || added + values.size() / COLUMNS == links.size()) {
        if (!insert(values, added == 0)) {
          return false;
        }
        added += values.size() / COLUMNS;
        values.clear();
      }
    }
    return true;
  }

  /**
   * Adds links in one statement, unless the number of the first is taken.
   *
   * @return whether they were added
   */
  private boolean insert(List<Object> values, boolean first) {
    int others = values.size() / COLUMNS - 1;
    String insert = INSERT + "values " + ROW + (", " + ROW).repeat(others);
    if (!first) {
      return jdbc.sql(insert).params(values).update() > 0;
    }
    if (others == 0 || !isPostgres) {
      return insertUnlessTaken(insert, values);
    }
    return jdbc.sql(
                "with first as (%svalues %s%s returning seq) %sselect * from (values %s%s) others where exists (select 1 from first)"
                    .formatted(
                        INSERT, ROW, UNLESS_TAKEN, INSERT, TYPED, (", " + ROW).repeat(others - 1)))
            .params(values)
            .update()
        > 0;
  }

  /**
   * Adds a row, unless its key is taken. Waits for another transaction that has taken it.
   *
   * @return whether it was added
   */
  boolean insertUnlessTaken(String insert, List<?> values) {
    try {
      return jdbc.sql(isPostgres ? insert + UNLESS_TAKEN : insert).params(values).update() > 0;
    } catch (DuplicateKeyException e) {
      return false; // On H2, which doesn't end the transaction.
    }
  }

  /** A link to be added. */
  record New(String kind, String rowId, byte[] digest) {}

  /** Those of the rows that are not there have no digest. */
  private static List<New> links(
      SealingKey key, int version, ChainedRow kind, Collection<?> ids, List<ChainReader.Row> rows) {
    Map<String, byte[]> digests = new TreeMap<>();
    ids.forEach(id -> digests.put(String.valueOf(id), null));
    for (ChainReader.Row row : rows) {
      if (row.content() == null) {
        throw new UnreadableContent(
            "Content of "
                + row.chain()
                + " ("
                + kind.id()
                + " "
                + row.id()
                + ") cannot be opened.");
      }
      digests.put(row.id(), ChainReader.digest(key, version, kind, row.content()));
    }
    List<New> links = new ArrayList<>();
    digests.forEach((id, digest) -> links.add(new New(kind.id(), id, digest)));
    return links;
  }

  /** The changed rows as they are now; those that were only inserted are known. */
  private List<ChainReader.Row> now(
      String chain, ChainedRow kind, Set<Object> ids, List<ChainReader.Row> inserted) {
    List<ChainReader.Row> rows =
        new ArrayList<>(inserted.stream().filter(row -> row.kind() == kind).toList());
    if (rows.size() < ids.size()) {
      Set<String> known = rows.stream().map(ChainReader.Row::id).collect(Collectors.toSet());
      List<Object> others = ids.stream().filter(id -> !known.contains(String.valueOf(id))).toList();
      rows.addAll(reader.rows(kind, List.of(chain), others, false));
    }
    return rows;
  }

  /** Whose chain it is: {@link #USER}, {@link #GROUP}, or empty for a case. */
  static String prefix(String chain) {
    if (chain.startsWith(USER)) {
      return USER;
    }
    return chain.startsWith(GROUP) ? GROUP : "";
  }

  /**
   * @param inserted those of them that nothing changes later, as they are in the database
   * @param erased whether all rows begin again
   * @param unexplained rows that someone had changed past the application
   * @param acknowledged those of them that aren't reported any more
   */
  private record Changes(
      Map<ChainedRow, Set<Object>> rows,
      List<ChainReader.Row> inserted,
      AtomicBoolean erased,
      Set<String> unexplained,
      Set<String> acknowledged) {}

  /**
   * @param heads the last link of a chain when it was read; others may have added more since then
   */
  private record ChangesOfTransaction(
      ChangeChain owner, TreeMap<String, Changes> byChain, Map<String, ChainReader.Link> heads)
      implements BoundToTransaction {

    /** After everything else that still writes. */
    @Override
    public int getOrder() {
      return Ordered.LOWEST_PRECEDENCE;
    }

    /** What was inserted after the savepoint isn't there any more. */
    @Override
    public void savepointRollback(Object savepoint) {
      byChain.values().forEach(changes -> changes.inserted().clear());
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      byChain.forEach(owner::write);
    }
  }
}
