package scot.nrm.oversight;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.oversight.DiagramElements.Element;

/**
 * How long cases stay at each element of a diagram, from the engine's history: what was left within a period, and what
 * waits now. What a case left because its work was stopped or begun anew has not passed, and counts for no time.
 * Questions, and what the system does, take no time and are left out; what failed there is among the incidents.
 *
 * <p>Whoever watches no cases reads this of all cases, and is not shown how long fewer than five cases took.
 */
@Component
class TimeAtElements {

  /** Below this many cases, whoever watches no cases is not told how many there were, nor how long they took. */
  static final int FEW = 5;
  /** The longest period that is worked out at once, in years. */
  static final int LONGEST = 5;

  private static final int MOST_VERSIONS = 200;
  /** What the authority that decides on reasonable grounds has; all later parts are for the one that decides then. */
  private static final Set<String> EARLY =
      Set.of("local-authority-assessment", "intake", "reasonable-grounds", "nrm-case");
  private static final String NONE = "-";

  // What is asked of the history of activities is in one index (V15), and nothing else may be, nor is more joined than
  // ran in the period: the table has millions of rows.
  private static final String OF_CASES = """
      join ACT_HI_PROCINST p on p.ID_ = x.PROC_INST_ID_ and p.PROC_DEF_ID_ in (:definitions)
        and (p.END_TIME_ is null or p.END_TIME_ >= :from)
      join case_register r on r.case_number = p.BUSINESS_KEY_
      where x.PROC_DEF_ID_ in (:definitions)""";
  private static final String OF_LISTED =
      " and x.ACT_ID_ not in (:passing) and x.ACT_ID_ not like '%#multiInstanceBody'";
  private static final String PASSED = """
      select x.ACT_ID_ as id, count(distinct p.BUSINESS_KEY_) as cases,
        percentile_cont(0.5) within group (order by x.DURATION_) as median,
        percentile_cont(0.9) within group (order by x.DURATION_) as p90
      from ACT_HI_ACTINST x
      %s and x.END_TIME_ >= :from and x.END_TIME_ < :until
        and coalesce(x.ACT_INST_STATE_, 0) <> 2 and %s and %s
      group by x.ACT_ID_""";
  private static final String WAITING = """
      select x.ACT_ID_ as id, count(distinct p.BUSINESS_KEY_) as cases
      from ACT_HI_ACTINST x
      %s and x.END_TIME_ is null and %s and %s
      group by x.ACT_ID_""";
  private static final String COMPLETED_TASKS = """
      select x.TASK_DEF_KEY_ as id, count(*) as tasks,
        sum(case when x.END_TIME_ > x.DUE_DATE_ then 1 else 0 end) as overdue
      from ACT_HI_TASKINST x
      %s and x.END_TIME_ >= :from and x.END_TIME_ < :until and x.DELETE_REASON_ = 'completed'
        and x.DUE_DATE_ is not null and %s and %s
      group by x.TASK_DEF_KEY_""";
  private static final String OPEN_TASKS = """
      select x.TASK_DEF_KEY_ as id, count(*) as tasks,
        sum(case when x.DUE_DATE_ < :now then 1 else 0 end) as overdue
      from ACT_RU_TASK x
      %s and x.DUE_DATE_ is not null and %s and %s
      group by x.TASK_DEF_KEY_""";

  private final JdbcClient jdbc;
  private final RepositoryService repository;
  private final DiagramElements diagram;
  private final CaseClock clock;

  TimeAtElements(JdbcClient jdbc, @Lazy RepositoryService repository, DiagramElements diagram, CaseClock clock) {
    this.jdbc = jdbc;
    this.repository = repository;
    this.diagram = diagram;
    this.clock = clock;
  }

  /**
   * What is asked for.
   *
   * @param definitionId of one version of a diagram
   * @param from the first day on which a case may have left an element; {@code null} for twelve months before {@code to}
   * @param to the last such day; {@code null} for today
   * @param authority {@code UKHTC}, {@code UKBA}, or {@code null} for both: the one that the case had at this stage
   * @param allVersions the figures of every version of the diagram together
   */
  record Asked(String definitionId, LocalDate from, LocalDate to, String authority, boolean allVersions) {}

