package scot.nrm.notices;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which teams are notified by e-mail of which work, from {@code config/notices.yaml}.
 *
 * @param officeHours outside these hours, the out-of-hours address is notified too
 * @param dueTodayAt local time of the morning notice, such as {@code 08:00}
 * @param lookEvery how often the clock and the outbox are checked; zero for never
 * @param tasks the tasks of which a team is notified at once
 * @param documentAdded the sentence for a document that was added to a case; empty if nobody is
 *     notified of it
 * @param teams the teams with their addresses; a missing team isn't notified
 */
record NoticeSettings(
    @DefaultValue OfficeHours officeHours,
    @DefaultValue("08:00") String dueTodayAt,
    @DefaultValue("PT1M") Duration lookEvery,
    @DefaultValue List<Occasion> tasks,
    @DefaultValue("") String documentAdded,
    @DefaultValue List<Team> teams) {

  NoticeSettings {
    tasks = List.copyOf(tasks);
    teams = List.copyOf(teams);
  }

  /** The occasion of a task; empty if nobody is notified of it at once. */
  Optional<Occasion> occasionOf(String process, String task) {
    return tasks.stream()
        .filter(occasion -> occasion.task().isEmpty() || occasion.task().equals(task))
        .filter(occasion -> occasion.process().isEmpty() || occasion.process().equals(process))
        .findFirst();
  }

  /** The team of a group in a council: the council's own entry, or the one for every council. */
  Optional<Team> team(String group, String council) {
    return find(group, council).or(() -> find(group, ""));
  }

  private Optional<Team> find(String group, String council) {
    return teams.stream()
        .filter(team -> team.group().equals(group) && team.council().equals(council))
        .findFirst();
  }

  /**
   * @param from local time, such as {@code 09:00}
   * @param to local time at which they end
   * @param days bank holidays are out of hours on any day (D39)
   */
  record OfficeHours(
      @DefaultValue("09:00") String from,
      @DefaultValue("17:00") String to,
      @DefaultValue({"monday", "tuesday", "wednesday", "thursday", "friday"})
          Set<DayOfWeek> days) {}

  /**
   * A task of which its team is notified at once.
   *
   * @param task its id in the diagram; empty for every task of the process
   * @param process the diagram; empty for any
   * @param sentence what has happened, without a full stop; nothing about a child
   * @param toReporter what the person who reported the child is sent to the address that they gave;
   *     empty if nothing
   */
  record Occasion(
      @DefaultValue("") String task,
      @DefaultValue("") String process,
      @DefaultValue("") String sentence,
      @DefaultValue("") String toReporter) {}

  /**
   * @param group the role, as in {@code config/roles.yaml}
   * @param council the council whose team it is; empty for a team that works for every council
   * @param address an e-mail address of the team, not of one person
   * @param outOfHours an address that is also notified when the office is closed; may be empty
   */
  record Team(
      @DefaultValue("") String group,
      @DefaultValue("") String council,
      @DefaultValue("") String address,
      @DefaultValue("") String outOfHours) {}
}
