package scot.nrm.calendar;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;

/**
 * The target for the NRM form: received within 48 hours of the first encounter with the child (D6).
 */
public final class ReferralTarget {

  private static final Duration HOURS = Duration.ofHours(48);
  private static final int DAYS = 2;

  private ReferralTarget() {}

  /**
   * Whether the target was missed. Hours are elapsed hours, also across a change of clocks; exactly
   * 48 are in time. Where a time of day is not known: received more than two calendar days after
   * the encounter.
   */
  public static boolean missed(
      LocalDate encountered,
      Optional<LocalTime> at,
      LocalDate received,
      Optional<LocalTime> receivedAt) {
    if (at.isEmpty() || receivedAt.isEmpty()) {
      return received.isAfter(encountered.plusDays(DAYS));
    }
    return Duration.between(
                encountered.atTime(at.get()).atZone(LocalDay.ZONE),
                received.atTime(receivedAt.get()).atZone(LocalDay.ZONE))
            .compareTo(HOURS)
        > 0;
  }
}
