package scot.nrm.oversight;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;

/**
 * What left the elements of the diagrams in months that are over, kept ready, so that years of many cases can be read at
 * once. It is worked out anew each night, all of it: a case may have got another authority. Whoever reads adds the days
 * that are not kept; where nothing is kept, all of them.
 */
@Component
class KeptTimes {

  private static final Logger LOG = LoggerFactory.getLogger(KeptTimes.class);
  private static final String NOBODY = "-";

  private static final String WHOSE = "r.local_authority as council, case when " + CaseScopes.UKHTC
      + " then 1 else 0 end as of_ukhtc, case when " + CaseScopes.UKBA + " then 1 else 0 end as of_ukba, coalesce("
      + DiagramHistory.authorityAt("%s") + ", '" + NOBODY + "') as authority, ";

  private final JdbcClient jdbc;
  private final NamedParameterJdbcOperations batches;
  private final TransactionTemplate transaction;
  private final RepositoryService repository;
  private final DiagramElements elements;
  private final ElementHistory history;
  private final CaseClock clock;

  KeptTimes(JdbcClient jdbc, NamedParameterJdbcOperations batches, PlatformTransactionManager transactions,
      @Lazy RepositoryService repository, DiagramElements elements, ElementHistory history, CaseClock clock) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.transaction = new TransactionTemplate(transactions);
    this.repository = repository;
    this.elements = elements;
    this.history = history;
    this.clock = clock;
  }

  /** The last one included. */
  record Months(YearMonth first, YearMonth last) {}

  private record Key(YearMonth month, String audience, String authority, String element) {}

  // ------------------------------------------------------------------ reading

  /** The whole months within some days, as far as they are kept; empty where none is. */
  Optional<Months> within(LocalDate from, LocalDate to) {
    YearMonth first = from.getDayOfMonth() == 1 ? YearMonth.from(from) : YearMonth.from(from).plusMonths(1);
    // Where the clock was put back since, what is kept may not be all.
    YearMonth kept = jdbc.sql("select kept_before from kept_times_state where worked_out_on <= :today")
        .param("today", clock.today()).query(LocalDate.class).optional().map(YearMonth::from).orElse(first);
    YearMonth whole = YearMonth.from(to.plusDays(1));
    YearMonth last = (whole.isBefore(kept) ? whole : kept).minusMonths(1);
    return last.isBefore(first) ? Optional.empty() : Optional.of(new Months(first, last));
  }

  /**
   * Adds what is kept.
   *
   * @param audiences of a {@link CaseScope}
   * @param authority {@code null} for each, and where there is none
   */
  void read(Months months, DiagramHistory diagram, Set<String> audiences, String authority, Map<String, Passages> to) {
    jdbc.sql("""
            select element_id, lengths, due, overdue from kept_times
            where definition_id in (:definitions) and audience in (:audiences) and left_in between :first and :last
            """ + (authority == null ? "" : " and authority = :authority"))
        .params(diagram.params()).param("audiences", audiences).param("authority", authority)
        .param("first", months.first().atDay(1)).param("last", months.last().atDay(1))
        .query(row -> {
          Passages passages = to.computeIfAbsent(row.getString("element_id"), element -> new Passages());
          passages.addAll(row.getBytes("lengths"));
          passages.addTasks(row.getLong("due"), row.getLong("overdue"));
        });
  }

  // ------------------------------------------------------------------ keeping

  /**
   * Works out everything that is over by today, unless that has been done today, here or on another node.
   *
   * @return whether it was done now
   */
  boolean keep() {
    long begun = System.nanoTime();
    boolean done = Boolean.TRUE.equals(transaction.execute(running -> {
      LocalDate today = clock.today();
      LocalDate before = jdbc.sql("select worked_out_on from kept_times_state for update").query(LocalDate.class).single();
      if (before.equals(today)) {
        return false;
      }
      jdbc.sql("delete from kept_times").update();
      keepUntil(YearMonth.from(today));
      jdbc.sql("update kept_times_state set kept_before = :month, worked_out_on = :today")
          .param("month", today.withDayOfMonth(1)).param("today", today).update();
      return true;
    }));
    if (done) {
      LOG.info("Worked out where time goes, for all months that are over, in {} s",
          Duration.ofNanos(System.nanoTime() - begun).toSeconds());
    }
    return done;
  }

  private void keepUntil(YearMonth until) {
    jdbc.sql("select PROC_DEF_ID_, min(START_TIME_) from ACT_HI_PROCINST group by PROC_DEF_ID_")
        .query((row, number) -> Map.entry(row.getString(1), LocalDay.of(row.getTimestamp(2)))).list()
        .forEach(known -> {
          ProcessDefinition diagram =
              repository.createProcessDefinitionQuery().processDefinitionId(known.getKey()).singleResult();
          if (diagram != null) {
            keep(diagram, YearMonth.from(known.getValue()), until);
          }
        });
  }

  private void keep(ProcessDefinition diagram, YearMonth first, YearMonth until) {
    DiagramHistory versions = DiagramHistory.of(diagram, elements.elements(diagram), List.of(diagram.getId()));
    YearMonth begin = first;
    while (begin.isBefore(until)) {
      YearMonth end = begin.plusYears(1).isBefore(until) ? begin.plusYears(1) : until;
      Map<Key, Passages> found = new HashMap<>();
      history.read(versions, begin.atDay(1), end.atDay(1), WHOSE, CaseScopes.ALL, Map.of(), row ->
          audiences(row, found));
      write(diagram.getId(), found);
      begin = end;
    }
  }

  private static List<Passages> audiences(ResultSet row, Map<Key, Passages> found) throws SQLException {
    List<String> audiences = new ArrayList<>(List.of(CaseScope.EVERYBODY, row.getString("council")));
    if (row.getInt("of_ukhtc") == 1) {
      audiences.add("UKHTC");
    }
    if (row.getInt("of_ukba") == 1) {
      audiences.add("UKBA");
    }
    YearMonth month = YearMonth.from(LocalDay.of(row.getTimestamp("ended")));
    String authority = row.getString("authority");
    String element = row.getString("element");
    return audiences.stream()
        .map(audience -> found.computeIfAbsent(new Key(month, audience, authority, element), key -> new Passages()))
        .toList();
  }

  private void write(String definition, Map<Key, Passages> found) {
    SqlParameterSource[] rows = found.entrySet().stream().map(one -> new MapSqlParameterSource()
        .addValue("definition", definition).addValue("month", one.getKey().month().atDay(1))
        .addValue("audience", one.getKey().audience()).addValue("authority", one.getKey().authority())
        .addValue("element", one.getKey().element()).addValue("lengths", one.getValue().lengths())
        .addValue("due", one.getValue().due()).addValue("overdue", one.getValue().overdue()))
        .toArray(SqlParameterSource[]::new);
    batches.batchUpdate("""
        insert into kept_times (definition_id, left_in, audience, authority, element_id, lengths, due, overdue)
        values (:definition, :month, :audience, :authority, :element, :lengths, :due, :overdue)""", rows);
  }
}
