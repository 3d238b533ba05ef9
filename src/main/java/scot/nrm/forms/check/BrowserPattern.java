package scot.nrm.forms.check;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of a form as the browser's {@code RegExp} reads it. What JavaScript and Java read
 * differently is either written anew for Java or refused, so that a pattern never lets through here
 * what the browser stops.
 */
final class BrowserPattern {

  /**
   * What a browser counts as white space, which is more than Java's {@code \s} and other than
   * {@code strip()}.
   */
  static final String SPACE =
      "\\t\\n\\u000B\\f\\r \\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF";

  private static final Pattern SPACE_AROUND =
      Pattern.compile("\\A[" + SPACE + "]+|[" + SPACE + "]+\\z");

  /** Escapes that mean the same in both. */
  private static final String SAME = "dDwWtnrf.^$|?*+()[]{}\\/-\"'&,:;!%=@#~`<> ";

  private static final List<String> GROUPS = List.of("(?:", "(?=", "(?!", "(?<=", "(?<!");

  private final Pattern pattern;

  private BrowserPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is none, or if the server would read it otherwise than
   *     the browser; the message names what is wrong
   */
  static BrowserPattern of(String text) {
    String java = java(text);
    try {
      return new BrowserPattern(Pattern.compile(java));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("cannot be read");
    }
  }

  private static String java(String text) {
    StringBuilder java = new StringBuilder();
    boolean inClass = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        if (++i == text.length()) {
          throw new IllegalArgumentException("cannot be read");
        }
        java.append(escape(text.charAt(i), inClass));
      } else if (Character.isSurrogate(c)) {
        throw new IllegalArgumentException("uses a character that the browser counts as two");
      } else if (inClass) {
        if (c == '[' || c == '&' && text.startsWith("&&", i)) {
          java.append('\\');
        }
        inClass = c != ']';
        java.append(c);
      } else if (c == '[') {
        // [] and [^] are a class in JavaScript, and the beginning of another in Java
        if (text.startsWith("[]", i) || text.startsWith("[^]", i)) {
          throw new IllegalArgumentException("uses an empty class");
        }
        inClass = true;
        java.append(c);
        if (i + 1 < text.length() && text.charAt(i + 1) == '^') {
          java.append('^');
          i++;
        }
      } else if (text.startsWith("(?", i)
          && GROUPS.stream().noneMatch(text.substring(i)::startsWith)) {
        throw new IllegalArgumentException("uses a group that begins with (?");
      } else if (c == '+'
          && i > 0
          && "+*?}".indexOf(text.charAt(i - 1)) >= 0
          && !escaped(text, i - 1)) {
        throw new IllegalArgumentException("uses + after " + text.charAt(i - 1));
      } else {
        java.append(c == '$' ? "\\z" : c == '.' ? "[^\\n\\r\\u2028\\u2029]" : String.valueOf(c));
      }
    }
    return java.toString();
  }

  private static String escape(char c, boolean inClass) {
    if (c == 's') {
      return inClass ? SPACE : "[" + SPACE + "]";
    } else if (c == 'S' && !inClass) {
      return "[^" + SPACE + "]";
    } else if (SAME.indexOf(c) < 0) {
      throw new IllegalArgumentException("uses \\" + c);
    }
    return "\\" + c;
  }

  private static boolean escaped(String text, int at) {
    int slashes = 0;
    while (at - slashes > 0 && text.charAt(at - slashes - 1) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }

  /** Whether the pattern is found somewhere in the text, as {@code RegExp.test} finds it. */
  boolean isIn(String text) {
    return pattern.matcher(inUnits(text)).find();
  }

  /**
   * The browser counts two for a character beyond the first plane; each half becomes one that is of
   * no class.
   */
  private static String inUnits(String text) {
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return text;
    }
    StringBuilder units = new StringBuilder(text.length());
    text.chars()
        .forEach(
            c ->
                units.append(
                    Character.isSurrogate((char) c) ? (char) (0xE000 + (c & 0x7FF)) : (char) c));
    return units.toString();
  }

  /** The text without the white space around it, as the browser's {@code trim()}. */
  static String trim(String text) {
    int last = text.length() - 1;
    if (last < 0 || isPlain(text.charAt(0)) && isPlain(text.charAt(last))) {
      return text;
    }
    return SPACE_AROUND.matcher(text).replaceAll("");
  }

  private static boolean isPlain(char c) {
    return c > ' ' && c < '\u007F';
  }
}
