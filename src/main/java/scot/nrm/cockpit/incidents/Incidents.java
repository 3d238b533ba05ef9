package scot.nrm.cockpit.incidents;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseCondition;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.Diagrams;
import scot.nrm.cockpit.Diagrams.Element;
import scot.nrm.cockpit.HistoryCleanup;
import scot.nrm.cockpit.Pages;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.SystemQueries;

/**
 * The system's work that has failed or is delayed, in plain words. A person sees the incidents of
 * the cases they watch; a platform administrator sees them all and can retry them. Entered data and
 * fault messages are never shown, because a message may contain anything.
 */
@Component
class Incidents {

  static final int MAX_JOBS = 100;

  /** Work that is due counts as delayed if it has not begun after this time. */
  static final Duration DELAYED_AFTER = Duration.ofMinutes(15);

  /** The engine's state of a suspended job. */
  private static final int STOPPED = 2;

  /** A state in the engine's job log. */
  private static final int FAILED = 1;

  /** The first line of a stack trace, and each cause. The message follows the colon. */
  private static final Pattern THROWN =
      Pattern.compile("(?m)^(?:Caused by: )?([a-zA-Z_$][\\w.$]*\\.[A-Z][\\w$]*)(?::|$)");

  private static final Pattern OURS =
      Pattern.compile("(?m)^\\s+at (?:[\\w.]*//)?(scot\\.nrm\\.[\\w.$]+)\\([\\w.]*:?(\\d*)\\)");

  /** In two parts: of {@code coalesce} PostgreSQL expects that a third of all jobs are late. */
  private static final String JOBS =
      """
      from ACT_RU_JOB j
      left join ACT_RU_EXECUTION e on e.ID_ = j.PROCESS_INSTANCE_ID_
      left join case_register r on r.case_number = e.BUSINESS_KEY_
      left join ACT_RU_JOBDEF d on d.ID_ = j.JOB_DEF_ID_
      left join ACT_RU_INCIDENT i on i.CONFIGURATION_ = j.ID_ and i.INCIDENT_TYPE_ = 'failedJob'
        and i.CAUSE_INCIDENT_ID_ = i.ID_
      where %s and (j.RETRIES_ <= 0 or j.SUSPENSION_STATE_ = :stopped or j.EXCEPTION_STACK_ID_ is not null
        or j.DUEDATE_ < :late or j.DUEDATE_ is null and j.CREATE_TIME_ < :late)\
      """;

  private static final String KIND =
      """
      case when j.RETRIES_ <= 0 then 'failed' when j.SUSPENSION_STATE_ = :stopped then 'stopped'
        when j.EXCEPTION_STACK_ID_ is not null then 'trying' else 'waiting' end\
      """;

  private final JdbcClient jdbc;
  private final ManagementService management;
  private final RepositoryService repository;
  private final SystemQueries systemQueries;
  private final Diagrams diagram;
  private final IncidentWords words;
  private final CaseClock clock;
  private final Reconciliation reconciliation;
  private final HistoryCleanup cleanup;

  Incidents(
      JdbcClient jdbc,
      @Lazy ManagementService management,
      @Lazy RepositoryService repository,
      SystemQueries systemQueries,
      Diagrams diagram,
      IncidentWords words,
      CaseClock clock,
      Reconciliation reconciliation,
      HistoryCleanup cleanup) {
    this.reconciliation = reconciliation;
    this.cleanup = cleanup;
    this.jdbc = jdbc;
    this.management = management;
    this.repository = repository;
    this.systemQueries = systemQueries;
    this.diagram = diagram;
    this.words = words;
    this.clock = clock;
  }

