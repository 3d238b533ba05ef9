package scot.nrm.demo;

import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.calendar.LocalDay;

/**
 * What is open in the engine, read from its tables: its own queries cannot ask for the jobs of one case, and would look
 * at those of all.
 */
final class OpenWork {

  /**
   * @param name the task in its diagram
   * @param group whose it is; the first where there are several
   * @param council whose case it is
   */
  record OpenTask(String id, String name, String assignee, String group, String council) {}

  private final JdbcClient jdbc;
  private final ManagementService management;

  OpenWork(JdbcClient jdbc, ManagementService management) {
    this.jdbc = jdbc;
    this.management = management;
  }

  /** The open tasks of a case, in an order that does not depend on chance. */
  List<OpenTask> of(String caseNumber) {
    return tasks("ACT_RU_EXECUTION instance join ACT_RU_TASK task on task.PROC_INST_ID_ = instance.ID_",
        "instance.BUSINESS_KEY_ = ?", caseNumber);
  }

  /** A task, if it is open. */
  Optional<OpenTask> find(String id) {
    return tasks("ACT_RU_TASK task", "task.ID_ = ?", id).stream().findFirst();
  }

  private List<OpenTask> tasks(String from, String which, String parameter) {
    return jdbc.sql("""
            select task.ID_, task.TASK_DEF_KEY_, task.ASSIGNEE_, min(link.GROUP_ID_), task.TENANT_ID_
            from %s
            left join ACT_RU_IDENTITYLINK link on link.TASK_ID_ = task.ID_ and link.TYPE_ = 'candidate'
            where %s
            group by task.ID_, task.TASK_DEF_KEY_, task.ASSIGNEE_, task.TENANT_ID_, task.CREATE_TIME_
            order by task.TASK_DEF_KEY_, task.CREATE_TIME_""".formatted(from, which))
        .param(parameter)
        .query((row, count) -> new OpenTask(
            row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)))
        .list();
  }

  /** The cases in which a timer has become due, those first in which it did so first. */
  List<String> casesWithTimersUpTo(LocalDateTime moment) {
    return jdbc.sql("""
            select instance.BUSINESS_KEY_
            from ACT_RU_JOB job join ACT_RU_EXECUTION instance on instance.ID_ = job.PROCESS_INSTANCE_ID_
            where job.TYPE_ = 'timer' and job.RETRIES_ > 0 and job.DUEDATE_ <= ?
            group by instance.BUSINESS_KEY_ order by min(job.DUEDATE_), instance.BUSINESS_KEY_""")
        .param(Timestamp.from(moment.atZone(LocalDay.ZONE).toInstant()))
        .query(String.class).list();
  }

  /** What the job executor would do at once in a case: what waits for no date, and what is due already. */
  void workOff(String caseNumber) {
    // One by one: a job may end a case, and what else waited for it.
    for (List<String> next = waiting(caseNumber); !next.isEmpty(); next = waiting(caseNumber)) {
      management.executeJob(next.get(0));
    }
  }

  private List<String> waiting(String caseNumber) {
    Date now = ClockUtil.getCurrentTime();
    return jdbc.sql("""
            select job.ID_ from ACT_RU_EXECUTION instance join ACT_RU_JOB job on job.PROCESS_INSTANCE_ID_ = instance.ID_
            where instance.BUSINESS_KEY_ = ? and job.RETRIES_ > 0 and (job.TYPE_ = 'message' or job.DUEDATE_ <= ?)
            order by job.TYPE_, job.DUEDATE_, job.HANDLER_CFG_, job.CREATE_TIME_""")
        .param(caseNumber).param(new Timestamp(now.getTime()))
        .query(String.class).list();
  }
}
