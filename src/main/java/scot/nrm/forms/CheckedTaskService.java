package scot.nrm.forms;

import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.VariableMap;
import scot.nrm.access.Roles;
import scot.nrm.access.tasks.GuardedTaskService;

/**
 * The task service. It checks and splits the form of every completed task. Free text about a child
 * belongs only in the case file, so comments, attachments, names and descriptions of tasks are
 * refused: the engine would store them in its own tables, where others could read them.
 */
class CheckedTaskService extends GuardedTaskService {

  private static final String NO_OTHER_TEXT =
      "The name and the description of a task come from its diagram.";

  private final SubmittedForms submitted;

  CheckedTaskService(SubmittedForms submitted, Roles roles) {
    super(roles);
    this.submitted = submitted;
  }

  @Override
  protected void mayHold(TaskEntity task, String userId) {
    super.mayHold(task, userId);
    submitted.mayHold(task, userId);
  }

  // --- completing

  @Override
  public void complete(String taskId) {
    complete(taskId, null);
  }

  @Override
  public void complete(String taskId, Map<String, Object> values) {
    commandExecutor.execute(
        context -> {
          super.complete(taskId, submitted.ofTask(context, taskId, values));
          return null;
        });
  }

  @Override
  public VariableMap completeWithVariablesInReturn(
      String taskId, Map<String, Object> values, boolean deserialize) {
    return commandExecutor.execute(
        context ->
            super.completeWithVariablesInReturn(
                taskId, submitted.ofTask(context, taskId, values), deserialize));
  }

  /** Returns a delegated task to its owner. The values are checked as at its completion. */
  @Override
  public void resolveTask(String taskId, Map<String, Object> values) {
    commandExecutor.execute(
        context -> {
          boolean nothing = values == null || values.isEmpty();
          super.resolveTask(taskId, nothing ? values : submitted.ofTask(context, taskId, values));
          return null;
        });
  }

  @Override
  public void handleBpmnError(
      String taskId, String errorCode, String message, Map<String, Object> values) {
    byForm(values);
    super.handleBpmnError(taskId, errorCode, message, values);
  }

  @Override
  public void handleEscalation(String taskId, String escalationCode, Map<String, Object> values) {
    byForm(values);
    super.handleEscalation(taskId, escalationCode, values);
  }

  /**
   * The deployment's own code may pass values with an error; a person sets variables only by forms.
   */
  private void byForm(Map<String, Object> values) {
    commandExecutor.execute(
        context -> {
          if (context.getAuthentication() != null && values != null && !values.isEmpty()) {
            throw new BadUserRequestException(VariableWriteGuard.VALUES);
          }
          return null;
        });
  }

  // --- free text

  /** A task may be changed, but not its name or description. */
  @Override
  public void saveTask(Task task) {
    commandExecutor.execute(
        context -> {
          TaskEntity known =
              task.getId() == null ? null : context.getTaskManager().findTaskById(task.getId());
          if (known == null
              || !Objects.equals(known.getName(), task.getName())
              || !Objects.equals(known.getDescription(), task.getDescription())) {
            throw new BadUserRequestException(NO_OTHER_TEXT);
          }
          return null;
        });
    super.saveTask(task);
  }

  @Override
  public void setName(String taskId, String name) {
    throw new BadUserRequestException(NO_OTHER_TEXT);
  }

  @Override
  public void setDescription(String taskId, String description) {
    throw new BadUserRequestException(NO_OTHER_TEXT);
  }
}
