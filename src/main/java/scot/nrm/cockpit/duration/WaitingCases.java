package scot.nrm.cockpit.duration;

import static scot.nrm.cockpit.duration.DiagramHistory.LISTED_ELEMENTS;
import static scot.nrm.cockpit.duration.DiagramHistory.NO_BODY;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.access.CaseCondition;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.caseload.CaseloadSql;
import scot.nrm.cockpit.duration.TimeAtElements.Question;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.MovableClock;
import scot.nrm.engine.authorities.Authorities;

/**
 * The cases that wait at each element now, and the open tasks with a due date there: sums that are
 * some minutes old, corrected for the cases that have changed since. For a single diagram, all open
 * cases are read, because that is faster.
 */
@Component
class WaitingCases implements NightlySnapshot.NightlyTask {

  /**
   * Times of a step are earlier than the end of its transaction, which takes some minutes at most.
   */
  private static final Duration MARGIN = Duration.ofMinutes(30);

  /** Two nodes take turns. */
  private static final Duration REFRESH_INTERVAL = Duration.ofMinutes(10);

  /** For more cases, reading everything that is open is faster. */
  private static final int MAX_CHANGED = 5_000;

  /**
   * All open cases, without the sums. The case number is compared as an expression: PostgreSQL
   * expects few processes and would look up one case after the other.
   */
  private static final String OPEN =
      """
      select definition, element, sum(cases) as cases, sum(tasks) as tasks, sum(overdue) as overdue
      from (select x.PROC_DEF_ID_ as definition, x.ACT_ID_ as element, max(x.cases) as cases, sum(x.tasks) as tasks,
          sum(x.overdue) as overdue
        from (select x.PROC_DEF_ID_, x.ACT_ID_, x.PROC_INST_ID_, 1 as cases, 0 as tasks, 0 as overdue
            from ACT_HI_ACTINST x where x.PROC_DEF_ID_ in (:definitions) and x.END_TIME_ is null %s
          union all
          select t.PROC_DEF_ID_, t.TASK_DEF_KEY_, t.PROC_INST_ID_, 0, 1, case when t.DUE_DATE_ < :now then 1 else 0 end
            from ACT_RU_TASK t where t.PROC_DEF_ID_ in (:definitions) and t.DUE_DATE_ is not null) x
        join (select p.ID_, p.BUSINESS_KEY_, r.rg_authority, r.cg_authority from ACT_RU_EXECUTION p
          join case_register r on %s = p.BUSINESS_KEY_
          where p.PARENT_ID_ is null and p.BUSINESS_KEY_ is not null and %s %s) r on r.ID_ = %s
        where %s
        group by x.PROC_DEF_ID_, x.ACT_ID_, r.BUSINESS_KEY_) each_case
      group by definition, element\
      """;

  /** PostgreSQL then finds the cases of all running processes before the elements. */
  private static final String ALL_FIRST = "offset 0 rows";

  /** H2 can't look this up; it would read all elements again for each process. */
  private static final String ELEMENTS_FIRST = "coalesce(x.PROC_INST_ID_, '')";

  /**
   * Looks up the case of each process one by one; PostgreSQL would otherwise read all processes. A
   * case that is moved to another set waits at the same elements.
   */
  private static final String CHANGED =
      """
      select distinct (select p.BUSINESS_KEY_ from ACT_HI_PROCINST p where p.ID_ = x.instance) as case_number
        from (select PROC_INST_ID_ as instance from ACT_HI_ACTINST where START_TIME_ >= :since
          union select PROC_INST_ID_ from ACT_HI_ACTINST where END_TIME_ >= :since
          union select PROC_INST_ID_ from ACT_RU_TASK where LAST_UPDATED_ >= :since) x\
      """;

  private static final String SUMS =
      """
      select k.definition_id as definition, k.element_id as element, k.cases, k.tasks,
          case when k.due < :now then k.tasks else 0 end as overdue
        from kept_waiting_sum k where k.audience in (:audiences) and %1$s\
      """;

