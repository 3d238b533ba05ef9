package scot.nrm.cockpit.duration;

import static scot.nrm.cockpit.duration.DiagramHistory.OF_LISTED;
import static scot.nrm.cockpit.duration.DiagramHistory.OF_RUNNING_CASES;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseCondition;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.DiagramElements;
import scot.nrm.cockpit.DiagramElements.Element;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.cockpit.duration.ElementDurations.Months;
import scot.nrm.engine.CaseClock;

/**
 * The time that cases spend at each element of a diagram, from the engine's history: passes that
 * ended in a period, and cases that wait there now. A cancelled or restarted activity doesn't
 * count. Gateways and system steps take no time and are left out; their failures are among the
 * incidents.
 *
 * <p>A person who watches no cases gets the figures of all cases, without numbers below 5 or times
 * of fewer than 5 cases.
 */
@Component
public class TimeAtElements {

  /** A person who watches no cases sees neither a number below this nor its times. */
  static final int FEW = 5;

  /** The longest period, in years. */
  static final int LONGEST = 5;

  private static final int MOST_VERSIONS = 200;
  private static final double MEDIAN = 0.5;
  private static final double MOST = 0.9;
  private static final String WAITING =
      """
      select x.ACT_ID_ as id, count(distinct p.BUSINESS_KEY_) as cases
      from ACT_HI_ACTINST x
      %s and x.END_TIME_ is null and %s
      group by x.ACT_ID_\
      """;
  private static final String OPEN_TASKS =
      """
      select x.TASK_DEF_KEY_ as id, count(*) as tasks,
        sum(case when x.DUE_DATE_ < :now then 1 else 0 end) as overdue
      from ACT_RU_TASK x
      %s and x.DUE_DATE_ is not null and %s
      group by x.TASK_DEF_KEY_\
      """;

  private final JdbcClient jdbc;
  private final RepositoryService repository;
  private final DiagramElements diagram;
  private final ElementHistory history;
  private final NightlySnapshot snapshot;
  private final ElementDurations durations;
  private final CaseClock clock;

  TimeAtElements(
      JdbcClient jdbc,
      @Lazy RepositoryService repository,
      DiagramElements diagram,
      ElementHistory history,
      NightlySnapshot snapshot,
      ElementDurations durations,
      CaseClock clock) {
    this.jdbc = jdbc;
    this.repository = repository;
    this.diagram = diagram;
    this.history = history;
    this.snapshot = snapshot;
    this.durations = durations;
    this.clock = clock;
  }

  /**
   * The diagram, period and authority to read.
   *
   * @param definitionId the id of one version of a diagram
   * @param from the first day on which a case left an element; {@code null} for 12 months before
   *     {@code to}
   * @param to the last such day; {@code null} for today
   * @param authority {@code UKHTC}, {@code UKBA}, or {@code null} for both: the authority of the
   *     case at this stage
   * @param allVersions whether to combine the figures of every version of the diagram
   */
  public record Asked(
      String definitionId, LocalDate from, LocalDate to, String authority, boolean allVersions) {}

  /**
   * @param scope the cases that are counted, in words
   * @param fewHidden whether the smallest counts are left out
   */
  public record Times(
      String scope,
      String diagram,
      int version,
      long versions,
      LocalDate from,
      LocalDate to,
      boolean fewHidden,
      List<At> elements) {}

  /**
   * One element. Times are in seconds; a number is {@code null} if there is none or if it is
   * hidden.
   *
   * @param takesTime whether cases spend time there
   * @param drawn whether the displayed version contains it
   * @param waiting the number of cases that wait there now
   * @param fewWaiting whether some wait, but too few to show
   * @param passed the number of passes that ended in the period
   * @param fewPassed whether some ended, but too few to show
   * @param due the number of tasks with a due date that were completed in the period or are open
   * @param overdueShare the share of these that were completed late or are overdue: 0 to 1
   */
  public record At(
      String id,
      String name,
      String kind,
      boolean takesTime,
      boolean drawn,
      Long waiting,
      boolean fewWaiting,
      Long passed,
      boolean fewPassed,
      Long median,
      Long p90,
      Long due,
      Double overdueShare) {}

  public Times times(Asked asked, CaseScope scope) {
    ProcessDefinition definition = definition(asked.definitionId());
    LocalDate to = asked.to() == null ? clock.today() : asked.to();
    LocalDate from = asked.from() == null ? to.minusYears(1).plusDays(1) : asked.from();
    if (from.isAfter(to)) {
      throw RequestRefused.badRequest("The period ends before it starts. Choose a later last day.");
    }
    if (from.plusYears(LONGEST).isBefore(to)) {
      throw RequestRefused.badRequest("Choose a period of at most " + LONGEST + " years.");
    }
    List<ProcessDefinition> versions =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey(definition.getKey())
            .orderByProcessDefinitionVersion()
            .desc()
            .listPage(0, MOST_VERSIONS);
    Map<String, Element> elements = new LinkedHashMap<>(diagram.elements(definition));
    DiagramHistory asking =
        DiagramHistory.of(
            definition,
            elements,
            asked.allVersions()
                ? versions.stream().map(ProcessDefinition::getId).toList()
                : List.of(definition.getId()));
    elements.values().removeIf(Element::takesNoTime);
    return new Times(
        scope.watchesCases() ? scope.words() : "All cases",
        name(definition),
        definition.getVersion(),
        versions.size(),
        from,
        to,
        !scope.watchesCases(),
        figures(elements, versions, new Question(asking, from, to, asked.authority(), scope)));
  }

