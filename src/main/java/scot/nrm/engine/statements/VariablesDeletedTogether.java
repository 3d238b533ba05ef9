package scot.nrm.engine.statements;

import java.util.ArrayList;
import java.util.List;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.mapping.SqlCommandType;
import org.apache.ibatis.mapping.SqlSource;
import org.apache.ibatis.scripting.xmltags.XMLLanguageDriver;
import org.apache.ibatis.session.Configuration;
import org.camunda.bpm.engine.impl.db.FlushResult;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbEntityOperation;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperation;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperationType;
import org.camunda.bpm.engine.impl.db.sql.BatchDbSqlSession;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;

/**
 * Deletes variables that go together in one statement. If one of them isn't there any more as it
 * was read, that is found as before.
 */
class VariablesDeletedTogether extends BatchDbSqlSession {

  private static final String DELETE = "scot.nrm.deleteVariables";

  /** Adds the statement to those of the engine. */
  static void addStatement(Configuration statements) {
    if (!statements.hasStatement(DELETE, false)) {
      SqlSource sql =
          new XMLLanguageDriver()
              .createSqlSource(
                  statements,
                  """
                  <script>delete from ACT_RU_VARIABLE where (ID_, REV_) in
                  <foreach collection="list" item="variable" open="(" separator=", " close=")">
                  (#{variable.id}, #{variable.revision})
                  </foreach></script>
                  """,
                  List.class);
      statements.addMappedStatement(
          new MappedStatement.Builder(statements, DELETE, sql, SqlCommandType.DELETE).build());
    }
  }

  VariablesDeletedTogether(DbSqlSessionFactory factory) {
    super(factory);
  }

  @Override
  public FlushResult executeDbOperations(List<DbOperation> operations) {
    int from = 0;
    while (from < operations.size() && !isDeletion(operations.get(from))) {
      from++;
    }
    int to = from;
    while (to < operations.size() && isDeletion(operations.get(to))) {
      to++;
    }
    if (to - from < 2) {
      return super.executeDbOperations(operations);
    }
    List<DbOperation> failed = new ArrayList<>();
    List<DbOperation> remaining = new ArrayList<>();
    if (from > 0) {
      FlushResult before = super.executeDbOperations(operations.subList(0, from));
      failed.addAll(before.getFailedOperations());
      remaining.addAll(before.getRemainingOperations());
    }
    if (failed.isEmpty()) {
      failed.addAll(delete(operations.subList(from, to)));
    } else {
      remaining.addAll(operations.subList(from, to));
    }
    remaining.addAll(operations.subList(to, operations.size()));
    return FlushResult.withFailuresAndRemaining(failed, remaining);
  }

  private static boolean isDeletion(DbOperation operation) {
    return operation.getOperationType() == DbOperationType.DELETE
        && operation.getEntityType() == VariableInstanceEntity.class;
  }

  /** Those that failed: none, or the first for all of them. */
  private List<DbOperation> delete(List<DbOperation> variables) {
    executeDelete(
        DELETE, variables.stream().map(one -> ((DbEntityOperation) one).getEntity()).toList());
    int deleted = 0;
    PersistenceException failure = null;
    try {
      deleted = flushBatchOperations().get(0).getUpdateCounts()[0];
    } catch (PersistenceException e) {
      failure = e;
    }
    if (deleted == variables.size()) {
      variables.forEach(variable -> entityDeletePerformed((DbEntityOperation) variable, 1, null));
      return List.of();
    }
    entityDeletePerformed((DbEntityOperation) variables.get(0), 0, failure);
    return variables.subList(0, 1);
  }
}
