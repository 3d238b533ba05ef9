package scot.nrm.access;

import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What someone may do with a single case on our own pages: read its NRM form, its letters and its
 * documents, add to them, report an update. A case that does not exist is answered like one that
 * may not be read. The rule itself is {@link CaseCondition}.
 */
@Component
public class CaseAccess {

  private static final String UKBA_COPY = "send-ukba-copy";

  private final JdbcClient jdbc;

  public CaseAccess(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether someone may read the case: its NRM form, and the letters to the local authority. */
  public boolean mayRead(Viewer viewer, String caseNumber) {
    return isAmong(CaseCondition.readBy(viewer), caseNumber);
  }

  /**
   * The viewer's council that had the case and has handed it over, if the viewer may not read the
   * case any more (D41): it keeps sight of what happened in its time.
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

  /** Whether someone reads cases at all; which ones is asked of each case. */
  public boolean readsCases(Viewer viewer) {
    return viewer.has(Role.NRM_MANAGER)
        || Stream.of(Role.LOCAL_AUTHORITY, Role.UKHTC, Role.UKBA).anyMatch(viewer::hasAnyOf);
  }

  /**
   * Whether someone may read the letters to others as well: the competent authority and the NRM
   * manager.
   */
  public boolean mayReadAllLetters(Viewer viewer, String caseNumber) {
    return isAmong(CaseCondition.readInFullBy(viewer), caseNumber);
  }

  /**
   * Whether someone may report an update of the case. The answer is no as well for a case that does
   * not exist.
   *
   * @param form the start form that reports it
   */
  public boolean mayUpdate(Viewer viewer, String caseNumber, String form) {
    return isAmong(CaseCondition.updatedBy(viewer, form.equals(UKBA_COPY)), caseNumber);
  }

  /**
   * Whether someone may read a letter that was sent to a council (D41). The council that has the
   * case now reads those to the councils before it as well; a council that had it reads its own:
   * those up to the hand-over.
   */
  public boolean mayReadLetterTo(String council, Viewer viewer, String caseNumber) {
    return viewer.hasAnyOf(Role.LOCAL_AUTHORITY)
        && (viewer.tenants().contains(council)
            || isAmong(CaseCondition.ofCouncilOf(viewer), caseNumber));
  }

  /** Whether someone may add to the case's documents: anyone who works on it. */
  public boolean mayAddDocuments(Viewer viewer, String caseNumber) {
    return isAmong(CaseCondition.workedOnBy(viewer), caseNumber);
  }

  /** Whether someone may know of every UKBA copy: UKBA, which gets them. */
  public boolean readsCopies(Viewer viewer) {
    return viewer.hasAnyOf(Role.UKBA);
  }

  /** Whether a case is one of those of a condition. */
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
