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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.sets.DataOfSet;
import scot.nrm.startup.StartRefused;

/**
 * The competent authorities (D13), from {@code config/authorities.yaml}: their names, their groups,
 * what they read and what only one of them does. Addresses there are read by the letters. The code
 * of an authority is its id in capitals, such as {@code UKHTC}.
 *
 * <p>Texts for people never have the name of an authority in them, because it changes: they have a
 * placeholder such as <code>{{authority.ukhtc.short}}</code>, which {@link #fill} replaces with the
 * name of a day. Instead of an id it may have a duty: <code>{{authority.intake.the}}</code>.
 *
 * <p>By code, in the order of the file; also other national organisations of {@code
 * config/organisations.yaml}, which have names and no groups.
 */
@ConfigurationProperties("nrm.organisations")
public final class Authorities extends DataOfSet<Map<String, Authorities.Settings>> {

  public static final String FILE = "config/authorities.yaml";

  /** With what every placeholder for a name begins. */
  public static final String PLACEHOLDERS_BEGIN = "{{authority.";

  /** As much as the register has room for. */
  private static final String CODE = "[A-Z][A-Z0-9-]{0,15}";

  private static final Pattern ANY_PLACEHOLDER = Pattern.compile("\\{\\{\\s*authority\\b[^}]*}}");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{authority\\.([a-z0-9-]+)\\.(name|short|the)}}");

  /** What is before the first word of a sentence, also in JSON and HTML. */
  private static final String BEFORE_A_SENTENCE = ".?!#\n\">";

  /** The order of first days: no day is before all others. */
  private static final Comparator<LocalDate> FIRST_DAYS =
      Comparator.nullsFirst(Comparator.naturalOrder());

  /** A team that every authority has. */
  public enum Team implements StoredCode {
    INTAKE,
    CASE_OWNER,
    SECOND_OFFICER,
    MANAGER
  }

  /** What only one authority does on a day; in a case, the one of the day of receipt (D12). */
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
   * A duty from a day on.
   *
   * @param from its first day; {@code null} for the authority that had it first
   */
  public record DutyFrom(Duty duty, LocalDate from) {}

  /**
   * The days on which an authority has a duty.
   *
   * @param from the first; {@code null} if there was none before
   * @param before the first day of the next authority; {@code null} if there is none
   */
  public record Days(LocalDate from, LocalDate before) {}

  /**
   * One authority.
   *
   * @param groups the engine's groups, by team; those of {@link Team}, and any others
   * @param printQueue the group that prints and posts its letters; the intake team, if empty
   * @param from it decides cases whose NRM form was received from this day on; {@code null} for no
   *     first day
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
      @DefaultValue List<NameFrom> names) {}

  /**
   * @param authorities by id
   * @throws StartRefused if the file is wrong, with all that is wrong
   */
  public Authorities(@DefaultValue Map<String, Settings> authorities) {
    super(checked(authorities));
  }

  @Override
  protected Map<String, Settings> read(Data data) {
    return data.bind(Authorities.class).get();
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
          problems.addAll(NameFrom.problems(code, settings.names()));
          if (Stream.of(Duty.values()).anyMatch(duty -> duty.name().equals(code))) {
            problems.add(code + " is the name of a duty. Choose another id.");
          }
          if (settings.groups().isEmpty()) {
            return; // an organisation that decides nothing
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
      Map<LocalDate, List<String>> have = new TreeMap<>(FIRST_DAYS);
      have.put(null, new ArrayList<>());
      known.forEach(
          (code, settings) ->
              settings.duties().stream()
                  .filter(one -> one.duty() == duty)
                  .forEach(
                      one -> have.computeIfAbsent(one.from(), it -> new ArrayList<>()).add(code)));
      have.forEach(
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

  /** The codes of all of them. */
  public List<String> ids() {
    return get().entrySet().stream()
        .filter(one -> !one.getValue().groups().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  public List<Authority> all() {
    return ids().stream().map(Authority::new).toList();
  }

  /** The one that has a duty on a day. */
  public Authority with(Duty duty, LocalDate day) {
    return haveInTurn(duty).entrySet().stream()
        .filter(one -> one.getKey() == null || !one.getKey().isAfter(day))
        .reduce((earlier, later) -> later)
        .map(Map.Entry::getValue)
        .orElseThrow();
  }

  /** The authorities that have a duty at any time. */
  public Set<Authority> everWith(Duty duty) {
    return Set.copyOf(haveInTurn(duty).values());
  }

  /** The days on which an authority has a duty; empty if it never has. */
  public List<Days> days(Authority authority, Duty duty) {
    List<Days> days = new ArrayList<>();
    LocalDate from = null;
    Authority has = null;
    for (Map.Entry<LocalDate, Authority> next : haveInTurn(duty).entrySet()) {
      if (authority.equals(has)) {
        days.add(new Days(from, next.getKey()));
      }
      from = next.getKey();
      has = next.getValue();
    }
    if (authority.equals(has)) {
      days.add(new Days(from, null));
    }
    return days;
  }

  /** By the first day, in order; that of the first authority is {@code null}. */
  private SortedMap<LocalDate, Authority> haveInTurn(Duty duty) {
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

  /**
   * The groups of a team of the authorities that have a duty at any time; empty if one of them has
   * no such team.
   */
  public Set<String> groups(Duty duty, String team) {
    List<String> groups =
        everWith(duty).stream()
            .map(one -> settings(one.id()).groups().getOrDefault(team, ""))
            .toList();
    return groups.contains("") ? Set.of() : Set.copyOf(groups);
  }

  /** The groups of one team of all authorities; empty where there is no such team. */
  public Set<String> groups(String team) {
    return get().values().stream()
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

  /** The name on a day, such as {@code United Kingdom Border Agency}; the code if it has none. */
  public String name(Authority authority, LocalDate day) {
    return nameOf(authority.id(), day).name();
  }

  /** The short name on a day, such as {@code UKBA}; the code if it has none. */
  public String shortName(Authority authority, LocalDate day) {
    return nameOf(authority.id(), day).shortName();
  }

  /** The short name on a day as a sentence has it, such as {@code the Home Office}. */
  public String inText(Authority authority, LocalDate day) {
    return nameOf(authority.id(), day).inText();
  }

  /** The name and the short name where they differ; the id where the file has no such name. */
  public String nameWithShort(String id, LocalDate day) {
    NameFrom name = nameOf(id, day);
    return name.name().equals(name.shortName())
        ? name.name()
        : "%s (%s)".formatted(name.name(), name.shortName());
  }

  private NameFrom nameOf(String id, LocalDate day) {
    String code = id.toUpperCase(Locale.ROOT);
    Settings settings = get().get(code);
    return NameFrom.on(settings == null ? List.of() : settings.names(), day)
        .map(name -> name.orShort(code))
        .orElseGet(() -> new NameFrom(LocalDate.MIN, code, code, ""));
  }

  /**
   * A text with the names of a day in the place of its placeholders: <code>
   * {{authority.ukba.name}}</code> in full, <code>{{authority.ukba.short}}</code>, and <code>
   * {{authority.ukba.the}}</code>, the short name with its article. A placeholder of an
   * organisation that isn't in the file stays as it is.
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

  /** The code that a placeholder means on a day; empty if there is no such organisation. */
  private Optional<String> code(String key, LocalDate day) {
    String code = key.toUpperCase(Locale.ROOT);
    return Stream.of(Duty.values())
        .filter(duty -> duty.id().equals(key))
        .findFirst()
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
   * What is wrong with a placeholder of a text, beginning with {@code has}; empty if nothing is.
   */
  public Optional<String> unknownName(String text) {
    return ANY_PLACEHOLDER
        .matcher(text)
        .results()
        .map(found -> found.group())
        .filter(
            written -> {
              Matcher known = PLACEHOLDER.matcher(written);
              return !known.matches() || keys().noneMatch(known.group(1)::equals);
            })
        .findFirst()
        .map(
            written ->
                ("has %s, which names no organisation. Write it like {{authority.intake.short}}, with"
                        + " one of %s, and name, short or the")
                    .formatted(written, keys().collect(Collectors.joining(", "))));
  }

  /**
   * @param what the text is, such as {@code The letter nrm-03}
   * @throws StartRefused if a text has a placeholder for the name of an organisation that is not
   *     known
   */
  public void mustKnowNamesIn(String what, String text) {
    unknownName(text)
        .ifPresent(
            wrong -> {
              throw new StartRefused(what + " " + wrong + ".", "Correct it and start again.");
            });
  }

  /** All names and short names of those that decide, on whatever day they have them. */
  public Set<String> names() {
    return get().values().stream()
        .filter(one -> !one.groups().isEmpty())
        .flatMap(one -> one.names().stream())
        .flatMap(name -> Stream.of(name.name(), name.shortName()))
        .filter(name -> !name.isBlank())
        .collect(Collectors.toSet());
  }

  /**
   * The first day of the names of a day: what was filled in on an earlier day since then is still
   * right.
   */
  public LocalDate namesSince(LocalDate day) {
    return get().values().stream()
        .flatMap(one -> one.names().stream())
        .map(NameFrom::from)
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
