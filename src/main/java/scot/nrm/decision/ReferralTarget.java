package scot.nrm.decision;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFileContent;

/**
 * Whether the NRM form came more than 48 elapsed hours after the first encounter (D6). Times of day are optional: where
 * one is missing, more than two calendar days are too many. A miss is a flag, which stops nothing.
 */
public final class ReferralTarget {

  private static final Duration TARGET = Duration.ofHours(48);
  private static final int CALENDAR_DAYS = 2;

  private ReferralTarget() {}

  /** @param received the day on which UKHTC received the form; the file has the time, where it is known */
  public static boolean missed(CaseFileContent file, LocalDate received) {
    Optional<LocalDate> met = file.date("firstEncounterDate");
    if (met.isEmpty()) {
      return false;
    }
    Optional<LocalTime> from = time(file.text("firstEncounterTime"));
    Optional<LocalTime> to = time(file.text("referralReceivedTime"));
    if (from.isEmpty() || to.isEmpty()) {
      return received.isAfter(met.get().plusDays(CALENDAR_DAYS));
    }
    return Duration.between(
        met.get().atTime(from.get()).atZone(LocalDay.ZONE), received.atTime(to.get()).atZone(LocalDay.ZONE))
        .compareTo(TARGET) > 0;
  }

  private static Optional<LocalTime> time(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalTime.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
