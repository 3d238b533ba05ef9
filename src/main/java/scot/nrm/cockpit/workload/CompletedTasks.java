package scot.nrm.cockpit.workload;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.duration.NightlySnapshot;

/** The last weeks' completed tasks by team, from the nightly snapshot, which has an index. */
@Component
public class CompletedTasks implements NightlySnapshot.NightlyTask {

  /** How many days the snapshot covers, counted back from the first day that it doesn't include. */
  static final int DAYS = 31;

  /**
   * Reads the history: one row for each task and team. A task that is passed to another team before
   * it is completed counts for the last one. It counts for the council that had the case on that
   * day (D41), although the engine's history moves with the case. On the day of the move, it is
   * that of the person who completed it.
   */
  private static final String FROM_HISTORY =
      """
      select distinct t.ID_ as id, l.GROUP_ID_ as team,
        coalesce((select c.local_authority from register_council c where c.case_number = p.BUSINESS_KEY_
          and (c.until_date > cast(t.END_TIME_ as date) or c.until_date = cast(t.END_TIME_ as date) and exists (
            select 1 from ACT_ID_TENANT_MEMBER m where m.USER_ID_ = t.ASSIGNEE_ and m.TENANT_ID_ = c.local_authority))
          order by c.until_date fetch first 1 rows only), t.TENANT_ID_) as council,
        t.ASSIGNEE_ as officer, p.BUSINESS_KEY_ as case_number, t.NAME_ as name, t.DUE_DATE_ as due, t.START_TIME_ as since, t.END_TIME_ as ended,
        (select max(c.TIMESTAMP_) from ACT_HI_IDENTITYLINK c where c.TASK_ID_ = t.ID_ and c.TYPE_ = 'assignee'
          and c.OPERATION_TYPE_ = 'add' and c.USER_ID_ = t.ASSIGNEE_) as claimed
      from ACT_HI_TASKINST t
      join ACT_HI_IDENTITYLINK l on l.TASK_ID_ = t.ID_ and l.TYPE_ = 'candidate' and l.OPERATION_TYPE_ = 'add'
      left join ACT_HI_PROCINST p on p.ID_ = t.PROC_INST_ID_
      where t.END_TIME_ >= :begin and t.DELETE_REASON_ = 'completed' and l.GROUP_ID_ is not null
        and not exists (select 1 from ACT_HI_IDENTITYLINK gone where gone.TASK_ID_ = t.ID_ and gone.TYPE_ = 'candidate'
          and gone.OPERATION_TYPE_ = 'delete' and gone.GROUP_ID_ = l.GROUP_ID_ and gone.TIMESTAMP_ >= l.TIMESTAMP_)\
      """;

  /**
   * All of them as a subquery with the columns of {@code kept_work}. Its parameters are {@code
   * since}, the earliest time of completion, and {@code begin}, the result of {@link #historyFrom}
   * for it.
   */
  static final String COMPLETED =
      "(select id, team, council, officer, case_number, name, due, since, ended, claimed "
          + "from kept_work where ended >= :since and ended < :begin union all "
          + FROM_HISTORY
          + ")";

  private final JdbcClient jdbc;

  CompletedTasks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The time from which tasks must be read from the history.
   *
   * @param until the first day that is not in the snapshot
   */
  static Timestamp historyFrom(Instant since, LocalDate until) {
    Instant kept = LocalDay.startOf(until).toInstant();
    boolean ready = since.isAfter(kept.minus(DAYS, ChronoUnit.DAYS)) && since.isBefore(kept);
    return Timestamp.from(ready ? kept : since);
  }

  @Override
  public void run(LocalDate today) {
    jdbc.sql("delete from kept_work").update();
    Instant end = LocalDay.startOf(today).toInstant();
    jdbc.sql(
            """
            insert into kept_work (id, team, council, officer, case_number, name, due, since, ended, claimed)
            select id, team, council, officer, case_number, name, due, since, ended, claimed
            from (\
            """
                + FROM_HISTORY
                + ") completed where ended < :end")
        .param("begin", Timestamp.from(end.minus(DAYS, ChronoUnit.DAYS)))
        .param("end", Timestamp.from(end))
        .update();
  }
}
