package scot.nrm.casefile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.StringUtils;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.StoredCode;

/**
 * Compares the database with the {@link ChangeChain}, and finds rows that were changed by anything
 * but the application. It changes nothing.
 *
 * <p>Unless the caller has a transaction, it reads a snapshot of the database. Because the database
 * changes while it runs, it checks each difference again before it reports it.
 */
@Component
public class ChainCheck {

  private static final Logger LOG = LoggerFactory.getLogger(ChainCheck.class);

  /** The number of chains that are read together. */
  private static final int BATCH = 100;

  private static final int LOG_EVERY = 1000;

  /** The kinds whose ids are unique across all cases. */
  private static final Set<ChainedRow> UNIQUE_IDS =
      EnumSet.of(
          ChainedRow.ENTRY, ChainedRow.ACT,
          ChainedRow.DECISION, ChainedRow.LETTER,
          ChainedRow.REPAIR, ChainedRow.DOCUMENT);

  private final JdbcClient jdbc;

  /** Fetches one row at a time, for long content. */
  private final JdbcClient oneByOne;

  private final ChainReader reader;
  private final ChainHeads heads;
  private final ContentCipher cipher;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate snapshot;

  ChainCheck(
      DataSource database,
      ChainReader reader,
      ChainHeads heads,
      ContentCipher cipher,
      ApplicationEventPublisher events,
      PlatformTransactionManager transactions) {
    this.jdbc = JdbcClient.create(database);
    JdbcTemplate template = new JdbcTemplate(database);
    template.setFetchSize(1);
    this.oneByOne = JdbcClient.create(template);
    this.reader = reader;
    this.heads = heads;
    this.cipher = cipher;
    this.events = events;
    this.snapshot = new TransactionTemplate(transactions);
    this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    this.snapshot.setReadOnly(true);
  }

  /** A kind of problem, with the words that follow the name of a row. */
  public enum Problem {
    CHANGED("was changed"),
    OLDER("was replaced with an older version"),
    SWAPPED("has the content of another one, so the order was changed"),
    REMOVED("was removed"),
    ADDED("was added"),
    MOVED("was moved to another case"),
    UNREADABLE("can't be opened: it was changed, moved or replaced with an older version"),
    UNEXPLAINED("had been changed before the application changed it"),
    /** This problem and the remaining ones are in the chain itself. */
    LINK_CHANGED("was changed or moved"),
    LINKS_MISSING("was removed"),
    END_MISSING("was removed"),
    KEY_MISSING("can't be checked: its key is missing"),
    NOT_IN_CHAIN("is in no chain: it was added, or its chain was removed");

    private final String words;

    Problem(String words) {
      this.words = words;
    }
  }

  /**
   * A difference from the chain.
   *
   * @param chain the case number, {@code user/ID} or {@code group/ID}
   * @param what the row, such as {@code letter 12}
   * @param note the case that the row is in now, or the time when the change was noticed; {@code
   *     null} if neither is known
   */
  public record Finding(String chain, String what, Problem problem, String note) {

    Finding(String chain, String what, Problem problem) {
      this(chain, what, problem, null);
    }

    /** A sentence without the name of the chain. */
    public String sentence() {
      return "%s %s%s."
          .formatted(StringUtils.capitalize(what), problem.words, note == null ? "" : ": " + note);
    }

    @Override
    public String toString() {
      return chain + ": " + sentence();
    }
  }

  /** Published for problems in one case, or in the account of one person who signs in. */
  public record Found(List<Finding> findings) {}

  public record Result(int chains, List<Finding> findings) {}

  /** Checks one case, without decrypting letters and documents: opening one checks it. */
  public List<Finding> check(String caseNumber) {
    List<Finding> findings = confirmed(List.of(caseNumber), this::withoutHeads);
    publish(findings);
    return findings;
  }

