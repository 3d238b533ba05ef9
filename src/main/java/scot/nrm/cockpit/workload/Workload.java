package scot.nrm.cockpit.workload;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import scot.nrm.access.Absences;
import scot.nrm.access.Absences.Absence;
import scot.nrm.access.TeamMembers;
import scot.nrm.access.TeamMembers.Person;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.Columns;
import scot.nrm.cockpit.Pages;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.cockpit.WatchedTeams;
import scot.nrm.cockpit.WatchedTeams.Watched;
import scot.nrm.cockpit.duration.NightlySnapshot;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseNumberInTaskName;
import scot.nrm.letters.Organisations;
import scot.nrm.record.Officers;

/** The open work of each team, by officer. A task waiting for two teams is counted for both. */
@Component
public class Workload {

  private static final String COMPLETED_TASKS = "completed";

  /**
   * Open tasks {@code l} of teams, from an index alone (docs/adr/0051): what {@code team_task}
   * doesn't have is joined as {@code t} where it's needed.
   */
  private static final String OPEN = "from team_task l %s where %s";

  private static final Map<String, String> COLUMNS =
      Map.of("due", "l.DUE_DATE_", "since", "l.CREATE_TIME_", "name", "t.NAME_");

  private static final String TASK = "join ACT_RU_TASK t on t.ID_ = l.ID_";

  /**
   * Joined with the engine's own tables, so that a wrong row of {@code team_task} reveals nothing.
   */
  private static final String LISTED =
      """
      select t.ID_ as id, p.BUSINESS_KEY_ as case_number, t.NAME_ as name, t.DUE_DATE_ as due,
        t.ASSIGNEE_ as officer, t.OWNER_ as away, t.CREATE_TIME_ as since, cast(null as timestamp) as ended
      from (select l.ID_, l.GROUP_ID_, l.TENANT_ID_ %s) l
      join ACT_RU_TASK t on t.ID_ = l.ID_ and coalesce(t.TENANT_ID_, '') = l.TENANT_ID_
        and exists (select 1 from ACT_RU_IDENTITYLINK c
          where c.TASK_ID_ = t.ID_ and c.TYPE_ = 'candidate' and c.GROUP_ID_ = l.GROUP_ID_)
      left join ACT_HI_PROCINST p on p.ID_ = t.PROC_INST_ID_
      """;

  private static final String COMPLETED =
      "from " + CompletedTasks.COMPLETED + " t where t.ended >= :since and %s";

  private final JdbcClient jdbc;
  private final CaseClock clock;
  private final NightlySnapshot snapshot;
  private final WatchedTeams teams;
  private final TeamMembers people;
  private final Officers officers;
  private final Organisations organisations;
  private final Absences absences;