  private ProcessDefinition definition(String id) {
    // The engine also returns nothing if the person may not see this diagram.
    ProcessDefinition definition =
        id.length() > 255
            ? null
            : repository.createProcessDefinitionQuery().processDefinitionId(id).singleResult();
    if (definition == null) {
      throw RequestRefused.notFound("There is no such diagram, or you don't have access to it.");
    }
    return definition;
  }

  private static String name(ProcessDefinition definition) {
    return definition.getName() == null ? definition.getKey() : definition.getName();
  }

  /** Selects the history to read, and the cases. */
  private record Question(
      DiagramHistory diagram, LocalDate from, LocalDate to, String authority, CaseScope scope) {

    String which(String element) {
      String cases = scope.watchesCases() ? scope.sql() : CaseCondition.ALL.sql();
      return authority == null
          ? cases
          : cases + " and " + DiagramHistory.authorityAt(element) + " = :authority";
    }

    Map<String, Object> params() {
      Map<String, Object> params = new HashMap<>(scope.params());
      params.put("authority", authority);
      return params;
    }
  }

  private List<At> figures(
      Map<String, Element> elements, List<ProcessDefinition> versions, Question question) {
    Map<String, DurationSample> passed = passed(question);
    Map<String, Long> waiting = new LinkedHashMap<>();
    ask(WAITING.formatted(OF_RUNNING_CASES + OF_LISTED, question.which("x.ACT_ID_")), question)
        .query(
            row -> {
              waiting.put(row.getString("id"), row.getLong("cases"));
            });
    ask(OPEN_TASKS.formatted(OF_RUNNING_CASES, question.which("x.TASK_DEF_KEY_")), question)
        .param("now", Timestamp.from(clock.now()))
        .query(
            row -> {
              passed
                  .computeIfAbsent(row.getString("id"), id -> new DurationSample())
                  .addTasks(row.getLong("tasks"), row.getLong("overdue"));
            });
    List<At> figures = new ArrayList<>();
    elements
        .values()
        .forEach(element -> figures.add(at(element, true, passed, waiting, question.scope())));
    Set<String> gone = new TreeSet<>(passed.keySet());
    gone.addAll(waiting.keySet());
    gone.removeAll(elements.keySet());
    elsewhere(gone, versions)
        .forEach(element -> figures.add(at(element, false, passed, waiting, question.scope())));
    return figures;
  }

  /** Reads the snapshot, and the history for all other days. */
  private Map<String, DurationSample> passed(Question question) {
    Map<String, DurationSample> passed = new LinkedHashMap<>();
    LocalDate end = question.to().plusDays(1);
    Optional<Months> ready =
        question.scope().audiences().isEmpty()
            ? Optional.empty()
            : ElementDurations.within(question.from(), question.to(), snapshot.until());
    ready.ifPresent(
        months ->
            durations.read(
                months,
                question.diagram(),
                question.scope().audiences(),
                question.authority(),
                passed));
    read(
        question,
        question.from(),
        ready.map(months -> months.first().atDay(1)).orElse(end),
        passed);
    ready.ifPresent(months -> read(question, months.until(), end, passed));
    return passed;
  }

  private void read(
      Question question, LocalDate from, LocalDate until, Map<String, DurationSample> to) {
    if (from.isBefore(until)) {
      history.read(
          question.diagram(),
          from,
          until,
          element -> "",
          question::which,
          question.params(),
          row ->
              List.of(
                  to.computeIfAbsent(row.getString("element"), element -> new DurationSample())));
    }
  }

  /** The elements that only another version of the diagram has. */
  private List<Element> elsewhere(Set<String> ids, List<ProcessDefinition> versions) {
    List<Element> found = new ArrayList<>();
    Set<String> missing = new TreeSet<>(ids);
    for (ProcessDefinition version : versions) {
      if (missing.isEmpty()) {
        return found;
      }
      Map<String, Element> elements = diagram.elements(version);
      elements.keySet().retainAll(missing);
      elements.values().stream()
          .filter(element -> !element.takesNoTime())
          .forEach(
              element ->
                  found.add(
                      new Element(
                          element.id(),
                          element.name(),
                          element.kind() + ", not in this version",
                          element.takesTime(),
                          null,
                          null)));
      missing.removeAll(elements.keySet());
    }
    missing.forEach(
        id ->
            found.add(
                new Element(id, DiagramElements.UNKNOWN, "Not in this version", true, null, null)));
    return found;
  }

  private StatementSpec ask(String sql, Question question) {
    return jdbc.sql(sql).params(question.diagram().params()).params(question.params());
  }

  private static At at(
      Element element,
      boolean drawn,
      Map<String, DurationSample> passed,
      Map<String, Long> waiting,
      CaseScope scope) {
    DurationSample left = passed.getOrDefault(element.id(), new DurationSample());
    long here = waiting.getOrDefault(element.id(), 0L);
    boolean fewPassed = isFew(left.count(), scope);
    boolean fewWaiting = isFew(here, scope);
    boolean timed = element.takesTime() && !fewPassed;
    boolean shares = left.due() > 0 && !isFew(left.due(), scope) && !fewPassed && !fewWaiting;
    return new At(
        element.id(),
        element.name(),
        element.kind(),
        element.takesTime(),
        drawn,
        fewWaiting ? null : Long.valueOf(here),
        fewWaiting,
        fewPassed ? null : Long.valueOf(left.count()),
        fewPassed,
        timed ? left.within(MEDIAN) : null,
        timed ? left.within(MOST) : null,
        shares ? left.due() : null,
        shares ? (double) left.overdue() / left.due() : null);
  }

  private static boolean isFew(long cases, CaseScope scope) {
    return !scope.watchesCases() && cases > 0 && cases < FEW;
  }
}
