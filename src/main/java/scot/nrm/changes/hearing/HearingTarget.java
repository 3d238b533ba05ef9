package scot.nrm.changes.hearing;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.DeadlineCalculator;
import scot.nrm.changes.CaseStatus;
import scot.nrm.changes.OpenStage;
import scot.nrm.facts.CaseCalendars;
import scot.nrm.facts.DecisionDeadlines;
import scot.nrm.facts.DecisionDeadlines.ReasonableGrounds;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/** The effect of a court hearing on the date in force for reasonable grounds (D16). */
@Component
public class HearingTarget {

  private final CaseCalendars calendars;
  private final OpenStage openStage;
  private final Register register;
  private final DecisionDeadlines deadlines;

  HearingTarget(
      CaseCalendars calendars,
      OpenStage openStage,
      Register register,
      DecisionDeadlines deadlines) {
    this.calendars = calendars;
    this.openStage = openStage;
    this.register = register;
    this.deadlines = deadlines;
  }

  /**
   * Moves the date in force if this hearing changes it.
   *
   * @param hearing empty if none will take place
   * @param reason kept with the change; may be {@code null}
   */
  public void move(String caseNumber, Optional<LocalDate> hearing, String reason) {
    changedDates(register.lock(caseNumber), hearing)
        .ifPresent(
            dates ->
                deadlines.moveReasonableGrounds(caseNumber, dates.due(), dates.target(), reason));
  }

  /**
   * The dates with this hearing: in force is the working day before it, never before the receipt,
   * or the due date if there is none before that. A reconsidered decision counts from the request
   * (D30), and a resumed one from the return (D36): a hearing that was over by then moves nothing.
   * Empty if reasonable grounds are not being decided, or no date changes.
   */
  Optional<ReasonableGrounds> changedDates(RegisterCase nrmCase, Optional<LocalDate> hearing) {
    CaseStatus status = openStage.status(nrmCase);
    boolean reconsidered =
        nrmCase.now().reconsideredStage() == Stage.REASONABLE_GROUNDS
            && status.stage().equals(Stage.REASONABLE_GROUNDS.id());
    boolean runs =
        nrmCase.now().suspendedStage() == null
            && (reconsidered
                || status.isAtIntake()
                || openStage.of(nrmCase).filter(Stage.REASONABLE_GROUNDS::equals).isPresent());
    if (!runs) {
      return Optional.empty();
    }
    Optional<LocalDate> since =
        register
            .latest(nrmCase.caseNumber(), EntryKind.RECONSIDERATION_ASKED, EntryKind.RESUMED)
            .filter(event -> reconsidered || event.is(EntryKind.RESUMED))
            .map(event -> event.is(EntryKind.RESUMED) ? event.to() : event.from());
    return deadlines
        .reasonableGrounds(nrmCase.caseNumber())
        .flatMap(
            now -> {
              DeadlineCalculator calculator =
                  calendars.calculator(nrmCase, Stage.REASONABLE_GROUNDS);
              LocalDate target =
                  since.isPresent()
                      ? calculator.restartedTarget(since.get(), now.due(), hearing)
                      : calculator.reasonableGroundsTarget(
                          nrmCase.referralReceivedOn(), now.due(), hearing);
              return Optional.of(new ReasonableGrounds(now.due(), target))
                  .filter(moved -> !moved.equals(now));
            });
  }
}
