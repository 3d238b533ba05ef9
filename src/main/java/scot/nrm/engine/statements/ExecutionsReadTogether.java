package scot.nrm.engine.statements;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionManager;

/**
 * Reads all executions of a process, and of the case that it belongs to, when the engine asks for
 * the first of them. It mostly asks for the others next, one by one, and then for all of them; the
 * case has the case number.
 */
class ExecutionsReadTogether extends ExecutionManager {

  private static final String OF_THE_PROCESS =
      """
      select * from ACT_RU_EXECUTION where PROC_INST_ID_ in (
        select PROC_INST_ID_ from ACT_RU_EXECUTION where ID_ = #{execution}
        union all select process.ROOT_PROC_INST_ID_ from ACT_RU_EXECUTION part
          join ACT_RU_EXECUTION process on process.ID_ = part.PROC_INST_ID_
          where part.ID_ = #{execution})\
      """;

  /** By process, as they were in the database. */
  private final Map<String, List<ExecutionEntity>> read = new HashMap<>();

  @Override
  public ExecutionEntity findExecutionById(String execution) {
    ExecutionEntity known = known(execution);
    if (known == null && execution != null) {
      readWith(execution);
      known = known(execution);
    }
    return known;
  }

  @Override
  public List<ExecutionEntity> findExecutionsByProcessInstanceId(String process) {
    if (!read.containsKey(process)) {
      readWith(process);
    }
    return new ArrayList<>(read.getOrDefault(process, List.of()));
  }

  private ExecutionEntity known(String execution) {
    return getDbEntityManager().getCachedEntity(ExecutionEntity.class, execution);
  }

  @SuppressWarnings("unchecked")
  private void readWith(String execution) {
    List<ExecutionEntity> found =
        getDbEntityManager()
            .selectListWithRawParameter(
                "selectExecutionByNativeQuery",
                Map.of("sql", OF_THE_PROCESS, "execution", execution, "resultType", "LIST"),
                0,
                Integer.MAX_VALUE);
    found.stream()
        .collect(groupingBy(ExecutionEntity::getProcessInstanceId))
        .forEach(read::putIfAbsent);
  }
}
