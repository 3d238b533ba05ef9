package db.migration;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * Where each case is, from two indexes that hold nothing else: the pages of managers would read all
 * executions of all processes. H2 has no indexes of some rows, and only few cases.
 */
public class V70__Places_of_cases extends BaseJavaMigration {

  private static final String OF_THE_PATH = "PROC_DEF_KEY_ in ('nrm-case', 'reconsideration')";

  @Override
  public void migrate(Context context) throws SQLException {
    if (!context.getConnection().getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
      return;
    }
    try (Statement statement = context.getConnection().createStatement()) {
      statement.execute(
          "create index nrm_paths on ACT_RU_EXECUTION (ID_, BUSINESS_KEY_)"
              + " include (PROC_DEF_KEY_, PROC_DEF_ID_) where PARENT_ID_ is null and "
              + OF_THE_PATH);
      statement.execute(
          "create index nrm_places on ACT_RU_EXECUTION (ACT_ID_, PROC_INST_ID_)"
              + " include (PROC_DEF_KEY_) where ACT_ID_ is not null and "
              + OF_THE_PATH);
    }
  }
}
