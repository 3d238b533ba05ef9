package scot.nrm.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Days;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.engine.authorities.Authority;

/**
 * The rule of who may see which cases, as a condition on {@code case_register r} for lists and
 * individual cases alike. It fails closed: a role that isn't named here sees no case.
 *
 * @param params its named parameters
 */
public record CaseCondition(String sql, Map<String, Object> params) {

  /** The remaining row of an erased case is counted in statistics, but isn't anyone's case. */
  private static final String NOT_ERASED = "r.erased is null";

  public static final CaseCondition ALL = new CaseCondition(NOT_ERASED, Map.of());

  /** All cases that figures count, including erased ones, so that past figures don't change. */
  public static final CaseCondition COUNTED =
      new CaseCondition("r.case_number is not null", Map.of());

  /** Those who report a child and have no case. */
  private static final Set<Role> REPORTERS = Set.of(Role.FIRST_RESPONDER, Role.UKBA_PORT_OFFICER);

  private static final CaseClock CLOCK = new CaseClock();

  private static final String COUNCIL_CASES = "r.local_authority in (:scopeCouncils)";

  /**
   * The person who logs a form must read it before it is in the register (D12). Leave is decided in
   * the cases of other authorities too (D29). Noting a copy needs no access to the case.
   */
  private static final String HAS_TASK =
      """
      exists (select 1 from ACT_RU_TASK t
        join ACT_RU_IDENTITYLINK l on l.TASK_ID_ = t.ID_ and l.TYPE_ = 'candidate'
        join ACT_RU_EXECUTION p on p.ID_ = t.PROC_INST_ID_
        join ACT_RE_PROCDEF d on d.ID_ = t.PROC_DEF_ID_
        where p.BUSINESS_KEY_ = %s.case_number and l.GROUP_ID_ %s and d.KEY_ %s)\
      """;

  public CaseCondition {
    params = Map.copyOf(params);
  }

  /**
   * The cases of an authority: those that it decides or has decided. Every form goes first to the
   * one that logs it (D12), which has the case until the route is decided and, where it is not
   * clear, confirmed (D13). Leave is decided in the cases of another authority too (D29). Both
   * duties go by the day of receipt ({@link scot.nrm.register.RegisterCase#with}). A copy alone
   * gives no access (D9).
   */
  public static String of(Authority authority, Authorities authorities) {
    String cases = decidedBy(authority);
    for (Days days : authorities.days(authority, Duty.INTAKE)) {
      cases +=
          " or r.referral_received_on is not null and r.rg_authority is null"
              + within("r.referral_received_on", days);
      if (days.before() != null) { // a task that has begun stays with its team
        cases +=
            " or r.referral_received_on is null and "
                + isToBeLoggedBy(authorities.group(authority, Team.INTAKE));
      }
    }
    if (authority.equals(authorities.with(Duty.INTAKE, CLOCK.today()))) {
      cases += " or r.referral_received_on is null and " + isAt("intake");
    }
    for (Days days : authorities.days(authority, Duty.IMMIGRATION)) {
      cases += " or " + isAt("leave-to-remain") + within("r.referral_received_on", days);
    }
    return "(" + cases + ")";
  }

  /** The cases that a manager watches in Cockpit: those of their councils and authorities. */
  public static CaseCondition watchedBy(Viewer viewer, Authorities authorities) {
    return viewer.has(Role.NRM_MANAGER)
        ? ALL
        : anyOf(watched(viewer, authorities), viewer, authorities);
  }

  /**
   * The cases that count in the figures of a manager of councils or authorities, with what is left
   * of erased ones. Of an authority's only those that it decides: whose leave it decides now (D29)
   * would change the figures of past months.
   */
  public static CaseCondition countedFor(Viewer viewer, Authorities authorities) {
    return anyOf(
        COUNTED.sql(), managed(viewer, authorities, CaseCondition::decidedBy), viewer, authorities);
  }

  private static List<String> watched(Viewer viewer, Authorities authorities) {
    return managed(viewer, authorities, authority -> of(authority, authorities));
  }

