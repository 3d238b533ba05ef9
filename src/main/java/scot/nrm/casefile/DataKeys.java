package scot.nrm.casefile;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A key for each case, which seals all content about that child. It is stored sealed with the
 * master key, so replacing the master key means sealing only these keys again. Erasing a case means
 * erasing its key.
 *
 * <p>A case's key is not cached beyond a transaction, so that a key that another node erases can't
 * be used any more.
 */
@Component
public class DataKeys {

  private final JdbcClient jdbc;
  private final MasterKeys masterKeys;
  private final TransactionTemplate savepoint;
  private final BoundToTransaction.Memory<String, SealingKey> keys =
      new BoundToTransaction.Memory<>();
  private final Map<String, SealingKey> permanent = new ConcurrentHashMap<>();

  DataKeys(JdbcClient jdbc, MasterKeys masterKeys, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.masterKeys = masterKeys;
    this.savepoint = new TransactionTemplate(transactions);
    this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
  }

  /** The key of the case; created in the current transaction if there is none. */
  SealingKey of(String caseNumber) {
    return find(caseNumber).orElseGet(() -> make(caseNumber));
  }

  /** The key of the case; empty if nothing has been sealed with it yet, or it has been erased. */
  Optional<SealingKey> find(String caseNumber) {
    SealingKey known = keys.values().get(caseNumber);
    if (known != null) {
      return Optional.of(known);
    }
    return jdbc.sql("select wrapped from case_key where case_number = ?")
        .param(caseNumber)
        .query((row, number) -> row.getBytes("wrapped"))
        .optional()
        .map(wrapped -> read(caseNumber, wrapped));
  }

  /** See {@link ContentCipher#foundKey}. */
  void found(String caseNumber, byte[] wrapped) {
    if (wrapped != null
        && BoundToTransaction.isPossible()
        && !keys.values().containsKey(caseNumber)) {
      read(caseNumber, wrapped);
    }
  }

  private SealingKey read(String caseNumber, byte[] wrapped) {
    return remember(caseNumber, new SealingKey(masterKeys.open(wrapped, context(caseNumber))));
  }

  /** A key that is cached, because only the master key that seals it is ever replaced. */
  Optional<SealingKey> findPermanent(String name) {
    SealingKey key = permanent.get(name);
    if (key != null) {
      return Optional.of(key);
    }
    boolean mayBeUncommitted = keys.values().containsKey(name);
    Optional<SealingKey> found = find(name);
    if (!mayBeUncommitted && BoundToTransaction.isPossible()) {
      // Cached only after the commit, because this transaction may have written the row.
      found.ifPresent(
          read ->
              TransactionSynchronizationManager.registerSynchronization(
                  new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                      permanent.put(name, read);
                    }
                  }));
    }
    return found;
  }

  /** Creates a key, or uses that of another transaction that does so at the same time. */
  private SealingKey make(String caseNumber) {
    SealingKey key = SealingKey.random();
    try {
      savepoint.executeWithoutResult(
          status ->
              jdbc.sql("insert into case_key (case_number, wrapped) values (?, ?)")
                  .params(caseNumber, masterKeys.seal(key.bytes(), context(caseNumber)))
                  .update());
    } catch (DuplicateKeyException e) {
      return find(caseNumber).orElseThrow();
    }
    return remember(caseNumber, key);
  }

  private static String context(String caseNumber) {
    return "case-key/" + caseNumber;
  }

  private SealingKey remember(String caseNumber, SealingKey key) {
    keys.values().put(caseNumber, key);
    return key;
  }
}
