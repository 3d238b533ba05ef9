package scot.nrm.casefile;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A component's data for one transaction. It is not visible in another transaction that begins
 * within it.
 */
public interface BoundToTransaction extends TransactionSynchronization {

  /** The component, of which each transaction keeps at most one. */
  Object owner();

  /** Whether there is a transaction that something can be bound to. */
  static boolean isPossible() {
    return TransactionSynchronizationManager.isActualTransactionActive()
        && TransactionSynchronizationManager.isSynchronizationActive();
  }

  /** What the current transaction keeps; {@code null} if there is nothing. */
  static <T extends BoundToTransaction> T find(Class<T> type, Object owner) {
    return type.cast(TransactionSynchronizationManager.getResource(owner));
  }

  /** What the current transaction keeps, which is made on first use. */
  static <T extends BoundToTransaction> T of(Class<T> type, Object owner, Supplier<T> first) {
    T known = find(type, owner);
    if (known == null) {
      known = first.get();
      known.resume();
      TransactionSynchronizationManager.registerSynchronization(known);
    }
    return known;
  }

  /**
   * What a component knows by keys until the transaction ends, or goes back to a savepoint: what
   * was read, made or locked after that may not be so any more.
   */
  final class Memory<K, V> {

    private record Kept<K, V>(Object owner, Map<K, V> values) implements BoundToTransaction {

      @Override
      public void savepointRollback(Object savepoint) {
        values.clear();
      }
    }

    /** Of the current transaction; outside one, empty and not kept. */
    @SuppressWarnings("unchecked")
    public Map<K, V> known() {
      return isPossible()
          ? of(Kept.class, this, () -> new Kept<>(this, new HashMap<K, V>())).values()
          : new HashMap<>();
    }
  }

  @Override
  default void suspend() {
    TransactionSynchronizationManager.unbindResource(owner());
  }

  @Override
  default void resume() {
    TransactionSynchronizationManager.bindResource(owner(), this);
  }

  @Override
  default void afterCompletion(int status) {
    TransactionSynchronizationManager.unbindResourceIfPossible(owner());
  }
}
