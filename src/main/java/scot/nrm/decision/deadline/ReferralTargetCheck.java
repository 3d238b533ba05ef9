package scot.nrm.decision.deadline;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.ReferralTarget;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.RegisterUpdates;

/**
 * Whether the NRM form came within the target of 48 hours of the first meeting with the child (D6):
 * a flag in the register and on the case, with no further effect.
 */
@Component
public class ReferralTargetCheck {

  private final CaseFile file;
  private final TimeLimits limits;
  private final RegisterUpdates updates;
  private final CaseInstances instances;

  ReferralTargetCheck(
      CaseFile file, TimeLimits limits, RegisterUpdates updates, CaseInstances instances) {
    this.file = file;
    this.limits = limits;
    this.updates = updates;
    this.instances = instances;
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
                Duration.ofHours(limits.on(met.get()).referralTargetHours()),
                met.get(),
                child.time("firstEncounterTime"),
                received,
                child.time("referralReceivedTime"));
    updates.referralTargetMissed(caseNumber, missed);
    instances.set(caseNumber, CaseVariables.REFERRAL_TARGET_MISSED, missed);
    return missed;
  }
}
