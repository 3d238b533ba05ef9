package scot.nrm.journeys;

import static scot.nrm.journeys.Invented.values;

import java.util.Map;

/** Form values for a change of authority or of a date, and for requests. */
public final class InventedTransfers {

  public static final String QUESTION =
      "The consulate says that the family will look after its own, and asks us to stop";
  public static final String ADVICE =
      "A child cannot withdraw. Thank the consulate, and tell nothing of where the child is";

  private InventedTransfers() {}

  public static Map<String, Object> asylumClaim(String caseNumber, String on) {
    return values(
        "caseNumber",
        caseNumber,
        "immigrationUpdate",
        "asylum-claim",
        "asylumClaimDate",
        on,
        "givenHomeOfficeReference",
        "B7654321");
  }

  /**
   * @param process such as {@code port-case}
   */
  public static Map<String, Object> process(String caseNumber, String process, String on) {
    return values(
        "caseNumber", caseNumber,
        "immigrationUpdate", "other-process",
        "otherProcess", process,
        "processBegunDate", on,
        "givenHomeOfficeReference", "");
  }

  public static Map<String, Object> claimWithdrawn(String caseNumber, String on) {
    return values(
        "caseNumber", caseNumber,
        "immigrationUpdate", "claim-withdrawn",
        "asylumClaimWithdrawnDate", on);
  }

  /**
   * @param decision {@code granted} or {@code refused}
   */
  public static Map<String, Object> claimDecided(String caseNumber, String decision, String on) {
    return values(
        "caseNumber", caseNumber,
        "immigrationUpdate", "asylum-claim-" + decision,
        "asylumDecisionDate", on);
  }

  /** UKBA finds that the child is a student with leave to remain. */
  public static Map<String, Object> nothingFound(String caseNumber, String on) {
    return values(
        "caseNumber", caseNumber,
        "immigrationUpdate", "nothing-found",
        "nothingFoundDate", on,
        "immigrationStatus", "leave",
        "leaveUntil", "2012-08-31",
        "removalOrExclusionDecision", "no",
        "nothingFoundReason", "The records show leave as a dependant until 2012, and nothing else");
  }

  public static Map<String, Object> hearing(String caseNumber, String on) {
    return values(
        "caseNumber",
        caseNumber,
        "courtHearingUpdate",
        "date-set",
        "courtHearingDate",
        on,
        "courtName",
        "Glasgow Sheriff Court");
  }

  public static Map<String, Object> hearingCancelled(String caseNumber) {
    return values(
        "caseNumber", caseNumber,
        "courtHearingUpdate", "cancelled",
        "courtHearingCancelledBy", "Clerk of the court");
  }

  public static Map<String, Object> longerReflection(String caseNumber, String kind, int days) {
    return values(
        "caseNumber", caseNumber,
        "reflectionExtensionKind", kind,
        "reflectionExtensionDaysAsked", days,
        "reflectionExtensionRequest", "She is in hospital and cannot be asked yet");
  }

  public static Map<String, Object> granted(int days) {
    return values(
        "reflectionExtensionDecision", "grant",
        "reflectionExtensionDays", days,
        "reflectionExtensionReason", "The hospital expects her to need this long");
  }

  public static Map<String, Object> refused() {
    return values(
        "reflectionExtensionDecision", "refuse",
        "reflectionExtensionReason",
            "The period still leaves three weeks; ask again if it is not enough");
  }

  /**
   * @param by such as {@code embassy-or-consulate}
   */
  public static Map<String, Object> withdrawal(String caseNumber, String by, String on) {
    return values(
        "caseNumber", caseNumber,
        "withdrawalAskedBy", by,
        "withdrawalRequestDate", on,
        "withdrawalQuestion", QUESTION);
  }

  public static Map<String, Object> advice() {
    return values("withdrawalAdvice", ADVICE);
  }

  public static Map<String, Object> answered() {
    return values(
        "withdrawalAnswerGiven", "The consulate was informed by letter that the case continues");
  }
}
