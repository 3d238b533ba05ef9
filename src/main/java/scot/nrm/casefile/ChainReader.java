package scot.nrm.casefile;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the rows that the {@link ChangeChain} covers, their digests, and the links. */
@Component
class ChainReader {

  private static final byte[] WITHOUT_KEY = {0};

  private final JdbcClient jdbc;
  private final DataKeys dataKeys;
  private final ContentCipher cipher;

  ChainReader(JdbcClient jdbc, DataKeys dataKeys, ContentCipher cipher) {
    this.jdbc = jdbc;
    this.dataKeys = dataKeys;
    this.cipher = cipher;
  }

  /**
   * A row in the database.
   *
   * @param content the bytes for its digest; {@code null} if sealed content can't be opened
   */
  record Row(String chain, ChainedRow kind, String id, byte[] content) {}

  /** Whether the case has a key, without which none of its sealed content can be opened. */
  boolean hasKey(String caseNumber) {
    return dataKeys.find(caseNumber).isPresent();
  }

  /** The key for digests and links of this version of the master key; empty if there is none. */
  Optional<SealingKey> find(int version) {
    return dataKeys.find(keyName(version));
  }

  /** As {@link #find}, but cached, for adding to a chain. */
  Optional<SealingKey> findCached(int version) {
    return dataKeys.findPermanent(keyName(version));
  }

  /** As {@link #findCached}, but creates the key if there is none. */
  SealingKey key(int version) {
    return findCached(version).orElseGet(() -> dataKeys.of(keyName(version)));
  }

  private static String keyName(int version) {
    return "chain/" + version;
  }

  /** The digest of a row. The first byte is the version of the key. */
  static byte[] digest(SealingKey key, int version, ChainedRow kind, byte[] content) {
    return key.fingerprint((byte) version, content, "chain/" + kind.id());
  }

  List<Row> rows(ChainedRow kind, Collection<String> chains) {
    return rows(kind, chains, null, false);
  }

  /**
   * @param ids the ids of the rows; {@code null} for all
   * @param lock whether to lock the rows until the transaction ends
   */
  List<Row> rows(ChainedRow kind, Collection<String> chains, Collection<Object> ids, boolean lock) {
    List<String> owners =
        chains.stream().map(chain -> chain.substring(kind.prefix().length())).toList();
    JdbcClient.StatementSpec select =
        jdbc.sql(kind.select(ids != null, lock)).param("owners", owners);
    return rows(kind, ids == null ? select : select.param("ids", ids));
  }

  /** The rows of a statement that returns {@link ChainedRow#list()}. */
  List<Row> rows(ChainedRow kind, JdbcClient.StatementSpec statement) {
    List<Read> read = statement.query((row, number) -> read(kind, row)).list();
    // After the query, because a nested one would take a second connection from the pool.
    return read.stream().map(row -> new Row(row.chain(), kind, row.id(), content(row))).toList();
  }

  private record Read(String chain, String id, byte[] clear, List<Sealed> sealed) {}

  private record Sealed(byte[] content, String part) {}

