package scot.nrm.letters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The placeholders of letters, for the catalogue. */
public final class LetterPlaceholders {

  private LetterPlaceholders() {}

  /**
   * What each prints in an invented letter, by its name; {@code yes or no} if it is a condition.
   */
  public static Map<String, String> all() {
    Map<String, String> examples = new TreeMap<>();
    try {
      for (String template : LetterTemplatesTest.templates().toList()) {
        LetterWriter.model(LetterPicturesTest.content(template))
            .forEach((name, value) -> add(name, value, examples));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return examples;
  }

  private static void add(String name, Object value, Map<String, String> examples) {
    if (value instanceof Map<?, ?> inner) {
      inner.forEach((part, of) -> add(name + "." + part, of, examples));
    } else if (value instanceof Boolean) {
      examples.put(name, "yes or no");
    } else if (value instanceof Collection<?> lines) {
      examples.put(
          name, String.join(", ", new TreeSet<>(lines.stream().map(String::valueOf).toList())));
    } else if (examples.getOrDefault(name, "").isEmpty()) {
      examples.put(name, String.valueOf(value).replace("\n", " "));
    }
  }
}
