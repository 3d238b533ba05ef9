package scot.nrm.journeys;

import static scot.nrm.journeys.Invented.values;

import java.util.Map;

/** Form values for a missing child. */
public final class InventedMissing {

  private InventedMissing() {}

  public static Map<String, Object> missing(String caseNumber, String since) {
    return values(
        "caseNumber", caseNumber,
        "missingSinceDate", since,
        "missingSinceTime", "21:30",
        "missingFrom", "The foster carers' home",
        "missingCircumstances", "Her room was empty; the telephone lay on the bed",
        "missingRisks", "The men know the neighbourhood");
  }

  public static Map<String, Object> found(String caseNumber, String on) {
    return values(
        "caseNumber",
        caseNumber,
        "childFoundDate",
        on,
        "childFoundWhere",
        "At the bus station",
        "childFoundCondition",
        "Tired and hungry, back with the foster carers");
  }

  public static Map<String, Object> policeReport(String on) {
    return values(
        "policeReportDate", on,
        "policeIncidentReference", "PS-0451-09",
        "policeMarkerSet", "set",
        "policeReportNote", "A constable calls every evening");
  }

  public static Map<String, Object> searchReview(String on) {
    return values(
        "searchReviewDate", on, "searchReviewNote", "Cameras at the station have been looked at");
  }

  public static Map<String, Object> considered(String answer) {
    return values(
        "suspensionConsidered",
        answer,
        "suspensionConsideredReason",
        "Her account is not complete yet");
  }

  public static Map<String, Object> talk(String on) {
    return values(
        "returnTalkDate", on,
        "returnTalkNote", "She went because a man telephoned",
        "returnSafetyPlan", "Another placement, and no telephone for now");
  }

  public static Map<String, Object> newTarget(String day) {
    return values(
        "cgNewTargetDate", day, "cgNewTargetReason", "The police need two weeks for her account");
  }

  public static Map<String, Object> resumed(String day) {
    return values("resumedDate", day, "resumedReason", "The police have sent what was missing");
  }
}
