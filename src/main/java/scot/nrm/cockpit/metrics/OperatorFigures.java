package scot.nrm.cockpit.metrics;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.RoleSettings;
import scot.nrm.cockpit.Columns;
import scot.nrm.cockpit.HistoryCleanup;
import scot.nrm.cockpit.caseload.CaseStages;
import scot.nrm.cockpit.caseload.CaseloadAlert;
import scot.nrm.cockpit.caseload.CaseloadSql;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.register.Stage;

/**
 * The operator's metrics: the numbers of cases, deadlines, tasks, jobs, incidents, letters and
 * notices. Cases are counted as the page Caseload counts them ({@link CaseloadAlert}, {@link
 * CaseStages}). The statements only count. None groups by council, because small numbers could
 * identify a child.
 */
@Component
class OperatorFigures {

  /** A job that has been due for longer is stuck: the executor polls at least once a minute. */
  private static final Duration STUCK = Duration.ofMinutes(5);

  /** Beyond it nobody can sign in: the identity provider's tokens are too old or too new. */
  private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(OperatorFigures.class);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(20);
  private static final String NONE = "none";
  private static final String OTHER = "other";

  /** From the register, labelled with the authority that decides. */
  private static final Map<String, CaseloadAlert> DEADLINES = new LinkedHashMap<>();

  private static final Map<String, String> HELP =
      Map.of(
          "nrm_rg_due_today", "Decisions on reasonable grounds that are due today (D15, D16)",
          "nrm_rg_overdue", "Decisions on reasonable grounds whose deadline has passed (D28)",
          "nrm_reflection_ending",
              "Cases whose reflection period ends today or in the next seven days (D20)",
          "nrm_cg_late", "Conclusive grounds decisions whose deadline has passed (D28)",
          "nrm_children_missing", "Cases whose child is missing (D34)",
          "nrm_removal_holds", "Open cases in which removal is on hold (D32)");

  static {
    DEADLINES.put("nrm_rg_due_today", CaseloadAlert.RG_TODAY);
    DEADLINES.put("nrm_rg_overdue", CaseloadAlert.RG_OVERDUE);
    DEADLINES.put("nrm_reflection_ending", CaseloadAlert.REFLECTION_ENDING);
    DEADLINES.put("nrm_cg_late", CaseloadAlert.CG_LATE);
    DEADLINES.put("nrm_children_missing", CaseloadAlert.MISSING);
    DEADLINES.put("nrm_removal_holds", CaseloadAlert.REMOVAL_HOLD);
  }

  private final JdbcClient jdbc;
  private final Roles roles;
  private final CaseClock clock;
  private final HistoryCleanup cleanup;
  private final Authorities authorities;

  OperatorFigures(
      DataSource dataSource,
      Roles roles,
      CaseClock clock,
      HistoryCleanup cleanup,
      Authorities authorities) {
    this.authorities = authorities;
    JdbcTemplate template = new JdbcTemplate(dataSource);
    template.setQueryTimeout((int) STATEMENT_TIMEOUT.toSeconds());
    this.jdbc = JdbcClient.create(template);
    this.roles = roles;
    this.clock = clock;
    this.cleanup = cleanup;
  }

  List<Figure> read() {
    List<Figure> figures = new ArrayList<>();
    figures.add(openCases());
    figures.addAll(deadlines());
    figures.addAll(copies());
    figures.addAll(tasks());
    figures.addAll(jobs());
    figures.add(incidents());
    figures.addAll(letters());
    figures.addAll(notices());
    figures.addAll(cleanup());
    figures.add(revisions());
    figures.add(nodeClock());
    return figures;
  }

