package scot.nrm.register;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Numbers of cases for those who see a part of some cases only, newest first, a page at a time. */
@Component
public class CaseLists {

  /** By the force that the form names, else by that of the council. */
  private static final String IN_FORCES =
      """
      from case_register c left join case_police_force f on f.case_number = c.case_number
      where (f.police_force in (:forces) or f.police_force is null and c.local_authority in (:councils))
      """;

  private static final String OF_FORCE =
      IN_FORCES
          + """
          and c.joined_to is null
          and (c.rg_outcome is not null or c.suspended_stage is not null or f.police_force is not null or exists (
            select 1 from register_event e where e.case_number = c.case_number and e.kind = 'child-missing'))\
          """;
  private static final String REPORTED = "from case_register c where c.reported_by = :user";
  private static final String COPIED =
      """
      from case_register c where c.ukba_copy_on is not null and (c.reported_by = :user or exists (
          select 1 from register_event e
          where e.case_number = c.case_number and e.kind = 'ukba-copy-received' and e.officer = :user))\
      """;
  private static final String COPIES = "from case_register c where c.ukba_copy_on is not null";

  private final JdbcClient jdbc;

  public CaseLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Some case numbers of a list, and how many there are in all. */
  public record Part(List<String> caseNumbers, long all) {}

  /**
   * Cases of police forces of which there is something to tell: a decision, a suspended stage, a
   * missing child, or the force itself on a form. A case that was joined to another is told there.
   *
   * @param forces ids; of a case, the force that its form names, else that of its council
   * @param councils those that are the forces' own
   */
  public Part ofForces(Set<String> forces, Set<String> councils, int from, int most) {
    return part(
        OF_FORCE, Map.of("forces", orNone(forces), "councils", orNone(councils)), from, most);
  }

  /** Whether a case is of one of these forces, whatever there is to tell. */
  public boolean isOfForces(String caseNumber, Set<String> forces, Set<String> councils) {
    return jdbc.sql("select count(*) " + IN_FORCES + " and c.case_number = :number")
            .param("number", caseNumber)
            .param("forces", orNone(forces))
            .param("councils", orNone(councils))
            .query(Long.class)
            .single()
        > 0;
  }

  /** Cases whose concern, form or copy somebody sent. */
  public Part reportedBy(String userId, int from, int most) {
    return part(REPORTED, Map.of("user", userId), from, most);
  }

  /**
   * Cases with a UKBA copy that somebody sent, also where the copy joined a case that was there
   * (D9).
   */
  public Part copiedBy(String userId, int from, int most) {
    return part(COPIED, Map.of("user", userId), from, most);
  }

  /** Cases with a UKBA copy (D9). */
  public Part copies(int from, int most) {
    return part(COPIES, Map.of(), from, most);
  }

  private Part part(String which, Map<String, ?> parameters, int from, int most) {
    return new Part(
        jdbc.sql(
                "select c.case_number "
                    + which
                    + " order by c.case_number desc limit :most offset :from")
            .params(parameters)
            .param("most", most)
            .param("from", from)
            .query(String.class)
            .list(),
        jdbc.sql("select count(*) " + which).params(parameters).query(Long.class).single());
  }

  /** SQL has no empty list; nothing has an empty id. */
  private static Set<String> orNone(Set<String> ids) {
    return ids.isEmpty() ? Set.of("") : ids;
  }
}
