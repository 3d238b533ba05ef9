package scot.nrm.engine.authorities;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A name of an organisation and its first day.
 *
 * @param shortName as texts call it, such as {@code UKBA}; may be empty
 * @param article before the short name in a sentence, such as {@code the}; may be empty
 */
public record NameFrom(
    LocalDate from,
    String name,
    @DefaultValue("") String shortName,
    @DefaultValue("") String article) {

  /** The forms of a name, as the placeholders call them. */
  static final List<String> FORMS = List.of("name", "short", "the");

  /** Nothing that a form, a diagram or a page would have to escape. */
  private static final String WRITABLE = "[\\p{L}\\p{N} '().,-]*";

  /** The name on a day; before the first name's day the first name; empty if there is none. */
  public static Optional<NameFrom> on(List<NameFrom> names, LocalDate day) {
    Comparator<NameFrom> byDate = Comparator.comparing(NameFrom::from);
    return names.stream()
        .filter(name -> !name.from().isAfter(day))
        .max(byDate)
        .or(() -> names.stream().min(byDate));
  }

  boolean canBeWritten() {
    return from != null && !name.isBlank() && (name + shortName + article).matches(WRITABLE);
  }

  NameFrom orShort(String code) {
    return shortName.isEmpty() ? new NameFrom(from, name, code, article) : this;
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
