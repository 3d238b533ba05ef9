package scot.nrm.cockpit;

import java.util.Map;
import java.util.Set;
import scot.nrm.access.CaseCondition;

/**
 * The cases that someone watches, and what a page calls them.
 *
 * @param words such as {@code Cases of Glasgow City Council}; with {@code watchesCases} false, why
 *     there are none
 * @param watchesCases whether the person sees single cases at all
 * @param readsFigures whether the person reads counts of all cases: the figures of a year, times on
 *     a diagram
 * @param repairs whether the person may retry failed work: administrators of the platform
 * @param audiences whose part of the nightly snapshot has these cases: {@link #EVERYBODY}, or
 *     councils, or one authority; empty where that would count a case twice
 */
public record CaseScope(
    String words,
    boolean watchesCases,
    boolean readsFigures,
    boolean repairs,
    CaseCondition cases,
    Set<String> audiences) {

  public static final String EVERYBODY = "all";

  public CaseScope {
    audiences = Set.copyOf(audiences);
  }

  /** True for the cases in the scope; never empty. */
  public String sql() {
    return cases.sql();
  }

  /** The named parameters of {@link #sql}. */
  public Map<String, Object> params() {
    return cases.params();
  }
}
