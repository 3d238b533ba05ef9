package scot.nrm.cockpit.casepage;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.TaskService;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;
import scot.nrm.accesslog.Access;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.accesslog.What;
import scot.nrm.cockpit.casepage.NextSteps.OwnTask;
import scot.nrm.engine.CaseNumber;
import scot.nrm.engine.CaseNumberInTaskName;
import scot.nrm.record.CodeNames;
import scot.nrm.record.RecordAddress;
import scot.nrm.register.Matches;
import scot.nrm.register.Register;

/**
 * Finds a case by any part of its number, or by what identifies the child: the Home Office
 * reference, or the name with the date of birth, exactly and through keyed digests. It finds the
 * cases that the person may read and those in which they have a task, and by its whole number a
 * case that their council has handed over (D41). The words typed are not stored; cases found by
 * facts that identify the child are in the access log.
 */
@Component
public class CaseSearch {

  static final int MAX_CASES = 10;

  private static final String BY_NUMBER = "search by number";
  private static final String BY_CHILD = "search by child";

  private final CaseAccess access;
  private final Matches matches;
  private final Register register;
  private final TaskService tasks;
  private final CodeNames names;
  private final AccessLog log;

  CaseSearch(
      CaseAccess access,
      Matches matches,
      Register register,
      TaskService tasks,
      CodeNames names,
      AccessLog log) {
    this.access = access;
    this.matches = matches;
    this.register = register;
    this.tasks = tasks;
    this.names = names;
    this.log = log;
  }

  /** The cases found, and whether there are more than are shown. */
  public record Found(List<FoundCase> cases, boolean more) {}

  /**
   * @param council the one that has the case, or the person's that handed it over; empty for a
   *     person who may not read the case
   * @param record the address of the record below our pages; {@code null} for a person who may not
   *     read the case
   * @param tasks the open tasks of the case in the person's own lists
   */
  public record FoundCase(String caseNumber, String council, String record, List<OwnTask> tasks) {}

  public Found search(String typed, Viewer viewer) {
    Optional<String> part = CaseNumber.part(typed).filter(text -> !text.isEmpty());
    Set<String> numbers = new LinkedHashSet<>();
    part.ifPresent(
        text -> {
          numbers.addAll(access.readable(viewer, text, MAX_CASES + 1));
          numbers.addAll(withTasks(text));
          access.formerCouncil(viewer, text).ifPresent(council -> numbers.add(text));
          log.record(Access.by(viewer, What.LIST).detail(BY_NUMBER).rows(numbers.size()));
        });
    numbers.addAll(byChild(typed, viewer));
    return new Found(
        numbers.stream().limit(MAX_CASES).map(number -> found(number, viewer)).toList(),
        numbers.size() > MAX_CASES);
  }

  /** Only cases that the person may read: nobody learns of another child this way. */
  private List<String> byChild(String typed, Viewer viewer) {
    List<String> cases =
        access.mayReadCases(viewer)
            ? matches.search(typed).stream()
                .filter(number -> access.mayRead(viewer, number))
                .toList()
            : List.of();
    cases.forEach(
        number ->
            log.record(
                Access.by(viewer, What.LIST).ofCase(number).detail(BY_CHILD).rows(cases.size())));
    return cases;
  }

  /** For a person who works on a task and reads nothing else of the case. */
  private List<String> withTasks(String part) {
    return tasks
        .createTaskQuery()
        .taskNameLike("%" + part + "%")
        .listPage(0, MAX_CASES + 1)
        .stream()
        .flatMap(task -> CaseNumberInTaskName.in(task.getName()).stream())
        .filter(number -> number.contains(part))
        .distinct()
        .toList();
  }

  private FoundCase found(String number, Viewer viewer) {
    boolean reads = access.mayRead(viewer, number);
    Optional<String> council =
        reads ? register.localAuthority(number) : access.formerCouncil(viewer, number);
    return new FoundCase(
        number,
        council.map(names::council).orElse(""),
        reads || council.isPresent() ? RecordAddress.of(number) : null,
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(number)
            .orderByDueDate()
            .asc()
            .listPage(0, MAX_CASES)
            .stream()
            .map(
                task ->
                    new OwnTask(task.getId(), CaseNumberInTaskName.without(task.getName(), number)))
            .toList());
  }
}
