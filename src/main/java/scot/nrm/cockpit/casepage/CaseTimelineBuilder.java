package scot.nrm.cockpit.casepage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.RoleSettings;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.Diagrams;
import scot.nrm.cockpit.Diagrams.Diagram;
import scot.nrm.cockpit.casepage.CaseWork.CaseTask;
import scot.nrm.cockpit.casepage.CaseWork.Failure;
import scot.nrm.cockpit.casepage.CaseWork.Instance;
import scot.nrm.engine.CaseClock;
import scot.nrm.record.Officers;
import scot.nrm.record.Officers.Acting;
import scot.nrm.record.RecordedEntries;
import scot.nrm.record.RecordedEntries.Entry;
import scot.nrm.record.RecordedEntries.LetterLink;

/**
 * Builds one timeline of a case from the register's entries and the engine's history of the work,
 * for Cockpit and Tasklist. The caller has checked that the viewer may know about the case.
 */
@Component
public class CaseTimelineBuilder {

  /** An act is recorded just after its task, which says in which role the officer acted. */
  private static final Duration SAME_MOMENT = Duration.ofMinutes(10);

  private final RecordedEntries entries;
  private final CaseWork work;
  private final CurrentStages stages;
  private final Diagrams diagrams;
  private final Officers officers;
  private final CaseClock clock;
  private final Map<String, String> roleNames;

  CaseTimelineBuilder(
      RecordedEntries entries,
      CaseWork work,
      CurrentStages stages,
      Diagrams diagrams,
      Officers officers,
      CaseClock clock,
      Roles roles) {
    this.entries = entries;
    this.work = work;
    this.stages = stages;
    this.diagrams = diagrams;
    this.officers = officers;
    this.clock = clock;
    this.roleNames =
        roles.roles().stream().collect(Collectors.toMap(RoleSettings::group, RoleSettings::name));
  }

  public enum Kind {
    STAGE,
    DECISION,
    UPDATE,
    LETTER,
    NOTE,
    TASK,
    FAILURE
  }

  /** The person who acted: their role and name. Either may be empty. */
  record By(String role, String name) {}

  /**
   * An item of the timeline.
   *
   * @param at when it was recorded or done
   * @param day the day on which it happened, if different
   * @param where the diagram of a task, or {@code null}
   * @param version for a stage: the version of its diagram, or {@code null}
   * @param until for a stage or failure: when it ended, if it has
   * @param waited for a task: seconds until it was claimed, or until now; {@code null} for others
   * @param took for a task: seconds from then until it was completed, or until now
   * @param due for an open task: its due date
   * @param open whether it is still open
   * @param note for a note: what was written; empty for others
   */
  public record Item(
      Instant at,
      LocalDate day,
      Kind kind,
      String text,
      List<By> by,
      LetterLink letter,
      String where,
      Integer version,
      Instant until,
      Long waited,
      Long took,
      LocalDate due,
      boolean open,
      String note) {

    /** A stage or a failure. */
    Item(
        Instant at,
        Kind kind,
        String text,
        String where,
        Integer version,
        Instant until,
        boolean open) {
      this(
          at, null, kind, text, List.of(), null, where, version, until, null, null, null, open, "");
    }

    /** An entry of the register. */
    Item(
        Instant at,
        LocalDate day,
        Kind kind,
        String text,
        List<By> by,
        LetterLink letter,
        String note) {
      this(at, day, kind, text, by, letter, null, null, null, null, null, null, false, note);
    }
  }

  /**
   * A task that is open.
   *
   * @param team the team that has the task; the assignee is empty while it is unassigned
   * @param daysLeft days until it is due, negative if it is late; {@code null} without a due date
   */
  public record OpenTask(
      String id,
      String name,
      String team,
      String holder,
      String where,
      Instant since,
      LocalDate due,
      Integer daysLeft) {}

  /**
   * @param items oldest first
   * @param stages the current stages: begun and not ended
   * @param hasHistory whether the engine still has the case's history
   */
  public record Timeline(
      List<Item> items, List<String> stages, List<OpenTask> open, boolean hasHistory) {}

  /**
   * The complete timeline.
   *
   * @param isVisible tests by id whether the viewer may know about a task
   */
  public Timeline of(String caseNumber, Viewer viewer, Predicate<String> isVisible) {
    List<Instance> instances = work.instances(caseNumber);
    List<CaseTask> tasks = work.tasks(caseNumber);
    List<Entry> recorded = entries.of(caseNumber, viewer);
    People people = people(recorded, tasks);

    List<Item> items = new ArrayList<>();
    instances.stream().filter(Instance::called).forEach(stage -> items.add(stage(stage)));
    recorded.forEach(entry -> items.add(item(entry, people)));
    Map<String, Instance> byId =
        instances.stream().collect(Collectors.toMap(Instance::id, each -> each));
    tasks.stream()
        .filter(task -> isVisible.test(task.id()))
        .forEach(task -> items.add(task(task, byId, people)));
    List<Failure> failures = work.failures(caseNumber);
    for (int i = 0; i < failures.size(); i++) {
      boolean again =
          failures.subList(i + 1, failures.size()).stream().anyMatch(failures.get(i)::isAtSameStep);
      items.add(failure(failures.get(i), again, byId));
    }
    // Items with the same time keep their order: first the stage, then what was done.
    items.sort(Comparator.comparing(Item::at));

    List<OpenTask> open =
        tasks.stream()
            .filter(CaseTask::isOpen)
            .filter(task -> isVisible.test(task.id()))
            .map(task -> open(task, byId, people))
            .toList();
    return new Timeline(items, stages.of(caseNumber, instances), open, !instances.isEmpty());
  }

