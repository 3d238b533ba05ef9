package scot.nrm.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Javadoc of the sources, for pages that are generated from the program. */
final class Javadocs {

  private static final String STRING = "\"(?:[^\"\\\\]|\\\\.)*\"";
  private static final String INNER = "\\((?:[^()\"]|" + STRING + ")*\\)";

  /** A comment, annotations, and what they belong to. */
  private static final Pattern DOCUMENTED =
      Pattern.compile(
          "(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*"
              + ("(?:@[\\w.]+(?:\\((?:[^()\"]|" + STRING + "|" + INNER + ")*\\))?\\s*)*")
              + "([^;{}=()/]*)");

  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|interface|enum|record)\\s+(\\w+)");
  private static final Pattern LAST_WORD = Pattern.compile("(\\w+)\\s*,?\\s*$");
  private static final Pattern CODE = Pattern.compile("\\{@code ([^}]*)}");
  private static final Pattern LINK = Pattern.compile("\\{@link [\\w.]*#?([\\w]+)[^}]*}");

  private Javadocs() {}

  /** The first sentence about a type itself or one of its methods; empty if there is none. */
  static String of(Class<?> type, String name) {
    Path source = source(type);
    return Files.exists(source) ? of(source).getOrDefault(name, "") : "";
  }

  /** The first sentence about each type, method, field and constant of a source, by its name. */
  static Map<String, String> of(Class<?> type) {
    return of(source(type));
  }

  private static Path source(Class<?> type) {
    return Path.of("src/main/java", type.getName().replace('.', '/') + ".java");
  }

  private static Map<String, String> of(Path source) {
    try {
      Map<String, String> said = new HashMap<>();
      Matcher documented = DOCUMENTED.matcher(Files.readString(source));
      while (documented.find()) {
        Matcher type = TYPE.matcher(documented.group(2));
        Matcher word = LAST_WORD.matcher(documented.group(2));
        if (type.find()) {
          said.putIfAbsent(type.group(1), sentence(documented.group(1)));
        } else if (word.find()) {
          said.putIfAbsent(word.group(1), sentence(documented.group(1)));
        }
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A constant is named as the diagrams name the variable: {@code rgProposal}. */
  private static String name(String linked) {
    return linked.matches("[A-Z_]+")
        ? "`"
            + Pattern.compile("_([a-z])")
                .matcher(linked.toLowerCase(Locale.ROOT))
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT))
            + "`"
        : linked;
  }

  private static String sentence(String comment) {
    String text = comment.replaceAll("\\s*\\n\\s*\\*? ?", " ").strip();
    text = text.replaceFirst("(?s)\\s*(<p>|@param|@return|@throws).*", "");
    text = CODE.matcher(text).replaceAll("`$1`");
    text = LINK.matcher(text).replaceAll(link -> name(link.group(1)));
    return text.replaceFirst("(?s)(?<=[.!?]) (?=[A-Z]).*", "").strip();
  }
}
