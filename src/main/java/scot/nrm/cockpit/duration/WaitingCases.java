package scot.nrm.cockpit.duration;

import static scot.nrm.cockpit.duration.DiagramHistory.NO_BODY;
import static scot.nrm.cockpit.duration.DiagramHistory.OF_LISTED;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseCondition;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.caseload.CaseloadSql;
import scot.nrm.cockpit.duration.TimeAtElements.Question;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authority;

/**
 * The cases that wait at each element now, and the open tasks with a due date there: the sums of
 * the nightly snapshot, without the cases in which something has happened since, and these as they
 * are now. At one diagram all that is open is read, which is faster there.
 */
@Component
class WaitingCases implements NightlySnapshot.Part {

  /**
   * A step begins or ends before its transaction does, and times of day come twice when summer time
   * ends.
   */
  private static final Duration BEFORE = Duration.ofHours(2);

  /** Of more, everything that is open is read faster. */
  private static final int MOST_CHANGED = 5_000;

  /**
   * Without the snapshot. The case number is compared as an expression: PostgreSQL expects few
   * processes and would look up one case after the other.
   */
  private static final String OPEN =
      """
      select definition, id, sum(cases) as cases, sum(tasks) as tasks, sum(overdue) as overdue
      from (select x.PROC_DEF_ID_ as definition, x.ACT_ID_ as id, max(x.cases) as cases, sum(x.tasks) as tasks,
          sum(x.overdue) as overdue
        from (select x.PROC_DEF_ID_, x.ACT_ID_, x.PROC_INST_ID_, 1 as cases, 0 as tasks, 0 as overdue
            from ACT_HI_ACTINST x where x.PROC_DEF_ID_ in (:definitions) and x.END_TIME_ is null %s
          union all
          select t.PROC_DEF_ID_, t.TASK_DEF_KEY_, t.PROC_INST_ID_, 0, 1, case when t.DUE_DATE_ < :now then 1 else 0 end
            from ACT_RU_TASK t where t.PROC_DEF_ID_ in (:definitions) and t.DUE_DATE_ is not null) x
        join (select p.ID_, p.BUSINESS_KEY_, r.rg_authority, r.cg_authority from ACT_RU_EXECUTION p
          join case_register r on %s = p.BUSINESS_KEY_
          where p.PARENT_ID_ is null and p.BUSINESS_KEY_ is not null and %s %s) r on r.ID_ = x.PROC_INST_ID_
        where %s
        group by x.PROC_DEF_ID_, x.ACT_ID_, r.BUSINESS_KEY_) each_case
      group by definition, id\
      """;

  /** PostgreSQL then finds the cases of all running processes before the elements. */
  private static final String ALL_FIRST = "offset 0 rows";

  /** The case of each process is asked one by one: PostgreSQL would read all processes. */
  private static final String CHANGED =
      """
      select (select p.BUSINESS_KEY_ from ACT_HI_PROCINST p where p.ID_ = x.instance) as case_number
        from (select PROC_INST_ID_ as instance from ACT_HI_ACTINST where START_TIME_ >= :since
          union select PROC_INST_ID_ from ACT_HI_ACTINST where END_TIME_ >= :since
          union select PROC_INST_ID_ from ACT_RU_TASK where LAST_UPDATED_ >= :since) x
      union select case_number from case_move where moved = true and looked_at >= :sinceMoment\
      """;

  private static final String KEPT =
      """
      select k.definition_id as definition, k.element_id as id, k.cases, k.tasks,
          case when k.due < :now then k.tasks else 0 end as overdue
        from kept_waiting_sum k where k.audience in (:audiences) and %1$s\
      """;

  /**
   * The processes of the changed cases. They are found case by case: PostgreSQL would look through
   * those of all cases.
   */
  private static final String PROCESSES_OF_CHANGED =
      """
      (select p.PROC_DEF_ID_, p.ID_, r.case_number, r.rg_authority, r.cg_authority
        from (select r.case_number, r.rg_authority, r.cg_authority from case_register r
            where r.case_number = any(:changed) and %s offset 0 rows) r
          join ACT_RU_EXECUTION p on p.BUSINESS_KEY_ = r.case_number and p.PARENT_ID_ is null
        offset 0 rows) r\
      """;