  /** For a council that has handed the case over (D41): records until then, without the work. */
  Timeline until(String caseNumber, String council, Viewer viewer) {
    List<Entry> recorded = entries.until(caseNumber, council, viewer);
    People people = people(recorded, List.of());
    return new Timeline(
        recorded.stream().map(entry -> item(entry, people)).toList(), List.of(), List.of(), true);
  }

  static String name(Instance instance) {
    return Diagrams.name(instance.key(), instance.name());
  }

  private static Item stage(Instance stage) {
    return new Item(
        stage.from(),
        Kind.STAGE,
        name(stage),
        null,
        stage.version(),
        stage.until(),
        stage.isOpen());
  }

  private static Item item(Entry entry, People people) {
    Kind kind = Kind.valueOf(entry.topic().name());
    List<By> by =
        entry.officers().stream()
            .map(
                part ->
                    new By(
                        part.part().isEmpty()
                            ? people.role(part.officer(), entry.at())
                            : part.part(),
                        people.name(part.officer(), entry.at())))
            .toList();
    LocalDate day =
        entry.day() == null || entry.day().equals(LocalDay.of(entry.at())) ? null : entry.day();
    return new Item(entry.at(), day, kind, entry.sentence(), by, entry.letter(), entry.note());
  }

  private Item task(CaseTask task, Map<String, Instance> instances, People people) {
    Instant end = task.isOpen() ? clock.now() : task.until();
    Instant claimedAt =
        task.claimedAt() == null || task.claimedAt().isAfter(end) ? null : task.claimedAt();
    Long waited = seconds(task.from(), claimedAt == null ? end : claimedAt);
    Long took = claimedAt == null ? null : seconds(claimedAt, end);
    String text =
        task.isOpen()
            ? "Open task: " + task.name()
            : task.completed()
                ? "Task completed: " + task.name()
                : "Task no longer needed: " + task.name();
    boolean byNobody = task.assignee() == null || !task.isOpen() && !task.completed();
    List<By> by =
        List.of(
            new By(
                team(task),
                byNobody ? "" : people.name(task.assignee(), task.isOpen() ? end : task.until())));
    return new Item(
        task.isOpen() ? task.from() : task.until(),
        null,
        Kind.TASK,
        text,
        by,
        null,
        where(task.instance(), instances),
        null,
        null,
        waited,
        took,
        task.isOpen() ? task.due() : null,
        task.isOpen(),
        "");
  }

  private OpenTask open(CaseTask task, Map<String, Instance> instances, People people) {
    return new OpenTask(
        task.id(),
        task.name(),
        team(task),
        task.assignee() == null ? "" : people.name(task.assignee(), clock.now()),
        Objects.toString(where(task.instance(), instances), ""),
        task.from(),
        task.due(),
        task.due() == null ? null : (int) ChronoUnit.DAYS.between(clock.today(), task.due()));
  }

  /** A step may have failed again later: the engine ends a failure with each attempt. */
  private Item failure(Failure failure, boolean again, Map<String, Instance> instances) {
    String step =
        diagrams
            .of(failure.definition() == null ? "" : failure.definition())
            .map(Diagram::names)
            .map(names -> names.get(failure.activity()))
            .orElse(null);
    boolean open = failure.until() == null;
    String text =
        "A technical fault occurred"
            + (step == null ? "" : " at “" + step + "”")
            + (open
                ? ". A system administrator needs to resolve it. The case waits; nothing is lost."
                : again ? ". It was tried again, and failed again." : ". It has been resolved.");
    return new Item(
        failure.from(),
        Kind.FAILURE,
        text,
        where(failure.instance(), instances),
        null,
        failure.until(),
        open);
  }

  /** The diagram's name; {@code null} if it is not one of the case's. */
  private static String where(String instance, Map<String, Instance> instances) {
    return Optional.ofNullable(instances.get(instance)).map(CaseTimelineBuilder::name).orElse(null);
  }

  private static Long seconds(Instant from, Instant until) {
    return Math.max(0, Duration.between(from, until).toSeconds());
  }

  private String team(CaseTask task) {
    return task.groups().stream()
        .map(group -> roleNames.getOrDefault(group, group.replace('-', ' ')))
        .collect(Collectors.joining(", "));
  }

  private People people(Collection<Entry> recorded, Collection<CaseTask> tasks) {
    Set<String> all = new TreeSet<>();
    recorded.forEach(entry -> entry.officers().forEach(part -> all.add(part.officer())));
    tasks.stream().map(CaseTask::assignee).filter(Objects::nonNull).forEach(all::add);
    return new People(officers.acting(all), tasks.stream().filter(CaseTask::completed).toList());
  }

  /** The officers' names when they acted, and the roles in which they did. */
  private final class People {

    private final Acting acting;
    private final List<CaseTask> done;

    People(Acting acting, List<CaseTask> done) {
      this.acting = acting;
      this.done = done;
    }

    String name(String officer, Instant at) {
      return acting.name(officer, at);
    }

    /**
     * The role is that of the task in which they acted. Without a task, it is the role that they
     * had then, if it was only one.
     */
    String role(String officer, Instant at) {
      return done.stream()
          .filter(
              task ->
                  officer.equals(task.assignee())
                      && !task.until().isAfter(at.plusSeconds(5))
                      && Duration.between(task.until(), at).compareTo(SAME_MOMENT) <= 0)
          .max(Comparator.comparing(CaseTask::until))
          .map(CaseTimelineBuilder.this::team)
          .orElseGet(() -> onlyRole(officer, at));
    }

    private String onlyRole(String officer, Instant at) {
      List<String> roles = acting.roles(officer, at);
      return roles.size() == 1 ? roles.get(0) : "";
    }
  }
}