  /**
   * @param scope whose cases these are, in words
   * @param fewHidden whether the smallest counts are left out
   */
  record Times(
      String scope, String diagram, int version, long versions, LocalDate from, LocalDate to, boolean fewHidden,
      List<At> elements) {}

  /**
   * One element. Times are in seconds; a number is {@code null} where there is none, or where it is hidden.
   *
   * @param takesTime whether cases stay there at all
   * @param drawn whether the version that is shown has it
   * @param waiting how many cases wait there now
   * @param fewWaiting some do, but fewer than are shown
   * @param passed how many cases have left it in the period
   * @param fewPassed some have, but fewer than are shown
   * @param due how many tasks with a due date were completed in the period, or are open
   * @param overdueShare of these, the part that was completed after the due date or is open after it: 0 to 1
   */
  record At(
      String id, String name, String kind, boolean takesTime, boolean drawn, Long waiting, boolean fewWaiting,
      Long passed, boolean fewPassed, Long median, Long p90, Long due, Double overdueShare) {}

  private record Passed(long cases, Long median, Long p90) {}

  private record Tasks(long tasks, long overdue) {

    Tasks and(Tasks other) {
      return new Tasks(tasks + other.tasks, overdue + other.overdue);
    }
  }

  Times times(Asked asked, CaseScope scope) {
    ProcessDefinition definition = definition(asked.definitionId());
    LocalDate to = asked.to() == null ? clock.today() : asked.to();
    LocalDate from = asked.from() == null ? to.minusYears(1).plusDays(1) : asked.from();
    if (from.isAfter(to)) {
      throw Refusal.badRequest("The period ends before it begins. Choose a later last day.");
    }
    if (from.plusYears(LONGEST).isBefore(to)) {
      throw Refusal.badRequest("Choose a period of at most " + LONGEST + " years.");
    }
    List<ProcessDefinition> versions = repository.createProcessDefinitionQuery()
        .processDefinitionKey(definition.getKey()).orderByProcessDefinitionVersion().desc().listPage(0, MOST_VERSIONS);
    Map<String, Element> elements = new LinkedHashMap<>(diagram.elements(definition));
    Map<String, Object> params = params(definition, elements, asked);
    List<String> passing = new ArrayList<>(List.of(NONE));
    elements.values().stream().filter(Element::takesNoTime).forEach(element -> passing.add(element.id()));
    params.put("passing", passing);
    elements.keySet().removeAll(passing);
    params.put("definitions",
        asked.allVersions() ? versions.stream().map(ProcessDefinition::getId).toList() : List.of(definition.getId()));
    params.put("from", Timestamp.from(startOf(from)));
    params.put("until", Timestamp.from(startOf(to.plusDays(1))));
    params.putAll(scope.params());
    return new Times(
        scope.watchesCases() ? scope.words() : "All cases", name(definition), definition.getVersion(), versions.size(),
        from, to, !scope.watchesCases(), figures(elements, versions, params, asked.authority(), scope));
  }

  private ProcessDefinition definition(String id) {
    // The engine answers with nothing, too, where the person may not see this diagram.
    ProcessDefinition definition = id.length() > 255 ? null
        : repository.createProcessDefinitionQuery().processDefinitionId(id).singleResult();
    if (definition == null) {
      throw Refusal.notFound("There is no such diagram, or it is not yours to see.");
    }
    return definition;
  }

  private static String name(ProcessDefinition definition) {
    return definition.getName() == null ? definition.getKey() : definition.getName();
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(LocalDay.ZONE).toInstant();
  }

  private static Map<String, Object> params(
      ProcessDefinition definition, Map<String, Element> elements, Asked asked) {
    Map<String, Object> params = new HashMap<>();
    if (asked.authority() != null) {
      params.put("authority", asked.authority());
      params.put("early", EARLY.contains(definition.getKey()) ? 1 : 0);
      List<String> later = new ArrayList<>(List.of(NONE));
      elements.values().stream()
          .filter(element -> element.calls() != null && !EARLY.contains(element.calls()))
          .forEach(element -> later.add(element.id()));
      params.put("later", later);
    }
    return params;
  }

  /** The authority of the case at that stage; where the first decision is still to come, the later ones have none. */
  private static String ofAuthority(String authority, String element) {
    return authority == null ? "1 = 1" : """
        (case when :early = 1 and %s not in (:later) then r.rg_authority
           else coalesce(r.cg_authority, r.rg_authority) end) = :authority""".formatted(element);
  }

