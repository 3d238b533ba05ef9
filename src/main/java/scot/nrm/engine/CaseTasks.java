package scot.nrm.engine;

import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The open tasks of one case, on the path and beside it. */
@Component
public class CaseTasks {

  private final TaskService tasks;
  private final CaseInstances instances;

  public CaseTasks(@Lazy TaskService tasks, CaseInstances instances) {
    this.tasks = tasks;
    this.instances = instances;
  }

  /**
   * Gives what waits for one group to another: whoever held such a task no longer does. Due dates
   * stay.
   *
   * <p>For work that no message can begin anew, because it would lose where it stands: a review
   * whose answers are coming in, a question that somebody has been asked. The diagram goes on as it
   * is, only another team has the task.
   *
   * @param but the diagrams that take their tasks back and make them anew by themselves
   */
  public void handOver(String caseNumber, String from, String to, Collection<String> but) {
    List<String> themselves = instances.ids(caseNumber, but);
    CaseInstances.unseen(
        () -> {
          tasks
              .createTaskQuery()
              .processInstanceBusinessKey(caseNumber)
              .taskCandidateGroup(from)
              .includeAssignedTasks()
              .list()
              .stream()
              .filter(task -> !themselves.contains(task.getProcessInstanceId()))
              .forEach(task -> handOver(task, from, to));
          return null;
        });
  }

  /** Whether a task is open in a process that has this value of a variable. */
  public boolean waits(String caseNumber, String task, String variable, String value) {
    return CaseInstances.unseen(
        () ->
            tasks
                    .createTaskQuery()
                    .processInstanceBusinessKey(caseNumber)
                    .taskDefinitionKey(task)
                    .processVariableValueEquals(variable, value)
                    .count()
                > 0);
  }

  /**
   * Takes what waits for some groups back from whoever holds it, so that it waits for all of a
   * group again.
   *
   * @param but the diagrams whose tasks stay with whoever holds them
   */
  public void release(String caseNumber, Collection<String> groups, Collection<String> but) {
    List<String> left = instances.ids(caseNumber, but);
    CaseInstances.unseen(
        () -> {
          tasks
              .createTaskQuery()
              .processInstanceBusinessKey(caseNumber)
              .taskCandidateGroupIn(List.copyOf(groups))
              .includeAssignedTasks()
              .taskAssigned()
              .list()
              .stream()
              .filter(task -> !left.contains(task.getProcessInstanceId()))
              .forEach(task -> tasks.setAssignee(task.getId(), null));
          return null;
        });
  }

  /**
   * Moves the due date of what is open in one diagram and is due with a clock that has been moved.
   */
  public void moveDueDates(String caseNumber, String diagram, Date from, Date to) {
    List<String> running = instances.ids(caseNumber, List.of(diagram));
    CaseInstances.unseen(
        () -> {
          tasks
              .createTaskQuery()
              .processInstanceBusinessKey(caseNumber)
              .dueDate(from)
              .list()
              .stream()
              .filter(task -> running.contains(task.getProcessInstanceId()))
              .forEach(task -> tasks.setDueDate(task.getId(), to));
          return null;
        });
  }

  private void handOver(Task task, String from, String to) {
    if (task.getAssignee() != null) {
      tasks.setAssignee(task.getId(), null);
    }
    tasks.addCandidateGroup(task.getId(), to);
    tasks.deleteCandidateGroup(task.getId(), from);
  }
}
