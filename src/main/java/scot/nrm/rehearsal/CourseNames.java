package scot.nrm.rehearsal;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;
import scot.nrm.access.Roles;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.gate.Procedure;
import scot.nrm.letters.Addressee;
import scot.nrm.letters.Letter;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.EntryWords;
import scot.nrm.rehearsal.CaseCourse.Kind;

/**
 * The lines of a {@link CaseCourse} for people to read: steps, teams, letters and authorities have
 * the names that they have in Tasklist, roles and letters today. Comparisons and stored results use
 * ids, so that a new name makes no difference.
 */
@Component
final class CourseNames {

  private static final Pattern SIDE = Pattern.compile("^(No longer|New): ");

  private static final Pattern STEP =
      Pattern.compile(
          "(There is no |"
              + CaseReplay.NO_PLACE
              + "|"
              + CaseCourse.AT
              + ")?(.+?)(| is open| is open for (.+)|, \\d+ times|(?: due)? on \\d.*|(?: was refused| failed)(?:: .*)?|"
              + CaseCourse.WAITS
              + ")");

  private static final Pattern LETTER = Pattern.compile("(.+) to (.+)( on \\d.*)");

  private final Roles roles;
  private final Authorities authorities;
  private final CaseClock clock;

  CourseNames(Roles roles, Authorities authorities, CaseClock clock) {
    this.roles = roles;
    this.authorities = authorities;
    this.clock = clock;
  }

  /** Puts the names into a line of a course or of a difference. */
  interface LineNaming {
    String line(Kind kind, String line);
  }

  /**
   * The names under some sets.
   *
   * @param sets their files by name; the first set that has a step names it
   */
  LineNaming forSets(List<Map<String, byte[]>> sets) {
    Supplier<Map<String, String>> steps = SingletonSupplier.of(() -> steps(sets));
    LocalDate today = clock.today();
    return (kind, line) -> {
      String fact = SIDE.matcher(line).replaceFirst("");
      return line.substring(0, line.length() - fact.length())
          + authorities.fill(withNames(kind, fact, steps, today), today);
    };
  }

  /** The names of steps, by their ids in words. */
  private static Map<String, String> steps(List<Map<String, byte[]>> sets) {
    Map<String, String> steps = new HashMap<>();
    sets.forEach(
        files ->
            Procedure.of(files)
                .names()
                .forEach((id, name) -> steps.putIfAbsent(CaseCourse.inWords(id), name)));
    return steps;
  }

  private String withNames(
      Kind kind, String fact, Supplier<Map<String, String>> steps, LocalDate today) {
    String label = CaseCourse.label(kind, fact);
    if (label.isEmpty()) {
      return switch (kind) {
        case LETTERS -> letter(fact);
        case DEADLINE, TASKS, STUCK -> step(fact, steps.get());
        case AUTHORITY, OUTCOME, LATE -> fact;
      };
    }
    String code = fact.substring(label.length() + 1);
    return switch (kind) {
      case AUTHORITY -> label + " " + authorities.inText(Authority.of(code), today);
      case OUTCOME ->
          "%s: %s"
              .formatted(
                  label,
                  StoredCode.find(CaseOutcome.class, code)
                      .map(CaseOutcome::heading)
                      .orElse(EntryWords.words(code)));
      default -> fact;
    };
  }

  private String step(String fact, Map<String, String> steps) {
    Matcher parts = STEP.matcher(fact);
    if (!parts.matches()) {
      return fact;
    }
    String step = parts.group(2);
    String rest = parts.group(3);
    if (rest.startsWith(" due") && steps.containsKey(step + " due")) { // "due" is part of the id
      step += " due";
      rest = rest.substring(" due".length());
    }
    String name = steps.getOrDefault(step, step);
    String before = parts.group(1) == null ? "" : parts.group(1);
    String team = parts.group(4);
    return before.equals(CaseReplay.NO_PLACE)
        ? name + " could not be done as it was recorded"
        : before + name + (team == null ? rest : " is open for " + team(team));
  }

  /** The name of a team by its id, or by its id in words; the words if the team is unknown. */
  String team(String words) {
    String name = roles.name(id(words));
    return name.equals(id(words)) ? words : authorities.fill(name, clock.today());
  }

  private static String letter(String fact) {
    Matcher parts = LETTER.matcher(fact);
    return parts.matches()
        ? "%s to %s%s"
            .formatted(
                StringUtils.capitalize(Letter.inWords(id(parts.group(1)))),
                StoredCode.find(Addressee.class, id(parts.group(2)))
                    .map(Addressee::words)
                    .orElse(parts.group(2)),
                parts.group(3))
        : fact;
  }

  /** The id, without capitals, that {@link CaseCourse#inWords} turned into these words. */
  private static String id(String words) {
    return words.toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