  /**
   * A page of failed or delayed work.
   *
   * @param scope the cases in the scope, in words
   * @param repairs whether the viewer may retry work
   * @param failed no attempts are left: an incident
   * @param trying failed, and will be tried again automatically
   * @param waiting due for more than 15 minutes, and not begun
   * @param stopped suspended by a person; it will begin when it is resumed
   * @param checked the latest comparison of the register with the engine
   * @param cleanup for administrators: the nightly removal of history that belongs to no case;
   *     {@code null} for others
   */
  record Found(
      String scope,
      boolean repairs,
      long failed,
      long trying,
      long waiting,
      long stopped,
      int page,
      int size,
      long all,
      List<Incident> incidents,
      Reconciliation.Checked checked,
      HistoryCleanup.State cleanup) {}

  /**
   * One piece of work.
   *
   * @param id of the job
   * @param kind {@code failed}, {@code trying}, {@code waiting} or {@code stopped}
   * @param what what failed, in plain words
   * @param element the element's name in the diagram
   * @param stage the name of the diagram
   * @param instance the process instance of the case, to open it in Cockpit; {@code null} if it
   *     belongs to no case
   * @param next when it will be tried again, or was due
   * @param fault for administrators: the kind and place of the fault, without its message; {@code
   *     null} for others
   * @param help for administrators: what to do; {@code null} for others
   */
  record Incident(
      String id,
      String kind,
      String what,
      String element,
      String stage,
      String caseNumber,
      String instance,
      Instant since,
      long tries,
      Instant next,
      String fault,
      String help) {}

  record Retried(List<Answer> answers) {}

  /**
   * The result of retrying one piece of work.
   *
   * @param state {@code begun}, {@code done}, {@code failed}, {@code stopped}
   */
  record Answer(String id, String state, String sentence) {}

  private record Row(
      String id,
      String kind,
      String element,
      String definition,
      String instance,
      String caseNumber,
      Instant incident,
      Instant created,
      Instant due,
      String stack) {}

  /** The kind is {@code null} for all kinds. */
  Found found(CaseScope scope, String kind, int asked) {
    if (kind != null && !Set.of("failed", "trying", "waiting", "stopped").contains(kind)) {
      throw RequestRefused.badRequest("Choose failed, trying, waiting or stopped.");
    }
    Map<String, Long> counts = new HashMap<>();
    statement(
            "select kind, count(*) from (select "
                + KIND
                + " as kind "
                + jobs(scope)
                + ") found group by kind",
            scope)
        .query(
            row -> {
              counts.put(row.getString(1), row.getLong(2));
            });
    long all =
        kind == null
            ? counts.values().stream().mapToLong(Long::longValue).sum()
            : counts.getOrDefault(kind, 0L);
    int page = Pages.within(asked, all);
    List<Row> rows =
        statement(
                """
                select * from (
                  select j.ID_ as id, %s as kind, coalesce(i.FAILED_ACTIVITY_ID_, j.FAILED_ACT_ID_, d.ACT_ID_) as element,
                    j.PROCESS_DEF_ID_ as definition, j.PROCESS_INSTANCE_ID_ as instance, e.BUSINESS_KEY_ as case_number,
                    i.INCIDENT_TIMESTAMP_ as incident, j.CREATE_TIME_ as created, coalesce(j.DUEDATE_, j.CREATE_TIME_) as due,
                    j.EXCEPTION_STACK_ID_ as stack
                """
                        .formatted(KIND)
                    + jobs(scope)
                    + ") found"
                    + (kind == null ? "" : " where kind = :kind")
                    + " order by case kind when 'failed' then 1 when 'trying' then 2 when 'waiting'"
                    + " then 3 else 4 end, coalesce(incident, due) desc, id offset :offset rows"
                    + " fetch next :size rows only",
                scope)
            .param("kind", kind)
            .param("offset", (page - 1) * Pages.SIZE)
            .param("size", Pages.SIZE)
            .query(Row.class)
            .list();
    return new Found(
        scope.repairs() && !scope.watchesCases() ? "All cases" : scope.words(),
        scope.repairs(),
        count(counts, "failed"),
        count(counts, "trying"),
        count(counts, "waiting"),
        count(counts, "stopped"),
        page,
        Pages.SIZE,
        all,
        incidents(rows, scope.repairs()),
        reconciliation.latest(scope),
        scope.repairs() ? cleanup.state() : null);
  }

