package scot.nrm.forms;

import jakarta.annotation.PreDestroy;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.sets.ProblemsBySet;

/**
 * Counts the forms that were sent and not stored, by the step and the version of its diagram. A
 * revision that asks for something nobody can enter shows here first. The refusal's own transaction
 * is rolled back, so the count is kept in memory until the next minute.
 */
@Component
class RefusedForms implements ProblemsBySet {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedForms.class);

  private record Step(String definition, String element, LocalDate day) {}

  private final JdbcClient jdbc;
  private final CaseClock clock;
  private final Map<Step, Integer> unsaved = new ConcurrentHashMap<>();

  RefusedForms(JdbcClient jdbc, CaseClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Counts this form if the current transaction is rolled back. */
  void countIfRolledBack(CommandContext context, String definition, String element) {
    Step step = new Step(definition, element, clock.today());
    context
        .getTransactionContext()
        .addTransactionListener(
            TransactionState.ROLLED_BACK, ended -> unsaved.merge(step, 1, Integer::sum));
  }

  /** Writes what was counted since the last time. */
  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
  @PreDestroy
  void save() {
    for (Step step : List.copyOf(unsaved.keySet())) {
      Integer refused = unsaved.remove(step);
      if (refused != null) {
        try {
          add(step, refused);
        } catch (DataAccessException e) {
          unsaved.merge(step, refused, Integer::sum);
          LOG.info("Refused forms could not be counted ({})", e.getClass().getSimpleName());
        }
      }
    }
  }

  private void add(Step step, int refused) {
    if (!increase(step, refused)) {
      try {
        jdbc.sql(
                "insert into refused_form (definition, element, on_day, refused) values (?, ?, ?, ?)")
            .params(step.definition(), step.element(), step.day(), refused)
            .update();
      } catch (DuplicateKeyException anotherNode) {
        increase(step, refused);
      }
    }
  }

  private boolean increase(Step step, int refused) {
    return jdbc.sql(
                """
                update refused_form set refused = refused + ?
                where definition = ? and element = ? and on_day = ?\
                """)
            .params(refused, step.definition(), step.element(), step.day())
            .update()
        == 1;
  }

  @Override
  public List<Problem> problems(LocalDate since) {
    save();
    return jdbc.sql(
            """
            select definition, element, sum(refused) as refused from refused_form where on_day >= ?
            group by definition, element\
            """)
        .param(since)
        .query(
            (row, number) ->
                new Problem(
                    "The form was refused since " + BritishDate.of(since),
                    row.getString("definition"),
                    row.getString("element"),
                    row.getInt("refused"),
                    Unit.TIMES))
        .list();
  }
}
