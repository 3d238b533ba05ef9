package scot.nrm.cockpit.duration;

import static scot.nrm.cockpit.duration.DiagramHistory.LISTED_ELEMENTS;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.calendar.LocalDay;

/**
 * The passes that left the elements of a diagram in a period, from the engine's history. A
 * cancelled or restarted activity doesn't count as passed. Days are those of Europe/London.
 */
@Component
class ElementHistory {

  private static final int FETCH_SIZE = 2000;
  private static final double MILLISECONDS = 1000;

  private static final String PASSED = "x.END_TIME_ as ended, x.DURATION_ as lasted";
  private static final String NOT_CANCELLED =
      LISTED_ELEMENTS + " and coalesce(x.ACT_INST_STATE_, 0) <> 2";
  private static final String COMPLETED = "x.END_TIME_ as ended, x.DUE_DATE_ as due";
  private static final String WITH_DUE_DATE =
      " and x.DELETE_REASON_ = 'completed' and x.DUE_DATE_ is not null";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  ElementHistory(DataSource dataSource, PlatformTransactionManager transactions) {
    // A year may have hundreds of thousands of rows, and PostgreSQL returns them in parts only
    // within a transaction.
    JdbcTemplate template = new JdbcTemplate(dataSource);
    template.setFetchSize(FETCH_SIZE);
    this.jdbc = JdbcClient.create(template);
    this.transaction = new TransactionTemplate(transactions);
  }

  /** The sample that a row is added to, by its {@code element}. */
  interface Samples {
    List<DurationSample> at(ResultSet row) throws SQLException;
  }

  /**
   * @param until the first day that is not read
   * @param columns columns that {@code to} reads besides {@code element} and {@code ended},
   *     followed by a comma, given the element's column
   * @param which a condition on {@code case_register r}, given the same
   * @param more their named parameters
   */
  void read(
      DiagramHistory diagram,
      LocalDate from,
      LocalDate until,
      UnaryOperator<String> columns,
      UnaryOperator<String> which,
      Map<String, Object> more,
      Samples to) {
    Map<String, Object> params = new HashMap<>(more);
    params.putAll(diagram.params());
    params.put("from", Timestamp.from(LocalDay.startOf(from).toInstant()));
    params.put("until", Timestamp.from(LocalDay.startOf(until).toInstant()));
    transaction.executeWithoutResult(
        running -> {
          query(
              PASSED,
              DiagramHistory.ended("ACT_HI_ACTINST", from, until) + NOT_CANCELLED,
              columns,
              which,
              "x.ACT_ID_",
              params,
              row -> {
                int lasted = (int) Math.round(row.getLong("lasted") / MILLISECONDS);
                to.at(row).forEach(passages -> passages.add(lasted));
              });
          query(
              COMPLETED,
              DiagramHistory.ended("ACT_HI_TASKINST", from, until) + WITH_DUE_DATE,
              columns,
              which,
              "x.TASK_DEF_KEY_",
              params,
              row -> {
                int late = row.getTimestamp("ended").after(row.getTimestamp("due")) ? 1 : 0;
                to.at(row).forEach(passages -> passages.addTasks(1, late));
              });
        });
  }

  private void query(
      String what,
      String rows,
      UnaryOperator<String> columns,
      UnaryOperator<String> which,
      String element,
      Map<String, Object> params,
      RowCallbackHandler row) {
    jdbc.sql(
            "select "
                + columns.apply(element)
                + element
                + " as element, "
                + what
                + " from "
                + rows
                + " and "
                + which.apply(element))
        .params(params)
        .query(row);
  }
}