  private static List<String> managed(
      Viewer viewer, Authorities authorities, Function<Authority, String> ofAuthority) {
    List<String> cases = new ArrayList<>();
    if (viewer.has(Role.LA_MANAGER) && !viewer.tenants().isEmpty()) {
      cases.add(COUNCIL_CASES);
    }
    authorities.of(viewer.groups(), Team.MANAGER).stream().map(ofAuthority).forEach(cases::add);
    return cases;
  }

  private static String decidedBy(Authority authority) {
    return "r.rg_authority = '%1$s' or r.cg_authority = '%1$s'".formatted(authority.id());
  }

  /** The cases whose NRM form and letters to the local authority the person may read. */
  public static CaseCondition readBy(Viewer viewer, Authorities authorities) {
    return anyOf(read(viewer, authorities), viewer, authorities);
  }

  /**
   * The cases that the person may read and that have not moved away from their council (D41) or
   * authority (D14). The authority that logs a form has the case until its route is decided (D12).
   */
  public static CaseCondition readAndNotMoved(Viewer viewer, Authorities authorities) {
    List<String> cases = ofCouncil(viewer);
    authorities
        .of(viewer.groups())
        .forEach(
            own ->
                cases.add(
                    "coalesce(r.cg_authority, r.rg_authority, %s) = '%s'"
                        .formatted(intake(authorities), own)));
    CaseCondition read = readBy(viewer, authorities);
    return new CaseCondition(
        cases.isEmpty()
            ? "1 = 0"
            : "(%s and (%s))".formatted(read.sql(), String.join(" or ", cases)),
        read.params());
  }

  /** The cases that the person's council has now. */
  static CaseCondition ofOwnCouncil(Viewer viewer, Authorities authorities) {
    return anyOf(ofCouncil(viewer), viewer, authorities);
  }

  /** The cases of which the person may read all letters. */
  static CaseCondition readInFullBy(Viewer viewer, Authorities authorities) {
    return anyOf(readInFull(viewer, authorities), viewer, authorities);
  }

  /** The cases that the person works on; the NRM manager only reads. */
  static CaseCondition workedOnBy(Viewer viewer, Authorities authorities) {
    List<String> cases = ofCouncil(viewer);
    cases.addAll(ofAuthority(viewer, authorities, "r"));
    return anyOf(cases, viewer, authorities);
  }

  /**
   * The cases of which the person may report an update: those they may read or have reported. A
   * first responder or a port officer may also do so for the case that continues where theirs was
   * merged (D9, D12), and the authority that receives copies for a case of which it has one (D9).
   * Knowing a number is not enough for anyone.
   */
  static CaseCondition updatedBy(Viewer viewer, Authorities authorities) {
    List<String> cases =
        viewer.has(Role.NRM_MANAGER)
            ? new ArrayList<>()
            : new ArrayList<>(read(viewer, authorities));
    cases.add("r.reported_by = :scopeUser");
    if (viewer.hasAnyOf(REPORTERS)) {
      cases.add(
          """
          exists (select 1 from case_register m where m.merged_into = r.case_number
            and m.reported_by = :scopeUser)\
          """);
    }
    cases.addAll(copies(viewer, authorities));
    return anyOf(cases, viewer, authorities);
  }

  /** The cases of which the person's authority has received a copy (D9). */
  public static CaseCondition copiesReadBy(Viewer viewer, Authorities authorities) {
    return anyOf(copies(viewer, authorities), viewer, authorities);
  }

  private static List<String> copies(Viewer viewer, Authorities authorities) {
    return authorities.of(viewer.groups()).stream()
        .flatMap(own -> authorities.days(own, Duty.IMMIGRATION).stream())
        .map(
            days ->
                "r.ukba_copy_on is not null"
                    + within("coalesce(r.referral_received_on, r.ukba_copy_on)", days))
        .toList();
  }

