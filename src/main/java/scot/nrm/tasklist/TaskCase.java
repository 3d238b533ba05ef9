package scot.nrm.tasklist;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricTaskInstance;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.LoggedPages;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.cockpit.casepage.CaseTimeline;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder.Item;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder.Kind;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder.OpenTask;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder.Timeline;
import scot.nrm.cockpit.casepage.CaseWork;
import scot.nrm.cockpit.casepage.CurrentStages;
import scot.nrm.record.CaseHeader;
import scot.nrm.record.CaseHeader.Header;
import scot.nrm.record.RecordedEntries.LetterLink;
import scot.nrm.register.CaseOverview.Fact;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * The case beside a task in Tasklist, for anyone who can see the task. {@link CaseAccess} decides
 * how much of the case it shows, as for the record. Of its tasks it shows those in the person's own
 * task lists.
 */
@Component
class TaskCase {

  /** The number of latest items shown; the record has all of them. */
  static final int MAX_ITEMS = 60;

  static final String NO_SUCH_TASK = "The task no longer exists, or you do not have access to it.";
  private static final String NO_CASE_NOTE = "This task does not belong to a child's case.";
  private static final String ADVISER_NOTE =
      "You can see the number, age and stage of this case. The form says what you are asked to do.";
  private static final String COPY_NOTE =
      "You can see only the {{authority.immigration.short}} copy in this case: a copy is a pre-alert and gives no access to what others wrote.";
  private static final String TASK_NOTE = "You can see this task, but nothing else in the case.";
  private static final String ABSENCE_NOTE = "This task is for %s, who is away.";
  private static final String SHORTENED_NOTE =
      "These are the latest entries. All entries are in the record of the case.";

  private static final Pattern ID = Pattern.compile("[\\w-]{1,64}");

  private final TaskService tasks;
  private final HistoryService history;
  private final Register register;
  private final CaseAccess access;
  private final CaseHeader headers;
  private final CaseTimelineBuilder timelines;
  private final CaseWork work;
  private final CurrentStages stages;
  private final NamesAndRoles people;

  TaskCase(
      TaskService tasks,
      HistoryService history,
      Register register,
      CaseAccess access,
      CaseHeader headers,
      CaseTimelineBuilder timelines,
      CaseWork work,
      CurrentStages stages,
      NamesAndRoles people) {
    this.tasks = tasks;
    this.history = history;
    this.register = register;
    this.access = access;
    this.headers = headers;
    this.timelines = timelines;
    this.work = work;
    this.stages = stages;
    this.people = people;
  }

  /**
   * The content of the panel.
   *
   * @param caseNumber {@code null} for a task that belongs to no case
   * @param reads whether the viewer may read the case; only then are there deadlines, tasks, a
   *     timeline and the record
   * @param glance {@code null} for a viewer who may not read the case
   * @param facts shown to such a viewer instead
   * @param notes what a reader needs to know
   * @param otherTasks the other open tasks of the case that the viewer may see
   * @param letters the letters that the viewer may open, oldest first
   * @param items items of the timeline, latest first, with the stages as headings
   */
  record Answer(
      String caseNumber,
      boolean reads,
      Header glance,
      List<Fact> facts,
      List<String> notes,
      List<String> stages,
      List<OpenTask> otherTasks,
      List<LetterOnFile> letters,
      List<Item> items)
      implements LoggedPages.OneCase {}

  record LetterOnFile(LetterLink letter, LocalDate day) {}

  /** An open task, found with the permissions of the signed-in person. */
  Answer of(String taskId, Viewer viewer) {
    Task task =
        ID.matcher(taskId).matches() ? tasks.createTaskQuery().taskId(taskId).singleResult() : null;
    if (task == null) {
      throw RequestRefused.notFound(NO_SUCH_TASK);
    }
    Optional<RegisterCase> known =
        Optional.ofNullable(task.getProcessInstanceId())
            .flatMap(work::caseOf)
            .flatMap(register::find);
    if (known.isEmpty()) {
      return panelWithoutCase(null, List.of(), NO_CASE_NOTE);
    }
    return access.mayRead(viewer, known.get().caseNumber())
        ? panel(known.get(), task, viewer)
        : restrictedPanel(known.get(), viewer);
  }

