package scot.nrm.casefile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.lang.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseNumber;

/**
 * The child's file: everything about the child that the diagrams do not need. It is encrypted, with
 * one row per case in a table of its own, so that no personal details reach the engine's tables,
 * history or logs.
 *
 * <p>Writes are part of the engine command's transaction, so the file, its index of likely matches
 * (D12) and the engine change together or not at all.
 */
@Component
public class CaseFile {

  /** All fields are in one section; more could have different readers or retention periods. */
  private static final String SECTION = "main";

  /** At a million cases a year, about one number in 13,000 is already taken. */
  private static final int MAX_DRAWS = 5;

  private final JdbcClient jdbc;
  private final ContentCipher cipher;
  private final CaseClock clock;
  private final ChangeChain chain;
  private final MatchIndex matches;
  private final PoliceForceIndex forces;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final RandomGenerator random;
  private final ObjectMapper json = new ObjectMapper();
  private final BoundToTransaction.Memory<String, Opened> files = new BoundToTransaction.Memory<>();

  /**
   * @param random the source of the random part of case numbers; {@code null} for unpredictable
   *     numbers
   */
  CaseFile(
      JdbcClient jdbc,
      ContentCipher cipher,
      CaseClock clock,
      ChangeChain chain,
      PlatformTransactionManager transactionManager,
      ApplicationEventPublisher events,
      @Nullable RandomGenerator random) {
    this.random = random == null ? new SecureRandom() : random;
    this.jdbc = jdbc;
    this.cipher = cipher;
    this.clock = clock;
    this.chain = chain;
    this.matches = new MatchIndex(jdbc, cipher);
    this.forces = new PoliceForceIndex(jdbc);
    this.transaction = new TransactionTemplate(transactionManager);
    this.events = events;
  }

  /**
   * Begins an empty file under a new case number, see {@link CaseNumber}. The number is unique even
   * if several nodes draw one at the same time: if it is taken, another one is drawn.
   *
   * @param openedOn the day of first contact, for the year in the number
   */
  public String nextCaseNumber(LocalDate openedOn) {
    return transaction.execute(
        status -> {
          for (int i = 0; i < MAX_DRAWS; i++) {
            String number = CaseNumber.random(openedOn.getYear(), random);
            if (isFree(number)) {
              chain.added(number, ChainedRow.FILE, SECTION);
              if (createEmpty(number)) {
                return number;
              }
            }
          }
          throw new IllegalStateException(
              "No new case number was found in " + MAX_DRAWS + " draws");
        });
  }

  /**
   * Whether no case has the number. The number of a case whose file was erased isn't free: its row
   * in the register is kept.
   */
  private boolean isFree(String number) {
    return jdbc.sql(
            """
            select count(*) from (select case_number from case_file where case_number = :number
              union all select case_number from case_register where case_number = :number) given\
            """)
        .param("number", number)
        .query(Long.class)
        .single()
        .equals(0L);
  }

  /**
   * The current file, which is empty if nothing has been recorded yet. Each version is decrypted
   * only once per transaction. Outside one, the queries share a connection.
   */
  @Transactional(propagation = Propagation.SUPPORTS)
  public CaseFileContent read(String caseNumber) {
    Opened opened = files.values().get(caseNumber);
    if (opened != null && (opened.locked() || version(caseNumber).filter(opened::is).isPresent())) {
      return opened.content();
    }
    return find(caseNumber, "")
        .map(row -> new CaseFileContent(row.content()))
        .orElseGet(CaseFileContent::empty);
  }

  /**
   * The current file, which is empty if nothing has been recorded yet. Existing content is locked
   * until the current transaction ends.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public CaseFileContent readForUpdate(String caseNumber) {
    return findForUpdate(caseNumber)
        .map(row -> new CaseFileContent(row.content()))
        .orElseGet(CaseFileContent::empty);
  }

  /**
   * Sets these fields and leaves the others unchanged. If two officers write at the same time, the
   * second waits for the first. Neither loses a field, and the later value of the same field
   * applies. Publishes {@link MatchIndex.NewMatches} if another case matches.
   *
   * @param fields by key; {@code null} or a null node removes the value
   * @param officer user id of the officer; {@code null} for facts that the system establishes
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void merge(String caseNumber, Map<String, JsonNode> fields, String officer) {
    if (fields.isEmpty()) {
      return;
    }
    Row row = lock(caseNumber);
    boolean mayMatch = !row.indexed() || MatchFacts.FIELDS.stream().anyMatch(fields::containsKey);
    Set<MatchFacts.Fact> before =
        mayMatch ? MatchFacts.of(new CaseFileContent(row.content())) : Set.of();
    chain.changed(caseNumber, ChainedRow.FILE, SECTION);
    fields.forEach(
        (key, value) -> {
          if (value == null || value.isNull()) {
            row.content().remove(key);
          } else {
            row.content().set(key, value);
          }
        });
    int updated =
        jdbc.sql(
                """
                update case_file set content = ?, version = version + 1, updated_by = ?, updated_at = ?, match_rules = ?
                where case_number = ? and section = ? and version = ?\
                """)
            .param(seal(row.content(), caseNumber, row.version() + 1))
            .param(officer)
            .param(clock.timestamp())
            .param(MatchIndex.RULES)
            .param(caseNumber)
            .param(SECTION)
            .param(row.version())
            .update();
    if (updated != 1) {
      throw new OptimisticLockingFailureException(
          "The file of case " + caseNumber + " was changed meanwhile");
    }
    cache(caseNumber, new Row(row.content(), row.version() + 1, true), true);
    if (mayMatch) {
      CaseFileContent now = new CaseFileContent(row.content());
      matches.update(caseNumber, now);
      publishNewMatches(caseNumber, before, MatchFacts.of(now));
    }
    if (!row.indexed() || fields.containsKey(PoliceForceIndex.FIELD)) {
      updateForce(caseNumber, new CaseFileContent(row.content()));
    }
  }

  private void publishNewMatches(
      String caseNumber, Set<MatchFacts.Fact> before, Set<MatchFacts.Fact> now) {
    MatchIndex.NewMatches found = matches.newMatches(caseNumber, before, now);
    if (!found.others().isEmpty()) {
      events.publishEvent(found);
    }
  }

  /** The user who last changed the file; empty if it was the system, or nobody has. */
  public Optional<String> lastAuthor(String caseNumber) {
    return jdbc.sql(
            "select updated_by from case_file where case_number = ? and section = ?"
                + " and updated_by is not null")
        .params(caseNumber, SECTION)
        .query(String.class)
        .optional();
  }

