package scot.nrm.decision.deadline;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import scot.nrm.calendar.DeadlineCalculator;
import scot.nrm.calendar.Length;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/**
 * The dates of reasonable grounds if the form had been received on a given day (D43): everything
 * that has moved them since is applied again, in order.
 *
 * @param original the working days strictly after the receipt (D15)
 * @param due with every extension (D15) and every suspension (D36)
 * @param inForce the due date, or the working day before the court hearing (D16)
 */
public record ReasonableGroundsDates(LocalDate original, LocalDate due, LocalDate inForce) {

  /**
   * @param limit from the receipt (D15)
   * @param hearing from the file; before the latest update about a hearing, the entries say which
   *     was known. A correction counts from the update that it corrects. One in the form that was
   *     later replaced by another isn't known any more, unless it was corrected before
   * @param history of the case, oldest first
   */
  public static ReasonableGroundsDates of(
      LocalDate received,
      Length limit,
      Optional<LocalDate> hearing,
      List<RegisterEvent> history,
      DeadlineCalculator calculator) {
    LocalDate original = calculator.reasonableGroundsDue(received, limit);
    LocalDate due = original;
    List<RegisterEvent> hearings =
        history.stream().filter(ReasonableGroundsDates::concernsHearing).toList();
    RegisterEvent latest =
        hearings.stream()
            .filter(event -> !event.is(EntryKind.CORRECTED))
            .reduce((earlier, later) -> later)
            .orElse(null);
    Optional<LocalDate> known = hearingBefore(hearings, hearing);
    LocalDate returned = null;
    LocalDate inForce = calculator.reasonableGroundsTarget(received, due, known);
    boolean suspended = false;
    for (RegisterEvent event : history) {
      boolean here = event.stage() == Stage.REASONABLE_GROUNDS;
      if (here && event.is(EntryKind.SUSPENDED, EntryKind.RESUMED)) {
        suspended = event.is(EntryKind.SUSPENDED);
      }
      if (here && event.is(EntryKind.EXTENDED)) {
        due = calculator.extended(due, calculator.remaining(event.from(), event.to()));
        inForce = due; // an extension beyond a hearing has its own reason
      } else if (here && event.is(EntryKind.RESUMED) && !"case-ended".equals(event.code())) {
        returned = event.to();
        due = calculator.resumed(returned, calculator.remaining(event.from(), inForce));
        inForce = calculator.restartedTarget(returned, due, known);
      } else if (concernsHearing(event)) {
        known = event == latest ? hearing : hearingAfter(event, known, hearings);
        if (!suspended) { // the remaining days count to the date in force at the suspension
          inForce =
              returned == null
                  ? calculator.reasonableGroundsTarget(received, due, known)
                  : calculator.restartedTarget(returned, due, known);
        }
      }
    }
    return new ReasonableGroundsDates(original, due, inForce);
  }

  /** The hearing in the form: a cancelled one if that is the first entry. */
  private static Optional<LocalDate> hearingBefore(
      List<RegisterEvent> hearings, Optional<LocalDate> hearing) {
    return hearings.stream()
        .filter(event -> !event.is(EntryKind.CORRECTED))
        .findFirst()
        .map(
            first ->
                Optional.ofNullable(first.from())
                    .filter(day -> first.is(EntryKind.HEARING_CANCELLED))
                    .or(() -> corrected(hearings)))
        .orElse(hearing);
  }

  private static Optional<LocalDate> hearingAfter(
      RegisterEvent event, Optional<LocalDate> known, List<RegisterEvent> hearings) {
    return event.is(EntryKind.CORRECTED)
        ? known
        : Optional.ofNullable(event.from())
            .filter(day -> event.is(EntryKind.HEARING_RECORDED))
            .map(
                day ->
                    corrected(hearings.subList(hearings.indexOf(event) + 1, hearings.size()))
                        .orElse(day));
  }

  /** The latest correction before another hearing is recorded; empty if there is none. */
  private static Optional<LocalDate> corrected(List<RegisterEvent> hearings) {
    return hearings.stream()
        .takeWhile(event -> event.is(EntryKind.CORRECTED))
        .reduce((earlier, later) -> later)
        .map(RegisterEvent::to);
  }

  private static boolean concernsHearing(RegisterEvent event) {
    return event.is(EntryKind.HEARING_RECORDED)
        || event.is(EntryKind.HEARING_CANCELLED)
        || event.is(EntryKind.CORRECTED) && "courtHearingDate".equals(event.code());
  }
}
