package scot.nrm.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Who may see which cases, as a condition on {@code case_register r}: the same for a list and for a
 * single case. Fails closed: a role that is not named here sees no case.
 *
 * @param params its named parameters
 */
public record CaseCondition(String sql, Map<String, Object> params) {

  public static final CaseCondition ALL = new CaseCondition("1 = 1", Map.of());

  /**
   * Every form goes to UKHTC first (D12): the case is UKHTC's from the moment at which the form
   * waits there to be logged, until UKHTC has decided on the route.
   */
  public static final String OF_UKHTC =
      """
      (r.referral_received_on is not null and r.rg_authority is null
        or r.rg_authority = 'UKHTC' or r.cg_authority = 'UKHTC' or %s)\
      """
          .formatted(isAt("intake"));

  /**
   * UKBA's own cases, hand-overs from the hand-over on, and UKHTC's cases while UKBA decides on
   * leave in them (D29); a copy alone opens nothing (D9).
   */
  public static final String OF_UKBA =
      "(r.rg_authority = 'UKBA' or r.cg_authority = 'UKBA' or %s)"
          .formatted(isAt("leave-to-remain"));

  private static final String OF_COUNCIL = "r.local_authority in (:scopeCouncils)";

  /**
   * A form that UKHTC has not logged yet is not in its register, but must be read to be logged
   * (D12); on leave UKBA decides in UKHTC's cases too (D29). Noting a copy needs nothing of the
   * case.
   */
  private static final String HAS_TASK =
      """
      exists (select 1 from ACT_RU_TASK t
        join ACT_RU_IDENTITYLINK l on l.TASK_ID_ = t.ID_ and l.TYPE_ = 'candidate'
        join ACT_RU_EXECUTION p on p.ID_ = t.PROC_INST_ID_
        join ACT_RE_PROCDEF d on d.ID_ = t.PROC_DEF_ID_
        where p.BUSINESS_KEY_ = %s.case_number and l.GROUP_ID_ in (:%s) and d.KEY_ <> 'ukba-pre-alert')\
      """;

  public CaseCondition {
    params = Map.copyOf(params);
  }

  /** The cases that a manager watches in Cockpit: those of the councils, and of the authorities. */
  public static CaseCondition watchedBy(Viewer viewer) {
    if (viewer.has(Role.NRM_MANAGER)) {
      return ALL;
    }
    List<String> cases = new ArrayList<>();
    if (viewer.has(Role.LA_MANAGER) && !viewer.tenants().isEmpty()) {
      cases.add(OF_COUNCIL);
    }
    if (viewer.has(Role.UKHTC_MANAGER)) {
      cases.add(OF_UKHTC);
    }
    if (viewer.has(Role.UKBA_MANAGER)) {
      cases.add(OF_UKBA);
    }
    return anyOf(cases, viewer);
  }

  /** The cases whose NRM form and letters to the local authority someone may read. */
  static CaseCondition readBy(Viewer viewer) {
    return anyOf(read(viewer), viewer);
  }

  /** The cases that the person's council has now. */
  static CaseCondition ofCouncilOf(Viewer viewer) {
    return anyOf(ofCouncil(viewer), viewer);
  }

  /** The cases of which someone may read all letters. */
  static CaseCondition readInFullBy(Viewer viewer) {
    return anyOf(readInFull(viewer), viewer);
  }

  /** The cases that someone works on; the NRM manager only reads. */
  static CaseCondition workedOnBy(Viewer viewer) {
    List<String> cases = ofCouncil(viewer);
    cases.addAll(ofAuthority(viewer, "r"));
    return anyOf(cases, viewer);
  }

  /**
   * The cases of which someone may report an update: those they read or reported, UKBA those of
   * which it has a copy, and a port officer any whose number they know, to send the copy (D9).
   */
  static CaseCondition updatedBy(Viewer viewer, boolean withCopy) {
    List<String> cases =
        viewer.has(Role.NRM_MANAGER) ? new ArrayList<>() : new ArrayList<>(read(viewer));
    cases.add("r.reported_by = :scopeUser");
    if (viewer.hasAnyOf(Role.UKBA)) {
      cases.add("r.ukba_copy_on is not null");
    }
    if (viewer.has(Role.UKBA_PORT_OFFICER)) {
      cases.add(
          withCopy
              ? ALL.sql()
              : """
              exists (select 1 from register_event e where e.case_number = r.case_number
                and e.kind = 'ukba-copy-received' and e.officer = :scopeUser)\
              """);
    }
    return anyOf(cases, viewer);
  }

  private static List<String> read(Viewer viewer) {
    List<String> cases = ofCouncil(viewer);
    cases.addAll(readInFull(viewer));
    return cases;
  }

  /** Also what was reported of the same child under a number that was merged with a case (D12). */
  private static List<String> readInFull(Viewer viewer) {
    if (viewer.has(Role.NRM_MANAGER)) {
      return List.of(ALL.sql());
    }
    List<String> cases = ofAuthority(viewer, "r");
    List<String> merged = ofAuthority(viewer, "m");
    if (!merged.isEmpty()) {
      cases.add(
          "exists (select 1 from case_register m where m.case_number = r.joined_to and (%s))"
              .formatted(String.join(" or ", merged)));
    }
    return cases;
  }

  private static List<String> ofCouncil(Viewer viewer) {
    return viewer.hasAnyOf(Role.LOCAL_AUTHORITY) && !viewer.tenants().isEmpty()
        ? new ArrayList<>(List.of(OF_COUNCIL))
        : new ArrayList<>();
  }

  /**
   * UKHTC reads the whole register; UKBA its own cases, and hand-overs from the hand-over on. A
   * copy alone opens nothing of what the council or UKHTC wrote: it is a pre-alert (D9), and UKBA's
   * own words.
   */
  private static List<String> ofAuthority(Viewer viewer, String cases) {
    List<String> conditions = new ArrayList<>();
    if (viewer.hasAnyOf(Role.UKHTC)) {
      conditions.add(cases + ".referral_received_on is not null");
      conditions.add(HAS_TASK.formatted(cases, "scopeUkhtc"));
    }
    if (viewer.hasAnyOf(Role.UKBA)) {
      conditions.add("%1$s.rg_authority = 'UKBA' or %1$s.cg_authority = 'UKBA'".formatted(cases));
      conditions.add(HAS_TASK.formatted(cases, "scopeUkba"));
    }
    return conditions;
  }

  private static CaseCondition anyOf(Collection<String> cases, Viewer viewer) {
    return cases.isEmpty()
        ? new CaseCondition("1 = 0", Map.of())
        : new CaseCondition(
            "(" + String.join(" or ", cases) + ")",
            Map.of(
                "scopeUser", viewer.userId(),
                "scopeCouncils", viewer.tenants(),
                "scopeUkhtc", viewer.groupsOf(Role.UKHTC),
                "scopeUkba", viewer.groupsOf(Role.UKBA)));
  }

  /** The case is in a diagram, and has not left it. */
  private static String isAt(String diagram) {
    return """
    r.case_number in (select pi.BUSINESS_KEY_ from ACT_RU_EXECUTION pi
      join ACT_RE_PROCDEF d on d.ID_ = pi.PROC_DEF_ID_ where d.KEY_ = '%s' and pi.BUSINESS_KEY_ is not null)\
    """
        .formatted(diagram);
  }
}
