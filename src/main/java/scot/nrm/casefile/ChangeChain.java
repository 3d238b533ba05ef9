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
 * ChainedRow} adds a link with a keyed digest of the row and of the previous link. Someone who can
 * write to the database but doesn't have the key can't change, remove or add a row without {@link
 * ChainCheck} finding it.
 *
 * <p>The links are written at the end of the transaction that changes the rows, so both are stored
 * or neither, and several changes of a row need only one link. No other lock is taken after that,
 * so two transactions that extend the same chain can't deadlock.
 *
 * <p>The key is random and stored with the {@linkplain DataKeys keys of the cases}: there is one
 * for each version of the master key with which links were written, so replacing the master key
 * changes no link. Users and groups have chains as well.
 */
@Component
public class ChangeChain {

  /** The prefix of the chains of users, before the user id. */
  public static final String USER = "user/";

  /** The prefix of the chains of groups, before the id of the group. */
  public static final String GROUP = "group/";

  /** The kind of a link that records that the case was erased: earlier links no longer apply. */
  static final String ERASED = "erased";

  /**
   * The kind of a link for a row that differed from its last link when the application changed it.
   */
  static final String UNEXPLAINED = "unexplained";

  /** The kind of a link that records that someone has dealt with an {@link #UNEXPLAINED} one. */
  static final String ACKNOWLEDGED = "acknowledged";

  private static final int ATTEMPTS = 20;

  /**
   * The most links in one statement: each has seven values, and PostgreSQL allows at most 65,535.
   */
  private static final int LINKS_PER_STATEMENT = 1000;

  private static final int COLUMNS = 7;
  private static final String INSERT =
      "insert into chain_link (chain, seq, kind, row_id, digest, linked_at, mac) ";
  private static final String ROW = "(?, ?, ?, ?, ?, ?, ?)";

  /** A row of values with their types, which PostgreSQL can't infer there. */
  private static final String TYPED =
      "(?, cast(? as int), ?, ?, cast(? as bytea), cast(? as timestamptz), cast(? as bytea))";

  /** Without this, PostgreSQL would abort the transaction. */
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