  /** Takes off the changed cases as they were, and adds them as they are. Each is read once. */
  private static final String SINCE =
      """

      union all
      select k.definition_id, k.element_id, -k.cases, -k.tasks, case when k.due < :now then -k.tasks else 0 end
        from kept_waiting k where k.case_number = any(:changed) and %2$s and %1$s
      union all
      select r.PROC_DEF_ID_, r.ACT_ID_, max(r.cases), sum(r.tasks), sum(r.overdue)
        from (select r.PROC_DEF_ID_, x.ACT_ID_, r.case_number, r.rg_authority, r.cg_authority, 1 as cases, 0 as tasks,
            0 as overdue
            from %3$s join ACT_HI_ACTINST x on x.PROC_DEF_ID_ = r.PROC_DEF_ID_ and x.PROC_INST_ID_ = r.ID_
            where x.END_TIME_ is null and %5$s
          union all
          select r.PROC_DEF_ID_, t.TASK_DEF_KEY_, r.case_number, r.rg_authority, r.cg_authority, 0, 1,
            case when t.DUE_DATE_ < :now then 1 else 0 end
            from %3$s join ACT_RU_TASK t on t.PROC_INST_ID_ = r.ID_
            where t.DUE_DATE_ is not null) r
        where %4$s
        group by r.PROC_DEF_ID_, r.ACT_ID_, r.case_number\
      """;

  private final JdbcClient jdbc;
  private final CaseClock clock;
  private final Authorities authorities;

