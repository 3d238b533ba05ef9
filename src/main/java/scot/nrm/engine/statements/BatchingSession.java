package scot.nrm.engine.statements;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.SqlCommandType;
import org.apache.ibatis.session.Configuration;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.db.FlushResult;
import org.camunda.bpm.engine.impl.db.ListQueryParameterObject;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbEntityOperation;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperation;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperationType;
import org.camunda.bpm.engine.impl.db.sql.BatchDbSqlSession;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;

/**
 * Deletes the variables of one transaction in one statement. A concurrent change is still detected.
 *
 * <p>Reads a job together with the other jobs of its execution, which the engine queries after it
 * has run the job.
 */
class BatchingSession extends BatchDbSqlSession {

  private static final String DELETE = "scot.nrm.deleteVariables";
  private static final String ENGINE_JOBS = "selectJobsByExecutionId";
  private static final String SELECT_JOBS = "scot.nrm.selectJobs";

  /** The jobs in the database, by execution. */
  private final Map<String, List<?>> jobs = new HashMap<>();

  /** Adds the statements to those of the engine. */
  static void addStatements(Configuration statements) {
    OwnStatements.add(
        statements,
        SELECT_JOBS,
        SqlCommandType.SELECT,
        String.class,
        """
        select * from ACT_RU_JOB
        where EXECUTION_ID_ = (select EXECUTION_ID_ from ACT_RU_JOB where ID_ = #{id})\
        """,
        JobEntity.class.getName() + ".jobResultMap");
    OwnStatements.add(
        statements,
        DELETE,
        SqlCommandType.DELETE,
        List.class,
        """
        <script>delete from ACT_RU_VARIABLE where (ID_, REV_) in
        <foreach collection="list" item="variable" open="(" separator=", " close=")">
        (#{variable.id}, #{variable.revision})
        </foreach></script>
        """);
  }

  BatchingSession(DbSqlSessionFactory factory) {
    super(factory);
  }

  @Override
  public <T extends DbEntity> T selectById(Class<T> type, String id) {
    if (type != JobEntity.class) {
      return super.selectById(type, id);
    }
    List<?> found = selectList(SELECT_JOBS, id);
    T job = null;
    for (Object one : found) {
      if (((JobEntity) one).getId().equals(id)) {
        job = type.cast(one);
        jobs.putIfAbsent(((JobEntity) one).getExecutionId(), found);
      }
    }
    return job == null
        ? super.selectById(type, id)
        : job; // The engine's own jobs have no execution.
  }

  @Override
  public List<?> selectList(String statement, Object parameter) {
    List<?> known =
        statement.equals(ENGINE_JOBS)
            ? jobs.get(((ListQueryParameterObject) parameter).getParameter())
            : null;
    return known == null ? super.selectList(statement, parameter) : new ArrayList<>(known);
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

  /** The failed operations: none, or the first one if any failed. */
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
