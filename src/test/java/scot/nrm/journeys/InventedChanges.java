package scot.nrm.journeys;

import static scot.nrm.journeys.Invented.values;

import java.util.Map;

/** Form values for a handover to another council, a correction, or the closing of a case. */
public final class InventedChanges {

  public static final String WHY_HANDED_OVER =
      "Her foster carers have moved to Kirkcaldy, and she stays with them";
  public static final String WHY_RETURNED = "The placement in Fife has not been agreed with us yet";

  public static final String WHY_CLOSED = "The form was meant for a training session";

  public static final String WHY_CORRECTED = "The stamp on the form shows it; the day was mistyped";
  public static final String WHY_REFUSED = "The stamp on the form shows the date that is recorded";

  private InventedChanges() {}

  /**
   * @param council such as {@code fife}
   */
  public static Map<String, Object> handOver(String caseNumber, String council, String moves) {
    return values(
        "caseNumber", caseNumber,
        "receivingCouncil", council,
        "handOverMoveDate", moves,
        "handOverReason", WHY_HANDED_OVER);
  }

  public static Map<String, Object> accepted(String on) {
    return values(
        "handOverAnswer", "accept",
        "handOverAcceptedDate", on,
        "leadProfessionalId", "not-listed",
        "leadProfessionalName", "Skye Lorimer",
        "leadProfessionalRole", "Social worker, children and families",
        "leadProfessionalPhone", "01592 496 0002",
        "leadProfessionalEmail", "skye.lorimer@fife.example",
        "leadProfessionalManagerId", "not-listed",
        "leadProfessionalManager", "Hamish Moncur");
  }

  public static Map<String, Object> returned() {
    return values("handOverAnswer", "return", "handOverReturnReason", WHY_RETURNED);
  }

  public static Map<String, Object> returnRead() {
    return values(
        "handOverReturnAnswer", "Agreed with Fife that she stays where she is until Monday");
  }

  /**
   * @param why {@code entered-in-error} or {@code child-died}
   */
  public static Map<String, Object> close(String caseNumber, String why, String on) {
    return values(
        "caseNumber", caseNumber,
        "caseCloseReason", why,
        "caseClosedDate", on,
        "caseCloseText", WHY_CLOSED);
  }

  public static Map<String, Object> closingNoted() {
    return values("closingNoted", "The case owner knows");
  }

  /**
   * @param fact its code in the form, such as {@code receipt-date}
   * @param field its field on the form
   */
  public static Map<String, Object> correction(
      String caseNumber, String fact, String field, Object right) {
    return values(
        "caseNumber",
        caseNumber,
        "correctedFact",
        fact,
        field,
        right,
        "correctionReason",
        WHY_CORRECTED);
  }

  public static Map<String, Object> receipt(String caseNumber, String right) {
    return correction(caseNumber, "receipt-date", "correctedReceivedDate", right);
  }

  public static Map<String, Object> confirmCorrection() {
    return values("correctionAnswer", "confirm");
  }

  public static Map<String, Object> refuseCorrection() {
    return values("correctionAnswer", "refuse", "correctionRefusedReason", WHY_REFUSED);
  }

  public static Map<String, Object> refusalNoted() {
    return values("correctionRefusalNoted", "The stamp was misread");
  }

  public static Map<String, Object> lettersCorrected() {
    return values("lettersCorrected", "The council was told by telephone and by letter");
  }
}
