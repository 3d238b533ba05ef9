package scot.nrm.decision.deadline;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.ReferralTarget;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseTasks;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterUpdates;

/**
 * The target for the NRM form, 48 hours after the first meeting with the child (D6): by when it is
 * due, and whether it came in time. A missed target is a flag in the register and on the case, with
 * no further effect.
 */
@Component
public class ReferralTargetCheck {

  /** The diagram of the work up to sending the form. */
  private static final String DIAGRAM = "local-authority-assessment";

  private final CaseFile file;
  private final TimeLimits limits;
  private final Register register;
  private final RegisterUpdates updates;
  private final CaseInstances instances;
  private final CaseTasks tasks;

  ReferralTargetCheck(
      CaseFile file,
      TimeLimits limits,
      Register register,
      RegisterUpdates updates,
      CaseInstances instances,
      CaseTasks tasks) {
    this.file = file;
    this.limits = limits;
    this.register = register;
    this.updates = updates;
    this.instances = instances;
    this.tasks = tasks;
  }

  /**
   * Records by when the form is due, and again after the first meeting has been corrected: open
   * tasks that were due then move with it. Does nothing if the file has no date of the meeting.
   */
  public void recordDeadline(String caseNumber) {
    Instant before = register.lock(caseNumber).now().referralDueAt();
    CaseFileContent child = file.read(caseNumber);
    child
        .date("firstEncounterDate")
        .map(met -> ReferralTarget.due(target(met), met, child.time("firstEncounterTime")))
        .filter(due -> !due.equals(before))
        .ifPresent(
            due -> {
              updates.referralDue(caseNumber, due);
              if (before != null) {
                tasks.moveDueDates(caseNumber, DIAGRAM, Date.from(before), Date.from(due));
              }
            });
  }

  private Duration target(LocalDate met) {
    return Duration.ofHours(limits.on(met).number(Limit.NRM_FORM));
  }

  /**
   * Calculates the flag from the file, and again after a date or time has been corrected. If the
   * file has no date of the first meeting, the target was not missed.
   *
   * @return whether the target was missed
   */
  public boolean update(String caseNumber, LocalDate received) {
    CaseFileContent child = file.read(caseNumber);
    Optional<LocalDate> met = child.date("firstEncounterDate");
    boolean missed =
        met.isPresent()
            && ReferralTarget.missed(
                target(met.get()),
                met.get(),
                child.time("firstEncounterTime"),
                received,
                child.time("referralReceivedTime"));
    updates.referralTargetMissed(caseNumber, missed);
    instances.set(caseNumber, CaseVariables.REFERRAL_TARGET_MISSED, missed);
    return missed;
  }
}
