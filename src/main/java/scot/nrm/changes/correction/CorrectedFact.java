package scot.nrm.changes.correction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.StoredCode;
import scot.nrm.forms.check.FormField;

/** A fact that can be corrected (D43): where it is stored, its field, and who recorded it. */
public enum CorrectedFact implements StoredCode {
  RECEIPT_DATE("referralReceivedDate", "correctedReceivedDate"),
  FIRST_ENCOUNTER_DATE("firstEncounterDate", "correctedEncounterDate"),
  HEARING_DATE("courtHearingDate", "correctedHearingDate"),
  NATIONALITY("childNationalities", "correctedNationalities"),
  IMMIGRATION_STATUS("immigrationStatus", "correctedImmigrationStatus"),
  IMMIGRATION_PROCESSES("immigrationProcesses", "correctedProcesses"),
  HOME_OFFICE_REFERENCE("homeOfficeReference", "correctedHomeOfficeReference"),
  NAMES("childNames", "correctedNames"),
  OTHER_NAMES("childAlsoKnownAs", "correctedOtherNames"),
  DATE_OF_BIRTH("childDateOfBirth", "correctedDateOfBirth"),
  SEX("childSex", "correctedSex"),
  /** Also after a move within the area of the local authority (D7). */
  ADDRESS("placementAddress", "correctedAddress"),
  POLICE_FORCE("policeForce", "correctedPoliceForce"),
  /** Also one who was found later (D7). */
  LEGAL_REPRESENTATIVE("legalRepresentative", "correctedLegalRepresentative"),
  GUARDIAN("guardian", "correctedGuardian"),
  /** Also one who takes over from another. */
  LEAD_PROFESSIONAL("leadProfessionalName", "correctedLeadProfessional");

  /** Whose account the lead professional has. A new one is entered by name. */
  private static final String LEAD_PROFESSIONAL_ACCOUNT = "leadProfessionalId";

  /** What a case owner had found for letters to the person, and its kind. */
  private static final String LETTER_ADDRESS = "letterAddress";

  private static final String LETTER_ADDRESS_KIND = "letterAddressKind";

  /** The values that change with a fact and that its description leaves out. */
  static final Set<String> NOT_DESCRIBED =
      Set.of(LEAD_PROFESSIONAL_ACCOUNT, LETTER_ADDRESS, LETTER_ADDRESS_KIND);

  private static final Set<CorrectedFact> RECORDED_BY_BOTH =
      Set.of(
          FIRST_ENCOUNTER_DATE,
          NATIONALITY,
          HOME_OFFICE_REFERENCE,
          NAMES,
          OTHER_NAMES,
          LEGAL_REPRESENTATIVE,
          GUARDIAN);
  private static final Set<CorrectedFact> RECORDED_BY_LOCAL_AUTHORITY =
      Set.of(DATE_OF_BIRTH, SEX, ADDRESS, POLICE_FORCE, LEAD_PROFESSIONAL);
  private static final Set<CorrectedFact> RECORDED_BY_COMPETENT_AUTHORITY =
      Set.of(RECEIPT_DATE, HEARING_DATE, IMMIGRATION_STATUS, IMMIGRATION_PROCESSES);

  private final String key;
  private final String field;

  CorrectedFact(String key, String field) {
    this.key = key;
    this.field = field;
  }

  public static CorrectedFact of(DelegateExecution step) {
    return StoredCode.of(CorrectedFact.class, CaseVariables.CORRECTED_FACT.from(step).get());
  }

  /** The key in the child's file; the receipt is in the register, each process has its own key. */
  String key() {
    return key;
  }

  /** The field of the form for the right value. */
  String field() {
    return field;
  }

  /** Whether a deadline depends on it, so that a second officer confirms the correction. */
  boolean affectsDeadline() {
    return this == RECEIPT_DATE || this == HEARING_DATE;
  }