  /** A case at two stages is counted twice. */
  private Figure openCases() {
    Map<String, Map<String, Double>> stages = new LinkedHashMap<>();
    CaseStages.names().values().forEach(stage -> stages.put(label(stage), zeroByAuthority()));
    stages.put(OTHER, zeroByAuthority());
    jdbc.sql(
            """
            select element, authority, count(*) as cases
            from (select distinct places.element, r.case_number, coalesce(%s, 'none') as authority
              from (%s) places join case_register r on %s = places.case_number where %s) counted
            group by element, authority\
            """
                .formatted(
                    CaseloadSql.AUTHORITY, CaseStages.PLACES, CaseloadSql.NUMBER, CaseloadSql.OPEN))
        .query(
            row -> {
              stages
                  .get(
                      CaseStages.names().containsKey(row.getString("element"))
                          ? label(CaseStages.names().get(row.getString("element")))
                          : OTHER)
                  .merge(
                      authority(row.getString("authority")), row.getDouble("cases"), Double::sum);
            });
    Figure figure =
        Figure.of(
            "nrm_cases_open",
            "Open cases by their current stage and the authority that decides",
            "stage",
            "authority");
    stages.forEach(
        (stage, authorities) ->
            authorities.forEach((authority, cases) -> figure.with(cases, stage, authority)));
    return figure;
  }

  private List<Figure> deadlines() {
    List<Figure> figures = new ArrayList<>();
    DEADLINES.forEach(
        (name, alert) -> {
          Figure figure = Figure.of(name, HELP.get(name), "authority");
          byAuthority(alert.sql()).forEach((authority, cases) -> figure.with(cases, authority));
          figures.add(figure);
        });
    Figure suspended =
        Figure.of(
            "nrm_cases_suspended", "Open cases with a suspended stage (D35)", "stage", "authority");
    for (Stage stage : Stage.values()) {
      byAuthority(CaseloadAlert.SUSPENDED.sql() + " and r.suspended_stage = '" + stage.id() + "'")
          .forEach((authority, cases) -> suspended.with(cases, stage.id(), authority));
    }
    figures.add(suspended);
    return figures;
  }

  private Map<String, Double> byAuthority(String condition) {
    Map<String, Double> numbers = zeroByAuthority();
    jdbc.sql(
            "select authority, count(*) from (select coalesce(%s, 'none') as authority from case_register r where %s) counted group by authority"
                .formatted(CaseloadSql.AUTHORITY, condition))
        .param("today", clock.today())
        .param("inAWeek", clock.today().plusDays(7))
        .query(
            row -> {
              numbers.merge(authority(row.getString(1)), row.getDouble(2), Double::sum);
            });
    return numbers;
  }

  private List<Figure> copies() {
    return jdbc.sql(
            "select count(*) as copies, min(r.ukba_copy_on) as oldest from case_register r where "
                + CaseloadAlert.COPIES.sql())
        .query(
            (row, number) -> {
              LocalDate oldest = row.getObject("oldest", LocalDate.class);
              return List.of(
                  Figure.single(
                      "nrm_copies_unanswered",
                      "Copies from port officers that the local authority has not answered (D10)",
                      row.getDouble("copies")),
                  Figure.single(
                      "nrm_copies_unanswered_oldest_days",
                      "Calendar days since the oldest of them",
                      oldest == null
                          ? 0
                          : Math.max(0, ChronoUnit.DAYS.between(oldest, clock.today()))));
            })
        .single();
  }

  /** A task that several teams may claim is counted once for each. */
  private List<Figure> tasks() {
    Map<String, double[]> teams = new TreeMap<>();
    roles.roles().stream().map(RoleSettings::group).forEach(team -> teams.put(team, new double[3]));
    jdbc.sql(
            """
            select team, count(*) as open_tasks,
              sum(case when ASSIGNEE_ is null then 1 else 0 end) as unclaimed,
              sum(case when DUE_DATE_ < :now then 1 else 0 end) as overdue
            from (select distinct l.GROUP_ID_ as team, t.ID_, t.ASSIGNEE_, t.DUE_DATE_
              from ACT_RU_TASK t join ACT_RU_IDENTITYLINK l on l.TASK_ID_ = t.ID_
              where l.TYPE_ = 'candidate' and l.GROUP_ID_ is not null) each_task
            group by team\
            """)
        .param("now", Timestamp.from(clock.now()))
        .query(
            row -> {
              // A team that is no longer a role must not become a label.
              String team =
                  teams.containsKey(row.getString("team")) ? row.getString("team") : OTHER;
              double[] numbers = teams.computeIfAbsent(team, key -> new double[3]);
              numbers[0] += row.getDouble("open_tasks");
              numbers[1] += row.getDouble("unclaimed");
              numbers[2] += row.getDouble("overdue");
            });
    Figure open = Figure.of("nrm_tasks_open", "Open tasks by the team that may claim them", "team");
    Figure unclaimed =
        Figure.of("nrm_tasks_unclaimed", "Open tasks that no one has claimed", "team");
    Figure overdue = Figure.of("nrm_tasks_overdue", "Open tasks whose due date has passed", "team");
    teams.forEach(
        (team, numbers) -> {
          open.with(numbers[0], team);
          unclaimed.with(numbers[1], team);
          overdue.with(numbers[2], team);
        });
    return List.of(open, unclaimed, overdue);
  }

