package scot.nrm.changes.samechild;

import java.time.LocalDate;
import java.util.Comparator;

/**
 * Two cases turn out to be one child's (D12): which of them goes on, and which ends for it. The
 * earliest receipt counts, so that no clock starts later than it should: the case that UKHTC
 * received first goes on, before one that it has not received; of two that were received on one
 * day, or not at all, the one with the older number.
 *
 * @param goesOn the case under whose number the child's path goes on
 * @param ends the case that ends as joined to it
 */
record CaseMerge(String goesOn, String ends) {

  private static final Comparator<Receipt> EARLIEST =
      Comparator.comparing(
              Receipt::receivedOn, Comparator.nullsLast(Comparator.<LocalDate>naturalOrder()))
          .thenComparing(Receipt::caseNumber);

  /**
   * A case, and when UKHTC received its NRM form.
   *
   * @param receivedOn {@code null} where it has not
   */
  record Receipt(String caseNumber, LocalDate receivedOn) {}

  /** Whichever is named first. */
  static CaseMerge of(Receipt one, Receipt other) {
    return EARLIEST.compare(one, other) <= 0
        ? new CaseMerge(one.caseNumber(), other.caseNumber())
        : new CaseMerge(other.caseNumber(), one.caseNumber());
  }
}
