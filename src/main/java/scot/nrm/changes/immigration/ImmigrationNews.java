package scot.nrm.changes.immigration;

import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.engine.CaseVariables;

/**
 * What immigration news says (D14).
 *
 * @param code {@code asylum-claim}, the code of another process such as {@code port-case}, {@code
 *     claim-withdrawn} or {@code nothing-found}; from a UKBA copy that joins a case, {@code
 *     ukba-copy}
 */
public record ImmigrationNews(String code) {

  private static final String OTHER_PROCESS = "other-process";
  private static final String WITHDRAWN = "claim-withdrawn";
  private static final String NOTHING_FOUND = "nothing-found";

  /** A copy in the case counts as a process as well (D13). No form has it: the copy is its own. */
  public static final String UKBA_COPY = "ukba-copy";

  /**
   * @param otherProcess which, where that is the news
   */
  static ImmigrationNews of(String kind, String otherProcess) {
    return new ImmigrationNews(OTHER_PROCESS.equals(kind) ? otherProcess : kind);
  }

  static ImmigrationNews of(DelegateExecution execution) {
    return of(
        CaseVariables.IMMIGRATION_NEWS.from(execution).get(),
        CaseVariables.OTHER_PROCESS.from(execution).getOrNull());
  }

  boolean isAsylumClaim() {
    return process().filter(ImmigrationFacts.ASYLUM_CLAIM::equals).isPresent();
  }

  boolean isWithdrawn() {
    return code.equals(WITHDRAWN);
  }

  boolean isNothingFound() {
    return code.equals(NOTHING_FOUND);
  }

  /** Whether a process has begun, or UKBA has sent a copy. */
  boolean isBegun() {
    return process().isPresent() || code.equals(UKBA_COPY);
  }

  /** The key in the file of the process that has begun; empty where none has, and for a copy. */
  Optional<String> process() {
    return ImmigrationFacts.process(code);
  }

  /** The field of the form that has the day of it. */
  String dateField() {
    if (isWithdrawn()) {
      return ImmigrationFacts.ASYLUM_CLAIM_WITHDRAWN;
    } else if (isNothingFound()) {
      return ImmigrationFacts.NOTHING_FOUND;
    } else if (code.equals(UKBA_COPY)) {
      return "ukbaCopyReceivedDate";
    }
    return isAsylumClaim() ? ImmigrationFacts.ASYLUM_CLAIM_DATE : "processBegunDate";
  }
}
