package scot.nrm.engine.statements;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.mapping.SqlCommandType;
import org.apache.ibatis.mapping.SqlSource;
import org.apache.ibatis.scripting.xmltags.XMLLanguageDriver;
import org.apache.ibatis.session.Configuration;
import org.camunda.bpm.engine.impl.db.ListQueryParameterObject;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceManager;

/**
 * Reads all variables of a process when the engine asks for those of its task or of one of its
 * executions. It asks for those of the others next, because one inherits from the other.
 */
class VariablesReadTogether extends VariableInstanceManager {

  private static final String SELECT = "scot.nrm.selectVariables";

  /** Adds the statement to those of the engine, whose own joins what is only needed for its API. */
  static void addStatement(Configuration statements) {
    if (!statements.hasStatement(SELECT, false)) {
      SqlSource sql =
          new XMLLanguageDriver()
              .createSqlSource(
                  statements,
                  "select * from ACT_RU_VARIABLE where PROC_INST_ID_ = #{parameter}",
                  ListQueryParameterObject.class);
      statements.addMappedStatement(
          new MappedStatement.Builder(statements, SELECT, sql, SqlCommandType.SELECT)
              .resultMaps(
                  List.of(
                      statements.getResultMap(
                          VariableInstanceEntity.class.getName() + ".variableInstanceResultMap")))
              .build());
    }
  }

  /** By process, then by task or execution, as they were in the database. */
  private final Map<String, Map<String, List<VariableInstanceEntity>>> read = new HashMap<>();

  @Override
  public List<VariableInstanceEntity> findVariableInstancesByExecutionIdAndVariableNames(
      String id, Collection<String> names) {
    ExecutionEntity execution = getDbEntityManager().getCachedEntity(ExecutionEntity.class, id);
    return names != null || execution == null
        ? super.findVariableInstancesByExecutionIdAndVariableNames(id, names)
        : of(execution.getProcessInstanceId(), id);
  }

  @Override
  public List<VariableInstanceEntity> findVariableInstancesByTaskIdAndVariableNames(
      String id, Collection<String> names) {
    TaskEntity task = getDbEntityManager().getCachedEntity(TaskEntity.class, id);
    return names != null || task == null || task.getProcessInstanceId() == null
        ? super.findVariableInstancesByTaskIdAndVariableNames(id, names)
        : of(task.getProcessInstanceId(), id);
  }

  @SuppressWarnings("unchecked")
  private List<VariableInstanceEntity> of(String process, String taskOrExecution) {
    return new ArrayList<>(
        read.computeIfAbsent(
                process,
                any ->
                    ((List<VariableInstanceEntity>)
                            getDbEntityManager().selectList(SELECT, process))
                        .stream()
                            .collect(
                                groupingBy(
                                    variable ->
                                        Objects.requireNonNullElseGet(
                                            variable.getTaskId(), variable::getExecutionId))))
            .getOrDefault(taskOrExecution, List.of()));
  }
}
