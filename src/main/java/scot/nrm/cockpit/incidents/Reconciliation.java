package scot.nrm.cockpit.incidents;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.ChainCheck;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.caseload.CaseloadSql;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.register.Stage;

/**
 * Compares the register with the engine: after the start, each night, and whenever an administrator
 * asks. A case that is open in the register but has no work in the engine would be forgotten: no
 * task, deadline or failed job would show it. Each node keeps its own latest result.
 */
@Component
class Reconciliation {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

  /** The most cases listed: nobody repairs more at once, and a wrong database has them all. */
  private static final int MAX_CASES = 200;

  /** Diagrams in which no work on the case is done: the path itself and the reflection period. */
  private static final Set<String> WITHOUT_WORK = Set.of("nrm-case", "reflection-period");

  /**
   * The kinds of inconsistency. A timer or message of a user task or called stage doesn't count as
   * work, because it doesn't replace the task. With {@code offset 0} PostgreSQL first looks for
   * stuck executions, usually none; otherwise it would compare each execution with every case to
   * sort by its number.
   *
   * <p>Each kind gives case number and process instance, or no instance.
   */
  private enum Kind {
    NO_STAGE(
        "The case is open, and no stage is running",
        "Nobody will decide. Find out in the operation log what ended the stage, and start the case again before it.",
        """
        select r.case_number, cast(null as varchar(64)) as instance from case_register r
        where %s and not exists (select 1 from ACT_RU_EXECUTION e
          join ACT_RE_PROCDEF d on d.ID_ = e.PROC_DEF_ID_
          where e.BUSINESS_KEY_ = r.case_number and e.PARENT_ID_ is null and (d.KEY_ in (:stages)
            or d.KEY_ = 'route' and exists (select 1 from ACT_RU_EXECUTION c
              where c.ID_ = e.ROOT_PROC_INST_ID_ and c.PROC_DEF_KEY_ = 'nrm-case')
            or d.KEY_ = 'nrm-case' and (exists (select 1 from ACT_RU_TASK t where t.PROC_INST_ID_ = e.ID_)
              or exists (select 1 from ACT_RU_JOB j where j.PROCESS_INSTANCE_ID_ = e.ID_))))\
        """
            .formatted(CaseloadSql.OPEN)),
    STUCK(
        "The process waits for nothing",
        "A task, timer or stage was removed. Start the case again before the step at which it waits.",
        """
        select distinct r.case_number, i.ID_ as instance
        from (select e.PROC_INST_ID_ from ACT_RU_EXECUTION e
          where e.IS_ACTIVE_ = true
            and not exists (select 1 from ACT_RU_EXECUTION c where c.PARENT_ID_ = e.ID_)
            and not exists (select 1 from ACT_RU_EXECUTION c where c.SUPER_EXEC_ = e.ID_)
            and not exists (select 1 from ACT_RU_TASK t where t.EXECUTION_ID_ = e.ID_)
            and not exists (select 1 from ACT_RU_JOB j where j.EXECUTION_ID_ = e.ID_
              and (j.HANDLER_TYPE_ = 'async-continuation' or not (%1$s)))
            and (%1$s
              or not exists (select 1 from ACT_RU_EVENT_SUBSCR s where s.EXECUTION_ID_ = e.ID_))
          offset 0) e
        join ACT_RU_EXECUTION i on i.ID_ = e.PROC_INST_ID_
        join case_register r on r.case_number = i.BUSINESS_KEY_\
        """
            .formatted(
                "exists (select 1 from ACT_HI_ACTINST a where a.ID_ = e.ACT_INST_ID_"
                    + " and a.ACT_TYPE_ in ('userTask', 'callActivity'))")),
    NO_DEADLINE(
        "The decision has no deadline",
        "The timer was removed. Correct the date of receipt or extend the deadline, which sets it again.",
        """
        select r.case_number, i.ID_ as instance from ACT_RU_EXECUTION i
        join ACT_RE_PROCDEF d on d.ID_ = i.PROC_DEF_ID_
        join case_register r on r.case_number = i.BUSINESS_KEY_
        where i.PARENT_ID_ is null and r.suspended_stage is null
          and (d.KEY_ = '%s' and %s and r.rg_late_mark is null or d.KEY_ = '%s' and %s and r.cg_late_mark is null)
          and not exists (select 1 from ACT_RU_JOB j where j.PROCESS_INSTANCE_ID_ = i.ID_)\
        """
            .formatted(
                Stage.REASONABLE_GROUNDS.id(),
                CaseloadSql.REASONABLE_GROUNDS,
                Stage.CONCLUSIVE_GROUNDS.id(),
                CaseloadSql.CONCLUSIVE_GROUNDS)),
    DISAGREES(
        "The process and the register disagree",
        "Compare the variables of the case with its record, and ask the officers which is right.",
        """
        select r.case_number, i.ID_ as instance from ACT_RU_EXECUTION i
        join ACT_RE_PROCDEF d on d.ID_ = i.PROC_DEF_ID_
        join case_register r on r.case_number = i.BUSINESS_KEY_
        where i.PARENT_ID_ is null and (d.KEY_ = 'reconsideration' or d.KEY_ = 'nrm-case'
          and not exists (select 1 from ACT_RU_EXECUTION o join ACT_RE_PROCDEF p on p.ID_ = o.PROC_DEF_ID_
            where o.BUSINESS_KEY_ = i.BUSINESS_KEY_ and o.PARENT_ID_ is null and p.KEY_ = 'reconsideration'))
          and (i.TENANT_ID_ <> r.local_authority
            or %s <> r.local_authority
            or %s <> coalesce(r.removal_hold, '')
            or %s <> coalesce(r.suspended_stage, '')
            or %s <> coalesce(cast(r.missing_since as varchar(10)), ''))\
        """
            .formatted(
                variable("localAuthority"),
                variable("removalHold"),
                variable("suspendedStage"),
                variable("missingSince")));