  Workload(
      JdbcClient jdbc,
      CaseClock clock,
      NightlySnapshot snapshot,
      WatchedTeams teams,
      TeamMembers people,
      Officers officers,
      Organisations organisations,
      Absences absences) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.snapshot = snapshot;
    this.teams = teams;
    this.people = people;
    this.officers = officers;
    this.organisations = organisations;
    this.absences = absences;
  }

  /** The viewer may reassign tasks of these teams if {@code gives} is true. */
  public record Overview(int days, boolean gives, List<Team> teams) {}

  /**
   * The work of one team.
   *
   * @param council the id of the team's council; {@code null} for a national team
   * @param late7 the open tasks that aren't overdue and will be if nobody completes them: those due
   *     by the end of the seventh day from today; {@code late14} and {@code late28} include them
   * @param oldest when the oldest unclaimed task was created
   * @param completed the number completed in the last days of the overview, counted back from now
   */
  public record Team(
      String id,
      String name,
      String council,
      String councilName,
      long unclaimed,
      long claimed,
      long overdue,
      long late7,
      long late14,
      long late28,
      Instant oldest,
      long completed) {}

  /** The absences are those under way or next, by user id. */
  public record TeamPeople(
      int days, List<Officer> officers, List<Person> members, Map<String, Away> away) {}

  /**
   * @param now whether the person is away today
   * @param deputy the name; {@code null} if there is none
   */
  public record Away(LocalDate from, LocalDate until, boolean now, String deputy) {}

  /**
   * One officer's share of a team's work.
   *
   * @param member whether they are currently in the team
   * @param median seconds from the last claim to completion, over the tasks they completed; {@code
   *     null} if none
   */
  public record Officer(
      String id,
      String name,
      boolean member,
      long open,
      long overdue,
      long completed,
      Long median) {}

  public record Tasks(int page, int size, long all, List<OneTask> tasks) {}

  /**
   * One task.
   *
   * @param name without the case number
   * @param due the due date, in Europe/London
   * @param since when the task was created
   * @param holder the user id of its assignee, or of the person who completed it
   * @param away the person who is away and had it before; first the user id, then the name
   */
  public record OneTask(
      String id,
      String caseNumber,
      String name,
      LocalDate due,
      boolean overdue,
      String holder,
      String holderName,
      String away,
      Instant since,
      Instant completed) {

    OneTask withNames(Map<String, String> names) {
      return new OneTask(
          id,
          caseNumber,
          name,
          due,
          overdue,
          holder,
          names.get(holder),
          names.get(away),
          since,
          completed);
    }
  }

  /**
   * Selects tasks of a team, or of one of its officers.
   *
   * @param which {@code open}, {@code unclaimed}, {@code claimed}, {@code overdue}, {@code late7},
   *     {@code late14}, {@code late28} or {@code completed}
   */
  public record TaskSelection(
      String team,
      String council,
      String officer,
      String which,
      int days,
      int page,
      String sort,
      boolean descending) {}

  private record Key(String team, String council) {}

  public Overview overview(Watched watched, int days) {
    Map<Key, Team> found = new HashMap<>();
    completedStatement(
            """
            select team, council, sum(unclaimed) as unclaimed, sum(claimed) as claimed, sum(overdue) as overdue,
              sum(late7) as late7, sum(late14) as late14, sum(late28) as late28,
              min(oldest) as oldest, sum(completed) as completed
            from (select l.GROUP_ID_ as team,
                case when l.GROUP_ID_ in (:ofCouncils) then nullif(l.TENANT_ID_, '') end as council,
                sum(case when l.CLAIMED then 0 else 1 end) as unclaimed,
                sum(case when l.CLAIMED then 1 else 0 end) as claimed,
                sum(case when l.DUE_DATE_ < :now then 1 else 0 end) as overdue,
                sum(case when %s then 1 else 0 end) as late7, sum(case when %s then 1 else 0 end) as late14,
                sum(case when %s then 1 else 0 end) as late28,
                min(case when l.CLAIMED then null else l.CREATE_TIME_ end) as oldest, 0 as completed %s
                group by l.GROUP_ID_, l.TENANT_ID_
              union all
              select t.team, case when t.team in (:ofCouncils) then t.council end, 0, 0, 0, 0, 0, 0, null, count(*) %s
                group by t.team, t.council) work
            group by team, council\
            """
                .formatted(
                    late("7"), late("14"), late("28"), open(watched, ""), completed(watched)),
            watched,
            days)
        .query(
            row -> {
              add(
                  found,
                  row.getString("team"),
                  row.getString("council"),
                  Columns.instant(row, "oldest"),
                  row.getLong("unclaimed"),
                  row.getLong("claimed"),
                  row.getLong("overdue"),
                  row.getLong("late7"),
                  row.getLong("late14"),
                  row.getLong("late28"),
                  row.getLong("completed"));
            });
    if (watched.mayReassign()) {
      // The person's own teams are listed even if they have no work.
      watched.nationalTeams().forEach(team -> add(found, team, null, null, new long[7]));
      watched
          .councilTeams()
          .forEach(
              team ->
                  watched
                      .councils()
                      .forEach(council -> add(found, team, council, null, new long[7])));
    }
    return new Overview(
        days,
        watched.mayReassign(),
        found.values().stream()
            .sorted(
                Comparator.comparing((Team team) -> team.council() != null)
                    .thenComparing(team -> Objects.toString(team.council(), ""))
                    .thenComparing(team -> teams.position(team.id())))
            .toList());
  }

  private void add(
      Map<Key, Team> found, String team, String council, Instant oldest, long... counts) {
    found.putIfAbsent(
        new Key(team, council),
        new Team(
            team,
            teams.name(team),
            council,
            council == null ? null : organisations.council(council).nameOn(clock.today()),
            counts[0],
            counts[1],
            counts[2],
            counts[3],
            counts[4],
            counts[5],
            oldest,
            counts[6]));
  }

  public TeamPeople people(Watched watched, String team, String council, int days) {
    requireWatched(watched, team, council);
    Map<String, long[]> counts = new LinkedHashMap<>();
    Map<String, Long> medians = new HashMap<>();
    ofTeam(
            statement(
                """
                select t.ASSIGNEE_ as officer, count(*) as open_tasks,
                  sum(case when t.DUE_DATE_ < :now then 1 else 0 end) as overdue
                """
                    + open(watched, TASK)
                    + OF_TEAM
                    + " and t.ASSIGNEE_ is not null group by t.ASSIGNEE_",
                watched),
            team,
            council)
        .query(
            row -> {
              counts.put(row.getString(1), new long[] {row.getLong(2), row.getLong(3), 0});
            });
    ofTeam(
            completedStatement(
                """
                select t.officer, count(*) as completed,
                  percentile_cont(0.5) within group (order by extract(epoch from (t.ended - t.claimed))) as median
                """
                    + completed(watched)
                    + DONE_BY_TEAM
                    + " and t.officer is not null group by t.officer",
                watched,
                days),
            team,
            council)
        .query(
            row -> {
              counts.computeIfAbsent(row.getString(1), id -> new long[3])[2] = row.getLong(2);
              if (row.getBigDecimal(3) != null) {
                medians.put(row.getString(1), Math.round(row.getDouble(3)));
              }
            });
    List<Person> members = people.of(team, council);
    Set<String> ids =
        members.stream().map(Person::id).collect(Collectors.toCollection(LinkedHashSet::new));
    Set<String> inTeam = Set.copyOf(ids);
    ids.addAll(counts.keySet());
    Map<String, String> names = officers.names(ids);
    return new TeamPeople(
        days,
        ids.stream()
            .map(
                id -> {
                  long[] count = counts.getOrDefault(id, new long[3]);
                  return new Officer(
                      id,
                      names.get(id),
                      inTeam.contains(id),
                      count[0],
                      count[1],
                      count[2],
                      medians.get(id));
                })
            .toList(),
        watched.mayReassign() ? members : List.of(),
        away(ids));
  }

  private Map<String, Away> away(Set<String> ids) {
    List<Absence> found =
        absences.all().stream().filter(one -> ids.contains(one.person())).toList();
    Map<String, String> names = officers.names(found.stream().map(Absence::deputy).toList());
    Map<String, Away> away = new HashMap<>();
    found.forEach(
        one ->
            away.putIfAbsent(
                one.person(),
                new Away(
                    one.from(),
                    one.until(),
                    one.includes(clock.today()),
                    names.get(one.deputy()))));
    return away;
  }

  public Tasks tasks(Watched watched, TaskSelection asked) {
    requireWatched(watched, asked.team(), asked.council());
    boolean done = asked.which().equals(COMPLETED_TASKS);
    String order =
        switch (asked.sort()) {
          case "due", "since", "name" -> asked.sort();
          case "completed" -> done ? "ended" : "since";
          default ->
              throw RequestRefused.badRequest("Sort the tasks by due, since, completed or name.");
        };
    boolean needsTask = asked.officer() != null || asked.sort().equals("name");
    String which =
        done
            ? completed(watched) + DONE_BY_TEAM
            : open(watched, needsTask ? TASK : "") + OF_TEAM + which(asked.which());
    if (asked.officer() != null) {
      which += done ? " and t.officer = :officer" : " and t.ASSIGNEE_ = :officer";
    }
    long all =
        tasksStatement("select count(*) " + which, watched, asked).query(Long.class).single();
    int shown = Pages.within(asked.page(), all);
    String direction = asked.descending() ? "desc" : "asc";
    String page =
        "%s order by %s %s nulls last, %s offset :offset rows fetch next :size rows only"
            .formatted(which, done ? order : COLUMNS.get(order), direction, done ? "id" : "l.ID_");
    List<OneTask> rows =
        tasksStatement(
                done
                    ? "select t.id, t.case_number, t.name, t.due, t.officer, t.since, t.ended "
                        + page
                    : LISTED.formatted(page)
                        + " order by %s %s nulls last, id".formatted(order, direction),
                watched,
                asked)
            .param("offset", (shown - 1) * Pages.SIZE)
            .param("size", Pages.SIZE)
            .query((row, number) -> task(row, done))
            .list();
    Map<String, String> names =
        officers.names(rows.stream().flatMap(one -> Stream.of(one.holder(), one.away())).toList());
    return new Tasks(
        shown, Pages.SIZE, all, rows.stream().map(one -> one.withNames(names)).toList());
  }

  private static String which(String tasks) {
    return switch (tasks) {
      case "open" -> "";
      case "unclaimed" -> " and l.CLAIMED = false";
      case "claimed" -> " and l.CLAIMED = true";
      case "overdue" -> " and l.DUE_DATE_ < :now";
      case "late7", "late14", "late28" -> " and " + late(tasks.substring("late".length()));
      default ->
          throw RequestRefused.badRequest(
              "Choose open, unclaimed, claimed, overdue or completed tasks, or those that will be late.");
    };
  }

  private OneTask task(ResultSet row, boolean done) throws SQLException {
    String caseNumber = row.getString("case_number");
    Instant due = Columns.instant(row, "due");
    Instant ended = done ? Columns.instant(row, "ended") : null;
    return new OneTask(
        row.getString("id"),
        caseNumber,
        CaseNumberInTaskName.without(row.getString("name"), caseNumber),
        due == null ? null : LocalDay.of(due),
        due != null && due.isBefore(ended == null ? clock.now() : ended),
        row.getString("officer"),
        null,
        done ? null : row.getString("away"),
        Columns.instant(row, "since"),
        ended);
  }

  /** The open tasks of watched teams among these, by id. */
  Map<String, OneTask> known(Watched watched, Set<String> ids) {
    Map<String, OneTask> known = new HashMap<>();
    statement(LISTED.formatted(open(watched, "") + " and l.ID_ in (:ids)"), watched)
        .param("ids", ids)
        .query(
            row -> {
              known.put(row.getString("id"), task(row, false));
            });
    return known;
  }

  private static final String OF_TEAM = ofTeam("l.GROUP_ID_", "l.TENANT_ID_");
  private static final String DONE_BY_TEAM = ofTeam("t.team", "t.council");

  private static String ofTeam(String team, String council) {
    return " and %s = :team and (:anyCouncil = 1 or %s = :council)".formatted(team, council);
  }

  private static String open(Watched watched, String join) {
    return OPEN.formatted(join, watched.sql("l.GROUP_ID_", "l.TENANT_ID_"));
  }

  private static String completed(Watched watched) {
    return COMPLETED.formatted(watched.sql("t.team", "t.council"));
  }

  /** An open task {@code l} that isn't overdue, and will be within these days. */
  private static String late(String days) {
    return "l.DUE_DATE_ >= :now and l.DUE_DATE_ < :in" + days;
  }

  private StatementSpec statement(String sql, Watched watched) {
    Map<String, Object> params = new HashMap<>(watched.params());
    params.put("now", Timestamp.from(clock.now()));
    for (int days : new int[] {7, 14, 28}) {
      LocalDate after = clock.today().plusDays(days + 1L);
      params.put("in" + days, Timestamp.from(LocalDay.startOf(after).toInstant()));
    }
    return jdbc.sql(sql).params(params);
  }

  /** The same for {@link #completed}. */
  private StatementSpec completedStatement(String sql, Watched watched, int days) {
    Instant since = clock.now().minus(days, ChronoUnit.DAYS);
    return statement(sql, watched)
        .param("since", Timestamp.from(since))
        .param("begin", CompletedTasks.historyFrom(since, snapshot.until()));
  }

  private static StatementSpec ofTeam(StatementSpec asked, String team, String council) {
    return asked
        .param("team", team)
        .param("anyCouncil", council == null ? 1 : 0)
        .param("council", council == null ? "-" : council);
  }

  private StatementSpec tasksStatement(String sql, Watched watched, TaskSelection which) {
    StatementSpec asked =
        which.which().equals(COMPLETED_TASKS)
            ? completedStatement(sql, watched, which.days())
            : statement(sql, watched);
    return ofTeam(asked, which.team(), which.council()).param("officer", which.officer());
  }

  /** The answer is the same for a team that doesn't exist, so that nobody finds out which do. */
  void requireWatched(Watched watched, String team, String council) {
    if (team == null
        || !watched.includes(team, council)
        || council != null && !teams.isOfCouncils(team)) {
      throw RequestRefused.notFound("There is no such team, or you do not oversee it.");
    }
  }
}
