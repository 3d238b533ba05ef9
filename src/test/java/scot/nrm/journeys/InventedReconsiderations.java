package scot.nrm.journeys;

import static scot.nrm.journeys.Invented.values;
import static scot.nrm.journeys.Invented.with;

import java.util.Map;

/** Form values for a request for reconsideration, and for further information on a case. */
public final class InventedReconsiderations {

  public static final String NEW =
      "The school has found a letter in which an aunt sets a price for her";

  private InventedReconsiderations() {}

  /** A request by the council or another applicant, such as {@code legal-representative}. */
  public static Map<String, Object> asks(String caseNumber, String who, String on) {
    Map<String, Object> request =
        values(
            "caseNumber", caseNumber,
            "reconsiderationAskedBy", who,
            "reconsiderationRequestDate", on,
            "reconsiderationKind", "new-evidence",
            "reconsiderationText", NEW);
    return who.equals("local-authority")
        ? request
        : with(
            request,
            "reconsiderationAskedByName",
            "Somebody & Partners",
            "reconsiderationAskedByAddress",
            "1 Example Street\nGlasgow G1 1AA",
            "reconsiderationAskedByEmail",
            "office@somebody.example");
  }

  /**
   * @param answer {@code accept} or {@code refuse}
   */
  public static Map<String, Object> answer(String answer) {
    return values(
        "reconsiderationDecision",
        answer,
        "reconsiderationReason",
        "The letter was not known before");
  }

  public static Map<String, Object> information(String caseNumber, String on) {
    return values(
        "caseNumber", caseNumber,
        "informationKind", "document",
        "informationDate", on,
        "informationText", NEW);
  }

  /**
   * @param stageContinues {@code yes} or {@code no}
   */
  public static Map<String, Object> read(String stageContinues) {
    return values(
        "suspendedStageResumes",
        stageContinues,
        "informationActedOn",
        "Put to the file, and told the police");
  }

  /** As the browser sends it where the form doesn't ask about a suspended stage. */
  public static Map<String, Object> readWhereNoneIsSuspended() {
    return values("informationActedOn", "Put to the file, and told the police");
  }

  public static Map<String, Object> believedAfterAll(String caseNumber, String on) {
    return values(
        "caseNumber", caseNumber, "believedAfterAllDate", on, "believedAfterAllReason", NEW);
  }
}