  private Answer panel(RegisterCase nrmCase, Task task, Viewer viewer) {
    String caseNumber = nrmCase.caseNumber();
    Set<String> visibleTasks = visibleTasks(caseNumber);
    Timeline timeline = timelines.of(caseNumber, viewer, visibleTasks::contains);
    CaseTimeline newest =
        CaseTimeline.page(timeline.items(), Set.of(Kind.values()), true, 1, MAX_ITEMS);
    List<LetterOnFile> letters =
        timeline.items().stream()
            .filter(item -> item.letter() != null && !item.letter().address().isEmpty())
            .map(item -> new LetterOnFile(item.letter(), LocalDay.of(item.at())))
            .toList();
    return new Answer(
        caseNumber,
        true,
        headers.of(nrmCase),
        List.of(),
        notes(task, newest),
        timeline.stages(),
        timeline.open().stream().filter(open -> !open.id().equals(task.getId())).toList(),
        letters,
        newest.items());
  }

  /** The owner of a task is the person who is away (docs/adr/0043). */
  private List<String> notes(Task task, CaseTimeline shown) {
    List<String> notes = new ArrayList<>();
    if (task.getOwner() != null) {
      notes.add(ABSENCE_NOTE.formatted(people.nameWithId(task.getOwner())));
    }
    if (shown.all() > MAX_ITEMS) {
      notes.add(SHORTENED_NOTE);
    }
    return notes;
  }

  /** The open and completed tasks that the person may see: the engine limits its lists to them. */
  private Set<String> visibleTasks(String caseNumber) {
    Set<String> known = new HashSet<>();
    tasks
        .createTaskQuery()
        .processInstanceBusinessKey(caseNumber)
        .listPage(0, CaseWork.MAX_TASKS)
        .forEach(task -> known.add(task.getId()));
    history
        .createHistoricTaskInstanceQuery()
        .processInstanceBusinessKey(caseNumber)
        .listPage(0, CaseWork.MAX_TASKS)
        .stream()
        .map(HistoricTaskInstance::getId)
        .forEach(known::add);
    return known;
  }

  private Answer restrictedPanel(RegisterCase nrmCase, Viewer viewer) {
    List<Fact> facts = new ArrayList<>();
    if (viewer.has(Role.POLICY_ADVISER)) {
      if (nrmCase.age() != null) {
        facts.add(
            new Fact(
                "Age when referred", nrmCase.age() + (nrmCase.age() == 1 ? " year" : " years")));
      }
      facts.add(new Fact("Stage", stage(nrmCase)));
      return panelWithoutCase(nrmCase.caseNumber(), facts, ADVISER_NOTE);
    }
    if (nrmCase.now().ukbaCopyOn() != null && access.mayReadCopies(viewer)) {
      facts.add(
          new Fact(
              "{{authority.immigration.short}} copy received",
              BritishDate.of(nrmCase.now().ukbaCopyOn())));
      return panelWithoutCase(nrmCase.caseNumber(), facts, COPY_NOTE);
    }
    return panelWithoutCase(nrmCase.caseNumber(), facts, TASK_NOTE);
  }

  private String stage(RegisterCase nrmCase) {
    List<String> open = stages.of(nrmCase.caseNumber());
    return open.isEmpty() ? "none open" : String.join(", ", open);
  }

  private static Answer panelWithoutCase(String caseNumber, List<Fact> facts, String note) {
    return new Answer(
        caseNumber, false, null, facts, List.of(note), List.of(), List.of(), List.of(), List.of());
  }
}
