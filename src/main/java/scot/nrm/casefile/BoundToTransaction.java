package scot.nrm.casefile;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** A component's data for one transaction, invisible in another that begins within it. */
public interface BoundToTransaction extends TransactionSynchronization {

  /** The component; each transaction has at most one object of a type for it. */
  Object owner();

  /** Whether there is a transaction to which objects can be bound. */
  static boolean isPossible() {
    return TransactionSynchronizationManager.isActualTransactionActive()
        && TransactionSynchronizationManager.isSynchronizationActive();
  }

  /** The object of the current transaction; {@code null} if there is none. */
  static <T extends BoundToTransaction> T find(Class<T> type, Object owner) {
    return type.cast(TransactionSynchronizationManager.getResource(owner));
  }

  /** The object of the current transaction, created on first use. */
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
   * A cache of a component, by key, until the transaction ends or is rolled back to a savepoint,
   * after which values that were read, created or locked may have changed.
   */
  final class Memory<K, V> {

    private record Cached<K, V>(Object owner, Map<K, V> values) implements BoundToTransaction {

      @Override
      public void savepointRollback(Object savepoint) {
        values.clear();
      }
    }

    /** The cached values of the current transaction; outside one, an empty map that is not kept. */
    @SuppressWarnings("unchecked")
    public Map<K, V> values() {
      return isPossible()
          ? of(Cached.class, this, () -> new Cached<>(this, new HashMap<K, V>())).values()
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
