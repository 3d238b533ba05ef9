package scot.nrm.cockpit.duration;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseCondition;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.Diagrams;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authority;

/**
 * The time that cases spent at the elements of the diagrams, by month, from the nightly snapshot,
 * so that years of cases can be read at once. Each snapshot is calculated from scratch, because the
 * authority of a case may have changed.
 */
@Component
public class ElementDurations implements NightlySnapshot.NightlyTask {

  private static final String NO_AUTHORITY = "-";

  private final JdbcClient jdbc;
  private final NamedParameterJdbcOperations batches;
  private final RepositoryService repository;
  private final Diagrams elements;
  private final ElementHistory history;
  private final Authorities authorities;

  ElementDurations(
      JdbcClient jdbc,
      NamedParameterJdbcOperations batches,
      @Lazy RepositoryService repository,
      Diagrams elements,
      ElementHistory history,
      Authorities authorities) {
    this.authorities = authorities;
    this.jdbc = jdbc;
    this.batches = batches;
    this.repository = repository;
    this.elements = elements;
    this.history = history;
  }

  /** A range of days; {@code until} is the first day after it. */
  public record Days(LocalDate first, LocalDate until) {

    boolean include(LocalDate day) {
      return !day.isBefore(first) && day.isBefore(until);
    }
  }

  private record Key(YearMonth month, String audience, String authority, String element) {}

  /**
   * Cases that count for the same audiences, at one element in one month.
   *
   * @param authorities a bit for each authority that sees them, by its place
   */
  private record CaseGroup(
      YearMonth month, String council, int authorities, String authority, String element) {}

  /** The samples, and for each group of cases that count alike, the samples that they belong to. */
  private record Samples(Map<Key, MonthSample> samples, Map<CaseGroup, List<MonthSample>> known) {}

  /**
   * The days of a period that are in the snapshot. Empty if there are none.
   *
   * @param kept the first day that is not in the snapshot
   */
  public static Optional<Days> daysInSnapshot(LocalDate from, LocalDate to, LocalDate kept) {
    LocalDate end = to.plusDays(1);
    LocalDate until = end.isBefore(kept) ? end : kept;
    return from.isBefore(until) ? Optional.of(new Days(from, until)) : Optional.empty();
  }

  /**
   * Adds the durations of the snapshot.
   *
   * @param audiences of a {@link CaseScope}
   * @param authority {@code null} for every authority, and for cases without one
   * @param place the key of an element, from the version of its diagram and its id
   */
  void read(
      Days days,
      DiagramHistory diagram,
      Set<String> audiences,
      String authority,
      BinaryOperator<String> place,
      Map<String, DurationSample> to) {
    jdbc.sql(
            """
            select definition_id, element_id, left_in, days from kept_times
            where definition_id in (:definitions) and audience in (:audiences) and left_in between :first and :last
            """
                + (authority == null ? "" : " and authority = :authority"))
        .params(diagram.params())
        .param("audiences", audiences)
        .param("authority", authority)
        .param("first", days.first().withDayOfMonth(1))
        .param("last", days.until().minusDays(1))
        .query(
            row -> {
              String definition = row.getString("definition_id");
              String element = row.getString("element_id");
              LocalDate month = row.getObject("left_in", LocalDate.class);
              MonthSample.read(
                  row.getBytes("days"),
                  day -> days.include(month.withDayOfMonth(day)),
                  () ->
                      to.computeIfAbsent(
                          place.apply(definition, element), known -> new DurationSample()));
            });
  }

  @Override
  public void run(LocalDate today) {
    jdbc.sql("delete from kept_times").update();
    // Not by process: a case that was moved has passes in versions that no process has.
    jdbc.sql("select PROC_DEF_ID_, min(START_TIME_) from ACT_HI_ACTINST group by PROC_DEF_ID_")
        .query((row, number) -> Map.entry(row.getString(1), LocalDay.of(row.getTimestamp(2))))
        .list()
        .forEach(
            known -> {
              ProcessDefinition diagram =
                  repository
                      .createProcessDefinitionQuery()
                      .processDefinitionId(known.getKey())
                      .singleResult();
              if (diagram != null) {
                calculate(diagram, known.getValue().withDayOfMonth(1), today);
              }
            });
  }

