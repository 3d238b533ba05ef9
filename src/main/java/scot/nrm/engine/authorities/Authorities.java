package scot.nrm.engine.authorities;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import scot.nrm.engine.StoredCode;
import scot.nrm.startup.StartRefused;

/**
 * The competent authorities (D13), from {@code config/authorities.yaml}: their groups, what they
 * read and what only one of them does. Names and addresses there are read by the letters. The code
 * of an authority is its id in capitals, such as {@code UKHTC}.
 *
 * @param authorities by id, in the order of the file; other organisations, which have no groups,
 *     are left out
 */
@ConfigurationProperties("nrm.organisations")
public record Authorities(@DefaultValue Map<String, Settings> authorities) {

  public static final String FILE = "config/authorities.yaml";

  /** As much as the register has room for. */
  private static final String CODE = "[A-Z][A-Z0-9-]{0,15}";

  /** A team that every authority has. */
  public enum Team implements StoredCode {
    INTAKE,
    CASE_OWNER,
    SECOND_OFFICER,
    MANAGER
  }

  /** What exactly one authority does. */
  public enum Duty implements StoredCode {
    /** Logs every NRM form (D12), and has a case until it has a route. */
    INTAKE,
    /**
     * Receives copies (D9), records that there is no immigration issue (D14), decides leave (D29).
     */
    IMMIGRATION
  }

  /** The cases of which the teams of an authority read everything. */
  public enum Reads {
    /** Those that it decides, and those in which one of its teams has a task. */
    OWN,
    /** Also every case whose NRM form has been received: it keeps the register (D33). */
    REGISTER
  }

  /**
   * One authority.
   *
   * @param groups the engine's groups, by team; those of {@link Team}, and any others
   * @param printQueue the group that prints and posts its letters; the intake team, if empty
   * @param from it decides cases whose NRM form was received from this day on; {@code null} for no
   *     first day
   * @param until the last such day; {@code null} for none
   */
  public record Settings(
      @DefaultValue Map<String, String> groups,
      @DefaultValue("OWN") Reads reads,
      @DefaultValue Set<Duty> duties,
      @DefaultValue("") String printQueue,
      LocalDate from,
      LocalDate until) {}

  /**
   * @throws StartRefused if the file is wrong, with all that is wrong
   */
  public Authorities {
    Map<String, Settings> known = new LinkedHashMap<>();
    authorities.forEach(
        (id, settings) -> {
          if (!settings.groups().isEmpty()) {
            known.put(id.toUpperCase(Locale.ROOT), settings);
          }
        });
    authorities = known;
    List<String> problems = problems(known);
    if (!problems.isEmpty()) {
      throw new StartRefused(
          "The file " + FILE + " cannot be used:\n" + String.join("\n", problems),
          "Correct it and start again.");
    }
  }

  private static List<String> problems(Map<String, Settings> known) {
    List<String> problems = new ArrayList<>();
    Set<String> groups = new HashSet<>();
    known.forEach(
        (code, settings) -> {
          if (!code.matches(CODE)) {
            problems.add(code + ": an id has at most 16 letters, digits and hyphens.");
          }
          Stream.of(Team.values())
              .filter(team -> settings.groups().getOrDefault(team.id(), "").isBlank())
              .forEach(team -> problems.add(code + " has no group for " + team.id() + "."));
          settings.groups().values().stream()
              .filter(group -> !groups.add(group))
              .forEach(group -> problems.add(code + ": the group " + group + " is named twice."));
          if (!settings.printQueue().isEmpty()
              && !settings.groups().containsValue(settings.printQueue())) {
            problems.add(
                code + ": the print queue of " + settings.printQueue() + " is not in its groups.");
          }
          if (settings.from() != null
              && settings.until() != null
              && settings.until().isBefore(settings.from())) {
            problems.add(code + ": until is before from.");
          }
        });
    for (Duty duty : Duty.values()) {
      List<String> have = with(known, duty).toList();
      if (have.size() != 1) {
        problems.add(
            "Exactly one authority has the duty %s, not %s."
                .formatted(duty.id(), have.isEmpty() ? "none" : String.join(" and ", have)));
      }
    }
    return problems;
  }

  private static Stream<String> with(Map<String, Settings> known, Duty duty) {
    return known.entrySet().stream()
        .filter(one -> one.getValue().duties().contains(duty))
        .map(Map.Entry::getKey);
  }

  /** The codes of all of them. */
  public List<String> ids() {
    return List.copyOf(authorities.keySet());
  }

  public List<Authority> all() {
    return ids().stream().map(Authority::new).toList();
  }

  /** The one that logs NRM forms and has a case before its route is known (D12). */
  public Authority intake() {
    return new Authority(with(authorities, Duty.INTAKE).findFirst().orElseThrow());
  }

  /** The given authority; the one that logs NRM forms if there is none yet (D12). */
  public Authority orIntake(Authority authority) {
    return authority == null ? intake() : authority;
  }

  /** The one that receives copies (D9) and decides on leave (D29). */
  public Authority immigration() {
    return new Authority(with(authorities, Duty.IMMIGRATION).findFirst().orElseThrow());
  }

  /**
   * The authority with a code.
   *
   * @throws IllegalArgumentException if the file has none, with a sentence for policy staff
   */
  public Authority known(String code) {
    settings(code);
    return new Authority(code);
  }

  /** Whether it decides a case whose NRM form was received on a day. */
  public boolean decides(Authority authority, LocalDate received) {
    Settings settings = settings(authority.id());
    return (settings.from() == null || !received.isBefore(settings.from()))
        && (settings.until() == null || !received.isAfter(settings.until()));
  }

  /** The group of a team of an authority. */
  public String group(Authority authority, Team team) {
    return settings(authority.id()).groups().get(team.id());
  }

  /** The groups of one team of all authorities; empty where there is no such team. */
  public Set<String> groups(String team) {
    return authorities.values().stream()
        .flatMap(one -> Optional.ofNullable(one.groups().get(team)).stream())
        .collect(Collectors.toSet());
  }

  /** All groups of all authorities. */
  public Set<String> groups() {
    return groupsOf(all());
  }

  /** All groups of some authorities. */
  public Set<String> groupsOf(Collection<Authority> some) {
    return some.stream()
        .flatMap(authority -> settings(authority.id()).groups().values().stream())
        .collect(Collectors.toSet());
  }

  /** The authorities that a person with these groups belongs to. */
  public List<Authority> of(Set<String> groups) {
    return all().stream()
        .filter(one -> settings(one.id()).groups().values().stream().anyMatch(groups::contains))
        .toList();
  }

  /** The authorities in whose team a person with these groups is. */
  public List<Authority> of(Set<String> groups, Team team) {
    return all().stream().filter(one -> groups.contains(group(one, team))).toList();
  }

  /** The authorities whose letters a person with these groups prints and posts. */
  public List<Authority> printedBy(Set<String> groups) {
    return all().stream()
        .filter(
            one -> {
              String own = settings(one.id()).printQueue();
              return groups.contains(own.isEmpty() ? group(one, Team.INTAKE) : own);
            })
        .toList();
  }

  /** Whether it keeps the register and so reads all cases in it. */
  public boolean readsRegister(Authority authority) {
    return settings(authority.id()).reads() == Reads.REGISTER;
  }

  private Settings settings(String code) {
    Settings settings = authorities.get(code);
    if (settings == null) {
      throw new IllegalArgumentException(
          "%s has no authority with the code %s. It has %s"
              .formatted(FILE, code, String.join(", ", ids())));
    }
    return settings;
  }
}
