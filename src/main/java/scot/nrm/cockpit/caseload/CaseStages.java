package scot.nrm.cockpit.caseload;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.cockpit.Diagrams;

/**
 * The current stages of a case: the elements of its path at which it waits, by name. The path is
 * {@code nrm-case}, and {@code reconsideration} while a decision is being reconsidered (D30).
 *
 * <p>A case may have several: the reflection period runs beside conclusive grounds (D20). It is
 * then counted and found at each of them. An element that has no name here, because a diagram was
 * revised, goes by the name that its own version of the diagram gives it.
 */
@Component
public class CaseStages {

  /**
   * In the order of the path, which is also the order in which a list is sorted. The names are for
   * managers.
   */
  private static final Map<String, String> KNOWN = new LinkedHashMap<>();

  static {
    KNOWN.put("Call_LocalAuthorityAssessment", "Assessment by the local authority");
    KNOWN.put("Call_Intake", "Intake by UKHTC");
    KNOWN.put("Task_ConfirmRoute", "Route to be confirmed");
    KNOWN.put("Call_ReasonableGrounds", "Reasonable grounds");
    KNOWN.put("Call_ReflectionPeriod", "Reflection period");
    KNOWN.put("Call_ConclusiveGrounds", "Conclusive grounds");
    KNOWN.put("Call_LeaveToRemain", "Leave to remain");
  }

  /**
   * Each place at which the path of a case waits: {@code case_number}, {@code element}, and the
   * {@code instance} and {@code definition} (a version of the {@code diagram}) in which it does.
   * The engine names the element on the execution that waits in it, and not on those above. Of a
   * reconsideration the stages that it calls: before, it is a request.
   */
  public static final String PLACES =
      """
      select pi.BUSINESS_KEY_ as case_number, x.ACT_ID_ as element, pi.ID_ as instance, pi.PROC_DEF_ID_ as definition,
        pi.PROC_DEF_KEY_ as diagram
      from ACT_RU_EXECUTION pi
      join ACT_RU_EXECUTION x on x.PROC_INST_ID_ = pi.ID_
      where pi.PROC_DEF_KEY_ in ('nrm-case', 'reconsideration') and pi.PARENT_ID_ is null
        and pi.BUSINESS_KEY_ is not null and x.ACT_ID_ is not null
        and (pi.PROC_DEF_KEY_ = 'nrm-case' or x.ACT_ID_ like 'Call%')\
      """;

  /** How far along its path each case is; a place that is not known here comes last. */
  static final String FURTHEST =
      "select case_number, max("
          + rank()
          + ") as rank_on_path from ("
          + PLACES
          + ") places group by case_number";

  private final Diagrams diagrams;

  CaseStages(Diagrams diagrams) {
    this.diagrams = diagrams;
  }

  private static String rank() {
    StringBuilder ranks = new StringBuilder("case element");
    int rank = 0;
    for (String element : KNOWN.keySet()) {
      ranks.append(" when '").append(element).append("' then ").append(++rank);
    }
    return ranks.append(" else ").append(rank + 1).append(" end").toString();
  }

  /** The stages that every case may come to, by element, in the order of the path. */
  public static Map<String, String> known() {
    return KNOWN;
  }

  /** What an element is called, else by its version of the diagram. */
  String name(String element, String definition) {
    return KNOWN.containsKey(element)
        ? KNOWN.get(element)
        : diagrams
            .of(definition)
            .map(diagram -> diagram.names().get(element))
            .orElse("Unnamed step");
  }
}
