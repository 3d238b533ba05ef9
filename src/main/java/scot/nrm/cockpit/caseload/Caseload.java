package scot.nrm.cockpit.caseload;

import static java.util.stream.Collectors.joining;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.NamesAndRoles.Details;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.LoggedPages;
import scot.nrm.cockpit.Pages;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.cockpit.WatchedTeams;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.letters.Organisations;
import scot.nrm.register.CaseOverview;
import scot.nrm.register.CaseOverview.Fact;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterRow;
import scot.nrm.register.RemovalHold;

/**
 * The cases that a person watches: the number at each stage, those that need attention, and the
 * list. Recorded facts come from the register; current stages, tasks and incidents come from the
 * engine's tables. Each page takes a few statements, however many cases there are.
 */
@Component
public class Caseload {

  /**
   * @param missingLong the number of days after which a missing child is flagged (D34)
   */
  @Validated
  @ConfigurationProperties("nrm.caseload")
  public record Settings(@Min(1) @Max(3650) int missingLong) {}

  private static final int BATCH_SIZE = 500;

  private static final Map<String, String> SORT_COLUMNS =
      Map.of(
          "number", "r.case_number",
          "council", "r.local_authority",
          "stage", "rank_on_path",
          "authority", CaseloadSql.AUTHORITY,
          "received", "r.referral_received_on",
          "due", CaseloadSql.DUE,
          "missing", "r.missing_since");

  /** The sort orders for a reader who knows some of the cases only from a UKBA copy (D9). */
  private static final Set<String> COPY_SORT_COLUMNS = Set.of("number", "council");

  private static final String FURTHEST_STAGE =
      "left join (%s) furthest on furthest.case_number = r.case_number"
          .formatted(CaseStages.FURTHEST_STAGE);

  private final JdbcClient jdbc;
  private final CaseStages stages;
  private final CaseAccess access;
  private final WatchedTeams teams;
  private final Organisations organisations;
  private final CaseClock clock;
  private final Authorities competent;
  private final int missingLong;

  Caseload(
      JdbcClient jdbc,
      CaseStages stages,
      CaseAccess access,
      WatchedTeams teams,
      Organisations organisations,
      CaseClock clock,
      Authorities competent,
      Settings settings) {
    this.jdbc = jdbc;
    this.stages = stages;
    this.access = access;
    this.teams = teams;
    this.organisations = organisations;
    this.clock = clock;
    this.competent = competent;
    this.missingLong = settings.missingLong();
  }

  /** A group of open cases, with the {@code id} that filters the list. */
  public record Part(String id, String name, long cases) {}

  /**
   * A tile under "Needs your attention".
   *
   * @param state the cases that its list shows: {@code open} or {@code all}
   * @param cases the number of cases in its list
   * @param tasks the number of tasks, if it counts tasks; a case may have several
   */
  public record Tile(
      String id, String label, String meaning, String state, long cases, Long tasks) {}

  /**
   * @param open cases without an outcome; a case at two stages is counted at each, so the stages
   *     may add up to more
   * @param councils all councils to filter the list by, including those without an open case
   */
  public record Summary(
      LocalDate today,
      long open,
      List<Part> stages,
      List<Part> authorities,
      List<Part> councils,
      List<Tile> attention) {}

  record Page(long all, int page, int size, String sort, List<CaseloadRow> rows)
      implements LoggedPages.Cases {

    @Override
    public int shown() {
      return rows.size();
    }
  }

  /**
   * The sort order and the page of the list.
   *
   * @param by {@code null} for the usual order of that list: missing children by how long they have
   *     been missing, other cases by deadline
   */
  record Order(String by, boolean descending, int page) {

    static Order of(String by, String order, String page) {
      if (by != null && !by.isEmpty() && !SORT_COLUMNS.containsKey(by)) {
        throw RequestRefused.badRequest("Choose a column of the list to sort by.");
      }
      return new Order(
          by == null || by.isEmpty() ? null : by, "desc".equals(order), Pages.number(page));
    }
  }

