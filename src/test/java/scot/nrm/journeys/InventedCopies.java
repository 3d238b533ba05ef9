package scot.nrm.journeys;

import static scot.nrm.journeys.Invented.values;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Form values of invented port officers and others who send forms to UKHTC. */
public final class InventedCopies {

  private InventedCopies() {}

  /** A copy that opens a case. */
  public static Map<String, Object> copy(String day) {
    return values(
        "copyForKnownCase", "no",
        "ukbaCopyReceivedDate", day,
        "homeOfficeReference", "A0009912",
        "portOfEntry", "Prestwick Airport",
        "dateOfEntry", day,
        "localAuthority", "glasgow-city",
        "immediateDanger", "no",
        "firstResponderName", "Officer Ailsa Penrose",
        "firstResponderPhone", "0141 496 0900",
        "firstEncounterDate", day,
        "firstEncounterPlace", "Arrivals",
        "concernDate", day,
        "childNames", Invented.CHILD,
        "childSex", "female",
        "childNationalities", List.of("VN"),
        "childLocation", "At the airport, with a social worker",
        "concernDescription", "Was met by a man who could not say her name");
  }

  /** A copy about a child who has a case already, with the name and date of birth given there. */
  public static Map<String, Object> copyFor(String caseNumber, String day) {
    Map<String, Object> copy = new LinkedHashMap<>(copy(day));
    copy.put("copyForKnownCase", "yes");
    copy.put("matchCaseNumber", caseNumber);
    copy.put("childNames", "Dao-Ha NGUYEN THI");
    copy.put("childDateOfBirth", Invented.BORN);
    return copy;
  }

  /**
   * UKHTC intake has compared a copy with another case.
   *
   * @param decision {@code new-child}, link or merge
   */
  public static Map<String, Object> compared(String decision, String caseNumber) {
    return decision.equals("new-child")
        ? values("matchDecision", decision)
        : values("matchDecision", decision, "matchCaseNumber", caseNumber);
  }

  public static Map<String, Object> noted() {
    return values("removalOnHold", "done", "ukbaCopyIntakeNote", "A visa was asked for in March");
  }

  public static Map<String, Object> managerActed() {
    return values("concernAcceptanceAction", "Spoke with the duty team");
  }

  /** A charity's form sent directly to UKHTC. */
  public static Map<String, Object> directForm(String day) {
    Map<String, Object> form = new LinkedHashMap<>(Invented.referralAndChild(day));
    form.keySet().removeIf(key -> key.startsWith("leadProfessional"));
    form.put("localAuthority", "glasgow-city");
    form.put("firstResponderAgency", "voluntary-organisation");
    form.put("firstResponderOffice", "Invented Refugee Welcome, Glasgow");
    form.put("firstResponderName", "Dina Fraser-Haddad");
    form.putAll(Invented.exploitation());
    form.putAll(Invented.indicators());
    form.put("evidence", "Her own account");
    form.put("professionalView", "Trafficked into cannabis cultivation");
    return form;
  }

  public static Map<String, Object> confirmed(String day, String agrees) {
    Map<String, Object> answer = new LinkedHashMap<>(Invented.acceptance(day));
    answer.put("councilAgrees", agrees);
    if (agrees.equals("no")) {
      answer.put("councilDisagreesReason", "She is the foster carers' niece");
    }
    return answer;
  }

  public static Map<String, Object> managerActedOnDirectReferral() {
    return values("directReferralConfirmationAction", "Asked the duty team to answer today");
  }
}
