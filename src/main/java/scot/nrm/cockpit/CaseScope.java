package scot.nrm.cockpit;

import java.util.Map;
import java.util.Set;
import scot.nrm.access.CaseCondition;

/**
 * The cases that a person watches, and the words that a page uses for them.
 *
 * @param words such as {@code Cases of Glasgow City Council}; if {@code watchesCases} is false, the
 *     reason why there are none
 * @param watchesCases whether the person sees individual cases
 * @param readsFigures whether the person reads counts of all cases: the figures of a year, times on
 *     a diagram
 * @param repairs whether the person may retry failed work: administrators of the platform
 * @param audiences the part of the nightly snapshot that covers these cases: {@link #EVERYONE},
 *     councils, or one authority; empty if adding the parts up would count a case twice
 */
public record CaseScope(
    String words,
    boolean watchesCases,
    boolean readsFigures,
    boolean repairs,
    CaseCondition cases,
    Set<String> audiences) {

  public static final String EVERYONE = "all";

  public CaseScope {
    audiences = Set.copyOf(audiences);
  }

  CaseScope withCases(CaseCondition others) {
    return new CaseScope(words, watchesCases, readsFigures, repairs, others, audiences);
  }

  /** True for the cases in the scope; never empty. */
  public String sql() {
    return cases.sql();
  }

  public Map<String, Object> params() {
    return cases.params();
  }
}