  public Summary summary(Viewer viewer, CaseScope scope) {
    Map<String, Object> params = params(viewer, scope);
    Map<String, Long> councils = new TreeMap<>();
    viewer.tenants().forEach(council -> councils.put(council, 0L));
    Map<String, Long> authorities = new LinkedHashMap<>();
    competent.ids().forEach(authority -> authorities.put(authority, 0L));
    authorities.put("", 0L);
    Map<CaseloadAlert, Tile> tiles = new EnumMap<>(CaseloadAlert.class);
    List<CaseloadAlert> counted = ofKind(CaseloadAlert.Kind.OPEN_CASES);
    counted.forEach(one -> tiles.put(one, tile(one, 0, null)));
    jdbc.sql(
            """
            select local_authority, authority, count(*) as open_cases %s
            from (select r.local_authority, %s as authority %s from case_register r where %s and %s) counted
            group by local_authority, authority\
            """
                .formatted(
                    columns(counted, CaseloadAlert::sql, ", sum(%1$s) as %1$s"),
                    CaseloadSql.AUTHORITY,
                    columns(
                        counted, CaseloadAlert::sql, ", case when %2$s then 1 else 0 end as %1$s"),
                    CaseloadSql.OPEN,
                    scope.sql()))
        .params(params)
        .query(
            row -> {
              councils.merge(
                  row.getString("local_authority"), row.getLong("open_cases"), Long::sum);
              authorities.merge(
                  Objects.requireNonNullElse(row.getString("authority"), ""),
                  row.getLong("open_cases"),
                  Long::sum);
              for (CaseloadAlert one : counted) {
                tiles.put(one, tile(one, tiles.get(one).cases() + row.getLong(one.name()), null));
              }
            });
    if (access.mayReadCopies(viewer)) {
      tiles.put(
          CaseloadAlert.COPIES,
          tile(
              CaseloadAlert.COPIES,
              count(CaseloadAlert.COPIES.sql() + " and " + access.copies(viewer).sql(), params),
              null));
    }
    ofKind(CaseloadAlert.Kind.CASES)
        .forEach(
            one ->
                tiles.put(one, tile(one, count(one.sql() + " and " + scope.sql(), params), null)));
    addUnclaimed(scope, params, tiles);
    return new Summary(
        clock.today(),
        councils.values().stream().mapToLong(Long::longValue).sum(),
        stages(scope, params),
        authorities.entrySet().stream()
            .map(
                each ->
                    each.getKey().isEmpty()
                        ? new Part(
                            CaseloadFilter.NO_AUTHORITY, "Not yet allocated", each.getValue())
                        : new Part(each.getKey(), authority(each.getKey()), each.getValue()))
            .toList(),
        councils.entrySet().stream()
            .map(each -> new Part(each.getKey(), council(each.getKey()), each.getValue()))
            .toList(),
        List.copyOf(tiles.values()));
  }

  /**
   * @param column a column of the statement, where the first argument is the alert's name and the
   *     second its condition
   */
  private static String columns(
      List<CaseloadAlert> alerts, Function<CaseloadAlert, String> condition, String column) {
    return alerts.stream()
        .map(one -> column.formatted(one.name(), condition.apply(one)))
        .collect(joining());
  }

  private static List<CaseloadAlert> ofKind(CaseloadAlert.Kind kind) {
    return Arrays.stream(CaseloadAlert.values()).filter(one -> one.kind() == kind).toList();
  }

  private static Tile tile(CaseloadAlert one, long cases, Long tasks) {
    return new Tile(
        one.id(),
        one.label(),
        one.meaning(),
        one.kind() == CaseloadAlert.Kind.OPEN_CASES ? "open" : "all",
        cases,
        tasks);
  }

  private long count(String condition, Map<String, Object> params) {
    return jdbc.sql("select count(*) from case_register r where " + condition)
        .params(params)
        .query(Long.class)
        .single();
  }

