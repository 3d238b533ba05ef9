package scot.nrm.journeys;

import static scot.nrm.journeys.Invented.values;
import static scot.nrm.journeys.Invented.with;

import java.util.Map;

/** Form values for a finding on age and what follows. */
public final class InventedAges {

  private InventedAges() {}

  public static Map<String, Object> adult(String caseNumber, String on) {
    return finding(caseNumber, "adult", on);
  }

  public static Map<String, Object> child(String caseNumber, String on) {
    return finding(caseNumber, "child", on);
  }

  /** A finding with a date of birth. */
  public static Map<String, Object> born(Map<String, Object> finding, String born) {
    return with(finding, "foundDateOfBirthKnown", "yes", "foundDateOfBirth", born);
  }

  private static Map<String, Object> finding(String caseNumber, String found, String on) {
    return values(
        "caseNumber",
        caseNumber,
        "ageFinding",
        found,
        "ageFindingDate",
        on,
        "foundDateOfBirthKnown",
        "no",
        "ageAssessedBy",
        "local-authority",
        "ageFindingReason",
        "Two social workers spoke with the person three times, and saw a school certificate");
  }

  /**
   * @param consent {@code given} or {@code refused}
   */
  public static Map<String, Object> consent(String consent, String on) {
    return values("consentToSupport", consent, "consentDate", on);
  }

  public static Map<String, Object> providerEngaged(String on) {
    return values("supportProviderEngaged", "proposed", "supportProviderDate", on);
  }

  public static Map<String, Object> otherProviderEngaged(String on) {
    return values(
        "supportProviderEngaged", "other",
        "supportProviderDate", on,
        "supportProviderName", "An invented charity");
  }

  public static Map<String, Object> noProvider() {
    return values(
        "supportProviderEngaged", "none-available",
        "supportProviderNote", "Both are full until July; the throughcare team helps meanwhile");
  }

  public static Map<String, Object> consentTakenBack() {
    return values(
        "supportProviderEngaged", "taken-back",
        "consentTakenBackNote", "She will stay with her aunt");
  }

  /**
   * @param kind {@code representative} or {@code own-address}
   */
  public static Map<String, Object> addressFound(String kind, String address) {
    return values("letterAddressKind", kind, "letterAddress", address);
  }

  public static Map<String, Object> careOfTheLocalAuthority() {
    return values(
        "letterAddressKind",
        "local-authority",
        "letterAddressReason",
        "In a refuge whose address is secret; the lead professional hands letters over");
  }

  public static Map<String, Object> leaveRenewed(String from, String until) {
    return values(
        "leaveRenewed", "yes", "leaveRenewalGrantDate", from, "leaveRenewalExpiryDate", until);
  }

  public static Map<String, Object> leaveNotRenewed() {
    return values(
        "leaveRenewed", "no", "leaveNotRenewedReason", "Has been granted asylum meanwhile");
  }

  /** The NRM form of a child whose age is disputed. */
  public static Map<String, Object> disputed(Map<String, Object> referralAndChild) {
    return with(referralAndChild, "ageDisputed", "yes", "ageDisputedBy", "ukba");
  }
}
