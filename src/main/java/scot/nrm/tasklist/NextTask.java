package scot.nrm.tasklist;

import static java.util.stream.Collectors.joining;

import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.stereotype.Component;
import scot.nrm.access.Viewer;
import scot.nrm.cockpit.casepage.NextSteps.OwnTask;

/**
 * Claims the most urgent unassigned task of the person's teams. The engine decides whether they may
 * claim it, as for a claim by hand.
 */
@Component
class NextTask {

  /** So many refusals mean that something is wrong, and not that colleagues were faster. */
  private static final int MAX_REFUSALS = 200;

  private final TaskService tasks;

  NextTask(TaskService tasks) {
    this.tasks = tasks;
  }

  /**
   * @return the task that is now assigned to the person; empty if they may claim none. The earliest
   *     due date is first, tasks without one are last, and then the oldest is first.
   */
  Optional<OwnTask> claim(Viewer viewer) {
    if (viewer.groups().isEmpty()) {
      return Optional.empty();
    }
    return claimFirst(unassigned(viewer).dueAfter(new Date(0)).orderByDueDate().asc(), viewer)
        .or(() -> claimFirst(unassigned(viewer).withoutDueDate(), viewer));
  }

  /**
   * The number of the tasks that the signed-in person sees, how many of them are unassigned, and
   * the newest: what an open list asks for instead of the list.
   */
  String state() {
    TaskQuery own = tasks.createTaskQuery().active();
    return own.count()
        + " "
        + tasks.createTaskQuery().active().taskUnassigned().count()
        + own.orderByTaskCreateTime().desc().listPage(0, 1).stream()
            .map(task -> " " + task.getId())
            .collect(joining());
  }

  private TaskQuery unassigned(Viewer viewer) {
    return tasks
        .createTaskQuery()
        .taskCandidateGroupIn(List.copyOf(viewer.groups()))
        .taskUnassigned()
        .active();
  }

  private Optional<OwnTask> claimFirst(TaskQuery query, Viewer viewer) {
    query.orderByTaskCreateTime().asc().orderByTaskId().asc();
    // Read at once: a second page would pass by tasks, because others leave the first meanwhile.
    return query.listPage(0, MAX_REFUSALS).stream()
        .filter(task -> tryClaim(task, viewer))
        .findFirst()
        .map(task -> new OwnTask(task.getId(), task.getName()));
  }

  /** A task that a colleague claimed meanwhile, or that this person may not claim, is passed by. */
  private boolean tryClaim(Task task, Viewer viewer) {
    try {
      tasks.claim(task.getId(), viewer.userId());
      return true;
    } catch (TaskAlreadyClaimedException
        | OptimisticLockingException
        | AuthorizationException
        | BadUserRequestException
        | NullValueException e) {
      return false;
    }
  }
}
