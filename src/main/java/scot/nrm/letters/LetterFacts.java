package scot.nrm.letters;

import java.util.Map;
import scot.nrm.casefile.CaseFileContent;

/**
 * The table {@code letters}' inputs about a case, besides the occasion: nothing that identifies the
 * child.
 *
 * @param adult whether the person is an adult on the day of the letter (D7)
 * @param authorityKnown whether the deciding authority is known
 */
record LetterFacts(
    boolean adult,
    boolean firstResponderIsLocalAuthority,
    boolean firstResponderIsThePoliceForce,
    boolean localAuthorityAnswered,
    boolean firstResponderAnswered,
    boolean policeAnswered,
    boolean authorityKnown) {

  static LetterFacts of(CaseOnDay onDay) {
    CaseFileContent file = onDay.file();
    return new LetterFacts(
        onDay.adult(),
        // Only the local authority's own staff: a school or a health body gets its own letter.
        file.is("firstResponderAgency", "local-authority"),
        // The file has one police force: the first responder's, if that is the police.
        file.is("firstResponderAgency", "police"),
        file.is("reviewLocalAuthority", "answered"),
        file.is("reviewFirstResponder", "answered"),
        file.is("reviewPolice", "answered"),
        onDay.decidingAuthority().isPresent());
  }

  Map<String, Object> asVariables() {
    return Map.of(
        "adult", adult,
        "firstResponderIsLocalAuthority", firstResponderIsLocalAuthority,
        "firstResponderIsThePoliceForce", firstResponderIsThePoliceForce,
        "localAuthorityAnswered", localAuthorityAnswered,
        "firstResponderAnswered", firstResponderAnswered,
        "policeAnswered", policeAnswered,
        "authorityKnown", authorityKnown);
  }
}