  /** Whether routing uses it (D13). */
  public boolean affectsRoute() {
    return Set.of(
            RECEIPT_DATE,
            NATIONALITY,
            IMMIGRATION_STATUS,
            IMMIGRATION_PROCESSES,
            HOME_OFFICE_REFERENCE)
        .contains(this);
  }

  /** Whether the local authority may have recorded it, or else a competent authority. */
  boolean isRecordedBy(boolean council) {
    return RECORDED_BY_BOTH.contains(this)
        || (council ? RECORDED_BY_LOCAL_AUTHORITY : RECORDED_BY_COMPETENT_AUTHORITY).contains(this);
  }

  /**
   * The values that differ from the recorded ones, by key.
   *
   * @param known the file, with the receipt from the register
   * @param corrected the answers of the form
   */
  Map<String, JsonNode> changes(CaseFileContent known, CaseFileContent corrected) {
    Map<String, JsonNode> changes = new LinkedHashMap<>();
    if (this == IMMIGRATION_PROCESSES) {
      processes(known, corrected.list(field), changes);
      return changes;
    }
    changes.put(key, valueOrNull(corrected, field));
    if (this == IMMIGRATION_STATUS) {
      changes.put(
          "leaveUntil",
          corrected.text("correctedLeaveUntil").isEmpty()
                  || !List.of("leave", "overstayed").contains(corrected.text(field))
              ? NullNode.getInstance()
              : corrected.get("correctedLeaveUntil"));
      if (!corrected.text("correctedRemovalDecision").isEmpty()) {
        changes.put("removalOrExclusionDecision", corrected.get("correctedRemovalDecision"));
      }
    }
    if (this == ADDRESS && known.is(LETTER_ADDRESS_KIND, "own-address")) {
      changes.put(LETTER_ADDRESS, NullNode.getInstance());
      changes.put(LETTER_ADDRESS_KIND, NullNode.getInstance());
    }
    if (this == LEAD_PROFESSIONAL) {
      changes.put(
          "leadProfessionalPhone", valueOrNull(corrected, "correctedLeadProfessionalPhone"));
      changes.put(
          "leadProfessionalEmail", valueOrNull(corrected, "correctedLeadProfessionalEmail"));
      changes.put(LEAD_PROFESSIONAL_ACCOUNT, TextNode.valueOf(FormField.NOT_LISTED));
    }
    changes.entrySet().removeIf(entry -> isUnchanged(known, entry.getKey(), entry.getValue()));
    return changes;
  }

  private static JsonNode valueOrNull(CaseFileContent corrected, String field) {
    JsonNode value = corrected.get(field);
    return value.isMissingNode() ? NullNode.getInstance() : value;
  }

  private static void processes(
      CaseFileContent known, List<String> corrected, Map<String, JsonNode> changes) {
    List<String> actual =
        corrected.stream().flatMap(code -> ImmigrationFacts.process(code).stream()).toList();
    for (String process : ImmigrationFacts.PROCESSES) {
      if (known.is(process, "yes") != actual.contains(process)) {
        changes.put(process, TextNode.valueOf(actual.contains(process) ? "yes" : "no"));
      }
    }
    if (!actual.contains(ImmigrationFacts.ASYLUM_CLAIM)) {
      for (String day :
          List.of(
              ImmigrationFacts.ASYLUM_CLAIM_DATE,
              ImmigrationFacts.ASYLUM_CLAIM_WITHDRAWN,
              ImmigrationFacts.ASYLUM_DECISION,
              ImmigrationFacts.ASYLUM_DECISION_DATE)) {
        if (!known.text(day).isEmpty()) {
          changes.put(day, NullNode.getInstance());
        }
      }
    }
  }

  private static boolean isUnchanged(CaseFileContent known, String key, JsonNode value) {
    CaseFileContent corrected =
        new CaseFileContent(JsonNodeFactory.instance.objectNode().set(key, value));
    return Set.copyOf(known.list(key)).equals(Set.copyOf(corrected.list(key)));
  }
}