  /**
   * The rows of a case that had been changed outside the application before the application next
   * changed them, unless someone has {@linkplain ChangeChain#acknowledged acknowledged} it.
   * Publishes nothing.
   *
   * @param chain the case number, or {@link ChangeChain#USER} with the user id
   */
  public List<Finding> unexplained(String chain) {
    return withoutHeads(List.of(chain)).stream()
        .filter(finding -> finding.problem() == Problem.UNEXPLAINED)
        .toList();
  }

  /**
   * Whether a person's account, their groups, and the local authorities of both are as the
   * application wrote them. Publishes the problems if they aren't.
   */
  public boolean isAccountUnchanged(String userId) {
    List<String> chains = new ArrayList<>(List.of(ChangeChain.USER + userId));
    jdbc.sql("select GROUP_ID_ from ACT_ID_MEMBERSHIP where USER_ID_ = ?")
        .param(userId)
        .query(String.class)
        .list()
        .forEach(group -> chains.add(ChangeChain.GROUP + group));
    // Unexplained changes don't count: an administrator has corrected the account since.
    List<Finding> findings =
        confirmed(chains, this::withoutHeads).stream()
            .filter(finding -> finding.problem() != Problem.UNEXPLAINED)
            .toList();
    publish(findings);
    return findings.isEmpty();
  }

  private List<Finding> withoutHeads(Collection<String> chains) {
    return inSnapshot(() -> new Run(Map.of(), false).check(chains));
  }

  /**
   * Checks everything in the database.
   *
   * @param contents whether letters and documents are decrypted as well, which reads the whole
   *     database
   * @param lines the ends of all chains that were kept outside the database
   * @param afterBatch called after each hundred chains with their duration in nanoseconds
   */
  public Result checkAll(boolean contents, List<ChainHeads.Line> lines, LongConsumer afterBatch) {
    List<Finding> findings = new ArrayList<>();
    Map<String, ChainHeads.RecordedEnd> recordedEnds = new HashMap<>();
    findings.addAll(
        inSnapshot(
            () -> {
              recordedEnds.putAll(heads.recordedEnds());
              return checkHeads(lines);
            }));
    List<String> all = inSnapshot(() -> chains(recordedEnds.keySet()));
    for (int from = 0; from < all.size(); from += BATCH) {
      long begun = System.nanoTime();
      findings.addAll(
          confirmed(
              all.subList(from, Math.min(from + BATCH, all.size())),
              chains -> inSnapshot(() -> new Run(recordedEnds, contents).check(chains))));
      if (from > 0 && from % LOG_EVERY == 0) {
        LOG.info("{} of {} chains have been checked.", from, all.size());
      }
      afterBatch.accept(System.nanoTime() - begun);
    }
    return new Result(all.size(), withMoves(findings));
  }

  /** Publishes problems that were found while people work. */
  private void publish(List<Finding> findings) {
    if (!findings.isEmpty()) {
      events.publishEvent(new Found(findings));
    }
  }

  static Found unexplained(String chain, ChainedRow kind, Object id) {
    return new Found(
        List.of(new Finding(chain, words(kind, String.valueOf(id)), Problem.UNEXPLAINED)));
  }