  WaitingCases(JdbcClient jdbc, CaseClock clock, Authorities authorities) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.authorities = authorities;
  }

  /** What is open at one element of one version of a diagram. */
  record Open(String definition, String element, long cases, long tasks, long overdue) {}

  /**
   * @param kept the first day that is not in the snapshot
   */
  void read(Question question, LocalDate kept, Consumer<Open> to) {
    Map<String, Object> params = new HashMap<>(question.params());
    params.putAll(question.diagram().params());
    params.put("now", Timestamp.from(clock.now()));
    List<String> changed = List.of();
    boolean ready =
        question.ofAllDiagrams()
            && kept.isAfter(NightlySnapshot.NOTHING)
            && !question.audiences().isEmpty();
    if (ready) {
      changed = changedSince(LocalDay.startOf(kept).toInstant().minus(BEFORE));
      params.put("audiences", question.audiences());
      params.put("changed", changed.toArray(String[]::new));
    }
    if (ready && changed.size() <= MOST_CHANGED) {
      query(withSnapshot(question, !changed.isEmpty()), params, open -> add(open, question, to));
    } else {
      query(
          OPEN.formatted(
              OF_LISTED,
              CaseloadSql.NUMBER,
              question.cases(),
              question.ofAllDiagrams() ? ALL_FIRST : "",
              question.ofAuthority("x.PROC_DEF_ID_", "x.ACT_ID_", "r")),
          params,
          to);
    }
  }

  private void query(String sql, Map<String, Object> params, Consumer<Open> to) {
    jdbc.sql(sql)
        .params(params)
        .query(
            row -> {
              to.accept(
                  new Open(
                      row.getString("definition"),
                      row.getString("id"),
                      row.getLong("cases"),
                      row.getLong("tasks"),
                      row.getLong("overdue")));
            });
  }

  private List<String> changedSince(Instant moment) {
    return jdbc
        .sql(CHANGED)
        .param("since", Timestamp.from(moment))
        .param("sinceMoment", moment.atOffset(ZoneOffset.UTC))
        .query(String.class)
        .list()
        .stream()
        .filter(Objects::nonNull)
        .toList();
  }

  private String withSnapshot(Question question, boolean anyChanged) {
    return "select definition, id, sum(cases) as cases, sum(tasks) as tasks, sum(overdue) as overdue from ("
        + (anyChanged ? KEPT + SINCE : KEPT)
            .formatted(
                question.ofAuthority("k.definition_id", "k.element_id", "k"),
                among(question.audiences()),
                PROCESSES_OF_CHANGED.formatted(question.cases()),
                question.ofAuthority("r.PROC_DEF_ID_", "r.ACT_ID_", "r"),
                NO_BODY)
        + ") counted group by definition, id";
  }

  private String among(Set<String> audiences) {
    if (audiences.contains(CaseScope.EVERYBODY)) {
      return "1 = 1";
    }
    return authorities.ids().stream()
        .filter(audiences::contains)
        .map(WaitingCases::watchedBy)
        .findAny()
        .orElse("k.council in (:audiences)");
  }

  private static String watchedBy(String authority) {
    return "k.authorities like '%," + authority + ",%'";
  }

  /** The snapshot has the elements of all diagrams, and those that take no time. */
  private static void add(Open open, Question question, Consumer<Open> to) {
    if (question.keys().containsKey(open.definition())) {
      boolean listed = !question.diagram().passing().contains(open.element());
      long cases = listed ? open.cases() : 0;
      if (cases > 0 || open.tasks() > 0) {
        to.accept(new Open(open.definition(), open.element(), cases, open.tasks(), open.overdue()));
      }
    }
  }

  @Override
  public void keep(LocalDate today) {
    jdbc.sql("delete from kept_waiting").update();
    jdbc.sql("delete from kept_waiting_sum").update();
    jdbc.sql(
            """
            insert into kept_waiting (case_number, council, authorities, rg_authority, cg_authority, definition_id,
              element_id, due, cases, tasks)
            select r.case_number, r.council, r.authorities, r.rg_authority, r.cg_authority, x.definition, x.element,
              x.due, max(x.cases), sum(x.tasks)
            from (select x.PROC_DEF_ID_ as definition, x.ACT_ID_ as element, x.PROC_INST_ID_ as instance,
                cast(null as timestamp) as due, 1 as cases, 0 as tasks
                from ACT_HI_ACTINST x where x.END_TIME_ is null and %s
              union all
              select t.PROC_DEF_ID_, t.TASK_DEF_KEY_, t.PROC_INST_ID_, t.DUE_DATE_, 0, 1
                from ACT_RU_TASK t where t.DUE_DATE_ is not null) x
            join ACT_RU_EXECUTION p on p.ID_ = x.instance
            join (select r.case_number, r.local_authority as council, r.rg_authority, r.cg_authority, ',' %s as authorities
              from case_register r where %s) r on r.case_number = p.BUSINESS_KEY_
            group by r.case_number, r.council, r.authorities, r.rg_authority, r.cg_authority, x.definition, x.element,
              x.due\
            """
                .formatted(
                    NO_BODY,
                    authorities.all().stream().map(this::ifWatched).collect(Collectors.joining()),
                    CaseCondition.ALL.sql()))
        .update();
    sum("'" + CaseScope.EVERYBODY + "'", "1 = 1");
    sum("k.council", "1 = 1");
    authorities.ids().forEach(id -> sum("'" + id + "'", watchedBy(id)));
  }

  private String ifWatched(Authority authority) {
    return "|| case when %s then '%s,' else '' end "
        .formatted(CaseCondition.of(authority, authorities), authority.id());
  }

  private void sum(String audience, String which) {
    jdbc.sql(
            """
            insert into kept_waiting_sum (audience, rg_authority, cg_authority, definition_id, element_id, due, cases,
              tasks)
            select k.audience, k.rg_authority, k.cg_authority, k.definition_id, k.element_id, k.due, sum(k.cases),
              sum(k.tasks)
            from (select k.*, %s as audience from kept_waiting k where %s) k
            group by k.audience, k.rg_authority, k.cg_authority, k.definition_id, k.element_id, k.due\
            """
                .formatted(audience, which))
        .update();
  }
}