  /**
   * The numbers of some cases that a person watches.
   *
   * @param condition a condition like that of a {@link CaseloadAlert}
   * @param day which of the conditions is today
   */
  List<String> caseNumbers(
      Viewer viewer, CaseScope scope, String condition, LocalDate day, int most) {
    return jdbc.sql(
            "select r.case_number from case_register r where %s and %s order by r.case_number limit %d"
                .formatted(condition, scope.sql(), most))
        .params(params(viewer, scope, day))
        .query(String.class)
        .list();
  }

  private List<Part> stages(CaseScope scope, Map<String, Object> params) {
    Map<String, Part> parts = new LinkedHashMap<>();
    CaseStages.names().forEach((element, name) -> parts.put(element, new Part(element, name, 0)));
    jdbc.sql(
            """
            select element, count(*) as cases, max(definition) as definition
            from (select element, case_number, max(definition) as definition
              from (%s) places group by element, case_number) each_case
            group by element order by element\
            """
                .formatted(
                    CaseStages.placesOf(
                        "select r.case_number from case_register r where %s and %s"
                            .formatted(CaseloadSql.OPEN, scope.sql()))))
        .params(params)
        .query(
            row -> {
              parts.put(
                  row.getString("element"),
                  new Part(
                      row.getString("element"),
                      stages.name(row.getString("element"), row.getString("definition")),
                      row.getLong("cases")));
            });
    return List.copyOf(parts.values());
  }

  /**
   * Counts by case first, so that one statement returns both tasks and cases, and each case is
   * looked for in the register once.
   */
  private void addUnclaimed(
      CaseScope scope, Map<String, Object> params, Map<CaseloadAlert, Tile> tiles) {
    List<CaseloadAlert> ages = ofKind(CaseloadAlert.Kind.TASKS);
    jdbc.sql(
            """
            select count(*) %s
            from (select pi.BUSINESS_KEY_ as case_number %s
              from %s group by pi.BUSINESS_KEY_) of_case
            join case_register r on r.case_number = of_case.case_number
            where %s\
            """
                .formatted(
                    columns(
                        ages,
                        CaseloadAlert::ageCondition,
                        ", sum(%1$s), sum(case when %1$s > 0 then 1 else 0 end)"),
                    columns(
                        ages,
                        CaseloadAlert::ageCondition,
                        ", sum(case when %2$s then 1 else 0 end) as %1$s"),
                    CaseloadSql.UNCLAIMED_TASKS,
                    scope.sql()))
        .params(params)
        .query(
            row -> {
              for (int i = 0; i < ages.size(); i++) {
                tiles.put(
                    ages.get(i), tile(ages.get(i), row.getLong(2 * i + 3), row.getLong(2 * i + 2)));
              }
            });
  }

  Page page(Viewer viewer, CaseScope scope, CaseloadFilter filter, Order order) {
    Map<String, Object> params = params(viewer, scope);
    String condition = condition(viewer, scope, filter, params);
    long all = count(condition, params);
    int page = Pages.within(order.page(), all);
    String by = sortedBy(viewer, filter, order);
    List<String> numbers =
        jdbc.sql(
                "%s limit %d offset %d"
                    .formatted(sorted(condition, by, order), Pages.SIZE, (page - 1) * Pages.SIZE))
            .params(params)
            .query(String.class)
            .list();
    return new Page(all, page, Pages.SIZE, by, rows(scope, condition, params, numbers));
  }

  /** Passes on all cases of the list in its order, a few at a time and without a transaction. */
  void forEach(
      Viewer viewer,
      CaseScope scope,
      CaseloadFilter filter,
      Order order,
      Consumer<CaseloadRow> reader) {
    Map<String, Object> params = params(viewer, scope);
    String condition = condition(viewer, scope, filter, params);
    List<String> numbers =
        jdbc.sql(sorted(condition, sortedBy(viewer, filter, order), order))
            .params(params)
            .query(String.class)
            .list();
    for (int from = 0; from < numbers.size(); from += BATCH_SIZE) {
      int to = Math.min(from + BATCH_SIZE, numbers.size());
      rows(scope, condition, params, numbers.subList(from, to)).forEach(reader);
    }
  }