  private List<At> figures(Map<String, Element> elements, List<ProcessDefinition> versions, Map<String, Object> params,
      String authority, CaseScope scope) {
    String cases = scope.watchesCases() ? scope.sql() : CaseScopes.ALL;
    String activities = ofAuthority(authority, "x.ACT_ID_");
    String tasks = ofAuthority(authority, "x.TASK_DEF_KEY_");
    Map<String, Passed> passed = new LinkedHashMap<>();
    ask(PASSED.formatted(OF_CASES + OF_LISTED, cases, activities), params).query(row -> {
      passed.put(row.getString("id"), new Passed(
          row.getLong("cases"), seconds(row.getBigDecimal("median")), seconds(row.getBigDecimal("p90"))));
    });
    Map<String, Long> waiting = new LinkedHashMap<>();
    ask(WAITING.formatted(OF_CASES + OF_LISTED, cases, activities), params).query(row -> {
      waiting.put(row.getString("id"), row.getLong("cases"));
    });
    Map<String, Tasks> due = new HashMap<>();
    params.put("now", Timestamp.from(clock.now()));
    for (String statement : List.of(COMPLETED_TASKS, OPEN_TASKS)) {
      ask(statement.formatted(OF_CASES, cases, tasks), params).query(row -> {
        due.merge(row.getString("id"), new Tasks(row.getLong("tasks"), row.getLong("overdue")), Tasks::and);
      });
    }
    List<At> figures = new ArrayList<>();
    elements.values().forEach(element -> figures.add(at(element, true, passed.remove(element.id()),
        waiting.remove(element.id()), due.get(element.id()), scope)));
    Set<String> gone = new TreeSet<>(passed.keySet());
    gone.addAll(waiting.keySet());
    elsewhere(gone, versions).forEach(element -> figures.add(at(element, false,
        passed.get(element.id()), waiting.get(element.id()), due.get(element.id()), scope)));
    return figures;
  }

  /** What another version of the diagram has, and this one has not. */
  private List<Element> elsewhere(Set<String> ids, List<ProcessDefinition> versions) {
    List<Element> found = new ArrayList<>();
    Set<String> missing = new TreeSet<>(ids);
    for (ProcessDefinition version : versions) {
      if (missing.isEmpty()) {
        return found;
      }
      Map<String, Element> elements = diagram.elements(version);
      elements.keySet().retainAll(missing);
      elements.values().stream().filter(element -> !element.takesNoTime()).forEach(element -> found.add(new Element(
          element.id(), element.name(), element.kind() + ", not in this version", element.takesTime(), null, null)));
      missing.removeAll(elements.keySet());
    }
    missing.forEach(id -> found.add(new Element(id, DiagramElements.UNKNOWN, "Not in this version", true, null, null)));
    return found;
  }

  private StatementSpec ask(String sql, Map<String, Object> params) {
    return jdbc.sql(sql).params(params);
  }

  private static Long seconds(BigDecimal milliseconds) {
    return milliseconds == null ? null : Math.round(milliseconds.doubleValue() / 1000);
  }

  private static At at(
      Element element, boolean drawn, Passed passed, Long waiting, Tasks due, CaseScope scope) {
    long left = passed == null ? 0 : passed.cases();
    long here = waiting == null ? 0 : waiting;
    boolean fewPassed = isFew(left, scope);
    boolean fewWaiting = isFew(here, scope);
    boolean timed = element.takesTime() && passed != null && !fewPassed;
    boolean shares = due != null && !isFew(due.tasks(), scope) && !fewPassed && !fewWaiting;
    return new At(
        element.id(), element.name(), element.kind(), element.takesTime(), drawn,
        fewWaiting ? null : Long.valueOf(here), fewWaiting, fewPassed ? null : Long.valueOf(left), fewPassed,
        timed ? passed.median() : null, timed ? passed.p90() : null,
        shares ? due.tasks() : null, shares ? (double) due.overdue() / due.tasks() : null);
  }

  private static boolean isFew(long cases, CaseScope scope) {
    return !scope.watchesCases() && cases > 0 && cases < FEW;
  }
}
