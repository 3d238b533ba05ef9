package scot.nrm.casefile;

import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What a component keeps for the length of a transaction. It is not visible in another transaction
 * that begins within it.
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