  /** The code of the authority that logs the form of a case. */
  private static String intake(Authorities authorities) {
    StringBuilder codes = new StringBuilder("case");
    for (Authority one : authorities.everWith(Duty.INTAKE)) {
      for (Days days : authorities.days(one, Duty.INTAKE)) {
        codes.append(
            " when r.referral_received_on is not null%s then '%s'"
                .formatted(within("r.referral_received_on", days), one));
      }
    }
    return codes + " else '" + authorities.with(Duty.INTAKE, CLOCK.today()) + "' end";
  }

  private static String within(String column, Days days) {
    return (days.from() == null ? "" : " and %s >= date '%s'".formatted(column, days.from()))
        + (days.before() == null ? "" : " and %s < date '%s'".formatted(column, days.before()));
  }

  private static List<String> read(Viewer viewer, Authorities authorities) {
    List<String> cases = ofCouncil(viewer);
    cases.addAll(readInFull(viewer, authorities));
    return cases;
  }

  /** Includes reports about the same child under a number that was merged with a case (D12). */
  private static List<String> readInFull(Viewer viewer, Authorities authorities) {
    if (viewer.has(Role.NRM_MANAGER)) {
      return List.of(ALL.sql());
    }
    List<String> cases = ofAuthority(viewer, authorities, "r");
    List<String> merged = ofAuthority(viewer, authorities, "m");
    if (!merged.isEmpty()) {
      cases.add(
          "exists (select 1 from case_register m where m.case_number = r.merged_into and (%s))"
              .formatted(String.join(" or ", merged)));
    }
    return cases;
  }

  private static List<String> ofCouncil(Viewer viewer) {
    return viewer.hasAnyOf(Role.LOCAL_AUTHORITY) && !viewer.tenants().isEmpty()
        ? new ArrayList<>(List.of(COUNCIL_CASES))
        : new ArrayList<>();
  }

  /**
   * An authority reads its own cases, those transferred to it once the transfer has taken place,
   * and those in which its teams have a task; the one that keeps the register reads all of it. A
   * copy alone gives no access to what the council or another authority wrote: it is a pre-alert
   * (D9).
   */
  private static List<String> ofAuthority(Viewer viewer, Authorities authorities, String cases) {
    List<Authority> own = authorities.of(viewer.groups());
    if (own.isEmpty()) {
      return List.of();
    }
    List<String> conditions = new ArrayList<>();
    own.forEach(
        authority ->
            conditions.add(
                authorities.readsRegister(authority)
                    ? cases + ".referral_received_on is not null"
                    : "%1$s.rg_authority = '%2$s' or %1$s.cg_authority = '%2$s'"
                        .formatted(cases, authority)));
    conditions.add(HAS_TASK.formatted(cases, "in (:scopeTeams)", "<> 'ukba-pre-alert'"));
    return conditions;
  }

  private static CaseCondition anyOf(
      Collection<String> cases, Viewer viewer, Authorities authorities) {
    return anyOf(NOT_ERASED, cases, viewer, authorities);
  }

  private static CaseCondition anyOf(
      String among, Collection<String> cases, Viewer viewer, Authorities authorities) {
    return cases.isEmpty()
        ? new CaseCondition("1 = 0", Map.of())
        : new CaseCondition(
            "(" + among + " and (" + String.join(" or ", cases) + "))",
            Map.of(
                "scopeUser", viewer.userId(),
                "scopeCouncils", viewer.tenants(),
                "scopeTeams", teams(viewer, authorities)));
  }

  private static Set<String> teams(Viewer viewer, Authorities authorities) {
    return authorities.groups().stream().filter(viewer::isIn).collect(Collectors.toSet());
  }

  private static String isToBeLoggedBy(String group) {
    return HAS_TASK.formatted("r", "= '" + group + "'", "= 'intake'");
  }

  /**
   * That the case has entered a diagram and not left it. On PostgreSQL the index {@code
   * nrm_processes_by_diagram} has these processes alone; another diagram must be added to it.
   */
  private static String isAt(String diagram) {
    return """
    r.case_number in (select pi.BUSINESS_KEY_ from ACT_RU_EXECUTION pi
      where pi.PROC_DEF_KEY_ = '%s' and pi.PARENT_ID_ is null and pi.BUSINESS_KEY_ is not null)\
    """
        .formatted(diagram);
  }
}
