package db.migration;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * How many tasks of which cases no one has claimed, from two indexes that hold nothing else: the
 * caseload would read all tasks and executions. H2 has no indexes of some rows, and only few cases.
 */
public class V111__Unclaimed_tasks extends BaseJavaMigration {

  @Override
  public void migrate(Context context) throws SQLException {
    if (!context.getConnection().getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
      return;
    }
    try (Statement statement = context.getConnection().createStatement()) {
      statement.execute(
          "create index nrm_unclaimed_tasks on ACT_RU_TASK (PROC_INST_ID_, CREATE_TIME_, ID_)"
              + " where ASSIGNEE_ is null");
      statement.execute(
          "create index nrm_cases_of_processes on ACT_RU_EXECUTION (ID_, BUSINESS_KEY_)"
              + " where PARENT_ID_ is null and BUSINESS_KEY_ is not null");
    }
  }
}
