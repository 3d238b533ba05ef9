package scot.nrm.casefile;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seals content again with the current master key that another one has sealed, so that a key can be
 * replaced while the application runs: the data key of each case, and content that belongs to no
 * case. Then the digests for likely matches (D12) are made with the current key only, and the other
 * keys are recorded as retired.
 *
 * <p>Small transactions lock few rows, and leave rows that others have locked to the end. It can be
 * stopped at any time and continues from there, because the first byte of sealed content identifies
 * its key.
 */
@Component
public class Resealing {

  /** The command-line option that runs it. */
  public static final String OPTION = "nrm.reseal";

  private static final Logger LOG = LoggerFactory.getLogger(Resealing.class);
  private static final int LOG_EVERY = 1000;

  /** The number of rows in one transaction. */
  private static final int BATCH = 100;

  private final JdbcClient jdbc;
  private final MasterKeys masterKeys;
  private final ContentCipher cipher;
  private final CaseFile files;
  private final TransactionTemplate transaction;
  private final Set<String> unreadable = new HashSet<>();
  private long done;
  private long expected;

  public Resealing(
      JdbcClient jdbc,
      MasterKeys masterKeys,
      ContentCipher cipher,
      CaseFile files,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.masterKeys = masterKeys;
    this.cipher = cipher;
    this.files = files;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * The result of a run.
   *
   * @param contents the number of contents sealed again
   * @param unreadable the number of contents that can't be opened with any key that is set
   * @param isComplete whether everything is sealed with the current key, so that the others are
   *     retired
   */
  public record Result(long contents, int unreadable, boolean isComplete) {}

  /** Seals everything again that another key has sealed. Two runs at the same time do no harm. */
  public Result run() {
    unreadable.clear();
    done = 0;
    expected = others();
    LOG.info("{} contents have to be sealed with key version {}.", expected, masterKeys.current());
    for (SealedColumn column : SealedColumn.sealedWithMasterKey()) {
      reseal(column, BATCH, true);
    }
    for (SealedColumn column : SealedColumn.sealedWithMasterKey()) {
      // The rows that others had locked, one at a time: with only one lock, waiting is safe.
      reseal(column, 1, false);
    }
    List<String> cases = files.withoutCurrentDigests();
    LOG.info("The digests of {} cases have to be made with the current key.", cases.size());
    cases.forEach(this::index);
    long left = others();
    boolean isComplete = left == 0 && unreadable.isEmpty();
    if (left > unreadable.size()) {
      LOG.warn(
          "{} contents were sealed again. {} have been sealed with another key meanwhile, so no key is retired. Run this again when every node seals with the current key.",
          done,
          left - unreadable.size());
    } else if (isComplete) {
      transaction.executeWithoutResult(status -> finish());
      LOG.info("{} contents were sealed again. Everything is sealed with the current key.", done);
    } else {
      LOG.warn(
          "{} contents were sealed again. {} can't be opened with any key that is set, so no key is retired.",
          done,
          unreadable.size());
    }
    return new Result(done, unreadable.size(), isComplete);
  }

  /** The number of contents that another key has sealed. */
  private long others() {
    return SealedColumn.sealedWithMasterKey().stream()
        .mapToLong(
            column -> jdbc.sql(column.countOthers()).param(head()).query(Long.class).single())
        .sum();
  }

  private void reseal(SealedColumn column, int batch, boolean skipLocked) {
    Object last = null;
    do {
      Object after = last;
      last = transaction.execute(status -> resealBatch(column, batch, skipLocked, after));
    } while (last != null);
  }

  /** Seals a batch of rows again; returns its last id, {@code null} if there are no more. */
  private Object resealBatch(SealedColumn column, int batch, boolean skipLocked, Object after) {
    JdbcClient.StatementSpec lock =
        jdbc.sql(column.lockOthers(after != null, skipLocked, batch)).param(head());
    if (after != null) {
      lock = lock.param(after);
    }
    List<Sealed> rows =
        lock.query(
                (row, number) ->
                    new Sealed(row.getObject("id"), row.getString("part"), row.getBytes("sealed")))
            .list();
    for (Sealed row : rows) {
      try {
        reseal(column, row);
        done++;
        if (done % LOG_EVERY == 0) {
          LOG.info("{} of {} contents have been sealed again.", done, expected);
        }
      } catch (UnreadableContent e) {
        if (unreadable.add(column + "/" + row.id())) {
          LOG.warn("Not sealed again: {}", e.getMessage());
        }
      }
    }
    return rows.isEmpty() ? null : rows.get(rows.size() - 1).id();
  }

  private void reseal(SealedColumn column, Sealed row) {
    byte[] again = cipher.seal(cipher.open(row.content(), row.part()), row.part());
    jdbc.sql(column.replace()).param(again).param(row.id()).param(row.content()).update();
  }

  private void index(String caseNumber) {
    try {
      transaction.executeWithoutResult(status -> files.index(caseNumber));
    } catch (UnreadableContent e) {
      unreadable.add("digests/" + caseNumber);
    }
  }

  private void finish() {
    files.forgetOtherDigests();
    jdbc.sql("update master_key set retired = ? where version <> ? and retired is null")
        .params(OffsetDateTime.now(ZoneOffset.UTC), masterKeys.current())
        .update();
    jdbc.sql("update master_key set retired = null where version = ?")
        .param(masterKeys.current())
        .update();
  }

  private byte[] head() {
    return new byte[] {(byte) masterKeys.current()};
  }

  private record Sealed(Object id, String part, byte[] content) {}
}