  private String sortedBy(Viewer viewer, CaseloadFilter filter, Order order) {
    String usual = filter.attention() == CaseloadAlert.MISSING ? "missing" : "due";
    String by = Objects.requireNonNullElse(order.by(), usual);
    return includesCopies(viewer, filter) && !COPY_SORT_COLUMNS.contains(by) ? "number" : by;
  }

  /** The numbers alone: the columns of a row are many, and calculated for those of one page. */
  private static String sorted(String condition, String by, Order order) {
    String direction = order.descending() ? " desc" : "";
    return "select r.case_number from case_register r %s where %s order by %s%s nulls last, r.case_number%s"
        .formatted(
            by.equals("stage") ? FURTHEST_STAGE : "",
            condition,
            SORT_COLUMNS.get(by),
            direction,
            direction);
  }

  /**
   * Every copy goes to one authority (D9): for a case that isn't its own, it sees only the number,
   * the council and the date.
   */
  private boolean includesCopies(Viewer viewer, CaseloadFilter filter) {
    return filter.asksForCopiesOnly() && access.mayReadCopies(viewer);
  }

  private String condition(
      Viewer viewer, CaseScope scope, CaseloadFilter filter, Map<String, Object> params) {
    filter.requireKnown(
        this::isStage,
        competent.ids()::contains,
        council -> viewer.tenants().contains(council) || hasCasesOf(council, scope));
    return filter.sql(params)
        + " and "
        + (includesCopies(viewer, filter)
            ? "(%s or %s)".formatted(access.copies(viewer).sql(), scope.sql())
            : scope.sql());
  }

  private boolean hasCasesOf(String council, CaseScope scope) {
    Map<String, Object> params = new HashMap<>(scope.params());
    params.put("council", council);
    return count("r.local_authority = :council and " + scope.sql(), params) > 0;
  }

  /** A revision may have added a stage. */
  private boolean isStage(String element) {
    return CaseStages.names().containsKey(element)
        || jdbc.sql(
                "select 1 from (%s) places where element = :stage fetch first 1 rows only"
                    .formatted(CaseStages.PLACES))
            .param("stage", element)
            .query(Integer.class)
            .optional()
            .isPresent();
  }

  /** In the order of their numbers; without a case that no longer meets the condition. */
  private List<CaseloadRow> rows(
      CaseScope scope, String condition, Map<String, Object> params, List<String> numbers) {
    if (numbers.isEmpty()) {
      return List.of();
    }
    Map<String, Found> found = new HashMap<>();
    jdbc.sql(
            """
            select r.*, %s as authority_now, %s as due_on, %s as due_for, case when %s then 1 else 0 end as watched
            from case_register r where r.case_number in (:numbers) and %s\
            """
                .formatted(
                    CaseloadSql.AUTHORITY,
                    CaseloadSql.DUE,
                    CaseloadSql.DUE_FOR,
                    scope.sql(),
                    condition))
        .params(params)
        .param("numbers", numbers)
        .query(Caseload::found)
        .list()
        .forEach(one -> found.put(one.nrmCase().caseNumber(), one));
    List<String> watched =
        found.values().stream()
            .filter(Found::watched)
            .map(one -> one.nrmCase().caseNumber())
            .toList();
    Map<String, Integer> versions = new HashMap<>();
    Set<String> failed = new HashSet<>();
    if (!watched.isEmpty()) {
      jdbc.sql(
              """
              select i.BUSINESS_KEY_, max(d.VERSION_) from ACT_HI_PROCINST i
              join ACT_RE_PROCDEF d on d.ID_ = i.PROC_DEF_ID_ and d.KEY_ = 'nrm-case'
              where i.BUSINESS_KEY_ in (:numbers) group by i.BUSINESS_KEY_\
              """)
          .param("numbers", watched)
          .query(
              row -> {
                versions.put(row.getString(1), row.getInt(2));
              });
      jdbc.sql(
              """
              select pi.BUSINESS_KEY_ from ACT_RU_EXECUTION pi join ACT_RU_INCIDENT i on i.PROC_INST_ID_ = pi.ID_
              where pi.BUSINESS_KEY_ in (:numbers)\
              """)
          .param("numbers", watched)
          .query(
              row -> {
                failed.add(row.getString(1));
              });
    }
    Map<String, List<Place>> places = watched.isEmpty() ? Map.of() : places(watched);
    Map<String, List<CaseloadRow.Holder>> holders = watched.isEmpty() ? Map.of() : holders(watched);
    return numbers.stream()
        .filter(found::containsKey)
        .map(
            number -> {
              Found one = found.get(number);
              return one.watched()
                  ? row(
                      one,
                      versions.get(number),
                      failed.contains(number),
                      places.getOrDefault(number, List.of()),
                      holders.getOrDefault(number, List.of()))
                  : CaseloadRow.copy(
                      number,
                      council(one.nrmCase().localAuthority()),
                      one.nrmCase().now().ukbaCopyOn());
            })
        .toList();
  }

