package scot.nrm.underway;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.engine.sets.DefinitionSets;

/** Counts the open cases at each step, in one statement on the engine's tables. */
@Component
class CaseSteps {

  /**
   * The number of cases at one step.
   *
   * @param set the number of the set that the diagram belongs to
   * @param began the number of the set of the outermost diagram, which calls the next stages
   * @param diagram its id
   * @param step the id of the element at which a case waits
   */
  record CasesAtStep(int set, int began, String diagram, String step, int cases) {}

  /** Executions {@code e} of cases; the outermost process {@code r}, the diagram {@code d}. */
  static final String EXECUTIONS =
      """
      from ACT_RU_EXECUTION e
      join ACT_RU_EXECUTION i on i.ID_ = e.PROC_INST_ID_
      join ACT_RU_EXECUTION r on r.ID_ = i.ROOT_PROC_INST_ID_
      join ACT_RE_PROCDEF d on d.ID_ = e.PROC_DEF_ID_
      """;

  /** Only the innermost executions are at a step: a case in a called diagram counts there. */
  static final String AT_A_STEP =
      """
      where e.ACT_ID_ is not null and r.BUSINESS_KEY_ like 'NRM-%'
        and not exists (select 1 from ACT_RU_EXECUTION part where part.PARENT_ID_ = e.ID_)
        and not exists (select 1 from ACT_RU_EXECUTION called where called.SUPER_EXEC_ = e.ID_)\
      """;

  private static final String COUNT =
      """
      select set_number as "set", began, diagram, step, count(distinct case_number) as cases
      from (
        select coalesce(s.VERSION_, :inForce) as set_number, coalesce(b.VERSION_, :inForce) as began,
               d.KEY_ as diagram, e.ACT_ID_ as step, r.BUSINESS_KEY_ as case_number
      """
          + EXECUTIONS
          + """
        join ACT_RE_PROCDEF c on c.ID_ = r.PROC_DEF_ID_
        left join ACT_RE_PROCDEF s on s.DEPLOYMENT_ID_ = d.DEPLOYMENT_ID_ and s.KEY_ = :ofSet
        left join ACT_RE_PROCDEF b on b.DEPLOYMENT_ID_ = c.DEPLOYMENT_ID_ and b.KEY_ = :ofSet
      """
          + AT_A_STEP
          + """
      ) waiting
      group by set_number, began, diagram, step
      order by set_number, began, diagram, step\
      """;

  private final JdbcClient jdbc;
  private final DefinitionSets sets;

  CaseSteps(JdbcClient jdbc, DefinitionSets sets) {
    this.jdbc = jdbc;
    this.sets = sets;
  }

  List<CasesAtStep> count() {
    return jdbc.sql(COUNT)
        .param("inForce", sets.inForce())
        .param("ofSet", DefinitionSets.CASE)
        .query(CasesAtStep.class)
        .list();
  }
}
