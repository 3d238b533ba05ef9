package scot.nrm.rehearsal;

import java.sql.Timestamp;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An open task of a case in the engine of a rehearsal.
 *
 * @param key its id in the diagram
 * @param due {@code null} if it has no date
 */
record OpenTask(
    String id,
    String key,
    String name,
    String assignee,
    String council,
    String team,
    Timestamp since,
    Timestamp due) {

  /** The open tasks of a case, in the order of their keys. */
  static List<OpenTask> of(JdbcClient jdbc, String caseNumber) {
    return jdbc.sql(
            """
            select t.ID_ as id, t.TASK_DEF_KEY_ as "key", t.NAME_ as name, t.ASSIGNEE_ as assignee,
              t.TENANT_ID_ as council, t.CREATE_TIME_ as since, t.DUE_DATE_ as due,
              (select min(l.GROUP_ID_) from ACT_RU_IDENTITYLINK l
               where l.TASK_ID_ = t.ID_ and l.TYPE_ = 'candidate') as team
            from ACT_RU_EXECUTION i join ACT_RU_TASK t on t.PROC_INST_ID_ = i.ID_ where i.BUSINESS_KEY_ = ?
            order by t.TASK_DEF_KEY_, t.CREATE_TIME_\
            """)
        .param(caseNumber)
        .query(OpenTask.class)
        .list();
  }
}
