package scot.nrm.demo;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.calendar.LocalDay;

/**
 * The open tasks and jobs, read from the engine's tables: its own queries can't select the jobs of
 * one case.
 */
final class OpenWork {

  /**
   * @param name its id in the diagram
   * @param group its first candidate group
   * @param council the case's council
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
    return tasks(
        "ACT_RU_EXECUTION instance join ACT_RU_TASK task on task.PROC_INST_ID_ = instance.ID_",
        "instance.BUSINESS_KEY_ = ?",
        caseNumber);
  }

  /** A task, if it is open. */
  Optional<OpenTask> find(String id) {
    return tasks("ACT_RU_TASK task", "task.ID_ = ?", id).stream().findFirst();
  }

  private List<OpenTask> tasks(String from, String which, String parameter) {
    return jdbc.sql(
            """
            select task.ID_, task.TASK_DEF_KEY_, task.ASSIGNEE_, min(link.GROUP_ID_), task.TENANT_ID_
            from %s
            left join ACT_RU_IDENTITYLINK link on link.TASK_ID_ = task.ID_ and link.TYPE_ = 'candidate'
            where %s
            group by task.ID_, task.TASK_DEF_KEY_, task.ASSIGNEE_, task.TENANT_ID_, task.CREATE_TIME_
            order by task.TASK_DEF_KEY_, task.CREATE_TIME_\
            """
                .formatted(from, which))
        .param(parameter)
        .query(
            (row, count) ->
                new OpenTask(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5)))
        .list();
  }

  /**
   * Executes the jobs of a case that the job executor would execute at once: those without a due
   * date, and those already due.
   *
   * @return when the next timer of the case is due
   */
  Optional<LocalDateTime> executeDueJobs(String caseNumber) {
    // One by one: a job may end a case, with its other jobs.
    List<Job> jobs = jobs(caseNumber);
    for (Optional<Job> next = firstDue(jobs); next.isPresent(); next = firstDue(jobs)) {
      management.executeJob(next.get().id());
      jobs = jobs(caseNumber);
    }
    return nextTimer(jobs);
  }

  /** When the next timer of a case is due, or was. */
  Optional<LocalDateTime> nextTimer(String caseNumber) {
    return nextTimer(jobs(caseNumber));
  }

  /**
   * @param due may be {@code null}
   */
  private record Job(String id, LocalDateTime due) {}

  private static Optional<LocalDateTime> nextTimer(List<Job> jobs) {
    return jobs.stream().map(Job::due).filter(Objects::nonNull).min(Comparator.naturalOrder());
  }

  private static Optional<Job> firstDue(List<Job> jobs) {
    LocalDateTime now = local(ClockUtil.getCurrentTime());
    return jobs.stream().filter(job -> job.due() == null || !job.due().isAfter(now)).findFirst();
  }

  private List<Job> jobs(String caseNumber) {
    return jdbc.sql(
            """
            select job.ID_, job.TYPE_, job.DUEDATE_
            from ACT_RU_EXECUTION instance join ACT_RU_JOB job on job.PROCESS_INSTANCE_ID_ = instance.ID_
            where instance.BUSINESS_KEY_ = ? and job.RETRIES_ > 0
            order by job.TYPE_, job.DUEDATE_, job.HANDLER_CFG_, job.CREATE_TIME_\
            """)
        .param(caseNumber)
        .query(
            (row, count) ->
                new Job(
                    row.getString(1),
                    row.getString(2).equals("message") ? null : local(row.getTimestamp(3))))
        .list();
  }

  private static LocalDateTime local(Date moment) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(moment.getTime()), LocalDay.ZONE);
  }
}
