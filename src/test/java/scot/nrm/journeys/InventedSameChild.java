package scot.nrm.journeys;

import static scot.nrm.journeys.Invented.values;
import static scot.nrm.journeys.Invented.with;

import java.util.Map;

/** Form values for a child, or a sibling, who is already in the register. Nobody here exists. */
public final class InventedSameChild {

  private InventedSameChild() {}

  /** A referral is logged with its relation to another case: {@code new-child}, link or merge. */
  public static Map<String, Object> received(String day, String decision, String other) {
    return with(Invented.received(day), "matchDecision", decision, "matchCaseNumber", other);
  }

  /** The merged case has been read. */
  public static Map<String, Object> mergedCaseRead() {
    return values(
        "mergedCaseAddsSomething", "yes",
        "mergedCaseAdds", "The second form names the driver of the lorry");
  }

  public static Map<String, Object> siblings(String caseNumber, String sibling) {
    return values("caseNumber", caseNumber, "siblingCaseNumber", sibling);
  }

  public static Map<String, Object> siblingConsidered(String day) {
    return values(
        "siblingConsideredDate",
        day,
        "siblingConsideredNote",
        "Both stay with the same foster carers; the plan doesn't change");
  }
}
