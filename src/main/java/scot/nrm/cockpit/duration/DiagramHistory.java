package scot.nrm.cockpit.duration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import scot.nrm.cockpit.DiagramElements.Element;

/**
 * Conditions for reading the history of a diagram, and the authority that each element belongs to.
 *
 * @param definitions the versions, as ids
 * @param passing elements that take no time, which are left out
 * @param early whether cases follow it before they have an authority for conclusive grounds
 * @param elements that nevertheless belong to that authority
 */
record DiagramHistory(
    List<String> definitions, List<String> passing, boolean early, List<String> later) {

  /**
   * The cases whose instances contain {@code x}. The activity history has millions of rows, so
   * every condition on it must be covered by one index (V15), and only instances of the period are
   * joined.
   */
  static final String OF_CASES = ofCases("(p.END_TIME_ is null or p.END_TIME_ >= :from)");

  static final String OF_RUNNING_CASES = ofCases("p.END_TIME_ is null");
  static final String OF_LISTED =
      " and x.ACT_ID_ not in (:passing) and x.ACT_ID_ not like '%#multiInstanceBody'";

  /**
   * The elements of the authority that decides on reasonable grounds; all later ones belong to the
   * authority for conclusive grounds.
   */
  private static final Set<String> EARLY =
      Set.of("local-authority-assessment", "intake", "reasonable-grounds", "nrm-case");

  private static final String NONE = "-";

  static DiagramHistory of(
      ProcessDefinition diagram, Map<String, Element> elements, List<String> definitions) {
    return new DiagramHistory(
        definitions,
        ids(elements, Element::takesNoTime),
        EARLY.contains(diagram.getKey()),
        ids(elements, element -> element.calls() != null && !EARLY.contains(element.calls())));
  }

  /** The ids of some elements; an SQL list must not be empty. */
  private static List<String> ids(Map<String, Element> elements, Predicate<Element> which) {
    return Stream.concat(Stream.of(NONE), elements.values().stream().filter(which).map(Element::id))
        .toList();
  }

  private static String ofCases(String ran) {
    return """
    join ACT_HI_PROCINST p on p.ID_ = x.PROC_INST_ID_ and p.PROC_DEF_ID_ in (:definitions) and %s
    join case_register r on r.case_number = p.BUSINESS_KEY_
    where x.PROC_DEF_ID_ in (:definitions)\
    """
        .formatted(ran);
  }

  /** The named parameters of all conditions in this class. */
  Map<String, Object> params() {
    return new HashMap<>(
        Map.of(
            "definitions", definitions,
            "passing", passing,
            "early", early ? 1 : 0,
            "later", later));
  }

  /**
   * The authority of the case at that stage. Until the first decision, the later stages have none.
   */
  static String authorityAt(String element) {
    return """
    (case when :early = 1 and %s not in (:later) then r.rg_authority
       else coalesce(r.cg_authority, r.rg_authority) end)\
    """
        .formatted(element);
  }
}
