package scot.nrm.cockpit;

import java.util.Map;
import java.util.Set;
import scot.nrm.cockpit.duration.ElementDurations;

/**
 * The cases that somebody watches, as a condition for a statement about {@code case_register r};
 * with it, what a page calls them. Who may see what is the third column of the table at the head of
 * {@code docs/rules.md}.
 *
 * @param words such as {@code Cases of Glasgow City Council}; with {@code watchesCases} false, why
 *     there are none
 * @param watchesCases whether the person sees single cases at all
 * @param readsFigures whether the person reads counts of all cases: the figures of a year, times on
 *     a diagram
 * @param repairs whether the person may let failed work run again: whoever runs the platform
 * @param sql true for the cases in the scope; never empty
 * @param params the named parameters of {@code sql}
 * @param audiences as what these cases can be found among {@linkplain ElementDurations kept times}:
 *     {@link #EVERYBODY}, or councils, or one authority; empty where that would count a case twice
 */
public record CaseScope(
    String words,
    boolean watchesCases,
    boolean readsFigures,
    boolean repairs,
    String sql,
    Map<String, Object> params,
    Set<String> audiences) {

  public static final String EVERYBODY = "all";

  public CaseScope {
    params = Map.copyOf(params);
    audiences = Set.copyOf(audiences);
  }
}
