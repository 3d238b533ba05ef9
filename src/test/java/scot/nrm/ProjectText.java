package scot.nrm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The text of a file of this project that a person reads. Words keep their positions; ids, code and
 * markup are blank.
 *
 * @param forUsers shown by the program, or written for those who use it
 */
public record ProjectText(String file, String words, boolean forUsers) {

  private static final Pattern FORM =
      Pattern.compile(
          "\"(?:label|text|description|title|placeholder|prefixAdorner|suffixAdorner)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern DIAGRAM =
      Pattern.compile(
          "<bpmn:(?!message|error)\\w+ [^>]*?\\bname=\"([^\"]*)\"|<bpmn:(?:documentation|text)>([^<]*)<");
  private static final Pattern TABLE =
      Pattern.compile(
          "<(?:definitions|decision) [^>]*?\\bname=\"([^\"]*)\"|\\blabel=\"([^\"]*)\"|<description>([^<]*)<|<text>(?:[^<\"]*\"([^<\"]*\\s[^<\"]*)\"[^<]*)<|<annotationEntry[^>]*>\\s*<text>([^<]*)<");
  private static final Pattern PAGE =
      Pattern.compile("\\b(?:title|alt|placeholder|aria-label)=\"([^\"]*)\"|>([^<]*)(?=<|$)");
  private static final Pattern SETTINGS =
      Pattern.compile("(?m)^\\s*(?:- )?(?:[\\w.-]+:(?=\\s|$))?(.*)$");
  private static final Pattern CODE =
      Pattern.compile(
          "(?s)/\\*.*?\\*/|//[^\n]*|'(?:\\\\.|[^'\\\\\n])'|\"\"\"(.*?)\"\"\""
              + "|\"((?:\\\\.|[^\"\\\\\n])*)\"");
  private static final Pattern SCRIPT =
      Pattern.compile(
          "(?s)/\\*.*?\\*/|(?<![:'\"\\\\])//[^\n]*|`((?:\\\\.|[^`\\\\])*)`"
              + "|\"((?:\\\\.|[^\"\\\\\n])*)\"|'((?:\\\\.|[^'\\\\\n])*)'");
  private static final Pattern STATEMENT =
      Pattern.compile(
          "\\b(?:select|insert into|delete from|order by|group by|left join|join \\w+ \\w+ on)\\b|\\bwhere \\w+\\.|[a-z_]+ = |_[a-z]+ (?:is|as|in) ");
  private static final Pattern DOCUMENT = Pattern.compile("(?s)(.*)");

  private static List<ProjectText> all;

  /** Every file of the project that has text, read once for all tests. */
  static synchronized List<ProjectText> all() {
    if (all == null) {
      all = read();
    }
    return all;
  }

  private static List<ProjectText> read() {
    return Stream.of(
            in("forms", ".form", FORM, true),
            in("processes", ".bpmn", DIAGRAM, true),
            in("processes", ".dmn", TABLE, true),
            in("src/main/resources", ".html", PAGE, true),
            in("src/main/resources", ".js", SCRIPT, true),
            in("src/main/java", ".java", CODE, true),
            in("config", ".yaml", SETTINGS, false),
            in("docs", ".md", DOCUMENT, false),
            Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
                .map(name -> of(Path.of(name), DOCUMENT, false)))
        .flatMap(texts -> texts)
        .toList();
  }

  private static Stream<ProjectText> in(
      String folder, String end, Pattern shape, boolean forUsers) {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files
          .filter(file -> file.toString().endsWith(end))
          .sorted()
          .map(file -> of(file, shape, forUsers))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProjectText of(Path file, Pattern shape, boolean forUsers) {
    return of(file.toString().replace('\\', '/'), read(file), shape, forUsers);
  }

  /** The text of a file of the project. */
  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProjectText of(String file, String content, Pattern shape, boolean forUsers) {
    Predicate<String> isText = shape == CODE || shape == SCRIPT ? ProjectText::isText : all -> true;
    String words = shape == DOCUMENT ? content : wordsIn(content(content, shape), shape, isText);
    String read = file.equals("docs/english.md") ? blank(words, "(?m)^\\|.*$") : words;
    return new ProjectText(
        file,
        withoutCode(read, shape),
        forUsers || file.matches("README\\.md|docs/rules\\.md|docs/(?:users|policy)/.*"));
  }

  private static String content(String content, Pattern shape) {
    return shape == PAGE ? blank(content, "(?s)<style.*?</style>|<!--.*?-->|\\{\\{.*?}}") : content;
  }

  private static String wordsIn(String content, Pattern shape, Predicate<String> isText) {
    StringBuilder words = new StringBuilder(blank(content, "(?s).+"));
    for (Matcher found = shape.matcher(content); found.find(); ) {
      for (int group = 1; group <= found.groupCount(); group++) {
        if (found.group(group) != null && isText.test(found.group(group))) {
          words.replace(found.start(group), found.end(group), found.group(group));
        }
      }
    }
    return words.toString();
  }

  private static String withoutCode(String words, Pattern shape) {
    if (shape == DOCUMENT) {
      return blank(words, "(?s)```.*?```|`[^`\n]*`|(?<=])\\([^)\\s]*\\)|<[^>\n]*>");
    }
    return blank(words, "\\\\[nrt]|\\{\\{.*?}}|\\$\\{[^}]*}|<[^>\n]*>|https?://\\S*");
  }

  /** Not a code, a key or a statement for the database. */
  private static boolean isText(String literal) {
    return literal.matches("(?s)[A-Z].*|.*\\s.*") && !STATEMENT.matcher(literal).find();
  }

  private static String blank(String text, String what) {
    return Pattern.compile(what)
        .matcher(text)
        .replaceAll(found -> found.group().replaceAll("[^\n]", " "));
  }

  int lineOf(int position) {
    return 1 + (int) words.substring(0, position).chars().filter(c -> c == '\n').count();
  }

  String line(int number) {
    return words.split("\n", -1)[number - 1];
  }
}
