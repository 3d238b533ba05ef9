package scot.nrm.engine.authorities;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A name of an organisation and its first day.
 *
 * @param shortName the name that texts use, such as {@code UKBA}; may be empty
 * @param article the article before the short name in a sentence, such as {@code the}; may be empty
 */
public record DatedName(
    LocalDate from,
    String name,
    @DefaultValue("") String shortName,
    @DefaultValue("") String article) {

  private static final int MAX_LENGTH = 100;

  /** The characters of a name: none that a form, a diagram or a page would have to escape. */
  private static final String CHARACTERS = "[\\p{L}\\p{N} '().,-]*";

  /** The name on a day; the first name if the day is earlier; empty if there are no names. */
  public static Optional<DatedName> on(List<DatedName> names, LocalDate day) {
    Comparator<DatedName> byDate = Comparator.comparing(DatedName::from);
    return names.stream()
        .filter(name -> !name.from().isAfter(day))
        .max(byDate)
        .or(() -> names.stream().min(byDate));
  }

  /** The problems in the names of one organisation: sentences that begin with the organisation. */
  public static List<String> problems(String organisation, List<DatedName> names) {
    List<String> problems = new ArrayList<>();
    LocalDate before = LocalDate.MIN;
    for (DatedName name : names) {
      if (!name.isValid()) {
        problems.add(
            "%s: a name needs its first day (from), at most %d characters, and only letters, digits, spaces and ' ( ) . , -."
                .formatted(organisation, MAX_LENGTH));
      } else if (!name.from.isAfter(before)) { // a slip in the year, and nobody would see the name
        problems.add(
            "%s: the name %s from %s must be from a day after the name above it. Correct its day, or remove it."
                .formatted(organisation, name.name, name.from));
      } else {
        before = name.from;
      }
    }
    return problems;
  }

  private boolean isValid() {
    return from != null
        && name != null
        && !name.isBlank()
        && name.length() <= MAX_LENGTH
        && shortName.length() <= MAX_LENGTH
        && (name + shortName + article).matches(CHARACTERS);
  }

  DatedName withShortName(String code) {
    return shortName.isEmpty() ? new DatedName(from, name, code, article) : this;
  }

  String inText() {
    return article.isEmpty() ? shortName : article + " " + shortName;
  }

  String in(String form) {
    return switch (form) {
      case "name" -> name;
      case "short" -> shortName;
      default -> inText();
    };
  }
}
