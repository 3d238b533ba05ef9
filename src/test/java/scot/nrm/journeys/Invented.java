package scot.nrm.journeys;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.spin.plugin.variable.SpinValues;

/**
 * Form values of invented people. Nobody here exists. Stock Camunda uses them without our classes.
 */
public final class Invented {

  public static final String CHILD = "Nguyễn Thị Đào-Hà";
  public static final String STORY =
      "kept in a locked house near the canal and made to water plants at night";
  public static final String BORN = "1994-07-23";
  public static final String MINUTE =
      "The account of the journey is consistent with the findings of the police.";

  private Invented() {}

  /** A copy of the values with some replaced; {@code null} removes the field. */
  public static Map<String, Object> with(Map<String, Object> values, Object... changes) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    for (int i = 0; i < changes.length; i += 2) {
      String key = (String) changes[i];
      if (changes[i + 1] == null) {
        changed.remove(key);
      } else {
        changed.put(key, changes[i + 1] instanceof List<?> list ? json(list) : changes[i + 1]);
      }
    }
    return changed;
  }

  public static Map<String, Object> values(Object... values) {
    return with(Map.of(), values);
  }

  private static Object json(List<?> list) {
    String items =
        list.stream()
            .map(item -> '"' + item.toString() + '"')
            .reduce((a, b) -> a + "," + b)
            .orElse("");
    return SpinValues.jsonValue("[" + items + "]").create();
  }

  /** A police officer's concern for a child in Glasgow. */
  public static Map<String, Object> concern(String day) {
    return values(
        "localAuthority", "glasgow-city",
        "firstResponderAgency", "police",
        "firstResponderOffice", "Community police office, Govan",
        "firstResponderName", "Constable Isla Muirhead",
        "firstResponderPhone", "0141 496 0000",
        "firstResponderEmail", "isla.muirhead@police.example",
        "policeForce", "strathclyde",
        "concernDate", day,
        "firstEncounterDate", day,
        "firstEncounterPlace", "A house in Govan",
        "childNames", CHILD,
        "childSex", "female",
        "childLocation", "At the police office, with a social worker",
        "immediateDanger", "no",
        "concernDescription", "Found with an adult who would not leave; says she was " + STORY);
  }

  public static Map<String, Object> acceptance(String day) {
    return values(
        "acceptedDate", day,
        "safetyMeasures", "Emergency placement with foster carers, address withheld",
        "childKnownToLocalAuthority", "no",
        "leadProfessionalId", "not-listed",
        "leadProfessionalName", "Lena Hart",
        "leadProfessionalRole", "Social worker, children and families",
        "leadProfessionalPhone", "0141 496 0001",
        "leadProfessionalEmail", "lena.hart@glasgow-city.example",
        "leadProfessionalManagerId", "not-listed",
        "leadProfessionalManager", "Morag Innes");
  }

  public static Map<String, Object> assessment(String day) {
    return values(
        "assessmentToolUsed",
        "yes",
        "indicatorsExploitationObserved",
        List.of("E08", "E19"),
        "indicatorsExploitationSuspected",
        List.of("E17"),
        "indicatorsMovementObserved",
        List.of("M10"),
        "indicatorsRiskSuspected",
        List.of("R06"),
        "assessmentDate",
        day,
        "childNeeds",
        "Safety, health check, interpreter, schooling",
        "riskOfHarm",
        "High while the adults know where she is",
        "believedTrafficked",
        "yes");
  }

  public static Map<String, Object> notBelieved(String day) {
    return with(
        assessment(day),
        "believedTrafficked",
        "no",
        "notReferredReasons",
        "Came with her aunt to visit; no sign of exploitation or of a plan for it");
  }

  /** Sections A to E: a Vietnamese child without leave, not known to UKBA: hybrid by D13.5. */
  public static Map<String, Object> referralAndChild(String day) {
    return values(
        "referralDate", day,
        "leadProfessionalId", "not-listed",
        "leadProfessionalName", "Lena Hart",
        "leadProfessionalRole", "Social worker, children and families",
        "leadProfessionalPhone", "0141 496 0001",
        "leadProfessionalEmail", "lena.hart@glasgow-city.example",
        "leadProfessionalManagerId", "not-listed",
        "leadProfessionalManager", "Morag Innes",
        "firstEncounterDate", day,
        "firstEncounterPlace", "A house in Govan",
        "firstResponderAgency", "police",
        "firstResponderName", "Constable Isla Muirhead",
        "firstResponderOffice", "Community police office, Govan",
        "firstResponderPhone", "0141 496 0000",
        "firstResponderEmail", "isla.muirhead@police.example",
        "childNames", CHILD,
        "childDateOfBirth", bornBefore(day),
        "ageDisputed", "no",
        "childSex", "female",
        "childNationalities", List.of("VN"),
        "interpreterNeeded", "yes",
        "immigrationStatus", "none",
        "ukbaFile", "no",
        "asylumClaimMade", "no",
        "portCase", "no",
        "leaveApplicationUnderWay", "no",
        "enforcementUnderWay", "no",
        "immigrationDetention", "no",
        "removalOrExclusionDecision", "no",
        "placementType", "foster-care",
        "placementAddress", "Withheld",
        "reportedToPolice", "yes",
        "policeForce", "strathclyde",
        "crimeReference", "GV-000123-09",
        "childrensReporterInformed", "yes");
  }

  /** {@link #BORN}, or 14 years before the day where this would be an adult by then (D7). */
  private static String bornBefore(String day) {
    LocalDate met = LocalDate.parse(day);
    return LocalDate.parse(BORN).plusYears(18).isAfter(met) ? BORN : met.minusYears(14).toString();
  }

  /** The same child with a past asylum claim under way: UKBA decides by D13.1. */
  public static Map<String, Object> asylumSeeker(String day) {
    return with(
        referralAndChild(day),
        "asylumClaimMade",
        "yes",
        "asylumClaimDate",
        day,
        "homeOfficeReference",
        "A1234567",
        "ukbaFile",
        "yes");
  }

  /** A child from Scotland: UKHTC decides by D13.2. */
  public static Map<String, Object> ukNational(String day) {
    return with(
        referralAndChild(day),
        "childNationalities",
        List.of("GB"),
        "immigrationStatus",
        "uk-national");
  }

  /** A child with leave to remain: UKHTC decides both stages by D13.7. */
  public static Map<String, Object> lawfulChild(String day) {
    return with(referralAndChild(day), "immigrationStatus", "leave", "leaveUntil", "2012-08-31");
  }

  public static Map<String, Object> exploitation() {
    return values(
        "exploitationTypes", List.of("criminal", "domestic-servitude"),
        "criminalExploitationKinds", List.of("cannabis-cultivation"),
        "exploitationWhere", "A house in Govan",
        "exploitationWhen", "Since the autumn",
        "recruitment", "By a neighbour at home",
        "journey", "By lorry",
        "control", "Says she was " + STORY,
        "allegedExploiters", "Two men, names not known");
  }

  public static Map<String, Object> indicators() {
    return values(
        "indicatorsExploitationObserved", List.of("E08", "E19"),
        "indicatorsExploitationSuspected", List.of("E17"),
        "indicatorsMovementObserved", List.of("M10"),
        "indicatorsMovementSuspected", List.of(),
        "indicatorsRiskObserved", List.of(),
        "indicatorsRiskSuspected", List.of("R06"));
  }

  public static Map<String, Object> checkAndSend() {
    return values(
        "evidence", "Her own account, the police's findings at the house",
        "professionalView", "Trafficked into cannabis cultivation",
        "risksIfContacted", "Contact only through the lead professional",
        "nrmFormNextStep", "send");
  }

  public static Map<String, Object> received(String day) {
    return values("referralReceivedDate", day, "matchDecision", "new-child", "factsMissing", "no");
  }

  public static Map<String, Object> reasonableGrounds(String proposal, String contacted) {
    return values(
        "localAuthorityContactedDate", contacted,
        "localAuthorityContactNote", "Spoke with the lead professional",
        "rgProposal", proposal,
        "rgReasons", MINUTE);
  }

  public static Map<String, Object> confirmReasonableGrounds(String day) {
    return values("rgConfirmation", "confirm", "rgDecisionDate", day);
  }

  public static Map<String, Object> conclusiveGrounds(String proposal, String consulted) {
    return with(
        values(
            "firstResponderConsultedDate", consulted,
            "policeConsultedDate", consulted,
            "localAuthorityConsultedDate", consulted,
            "childInterviewed", "no",
            "noInterviewReason", "The child has given a full account to the police",
            "cgProposal", proposal,
            "cgReasons", MINUTE),
        "localAuthorityAgreedEarly",
        "negative".equals(proposal) ? "no" : null);
  }

  public static Map<String, Object> confirmConclusiveGrounds(String day) {
    return values("cgConfirmation", "confirm", "cgDecisionDate", day);
  }

  public static Map<String, Object> route(String processStatus) {
    return values(
        "ukNationalProcessConfirmed",
        processStatus,
        "routeConfirmationReason",
        "Asked the lead professional, who has seen the papers");
  }

  public static Map<String, Object> receivedWithFactsMissing(String day) {
    return values(
        "referralReceivedDate", day,
        "matchDecision", "new-child",
        "factsMissing", "yes",
        "missingFacts", "The child's nationality and status");
  }

  public static Map<String, Object> missingFacts() {
    return values(
        "childNationalities",
        List.of("VN"),
        "immigrationStatus",
        "none",
        "childDateOfBirth",
        BORN,
        "suppliedInformation",
        "Her aunt's letter names the village");
  }

  public static Map<String, Object> extension(int workingDays) {
    return values(
        "rgProposal", "extend",
        "rgExtensionWorkingDays", workingDays,
        "rgExtensionReason", "The police report is expected on Friday");
  }

  public static Map<String, Object> sentBackReasonableGrounds() {
    return values(
        "rgConfirmation", "send-back", "rgSendBackReason", "Ask the police about the house");
  }

  public static Map<String, Object> lateAction() {
    return values("lateAction", "Spoke with the case owner; decision expected on Monday");
  }

  /**
   * @param complete whether everyone has answered; otherwise the police have not
   */
  public static Map<String, Object> review(String day, String complete) {
    return values(
        "reviewDate", day,
        "reviewFirstResponder", "answered",
        "reviewPolice", "yes".equals(complete) ? "answered" : "not-answered",
        "reviewLocalAuthority", "answered",
        "cgOnTarget", "yes");
  }

  public static Map<String, Object> reviewAnswers(String day) {
    return values(
        "reviewAnswersDate", day, "reviewAnswersNote", "The police expect to charge two men");
  }

  public static Map<String, Object> sentBackConclusiveGrounds() {
    return values(
        "cgConfirmation", "send-back",
        "cgSendBackReason", "Say what the police found at the house");
  }

  public static Map<String, Object> asylumDecision(String decision, String day) {
    return values("asylumDecision", decision, "asylumDecisionDate", day);
  }

  public static Map<String, Object> leaveGranted(String from, String until) {
    return values(
        "leaveDecision", "granted",
        "leaveGround", "co-operating-with-an-investigation",
        "bestInterests", "To stay with her foster family and finish school",
        "leaveGrantDate", from,
        "leaveExpiryDate", until,
        "leaveReasons", "The police need her here");
  }

  public static Map<String, Object> leaveRefused(String day) {
    return values(
        "leaveDecision", "refused",
        "bestInterests", "To return to her grandparents, who have been visited",
        "leaveGrantDate", day,
        "leaveReasons", "No ground applies");
  }

  public static Map<String, Object> sentBackToAssessment() {
    return values(
        "notReferredDecision", "send-back",
        "notReferredManagerReason", "Speak with the school before deciding");
  }

  public static Map<String, Object> confirmedNotReferred(String day) {
    return values("notReferredDecision", "confirm", "notReferredDate", day);
  }

  public static Map<String, Object> planReview(String day) {
    return values(
        "planReviewDate", day, "planReviewNote", "The placement is safe; the plan doesn't change");
  }

  public static Map<String, Object> protectionClosed(String day) {
    return values(
        "protectionMeasures", "Foster placement, school, health care",
        "protectionClosedDate", day,
        "protectionClosingReasons", "Settled with relatives who have been assessed");
  }
}
