package scot.nrm.cockpit.workload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.access.TeamMembers;
import scot.nrm.access.TeamMembers.Person;
import scot.nrm.access.tasks.GuardedTaskService;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.cockpit.WatchedTeams.Watched;
import scot.nrm.cockpit.workload.Workload.OneTask;
import scot.nrm.record.Officers;
import scot.nrm.register.RegisterUpdates;

/** The reassignment of tasks within a team. */
@Component
public class Reassignment {

  static final int MAX_TASKS = 100;

  private static final int MAX_REASON_LENGTH = 1000;

  record Reassigned(List<Answer> answers) {}

  /** The result of reassigning one of several tasks. */
  record Answer(String task, String caseNumber, String name, boolean done, String sentence) {}

  private final Workload workload;
  private final ProcessEngine engine;
  private final TeamMembers people;
  private final Officers officers;
  private final RegisterUpdates updates;
  private final TransactionTemplate transaction;

  Reassignment(
      Workload workload,
      @Lazy ProcessEngine engine,
      TeamMembers people,
      Officers officers,
      RegisterUpdates updates,
      PlatformTransactionManager transactions) {
    this.workload = workload;
    this.engine = engine;
    this.people = people;
    this.officers = officers;
    this.updates = updates;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Reassigns tasks to a member of their team, or returns them to the team. Each is handled
   * separately: a refused task doesn't change. The reason is kept in the history of each case.
   *
   * @param to a user id; {@code null} for the team
   * @param why the reason, as a text about the work and not about the child
   */
  Reassigned reassign(Watched watched, List<String> taskIds, String to, String why) {
    if (!watched.mayReassign()) {
      throw RequestRefused.forbidden(
          "Your role can view tasks but not reassign them. Ask the team's manager.");
    }
    if (taskIds == null || taskIds.isEmpty()) {
      throw RequestRefused.badRequest("Choose at least one task.");
    }
    if (taskIds.size() > MAX_TASKS) {
      throw RequestRefused.badRequest("Choose at most " + MAX_TASKS + " tasks at once.");
    }
    if (taskIds.stream().anyMatch(id -> id == null || id.isBlank() || id.length() > 64)
        || to != null && (to.isBlank() || to.length() > 255)) {
      throw RequestRefused.badRequest("Choose the tasks from the list, and someone in their team.");
    }
    String reason = why == null ? "" : why.strip();
    if (reason.isEmpty() || reason.length() > MAX_REASON_LENGTH) {
      throw RequestRefused.badRequest(
          "Enter the reason, in at most %,d characters.".formatted(MAX_REASON_LENGTH));
    }
    Set<String> ids = new LinkedHashSet<>(taskIds);
    Map<String, OneTask> known = workload.known(watched, ids);
    Map<String, String> names = names(known.values(), to);
    List<Answer> answers = new ArrayList<>();
    ids.forEach(id -> answers.add(reassign(watched, id, known.get(id), to, names, reason)));
    return new Reassigned(answers);
  }

  private Map<String, String> names(Collection<OneTask> known, String to) {
    return officers.names(
        Stream.concat(known.stream().map(OneTask::holder), Stream.ofNullable(to)).toList());
  }

  /** The members of a team who may not be assigned one of these tasks, by user id. */
  List<String> barred(Watched watched, String team, String council, List<String> taskIds) {
    workload.requireWatched(watched, team, council);
    Set<String> members =
        people.of(team, council).stream().map(Person::id).collect(Collectors.toSet());
    GuardedTaskService tasks = (GuardedTaskService) engine.getTaskService();
    return workload.known(watched, Set.copyOf(taskIds)).keySet().stream()
        .flatMap(id -> tasks.refusedAssignees(id, members).stream())
        .distinct()
        .toList();
  }

  private Answer reassign(
      Watched watched,
      String id,
      OneTask task,
      String to,
      Map<String, String> names,
      String reason) {
    String name = names.get(to);
    String newHolder = to == null ? "the team" : name;
    if (task == null) {
      return new Answer(
          id,
          null,
          null,
          false,
          "This task is not one of your teams' open tasks. It may have been completed.");
    }
    if (Objects.equals(task.holder(), to)) {
      return answer(task, true, to == null ? "It is unassigned." : "Assigned to " + name + ".");
    }
    try {
      transaction.executeWithoutResult(
          status -> {
            updates.reassigned( // locks the case before the person, as a form does
                task.caseNumber(),
                watched.isOfCouncils(),
                watched.viewer(),
                "%s\nFrom: %s\nTo: %s\nReason: %s"
                    .formatted(
                        task.name(),
                        task.holder() == null ? "unassigned" : names.get(task.holder()),
                        newHolder,
                        reason));
            OneTask now = workload.known(watched, Set.of(id)).get(id);
            if (now != null && !Objects.equals(now.holder(), task.holder())) {
              throw new OptimisticLockingException(id);
            }
            engine.getTaskService().setAssignee(id, to);
          });
      return answer(
          task,
          true,
          task.holder() == null
              ? "Assigned to " + name + "."
              : "Reassigned from %s to %s.".formatted(names.get(task.holder()), newHolder));
    } catch (AuthorizationException e) {
      return answer(task, false, "Your role cannot reassign this task.");
    } catch (OptimisticLockingException e) {
      return answer(task, false, "Someone else has changed this. Refresh the page and try again.");
    } catch (NotFoundException | NullValueException e) {
      return answer(task, false, "It has already been completed.");
    } catch (BadUserRequestException e) {
      return answer(task, false, refusal(e.getMessage(), name));
    } catch (ProcessEngineException e) {
      return answer(
          task, false, "It cannot be reassigned at present. Contact your system administrator.");
    }
  }

  /** The sentences of form rules address the officer who completes the task, not the manager. */
  private static String refusal(String message, String name) {
    String sentence = message.replaceFirst("^Assignee: ", "");
    String written = sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    String ended = written.endsWith(".") ? written : written + ".";
    return ended.startsWith("You ") ? name + " would get this message: “" + ended + "”" : ended;
  }

  private static Answer answer(OneTask task, boolean done, String sentence) {
    return new Answer(task.id(), task.caseNumber(), task.name(), done, sentence);
  }
}