  /** The cases whose file isn't indexed, or was indexed by earlier rules (D12). */
  public List<String> notIndexed() {
    return jdbc.sql(
            "select case_number from case_file where section = ? and match_rules is distinct from ?")
        .params(SECTION, MatchIndex.RULES)
        .query(String.class)
        .list();
  }

  /** Indexes a file without changing the file or its last author. */
  @Transactional(propagation = Propagation.MANDATORY)
  void index(String caseNumber) {
    CaseFileContent content = new CaseFileContent(lock(caseNumber).content());
    matches.update(caseNumber, content);
    updateForce(caseNumber, content);
    jdbc.sql("update case_file set match_rules = ? where case_number = ? and section = ?")
        .params(MatchIndex.RULES, caseNumber, SECTION)
        .update();
  }

  private void updateForce(String caseNumber, CaseFileContent content) {
    chain.changed(caseNumber, ChainedRow.POLICE_FORCE, caseNumber);
    forces.update(caseNumber, content);
  }

  /** The cases whose digests for likely matches (D12) weren't made with the current key. */
  List<String> withoutCurrentDigests() {
    return matches.withoutCurrentDigests();
  }

  /** Removes the digests made with other keys where there is one made with the current key. */
  void forgetOtherDigests() {
    matches.keepOnly(List.of(cipher.digestPrefixes().get(0)));
  }

  /** Removes the digests of keys that are no longer set. */
  void forgetDigestsOfOldKeys() {
    matches.keepOnly(cipher.digestPrefixes());
  }

  private Row lock(String caseNumber) {
    return findForUpdate(caseNumber)
        .orElseGet(
            () -> {
              chain.changed(caseNumber, ChainedRow.FILE, SECTION);
              createEmpty(caseNumber);
              return findForUpdate(caseNumber).orElseThrow();
            });
  }

  private Optional<Row> findForUpdate(String caseNumber) {
    Opened opened = files.values().get(caseNumber);
    return opened != null && opened.locked()
        ? Optional.of(
            new Row(opened.content().fields().deepCopy(), opened.version(), opened.indexed()))
        : find(caseNumber, " for update");
  }

  /** Creates an empty file; false if another transaction creates the same one. */
  private boolean createEmpty(String caseNumber) {
    return chain.insertUnlessTaken(
        """
        insert into case_file (case_number, section, content, version, updated_at) values (?, ?, ?, 0, ?)\
        """,
        List.of(
            caseNumber, SECTION, seal(json.createObjectNode(), caseNumber, 0), clock.timestamp()));
  }

  private Optional<Row> find(String caseNumber, String lock) {
    return jdbc.sql(
            """
            select content, version, match_rules,
              (select wrapped from case_key k where k.case_number = f.case_number) as wrapped
            from case_file f where case_number = ? and section = ?"""
                + lock)
        .params(caseNumber, SECTION)
        .query(
            (row, number) -> {
              int version = row.getInt("version");
              cipher.foundKey(caseNumber, row.getBytes("wrapped"));
              Opened opened = files.values().get(caseNumber);
              ObjectNode content =
                  opened != null && opened.is(version)
                      ? opened.content().fields().deepCopy()
                      : open(row.getBytes("content"), caseNumber, version);
              Row found = new Row(content, version, row.getInt("match_rules") == MatchIndex.RULES);
              cache(caseNumber, found, !lock.isEmpty());
              return found;
            })
        .optional();
  }

  private Optional<Integer> version(String caseNumber) {
    return jdbc.sql("select version from case_file where case_number = ? and section = ?")
        .params(caseNumber, SECTION)
        .query(Integer.class)
        .optional();
  }

  private void cache(String caseNumber, Row row, boolean locked) {
    if (BoundToTransaction.isPossible()) {
      files
          .values()
          .put(
              caseNumber,
              new Opened(
                  row.version(),
                  new CaseFileContent(row.content().deepCopy()),
                  row.indexed(),
                  locked));
    }
  }

  private byte[] seal(ObjectNode content, String caseNumber, int version) {
    return cipher.sealTextFor(caseNumber, content.toString(), part(version));
  }

  private ObjectNode open(byte[] sealed, String caseNumber, int version) {
    try {
      return (ObjectNode) json.readTree(cipher.openFor(caseNumber, sealed, part(version)));
    } catch (IOException | ClassCastException e) {
      // Omits the cause because Jackson's messages quote the content.
      throw new UnreadableContent("The file of case " + caseNumber + " is not JSON.");
    }
  }

  /** Contains the version, so that earlier content can't be put back as the current one. */
  private static String part(int version) {
    return SECTION + "/" + version;
  }

  private record Row(ObjectNode content, int version, boolean indexed) {}

  /** If the row is locked, nobody else can have changed it since. */
  private record Opened(int version, CaseFileContent content, boolean indexed, boolean locked) {

    boolean is(int other) {
      return version == other;
    }
  }
}
