package scot.nrm.journeys;

import static scot.nrm.journeys.Invented.values;
import static scot.nrm.journeys.Invented.with;

import java.util.Map;

/**
 * What invented people write where a child, or a sibling, is in the register already. Nobody here
 * exists.
 */
public final class InventedSameChild {

  private InventedSameChild() {}

  /**
   * A referral is logged, and what it has to do with another case is said: {@code new-child}, link
   * or join.
   */
  public static Map<String, Object> received(String day, String decision, String other) {
    return with(Invented.received(day), "matchDecision", decision, "matchCaseNumber", other);
  }

  /** The joined case has been read. */
  public static Map<String, Object> joinedCaseRead() {
    return values(
        "joinedCaseAddsSomething",
        "yes",
        "joinedCaseAdds",
        "The second form names the driver of the lorry");
  }

  public static Map<String, Object> siblings(String caseNumber, String sibling) {
    return values("caseNumber", caseNumber, "siblingCaseNumber", sibling);
  }

  public static Map<String, Object> siblingConsidered(String day) {
    return values(
        "siblingConsideredDate",
        day,
        "siblingConsideredNote",
        "Both stay with the same foster carers; the plan stands");
  }
}