  /** The changed cases' processes, one look-up each; PostgreSQL would otherwise read all. */
  private static final String PROCESSES_OF_CHANGED =
      """
      (select p.PROC_DEF_ID_, p.ID_, r.case_number, r.rg_authority, r.cg_authority
        from (select r.case_number, r.rg_authority, r.cg_authority from case_register r
            where r.case_number = any(:changed) and %s offset 0 rows) r
          join ACT_RU_EXECUTION p on p.BUSINESS_KEY_ = r.case_number and p.PARENT_ID_ is null
        offset 0 rows) r\
      """;

  /** Subtracts the changed cases as they were, and adds them as they are now. Each is read once. */
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
  private final TransactionTemplate transaction;
  private final CaseClock clock;
  private final Authorities authorities;
  private final boolean isPostgres;

  WaitingCases(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      CaseClock clock,
      Authorities authorities,
      @Value("${spring.datasource.url}") String database) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
    this.authorities = authorities;
    this.isPostgres = database.startsWith("jdbc:postgresql:");
  }

  /** The open cases and tasks at one element of one version of a diagram. */
  record Open(String definition, String element, long cases, long tasks, long overdue) {}

  void read(Question question, Consumer<Open> to) {
    Map<String, Object> params = new HashMap<>(question.params());
    params.putAll(question.diagram().params());
    params.put("now", Timestamp.from(clock.now()));
    Optional<List<String>> changed =
        question.ofAllDiagrams() && !question.audiences().isEmpty()
            ? sumsTakenAt().map(this::changedSince).filter(cases -> cases.size() <= MAX_CHANGED)
            : Optional.empty();
    if (changed.isPresent()) {
      params.put("audiences", question.audiences());
      params.put("changed", changed.get().toArray(String[]::new));
      query(withSums(question, !changed.get().isEmpty()), params, open -> add(open, question, to));
    } else {
      query(
          OPEN.formatted(
              LISTED_ELEMENTS,
              CaseloadSql.NUMBER,
              question.cases(),
              isPostgres && question.ofAllDiagrams() ? ALL_FIRST : "",
              isPostgres ? "x.PROC_INST_ID_" : ELEMENTS_FIRST,
              question.ofAuthority("x.PROC_DEF_ID_", "x.ACT_ID_", "r")),
          params,
          to);
    }
  }

  private void query(String sql, Map<String, Object> params, Consumer<Open> to) {
    jdbc.sql(sql).params(params).query(Open.class).list().forEach(to);
  }

  /** The time of the sums. Empty if there are none, or if the clock has been moved back since. */
  private Optional<Instant> sumsTakenAt() {
    return jdbc.sql("select waiting_at from kept_on where waiting_at <= :latest")
        .param("latest", clock.timestamp().plus(MARGIN))
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  /** The cases that have changed since this moment, and possibly others. */
  private List<String> changedSince(Instant moment) {
    return jdbc
        .sql(CHANGED)
        .param("since", Timestamp.valueOf(earliestTimeOfDay(moment.minus(MARGIN))))
        .query(String.class)
        .list()
        .stream()
        .filter(Objects::nonNull)
        .toList();
  }

  /** The local time at a moment, or an hour earlier if the clocks go back within an hour after. */
  static LocalDateTime earliestTimeOfDay(Instant since) {
    LocalDateTime then = since.atZone(LocalDay.ZONE).toLocalDateTime();
    Instant inAnHour = since.plus(1, ChronoUnit.HOURS);
    return inAnHour.atZone(LocalDay.ZONE).toLocalDateTime().isAfter(then)
        ? then
        : then.minusHours(1);
  }

  private String withSums(Question question, boolean anyChanged) {
    return "select definition, element, sum(cases) as cases, sum(tasks) as tasks, sum(overdue) as overdue from ("
        + (anyChanged ? SUMS + SINCE : SUMS)
            .formatted(
                question.ofAuthority("k.definition_id", "k.element_id", "k"),
                audienceCondition(question.audiences()),
                PROCESSES_OF_CHANGED.formatted(question.cases()),
                question.ofAuthority("r.PROC_DEF_ID_", "r.ACT_ID_", "r"),
                NO_BODY)
        + ") counted group by definition, element";
  }

  private String audienceCondition(Set<String> audiences) {
    if (audiences.contains(CaseScope.EVERYONE)) {
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

  /** The sums have the elements of all diagrams, and those that take no time. */
  private static void add(Open open, Question question, Consumer<Open> to) {
    if (question.keys().containsKey(open.definition())) {
      boolean listed = !question.diagram().passing().contains(open.element());
      long cases = listed ? open.cases() : 0;
      if (cases > 0 || open.tasks() > 0) {
        to.accept(new Open(open.definition(), open.element(), cases, open.tasks(), open.overdue()));
      }
    }
  }

  /** Later work will have earlier times than the sums. */
  @EventListener(MovableClock.MovesBack.class)
  void discardSums() {
    jdbc.sql("update kept_on set waiting_at = null").update();
  }

  /** Brings the sums up to date, unless another node is doing so or has just done so. */
  void refresh() {
    transaction.executeWithoutResult(
        running -> {
          if (jdbc.sql("select kept_on from kept_on for update skip locked")
              .query(LocalDate.class)
              .list()
              .isEmpty()) {
            return;
          }
          Instant now = clock.now();
          Optional<Instant> kept = sumsTakenAt();
          if (kept.isEmpty()) {
            rebuild(now, "case_number is not null", List.of());
          } else if (kept.get().isBefore(now.minus(REFRESH_INTERVAL))) {
            List<String> changed = changedSince(kept.get());
            if (!changed.isEmpty()) {
              rebuild(now, "case_number = any(:changed)", changed);
            }
          }
        });
  }

  @Override
  public void run(LocalDate today) {
    rebuild(clock.now(), "case_number is not null", List.of());
  }

  /**
   * @param now no later than anything that is read
   * @param condition the condition for the rows that are replaced
   */
  private void rebuild(Instant now, String condition, List<String> changed) {
    String[] cases = changed.toArray(String[]::new);
    jdbc.sql("delete from kept_waiting where " + condition).param("changed", cases).update();
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
            join (select r.case_number, r.local_authority as council, r.rg_authority, r.cg_authority, ',' %s as authorities,
                p.ID_
              from case_register r
              join ACT_RU_EXECUTION p on p.BUSINESS_KEY_ = r.case_number and p.PARENT_ID_ is null
              where r.%s and %s) r on r.ID_ = x.instance
            group by r.case_number, r.council, r.authorities, r.rg_authority, r.cg_authority, x.definition, x.element,
              x.due\
            """
                .formatted(
                    NO_BODY,
                    authorities.all().stream()
                        .map(
                            one ->
                                "|| case when %s then '%s,' else '' end "
                                    .formatted(CaseCondition.of(one, authorities), one.id()))
                        .collect(Collectors.joining()),
                    condition,
                    CaseCondition.ALL.sql()))
        .param("changed", cases)
        .update();
    jdbc.sql("delete from kept_waiting_sum").update();
    sum("'" + CaseScope.EVERYONE + "'", "1 = 1");
    sum("k.council", "1 = 1");
    authorities.ids().forEach(id -> sum("'" + id + "'", watchedBy(id)));
    jdbc.sql("update kept_on set waiting_at = :now")
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  private void sum(String audience, String condition) {
    jdbc.sql(
            """
            insert into kept_waiting_sum (audience, rg_authority, cg_authority, definition_id, element_id, due, cases,
              tasks)
            select k.audience, k.rg_authority, k.cg_authority, k.definition_id, k.element_id, k.due, sum(k.cases),
              sum(k.tasks)
            from (select k.*, %s as audience from kept_waiting k where %s) k
            group by k.audience, k.rg_authority, k.cg_authority, k.definition_id, k.element_id, k.due\
            """
                .formatted(audience, condition))
        .update();
  }
}
