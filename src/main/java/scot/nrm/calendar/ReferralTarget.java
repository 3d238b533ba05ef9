package scot.nrm.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;

/** The target for the NRM form: some hours from the first meeting with the child (D6). */
public final class ReferralTarget {

  private ReferralTarget() {}

  /**
   * The last moment that is in time. Hours are elapsed hours; if the time of the meeting is not
   * known, it is the end of the last calendar day that {@link #missed} counts as in time.
   */
  public static Instant due(Duration target, LocalDate met, Optional<LocalTime> at) {
    return at.map(time -> met.atTime(time).atZone(LocalDay.ZONE).toInstant().plus(target))
        .orElseGet(() -> LocalDay.endOf(met.plusDays(target.toDays())).toInstant());
  }

  /**
   * Whether the target was missed. Hours are elapsed hours, even when the clocks change; exactly
   * this number is in time. If a time of day is not known, the hours count as whole calendar days
   * after the meeting.
   */
  public static boolean missed(
      Duration target,
      LocalDate met,
      Optional<LocalTime> at,
      LocalDate received,
      Optional<LocalTime> receivedAt) {
    if (at.isEmpty() || receivedAt.isEmpty()) {
      return received.isAfter(met.plusDays(target.toDays()));
    }
    return Duration.between(
                met.atTime(at.get()).atZone(LocalDay.ZONE),
                received.atTime(receivedAt.get()).atZone(LocalDay.ZONE))
            .compareTo(target)
        > 0;
  }
}