  private void calculate(ProcessDefinition diagram, LocalDate first, LocalDate until) {
    DiagramHistory versions =
        DiagramHistory.of(List.of(diagram), elements.elements(diagram).values());
    List<String> ids = authorities.ids();
    LocalDate begin = first;
    while (begin.isBefore(until)) {
      LocalDate end = begin.plusYears(1).isBefore(until) ? begin.plusYears(1) : until;
      Samples found = new Samples(new HashMap<>(), new HashMap<>());
      history.read(
          versions,
          begin,
          end,
          this::columns,
          element -> CaseCondition.ALL.sql(),
          Map.of(),
          row -> samples(row, ids, found));
      write(diagram.getId(), found.samples());
      begin = end;
    }
  }

  /** Columns for the people who see the case, and the authority at an element. */
  private String columns(String element) {
    List<Authority> all = authorities.all();
    return "r.local_authority as council, "
        + IntStream.range(0, all.size())
            .mapToObj(
                place ->
                    "case when %s then 1 else 0 end as of_%d, "
                        .formatted(CaseCondition.of(all.get(place), authorities), place))
            .collect(Collectors.joining())
        + "coalesce(%s, '%s') as authority, "
            .formatted(DiagramHistory.authorityAt("x.PROC_DEF_ID_", element, "r"), NO_AUTHORITY);
  }

  private static List<DurationSample> samples(ResultSet row, List<String> ids, Samples found)
      throws SQLException {
    int visibleTo = 0;
    for (int place = 0; place < ids.size(); place++) {
      visibleTo |= row.getInt("of_" + place) << place;
    }
    LocalDate day = row.getObject("ended", LocalDateTime.class).toLocalDate();
    CaseGroup cases =
        new CaseGroup(
            YearMonth.from(day),
            row.getString("council"),
            visibleTo,
            row.getString("authority"),
            row.getString("element"));
    List<MonthSample> months = found.known().get(cases);
    if (months == null) {
      months =
          audiences(cases, ids).stream()
              .map(
                  audience ->
                      found
                          .samples()
                          .computeIfAbsent(
                              new Key(cases.month(), audience, cases.authority(), cases.element()),
                              key -> new MonthSample()))
              .toList();
      found.known().put(cases, months);
    }
    List<DurationSample> samples = new ArrayList<>(months.size());
    for (MonthSample month : months) {
      samples.add(month.on(day.getDayOfMonth()));
    }
    return samples;
  }

  private static List<String> audiences(CaseGroup cases, List<String> ids) {
    List<String> audiences = new ArrayList<>(List.of(CaseScope.EVERYONE, cases.council()));
    for (int place = 0; place < ids.size(); place++) {
      if ((cases.authorities() >> place & 1) == 1) {
        audiences.add(ids.get(place));
      }
    }
    return audiences;
  }

  private void write(String definition, Map<Key, MonthSample> found) {
    SqlParameterSource[] rows =
        found.entrySet().stream()
            .map(
                one ->
                    new MapSqlParameterSource()
                        .addValue("definition", definition)
                        .addValue("month", one.getKey().month().atDay(1))
                        .addValue("audience", one.getKey().audience())
                        .addValue("authority", one.getKey().authority())
                        .addValue("element", one.getKey().element())
                        .addValue("days", one.getValue().bytes()))
            .toArray(SqlParameterSource[]::new);
    batches.batchUpdate(
        """
        insert into kept_times (definition_id, left_in, audience, authority, element_id, days)
        values (:definition, :month, :audience, :authority, :element, :days)\
        """,
        rows);
  }
}
