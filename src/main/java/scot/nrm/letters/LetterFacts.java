package scot.nrm.letters;

import java.util.Map;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.authorities.Authorities;

/**
 * The table {@code letters}' inputs about a case, as well as the occasion: nothing that identifies
 * the child.
 */
final class LetterFacts {

  private LetterFacts() {}

  /** The inputs by name: facts of the case on the day of the letter, such as D7 (adult). */
  static Map<String, Object> of(CaseOnDay onDay, Authorities authorities) {
    CaseFileContent file = onDay.file();
    return Map.of(
        "adult", onDay.adult(),
        // Only the local authority's own staff: a school or a health body gets its own letter.
        "firstResponderIsLocalAuthority", file.is("firstResponderAgency", "local-authority"),
        // The file has one police force: the first responder's, if that is the police.
        "firstResponderIsThePoliceForce", file.is("firstResponderAgency", "police"),
        "localAuthorityAnswered", file.is("reviewLocalAuthority", "answered"),
        "firstResponderAnswered", file.is("reviewFirstResponder", "answered"),
        "policeAnswered", file.is("reviewPolice", "answered"),
        "authorityKnown", onDay.decidingAuthority(authorities).isPresent());
  }
}
