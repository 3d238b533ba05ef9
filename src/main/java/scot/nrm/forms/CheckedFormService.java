package scot.nrm.forms;

import java.io.InputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.impl.FormServiceImpl;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.variable.VariableMap;

/** Checks and splits every submitted form, and opens every form with only what it shows. */
class CheckedFormService extends FormServiceImpl {

  private final SubmittedForms submitted;
  private final OpenedForms opened;

  CheckedFormService(SubmittedForms submitted, OpenedForms opened) {
    this.submitted = submitted;
    this.opened = opened;
  }

  @Override
  public void submitTaskForm(String taskId, Map<String, Object> values) {
    submitted.complete(
        commandExecutor,
        taskId,
        context -> {
          super.submitTaskForm(taskId, submitted.submitTask(context, taskId, values));
          return null;
        });
  }

  @Override
  public VariableMap submitTaskFormWithVariablesInReturn(
      String taskId, Map<String, Object> values, boolean deserialize) {
    return submitted.complete(
        commandExecutor,
        taskId,
        context ->
            super.submitTaskFormWithVariablesInReturn(
                taskId, submitted.submitTask(context, taskId, values), deserialize));
  }

  @Override
  public void submitTaskFormData(String taskId, Map<String, String> values) {
    submitTaskForm(taskId, objects(values));
  }

  @Override
  public ProcessInstance submitStartForm(String definitionId, Map<String, Object> values) {
    return submitStartForm(definitionId, null, values);
  }

  @Override
  public ProcessInstance submitStartForm(
      String definitionId, String businessKey, Map<String, Object> values) {
    return commandExecutor.execute(
        context -> {
          ProcessDefinitionEntity definition =
              context
                  .getProcessEngineConfiguration()
                  .getDeploymentCache()
                  .findDeployedProcessDefinitionById(definitionId);
          SubmittedForms.Start start =
              submitted.submitStart(context, definition, businessKey, values);
          return super.submitStartForm(definitionId, start.caseNumber(), start.variables());
        });
  }

  @Override
  public ProcessInstance submitStartFormData(String definitionId, Map<String, String> values) {
    return submitStartForm(definitionId, null, objects(values));
  }

  @Override
  public ProcessInstance submitStartFormData(
      String definitionId, String businessKey, Map<String, String> values) {
    return submitStartForm(definitionId, businessKey, objects(values));
  }

  private static Map<String, Object> objects(Map<String, String> values) {
    return values == null ? null : new HashMap<>(values);
  }

  @Override
  public VariableMap getTaskFormVariables(String taskId) {
    return getTaskFormVariables(taskId, null, true);
  }

  @Override
  public VariableMap getTaskFormVariables(
      String taskId, Collection<String> names, boolean deserialize) {
    return commandExecutor.execute(
        context -> {
          super.getTaskFormVariables(
              taskId, names, false); // Checks the permission to read; a case has few variables.
          return opened.taskValues(context, taskId, names);
        });
  }

  @Override
  public InputStream getDeployedStartForm(String definitionId) {
    return opened.startForm(definitionId, super.getDeployedStartForm(definitionId));
  }

  @Override
  public InputStream getDeployedTaskForm(String taskId) {
    return commandExecutor.execute(
        context -> opened.taskForm(context, taskId, super.getDeployedTaskForm(taskId)));
  }
}
