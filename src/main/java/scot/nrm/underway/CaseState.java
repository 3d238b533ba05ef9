package scot.nrm.underway;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a case waits for, compared before and after it is moved. */
record CaseState(List<Job> jobs, List<OpenTask> tasks, List<Waiting> waiting) {

  /** A timer, or work that continues in a moment. */
  record Job(String instance, String kind, String configuration, Timestamp due) {

    /** The id of its element. */
    String element() {
      return configuration == null ? "" : configuration.replaceAll("[$~].*", "");
    }

    boolean isTimer() {
      return kind.startsWith("timer");
    }
  }

  /** An open task: who has it, and its dates. */
  record OpenTask(String id, String assignee, Timestamp due, Timestamp followUp) {}

  /** A message that is waited for. */
  record Waiting(String instance, String kind, String name, String element) {}

  /** How some diagrams call an element; empty if they have none with this id. */
  interface Names {
    Optional<String> of(String element);
  }

  /**
   * What would be lost, invented or changed, in sentences; empty if everything is as it was. What
   * only the new diagram waits for may come, apart from timers: a deadline that nobody has set is
   * none.
   *
   * @param names of the diagrams that the case followed before
   * @param now of the diagrams that it follows now
   */
  List<String> lost(CaseState after, Names names, Names now) {
    UnaryOperator<String> nameOf =
        element -> names.of(element).or(() -> now.of(element)).orElse(element);
    List<String> found = new ArrayList<>();
    minus(jobs, after.jobs)
        .forEach(job -> found.add(sentence(job, "The timer \"%s\" would be lost.", nameOf)));
    minus(after.jobs, jobs)
        .forEach(job -> found.add(sentence(job, "The timer \"%s\" would start.", nameOf)));
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
        .filter(one -> names.of(one.element()).isPresent())
        .forEach(
            one ->
                found.add(
                    "The case would wait for \"%s\" again."
                        .formatted(nameOf.apply(one.element()))));
    return found;
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
