package scot.nrm.engine.statements;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.mapping.SqlCommandType;
import org.apache.ibatis.session.Configuration;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionManager;

/**
 * Reads all executions of a process, and of the case that it belongs to, when the engine asks for
 * the first of them. It mostly asks for the others afterwards, one by one and then all together,
 * and for the case because of its case number.
 */
class PrefetchingExecutionManager extends ExecutionManager {

  private static final String SELECT = "scot.nrm.selectExecutions";

  private static final String SQL =
      """
      select * from ACT_RU_EXECUTION where PROC_INST_ID_ in (
        select PROC_INST_ID_ from ACT_RU_EXECUTION where ID_ = #{execution}
        union all select process.ROOT_PROC_INST_ID_ from ACT_RU_EXECUTION part
          join ACT_RU_EXECUTION process on process.ID_ = part.PROC_INST_ID_
          where part.ID_ = #{execution})\
      """;

  /** Adds the statement to the engine's, whose own statement for native SQL parses it each time. */
  static void addStatement(Configuration statements) {
    OwnStatements.add(
        statements,
        SELECT,
        SqlCommandType.SELECT,
        String.class,
        SQL,
        ExecutionEntity.class.getName() + ".executionResultMap");
  }

  /** The executions in the database, by process. */
  private final Map<String, List<ExecutionEntity>> read = new HashMap<>();

  @Override
  public ExecutionEntity findExecutionById(String execution) {
    ExecutionEntity known = known(execution);
    if (known == null && execution != null) {
      prefetch(execution);
      known = known(execution);
    }
    return known;
  }

  @Override
  public List<ExecutionEntity> findExecutionsByProcessInstanceId(String process) {
    if (!read.containsKey(process)) {
      prefetch(process);
    }
    return new ArrayList<>(read.getOrDefault(process, List.of()));
  }

  private ExecutionEntity known(String execution) {
    return getDbEntityManager().getCachedEntity(ExecutionEntity.class, execution);
  }

  @SuppressWarnings("unchecked")
  private void prefetch(String execution) {
    List<ExecutionEntity> found =
        getDbEntityManager().selectListWithRawParameter(SELECT, execution, 0, Integer.MAX_VALUE);
    found.stream()
        .collect(groupingBy(ExecutionEntity::getProcessInstanceId))
        .forEach(read::putIfAbsent);
  }
}
