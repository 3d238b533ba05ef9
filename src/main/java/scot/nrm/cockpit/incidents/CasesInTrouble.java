package scot.nrm.cockpit.incidents;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.cockpit.incidents.Reconciliation.Inconsistency;
import scot.nrm.engine.sets.ProblemsBySet;

/** Failed jobs of cases, and cases that nothing will continue, by their current step. */
@Component
class CasesInTrouble implements ProblemsBySet {

  private static final String FAILED =
      """
      select j.PROCESS_DEF_ID_ as definition, coalesce(j.FAILED_ACT_ID_, d.ACT_ID_) as element,
        count(distinct e.BUSINESS_KEY_) as cases
      from ACT_RU_JOB j
      join ACT_RU_EXECUTION e on e.ID_ = j.PROCESS_INSTANCE_ID_
      join case_register r on r.case_number = e.BUSINESS_KEY_
      left join ACT_RU_JOBDEF d on d.ID_ = j.JOB_DEF_ID_
      where j.RETRIES_ <= 0 group by j.PROCESS_DEF_ID_, coalesce(j.FAILED_ACT_ID_, d.ACT_ID_)\
      """;

  /** Where an instance is; with several tokens, one of them. */
  private static final String AT =
      """
      select i.ID_ as instance, i.PROC_DEF_ID_ as definition, min(e.ACT_ID_) as element
      from ACT_RU_EXECUTION i
      left join ACT_RU_EXECUTION e on e.PROC_INST_ID_ = i.ID_ and e.IS_ACTIVE_ = true
      where i.ID_ in (:instances) group by i.ID_, i.PROC_DEF_ID_\
      """;

  /** The version of the path for a case without a running instance, by its set. */
  private static final String OF_CASE =
      """
      select r.case_number, d.ID_ as definition from case_register r
      join ACT_RE_PROCDEF d on d.KEY_ = 'nrm-case' and d.VERSION_ = r.definition_set and d.TENANT_ID_ is null
      where r.case_number in (:cases)\
      """;

  private record Place(String definition, String element) {}

  private final JdbcClient jdbc;
  private final Reconciliation reconciliation;

  CasesInTrouble(JdbcClient jdbc, Reconciliation reconciliation) {
    this.jdbc = jdbc;
    this.reconciliation = reconciliation;
  }

  /** Cases that nothing continues are from the latest comparison, which is made each night. */
  @Override
  public List<Problem> problems(LocalDate since) {
    List<Problem> found =
        new ArrayList<>(
            jdbc.sql(FAILED)
                .query(
                    (row, number) ->
                        new Problem(
                            "Work has failed and has to be retried",
                            row.getString("definition"),
                            row.getString("element"),
                            row.getInt("cases"),
                            Unit.CASES))
                .list());
    List<Inconsistency> inconsistencies = reconciliation.latestInconsistencies();
    Map<String, Place> places = places(inconsistencies);
    record Group(String what, Place place) {}
    inconsistencies.stream()
        .map(inconsistency -> new Group(inconsistency.what(), places.get(key(inconsistency))))
        .filter(group -> group.place() != null)
        .collect(Collectors.groupingBy(group -> group, Collectors.counting()))
        .forEach(
            (group, cases) ->
                found.add(
                    new Problem(
                        group.what(),
                        group.place().definition(),
                        group.place().element(),
                        cases.intValue(),
                        Unit.CASES)));
    return found;
  }

  private static String key(Inconsistency inconsistency) {
    return Objects.requireNonNullElse(inconsistency.instance(), inconsistency.caseNumber());
  }

  /** By instance, or by case number for a case without one. */
  private Map<String, Place> places(Collection<Inconsistency> inconsistencies) {
    Map<String, Place> places = new HashMap<>();
    List<String> instances =
        inconsistencies.stream()
            .map(Inconsistency::instance)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (!instances.isEmpty()) {
      jdbc.sql(AT)
          .param("instances", instances)
          .query(
              row -> {
                places.put(
                    row.getString("instance"),
                    new Place(row.getString("definition"), row.getString("element")));
              });
    }
    List<String> cases =
        inconsistencies.stream()
            .filter(one -> one.instance() == null)
            .map(Inconsistency::caseNumber)
            .toList();
    if (!cases.isEmpty()) {
      jdbc.sql(OF_CASE)
          .param("cases", cases)
          .query(
              row -> {
                places.put(
                    row.getString("case_number"), new Place(row.getString("definition"), null));
              });
    }
    return places;
  }
}
