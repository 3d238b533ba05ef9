package scot.nrm.letters;

import java.util.Map;
import scot.nrm.casefile.CaseFileContent;

/** What the table {@code letters} asks about a case, besides the occasion: nothing that tells who the child is. */
record LetterFacts(
    boolean firstResponderIsLocalAuthority,
    boolean firstResponderIsThePoliceForce,
    boolean localAuthorityAnswered,
    boolean firstResponderAnswered,
    boolean policeAnswered) {

  private static final String AGENCY = "firstResponderAgency";

  /**
   * @param registeredAgency the first responder's agency in the register, where the file names none
   */
  static LetterFacts of(CaseFileContent file, String registeredAgency) {
    String agency = withAgency(file, registeredAgency).text(AGENCY);
    return new LetterFacts(
        // Only the council's own staff: a school or a health body gets its own letter.
        agency.equals("local-authority"),
        // The file has one police force, the first responder's where that is the police.
        agency.equals("police"),
        file.is("reviewLocalAuthority", "answered"),
        file.is("reviewFirstResponder", "answered"),
        file.is("reviewPolice", "answered"));
  }

  /** The file with the first responder's agency, which leads the process and so is not kept in the file itself. */
  static CaseFileContent withAgency(CaseFileContent file, String registeredAgency) {
    if (registeredAgency == null || !file.text(AGENCY).isBlank()) {
      return file;
    }
    return new CaseFileContent(file.fields().deepCopy().put(AGENCY, registeredAgency));
  }

  Map<String, Object> asVariables() {
    return Map.of(
        "firstResponderIsLocalAuthority", firstResponderIsLocalAuthority,
        "firstResponderIsThePoliceForce", firstResponderIsThePoliceForce,
        "localAuthorityAnswered", localAuthorityAnswered,
        "firstResponderAnswered", firstResponderAnswered,
        "policeAnswered", policeAnswered);
  }
}