  private static long count(Map<String, Long> counts, String kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** Administrators also see what belongs to no case. */
  private static String jobs(CaseScope scope) {
    return JOBS.formatted(
        scope.repairs() ? CaseCondition.ALL.sql() : "r.case_number is not null and " + scope.sql());
  }

  private StatementSpec statement(String sql, CaseScope scope) {
    return jdbc.sql(sql)
        .params(scope.params())
        .param("stopped", STOPPED)
        .param("late", Timestamp.from(clock.now().minus(DELAYED_AFTER)));
  }

  private List<Incident> incidents(List<Row> rows, boolean repairs) {
    Map<String, Long> tries = tries(rows);
    Map<String, String> traces = repairs ? traces(rows) : Map.of();
    return systemQueries.ask(
        () -> {
          Map<String, ProcessDefinition> definitions = definitions(rows);
          Map<String, Map<String, Element>> elements = new HashMap<>();
          List<Incident> incidents = new ArrayList<>();
          for (Row row : rows) {
            ProcessDefinition definition = definitions.get(row.definition());
            Element element =
                definition == null
                    ? null
                    : elements
                        .computeIfAbsent(definition.getId(), id -> diagram.elements(definition))
                        .get(row.element());
            String trace = row.stack() == null ? null : traces.get(row.stack());
            incidents.add(
                new Incident(
                    row.id(),
                    row.kind(),
                    what(row, element),
                    element == null ? Diagrams.UNKNOWN : element.name(),
                    definition == null
                        ? "Platform work"
                        : Objects.toString(definition.getName(), definition.getKey()),
                    row.caseNumber(),
                    row.instance(),
                    since(row),
                    tries.getOrDefault(row.id(), 0L),
                    row.due(),
                    trace == null ? null : fault(trace),
                    trace == null ? null : words.help(String.join(" ", thrown(trace)))));
          }
          return incidents;
        });
  }

  private String what(Row row, Element element) {
    String name = element == null ? Diagrams.UNKNOWN : element.name();
    String step = element == null ? null : element.step();
    return switch (row.kind()) {
      case "failed", "trying" -> words.what(step, name);
      case "stopped" -> "“" + name + "” is stopped";
      default -> "“" + name + "” has not started";
    };
  }

  private static Instant since(Row row) {
    return switch (row.kind()) {
      case "failed" -> row.incident() == null ? row.created() : row.incident();
      case "waiting" -> row.due();
      default -> row.created();
    };
  }

  private Map<String, Long> tries(List<Row> rows) {
    Map<String, Long> tries = new HashMap<>();
    List<String> instances =
        rows.stream().map(Row::instance).filter(Objects::nonNull).distinct().toList();
    if (!instances.isEmpty()) {
      jdbc.sql(
              """
              select JOB_ID_, count(*) from ACT_HI_JOB_LOG
              where PROCESS_INSTANCE_ID_ in (:instances) and JOB_ID_ in (:jobs) and JOB_STATE_ = :failed group by JOB_ID_\
              """)
          .param("instances", instances)
          .param("jobs", rows.stream().map(Row::id).toList())
          .param("failed", FAILED)
          .query(
              row -> {
                tries.put(row.getString(1), row.getLong(2));
              });
    }
    return tries;
  }

  private Map<String, ProcessDefinition> definitions(List<Row> rows) {
    String[] ids =
        rows.stream()
            .map(Row::definition)
            .filter(Objects::nonNull)
            .distinct()
            .toArray(String[]::new);
    return ids.length == 0
        ? Map.of()
        : repository.createProcessDefinitionQuery().processDefinitionIdIn(ids).list().stream()
            .collect(Collectors.toMap(ProcessDefinition::getId, one -> one));
  }

  private Map<String, String> traces(List<Row> rows) {
    Map<String, String> traces = new HashMap<>();
    List<String> ids = rows.stream().map(Row::stack).filter(Objects::nonNull).toList();
    if (!ids.isEmpty()) {
      jdbc.sql("select ID_, BYTES_ from ACT_GE_BYTEARRAY where ID_ in (:ids)")
          .param("ids", ids)
          .query(
              row -> {
                byte[] bytes = row.getBytes(2);
                traces.put(
                    row.getString(1),
                    bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8));
              });
    }
    return traces;
  }

