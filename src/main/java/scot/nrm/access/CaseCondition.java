package scot.nrm.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The rule of who may see which cases, as a condition on {@code case_register r} for lists and
 * individual cases alike. It fails closed: a role that isn't named here sees no case.
 *
 * @param params its named parameters
 */
public record CaseCondition(String sql, Map<String, Object> params) {

  /** What is left of an erased case is counted in the statistics, and is nobody's case. */
  private static final String NOT_ERASED = "r.erased is null";

  public static final CaseCondition ALL = new CaseCondition(NOT_ERASED, Map.of());

  /** All that is counted in figures: erased cases too, so that past figures stay as they were. */
  public static final CaseCondition COUNTED =
      new CaseCondition("r.case_number is not null", Map.of());

  /**
   * Every form goes to UKHTC first (D12), so UKHTC has the case from when the form waits there to
   * be logged until it has decided on the route.
   */
  public static final String OF_UKHTC =
      """
      (r.referral_received_on is not null and r.rg_authority is null
        or r.rg_authority = 'UKHTC' or r.cg_authority = 'UKHTC' or %s)\
      """
          .formatted(isAt("intake"));

  /**
   * UKBA's own cases, cases transferred to it once the transfer has taken place, and UKHTC's cases
   * while UKBA decides on leave (D29). A copy alone gives no access (D9).
   */
  public static final String OF_UKBA =
      "(r.rg_authority = 'UKBA' or r.cg_authority = 'UKBA' or %s)"
          .formatted(isAt("leave-to-remain"));

  private static final String AUTHORITY_NOW = "coalesce(r.cg_authority, r.rg_authority, 'UKHTC')";

  private static final String OF_COUNCIL = "r.local_authority in (:scopeCouncils)";

  /**
   * UKHTC must read a form to log it, before it is in its register (D12). UKBA also decides on
   * leave in UKHTC's cases (D29). Noting a copy needs no access to the case.
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

  /** The cases that a manager watches in Cockpit: those of their councils and authorities. */
  public static CaseCondition watchedBy(Viewer viewer) {
    return viewer.has(Role.NRM_MANAGER) ? ALL : anyOf(watched(viewer), viewer);
  }

  /**
   * The cases that count in the figures of a manager of councils or authorities: those they watch,
   * and what is left of them when they have been erased.
   */
  public static CaseCondition countedFor(Viewer viewer) {
    return anyOf(COUNTED.sql(), watched(viewer), viewer);
  }

  private static List<String> watched(Viewer viewer) {
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
    return cases;
  }

  /** The cases whose NRM form and letters to the local authority the person may read. */
  public static CaseCondition readBy(Viewer viewer) {
    return anyOf(read(viewer), viewer);
  }

  /**
   * The cases that the person may read and that have not moved away from their council (D41) or
   * authority (D14). UKHTC has a case until it has decided on the route (D12).
   */
  public static CaseCondition readAndNotMoved(Viewer viewer) {
    List<String> cases = ofCouncil(viewer);
    if (viewer.hasAnyOf(Role.UKHTC)) {
      cases.add(AUTHORITY_NOW + " = 'UKHTC'");
    }
    if (viewer.hasAnyOf(Role.UKBA)) {
      cases.add(AUTHORITY_NOW + " = 'UKBA'");
    }
    CaseCondition read = readBy(viewer);
    return new CaseCondition(
        cases.isEmpty()
            ? "1 = 0"
            : "(%s and (%s))".formatted(read.sql(), String.join(" or ", cases)),
        read.params());
  }

  /** The cases that the person's council has now. */
  static CaseCondition ofCouncilOf(Viewer viewer) {
    return anyOf(ofCouncil(viewer), viewer);
  }

  /** The cases of which the person may read all letters. */
  static CaseCondition readInFullBy(Viewer viewer) {
    return anyOf(readInFull(viewer), viewer);
  }

  /** The cases that the person works on; the NRM manager only reads. */
  static CaseCondition workedOnBy(Viewer viewer) {
    List<String> cases = ofCouncil(viewer);
    cases.addAll(ofAuthority(viewer, "r"));
    return anyOf(cases, viewer);
  }

  /**
   * The cases of which the person may report an update: those they may read or have reported. UKBA
   * may also do so for a case of which it has a copy, and a port officer for the case of a copy
   * that they sent (D9). Knowing a number is not enough for anyone.
   */
  static CaseCondition updatedBy(Viewer viewer) {
    List<String> cases =
        viewer.has(Role.NRM_MANAGER) ? new ArrayList<>() : new ArrayList<>(read(viewer));
    cases.add("r.reported_by = :scopeUser");
    if (viewer.hasAnyOf(Role.UKBA)) {
      cases.add("r.ukba_copy_on is not null");
    }
    if (viewer.has(Role.UKBA_PORT_OFFICER)) {
      cases.add(
          """
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

  /** Includes reports about the same child under a number that was merged with a case (D12). */
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
   * UKHTC may read the whole register; UKBA its own cases, and cases transferred to it once the
   * transfer has taken place. A copy alone gives no access to what the council or UKHTC wrote: it
   * is a pre-alert with UKBA's own information (D9).
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
    return anyOf(NOT_ERASED, cases, viewer);
  }

  private static CaseCondition anyOf(String among, Collection<String> cases, Viewer viewer) {
    return cases.isEmpty()
        ? new CaseCondition("1 = 0", Map.of())
        : new CaseCondition(
            "(" + among + " and (" + String.join(" or ", cases) + "))",
            Map.of(
                "scopeUser", viewer.userId(),
                "scopeCouncils", viewer.tenants(),
                "scopeUkhtc", viewer.groupsOf(Role.UKHTC),
                "scopeUkba", viewer.groupsOf(Role.UKBA)));
  }

  /** Whether the case has entered a diagram and not left it. */
  private static String isAt(String diagram) {
    return """
    r.case_number in (select pi.BUSINESS_KEY_ from ACT_RU_EXECUTION pi
      join ACT_RE_PROCDEF d on d.ID_ = pi.PROC_DEF_ID_ where d.KEY_ = '%s' and pi.BUSINESS_KEY_ is not null)\
    """
        .formatted(diagram);
  }
}
