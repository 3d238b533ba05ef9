package scot.nrm.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authorities.Team;

/**
 * Decides what a person may do with a case on our own pages: read its NRM form, letters and
 * documents, add to them, or report an update. The answer is the same for a case that doesn't exist
 * and for one without access. The rule is in {@link CaseCondition}.
 */
@Component
public class CaseAccess {

  private static final Set<Role> READ_FIGURES = Set.of(Role.NRM_MANAGER, Role.POLICY_STAFF);

  private final JdbcClient jdbc;
  private final Authorities authorities;

  public CaseAccess(JdbcClient jdbc, Authorities authorities) {
    this.jdbc = jdbc;
    this.authorities = authorities;
  }

  /** Whether the person may read the case: its NRM form, and the letters to the local authority. */
  public boolean mayRead(Viewer viewer, String caseNumber) {
    return isAmong(CaseCondition.readBy(viewer, authorities), caseNumber);
  }

  /**
   * The cases that the person may read and whose number has this part, the latest first.
   *
   * @param part in the register's format; it has no wildcards
   */
  public List<String> readable(Viewer viewer, String part, int most) {
    CaseCondition cases = CaseCondition.readBy(viewer, authorities);
    return jdbc.sql(
            "select r.case_number from case_register r where r.case_number like :part and "
                + cases.sql()
                + " order by r.opened_order desc limit :most")
        .params(cases.params())
        .param("part", "%" + part + "%")
        .param("most", most)
        .query(String.class)
        .list();
  }

  /**
   * The viewer's council that has handed the case over, if the viewer may no longer read the case
   * (D41). It can still see what happened while it had the case.
   */
  public Optional<String> formerCouncil(Viewer viewer, String caseNumber) {
    if (!viewer.hasAnyOf(Role.LOCAL_AUTHORITY)
        || viewer.tenants().isEmpty()
        || mayRead(viewer, caseNumber)) {
      return Optional.empty();
    }
    return jdbc.sql(
            """
            select local_authority from register_council
            where case_number = :caseNumber and local_authority in (:councils)
            order by until_date desc limit 1\
            """)
        .param("caseNumber", caseNumber)
        .param("councils", viewer.tenants())
        .query(String.class)
        .optional();
  }

  /** Whether the person may read any cases; each case is then checked separately. */
  public boolean mayReadCases(Viewer viewer) {
    return viewer.has(Role.NRM_MANAGER) || worksOnCases(viewer);
  }

  /** Whether the person's team works on cases that it may read; the NRM manager only reads. */
  public boolean worksOnCases(Viewer viewer) {
    return viewer.hasAnyOf(Role.LOCAL_AUTHORITY) || !authorities.of(viewer.groups()).isEmpty();
  }

  /** Whether the person may read the figures of all cases. */
  public boolean mayReadFigures(Viewer viewer) {
    return viewer.hasAnyOf(READ_FIGURES) || keepsRegister(viewer, Team.MANAGER);
  }

  /** Whether the person is in this team of an authority that keeps the register. */
  public boolean keepsRegister(Viewer viewer, Team team) {
    return authorities.of(viewer.groups(), team).stream().anyMatch(authorities::readsRegister);
  }

  /** Whether they may also read letters to others, as authorities and the NRM manager may. */
  public boolean mayReadAllLetters(Viewer viewer, String caseNumber) {
    return isAmong(CaseCondition.readInFullBy(viewer, authorities), caseNumber);
  }

  /** Whether the person may report an update of the case; false if there is none. */
  public boolean mayUpdate(Viewer viewer, String caseNumber) {
    return isAmong(CaseCondition.updatedBy(viewer, authorities), caseNumber);
  }

  /**
   * Whether the person may read a letter that was sent to a council (D41). The council that has the
   * case now may also read letters to previous councils; a previous council may read its own
   * letters.
   */
  public boolean mayReadLetterTo(String council, Viewer viewer, String caseNumber) {
    return viewer.hasAnyOf(Role.LOCAL_AUTHORITY)
        && (viewer.tenants().contains(council)
            || isAmong(CaseCondition.ofOwnCouncil(viewer, authorities), caseNumber));
  }

  /** Whether the person may add to the case's documents, as anyone who works on it may. */
  public boolean mayAddDocuments(Viewer viewer, String caseNumber) {
    return isAmong(CaseCondition.workedOnBy(viewer, authorities), caseNumber);
  }

  /** Whether the person may know of copies: only an authority that receives them may (D9). */
  public boolean mayReadCopies(Viewer viewer) {
    return authorities.of(viewer.groups()).stream()
        .anyMatch(authorities.everWith(Duty.IMMIGRATION)::contains);
  }

  /** The cases whose copies the person may know of (D9). */
  public CaseCondition copies(Viewer viewer) {
    return CaseCondition.copiesReadBy(viewer, authorities);
  }

  public boolean isAmong(CaseCondition cases, String caseNumber) {
    return jdbc.sql(
            "select 1 from case_register r where r.case_number = :caseNumber and " + cases.sql())
        .params(cases.params())
        .param("caseNumber", caseNumber)
        .query(Integer.class)
        .optional()
        .isPresent();
  }
}
