package scot.nrm.cockpit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.authorization.Groups;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.CaseCondition;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.letters.Organisations;

/**
 * Decides which cases a person watches, by {@link CaseCondition}. A council's manager watches the
 * council's cases, an authority's manager those of the authority, and the NRM manager all cases. A
 * person in several groups sees the cases of all of them; a person in none sees nothing.
 */
@Component
public class CaseScopes {

  private static final Set<String> EVERYONE = Set.of(CaseScope.EVERYONE);

  private final CaseAccess access;
  private final Organisations organisations;
  private final CaseClock clock;
  private final Authorities authorities;

  public CaseScopes(
      CaseAccess access, Organisations organisations, CaseClock clock, Authorities authorities) {
    this.access = access;
    this.authorities = authorities;
    this.organisations = organisations;
    this.clock = clock;
  }

  public CaseScope of(Viewer viewer) {
    List<Authority> managed = authorities.of(viewer.groups(), Team.MANAGER);
    boolean figures = access.mayReadFigures(viewer);
    boolean repairs = viewer.isIn(Groups.CAMUNDA_ADMIN);
    CaseCondition cases = CaseCondition.watchedBy(viewer, authorities);
    if (viewer.has(Role.NRM_MANAGER)) {
      return new CaseScope("All cases", true, figures, repairs, cases, EVERYONE);
    }
    Set<String> councils = new TreeSet<>(viewer.has(Role.LA_MANAGER) ? viewer.tenants() : Set.of());
    List<String> whose = new ArrayList<>();
    councils.forEach(council -> whose.add(organisations.council(council).nameOn(clock.today())));
    managed.forEach(authority -> whose.add(authorities.inText(authority, clock.today())));
    if (whose.isEmpty()) {
      return new CaseScope(
          viewer.has(Role.LA_MANAGER)
              ? "You don't belong to any local authority. Ask your system administrator to add you to yours."
              : "Your role does not oversee any cases.",
          false,
          figures,
          repairs,
          cases,
          Set.of());
    }
    // A case that is in several parts of the snapshot would be counted twice.
    Set<String> audiences =
        managed.isEmpty()
            ? councils
            : councils.isEmpty() && managed.size() == 1 ? Set.of(managed.get(0).id()) : Set.of();
    return new CaseScope(
        "Cases of " + String.join(", ", whose), true, figures, repairs, cases, audiences);
  }

  /**
   * The cases that a person's figures cover: all cases if they may read the register's figures, and
   * if not, the cases they watch, with what is left of erased ones. It gives no access to an
   * individual case.
   */
  public CaseScope ofFigures(Viewer viewer) {
    CaseScope scope = of(viewer);
    return scope.readsFigures()
        ? new CaseScope("All cases", false, true, false, CaseCondition.COUNTED, EVERYONE)
        : scope.withCases(CaseCondition.countedFor(viewer, authorities));
  }
}
