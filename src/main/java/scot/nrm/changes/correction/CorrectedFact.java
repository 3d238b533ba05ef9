package scot.nrm.changes.correction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.engine.CaseVariables;
import scot.nrm.forms.check.FormField;

/**
 * A fact that can be corrected (D43): where it is stored, which form field has the right value, and
 * who recorded it.
 */
public enum CorrectedFact {
  RECEIPT("receipt-date", "referralReceivedDate", "correctedReceivedDate"),
  ENCOUNTER("first-encounter-date", "firstEncounterDate", "correctedEncounterDate"),
  HEARING("hearing-date", "courtHearingDate", "correctedHearingDate"),
  NATIONALITY("nationality", "childNationalities", "correctedNationalities"),
  IMMIGRATION_STATUS("immigration-status", "immigrationStatus", "correctedImmigrationStatus"),
  IMMIGRATION_PROCESSES("immigration-processes", "immigrationProcesses", "correctedProcesses"),
  HOME_OFFICE_REFERENCE(
      "home-office-reference", "homeOfficeReference", "correctedHomeOfficeReference"),
  NAMES("names", "childNames", "correctedNames"),
  OTHER_NAMES("other-names", "childAlsoKnownAs", "correctedOtherNames"),
  BIRTH("date-of-birth", "childDateOfBirth", "correctedDateOfBirth"),
  SEX("sex", "childSex", "correctedSex"),
  POLICE_FORCE("police-force", "policeForce", "correctedPoliceForce"),
  /** Also one who was found later (D7). */
  REPRESENTATIVE("legal-representative", "legalRepresentative", "correctedLegalRepresentative"),
  GUARDIAN("guardian", "guardian", "correctedGuardian"),
  /** Also one who takes over from another. */
  LEAD_PROFESSIONAL("lead-professional", "leadProfessionalName", "correctedLeadProfessional");

  /** Whose account the lead professional has. A new one is entered by name. */
  static final String LEAD_PROFESSIONAL_ACCOUNT = "leadProfessionalId";

  private static final Set<CorrectedFact> OF_BOTH =
      Set.of(
          ENCOUNTER,
          NATIONALITY,
          HOME_OFFICE_REFERENCE,
          NAMES,
          OTHER_NAMES,
          REPRESENTATIVE,
          GUARDIAN);
  private static final Set<CorrectedFact> OF_THE_LOCAL_AUTHORITY =
      Set.of(BIRTH, SEX, POLICE_FORCE, LEAD_PROFESSIONAL);
  private static final Set<CorrectedFact> OF_THE_AUTHORITIES =
      Set.of(RECEIPT, HEARING, IMMIGRATION_STATUS, IMMIGRATION_PROCESSES);

  private final String code;
  private final String key;
  private final String field;

  CorrectedFact(String code, String key, String field) {
    this.code = code;
    this.key = key;
    this.field = field;
  }

  static CorrectedFact of(String code) {
    return Stream.of(values()).filter(fact -> fact.code.equals(code)).findFirst().orElseThrow();
  }

  public static CorrectedFact of(DelegateExecution step) {
    return of(CaseVariables.CORRECTED_FACT.from(step).get());
  }

  /** The code on the form. */
  String code() {
    return code;
  }

  /**
   * The key of the fact in the child's file; the receipt is in the register, and each process has
   * its own key.
   */
  String key() {
    return key;
  }

  /** The field of the form for the right value. */
  String field() {
    return field;
  }

  /** Whether a deadline depends on it, so that a second officer confirms the correction. */
  boolean isClockDate() {
    return this == RECEIPT || this == HEARING;
  }

  /** Whether routing uses it (D13). */
  public boolean isAskedByRoute() {
    return Set.of(
            RECEIPT, NATIONALITY, IMMIGRATION_STATUS, IMMIGRATION_PROCESSES, HOME_OFFICE_REFERENCE)
        .contains(this);
  }

  /** Whether it may show that another case is about the same child (D12). */
  boolean isCompared() {
    return Set.of(HOME_OFFICE_REFERENCE, NAMES, OTHER_NAMES, BIRTH).contains(this);
  }

  /** Whether the local authority may have recorded it, or else a competent authority. */
  boolean isRecordedBy(boolean council) {
    return OF_BOTH.contains(this)
        || (council ? OF_THE_LOCAL_AUTHORITY : OF_THE_AUTHORITIES).contains(this);
  }

  /**
   * The values that differ from the recorded ones, by key.
   *
   * @param known the file, with the receipt from the register
   * @param right the answers of the form
   */
  Map<String, JsonNode> changes(CaseFileContent known, CaseFileContent right) {
    Map<String, JsonNode> to = new LinkedHashMap<>();
    if (this == IMMIGRATION_PROCESSES) {
      processes(known, right.list(field), to);
      return to;
    }
    to.put(key, given(right, field));
    if (this == IMMIGRATION_STATUS) {
      to.put(
          "leaveUntil",
          right.text("correctedLeaveUntil").isEmpty()
                  || !List.of("leave", "overstayed").contains(right.text(field))
              ? NullNode.getInstance()
              : right.get("correctedLeaveUntil"));
    }
    if (this == LEAD_PROFESSIONAL) {
      to.put("leadProfessionalPhone", given(right, "correctedLeadProfessionalPhone"));
      to.put("leadProfessionalEmail", given(right, "correctedLeadProfessionalEmail"));
      to.put(LEAD_PROFESSIONAL_ACCOUNT, TextNode.valueOf(FormField.NOT_LISTED));
    }
    to.entrySet().removeIf(entry -> same(known, entry.getKey(), entry.getValue()));
    return to;
  }

  private static JsonNode given(CaseFileContent right, String field) {
    JsonNode value = right.get(field);
    return value.isMissingNode() ? NullNode.getInstance() : value;
  }

  private static void processes(
      CaseFileContent known, List<String> right, Map<String, JsonNode> to) {
    List<String> really =
        right.stream().flatMap(code -> ImmigrationFacts.process(code).stream()).toList();
    for (String process : ImmigrationFacts.PROCESSES) {
      if (known.is(process, "yes") != really.contains(process)) {
        to.put(process, TextNode.valueOf(really.contains(process) ? "yes" : "no"));
      }
    }
    if (!really.contains(ImmigrationFacts.ASYLUM_CLAIM)) {
      for (String day :
          List.of(
              ImmigrationFacts.ASYLUM_CLAIM_DATE,
              ImmigrationFacts.ASYLUM_CLAIM_WITHDRAWN,
              ImmigrationFacts.ASYLUM_DECISION,
              ImmigrationFacts.ASYLUM_DECISION_DATE)) {
        if (!known.text(day).isEmpty()) {
          to.put(day, NullNode.getInstance());
        }
      }
    }
  }

  private static boolean same(CaseFileContent known, String key, JsonNode value) {
    CaseFileContent right =
        new CaseFileContent(JsonNodeFactory.instance.objectNode().set(key, value));
    return Set.copyOf(known.list(key)).equals(Set.copyOf(right.list(key)));
  }
}
