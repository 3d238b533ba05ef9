package scot.nrm.register;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Case numbers for users who see only part of some cases, newest first, one page at a time. */
@Component
public class CaseLists {

  /** Matches cases by the force on the form, or by the local authority's force if there is none. */
  private static final String IN_FORCES =
      """
      from case_register c left join case_police_force f on f.case_number = c.case_number
      where c.erased is null and (f.police_force in (:forces) or f.police_force is null and c.local_authority in (:councils))
      """;

  private static final String RELEVANT_TO_FORCES =
      IN_FORCES
          + """
          and c.merged_into is null
          and (c.rg_outcome is not null or c.suspended_stage is not null or f.police_force is not null or %s)\
          """
              .formatted(EntryKind.CHILD_MISSING.isRecordedFor("c"));
  private static final String REPORTED = "from case_register c where c.reported_by = :user";
  private static final String COPIED =
      """
      from case_register c where c.ukba_copy_on is not null and (c.reported_by = :user or exists (
          select 1 from register_event e
          where e.case_number = c.case_number and e.kind = '%s' and e.officer = :user))\
      """
          .formatted(EntryKind.UKBA_COPY_RECEIVED.id());

  private final JdbcClient jdbc;

  public CaseLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public record Page(List<String> caseNumbers, long total) {}

  /**
   * Cases that a police force should know about: with a decision, a suspended stage, a missing
   * child, or the force named on the form. A merged case appears under the case that continues.
   *
   * @param forces ids; a case's force is the one on its form, otherwise its local authority's
   * @param councils the local authorities in these forces' areas
   */
  public Page ofForces(Set<String> forces, Set<String> councils, int from, int size) {
    return page(
        RELEVANT_TO_FORCES,
        Map.of("forces", orNone(forces), "councils", orNone(councils)),
        from,
        size);
  }

  /** Whether a case belongs to one of these forces, whatever its stage. */
  public boolean belongsToForces(String caseNumber, Set<String> forces, Set<String> councils) {
    return jdbc.sql("select count(*) " + IN_FORCES + " and c.case_number = :number")
            .param("number", caseNumber)
            .param("forces", orNone(forces))
            .param("councils", orNone(councils))
            .query(Long.class)
            .single()
        > 0;
  }

  /** Cases for which a user sent the concern, form or copy. */
  public Page reportedBy(String userId, int from, int size) {
    return page(REPORTED, Map.of("user", userId), from, size);
  }

  /** Cases with a UKBA copy that a user sent, including copies added to an existing case (D9). */
  public Page copiedBy(String userId, int from, int size) {
    return page(COPIED, Map.of("user", userId), from, size);
  }

  /**
   * Cases with a UKBA copy (D9).
   *
   * @param which a condition on {@code case_register r} that selects the copies
   */
  public Page copies(String which, Map<String, ?> parameters, int from, int size) {
    return page(
        "from (select * from case_register r where r.ukba_copy_on is not null and %s) c"
            .formatted(which),
        parameters,
        from,
        size);
  }

  private Page page(String which, Map<String, ?> parameters, int from, int size) {
    return new Page(
        jdbc.sql(
                "select c.case_number "
                    + which
                    + " order by c.opened_order desc limit :most offset :from")
            .params(parameters)
            .param("most", size)
            .param("from", from)
            .query(String.class)
            .list(),
        jdbc.sql("select count(*) " + which).params(parameters).query(Long.class).single());
  }

  /** Replaces an empty set, because SQL has no empty list. No id is empty. */
  private static Set<String> orNone(Set<String> ids) {
    return ids.isEmpty() ? Set.of("") : ids;
  }
}