  /** A chain that records nothing, for an in-memory database without real cases. */
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
   * Notes that the current transaction adds, changes or removes a row of a case. Call it before the
   * statement, with the row locked, any number of times. If the row was changed outside the
   * application before, that is recorded as well.
   *
   * @param chain the case number; or {@link #USER} with the user id, {@link #GROUP} with the group
   * @param id the value of the kind's key column: the id of an entry or letter, the case number of
   *     a case, and so on
   * @throws IllegalStateException if there is no transaction
   */
  public void changed(String chain, ChainedRow kind, Object id) {
    Changes changes = changes(chain);
    changes.inserted().removeIf(row -> row.kind() == kind && row.id().equals(String.valueOf(id)));
    if (changes.rows().computeIfAbsent(kind, any -> new LinkedHashSet<>()).add(id)
        && kind.isUpdated()
        && !matchesLastLink(chain, kind, id, false)
        && !matchesLastLink(chain, kind, id, true)) {
      changes.unexplained().add(kind.id() + "/" + id);
      events.publishEvent(ChainCheck.unexplained(chain, kind, id));
    }
  }

  /**
   * Notes that the current transaction adds a row with a new id, so there is no link to compare it
   * with. Otherwise as {@link #changed}.
   */
  public void added(String chain, ChainedRow kind, Object id) {
    changes(chain).rows().computeIfAbsent(kind, any -> new LinkedHashSet<>()).add(id);
  }

  /**
   * Inserts a row that has a number as its id and is never updated, and notes it with the values
   * that the database has then.
   *
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
   * A statement that writes rows and returns these columns of each.
   *
   * @param list the columns, with {@code c} as the table's name if it is needed
   */
  public String returning(String list, String statement) {
    return isPostgres
        ? statement + " returning " + list
        : "select %s from final table (%s) c".formatted(list, statement);
  }

  /** Notes that the current transaction changes or removes all present rows of a user or group. */
  public void allChanged(String chain) {
    for (ChainedRow kind : ChainedRow.of(prefix(chain))) {
      reader.rows(kind, List.of(chain)).forEach(row -> changed(chain, kind, kind.keyOf(row.id())));
    }
  }

  /** Notes that the current transaction removes all rows of a kind with this id, in all chains. */
  public void changedForAll(ChainedRow kind, String id) {
    jdbc.sql(kind.ownersOf())
        .param(id)
        .query(String.class)
        .list()
        .forEach(owner -> changed(kind.prefix() + owner, kind, id));
  }

  /** Whether a row is still as in its latest link; locks it if asked. */
  private boolean matchesLastLink(String chain, ChainedRow kind, Object id, boolean lock) {
    List<ChainReader.Row> rows = reader.rows(kind, List.of(chain), List.of(id), lock);
    ChainReader.Ends ends = reader.ends(chain, kind, String.valueOf(id));
    ends.head().ifPresent(head -> currentTransaction().heads().put(chain, head));
    byte[] linked = ends.row().map(ChainReader.Link::digest).orElse(null);
    if (rows.isEmpty() || linked == null) {
      return rows.isEmpty() && linked == null || ends.head().isEmpty();
    }
    byte[] content = rows.get(0).content();
    return content != null
        && reader
            .findCached(linked[0])
            .map(key -> ChainReader.digest(key, linked[0], kind, content))
            .filter(digest -> Arrays.equals(digest, linked))
            .isPresent();
  }

  /**
   * Notes that the current transaction erases the case. Call it once, before or after the case's
   * rows and key are removed, instead of {@link #changed} for each row. Rows of earlier links are
   * no longer expected. Rows of the case that remain at the end of the transaction, such as the
   * anonymous row of the register, get new links with their content at that time. The earlier links
   * are kept and must not be deleted: their digests reveal nothing once the case's key is erased.
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
   * Stops reports of changes outside the application that were recorded when the application next
   * changed the rows. The chain keeps them, and records the acknowledgement as well. Part of the
   * current transaction.
   */
  public void acknowledged(String chain) {
    changes(chain).acknowledged().addAll(reader.unexplained(chain));
  }

  private ChangesOfTransaction currentTransaction() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("What is recorded in a chain needs a transaction");
    }
    return BoundToTransaction.of(
        ChangesOfTransaction.class,
        this,
        () -> new ChangesOfTransaction(this, new TreeMap<>(), new HashMap<>()));
  }

  private Changes changes(String chain) {
    return currentTransaction()
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
                      links(
                          key,
                          version,
                          kind,
                          ids,
                          currentRows(chain, kind, ids, changes.inserted()))));
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

  /** Adds links to the end of a chain; transactions that do so at the same time take turns. */
  void append(String chain, List<New> links) {
    ChangesOfTransaction known = BoundToTransaction.find(ChangesOfTransaction.class, this);
    Optional<ChainReader.Link> head =
        Optional.ofNullable(known == null ? null : known.heads().remove(chain));
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (tryAppend(head.or(() -> reader.head(chain)), chain, links)) {
        return;
      }
      head = Optional.empty(); // Another transaction was first, and has committed.
    }
    throw new ConcurrencyFailureException(
        "The chain " + chain + " was always extended by others at the same time");
  }

  /**
   * Adds links after this end of a chain. The unique number of the first one locks the chain until
   * the transaction ends: others wait for it, and then don't get that number.
   *
   * @return whether they were added; not if another transaction was first
   */
  boolean tryAppend(Optional<ChainReader.Link> head, String chain, List<New> links) {
    int version = masterKeys.current();
    SealingKey key = reader.key(version);
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
      if (values.size() == LINKS_PER_STATEMENT * COLUMNS
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

  /** Adds links in one statement; false if the number of the first is taken. */
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

  /** Adds a row; false if its key is taken, which may mean waiting for another transaction. */
  boolean insertUnlessTaken(String insert, List<?> values) {
    try {
      return jdbc.sql(isPostgres ? insert + UNLESS_TAKEN : insert).params(values).update() > 0;
    } catch (DuplicateKeyException e) {
      return false; // only on H2, which doesn't abort the transaction
    }
  }

  record New(String kind, String rowId, byte[] digest) {}

  /** The links for these rows; removed rows have no digest. */
  private static List<New> links(
      SealingKey key, int version, ChainedRow kind, Collection<?> ids, List<ChainReader.Row> rows) {
    Map<String, byte[]> digests = new TreeMap<>();
    ids.forEach(id -> digests.put(String.valueOf(id), null));
    for (ChainReader.Row row : rows) {
      if (row.content() == null) {
        throw new UnreadableContent(
            "Content of %s (%s %s) cannot be opened.".formatted(row.chain(), kind.id(), row.id()));
      }
      digests.put(row.id(), ChainReader.digest(key, version, kind, row.content()));
    }
    List<New> links = new ArrayList<>();
    digests.forEach((id, digest) -> links.add(new New(kind.id(), id, digest)));
    return links;
  }

  /** The changed rows; those that were only inserted aren't read again. */
  private List<ChainReader.Row> currentRows(
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

  /** The prefix of a chain: {@link #USER}, {@link #GROUP}, or empty for a case. */
  static String prefix(String chain) {
    if (chain.startsWith(USER)) {
      return USER;
    }
    return chain.startsWith(GROUP) ? GROUP : "";
  }

  /**
   * @param inserted the inserted rows that are never updated, with their values
   * @param erased whether the case is erased, so that all its rows get new links
   * @param unexplained rows that had been changed outside the application
   * @param acknowledged the unexplained rows that aren't reported any more
   */
  private record Changes(
      Map<ChainedRow, Set<Object>> rows,
      List<ChainReader.Row> inserted,
      AtomicBoolean erased,
      Set<String> unexplained,
      Set<String> acknowledged) {}

  /**
   * @param heads the last link of each chain when it was read; other transactions may have added
   *     more since
   */
  private record ChangesOfTransaction(
      ChangeChain owner, TreeMap<String, Changes> byChain, Map<String, ChainReader.Link> heads)
      implements BoundToTransaction {

    /** Runs after all synchronizations that may still write. */
    @Override
    public int getOrder() {
      return Ordered.LOWEST_PRECEDENCE;
    }

    /** Forgets inserted rows, because those inserted after the savepoint no longer exist. */
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
