package scot.nrm.letters;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.authorities.Authorities;

/**
 * The table {@code letters}, which policy staff revise: which letters an occasion sends, and to
 * whom.
 */
@Component
class LetterTable {

  static final String KEY = "letters";

  private final DecisionTables tables;

  LetterTable(DecisionTables tables) {
    this.tables = tables;
  }

  /** A matching row. */
  record Row(String code, String letter, Addressee addressee, boolean minuteEnclosed) {}

  List<Row> lettersFor(String occasion, Map<String, Object> facts) {
    Map<String, Object> variables = new HashMap<>(facts);
    variables.put("occasion", occasion);
    return tables.askForAll(KEY, variables).stream().map(LetterTable::row).toList();
  }

  /**
   * The table's inputs about a case on the day of the letter, such as D7 (adult): nothing that
   * identifies the child.
   */
  static Map<String, Object> facts(CaseOnDay onDay, Authorities authorities) {
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

  private static Row row(Map<String, Object> row) {
    return new Row(
        text(row, "code"),
        text(row, "letter"),
        Addressee.of(text(row, "addressee")),
        Boolean.TRUE.equals(row.get("minuteEnclosed")));
  }

  private static String text(Map<String, Object> row, String output) {
    Object value = row.get(output);
    return value == null ? "" : value.toString();
  }
}
