package scot.nrm.notices;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;
import scot.nrm.access.Councils;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.CouncilsOfRole;
import scot.nrm.access.Roles.RoleSettings;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.sets.NamedTasks;
import scot.nrm.engine.sets.SetData;
import scot.nrm.notices.NoticeSettings.Occasion;
import scot.nrm.notices.NoticeSettings.OfficeHours;
import scot.nrm.notices.NoticeSettings.Team;
import scot.nrm.startup.CheckedFirst;
import scot.nrm.startup.CheckedSettings;

/**
 * Reads {@code config/notices.yaml} and checks all of it: a mistyped group or address would
 * otherwise be noticed only when nobody acts.
 */
@CheckedFirst
@Component
class NoticesFile extends SetData<NoticeSettings> implements SetData.Check, NamedTasks.Source {

  static final String FILE = "config/notices.yaml";
  static final int MAX_SENTENCE_LENGTH = 200;

  private static final int MAX_ADDRESS_LENGTH = 254;
  private static final String KEYS =
      "office-hours (from, to, days), due-today-at, look-every, tasks (task, process, sentence, to-reporter), document-added and teams (group, council, address, out-of-hours)";

  private final Roles roles;
  private final Councils councils;
  private final Authorities authorities;

  NoticesFile(
      ConfigurableEnvironment environment,
      Roles roles,
      Councils councils,
      Authorities authorities) {
    super(of(environment));
    this.roles = roles;
    this.councils = councils;
    this.authorities = authorities;
    validate();
  }

  private static NoticeSettings of(ConfigurableEnvironment settings) {
    return CheckedSettings.read(settings, "nrm.notices", NoticeSettings.class, FILE, KEYS);
  }

  @Override
  protected NoticeSettings read(Data data) {
    return of(data.settings());
  }

  @Override
  public final void validate() {
    CheckedSettings.refuse(FILE, new Problems().of(get()));
  }

  @Override
  public String file() {
    return FILE;
  }

  @Override
  public Stream<String> ids() {
    return get().tasks().stream()
        .flatMap(occasion -> Stream.of(occasion.task(), occasion.process()))
        .filter(id -> !id.isEmpty());
  }

  /** Collects a sentence for each problem, which goes to the log and so repeats no address. */
  private final class Problems {

    private final List<String> problems = new ArrayList<>();

    List<String> of(NoticeSettings read) {
      time("due-today-at", read.dueTodayAt());
      officeHours(read.officeHours());
      if (read.lookEvery().isNegative()) {
        problems.add("look-every is negative: write it like PT1M, one minute.");
      }
      read.tasks().forEach(this::occasion);
      if (!read.documentAdded().isEmpty()) {
        sentence("document-added", read.documentAdded());
      }
      Set<String> seen = new HashSet<>();
      for (Team team : read.teams()) {
        team(team);
        if (!seen.add(team.group() + " " + team.council())) {
          problems.add(name(team) + " is listed twice.");
        }
      }
      return problems;
    }

    private void officeHours(OfficeHours hours) {
      Optional<LocalTime> from = time("office-hours.from", hours.from());
      Optional<LocalTime> to = time("office-hours.to", hours.to());
      if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
        problems.add("office-hours.from must be before office-hours.to.");
      }
    }

    private Optional<LocalTime> time(String key, String text) {
      try {
        return Optional.of(LocalTime.parse(text));
      } catch (DateTimeException e) {
        // YAML reads 17:00 without quotes as a number.
        problems.add(
            key + " is not a time: write it with two digits and in quotes, like \"08:00\".");
        return Optional.empty();
      }
    }

    private void occasion(Occasion occasion) {
      String name = occasion.task().isEmpty() ? occasion.process() : occasion.task();
      if (name.isEmpty()) {
        problems.add("One of the tasks names neither a task nor a process.");
      }
      sentence(name, occasion.sentence());
      if (!occasion.toReporter().isEmpty()) {
        sentence(name + " to the reporter", occasion.toReporter());
      }
    }

    private void sentence(String name, String sentence) {
      authorities
          .nameProblem(sentence)
          .ifPresent(wrong -> problems.add("The sentence for " + name + " " + wrong + "."));
      if (sentence.isBlank()
          || sentence.length() > MAX_SENTENCE_LENGTH
          || sentence.lines().count() > 1) {
        problems.add(
            "The sentence for %s must be one line of 1 to %s characters."
                .formatted(name, MAX_SENTENCE_LENGTH));
      }
    }

    private void team(Team team) {
      Optional<RoleSettings> role =
          roles.roles().stream().filter(known -> known.group().equals(team.group())).findFirst();
      if (role.isEmpty()) {
        problems.add(
            "There is no group " + team.group() + ". The groups are in config/roles.yaml.");
      } else if (role.get().councils() == CouncilsOfRole.OWN && team.council().isEmpty()) {
        problems.add(
            "The group "
                + team.group()
                + " has a team in each local authority: name the local authority.");
      }
      if (!team.council().isEmpty() && councils.find(team.council()).isEmpty()) {
        problems.add(Councils.unknown(team.council()));
      }
      if (!isAddress(team.address())) {
        problems.add(
            name(team) + " needs an e-mail address such as duty@example.org as its address.");
      }
      if (!team.outOfHours().isEmpty() && !isAddress(team.outOfHours())) {
        problems.add(
            name(team)
                + " needs an e-mail address such as duty@example.org as its out-of-hours address.");
      }
    }

    private static String name(Team team) {
      return "The team " + team.group() + (team.council().isEmpty() ? "" : " of " + team.council());
    }

    /** One plain address with a domain: no name before it, no list. */
    private static boolean isAddress(String text) {
      try {
        InternetAddress address = new InternetAddress(text, true);
        return text.length() <= MAX_ADDRESS_LENGTH
            && text.equals(address.getAddress())
            && text.indexOf('@') > 0
            && !address.isGroup();
      } catch (AddressException e) {
        return false;
      }
    }
  }
}