  /** The problems that are there in both of two checks. */
  private List<Finding> confirmed(
      Collection<String> chains, Function<Collection<String>, List<Finding>> check) {
    List<Finding> first = check.apply(chains);
    if (first.isEmpty()) {
      return first;
    }
    return check.apply(
        first.stream().map(Finding::chain).collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private <T> T inSnapshot(Supplier<T> read) {
    return snapshot.execute(status -> read.get());
  }

  private List<String> chains(Set<String> recorded) {
    Set<String> all = new TreeSet<>(recorded);
    for (ChainedRow kind : ChainedRow.values()) {
      jdbc.sql(kind.owners())
          .query(String.class)
          .list()
          .forEach(owner -> all.add(kind.prefix() + owner));
    }
    jdbc.sql("select distinct chain from chain_link where chain <> ?")
        .param(ChainHeads.CHAIN)
        .query(String.class)
        .list()
        .forEach(all::add);
    return List.copyOf(all);
  }

  private List<Finding> checkHeads(List<ChainHeads.Line> lines) {
    List<ChainReader.Link> links =
        reader.links(List.of(ChainHeads.CHAIN)).getOrDefault(ChainHeads.CHAIN, List.of());
    List<Finding> findings = new ArrayList<>();
    new Run(Map.of(), false).links(ChainHeads.CHAIN, links, findings);
    for (ChainHeads.Line line : lines) {
      String what = "what was known on " + line.date();
      Optional<ChainReader.Link> link =
          links.stream().filter(known -> known.seq() == line.links()).findFirst();
      if (link.isEmpty()) {
        findings.add(new Finding(ChainHeads.CHAIN, what, Problem.END_MISSING));
      } else if (!HexFormat.of().formatHex(link.get().mac()).equals(line.mac())) {
        findings.add(new Finding(ChainHeads.CHAIN, what, Problem.CHANGED));
      }
    }
    return findings;
  }

  /** Replaces a removal by a move, if the row has been added to another case. */
  private static List<Finding> withMoves(List<Finding> findings) {
    Map<String, Finding> added = new HashMap<>();
    Set<String> unique =
        UNIQUE_IDS.stream().map(kind -> words(kind, "")).collect(Collectors.toSet());
    findings.stream()
        .filter(finding -> finding.problem() == Problem.ADDED)
        .filter(finding -> unique.stream().anyMatch(finding.what()::startsWith))
        .forEach(finding -> added.put(finding.what(), finding));
    return findings.stream()
        .map(
            finding -> {
              Finding there =
                  finding.problem() == Problem.REMOVED ? added.get(finding.what()) : null;
              return there == null
                  ? finding
                  : new Finding(finding.chain(), finding.what(), Problem.MOVED, there.chain());
            })
        .toList();
  }

  private record Key(String kind, String id) {}

  /** One pass through some chains. */
  private final class Run {

    private final Map<String, ChainHeads.RecordedEnd> recordedEnds;
    private final boolean contents;
    private final Map<Integer, Optional<SealingKey>> keys = new HashMap<>();

    Run(Map<String, ChainHeads.RecordedEnd> recordedEnds, boolean contents) {
      this.recordedEnds = recordedEnds;
      this.contents = contents;
    }

    List<Finding> check(Collection<String> chains) {
      Map<String, List<ChainReader.Link>> links = reader.links(chains);
      Map<String, List<ChainReader.Row>> rows = new HashMap<>();
      for (String prefix : List.of("", ChangeChain.USER, ChangeChain.GROUP)) {
        List<String> own =
            chains.stream().filter(chain -> ChangeChain.prefix(chain).equals(prefix)).toList();
        if (!own.isEmpty()) {
          for (ChainedRow kind : ChainedRow.of(prefix)) {
            reader
                .rows(kind, own)
                .forEach(
                    row -> rows.computeIfAbsent(row.chain(), any -> new ArrayList<>()).add(row));
          }
        }
      }
      List<Finding> findings = new ArrayList<>();
      for (String chain : chains) {
        check(
            chain,
            links.getOrDefault(chain, List.of()),
            rows.getOrDefault(chain, List.of()),
            findings);
      }
      if (contents) {
        open(SealedColumn.LETTER_CONTENT, ChainedRow.LETTER, chains, findings);
        open(SealedColumn.DOCUMENT_CONTENT, ChainedRow.DOCUMENT, chains, findings);
      }
      return findings;
    }

    private void check(
        String chain,
        List<ChainReader.Link> links,
        List<ChainReader.Row> rows,
        List<Finding> findings) {
      if (links.isEmpty() && !recordedEnds.containsKey(chain)) {
        if (!rows.isEmpty()) {
          findings.add(new Finding(chain, "everything", Problem.NOT_IN_CHAIN));
        }
        return;
      }
      int earlierFindings = findings.size();
      links(chain, links, findings);
      end(chain, links, findings);
      if (links.isEmpty()
          || findings.stream()
              .skip(earlierFindings)
              .anyMatch(one -> one.problem() == Problem.KEY_MISSING)) {
        return;
      }
      rows(chain, links, rows, findings);
    }

    /** Adds a finding for each link that does not follow from the previous one. */
    void links(String chain, List<ChainReader.Link> links, List<Finding> findings) {
      int expected = 1;
      byte[] before = ChainReader.Link.NO_MAC;
      for (ChainReader.Link link : links) {
        if (link.seq() != expected) {
          findings.add(
              new Finding(
                  chain,
                  link.seq() == expected + 1
                      ? "link " + expected
                      : "a part of the chain, links %d to %d,".formatted(expected, link.seq() - 1),
                  Problem.LINKS_MISSING));
        } else {
          Optional<SealingKey> key = link.mac().length == 0 ? Optional.empty() : key(link.mac());
          if (key.isEmpty()) {
            findings.add(new Finding(chain, "the chain", Problem.KEY_MISSING));
            return;
          }
          if (!Arrays.equals(link.macAfter(before, key.get(), link.mac()[0]), link.mac())) {
            findings.add(new Finding(chain, "link " + link.seq(), Problem.LINK_CHANGED));
          }
        }
        before = link.mac();
        expected = link.seq() + 1;
      }
    }

    /** Adds a finding if the chain no longer contains its last recorded end. */
    private void end(String chain, List<ChainReader.Link> links, List<Finding> findings) {
      ChainHeads.RecordedEnd end = recordedEnds.get(chain);
      if (end == null) {
        return;
      }
      if (links.isEmpty()) {
        findings.add(new Finding(chain, "everything", Problem.END_MISSING));
      } else if (links.get(links.size() - 1).seq() < end.seq()) {
        findings.add(
            new Finding(
                chain,
                "the end of the chain, from link "
                    + (links.get(links.size() - 1).seq() + 1)
                    + " on,",
                Problem.END_MISSING));
      } else if (links.stream()
          .noneMatch(link -> link.seq() == end.seq() && Arrays.equals(link.mac(), end.mac()))) {
        findings.add(new Finding(chain, "link " + end.seq(), Problem.LINK_CHANGED));
      }
    }

    private void rows(
        String chain,
        List<ChainReader.Link> links,
        List<ChainReader.Row> rows,
        List<Finding> findings) {
      Map<Key, ChainReader.Link> latest = new LinkedHashMap<>();
      Map<Key, List<byte[]>> earlier = new HashMap<>();
      List<Finding> unexplained = new ArrayList<>();
      for (ChainReader.Link link : links) {
        if (link.kind().equals(ChangeChain.ERASED)) {
          latest.clear();
          earlier.clear();
          unexplained.clear();
        } else if (link.kind().equals(ChangeChain.UNEXPLAINED)) {
          String[] row = link.rowId().split("/", 2);
          unexplained.add(
              new Finding(
                  chain,
                  words(new Key(row[0], row[1])),
                  Problem.UNEXPLAINED,
                  BritishDate.of(LocalDay.of(link.at()))));
        } else if (link.kind().equals(ChangeChain.ACKNOWLEDGED)) {
          String[] row = link.rowId().split("/", 2);
          String what = words(new Key(row[0], row[1]));
          unexplained.removeIf(finding -> finding.what().equals(what));
        } else {
          Key key = new Key(link.kind(), link.rowId());
          latest.put(key, link);
          earlier.computeIfAbsent(key, any -> new ArrayList<>()).add(link.digest());
        }
      }
      findings.addAll(unexplained);
      boolean keyMissing = false;
      Map<Key, ChainReader.Link> missing = new LinkedHashMap<>(latest);
      for (ChainReader.Row row : rows) {
        Key key = new Key(row.kind().id(), row.id());
        ChainReader.Link link = missing.remove(key);
        Problem problem = problem(row, key, link, latest, earlier);
        if (problem == Problem.CHANGED && !row.kind().sealed().isEmpty() && !reader.hasKey(chain)) {
          keyMissing = true;
        } else if (problem != null) {
          findings.add(new Finding(chain, words(row.kind(), row.id()), problem));
        }
      }
      if (keyMissing) {
        findings.add(new Finding(chain, "the key of the case", Problem.REMOVED));
      }
      missing.forEach(
          (key, link) -> {
            if (link.digest() != null) {
              findings.add(new Finding(chain, words(key), Problem.REMOVED));
            }
          });
    }

    private Problem problem(
        ChainReader.Row row,
        Key key,
        ChainReader.Link link,
        Map<Key, ChainReader.Link> latest,
        Map<Key, List<byte[]>> earlier) {
      if (link == null || link.digest() == null) {
        return Problem.ADDED;
      }
      if (row.content() == null) {
        return Problem.UNREADABLE;
      }
      if (hasDigest(row, link.digest())) {
        return null;
      }
      if (earlier.get(key).stream().anyMatch(digest -> hasDigest(row, digest))) {
        return Problem.OLDER;
      }
      return latest.entrySet().stream()
              .filter(other -> other.getKey().kind().equals(key.kind()))
              .anyMatch(other -> hasDigest(row, other.getValue().digest()))
          ? Problem.SWAPPED
          : Problem.CHANGED;
    }

    private boolean hasDigest(ChainReader.Row row, byte[] digest) {
      return digest != null
          && digest.length > 0
          && key(digest)
              .map(key -> ChainReader.digest(key, digest[0], row.kind(), row.content()))
              .filter(made -> Arrays.equals(made, digest))
              .isPresent();
    }

    /** The key that the first byte of a digest or MAC identifies. */
    private Optional<SealingKey> key(byte[] made) {
      return keys.computeIfAbsent((int) made[0], reader::find);
    }

    private void open(
        SealedColumn column, ChainedRow kind, Collection<String> chains, List<Finding> findings) {
      List<String> cases =
          chains.stream()
              .filter(chain -> ChangeChain.prefix(chain).isEmpty())
              .filter(reader::hasKey)
              .toList();
      if (cases.isEmpty()) {
        return;
      }
      oneByOne
          .sql(column.contents())
          .param("cases", cases)
          .query(
              row -> {
                try {
                  cipher.openFor(
                      row.getString("case_number"), row.getBytes("sealed"), row.getString("part"));
                } catch (UnreadableContent e) {
                  findings.add(
                      new Finding(
                          row.getString("case_number"),
                          words(kind, row.getString("id")),
                          Problem.UNREADABLE));
                }
              });
    }
  }

  private static String words(Key key) {
    return StoredCode.find(ChainedRow.class, key.kind())
        .map(kind -> words(kind, key.id()))
        .orElse(key.kind() + " " + key.id());
  }

  private static String words(ChainedRow kind, String id) {
    return switch (kind) {
      case CASE -> "the case in the register";
      case NATIONALITY -> "nationality " + id;
      case PREVIOUS_AUTHORITY -> "previous local authority " + id;
      case LINKED_CASE -> "link to case " + id;
      case ENTRY -> "register entry " + id;
      case ACT -> "officer's act " + id;
      case DECISION -> "decision " + id;
      case FILE -> "the child's file";
      case POLICE_FORCE -> "police force of the case";
      case LETTER -> "letter " + id;
      case DOCUMENT -> "document " + id;
      case REPAIR, ACCOUNT_REPAIR -> "repair " + id;
      case USER -> "account " + id;
      case EARLIER_NAME -> "earlier name " + id;
      case MEMBERSHIP -> "membership of group " + id;
      case AUTHORITY_OF_USER, AUTHORITY_OF_GROUP -> "membership of local authority " + id;
    };
  }
}