    private final String what;

    /** For administrators. */
    private final String help;

    private final String sql;

    Kind(String what, String help, String sql) {
      this.what = what;
      this.help = help;
      this.sql = sql;
    }

    private static String variable(String name) {
      return ("coalesce((select v.TEXT_ from ACT_RU_VARIABLE v where v.EXECUTION_ID_ = i.ID_"
              + " and v.NAME_ = '%s'), '')")
          .formatted(name);
    }
  }

  /**
   * A case whose register and process disagree.
   *
   * @param instance to open it in Cockpit; {@code null} if nothing is running
   * @param help for administrators: what to do; {@code null} for others
   */
  record Inconsistency(String caseNumber, String what, String instance, String help) {}

  /**
   * The latest comparison.
   *
   * @param at {@code null} if there was none since the start
   */
  record Checked(Instant at, List<Inconsistency> cases) {}

  private final JdbcClient jdbc;
  private final CaseClock clock;
  private volatile Checked latest = new Checked(null, List.of());

  /** By their sentences, so that each is listed once. */
  private final Map<String, Inconsistency> changed = new ConcurrentHashMap<>();

  Reconciliation(JdbcClient jdbc, CaseClock clock, MeterRegistry registry) {
    this.jdbc = jdbc;
    this.clock = clock;
    Gauge.builder("nrm_cases_inconsistent", this, one -> one.latest.cases().size())
        .description("Cases whose register and process disagreed at the latest check")
        .register(registry);
  }

  /** A minute after the start; then after the nightly backup and before the day's work. */
  @Scheduled(initialDelay = 1, timeUnit = TimeUnit.MINUTES)
  @Scheduled(cron = "0 0 4 * * *", zone = "Europe/London")
  void tryToCheck() {
    try {
      int count = check().cases().size();
      if (count > 0) {
        LOG.warn(
            "The register and the process disagree in {} cases: see Incidents in Cockpit", count);
      }
    } catch (RuntimeException e) {
      LOG.warn(
          "The register and the engine could not be compared ({})", e.getClass().getSimpleName());
    }
  }

  /** The whole database has been compared with the chain of changes. */
  @EventListener
  void recordFindings(ChainCheck.Result night) {
    changed.clear();
    add(night.findings());
  }

  /** The same of one case or person, which someone has opened or who has signed in. */
  @EventListener
  void recordFindings(ChainCheck.Found noticed) {
    add(noticed.findings());
  }

  private void add(List<ChainCheck.Finding> findings) {
    findings.stream()
        .limit(MAX_CASES)
        .map(
            finding ->
                new Inconsistency(
                    finding.chain(),
                    "Not by this program: " + finding.sentence(),
                    null,
                    "Find out who has changed the database. Compare with a backup: see docs/operate/verify.md."))
        .forEach(
            inconsistency ->
                changed.put(inconsistency.caseNumber() + inconsistency.what(), inconsistency));
  }

  Checked check() {
    Set<String> stages =
        CaseInstances.PATH.stream()
            .filter(stage -> !WITHOUT_WORK.contains(stage))
            .collect(Collectors.toSet());
    List<Inconsistency> found =
        List.of(Kind.values()).stream()
            .flatMap(
                kind ->
                    jdbc
                        .sql(kind.sql + " order by 1 fetch first " + MAX_CASES + " rows only")
                        .param("stages", stages)
                        .query(
                            (row, number) ->
                                new Inconsistency(
                                    row.getString("case_number"),
                                    kind.what,
                                    row.getString("instance"),
                                    kind.help))
                        .list()
                        .stream())
            .limit(MAX_CASES)
            .toList();
    latest = new Checked(clock.now(), found);
    return withFindings();
  }

  /** What the latest comparison found, without what was changed outside the application. */
  List<Inconsistency> latestInconsistencies() {
    return latest.cases();
  }

  private Checked withFindings() {
    return new Checked(
        latest.at(),
        Stream.concat(
                latest.cases().stream(),
                changed.values().stream().sorted(Comparator.comparing(Inconsistency::caseNumber)))
            .toList());
  }

  /** The latest result, of the cases that the person watches; an administrator sees all. */
  Checked latest(CaseScope scope) {
    Checked all = withFindings();
    if (scope.repairs() || all.cases().isEmpty()) {
      return all;
    }
    Set<String> watched =
        Set.copyOf(
            jdbc.sql(
                    "select r.case_number from case_register r where r.case_number in (:found) and "
                        + scope.sql())
                .param("found", all.cases().stream().map(Inconsistency::caseNumber).toList())
                .params(scope.params())
                .query(String.class)
                .list());
    return new Checked(
        all.at(),
        all.cases().stream()
            .filter(inconsistency -> watched.contains(inconsistency.caseNumber()))
            .map(
                inconsistency ->
                    new Inconsistency(
                        inconsistency.caseNumber(),
                        inconsistency.what(),
                        inconsistency.instance(),
                        null))
            .toList());
  }
}
