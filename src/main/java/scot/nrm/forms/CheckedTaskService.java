package scot.nrm.forms;

import java.util.Map;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.variable.VariableMap;
import scot.nrm.access.Roles;
import scot.nrm.access.tasks.GuardedTaskService;

/** The task service, which checks and splits the form of every completed task. */
class CheckedTaskService extends GuardedTaskService {

  private final SubmittedForms submitted;

  CheckedTaskService(SubmittedForms submitted, Roles roles) {
    super(roles);
    this.submitted = submitted;
  }

  @Override
  protected void checkClaimRules(TaskEntity task, String userId) {
    submitted.checkClaim(task, userId);
  }

  @Override
  protected void checkAssignee(TaskEntity task, String userId) {
    super.checkAssignee(task, userId);
    submitted.checkAssignee(task, userId);
  }

  // --- completing

  @Override
  public void complete(String taskId) {
    complete(taskId, null);
  }

  @Override
  public void complete(String taskId, Map<String, Object> values) {
    submitted.complete(
        commandExecutor,
        taskId,
        context -> {
          super.complete(taskId, submitted.submitTask(context, taskId, values));
          return null;
        });
  }

  @Override
  public VariableMap completeWithVariablesInReturn(
      String taskId, Map<String, Object> values, boolean deserialize) {
    return submitted.complete(
        commandExecutor,
        taskId,
        context ->
            super.completeWithVariablesInReturn(
                taskId, submitted.submitTask(context, taskId, values), deserialize));
  }
}
