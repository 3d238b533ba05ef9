package scot.nrm.changes.hearing;

import java.time.LocalDate;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.Clocks;
import scot.nrm.calendar.LocalDay;
import scot.nrm.changes.OpenStage;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/** The effect of a court hearing on the date in force for reasonable grounds (D16). */
@Component
public class HearingTarget {

  private final CaseInstances instances;
  private final Clocks clocks;
  private final OpenStage openStage;

  HearingTarget(CaseInstances instances, Clocks clocks, OpenStage openStage) {
    this.instances = instances;
    this.clocks = clocks;
    this.openStage = openStage;
  }

  /**
   * Two dates of reasonable grounds.
   *
   * @param due the due date without the hearing; it doesn't change
   * @param inForce the working day before the hearing, never before the receipt; or the due date if
   *     the hearing is not before it
   */
  public record Dates(LocalDate due, LocalDate inForce) {}

  /**
   * The dates with this hearing; empty if reasonable grounds are not being decided, or no date
   * changes.
   */
  public Optional<Dates> moved(RegisterCase known, LocalDate hearing) {
    boolean reconsidered =
        known.now().reconsideredStage() == Stage.REASONABLE_GROUNDS
            && openStage.stands(known).stage().equals(Stage.REASONABLE_GROUNDS.id());
    boolean runs =
        known.now().suspendedStage() == null
            && (reconsidered
                || openStage.of(known).filter(Stage.REASONABLE_GROUNDS::equals).isPresent());
    if (!runs) {
      return Optional.empty();
    }
    Map<String, Object> variables = instances.variables(known.caseNumber());
    if (!variables.containsKey(CaseVariables.RG_TARGET_DATE.getName())) {
      return Optional.empty();
    }
    LocalDate due = day(variables, CaseVariables.RG_DUE_DATE.getName());
    LocalDate inForce = day(variables, CaseVariables.RG_TARGET_DATE.getName());
    LocalDate target =
        clocks.reasonableGroundsTarget(known.referralReceivedOn(), due, Optional.of(hearing));
    return target.equals(inForce) ? Optional.empty() : Optional.of(new Dates(due, target));
  }

  private static LocalDate day(Map<String, Object> variables, String name) {
    return LocalDay.of((Date) variables.get(name));
  }
}