  private List<Figure> jobs() {
    String due = "RETRIES_ > 0 and SUSPENSION_STATE_ = 1 and coalesce(DUEDATE_, CREATE_TIME_)";
    return jdbc.sql(
            """
            select sum(case when %1$s <= :now then 1 else 0 end) as due_jobs,
              sum(case when %1$s <= :stuck then 1 else 0 end) as overdue,
              sum(case when RETRIES_ = 0 then 1 else 0 end) as failed,
              min(case when %1$s <= :now then coalesce(DUEDATE_, CREATE_TIME_) end) as oldest
            from ACT_RU_JOB\
            """
                .formatted(due))
        .param("now", Timestamp.from(clock.now()))
        .param("stuck", Timestamp.from(clock.now().minus(STUCK)))
        .query(
            (row, number) ->
                List.of(
                    Figure.single(
                        "nrm_jobs_due",
                        "Engine jobs that are due and waiting to run",
                        row.getDouble("due_jobs")),
                    Figure.single(
                        "nrm_jobs_overdue",
                        "Of these, jobs that have waited for more than five minutes",
                        row.getDouble("overdue")),
                    Figure.single(
                        "nrm_jobs_failed",
                        "Jobs that have failed for good and need repair",
                        row.getDouble("failed")),
                    Figure.single(
                        "nrm_jobs_oldest_due_seconds",
                        "How long the job that has waited longest has been due",
                        age(Columns.instant(row, "oldest"), clock.now()))))
        .single();
  }

  /** By cause, so that an incident of a stage isn't counted again for the path that called it. */
  private Figure incidents() {
    Map<String, Double> types = new LinkedHashMap<>();
    List.of("failedJob", "failedExternalTask", OTHER).forEach(type -> types.put(type, 0.0));
    jdbc.sql(
            "select INCIDENT_TYPE_ as incident_type, count(*) as incidents from ACT_RU_INCIDENT"
                + " where CAUSE_INCIDENT_ID_ is null or CAUSE_INCIDENT_ID_ = ID_ group by"
                + " INCIDENT_TYPE_")
        .query(
            row -> {
              types.merge(
                  types.containsKey(row.getString("incident_type"))
                      ? row.getString("incident_type")
                      : OTHER,
                  row.getDouble("incidents"),
                  Double::sum);
            });
    Figure figure =
        Figure.of("nrm_incidents", "Technical faults that need repair, by type", "type");
    types.forEach((type, incidents) -> figure.with(incidents, type));
    return figure;
  }

  private List<Figure> letters() {
    Figure waiting =
        Figure.of(
            "nrm_letters_waiting",
            "Letters to be e-mailed (outbox), and to be printed and posted (print-queue)",
            "place");
    Figure oldest =
        Figure.of(
            "nrm_letters_oldest_waiting_seconds",
            "How long the oldest of them has waited",
            "place");
    return jdbc.sql(
            """
            select sum(case when delivery = 'outbox' then 1 else 0 end) as outbox,
              sum(case when delivery in ('print-queue', 'notified') then 1 else 0 end) as print_queue,
              sum(case when delivery = 'print-queue' and delivery_note like 'mail-%' then 1 else 0 end) as not_emailed,
              min(case when delivery = 'outbox' then created_at end) as oldest_outbox,
              min(case when delivery in ('print-queue', 'notified') then created_at end) as oldest_print_queue
            from letter where delivery in ('outbox', 'print-queue', 'notified')\
            """)
        .query(
            (row, number) ->
                List.of(
                    waiting
                        .with(row.getDouble("outbox"), "outbox")
                        .with(row.getDouble("print_queue"), "print-queue"),
                    Figure.single(
                        "nrm_letters_not_emailed",
                        "Those of the print-queue that were to be e-mailed, and could not be",
                        row.getDouble("not_emailed")),
                    oldest
                        .with(age(Columns.instant(row, "oldest_outbox"), clock.now()), "outbox")
                        .with(
                            age(Columns.instant(row, "oldest_print_queue"), clock.now()),
                            "print-queue")))
        .single();
  }

