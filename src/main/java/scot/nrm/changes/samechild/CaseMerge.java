package scot.nrm.changes.samechild;

import java.time.LocalDate;
import java.util.Comparator;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * Two cases of the same child to merge (D12): the one that continues and the one that ends. A case
 * in which the child has been recognised continues, so that no second decision can contradict it.
 * Otherwise the earliest receipt counts, so that no deadline is later than it should be. The case
 * that UKHTC received first continues, and a received case takes priority over one not yet
 * received. If both were received on the same day, or neither was, the case that was opened first
 * continues.
 *
 * @param continues the case under whose number the child's path continues
 * @param ends the case that ends because it is merged with it
 */
record CaseMerge(String continues, String ends) {

  private static final Comparator<Receipt> EARLIEST =
      Comparator.comparing((Receipt receipt) -> !receipt.recognised())
          .thenComparing(
              Receipt::receivedOn, Comparator.nullsLast(Comparator.<LocalDate>naturalOrder()))
          .thenComparing(Receipt::openedOrder);

  /**
   * A case, when UKHTC received its NRM form, and whether the child has been recognised in it.
   *
   * @param openedOrder its place in the order in which cases were opened
   * @param receivedOn {@code null} if it has not
   */
  record Receipt(String caseNumber, long openedOrder, LocalDate receivedOn, boolean recognised) {

    static Receipt of(RegisterCase nrmCase, LocalDate receivedOn) {
      return new Receipt(
          nrmCase.caseNumber(),
          nrmCase.openedOrder(),
          receivedOn,
          nrmCase.conclusiveGrounds().outcome() == Outcome.POSITIVE);
    }
  }

  static CaseMerge of(RegisterCase one, RegisterCase other) {
    return of(
        Receipt.of(one, one.referralReceivedOn()), Receipt.of(other, other.referralReceivedOn()));
  }

  /** Gives the same result for either order of the two cases. */
  static CaseMerge of(Receipt one, Receipt other) {
    return EARLIEST.compare(one, other) <= 0
        ? new CaseMerge(one.caseNumber(), other.caseNumber())
        : new CaseMerge(other.caseNumber(), one.caseNumber());
  }

  /**
   * Whether a case that would continue has ended, so that nobody would decide: without the child
   * being recognised, or because the child has died.
   */
  static boolean isOver(RegisterCase continues, Register register) {
    return continues.isClosed()
        && (continues.caseOutcome() != CaseOutcome.RECOGNISED
            || register.closing(continues.caseNumber()).isPresent());
  }
}
