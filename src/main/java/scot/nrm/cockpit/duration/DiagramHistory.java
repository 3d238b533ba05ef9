package scot.nrm.cockpit.duration;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import scot.nrm.cockpit.Diagrams.Element;

/**
 * Conditions for reading the history of diagrams, and the authority that each element belongs to.
 *
 * @param keys the diagrams; a case that was moved to another version passed elements of both
 * @param definitions the versions, as ids
 * @param passing elements that take no time, which are left out
 * @param early those of the versions that cases follow before they have an authority for conclusive
 *     grounds
 * @param later elements in them that nevertheless belong to that authority
 */
record DiagramHistory(
    List<String> keys,
    List<String> definitions,
    List<String> passing,
    List<String> early,
    List<String> later) {

  /** For longer periods, reading all processes at once is faster than one by one. */
  private static final int FEW_DAYS = 7;

  /**
   * The activity history has millions of rows, so every condition on it must be covered by one
   * index ({@code nrm_times_at_elements}), and only instances of the period are joined.
   */
  private static final String OF_PERIOD =
      """
       x join ACT_HI_PROCINST p on p.ID_ = x.PROC_INST_ID_ and p.PROC_DEF_KEY_ in (:keys)
        and (p.END_TIME_ is null or p.END_TIME_ >= :from)
      join case_register r on r.case_number = p.BUSINESS_KEY_\
      """;

  /** One look-up for each process; PostgreSQL would otherwise read all running processes. */
  private static final String OF_DAYS =
      """
       x join (select i.id, (select p.BUSINESS_KEY_ from ACT_HI_PROCINST p
            where p.ID_ = i.id) as case_number
          from (select distinct PROC_INST_ID_ as id from %s
            where PROC_DEF_ID_ in (:definitions) and END_TIME_ >= :from and END_TIME_ < :until) i
          offset 0 rows) p on p.id = x.PROC_INST_ID_
      join case_register r on r.case_number = p.case_number\
      """;

  private static final String LEFT =
      " where x.PROC_DEF_ID_ in (:definitions) and x.END_TIME_ >= :from and x.END_TIME_ < :until";

  /** A step for several people or organisations is counted by its parts. */
  static final String NO_BODY = "x.ACT_ID_ not like '%#multiInstanceBody'";

  static final String LISTED_ELEMENTS = " and x.ACT_ID_ not in (:passing) and " + NO_BODY;

  /**
   * The elements of the authority that decides on reasonable grounds; all later ones belong to the
   * authority for conclusive grounds.
   */
  private static final Set<String> EARLY =
      Set.of("local-authority-assessment", "intake", "route", "reasonable-grounds", "nrm-case");

  private static final String NONE = "-";

  /** No id of an element may take time in one diagram and none in another. */
  static DiagramHistory of(Collection<ProcessDefinition> versions, Collection<Element> elements) {
    return new DiagramHistory(
        ids(versions.stream().map(ProcessDefinition::getKey)),
        ids(versions.stream().map(ProcessDefinition::getId)),
        ids(elements.stream().filter(Element::isImmediate).map(Element::id)),
        ids(
            versions.stream()
                .filter(version -> EARLY.contains(version.getKey()))
                .map(ProcessDefinition::getId)),
        ids(
            elements.stream()
                .filter(element -> element.calls() != null && !EARLY.contains(element.calls()))
                .map(Element::id)));
  }

  /** An SQL list must not be empty. */
  private static List<String> ids(Stream<String> ids) {
    return Stream.concat(Stream.of(NONE), ids).distinct().toList();
  }

  /** The named parameters of all conditions in this class. */
  Map<String, Object> params() {
    return new HashMap<>(
        Map.of(
            "keys", keys,
            "definitions", definitions,
            "passing", passing,
            "early", early,
            "later", later));
  }

  /**
   * What ended in a period, as {@code x}, with its cases, as {@code r}. Conditions may follow.
   *
   * @param history the table of activities or tasks
   * @param until the first day that is not in the period
   */
  static String ended(String history, LocalDate from, LocalDate until) {
    boolean few = !until.isAfter(from.plusDays(FEW_DAYS));
    return history + (few ? OF_DAYS.formatted(history) : OF_PERIOD) + LEFT;
  }

  /**
   * The authority of the case at that stage. Until the first decision, the later stages have none.
   *
   * @param definition the column with the version
   * @param element the column with the element
   * @param row the row with the authorities of the case
   */
  static String authorityAt(String definition, String element, String row) {
    return """
    (case when %1$s in (:early) and %2$s not in (:later) then %3$s.rg_authority
       else coalesce(%3$s.cg_authority, %3$s.rg_authority) end)\
    """
        .formatted(definition, element, row);
  }
}
