package scot.nrm.engine;

import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.Expression;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The open tasks of one case, on the path and alongside it. */
@Component
public class CaseTasks {

  private final TaskService tasks;
  private final CaseInstances instances;

  public CaseTasks(@Lazy TaskService tasks, CaseInstances instances) {
    this.tasks = tasks;
    this.instances = instances;
  }

  /** A team that has an open task, and its council; empty if the case has none. */
  public record Team(String group, String council) {}

  /** The teams that have open tasks in a case, whether or not they are assigned. */
  public Set<Team> teams(String caseNumber) {
    return CaseInstances.withoutChecks(
        () ->
            of(caseNumber).list().stream()
                .flatMap(
                    task ->
                        tasks.getIdentityLinksForTask(task.getId()).stream()
                            .map(IdentityLink::getGroupId)
                            .filter(Objects::nonNull)
                            .map(group -> new Team(group, council(task))))
                .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private static String council(Task task) {
    return task.getTenantId() == null ? "" : task.getTenantId();
  }

  /**
   * Moves one group's tasks to another group and unassigns them. Due dates don't change.
   *
   * <p>Use this for work that a message can't restart without losing progress, such as a review
   * with some answers or a question that has been sent. The process continues unchanged; only the
   * team changes.
   *
   * @param except the diagrams that recreate their own tasks
   */
  public void handOver(String caseNumber, String from, String to, Collection<String> except) {
    List<String> excluded = instances.ids(caseNumber, except);
    CaseInstances.withoutChecks(
        () ->
            of(caseNumber).taskCandidateGroup(from).includeAssignedTasks().list().stream()
                .filter(task -> !excluded.contains(task.getProcessInstanceId()))
                .forEach(task -> handOver(task, from, to)));
  }

  /** Whether a task with this form is open, on the path or alongside it. */
  public boolean isOpen(String caseNumber, String form) {
    return isOpen(of(caseNumber), form);
  }

  /** Whether a task, by its own id, is open and assigned to a person. */
  public boolean isAssignedTo(String id, String person) {
    return CaseInstances.withoutChecks(
        () -> tasks.createTaskQuery().taskId(id).taskAssignee(person).count() > 0);
  }

  /**
   * Whether a task, by its own id, is open and belongs to a team, assigned or not. If the team's
   * council is empty, the team of any council counts.
   */
  public boolean belongsTo(String id, Team team) {
    TaskQuery open =
        tasks.createTaskQuery().taskId(id).taskCandidateGroup(team.group()).includeAssignedTasks();
    return CaseInstances.withoutChecks(
        () -> (team.council().isEmpty() ? open : open.tenantIdIn(team.council())).count() > 0);
  }

  public boolean isOpen(String caseNumber, String form, String variable, String value) {
    return isOpen(of(caseNumber).processVariableValueEquals(variable, value), form);
  }

  /** Identifies the task by its form, because a revised diagram may give it another id. */
  private static boolean isOpen(TaskQuery query, String form) {
    return CaseInstances.withoutChecks(
        () ->
            query.initializeFormKeys().list().stream()
                .map(Task::getCamundaFormRef)
                .anyMatch(ref -> ref != null && form.equals(ref.getKey())));
  }

  private TaskQuery of(String caseNumber) {
    return tasks.createTaskQuery().processInstanceBusinessKey(caseNumber);
  }

  /** Unassigns the tasks of some groups, except those of some diagrams. */
  public void unassign(String caseNumber, Collection<String> groups, Collection<String> except) {
    List<String> excluded = instances.ids(caseNumber, except);
    CaseInstances.withoutChecks(
        () ->
            of(caseNumber)
                .taskCandidateGroupIn(List.copyOf(groups))
                .includeAssignedTasks()
                .list()
                .stream()
                .filter(task -> !excluded.contains(task.getProcessInstanceId()))
                .forEach(this::unassign));
  }

  /** A person of the former team who is away doesn't get it back either: the owner. */
  private void unassign(Task task) {
    task.setOwner(null);
    if (task.getAssignee() != null) {
      tasks.setAssignee(task.getId(), null);
    }
  }

  /** Assigns to a person the unassigned tasks that the diagrams would give them now. */
  public void assignByDiagram(String caseNumber, String person) {
    CaseInstances.withoutChecks(
        () ->
            of(caseNumber).list().stream()
                // Not in the query: the database doesn't have changes of this command yet.
                .filter(task -> task.getAssignee() == null)
                .filter(task -> person.equals(assigneeByDiagram((TaskEntity) task)))
                .forEach(task -> tasks.setAssignee(task.getId(), person)));
  }

  private static Object assigneeByDiagram(TaskEntity task) {
    Expression assignee = task.getTaskDefinition().getAssigneeExpression();
    return assignee == null ? null : assignee.getValue(task.getExecution());
  }

  /**
   * Moves the due dates of one diagram's open tasks that are due on a deadline that has moved. None
   * is followed up after it is due.
   */
  public void moveDueDates(String caseNumber, String diagram, Date from, Date to) {
    List<String> running = instances.ids(caseNumber, List.of(diagram));
    CaseInstances.withoutChecks(
        () ->
            of(caseNumber).dueDate(from).list().stream()
                .filter(task -> running.contains(task.getProcessInstanceId()))
                .forEach(task -> moveDueDate(task, to)));
  }

  private void moveDueDate(Task task, Date to) {
    tasks.setDueDate(task.getId(), to);
    if (task.getFollowUpDate() != null && task.getFollowUpDate().after(to)) {
      tasks.setFollowUpDate(task.getId(), to);
    }
  }

  private void handOver(Task task, String from, String to) {
    unassign(task);
    tasks.addCandidateGroup(task.getId(), to);
    tasks.deleteCandidateGroup(task.getId(), from);
  }
}
