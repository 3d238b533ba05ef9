package scot.nrm.engine.authorities;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.sets.SetData;
import scot.nrm.startup.StartRefused;

/**
 * The competent authorities (D13), from {@code config/authorities.yaml}: their names, groups, read
 * access and duties. The letters read their addresses from the same file. The code of an authority
 * is its id in capitals, such as {@code UKHTC}.
 *
 * <p>Texts for people never contain the name of an authority, because names change: they have a
 * placeholder such as <code>{{authority.ukhtc.short}}</code>, which {@link #fill} replaces with the
 * name on a day. It may have a duty instead of an id: <code>{{authority.intake.the}}</code>.
 *
 * <p>The map is by code, in the order of the file. It also has the other national organisations of
 * {@code config/organisations.yaml}, which have names but no groups.
 */
@ConfigurationProperties("nrm.organisations")
public final class Authorities extends SetData<Map<String, Authorities.Settings>> {

  public static final String FILE = "config/authorities.yaml";

  /** The beginning of every placeholder for a name. */
  public static final String PLACEHOLDERS_BEGIN = "{{authority.";

  /** At most as long as the register's column. */
  private static final String CODE = "[A-Z][A-Z0-9-]{0,15}";

  private static final Pattern ANY_PLACEHOLDER = Pattern.compile("\\{\\{\\s*authority\\b[^}]*}}");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{authority\\.([a-z0-9-]+)\\.(name|short|the)}}");

  /** The characters before the first word of a sentence, also in JSON and HTML. */
  private static final String BEFORE_A_SENTENCE = ".?!#\n\">";

  /** The order of first days; {@code null} is before all days. */
  private static final Comparator<LocalDate> FIRST_DAYS =
      Comparator.nullsFirst(Comparator.naturalOrder());

  /** A team that every authority has. */
  public enum Team implements StoredCode {
    INTAKE,
    CASE_OWNER,
    SECOND_OFFICER,
    MANAGER
  }

  /** A duty of one authority on a day; in a case, of the one on the day of receipt (D12). */
  public enum Duty implements StoredCode {
    /** Logs every NRM form (D12), and has a case until it has a route. */
    INTAKE,
    /**
     * Receives copies (D9), records that there is no immigration issue (D14), decides leave (D29).
     */
    IMMIGRATION
  }

  /** The cases that the teams of an authority can read in full. */
  public enum Reads {
    /** The cases that it decides, and those in which one of its teams has a task. */
    OWN,
    /** Also every case whose NRM form has been received, because it keeps the register (D33). */
    REGISTER
  }

  /** A duty and its first day; {@code null} for the authority that had it first. */
  public record DutyFrom(Duty duty, LocalDate from) {}

  /**
   * The days on which an authority has a duty.
   *
   * @param from the first day; {@code null} if no authority had it before
   * @param before the first day of the next authority; {@code null} if there is none
   */
  public record Days(LocalDate from, LocalDate before) {}

  /**
   * One authority.
   *
   * @param groups the engine's groups, by team; the teams of {@link Team}, and any others
   * @param printQueue the group that prints and posts its letters; the intake team, if empty
   * @param from the first day of receipt of the NRM form in the cases that it decides; {@code null}
   *     for no first day
   * @param until the last such day; {@code null} for none
   * @param names in any order
   */
  public record Settings(
      @DefaultValue Map<String, String> groups,
      @DefaultValue("OWN") Reads reads,
      @DefaultValue List<DutyFrom> duties,
      @DefaultValue("") String printQueue,
      LocalDate from,
      LocalDate until,
      @DefaultValue List<DatedName> names) {}

  /**
   * @param authorities by id
   * @throws StartRefused if the file is wrong, with all problems
   */
  public Authorities(@DefaultValue Map<String, Settings> authorities) {
    super(checked(authorities));
  }

  private static Map<String, Settings> checked(Map<String, Settings> authorities) {
    Map<String, Settings> known = new LinkedHashMap<>();
    authorities.forEach((id, settings) -> known.put(id.toUpperCase(Locale.ROOT), settings));
    List<String> problems = problems(known);
    if (!problems.isEmpty()) {
      throw new StartRefused(
          "The file " + FILE + " cannot be used:\n" + String.join("\n", problems),
          "Correct it and start again.");
    }
    return Collections.unmodifiableMap(known);
  }

  private static List<String> problems(Map<String, Settings> known) {
    List<String> problems = new ArrayList<>();
    Set<String> groups = new HashSet<>();
    known.forEach(
        (code, settings) -> {
          problems.addAll(DatedName.problems(code, settings.names()));
          if (Stream.of(Duty.values()).anyMatch(duty -> duty.name().equals(code))) {
            problems.add(code + " is the name of a duty. Choose another id.");
          }
          if (settings.groups().isEmpty()) {
            return; // not an authority
          }
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
      Map<LocalDate, List<String>> byFirstDay = new TreeMap<>(FIRST_DAYS);
      byFirstDay.put(null, new ArrayList<>());
      known.forEach(
          (code, settings) ->
              settings.duties().stream()
                  .filter(one -> one.duty() == duty)
                  .forEach(
                      one ->
                          byFirstDay
                              .computeIfAbsent(one.from(), it -> new ArrayList<>())
                              .add(code)));
      byFirstDay.forEach(
          (from, codes) -> {
            if (codes.size() != 1) {
              problems.add(
                  "Exactly one authority has the duty %s%s, not %s."
                      .formatted(
                          duty.id(),
                          from == null ? "" : " from " + from,
                          codes.isEmpty() ? "none" : String.join(" and ", codes)));
            }
          });
    }
    return problems;
  }

  public List<String> ids() {
    return get().entrySet().stream()
        .filter(one -> !one.getValue().groups().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  public List<Authority> all() {
    return ids().stream().map(Authority::new).toList();
  }

  public Authority with(Duty duty, LocalDate day) {
    return byFirstDay(duty).entrySet().stream()
        .filter(one -> one.getKey() == null || !one.getKey().isAfter(day))
        .reduce((earlier, later) -> later)
        .map(Map.Entry::getValue)
        .orElseThrow();
  }

  public Set<Authority> everWith(Duty duty) {
    return Set.copyOf(byFirstDay(duty).values());
  }

  /** The days on which an authority has a duty; empty if it never has. */
  public List<Days> days(Authority authority, Duty duty) {
    List<Days> days = new ArrayList<>();
    LocalDate from = null;
    Authority current = null;
    for (Map.Entry<LocalDate, Authority> next : byFirstDay(duty).entrySet()) {
      if (authority.equals(current)) {
        days.add(new Days(from, next.getKey()));
      }
      from = next.getKey();
      current = next.getValue();
    }
    if (authority.equals(current)) {
      days.add(new Days(from, null));
    }
    return days;
  }

  /** The authorities with a duty by their first day, in order; {@code null} for the first. */
  private SortedMap<LocalDate, Authority> byFirstDay(Duty duty) {
    SortedMap<LocalDate, Authority> turns = new TreeMap<>(FIRST_DAYS);
    get()
        .forEach(
            (code, settings) ->
                settings.duties().stream()
                    .filter(one -> one.duty() == duty)
                    .forEach(one -> turns.put(one.from(), new Authority(code))));
    return turns;
  }

  /**
   * The authority with a code.
   *
   * @throws IllegalArgumentException if there is none in the file, with a sentence for policy staff
   */
  public Authority known(String code) {
    settings(code);
    return new Authority(code);
  }

  /** Whether an authority decides a case whose NRM form was received on a day. */
  public boolean decides(Authority authority, LocalDate received) {
    Settings settings = settings(authority.id());
    return (settings.from() == null || !received.isBefore(settings.from()))
        && (settings.until() == null || !received.isAfter(settings.until()));
  }

  public String group(Authority authority, Team team) {
    return settings(authority.id()).groups().get(team.id());
  }

  /**
   * The group of a team of an authority.
   *
   * @param team one of {@link Team}, or another that it has
   * @throws IllegalArgumentException if it has no such team
   */
  public String group(Authority authority, String team) {
    return Optional.ofNullable(settings(authority.id()).groups().get(team))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No team of %s has the code %s".formatted(authority, team)));
  }

  /** A team's groups of all authorities that ever have a duty; empty if one lacks the team. */
  public Set<String> groups(Duty duty, String team) {
    List<String> groups =
        everWith(duty).stream()
            .map(one -> settings(one.id()).groups().getOrDefault(team, ""))
            .toList();
    return groups.contains("") ? Set.of() : Set.copyOf(groups);
  }

  /** The groups of one team of all authorities; empty if none has the team. */
  public Set<String> groups(String team) {
    return get().values().stream()
        .flatMap(one -> Optional.ofNullable(one.groups().get(team)).stream())
        .collect(Collectors.toSet());
  }

  public Set<String> groups() {
    return groupsOf(all());
  }

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

  /** The authorities to whose team a person with these groups belongs. */
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

  /** Whether an authority keeps the register, and so reads all cases in it. */
  public boolean readsRegister(Authority authority) {
    return settings(authority.id()).reads() == Reads.REGISTER;
  }

  /** The name on a day, such as {@code United Kingdom Border Agency}; the code if it has none. */
  public String name(Authority authority, LocalDate day) {
    return nameOf(authority.id(), day).name();
  }

  /** The short name on a day, such as {@code UKBA}; the code if it has none. */
  public String shortName(Authority authority, LocalDate day) {
    return nameOf(authority.id(), day).shortName();
  }

  /** The short name on a day with its article, such as {@code the Home Office}. */
  public String inText(Authority authority, LocalDate day) {
    return nameOf(authority.id(), day).inText();
  }

  /** The name, with the short name in brackets if it is different; the id if it has no name. */
  public String nameWithShort(String id, LocalDate day) {
    DatedName name = nameOf(id, day);
    return name.name().equals(name.shortName())
        ? name.name()
        : "%s (%s)".formatted(name.name(), name.shortName());
  }

  private DatedName nameOf(String id, LocalDate day) {
    String code = id.toUpperCase(Locale.ROOT);
    Settings settings = get().get(code);
    return DatedName.on(settings == null ? List.of() : settings.names(), day)
        .map(name -> name.withShortName(code))
        .orElseGet(() -> new DatedName(LocalDate.MIN, code, code, ""));
  }

  /**
   * A text with its placeholders replaced by the names on a day: <code>
   * {{authority.ukba.name}}</code> in full, <code>{{authority.ukba.short}}</code>, and <code>
   * {{authority.ukba.the}}</code>, the short name with its article. A placeholder for an
   * organisation that isn't in the file is unchanged.
   */
  public String fill(String text, LocalDate day) {
    if (text == null || !text.contains(PLACEHOLDERS_BEGIN)) {
      return text;
    }
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> {
              String name =
                  code(found.group(1), day)
                      .map(code -> nameOf(code, day).in(found.group(2)))
                      .orElse(found.group());
              return Matcher.quoteReplacement(
                  beginsSentence(text, found.start()) ? StringUtils.capitalize(name) : name);
            });
  }

  private static boolean beginsSentence(String text, int at) {
    int before = at - 1;
    while (before >= 0 && text.charAt(before) == ' ') {
      before--;
    }
    return before < 0
        || BEFORE_A_SENTENCE.indexOf(text.charAt(before)) >= 0
        || text.startsWith("\\n", before - 1);
  }

  /** The code for the id or duty in a placeholder; empty if there is no such organisation. */
  private Optional<String> code(String key, LocalDate day) {
    String code = key.toUpperCase(Locale.ROOT);
    return StoredCode.find(Duty.class, key)
        .map(duty -> with(duty, day).id())
        .or(() -> Optional.of(code).filter(get()::containsKey));
  }

  private Stream<String> keys() {
    return Stream.concat(
            StoredCode.ids(Duty.class).stream(),
            get().keySet().stream().map(code -> code.toLowerCase(Locale.ROOT)))
        .sorted();
  }

  /**
   * The error in a text's placeholder, as a sentence without its subject that begins with {@code
   * has}; empty if there is none.
   */
  public Optional<String> nameProblem(String text) {
    return ANY_PLACEHOLDER
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(
            written -> {
              Matcher known = PLACEHOLDER.matcher(written);
              return !known.matches() || keys().noneMatch(known.group(1)::equals);
            })
        .findFirst()
        .map(
            written ->
                "has %s, which names no organisation. Write it like {{authority.intake.short}}, with one of %s, and name, short or the"
                    .formatted(written, keys().collect(Collectors.joining(", "))));
  }

  /**
   * @param what the kind and name of the text, such as {@code The letter nrm-03}
   * @throws StartRefused if the text has a placeholder for an unknown organisation
   */
  public void checkNames(String what, String text) {
    nameProblem(text)
        .ifPresent(
            wrong -> {
              throw new StartRefused(what + " " + wrong + ".", "Correct it and start again.");
            });
  }

  /** All past, current and future names and short names of the authorities. */
  public Set<String> names() {
    return get().values().stream()
        .filter(one -> !one.groups().isEmpty())
        .flatMap(one -> one.names().stream())
        .flatMap(name -> Stream.of(name.name(), name.shortName()))
        .filter(name -> !name.isBlank())
        .collect(Collectors.toSet());
  }

  /** The first day since which no name has changed: texts filled in since are still correct. */
  public LocalDate namesSince(LocalDate day) {
    return get().values().stream()
        .flatMap(one -> one.names().stream())
        .map(DatedName::from)
        .filter(from -> !from.isAfter(day))
        .max(LocalDate::compareTo)
        .orElse(LocalDate.MIN);
  }

  private Settings settings(String code) {
    Settings settings = get().get(code);
    if (settings == null || settings.groups().isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no authority with the code %s. It has %s"
              .formatted(FILE, code, String.join(", ", ids())));
    }
    return settings;
  }
}