  /** A case of the list, before it is completed with what the engine knows. */
  private record Found(
      RegisterCase nrmCase, String authority, String dueFor, LocalDate dueOn, boolean watched) {}

  private static Found found(ResultSet row, int number) throws SQLException {
    return new Found(
        RegisterRow.of(row, List.of()),
        row.getString("authority_now"),
        row.getString("due_for"),
        row.getObject("due_on", LocalDate.class),
        row.getInt("watched") == 1);
  }

  private record Place(String element, String name, int rank) {}

  private Map<String, List<Place>> places(List<String> numbers) {
    List<String> order = List.copyOf(CaseStages.names().keySet());
    Map<String, List<Place>> places = new HashMap<>();
    jdbc.sql(CaseStages.PLACES_OF_FEW)
        .param("numbers", numbers)
        .query(
            row -> {
              String element = row.getString("element");
              boolean reconsidered = row.getString("diagram").equals("reconsideration");
              places
                  .computeIfAbsent(row.getString("case_number"), number -> new ArrayList<>())
                  .add(
                      new Place(
                          element,
                          stages.name(element, row.getString("definition"))
                              + (reconsidered ? ", reconsidered" : ""),
                          order.contains(element) ? order.indexOf(element) : order.size()));
            });
    // The furthest stage first.
    places
        .values()
        .forEach(
            all ->
                all.sort(Comparator.comparing(Place::rank).reversed().thenComparing(Place::name)));
    return places;
  }

  /** Who has the open tasks of these cases, the most urgent first. */
  private Map<String, List<CaseloadRow.Holder>> holders(List<String> numbers) {
    Map<String, Set<CaseloadRow.Holder>> holders = new HashMap<>();
    jdbc.sql(
            """
            select pi.BUSINESS_KEY_ as case_number, t.ASSIGNEE_, u.FIRST_, u.LAST_, (
              select min(l.GROUP_ID_) from ACT_RU_IDENTITYLINK l
              where l.TASK_ID_ = t.ID_ and l.TYPE_ = 'candidate') as team
            from ACT_RU_TASK t join ACT_RU_EXECUTION pi on pi.ID_ = t.PROC_INST_ID_
            left join ACT_ID_USER u on u.ID_ = t.ASSIGNEE_
            where pi.BUSINESS_KEY_ in (:numbers) order by t.DUE_DATE_ nulls last, t.CREATE_TIME_, t.ID_\
            """)
        .param("numbers", numbers)
        .query(
            row -> {
              String team = row.getString("team");
              String person = row.getString("ASSIGNEE_");
              holders
                  .computeIfAbsent(row.getString("case_number"), number -> new LinkedHashSet<>())
                  .add(
                      new CaseloadRow.Holder(
                          team == null ? null : teams.name(team),
                          person == null
                              ? null
                              : Details.of(row.getString("FIRST_"), row.getString("LAST_"))
                                  .nameWithId(person)));
            });
    Map<String, List<CaseloadRow.Holder>> lists = new HashMap<>();
    holders.forEach((number, all) -> lists.put(number, List.copyOf(all)));
    return lists;
  }

