package scot.nrm.changes.immigration;

import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;

/** Whether leave to remain waits for an asylum claim (D29). */
@Component
public class AsylumClaims {

  private static final String LEAVE = "leave-to-remain";

  private final CaseFile file;
  private final CaseInstances instances;

  AsylumClaims(CaseFile file, CaseInstances instances) {
    this.file = file;
    this.instances = instances;
  }

  /** Whether leave to remain is being decided. */
  boolean isLeaveBeingDecided(String caseNumber) {
    return instances.diagrams(caseNumber).contains(LEAVE);
  }

  /**
   * Called when a claim has been made, withdrawn or corrected. If leave is being decided, it waits
   * for a claim that has not been withdrawn, and for no other.
   */
  public void updateLeave(String caseNumber) {
    if (isLeaveBeingDecided(caseNumber)) {
      boolean claimed = ImmigrationFacts.isAsylumClaimed(file.read(caseNumber));
      instances.set(caseNumber, CaseVariables.ASYLUM_CLAIM, claimed ? "yes" : "no");
      instances.correlate(caseNumber, claimed ? "asylum-claimed" : "asylum-withdrawn");
    }
  }
}