  private static Read read(ChainedRow kind, ResultSet row) throws SQLException {
    ByteArrayOutputStream clear = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(clear)) {
      for (String column : kind.columns()) {
        Object value = row.getObject(column);
        if (value != null) {
          Link.text(out, column);
          Link.text(out, text(value));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Sealed> sealed = new ArrayList<>();
    for (SealedColumn column : kind.sealed()) {
      byte[] content = row.getBytes(column.column());
      if (content != null) {
        sealed.add(new Sealed(content, row.getString(column.column() + "_part")));
      }
    }
    return new Read(
        kind.prefix() + row.getString("owner"),
        row.getString("row_id"),
        clear.toByteArray(),
        sealed);
  }

  /** The text of a value, equal on every database. */
  private static String text(Object value) {
    if (value instanceof Timestamp time) {
      return time.toInstant().toString();
    }
    return value instanceof OffsetDateTime time ? time.toInstant().toString() : value.toString();
  }

  /**
   * The bytes for a row's digest. Sealed content is in them as a digest with its case's key, so
   * that it can't be compared with anything once that key has been erased.
   */
  private byte[] content(Read row) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(row.clear());
    for (Sealed sealed : row.sealed()) {
      if (dataKeys.find(row.chain()).isEmpty()) {
        content.writeBytes(WITHOUT_KEY);
        continue;
      }
      try {
        byte[] plain = cipher.openFor(row.chain(), sealed.content(), sealed.part());
        content.writeBytes(cipher.fingerprintFor(row.chain(), plain, sealed.part()));
      } catch (UnreadableContent e) {
        return null;
      }
    }
    return content.toByteArray();
  }

  /** All links of these chains, in order. */
  Map<String, List<Link>> links(Collection<String> chains) {
    Map<String, List<Link>> links = new HashMap<>();
    jdbc.sql("select * from chain_link where chain in (:chains) order by chain, seq")
        .param("chains", chains)
        .query((row, number) -> link(row))
        .list()
        .forEach(link -> links.computeIfAbsent(link.chain(), chain -> new ArrayList<>()).add(link));
    return links;
  }

  /** The rows of a chain with an unexplained change that nobody has acknowledged since then. */
  Set<String> unexplained(String chain) {
    Set<String> rows = new LinkedHashSet<>();
    for (Link link : links(List.of(chain)).getOrDefault(chain, List.of())) {
      switch (link.kind()) {
        case ChangeChain.UNEXPLAINED -> rows.add(link.rowId());
        case ChangeChain.ACKNOWLEDGED -> rows.remove(link.rowId());
        case ChangeChain.ERASED -> rows.clear();
        default -> {}
      }
    }
    return rows;
  }

  Optional<Link> head(String chain) {
    return jdbc.sql(
            "select * from chain_link where chain = ? order by seq desc fetch first 1 rows only")
        .param(chain)
        .query((row, number) -> link(row))
        .optional();
  }

  /**
   * @param row the latest link of a row; empty as well if its case has been erased since
   * @param head the last link of its chain
   */
  record Ends(Optional<Link> row, Optional<Link> head) {}

  /**
   * Reads both ends in one statement, in which the union is inside another query, because otherwise
   * H2 would parse it each time.
   */
  Ends ends(String chain, ChainedRow kind, String id) {
    List<Link> found =
        jdbc.sql(
                """
                select * from (
                  (select * from chain_link where chain = ? and (kind = ? and row_id = ? or kind = ?)
                    order by seq desc fetch first 1 rows only)
                  union all
                  (select * from chain_link where chain = ? order by seq desc fetch first 1 rows only)
                ) ends order by seq\
                """)
            .params(chain, kind.id(), id, ChangeChain.ERASED, chain)
            .query((row, number) -> link(row))
            .list();
    return new Ends(
        found.size() < 2
            ? Optional.empty()
            : Optional.of(found.get(0)).filter(link -> link.kind().equals(kind.id())),
        found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1)));
  }

  static Link link(ResultSet row) throws SQLException {
    return new Link(
        row.getString("chain"),
        row.getInt("seq"),
        row.getString("kind"),
        row.getString("row_id"),
        row.getBytes("digest"),
        row.getObject("linked_at", OffsetDateTime.class).toInstant(),
        row.getBytes("mac"));
  }

  /**
   * A link of the {@link ChangeChain}.
   *
   * @param chain a case number, {@code user/ID}, {@code group/ID} or {@code heads}
   * @param seq its number in the chain, starting at 1
   * @param kind the {@linkplain ChainedRow#id() kind of row}, or an event of the chain itself
   * @param digest the keyed digest of the row; {@code null} if the row was removed
   * @param mac the keyed digest of the other values and the previous link's MAC; its first byte is
   *     the version of the key
   */
  record Link(
      String chain, int seq, String kind, String rowId, byte[] digest, Instant at, byte[] mac) {

    /** The previous MAC of a first link. */
    static final byte[] NO_MAC = {};

    /** Calculates its MAC from the previous link's; its own isn't read. */
    byte[] macAfter(byte[] before, SealingKey key, int version) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        text(out, chain);
        out.writeInt(seq);
        text(out, kind);
        text(out, rowId);
        part(out, digest);
        text(out, at.toString());
        part(out, before);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return key.fingerprint((byte) version, bytes.toByteArray(), "chain/link");
    }

    /** Writes a part with its length, so that no two contents have the same bytes. */
    static void part(DataOutputStream out, byte[] part) throws IOException {
      out.writeInt(part == null ? -1 : part.length);
      if (part != null) {
        out.write(part);
      }
    }

    static void text(DataOutputStream out, String text) throws IOException {
      part(out, text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
