package scot.nrm.cockpit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.authorization.Groups;
import org.springframework.stereotype.Component;
import scot.nrm.access.Viewer;
import scot.nrm.engine.CaseClock;
import scot.nrm.letters.Organisations;

/**
 * Who watches which cases. A council's manager those of the council, a manager of UKHTC or UKBA
 * those of the authority, the NRM manager all. Whoever is in several groups sees what any of them
 * opens; whoever is in none sees nothing.
 */
@Component
public class CaseScopes {

  public static final String ALL = "1 = 1";
  static final String NONE = "1 = 0";

  /**
   * Every form goes to UKHTC first (D12): the case is UKHTC's from the moment at which the form
   * waits there to be logged, until UKHTC has said who decides.
   */
  public static final String UKHTC =
      """
      (r.referral_received_on is not null and r.rg_authority is null
        or r.rg_authority = 'UKHTC' or r.cg_authority = 'UKHTC' or %s)\
      """
          .formatted(isAt("intake"));

  /**
   * UKBA's own cases, hand-overs from the hand-over on, and UKHTC's cases while UKBA decides on
   * leave in them (D29); a copy alone opens nothing (D9).
   */
  public static final String UKBA =
      "(r.rg_authority = 'UKBA' or r.cg_authority = 'UKBA' or %s)"
          .formatted(isAt("leave-to-remain"));

  private static final Set<String> READ_FIGURES =
      Set.of("nrm-manager", "ukhtc-manager", "policy-staff");

  private static final Set<String> EVERYBODY = Set.of(CaseScope.EVERYBODY);
  private static final String MONITOR = "cpc-monitor";

  private final Organisations organisations;
  private final CaseClock clock;

  public CaseScopes(Organisations organisations, CaseClock clock) {
    this.organisations = organisations;
    this.clock = clock;
  }

  public CaseScope of(Viewer viewer) {
    boolean figures = viewer.isInAnyOf(READ_FIGURES);
    boolean repairs = viewer.isIn(Groups.CAMUNDA_ADMIN);
    if (viewer.isIn("nrm-manager")) {
      return new CaseScope("All cases", true, figures, repairs, ALL, Map.of(), EVERYBODY);
    }
    List<String> whose = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    Map<String, Object> params = new HashMap<>();
    Set<String> audiences = new TreeSet<>();
    if (viewer.isIn("la-manager") && !viewer.tenants().isEmpty()) {
      Set<String> councils = new TreeSet<>(viewer.tenants());
      councils.forEach(council -> whose.add(organisations.council(council).nameOn(clock.today())));
      conditions.add("r.local_authority in (:scopeCouncils)");
      params.put("scopeCouncils", councils);
      audiences.addAll(councils);
    }
    if (viewer.isIn("ukhtc-manager")) {
      authority("UKHTC", UKHTC, whose, conditions, audiences);
    }
    if (viewer.isIn("ukba-manager")) {
      authority("UKBA", UKBA, whose, conditions, audiences);
    }
    return conditions.isEmpty()
        ? new CaseScope(
            "Your role watches no cases.", false, figures, repairs, NONE, Map.of(), Set.of())
        : new CaseScope(
            "Cases of " + String.join(", ", whose),
            true,
            figures,
            repairs,
            "(" + String.join(" or ", conditions) + ")",
            params,
            conditions.size() == 1 ? audiences : Set.of());
  }

  /**
   * The cases of which somebody reads figures: all of them where the figures of the register are
   * theirs to read, else those that they watch. It opens no single case.
   */
  public CaseScope ofFigures(Viewer viewer) {
    CaseScope scope = of(viewer);
    return scope.readsFigures()
        ? new CaseScope("All cases", false, true, false, ALL, Map.of(), EVERYBODY)
        : scope;
  }

  /**
   * A Child Protection Committee reads counts of its area, which is the councils of its monitor.
   */
  public boolean readsFiguresOfArea(Viewer viewer) {
    return viewer.isIn(MONITOR);
  }

  private void authority(
      String id,
      String condition,
      List<String> whose,
      List<String> conditions,
      Set<String> audiences) {
    whose.add(organisations.authority(id).nameOn(clock.today()));
    conditions.add(condition);
    audiences.add(id);
  }

  /** The case stands in a diagram, and has not left it. */
  private static String isAt(String diagram) {
    return """
    r.case_number in (select pi.BUSINESS_KEY_ from ACT_RU_EXECUTION pi
      join ACT_RE_PROCDEF d on d.ID_ = pi.PROC_DEF_ID_ where d.KEY_ = '%s' and pi.BUSINESS_KEY_ is not null)\
    """
        .formatted(diagram);
  }
}
