package scot.nrm.changes.immigration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.engine.CaseVariables;

/**
 * The content of an immigration update (D14).
 *
 * @param code {@code asylum-claim}, the code of another process such as {@code port-case}, {@code
 *     claim-withdrawn}, {@code asylum-claim-granted}, {@code asylum-claim-refused} or {@code
 *     nothing-found}; for a UKBA copy that is added to a case, {@code ukba-copy}
 */
public record ImmigrationUpdate(String code) {

  private static final String OTHER_PROCESS = "other-process";
  private static final String WITHDRAWN = "claim-withdrawn";
  private static final String NOTHING_FOUND = "nothing-found";

  /** Followed by the decision on the claim. */
  private static final String CLAIM_DECIDED = "asylum-claim-";

  /** A UKBA copy also counts as a process (D13). No form offers this code. */
  public static final String UKBA_COPY = "ukba-copy";

  /** The process, if the update is about another one. */
  static ImmigrationUpdate of(String kind, String otherProcess) {
    return new ImmigrationUpdate(OTHER_PROCESS.equals(kind) ? otherProcess : kind);
  }

  public static ImmigrationUpdate of(DelegateExecution execution) {
    return of(
        CaseVariables.IMMIGRATION_UPDATE.from(execution).get(),
        CaseVariables.OTHER_PROCESS.from(execution).getOrNull());
  }

  /**
   * The updates that give a file the immigration processes of another one: each process that it
   * doesn't have, and how the claim ended.
   */
  public static List<ImmigrationUpdate> between(CaseFileContent other, CaseFileContent file) {
    List<String> missing = new ArrayList<>(ImmigrationFacts.processes(other));
    missing.removeAll(ImmigrationFacts.processes(file));
    List<ImmigrationUpdate> updates = new ArrayList<>();
    missing.forEach(code -> updates.add(new ImmigrationUpdate(code)));
    boolean claimed = updates.stream().anyMatch(ImmigrationUpdate::isAsylumClaim);
    if (claimed && !other.text(ImmigrationFacts.ASYLUM_DECISION).isEmpty()) {
      updates.add(
          new ImmigrationUpdate(CLAIM_DECIDED + other.text(ImmigrationFacts.ASYLUM_DECISION)));
    } else if (claimed && !ImmigrationFacts.isAsylumClaimed(other)) {
      updates.add(new ImmigrationUpdate(WITHDRAWN));
    }
    return updates;
  }

  public boolean isAsylumClaim() {
    return process().filter(ImmigrationFacts.ASYLUM_CLAIM::equals).isPresent();
  }

  boolean isWithdrawn() {
    return code.equals(WITHDRAWN);
  }

  /** {@code granted} or {@code refused}, if the update is about the decision on the claim. */
  Optional<String> asylumDecision() {
    return Optional.of(code)
        .filter(known -> known.startsWith(CLAIM_DECIDED))
        .map(known -> known.substring(CLAIM_DECIDED.length()));
  }

  public boolean isNothingFound() {
    return code.equals(NOTHING_FOUND);
  }

  /** Whether a process has begun, or UKBA has sent a copy. */
  public boolean isBegun() {
    return process().isPresent() || code.equals(UKBA_COPY);
  }

  /** The file key of the process that has started; empty if none has, and for a copy. */
  Optional<String> process() {
    return ImmigrationFacts.process(code);
  }

  public String dateField() {
    if (isWithdrawn()) {
      return ImmigrationFacts.ASYLUM_CLAIM_WITHDRAWN;
    } else if (asylumDecision().isPresent()) {
      return ImmigrationFacts.ASYLUM_DECISION_DATE;
    } else if (isNothingFound()) {
      return ImmigrationFacts.NOTHING_FOUND;
    } else if (code.equals(UKBA_COPY)) {
      return "ukbaCopyReceivedDate";
    }
    return isAsylumClaim() ? ImmigrationFacts.ASYLUM_CLAIM_DATE : "processBegunDate";
  }
}