  /** The class of the exception, and of each of its causes. */
  private static List<String> thrown(String trace) {
    return THROWN.matcher(trace).results().map(found -> found.group(1)).toList();
  }

  /** Such as "MustacheException in LetterWriter.write, line 57". */
  private static String fault(String trace) {
    List<String> thrown = thrown(trace);
    String kind = thrown.isEmpty() ? "A fault" : simple(thrown.get(thrown.size() - 1));
    Matcher place = OURS.matcher(trace);
    if (!place.find()) {
      return kind;
    }
    String[] parts = place.group(1).split("\\.");
    return kind
        + " in "
        + parts[parts.length - 2]
        + "."
        + parts[parts.length - 1]
        + (place.group(2).isEmpty() ? "" : ", line " + place.group(2));
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  Reconciliation.Checked check(CaseScope scope) {
    if (!scope.repairs()) {
      throw RequestRefused.forbidden("Only a system administrator can compare the cases.");
    }
    return reconciliation.check();
  }

  /**
   * Retries work immediately, each piece separately. Work that is done or has begun isn't touched.
   */
  Retried retry(CaseScope scope, List<String> jobIds) {
    Set<String> ids = requireRepairer(scope, jobIds);
    return new Retried(ids.stream().map(this::retry).toList());
  }

  private Answer retry(String id) {
    try {
      Job job = job(id);
      if (job == null) {
        return done(id);
      }
      if (job.isSuspended()) {
        return new Answer(id, "stopped", "It is stopped. Activate it in Cockpit first.");
      }
      Date now = Date.from(clock.now());
      management.setJobRetries(Math.max(1, job.getRetries())).jobId(id).dueDate(now).execute();
      return new Answer(id, "begun", "It is being retried.");
    } catch (OptimisticLockingException e) {
      return new Answer(id, "begun", "It is already being retried.");
    } catch (ProcessEngineException e) {
      return job(id) == null
          ? done(id)
          : new Answer(id, "failed", "It could not be started. Refresh the page and try again.");
    }
  }

  Retried outcome(CaseScope scope, List<String> jobIds) {
    Set<String> ids = requireRepairer(scope, jobIds);
    List<Answer> answers = new ArrayList<>();
    for (String id : ids) {
      Job job = job(id);
      if (job == null) {
        answers.add(done(id));
      } else if (job.getRetries() <= 0
          || job.getDuedate() != null && job.getDuedate().toInstant().isAfter(clock.now())) {
        answers.add(new Answer(id, "failed", "It failed again. Correct the cause, then retry."));
      } else {
        answers.add(new Answer(id, "begun", "It is being retried."));
      }
    }
    return new Retried(answers);
  }

  private Job job(String id) {
    return management.createJobQuery().jobId(id).singleResult();
  }

  private static Answer done(String id) {
    return new Answer(id, "done", "It is done, and the case continues.");
  }

  private static Set<String> requireRepairer(CaseScope scope, List<String> jobIds) {
    if (!scope.repairs()) {
      throw RequestRefused.forbidden(
          "Only a system administrator can retry work. Give them the case number.");
    }
    if (jobIds == null || jobIds.isEmpty()) {
      throw RequestRefused.badRequest("Choose at least one incident.");
    }
    if (jobIds.size() > MAX_JOBS) {
      throw RequestRefused.badRequest("Choose at most " + MAX_JOBS + " incidents at once.");
    }
    if (jobIds.stream().anyMatch(id -> id == null || id.isBlank() || id.length() > 64)) {
      throw RequestRefused.badRequest("Choose the lines from the list.");
    }
    return new LinkedHashSet<>(jobIds);
  }
}