  private CaseloadRow row(
      Found found,
      Integer version,
      boolean failed,
      List<Place> places,
      List<CaseloadRow.Holder> holders) {
    RegisterCase nrmCase = found.nrmCase();
    // After its last day, the reflection period is only open for its review (D20, D21).
    boolean over = new CaseOverview(nrmCase, clock.now()).isReflectionOver();
    return new CaseloadRow(
        nrmCase.caseNumber(),
        council(nrmCase.localAuthority()),
        places.stream()
            .map(
                place ->
                    place.element().equals("Call_ReflectionPeriod") && over
                        ? CaseOverview.REVIEW
                        : place.name())
            .distinct()
            .toList(),
        nrmCase.caseOutcome(),
        nrmCase.now().mergedInto(),
        found.authority() == null ? null : authority(found.authority()),
        nrmCase.openedOn(),
        nrmCase.referralReceivedOn(),
        nrmCase.now().ukbaCopyOn(),
        CaseloadSql.NRM_FORM_ID.equals(found.dueFor())
            ? new CaseOverview(nrmCase, clock.now()).nrmForm().map(CaseloadRow.Due::of).orElse(null)
            : CaseloadRow.Due.of(found.dueFor(), found.dueOn(), clock.today()),
        StoredCode.id(nrmCase.now().suspendedStage()),
        nrmCase.now().suspendedOn(),
        nrmCase.now().missingSince(),
        nrmCase.isAdult(clock.today()),
        nrmCase.removalHold() == RemovalHold.ON,
        failed,
        version,
        true,
        notable(nrmCase),
        holders);
  }

  private List<String> notable(RegisterCase nrmCase) {
    CaseOverview overview = new CaseOverview(nrmCase, clock.now());
    List<String> notable = new ArrayList<>(overview.notable().stream().map(Fact::words).toList());
    LocalDate missing = nrmCase.now().missingSince();
    if (missing != null && !missing.isAfter(clock.today().minusDays(missingLong))) {
      // The overview begins with it.
      notable.set(
          0,
          "⚠ %s, for %s"
              .formatted(
                  notable.get(0),
                  CaseOverview.days((int) ChronoUnit.DAYS.between(missing, clock.today()))));
    }
    if (nrmCase.removalHold() == RemovalHold.ON && !nrmCase.isClosed()) {
      notable.add("Removal " + overview.removal());
    }
    return notable;
  }

  private Map<String, Object> params(Viewer viewer, CaseScope scope) {
    return params(viewer, scope, clock.today());
  }

  private Map<String, Object> params(Viewer viewer, CaseScope scope, LocalDate today) {
    Map<String, Object> params = new HashMap<>(scope.params());
    params.put("now", Timestamp.from(clock.now()));
    params.put("today", today);
    params.put("inAWeek", today.plusDays(7));
    params.put("yesterday", today.minusDays(1));
    params.put("startOfYesterday", startOf(today.minusDays(1)));
    params.put("startOfToday", startOf(today));
    params.put("twoDaysAgo", startOf(today.minusDays(2)));
    params.put("aWeekAgo", startOf(today.minusDays(7)));
    params.put("ofAllTeams", viewer.has(Role.NRM_MANAGER) ? 1 : 0);
    params.put("ownTeams", teams.of(viewer).all());
    return params;
  }

  private static Timestamp startOf(LocalDate day) {
    return new Timestamp(LocalDay.startOf(day).getTime());
  }

  private String council(String id) {
    return organisations.council(id).nameOn(clock.today());
  }

  private String authority(String id) {
    return competent.shortName(Authority.of(id), clock.today());
  }
}
