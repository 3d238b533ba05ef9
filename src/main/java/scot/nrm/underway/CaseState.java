package scot.nrm.underway;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;

/**
 * The tasks, events and jobs that a case waits for, to be compared before and after it is moved.
 */
record CaseState(List<Job> jobs, List<OpenTask> tasks, List<Waiting> waiting) {

  /** A timer, or a job that is executed at once. */
  record Job(String id, String instance, String kind, String configuration, Timestamp due) {

    /** The id of its element. */
    String element() {
      return configuration == null ? "" : configuration.replaceAll("[$~].*", "");
    }

    boolean isTimer() {
      return kind.startsWith("timer");
    }

    private boolean isDue(Instant now) {
      return due != null && !due.toInstant().isAfter(now);
    }

    private boolean isSame(Job other) {
      return id.equals(other.id)
          && kind.equals(other.kind)
          && String.valueOf(configuration).equals(String.valueOf(other.configuration));
    }

    private boolean isDueWith(Job other) {
      return String.valueOf(due).equals(String.valueOf(other.due));
    }
  }

  /** An open task, with its assignee and dates. */
  record OpenTask(String id, String assignee, Timestamp due, Timestamp followUp) {}

  /** A message for which a process waits. */
  record Waiting(String instance, String kind, String name, String element) {}

  /** The diagrams of a case, before or after it is moved. */
  interface Diagrams {

    /** The name of an element; empty if they have none with this id. */
    Optional<String> name(String element);

    /** The date or duration of a timer in a process of the case; empty if there is none. */
    Optional<String> timer(String instance, String element);
  }

  /** A timer with a date from the new diagram; {@code before} is {@code null} if it is new. */
  record NewDate(String name, Instant before, Instant now) {}

  /** The timers whose date the new diagrams set: those that they change, and those they add. */
  List<Job> timersToSet(CaseState after, Diagrams oldDiagrams, Diagrams newDiagrams) {
    return after.jobs.stream()
        .filter(Job::isTimer)
        .filter(
            job ->
                sameBefore(job).isPresent()
                    ? !timer(oldDiagrams, job).equals(timer(newDiagrams, job))
                    : timer(oldDiagrams, job).isEmpty())
        .toList();
  }

  /** The dates that the new diagrams have changed. */
  List<NewDate> newDates(CaseState after, Diagrams oldDiagrams, Diagrams newDiagrams) {
    return timersToSet(after, oldDiagrams, newDiagrams).stream()
        .filter(job -> sameBefore(job).filter(job::isDueWith).isEmpty())
        .map(
            job ->
                new NewDate(
                    name(job.element(), newDiagrams, oldDiagrams),
                    sameBefore(job).map(before -> before.due.toInstant()).orElse(null),
                    job.due.toInstant()))
        .toList();
  }

  /**
   * What the move would lose, invent or change, in sentences; empty if nothing. The case may
   * additionally wait for something that only the new diagrams have. A timer that they change or
   * add may have their date if it is in the future: nobody could meet a deadline that has already
   * passed.
   *
   * @param now the time of the move
   */
  List<String> lost(CaseState after, Diagrams oldDiagrams, Diagrams newDiagrams, Instant now) {
    UnaryOperator<String> nameOf = element -> name(element, oldDiagrams, newDiagrams);
    List<String> found = new ArrayList<>();
    jobs.stream()
        .filter(job -> after.jobs.stream().noneMatch(job::isSame))
        .forEach(job -> found.add(sentence(job, "The timer \"%s\" would be lost.", nameOf)));
    List<Job> set = timersToSet(after, oldDiagrams, newDiagrams);
    for (Job job : after.jobs) {
      Optional<Job> before = sameBefore(job);
      if (before.filter(job::isDueWith).isPresent()) {
        continue;
      }
      if (!set.contains(job)) {
        found.add(
            sentence(
                job,
                before.isPresent()
                    ? "The timer \"%s\" would have another date."
                    : "The timer \"%s\" would start again.",
                nameOf));
      } else if (before.filter(one -> one.isDue(now)).isPresent()) {
        found.add("The timer \"%s\" is due already.".formatted(nameOf.apply(job.element())));
      } else if (job.isDue(now)) {
        found.add(
            "The new diagram sets the timer \"%s\" to %s, which has passed."
                .formatted(
                    nameOf.apply(job.element()), BritishDate.of(LocalDay.of(job.due.toInstant()))));
      }
    }
    if (!minus(tasks, after.tasks).isEmpty() || !minus(after.tasks, tasks).isEmpty()) {
      found.add("An open task would change.");
    }
    minus(waiting, after.waiting)
        .forEach(
            one ->
                found.add(
                    "The case would no longer wait for \"%s\"."
                        .formatted(nameOf.apply(one.element()))));
    minus(after.waiting, waiting).stream()
        .filter(one -> oldDiagrams.name(one.element()).isPresent())
        .forEach(
            one ->
                found.add(
                    "The case would wait for \"%s\" again."
                        .formatted(nameOf.apply(one.element()))));
    return found;
  }

  private Optional<Job> sameBefore(Job job) {
    return jobs.stream().filter(job::isSame).findFirst();
  }

  private static Optional<String> timer(Diagrams diagrams, Job job) {
    return diagrams.timer(job.instance(), job.element());
  }

  private static String name(String element, Diagrams first, Diagrams second) {
    return first.name(element).or(() -> second.name(element)).orElse(element);
  }

  private static String sentence(Job job, String ofTimer, UnaryOperator<String> nameOf) {
    String name = nameOf.apply(job.element());
    return job.isTimer()
        ? ofTimer.formatted(name)
        : "Work that is about to continue at \"%s\" would change.".formatted(name);
  }

  private static <T> List<T> minus(List<T> all, List<T> others) {
    List<T> left = new ArrayList<>(all);
    others.forEach(left::remove);
    return left;
  }
}
