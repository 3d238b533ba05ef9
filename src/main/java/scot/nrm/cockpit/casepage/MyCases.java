package scot.nrm.cockpit.casepage;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseCondition;
import scot.nrm.access.Viewer;
import scot.nrm.cockpit.Columns;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseNumberInTaskName;
import scot.nrm.engine.authorities.Authorities;

/**
 * The cases in which a person has a task, and those in which they completed one. Both contain only
 * cases that the person may still read; one page at a time.
 */
@Component
class MyCases {

  /** How long a case counts as one that the person worked on. */
  static final Duration WORKED_ON = Duration.ofDays(90);

  private static final String WITH_MY_TASK =
      """
      from case_register r
      join ACT_RU_EXECUTION p on p.BUSINESS_KEY_ = r.case_number
      join ACT_RU_TASK t on t.PROC_INST_ID_ = p.ID_
      where t.ASSIGNEE_ = :user and
      """;

  private static final String COMPLETED_BY_ME =
      """
      from case_register r
      join ACT_HI_PROCINST p on p.BUSINESS_KEY_ = r.case_number
      join ACT_HI_TASKINST t on t.PROC_INST_ID_ = p.PROC_INST_ID_
      where t.ASSIGNEE_ = :user and t.DELETE_REASON_ = 'completed' and t.END_TIME_ >= :since and
      """;

  private final JdbcClient jdbc;
  private final CaseClock clock;
  private final Authorities authorities;

  MyCases(JdbcClient jdbc, CaseClock clock, Authorities authorities) {
    this.jdbc = jdbc;
    this.authorities = authorities;
    this.clock = clock;
  }

  record Part<T>(List<T> cases, long all) {}

  /** The person's open tasks in a case, the most urgent first. */
  record WithMyTasks(String caseNumber, List<MyTask> tasks) {}

  /**
   * @param name without the case number
   * @param due {@code null} if it is not due by any time
   * @param away the user id of the person who is away and had it before; {@code null} if nobody is
   */
  record MyTask(String id, String name, Instant due, String away) {}

  /** The task that the person completed last, without the case number. */
  record WorkedOn(String caseNumber, String name, Instant completed) {}

  /** The newest case first. */
  Part<WithMyTasks> withMyTask(Viewer viewer, int from, int most) {
    CaseCondition cases = CaseCondition.readBy(viewer, authorities);
    Map<String, Object> params = params(cases, viewer);
    List<String> numbers =
        jdbc.sql(
                "select r.case_number "
                    + WITH_MY_TASK
                    + cases.sql()
                    + " group by r.case_number, r.opened_order order by r.opened_order desc"
                    + " limit :most offset :from")
            .params(params)
            .param("most", most)
            .param("from", from)
            .query(String.class)
            .list();
    Map<String, List<MyTask>> tasks = tasks(numbers, viewer);
    return new Part<>(
        numbers.stream()
            .map(number -> new WithMyTasks(number, tasks.getOrDefault(number, List.of())))
            .toList(),
        count(WITH_MY_TASK + cases.sql(), params));
  }

  private Map<String, List<MyTask>> tasks(List<String> numbers, Viewer viewer) {
    if (numbers.isEmpty()) {
      return Map.of();
    }
    record Row(String caseNumber, MyTask task) {}
    return jdbc
        .sql(
            """
            select p.BUSINESS_KEY_, t.ID_, t.NAME_, t.DUE_DATE_, t.OWNER_
            from ACT_RU_TASK t join ACT_RU_EXECUTION p on p.ID_ = t.PROC_INST_ID_
            where t.ASSIGNEE_ = :user and p.BUSINESS_KEY_ in (:numbers)
            order by t.DUE_DATE_ nulls last, t.CREATE_TIME_, t.ID_\
            """)
        .param("user", viewer.userId())
        .param("numbers", numbers)
        .query(
            (row, at) -> {
              String number = row.getString("BUSINESS_KEY_");
              return new Row(
                  number,
                  new MyTask(
                      row.getString("ID_"),
                      CaseNumberInTaskName.without(row.getString("NAME_"), number),
                      Columns.instant(row, "DUE_DATE_"),
                      row.getString("OWNER_")));
            })
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Row::caseNumber, Collectors.mapping(Row::task, Collectors.toList())));
  }

  /**
   * The case last worked on first. A case that has since moved to another local authority or
   * authority is not in it (D14, D41).
   */
  Part<WorkedOn> workedOn(Viewer viewer, int from, int most) {
    CaseCondition cases = CaseCondition.readAndNotMoved(viewer, authorities);
    Map<String, Object> params = params(cases, viewer);
    params.put("since", Timestamp.from(clock.now().minus(WORKED_ON)));
    List<WorkedOn> page =
        jdbc.sql(
                """
                select mine.case_number, mine.name, mine.completed from (
                  select r.case_number, t.NAME_ as name, t.END_TIME_ as completed,
                    row_number() over (partition by r.case_number order by t.END_TIME_ desc, t.ID_) as place
                  %s) mine
                where mine.place = 1 order by mine.completed desc, mine.case_number limit :most offset :from\
                """
                    .formatted(COMPLETED_BY_ME + cases.sql()))
            .params(params)
            .param("most", most)
            .param("from", from)
            .query(
                (row, at) -> {
                  String number = row.getString("case_number");
                  return new WorkedOn(
                      number,
                      CaseNumberInTaskName.without(row.getString("name"), number),
                      Columns.instant(row, "completed"));
                })
            .list();
    return new Part<>(page, count(COMPLETED_BY_ME + cases.sql(), params));
  }

  private static Map<String, Object> params(CaseCondition cases, Viewer viewer) {
    Map<String, Object> params = new HashMap<>(cases.params());
    params.put("user", viewer.userId());
    return params;
  }

  private long count(String which, Map<String, Object> params) {
    return jdbc.sql("select count(distinct r.case_number) " + which)
        .params(params)
        .query(Long.class)
        .single();
  }
}