  /**
   * Notices use the machine's clock, not the cases' clock. The address that a reporter typed, which
   * no operator can correct, doesn't count.
   */
  private List<Figure> notices() {
    return jdbc.sql(
            """
            select sum(case when state = 'outbox' then 1 else 0 end) as waiting,
              min(case when state = 'outbox' then created_at end) as oldest,
              sum(case when state = 'given-up' and created_at >= :twoDaysAgo then 1 else 0 end) as given_up
            from notice where state in ('outbox', 'given-up') and team_group <> 'reporter'\
            """)
        .param("twoDaysAgo", OffsetDateTime.now(ZoneOffset.UTC).minusDays(2))
        .query(
            (row, number) ->
                List.of(
                    Figure.single(
                        "nrm_notices_waiting",
                        "E-mails to teams waiting to be sent",
                        row.getDouble("waiting")),
                    Figure.single(
                        "nrm_notices_oldest_waiting_seconds",
                        "How long the oldest of them has waited",
                        age(Columns.instant(row, "oldest"), Instant.now())),
                    Figure.single(
                        "nrm_notices_given_up",
                        "E-mails to teams of the last two days that could not be sent within a day",
                        row.getDouble("given_up"))))
        .single();
  }

  private List<Figure> cleanup() {
    HistoryCleanup.State state = cleanup.state();
    Figure last =
        Figure.of(
            "nrm_history_cleanup_age_seconds",
            "How long ago the engine last removed history that belongs to no case");
    return List.of(
        state.last() == null ? last : last.with(age(state.last(), clock.now())),
        Figure.single(
            "nrm_history_overdue",
            "Finished processes of no case that should have been removed in an earlier night",
            state.overdue()));
  }

  private Figure revisions() {
    return Figure.single(
        "nrm_revisions_overdue",
        "Released revisions whose day has come and that are not in force",
        jdbc.sql("select count(*) from revision where state = 'released' and in_force_on <= ?")
            .param(clock.today())
            .query(Long.class)
            .single());
  }

  private Figure nodeClock() {
    OffsetDateTime now = jdbc.sql("select current_timestamp").query(OffsetDateTime.class).single();
    return nodeClock(now.toInstant(), Instant.now());
  }

  /** A wrong clock is logged too: deadlines and letters get wrong dates, and nothing fails. */
  static Figure nodeClock(Instant database, Instant node) {
    Duration ahead = Duration.between(database, node);
    if (ahead.abs().compareTo(MAX_CLOCK_DIFFERENCE) > 0) {
      LOG.warn(
          "The time of this node differs from the database's by {} seconds. If the node's is wrong, stop the node, correct the time of its machine, and start it.",
          ahead.abs().toSeconds());
    }
    return Figure.single(
        "nrm_clock_ahead_seconds",
        "How far the time of this node is ahead of the database's, negative if it is behind",
        ahead.toMillis() / 1000.0);
  }

  private Map<String, Double> zeroByAuthority() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    authorities.ids().forEach(authority -> numbers.put(authority, 0.0));
    numbers.put(NONE, 0.0);
    return numbers;
  }

  private String authority(String code) {
    return authorities.ids().contains(code) ? code : NONE;
  }

  /**
   * {@code Reasonable grounds} as {@code reasonable-grounds}. With the first names of
   * organisations, because a label never changes.
   */
  private String label(String words) {
    return authorities.fill(words, LocalDate.MIN).toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static double age(Instant since, Instant now) {
    return since == null ? 0 : Math.max(0, Duration.between(since, now).toMillis() / 1000.0);
  }
}
