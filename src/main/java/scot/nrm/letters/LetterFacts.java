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

  static LetterFacts of(CaseFileContent file) {
    String agency = file.text("firstResponderAgency");
    return new LetterFacts(
        // Only the council's own staff: a school or a health body gets its own letter.
        agency.equals("local-authority"),
        // The file has one police force, the first responder's where that is the police.
        agency.equals("police"),
        file.is("reviewLocalAuthority", "answered"),
        file.is("reviewFirstResponder", "answered"),
        file.is("reviewPolice", "answered"));
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
