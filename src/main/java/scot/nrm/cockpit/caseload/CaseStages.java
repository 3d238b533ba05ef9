package scot.nrm.cockpit.caseload;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.cockpit.Diagrams;

/**
 * The current stages of a case: the names of the elements of its path at which it waits. The path
 * is {@code nrm-case}, and {@code reconsideration} while a decision is being reconsidered (D30).
 *
 * <p>A case may have several: the reflection period runs beside conclusive grounds (D20). It is
 * then counted at each of them, and a search finds it at each. An element that has no name here,
 * because a diagram was revised, gets its name from its own version of the diagram.
 */
@Component
public class CaseStages {

  /** In the order of the path, by which lists are sorted. The names are those of the diagrams. */
  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("Call_LocalAuthorityAssessment", "Local authority assessment");
    NAMES.put("Call_Intake", "Intake");
    NAMES.put("Call_Route", "Route the case");
    NAMES.put("Call_ReasonableGrounds", "Reasonable grounds");
    NAMES.put("Call_ReflectionPeriod", "Reflection period");
    NAMES.put("Call_ConclusiveGrounds", "Conclusive grounds");
    NAMES.put("Call_LeaveToRemain", "Leave to remain");
  }

  /**
   * An execution {@code x} at an element of the path. The engine records the element on the
   * execution that waits in it, not on its parents. Of a reconsideration only the called stages
   * count, because until then it is only a request. They are found once: for {@code exists},
   * PostgreSQL would look up one place after the other. They are compared by the columns of {@code
   * nrm_places}, because with any other it would read the executions themselves. {@code offset}
   * keeps PostgreSQL from reading all calls of all diagrams for them.
   */
  private static final String WAITING =
      "x.PROC_DEF_KEY_ in ('nrm-case', 'reconsideration') and x.ACT_ID_ is not null"
          + " and (x.PROC_DEF_KEY_ = 'nrm-case' or (x.PROC_INST_ID_, x.ACT_ID_) in"
          + " (select r.PROC_INST_ID_, r.ACT_ID_ from ACT_RU_EXECUTION r"
          + " where r.PROC_DEF_KEY_ = 'reconsideration' and exists"
          + " (select 1 from ACT_RU_EXECUTION c where c.SUPER_EXEC_ = r.ID_ offset 0 rows)))";

  /**
   * Each place at which the path of a case waits: {@code case_number}, {@code element}, and the
   * {@code instance} and {@code definition} (a version of the {@code diagram}) of that element.
   *
   * <p>The ids are compared as expressions, so that PostgreSQL joins whole indexes ({@code
   * nrm_paths}) once. It expects few rows, since it doesn't know that all parts of a process have
   * the same diagram, and would look up one after the other.
   */
  public static final String PLACES = places("x.PROC_INST_ID_ || '' = pi.ID_ || ''", WAITING);

  /** The same places of the few cases with these {@code :numbers}, looked up one by one. */
  static final String PLACES_OF_FEW =
      places(
          "x.PROC_INST_ID_ = pi.ID_",
          """
          x.ACT_ID_ is not null
          and (x.PROC_DEF_KEY_ = 'nrm-case'
            or exists (select 1 from ACT_RU_EXECUTION c where c.SUPER_EXEC_ = x.ID_))
          and pi.BUSINESS_KEY_ in (:numbers)\
          """);

  private static String places(String join, String waiting) {
    return """
    select pi.BUSINESS_KEY_ as case_number, x.ACT_ID_ as element, pi.ID_ as instance, pi.PROC_DEF_ID_ as definition,
      pi.PROC_DEF_KEY_ as diagram
    from ACT_RU_EXECUTION pi
    join ACT_RU_EXECUTION x on %s
    where pi.PROC_DEF_KEY_ in ('nrm-case', 'reconsideration') and pi.PARENT_ID_ is null
      and pi.BUSINESS_KEY_ is not null and %s\
    """
        .formatted(join, waiting);
  }

  /**
   * The same places of many cases, whose paths are found first: {@code offset} keeps PostgreSQL
   * from finding all places before. The id is compared as an expression for the same reason as
   * there.
   *
   * @param cases a statement that selects their numbers
   */
  static String placesOf(String cases) {
    return """
    select pi.BUSINESS_KEY_ as case_number, x.ACT_ID_ as element, pi.PROC_DEF_ID_ as definition
    from (select ID_, BUSINESS_KEY_, PROC_DEF_ID_ from ACT_RU_EXECUTION
      where PROC_DEF_KEY_ in ('nrm-case', 'reconsideration') and PARENT_ID_ is null
        and BUSINESS_KEY_ in (%s) offset 0 rows) pi
    join ACT_RU_EXECUTION x on x.PROC_INST_ID_ || '' = pi.ID_
    where %s\
    """
        .formatted(cases, WAITING);
  }

  /** How far along its path each case is; an unknown element comes last. */
  static final String FURTHEST_STAGE =
      "select case_number, max(%s) as rank_on_path from (%s) places group by case_number"
          .formatted(rank(), PLACES);

  private final Diagrams diagrams;

  CaseStages(Diagrams diagrams) {
    this.diagrams = diagrams;
  }

  private static String rank() {
    StringBuilder ranks = new StringBuilder("case element");
    int rank = 0;
    for (String element : NAMES.keySet()) {
      ranks.append(" when '").append(element).append("' then ").append(++rank);
    }
    return ranks.append(" else ").append(rank + 1).append(" end").toString();
  }

  /** The stages that any case may reach, by element, in the order of the path. */
  public static Map<String, String> names() {
    return Collections.unmodifiableMap(NAMES);
  }

  /** The name of an element; if it has none here, its name in its version of the diagram. */
  String name(String element, String definition) {
    return NAMES.containsKey(element)
        ? NAMES.get(element)
        : diagrams
            .of(definition)
            .map(diagram -> diagram.names().get(element))
            .orElse("Unnamed step");
  }
}
